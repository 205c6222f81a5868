//! How somebody stands: session, person, membership and company in one statement, read in the transaction that serves him.

use chrono::{DateTime, Utc};
use domain::{
    company::CompanyState,
    id::{CompanyId, Identifier, SessionId},
    member::Role,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, FromQueryResult, JoinType, QueryFilter, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, LockType, SimpleExpr},
};

use super::word;
use crate::{
    entity::{company, member, session, user_account},
    error::StorageError,
    scope::VisibleTo,
    tx::{Reads, Writes, visible},
};

pub struct Standings<'a, R>(pub(super) &'a R);

/// A live session and its person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonStanding {
    /// When he last showed on this device that it is he.
    pub authenticated_at: DateTime<Utc>,
    pub proved: bool,
    /// When he last showed a second factor on this device.
    pub second_factor_at: Option<DateTime<Utc>>,
    /// He has a second factor.
    pub enrolled: bool,
    /// He is on no duty and of no suspended company.
    pub founds: bool,
}

/// The same, acting for a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberStanding {
    pub person: PersonStanding,
    pub role: Role,
    pub state: CompanyState,
}

#[derive(FromQueryResult)]
struct Row {
    authenticated_at: DateTime<Utc>,
    proved_at: Option<DateTime<Utc>>,
    second_factor_at: Option<DateTime<Utc>>,
    enrolled: bool,
    founds: bool,
    first: Option<String>,
    second: Option<String>,
}

impl Row {
    fn person(&self) -> PersonStanding {
        PersonStanding {
            authenticated_at: self.authenticated_at,
            proved: self.proved_at.is_some(),
            second_factor_at: self.second_factor_at,
            enrolled: self.enrolled,
            founds: self.founds,
        }
    }
}

/// Whether the person has a second factor that counts.
const ENROLLED: &str = "EXISTS (SELECT 1 FROM second_factor f WHERE f.user_id = session.user_id AND f.confirmed_at IS NOT NULL)";
/// Whether he may found a company: those on duty may not, nor the people of a company that is suspended.
const FOUNDS: &str = "NOT EXISTS (SELECT 1 FROM staff s WHERE s.user_id = session.user_id AND s.state = 'ACTIVE') \
    AND NOT EXISTS (SELECT 1 FROM member m JOIN company c ON c.id = m.company_id \
        WHERE m.user_id = session.user_id AND c.state = 'SUSPENDED')";

/// How firmly the session is read: whoever writes holds it until he commits, so that nobody ends it in between unseen.
#[derive(Clone, Copy)]
enum Hold {
    /// A reader holds nothing.
    Nothing,
    /// Beside others who write in the same session.
    Shared,
    /// Alone, by whoever may change the session itself.
    Alone,
}

fn word_of<T: std::str::FromStr>(text: Option<&String>) -> Result<T, StorageError>
where
    T::Err: std::fmt::Display,
{
    word(text.map_or("", String::as_str))
}

fn same(
    left: (impl sea_orm::sea_query::IntoIden, impl sea_orm::sea_query::IntoIden),
    right: (impl sea_orm::sea_query::IntoIden, impl sea_orm::sea_query::IntoIden),
) -> SimpleExpr {
    Expr::col((left.0.into_iden(), left.1.into_iden())).equals((right.0.into_iden(), right.1.into_iden()))
}

impl<R: Reads> Standings<'_, R>
where
    session::Entity: VisibleTo<R::Scope>,
    user_account::Entity: VisibleTo<R::Scope>,
{
    /// The session, while it lasts, with its person.
    fn live(self, id: SessionId, now: DateTime<Utc>, hold: Hold) -> Select<session::Entity> {
        let mut select = visible::<session::Entity, R>(self.0)
            .filter(session::Column::Id.eq(id.uuid()))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(now))
            .select_only()
            .column(session::Column::AuthenticatedAt)
            .column(session::Column::SecondFactorAt)
            .expr_as(Expr::cust(ENROLLED), "enrolled")
            .expr_as(Expr::col((user_account::Entity, user_account::Column::EmailVerifiedAt)), "proved_at");
        QueryTrait::query(&mut select).join(
            JoinType::InnerJoin,
            user_account::Entity,
            // Whose account is locked stands nowhere, whatever he holds.
            same((user_account::Entity, user_account::Column::Id), (session::Entity, session::Column::UserId))
                .and(Expr::col((user_account::Entity, user_account::Column::LockedAt)).is_null()),
        );
        let lock = match hold {
            Hold::Nothing => None,
            Hold::Shared => Some(LockType::Share),
            Hold::Alone => Some(LockType::NoKeyUpdate),
        };
        // SQLite has one writer at a time.
        if let Some(lock) = lock.filter(|_| self.0.connection().0.get_database_backend() == DbBackend::Postgres) {
            QueryTrait::query(&mut select).lock_with_tables(lock, [session::Entity]);
        }
        select
    }

    async fn read(self, select: Select<session::Entity>) -> Result<Option<Row>, StorageError> {
        Ok(select.into_model::<Row>().one(self.0.connection().0).await?)
    }

    pub async fn of_person(self, id: SessionId, now: DateTime<Utc>) -> Result<Option<PersonStanding>, StorageError> {
        self.person(id, now, Hold::Nothing).await
    }

    pub async fn of_member(self, id: SessionId, company: CompanyId, now: DateTime<Utc>) -> Result<Option<MemberStanding>, StorageError> {
        self.member(id, company, now, Hold::Nothing).await
    }

    async fn person(self, id: SessionId, now: DateTime<Utc>, hold: Hold) -> Result<Option<PersonStanding>, StorageError> {
        let nothing = || SimpleExpr::from(Expr::cust("NULL")).cast_as(Alias::new("text"));
        let select =
            self.live(id, now, hold).expr_as(Expr::cust(FOUNDS), "founds").expr_as(nothing(), "first").expr_as(nothing(), "second");
        Ok(self.read(select).await?.map(|row| row.person()))
    }

    async fn member(
        self,
        id: SessionId,
        company: CompanyId,
        now: DateTime<Utc>,
        hold: Hold,
    ) -> Result<Option<MemberStanding>, StorageError> {
        let mut select = self
            .live(id, now, hold)
            .expr_as(Expr::cust("FALSE"), "founds")
            .expr_as(Expr::col((member::Entity, member::Column::Role)), "first")
            .expr_as(Expr::col((company::Entity, company::Column::State)), "second");
        QueryTrait::query(&mut select)
            .join(
                JoinType::InnerJoin,
                member::Entity,
                same((member::Entity, member::Column::UserId), (session::Entity, session::Column::UserId))
                    .and(Expr::col((member::Entity, member::Column::CompanyId)).eq(company.uuid())),
            )
            .join(
                JoinType::InnerJoin,
                company::Entity,
                same((company::Entity, company::Column::Id), (member::Entity, member::Column::CompanyId)),
            );
        let Some(row) = self.read(select).await? else { return Ok(None) };
        Ok(Some(MemberStanding { person: row.person(), role: word_of(row.first.as_ref())?, state: word_of(row.second.as_ref())? }))
    }
}

impl<W: Writes> Standings<'_, W>
where
    session::Entity: VisibleTo<W::Scope>,
    user_account::Entity: VisibleTo<W::Scope>,
{
    /// A person who writes, beside others of the same session.
    pub async fn of_writing_person(self, id: SessionId, now: DateTime<Utc>) -> Result<Option<PersonStanding>, StorageError> {
        self.person(id, now, Hold::Shared).await
    }

    /// A person who may change the session that he writes in.
    pub async fn of_person_alone(self, id: SessionId, now: DateTime<Utc>) -> Result<Option<PersonStanding>, StorageError> {
        self.person(id, now, Hold::Alone).await
    }

    pub async fn of_writing_member(
        self,
        id: SessionId,
        company: CompanyId,
        now: DateTime<Utc>,
    ) -> Result<Option<MemberStanding>, StorageError> {
        self.member(id, company, now, Hold::Shared).await
    }
}
