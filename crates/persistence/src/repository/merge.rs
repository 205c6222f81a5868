//! Makes one company of two, in statements whose number does not grow with what the two have done, but for parts of a thousand rows.

use chrono::{DateTime, Utc};
use domain::{
    company::{Company, CompanyState},
    id::{CompanyId, Identifier, UserId},
    introduction::IntroductionState,
    member::Role,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};

use super::introduction::pair;

use crate::{
    entity::{
        company, company_public, company_redirect, conversation, directory_entry, introduction, listing, member, moderation_case, party,
    },
    error::StorageError,
    scope::System,
    tx::{Reads, Writes, add, amend, amend_all, put, raise, remove, visible},
};

pub struct Merges<'a, R>(pub(super) &'a R);

/// Rows are written in parts, because both databases bound the values of one statement.
const AT_ONCE: usize = 1_000;
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
        self.conversations(keep.id, retire.id).await?;
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
        let of = async |company: CompanyId| {
            let select = visible::<member::Entity, W>(self.0).filter(member::Column::CompanyId.eq(company.uuid()));
            select.all(self.0.connection().0).await
        };
        let known = of(keep).await?;
        let new = of(retire).await?.into_iter().filter(|row| known.iter().all(|known| known.user_id != row.user_id));
        let row = |row: member::Model| {
            let role = if row.role == Role::Viewer.as_str() { Role::Viewer } else { Role::Editor };
            member::ActiveModel {
                company_id: Set(keep.uuid()),
                role: Set(role.as_str().to_owned()),
                since: Set(at),
                ..row.into_active_model().reset_all()
            }
        };
        add::<member::Entity, W>(self.0, new.map(row).collect()).await
    }

    async fn listings(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        let row = listing::ActiveModel { company_id: Set(keep.uuid()), ..Default::default() };
        let which = listing::Column::CompanyId.eq(retire.uuid()).into();
        raise::<listing::Entity, W>(self.0, row, listing::Column::Version, which).await.map(drop)
    }

    /// A pair has one open introduction: an accepted one outlives a pending one, the kept company's outlives the other. What both had
    /// accepted stays with the retired company, to be read by both sides of it.
    async fn introductions(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        let open = [PENDING, ACCEPTED];
        self.withdraw(keep, others(retire, &[ACCEPTED])).await?;
        self.withdraw(retire, others(keep, &open)).await?;
        let stays =
            Condition::all().add(introduction::Column::State.is_in(open)).add(Expr::expr(other(retire)).in_subquery(others(keep, &open)));
        let moved = visible::<introduction::Entity, W>(self.0).filter(of(retire)).filter(stays.not()).all(self.0.connection().0).await?;
        let row = |row: introduction::Model| {
            let place = |id| if id == retire.uuid() { keep } else { CompanyId::from_uuid(id) };
            let (from, to) = (place(row.from_company_id), place(row.to_company_id));
            introduction::ActiveModel {
                from_company_id: Set(from.uuid()),
                to_company_id: Set(to.uuid()),
                pair: Set(pair(from, to)),
                version: Set(row.version + 1),
                ..row.into_active_model().reset_all()
            }
        };
        let mut rows: Vec<_> = moved.into_iter().map(row).collect();
        let replaced = [
            introduction::Column::FromCompanyId,
            introduction::Column::ToCompanyId,
            introduction::Column::Pair,
            introduction::Column::Version,
        ];
        while !rows.is_empty() {
            let rest = rows.split_off(AT_ONCE.min(rows.len()));
            put::<introduction::Entity, W>(self.0, rows, introduction::Column::Id, &replaced).await?;
            rows = rest;
        }
        Ok(())
    }

    /// A conversation follows its introduction; who wrote what in it stays as it was.
    async fn conversations(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        for side in [conversation::Column::FromCompanyId, conversation::Column::ToCompanyId] {
            let asked = match side {
                conversation::Column::FromCompanyId => introduction::Column::FromCompanyId,
                _ => introduction::Column::ToCompanyId,
            };
            let mut moved = Query::select();
            moved.column(introduction::Column::Id).from(introduction::Entity).and_where(asked.eq(keep.uuid()));
            let mut row = <conversation::ActiveModel as Default>::default();
            sea_orm::ActiveModelTrait::set(&mut row, side, keep.uuid().into());
            let which = Condition::all().add(side.eq(retire.uuid())).add(conversation::Column::IntroductionId.in_subquery(moved));
            amend_all::<conversation::Entity, W>(self.0, row, which).await?;
        }
        Ok(())
    }

    /// Takes back the pending introductions of `company` with any of these.
    async fn withdraw(self, company: CompanyId, with: SelectStatement) -> Result<(), StorageError> {
        let row = introduction::ActiveModel { state: Set(IntroductionState::Withdrawn.as_str().to_owned()), ..Default::default() };
        let which = Condition::all()
            .add(of(company))
            .add(introduction::Column::State.eq(PENDING))
            .add(Expr::expr(other(company)).in_subquery(with));
        raise::<introduction::Entity, W>(self.0, row, introduction::Column::Version, which).await.map(drop)
    }

    /// The kept company takes the retired one's place beside the parties of each record. Nothing that names a party is rewritten: not the
    /// row by which the retired one reads on, not what it signed.
    async fn parties(self, keep: CompanyId, retire: CompanyId) -> Result<(), StorageError> {
        let select = visible::<party::Entity, W>(self.0).filter(party::Column::CompanyId.eq(retire.uuid()));
        let row = |row: party::Model| party::ActiveModel {
            company_id: Set(keep.uuid()),
            succeeds_id: Set(Some(retire.uuid())),
            ..row.into_active_model().reset_all()
        };
        let mut rows: Vec<_> = select.all(self.0.connection().0).await?.into_iter().map(row).collect();
        while !rows.is_empty() {
            let rest = rows.split_off(AT_ONCE.min(rows.len()));
            add::<party::Entity, W>(self.0, rows).await?;
            rows = rest;
        }
        Ok(())
    }

    /// Nobody has to decide any more whether the retired company is what it says; what else is open is about the kept one now.
    async fn cases(self, keep: CompanyId, retire: CompanyId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let open = || {
            Condition::all()
                .add(moderation_case::Column::CompanyId.eq(retire.uuid()))
                .add(moderation_case::Column::State.is_not_in(["APPROVED", "REJECTED"]))
        };
        let closed = moderation_case::ActiveModel {
            state: Set("REJECTED".to_owned()),
            decided_at: Set(Some(at)),
            reason: Set(Some("The company was registered twice and is one with another.".to_owned())),
            ..Default::default()
        };
        let registration = open().add(moderation_case::Column::Kind.eq("REGISTRATION"));
        raise::<moderation_case::Entity, W>(self.0, closed, moderation_case::Column::Version, registration).await?;
        let moved = moderation_case::ActiveModel { company_id: Set(keep.uuid()), ..Default::default() };
        raise::<moderation_case::Entity, W>(self.0, moved, moderation_case::Column::Version, open()).await.map(drop)
    }

    /// The retired company leaves the directory; the addresses by which everybody knew it lead to the kept one.
    async fn addresses(self, keep: CompanyId, retire: &Company, at: DateTime<Utc>) -> Result<(), StorageError> {
        let id = retire.id.uuid();
        remove::<directory_entry::Entity, W>(self.0, directory_entry::Column::CompanyId.eq(id).into()).await?;
        remove::<company_public::Entity, W>(self.0, company_public::Column::Id.eq(id).into()).await?;
        let on = company_redirect::ActiveModel { kept_id: Set(keep.uuid()), ..Default::default() };
        amend_all::<company_redirect::Entity, W>(self.0, on, company_redirect::Column::KeptId.eq(id).into()).await?;
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
        let reads_on = member::ActiveModel { role: Set(Role::Viewer.as_str().to_owned()), ..Default::default() };
        amend_all::<member::Entity, W>(self.0, reads_on, owners).await?;
        let which = Condition::all().add(member::Column::CompanyId.eq(company.uuid())).add(member::Column::UserId.eq(to.uuid()));
        let owner = member::ActiveModel { role: Set(Role::Owner.as_str().to_owned()), ..Default::default() };
        if amend_all::<member::Entity, W>(self.0, owner, which).await? == 0 {
            let row = member::ActiveModel {
                company_id: Set(company.uuid()),
                user_id: Set(to.uuid()),
                role: Set(Role::Owner.as_str().to_owned()),
                since: Set(at),
            };
            add::<member::Entity, W>(self.0, vec![row]).await?;
        }
        Ok(before.into_iter().map(UserId::from_uuid).collect())
    }
}
