//! What staff have to decide about.

use chrono::{DateTime, Utc};
use domain::{
    country::Country,
    id::{CompanyId, Identifier, ModerationCaseId, StaffId, UserId},
    moderation_case::{CaseKind, CaseState, CaseSubject, Claim, ModerationCase},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func},
};
use uuid::Uuid;

use super::{count, json, value, word};
use crate::{
    entity::{company, moderation_case},
    error::StorageError,
    page::{Page, Window, oldest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, raise, visible},
};

pub struct ModerationCases<'a, R>(pub(super) &'a R);

/// Which cases are asked for; all conditions hold together.
#[derive(Debug, Clone, Copy, Default)]
pub struct CaseFilter {
    pub kind: Option<CaseKind>,
    pub state: Option<CaseState>,
    pub side: Option<Country>,
    pub company: Option<CompanyId>,
    /// Claimed by this person.
    pub claimant: Option<UserId>,
}

/// How many cases of a kind are in a state, and since when the oldest waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseCount {
    pub kind: CaseKind,
    pub state: CaseState,
    pub side: Country,
    pub cases: u64,
    pub oldest: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct CountRow {
    kind: String,
    state: String,
    country: Option<String>,
    cases: i64,
    oldest: DateTime<Utc>,
}

fn read(row: moderation_case::Model) -> Result<ModerationCase, StorageError> {
    let corrupt = || StorageError::Corrupt(format!("the case {} is about nothing", row.id));
    let subject = match (&row.subject_kind, row.subject_id) {
        (Some(kind), Some(id)) => CaseSubject::stored(kind, id).ok_or_else(corrupt)?,
        _ => CaseSubject::Company(CompanyId::from_uuid(row.company_id)),
    };
    let claim = match (row.claimed_by, row.claimant, row.claimed_until) {
        (Some(by), Some(person), Some(until)) => Some(Claim { by: StaffId::from_uuid(by), person: UserId::from_uuid(person), until }),
        _ => None,
    };
    let decided_as = match (&row.decided_side, &row.decided_duty) {
        (Some(side), Some(duty)) => Some((word(side)?, word(duty)?)),
        _ => None,
    };
    Ok(ModerationCase {
        id: ModerationCaseId::from_uuid(row.id),
        kind: word(&row.kind)?,
        company: CompanyId::from_uuid(row.company_id),
        side: row.country.as_deref().map_or(Ok(Country::Kz), word)?,
        subject,
        state: word(&row.state)?,
        opened_at: row.opened_at,
        claim,
        decided_at: row.decided_at,
        decided_by: row.decided_by.map(StaffId::from_uuid),
        decided_as,
        reason: row.reason,
        barred: row.barred.map(value).transpose()?.unwrap_or_default(),
        concerned: row.concerned.map(value).transpose()?.unwrap_or_default(),
        shared: row.shared,
        version: row.version,
    })
}

fn write(case: &ModerationCase, version: i32) -> Result<moderation_case::ActiveModel, StorageError> {
    Ok(moderation_case::ActiveModel {
        id: Set(case.id.uuid()),
        kind: Set(case.kind.as_str().to_owned()),
        company_id: Set(case.company.uuid()),
        state: Set(case.state.as_str().to_owned()),
        opened_at: Set(case.opened_at),
        decided_at: Set(case.decided_at),
        decided_by: Set(case.decided_by.map(Identifier::uuid)),
        reason: Set(case.reason.clone()),
        version: Set(version),
        country: Set(Some(case.side.as_str().to_owned())),
        subject_kind: Set(Some(case.subject.kind().to_owned())),
        subject_id: Set(Some(case.subject.uuid())),
        claimed_by: Set(case.claim.map(|claim| claim.by.uuid())),
        claimant: Set(case.claim.map(|claim| claim.person.uuid())),
        claimed_until: Set(case.claim.map(|claim| claim.until)),
        decided_side: Set(case.decided_as.map(|(side, _)| side.as_str().to_owned())),
        decided_duty: Set(case.decided_as.map(|(_, duty)| duty.as_str().to_owned())),
        barred: Set(Some(json(&case.barred)?)),
        concerned: Set(Some(json(&case.concerned)?)),
        shared: Set(case.shared),
    })
}

impl<R: Reads> ModerationCases<'_, R>
where
    moderation_case::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: ModerationCaseId) -> Result<Option<ModerationCase>, StorageError> {
        let row = visible::<moderation_case::Entity, R>(self.0)
            .filter(moderation_case::Column::Id.eq(id.uuid()))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: ModerationCaseId) -> Result<ModerationCase, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    /// Everything of some kinds about a company that is not decided yet, the latest first.
    pub async fn undecided_of(self, company: CompanyId, kinds: &[CaseKind]) -> Result<Vec<ModerationCase>, StorageError> {
        let decided = [CaseState::Approved.as_str(), CaseState::Rejected.as_str()];
        let rows = visible::<moderation_case::Entity, R>(self.0)
            .filter(moderation_case::Column::CompanyId.eq(company.uuid()))
            .filter(moderation_case::Column::Kind.is_in(kinds.iter().map(|kind| kind.as_str())))
            .filter(moderation_case::Column::State.is_not_in(decided))
            .order_by_desc(moderation_case::Column::OpenedAt)
            .order_by_desc(moderation_case::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The cases of a kind about a record, the latest first.
    pub async fn about(self, kind: CaseKind, subject: CaseSubject) -> Result<Vec<ModerationCase>, StorageError> {
        let rows = visible::<moderation_case::Entity, R>(self.0)
            .filter(moderation_case::Column::Kind.eq(kind.as_str()))
            .filter(moderation_case::Column::SubjectId.eq(subject.uuid()))
            .order_by_desc(moderation_case::Column::OpenedAt)
            .order_by_desc(moderation_case::Column::Id)
            .limit(20)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The case of a kind about a record that is not decided yet.
    pub async fn open_about(self, kind: CaseKind, subject: CaseSubject) -> Result<Option<ModerationCase>, StorageError> {
        Ok(self.about(kind, subject).await?.into_iter().find(|case| !case.state.is_decided()))
    }

    fn filtered(self, filter: &CaseFilter) -> sea_orm::Select<moderation_case::Entity> {
        let mut select = visible::<moderation_case::Entity, R>(self.0);
        if let Some(kind) = filter.kind {
            select = select.filter(moderation_case::Column::Kind.eq(kind.as_str()));
        }
        if let Some(state) = filter.state {
            select = select.filter(moderation_case::Column::State.eq(state.as_str()));
        }
        if let Some(side) = filter.side {
            select = select.filter(moderation_case::Column::Country.eq(side.as_str()));
        }
        if let Some(company) = filter.company {
            select = select.filter(moderation_case::Column::CompanyId.eq(company.uuid()));
        }
        if let Some(person) = filter.claimant {
            select = select.filter(moderation_case::Column::Claimant.eq(person.uuid()));
        }
        select
    }

    /// Those that wait longest come first.
    pub async fn page(self, filter: &CaseFilter, window: &Window) -> Result<Page<ModerationCase>, StorageError> {
        let select = oldest_first(self.filtered(filter), moderation_case::Column::OpenedAt, moderation_case::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// How many there are of each kind in each state, for each side: one statement.
    pub async fn counts(self) -> Result<Vec<CaseCount>, StorageError> {
        use moderation_case::Column;
        let rows = visible::<moderation_case::Entity, R>(self.0)
            .select_only()
            .column(Column::Kind)
            .column(Column::State)
            .column(Column::Country)
            .expr_as(Expr::col(Column::Id).count(), "cases")
            .expr_as(Func::min(Expr::col(Column::OpenedAt)), "oldest")
            .group_by(Column::Kind)
            .group_by(Column::State)
            .group_by(Column::Country)
            .order_by_asc(Column::Kind)
            .order_by_asc(Column::State)
            .order_by_asc(Column::Country)
            .into_model::<CountRow>()
            .all(self.0.connection().0)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(CaseCount {
                    kind: word(&row.kind)?,
                    state: word(&row.state)?,
                    side: row.country.as_deref().map_or(Ok(Country::Kz), word)?,
                    cases: count(row.cases),
                    oldest: row.oldest,
                })
            })
            .collect()
    }
}

impl<W: Writes> ModerationCases<'_, W>
where
    moderation_case::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, case: &ModerationCase) -> Result<(), StorageError> {
        self.add_all(std::slice::from_ref(case)).await
    }

    pub async fn add_all(self, cases: &[ModerationCase]) -> Result<(), StorageError> {
        let rows = cases.iter().map(|case| write(case, 1)).collect::<Result<_, _>>()?;
        add::<moderation_case::Entity, W>(self.0, rows).await
    }
}

impl<W: Writes> ModerationCases<'_, W>
where
    moderation_case::Entity: AmendedBy<W::Scope>,
{
    /// Stores the case in the place of the version that was read: of two decisions at one moment one finds it changed.
    pub async fn change(self, case: &ModerationCase) -> Result<(), StorageError> {
        let which =
            Condition::all().add(moderation_case::Column::Id.eq(case.id.uuid())).add(moderation_case::Column::Version.eq(case.version));
        amend::<moderation_case::Entity, W>(self.0, write(case, case.version + 1)?, which).await
    }
}

fn lapsed(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(moderation_case::Column::State.eq(CaseState::InReview.as_str()))
        .add(moderation_case::Column::ClaimedUntil.lte(now))
}

impl<W: Writes<Scope = System>> ModerationCases<'_, W> {
    /// Gives back at most `limit` claims that nothing came of.
    pub async fn release_lapsed(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<ModerationCaseId>, StorageError> {
        let due: Vec<(Uuid, Uuid)> = visible::<moderation_case::Entity, W>(self.0)
            .filter(lapsed(now))
            .order_by_asc(moderation_case::Column::ClaimedUntil)
            .limit(limit)
            .select_only()
            .column(moderation_case::Column::Id)
            .column(moderation_case::Column::CompanyId)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let row = moderation_case::ActiveModel {
            state: Set(CaseState::Open.as_str().to_owned()),
            claimed_by: Set(None),
            claimant: Set(None),
            claimed_until: Set(None),
            ..Default::default()
        };
        let which = Condition::all().add(moderation_case::Column::Id.is_in(due.iter().map(|(id, _)| *id))).add(lapsed(now));
        raise::<moderation_case::Entity, W>(self.0, row, moderation_case::Column::Version, which).await?;
        // A company whose registration nobody looks at any more is submitted as before.
        let row = company::ActiveModel { state: Set("SUBMITTED".to_owned()), ..Default::default() };
        let which = Condition::all()
            .add(company::Column::Id.is_in(due.iter().map(|(_, company)| *company)))
            .add(company::Column::State.eq("IN_REVIEW"));
        raise::<company::Entity, W>(self.0, row, company::Column::Version, which).await?;
        Ok(due.into_iter().map(|(id, _)| ModerationCaseId::from_uuid(id)).collect())
    }
}

impl<R: Reads<Scope = System>> ModerationCases<'_, R> {
    /// Whether any claim has lapsed.
    pub async fn any_lapsed(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        Ok(visible::<moderation_case::Entity, R>(self.0).filter(lapsed(now)).limit(1).count(self.0.connection().0).await? > 0)
    }
}
