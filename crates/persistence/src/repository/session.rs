//! Signed-in devices.

use chrono::{DateTime, Utc};
use domain::id::{CompanyId, Identifier, SessionId, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter};

use super::word;
use crate::{
    entity::session,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

/// How the device proves itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// By a refresh token that changes with each use.
    Token,
    /// By a cookie.
    Browser,
}

impl SessionKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Token => "TOKEN",
            Self::Browser => "BROWSER",
        }
    }
}

impl std::str::FromStr for SessionKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "TOKEN" => Ok(Self::Token),
            "BROWSER" => Ok(Self::Browser),
            _ => Err(format!("`{text}` is not a kind of session")),
        }
    }
}

/// A signed-in device of a person, and whom he acts for on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub kind: SessionKind,
    pub company: Option<CompanyId>,
    pub on_duty: bool,
    pub secret_hash: [u8; 32],
    pub previous_hash: Option<[u8; 32]>,
    pub rotated_at: DateTime<Utc>,
    pub authenticated_at: DateTime<Utc>,
    pub used_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    /// The family of the program that signed in, if it said one.
    pub agent: Option<String>,
    /// When a second factor was last shown.
    pub second_factor_at: Option<DateTime<Utc>>,
}

pub struct Sessions<'a, R>(pub(super) &'a R);

fn hash(bytes: Vec<u8>) -> Result<[u8; 32], StorageError> {
    bytes.try_into().map_err(|_| StorageError::Corrupt("a session's hash has not 32 bytes".to_owned()))
}

fn read(row: session::Model) -> Result<Session, StorageError> {
    Ok(Session {
        id: SessionId::from_uuid(row.id),
        user: UserId::from_uuid(row.user_id),
        kind: word(&row.kind)?,
        company: row.company_id.map(CompanyId::from_uuid),
        on_duty: row.on_duty,
        secret_hash: hash(row.secret_hash)?,
        previous_hash: row.previous_hash.map(hash).transpose()?,
        rotated_at: row.rotated_at,
        authenticated_at: row.authenticated_at,
        used_at: row.used_at,
        expires_at: row.expires_at,
        ended_at: row.ended_at,
        created_at: row.created_at.unwrap_or(row.authenticated_at),
        agent: row.agent,
        second_factor_at: row.second_factor_at,
    })
}

fn write(session: &Session) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(session.id.uuid()),
        user_id: Set(session.user.uuid()),
        kind: Set(session.kind.as_str().to_owned()),
        company_id: Set(session.company.map(Identifier::uuid)),
        on_duty: Set(session.on_duty),
        secret_hash: Set(session.secret_hash.to_vec()),
        previous_hash: Set(session.previous_hash.map(|hash| hash.to_vec())),
        rotated_at: Set(session.rotated_at),
        authenticated_at: Set(session.authenticated_at),
        used_at: Set(session.used_at),
        expires_at: Set(session.expires_at),
        ended_at: Set(session.ended_at),
        created_at: Set(Some(session.created_at)),
        agent: Set(session.agent.clone()),
        second_factor_at: Set(session.second_factor_at),
    }
}

impl<R: Reads> Sessions<'_, R>
where
    session::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: SessionId) -> Result<Option<Session>, StorageError> {
        let row = visible::<session::Entity, R>(self.0).filter(session::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    /// The sessions of a person that last, the latest first: those by token and by cookie that were used since these moments.
    pub async fn page(
        self,
        user: UserId,
        now: DateTime<Utc>,
        used_since: (DateTime<Utc>, DateTime<Utc>),
        window: &Window,
    ) -> Result<Page<Session>, StorageError> {
        let of =
            |kind: SessionKind, since| Condition::all().add(session::Column::Kind.eq(kind.as_str())).add(session::Column::UsedAt.gt(since));
        let in_use = Condition::any().add(of(SessionKind::Token, used_since.0)).add(of(SessionKind::Browser, used_since.1));
        let select = visible::<session::Entity, R>(self.0)
            .filter(session::Column::UserId.eq(user.uuid()))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(now))
            .filter(in_use);
        let select = newest_first(select, session::Column::CreatedAt, session::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// The session that a secret opens, or opened before it was last changed.
    pub async fn by_secret(self, hash: &[u8; 32]) -> Result<Option<Session>, StorageError> {
        let either =
            Condition::any().add(session::Column::SecretHash.eq(hash.to_vec())).add(session::Column::PreviousHash.eq(hash.to_vec()));
        let row = visible::<session::Entity, R>(self.0).filter(either).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }
}

impl<W: Writes> Sessions<'_, W>
where
    session::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, session: &Session) -> Result<(), StorageError> {
        add::<session::Entity, W>(self.0, vec![write(session)]).await
    }
}

impl<W: Writes> Sessions<'_, W>
where
    session::Entity: AmendedBy<W::Scope>,
{
    /// Ends every session of a person.
    pub async fn end_all(self, user: UserId, at: DateTime<Utc>) -> Result<u64, StorageError> {
        self.end_but(user, None, at).await
    }

    /// Ends every session of a person but one, and says how many that were.
    pub async fn end_but(self, user: UserId, kept: Option<SessionId>, at: DateTime<Utc>) -> Result<u64, StorageError> {
        let row = session::ActiveModel { ended_at: Set(Some(at)), ..Default::default() };
        let mut which = Condition::all().add(session::Column::UserId.eq(user.uuid())).add(session::Column::EndedAt.is_null());
        if let Some(kept) = kept {
            which = which.add(session::Column::Id.ne(kept.uuid()));
        }
        amend_all::<session::Entity, W>(self.0, row, which).await
    }

    /// Ends one session of a person, if it has not ended.
    pub async fn end(self, user: UserId, id: SessionId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = session::ActiveModel { ended_at: Set(Some(at)), ..Default::default() };
        let which = Condition::all()
            .add(session::Column::Id.eq(id.uuid()))
            .add(session::Column::UserId.eq(user.uuid()))
            .add(session::Column::EndedAt.is_null());
        amend::<session::Entity, W>(self.0, row, which).await
    }

    /// The person has shown on this device that it is he, by a second factor if `second` is true.
    pub async fn confirm_access(self, id: SessionId, second: bool, at: DateTime<Utc>) -> Result<(), StorageError> {
        let mut row = session::ActiveModel { authenticated_at: Set(at), ..Default::default() };
        if second {
            row.second_factor_at = Set(Some(at));
        }
        let which = Condition::all().add(session::Column::Id.eq(id.uuid())).add(session::Column::EndedAt.is_null());
        amend::<session::Entity, W>(self.0, row, which).await
    }

    /// Changes the session if it still has the secret that it was read with: of two uses of one token, one finds it changed.
    pub async fn change(self, session: &Session, read_with: &[u8; 32]) -> Result<(), StorageError> {
        let which = Condition::all()
            .add(session::Column::Id.eq(session.id.uuid()))
            .add(session::Column::SecretHash.eq(read_with.to_vec()))
            .add(session::Column::EndedAt.is_null());
        amend::<session::Entity, W>(self.0, write(session), which).await
    }
}
