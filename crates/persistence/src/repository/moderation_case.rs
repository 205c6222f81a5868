//! What staff have to decide about.

use domain::{
    id::{CompanyId, Identifier, ModerationCaseId, StaffId},
    moderation_case::{CaseState, ModerationCase},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::moderation_case,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct ModerationCases<'a, R>(pub(super) &'a R);

fn read(row: moderation_case::Model) -> Result<ModerationCase, StorageError> {
    Ok(ModerationCase {
        id: ModerationCaseId::from_uuid(row.id),
        kind: word(&row.kind)?,
        company: CompanyId::from_uuid(row.company_id),
        state: word(&row.state)?,
        opened_at: row.opened_at,
        decided_at: row.decided_at,
        decided_by: row.decided_by.map(StaffId::from_uuid),
        reason: row.reason,
        version: row.version,
    })
}

fn write(case: &ModerationCase, version: i32) -> moderation_case::ActiveModel {
    moderation_case::ActiveModel {
        id: Set(case.id.uuid()),
        kind: Set(case.kind.as_str().to_owned()),
        company_id: Set(case.company.uuid()),
        state: Set(case.state.as_str().to_owned()),
        opened_at: Set(case.opened_at),
        decided_at: Set(case.decided_at),
        decided_by: Set(case.decided_by.map(Identifier::uuid)),
        reason: Set(case.reason.clone()),
        version: Set(version),
        ..Default::default()
    }
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

    /// The latest case about a company.
    pub async fn latest(self, company: CompanyId) -> Result<Option<ModerationCase>, StorageError> {
        let row = visible::<moderation_case::Entity, R>(self.0)
            .filter(moderation_case::Column::CompanyId.eq(company.uuid()))
            .order_by_desc(moderation_case::Column::OpenedAt)
            .order_by_desc(moderation_case::Column::Id)
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    /// Everything about a company that waits for a decision, the latest first.
    pub async fn open_about(self, company: CompanyId) -> Result<Vec<ModerationCase>, StorageError> {
        let rows = visible::<moderation_case::Entity, R>(self.0)
            .filter(moderation_case::Column::CompanyId.eq(company.uuid()))
            .filter(moderation_case::Column::State.eq(CaseState::Open.as_str()))
            .order_by_desc(moderation_case::Column::OpenedAt)
            .order_by_desc(moderation_case::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn page(self, state: Option<CaseState>, window: &Window) -> Result<Page<ModerationCase>, StorageError> {
        let mut select = visible::<moderation_case::Entity, R>(self.0);
        if let Some(state) = state {
            select = select.filter(moderation_case::Column::State.eq(state.as_str()));
        }
        let select = newest_first(select, moderation_case::Column::OpenedAt, moderation_case::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes> ModerationCases<'_, W>
where
    moderation_case::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, case: &ModerationCase) -> Result<(), StorageError> {
        add::<moderation_case::Entity, W>(self.0, vec![write(case, 1)]).await
    }

    pub async fn add_all(self, cases: &[ModerationCase]) -> Result<(), StorageError> {
        add::<moderation_case::Entity, W>(self.0, cases.iter().map(|case| write(case, 1)).collect()).await
    }
}

impl<W: Writes> ModerationCases<'_, W>
where
    moderation_case::Entity: AmendedBy<W::Scope>,
{
    pub async fn change(self, case: &ModerationCase) -> Result<(), StorageError> {
        let which =
            Condition::all().add(moderation_case::Column::Id.eq(case.id.uuid())).add(moderation_case::Column::Version.eq(case.version));
        amend::<moderation_case::Entity, W>(self.0, write(case, case.version + 1), which).await
    }
}
