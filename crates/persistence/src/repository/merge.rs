//! Makes one company of two: a fixed number of statements, however much the two have done.

use chrono::{DateTime, Utc};
use domain::{
    company::{Company, CompanyState},
    id::{CompanyId, Identifier, UserId},
    introduction::IntroductionState,
    member::Role,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, Query, SelectStatement, SimpleExpr},
};

use crate::{
    entity::{company, company_public, company_redirect, directory_entry, introduction, listing, member, moderation_case, party},
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Merges<'a, R>(pub(super) &'a R);

const PENDING: &str = "PENDING";
const ACCEPTED: &str = "ACCEPTED";

/// The other side of an introduction of `company`.
fn other(company: CompanyId) -> SimpleExpr {
    CaseStatement::new()
        .case(introduction::Column::FromCompanyId.eq(company.uuid()), Expr::col(introduction::Column::ToCompanyId))
        .finally(Expr::col(introduction::Column::FromCompanyId))
        .into()
}

fn of(company: CompanyId) -> Condition {
    Condition::any().add(introduction::Column::FromCompanyId.eq(company.uuid())).add(introduction::Column::ToCompanyId.eq(company.uuid()))
}

/// The companies with which `company` has an introduction in one of these states.
fn others(company: CompanyId, states: &[&'static str]) -> SelectStatement {
    Query::select()
        .expr(other(company))
        .from(introduction::Entity)
        .cond_where(of(company))
        .and_where(introduction::Column::State.is_in(states.iter().copied()))
        .take()
}

/// The pair of an introduction once `keep` stands in the place of `retire`; the texts of identities are letters and digits only.
fn pair(keep: CompanyId, retire: CompanyId) -> SimpleExpr {
    let rest = format!("trim(replace(pair, '{retire}', ''))");
    Expr::cust(format!("CASE WHEN {rest} < '{keep}' THEN {rest} || ' ' || '{keep}' ELSE '{keep}' || ' ' || {rest} END"))
}

impl<R: Reads<Scope = System>> Merges<'_, R> {
    /// Whether both are parties to one record, those whose place another has taken left out.
    pub async fn both_are_parties(self, one: CompanyId, other: CompanyId) -> Result<bool, StorageError> {
        let mut records = Query::select();
        records.column(party::Column::RecordId).from(party::Entity).and_where(party::Column::CompanyId.eq(one.uuid()));
        let found = visible::<party::Entity, R>(self.0)
            .filter(party::Column::CompanyId.eq(other.uuid()))
            .filter(party::Column::RecordId.in_subquery(records))
            .count(self.0.connection().0)
            .await?;
        Ok(found > 0)
    }
}

impl<W: Writes<Scope = System>> Merges<'_, W> {
    /// Puts `keep` in the place of `retire`, which is read on by its people and does nothing more. What was signed stays as it was.
    pub async fn carry_out(self, keep: &Company, retire: &Company, at: DateTime<Utc>) -> Result<(), StorageError> {
        self.members(keep.id, retire.id, at).await?;
        self.listings(keep.id, retire.id).await?;
        self.introductions(keep.id, retire.id).await?;
        self.parties(keep.id, retire.id).await?;
        self.cases(keep.id, retire.id, at).await?;
        self.addresses(keep.id, retire, at).await?;
        let row = company::ActiveModel {
            state: Set(CompanyState::Merged.as_str().to_owned()),
            merged_into_id: Set(Some(keep.id.uuid())),
            version: Set(retire.version + 1),
            ..Default::default()
        };
        let which = Condition::all().add(company::Column::Id.eq(retire.id.uuid())).add(company::Column::Version.eq(retire.version));
        amend::<company::Entity, W>(self.0, row, which).await
    }

    /// The people of the retired company join the kept one, and remain members of the retired to read what it did. Nobody becomes an owner
    /// by it: whoever registered a company twice must not come into the first one that way.
    async fn members(self, keep: CompanyId, retire: CompanyId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let role = CaseStatement::new()
            .case(member::Column::Role.eq(Role::Viewer.as_str()), Expr::val(Role::Viewer.as_str()))
            .finally(Expr::val(Role::Editor.as_str()));
        let mut known = Query::select();
        known.column(member::Column::UserId).from(member::Entity).and_where(member::Column::CompanyId.eq(keep.uuid()));
        let people = Query::select()
            .expr(Expr::val(keep.uuid()))
            .column(member::Column::UserId)
            .expr(role)
            .expr(Expr::val(at))
            .from(member::Entity)
            .and_where(member::Column::CompanyId.eq(retire.uuid()))
            .and_where(member::Column::UserId.not_in_subquery(known))
            .take();
        let columns = [member::Column::CompanyId, member::Column::UserId, member::Column::Role, member::Column::Since];
        self.insert(member::Entity, columns, people).await
    }

    async fn insert<E, C, const N: usize>(self, into: E, columns: [C; N], rows: SelectStatement) -> Result<(), StorageError>
    where
        E: EntityTrait,
        C: ColumnTrait,
    {
        let mut insert = Query::insert();
        insert.into_table(into).columns(columns);
        insert.select_from(rows).map_err(|error| StorageError::Corrupt(error.to_string()))?;
        self.0.connection().0.execute(&insert).await?;
        Ok(())
    }

    async fn listings(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        listing::Entity::update_many()
            .col_expr(listing::Column::CompanyId, Expr::val(keep.uuid()))
            .col_expr(listing::Column::Version, Expr::col(listing::Column::Version).add(1))
            .filter(listing::Column::CompanyId.eq(retire.uuid()))
            .exec(self.0.connection().0)
            .await?;
        Ok(())
    }

    /// A pair has one open introduction: an accepted one outlives a pending one, the kept company's outlives the other. What both had
    /// accepted stays with the retired company, to be read by both sides of it.
    async fn introductions(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        let open = [PENDING, ACCEPTED];
        self.withdraw(keep, others(retire, &[ACCEPTED])).await?;
        self.withdraw(retire, others(keep, &open)).await?;
        let stays =
            Condition::all().add(introduction::Column::State.is_in(open)).add(Expr::expr(other(retire)).in_subquery(others(keep, &open)));
        let in_place = |column: introduction::Column| {
            CaseStatement::new().case(column.eq(retire.uuid()), Expr::val(keep.uuid())).finally(Expr::col(column))
        };
        introduction::Entity::update_many()
            .col_expr(introduction::Column::Pair, pair(keep, retire))
            .col_expr(introduction::Column::FromCompanyId, in_place(introduction::Column::FromCompanyId).into())
            .col_expr(introduction::Column::ToCompanyId, in_place(introduction::Column::ToCompanyId).into())
            .col_expr(introduction::Column::Version, Expr::col(introduction::Column::Version).add(1))
            .filter(of(retire))
            .filter(stays.not())
            .exec(self.0.connection().0)
            .await?;
        Ok(())
    }

    /// Takes back the pending introductions of `company` with any of these.
    async fn withdraw(self, company: CompanyId, with: SelectStatement) -> Result<(), StorageError> {
        introduction::Entity::update_many()
            .col_expr(introduction::Column::State, Expr::val(IntroductionState::Withdrawn.as_str()))
            .col_expr(introduction::Column::Version, Expr::col(introduction::Column::Version).add(1))
            .filter(of(company))
            .filter(introduction::Column::State.eq(PENDING))
            .filter(Expr::expr(other(company)).in_subquery(with))
            .exec(self.0.connection().0)
            .await?;
        Ok(())
    }

    /// The kept company takes the retired one's place beside the parties of each record. Nothing that names a party is rewritten: not the
    /// row by which the retired one reads on, not what it signed.
    async fn parties(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        let rows = Query::select()
            .column(party::Column::RecordId)
            .expr(Expr::val(keep.uuid()))
            .column(party::Column::RecordKind)
            .column(party::Column::Position)
            .expr(Expr::val(retire.uuid()))
            .from(party::Entity)
            .and_where(party::Column::CompanyId.eq(retire.uuid()))
            .take();
        let columns = [
            party::Column::RecordId,
            party::Column::CompanyId,
            party::Column::RecordKind,
            party::Column::Position,
            party::Column::SucceedsId,
        ];
        self.insert(party::Entity, columns, rows).await
    }

    /// Nobody has to decide any more whether the retired company is what it says; what else is open is about the kept one now.
    async fn cases(self, keep: CompanyId, retire: CompanyId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let open = || {
            Condition::all()
                .add(moderation_case::Column::CompanyId.eq(retire.uuid()))
                .add(moderation_case::Column::State.is_not_in(["APPROVED", "REJECTED"]))
        };
        moderation_case::Entity::update_many()
            .col_expr(moderation_case::Column::State, Expr::val("REJECTED"))
            .col_expr(moderation_case::Column::DecidedAt, Expr::val(at))
            .col_expr(moderation_case::Column::Reason, Expr::val("The company was registered twice and is one with another."))
            .col_expr(moderation_case::Column::Version, Expr::col(moderation_case::Column::Version).add(1))
            .filter(open())
            .filter(moderation_case::Column::Kind.eq("REGISTRATION"))
            .exec(self.0.connection().0)
            .await?;
        moderation_case::Entity::update_many()
            .col_expr(moderation_case::Column::CompanyId, Expr::val(keep.uuid()))
            .col_expr(moderation_case::Column::Version, Expr::col(moderation_case::Column::Version).add(1))
            .filter(open())
            .exec(self.0.connection().0)
            .await?;
        Ok(())
    }

    /// The retired company leaves the directory; the addresses by which everybody knew it lead to the kept one.
    async fn addresses(self, keep: CompanyId, retire: &Company, at: DateTime<Utc>) -> Result<(), StorageError> {
        let connection = self.0.connection().0;
        let id = retire.id.uuid();
        directory_entry::Entity::delete_many().filter(directory_entry::Column::CompanyId.eq(id)).exec(connection).await?;
        company_public::Entity::delete_many().filter(company_public::Column::Id.eq(id)).exec(connection).await?;
        company_redirect::Entity::update_many()
            .col_expr(company_redirect::Column::KeptId, Expr::val(keep.uuid()))
            .filter(company_redirect::Column::KeptId.eq(id))
            .exec(connection)
            .await?;
        // Nobody outside knew an address of what was never listed.
        if retire.verification.is_none() {
            return Ok(());
        }
        let number = &retire.registration.number;
        let row = company_redirect::ActiveModel {
            retired_id: Set(id),
            kept_id: Set(keep.uuid()),
            slug: Set(retire.slug.clone()),
            number_kind: Set(number.kind().as_str().to_owned()),
            number: Set(number.as_str().to_owned()),
            merged_at: Set(at),
        };
        add::<company_redirect::Entity, W>(self.0, vec![row]).await
    }

    /// Makes a person the one owner of a company; whoever was before reads on. Gives back who that was.
    pub async fn transfer(self, company: CompanyId, to: UserId, at: DateTime<Utc>) -> Result<Vec<UserId>, StorageError> {
        let owners = Condition::all()
            .add(member::Column::CompanyId.eq(company.uuid()))
            .add(member::Column::Role.eq(Role::Owner.as_str()))
            .add(member::Column::UserId.ne(to.uuid()));
        let before: Vec<uuid::Uuid> = visible::<member::Entity, W>(self.0)
            .filter(owners.clone())
            .select_only()
            .column(member::Column::UserId)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        member::Entity::update_many()
            .col_expr(member::Column::Role, Expr::val(Role::Viewer.as_str()))
            .filter(owners)
            .exec(self.0.connection().0)
            .await?;
        let row = member::ActiveModel {
            company_id: Set(company.uuid()),
            user_id: Set(to.uuid()),
            role: Set(Role::Owner.as_str().to_owned()),
            since: Set(at),
        };
        let raise = OnConflict::columns([member::Column::CompanyId, member::Column::UserId]).update_column(member::Column::Role).to_owned();
        member::Entity::insert(row).on_conflict(raise).exec_without_returning(self.0.connection().0).await?;
        Ok(before.into_iter().map(UserId::from_uuid).collect())
    }
}
