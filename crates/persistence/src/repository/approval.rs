//! What waits for a second person, and what became of it.

use chrono::{DateTime, Utc};
use domain::{
    approval::{Approval, ApprovalKind, ApprovalState},
    id::{ApprovalId, Identifier, StaffId, UserId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{json, value, word};
use crate::{
    entity::approval,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct Approvals<'a, R>(pub(super) &'a R);

/// Which proposals are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct ApprovalFilter {
    pub kind: Option<ApprovalKind>,
    pub state: Option<ApprovalState>,
}

fn read(row: approval::Model) -> Result<Approval, StorageError> {
    Ok(Approval {
        id: ApprovalId::from_uuid(row.id),
        proposed: value(row.proposed)?,
        reason: row.reason,
        state: word(&row.state)?,
        proposed_by: StaffId::from_uuid(row.proposed_by),
        proposer: UserId::from_uuid(row.proposer),
        proposed_at: row.proposed_at,
        expires_at: row.expires_at,
        decided_by: row.decided_by.map(StaffId::from_uuid),
        decided_at: row.decided_at,
        decision_reason: row.decision_reason,
        version: row.version,
    })
}

fn write(approval: &Approval, version: i32) -> Result<approval::ActiveModel, StorageError> {
    Ok(approval::ActiveModel {
        id: Set(approval.id.uuid()),
        kind: Set(approval.proposed.kind().as_str().to_owned()),
        subject_id: Set(approval.proposed.subject()),
        proposed: Set(json(&approval.proposed)?),
        reason: Set(approval.reason.clone()),
        state: Set(approval.state.as_str().to_owned()),
        proposed_by: Set(approval.proposed_by.uuid()),
        proposer: Set(approval.proposer.uuid()),
        proposed_at: Set(approval.proposed_at),
        expires_at: Set(approval.expires_at),
        decided_by: Set(approval.decided_by.map(Identifier::uuid)),
        decided_at: Set(approval.decided_at),
        decision_reason: Set(approval.decision_reason.clone()),
        version: Set(version),
    })
}

impl<R: Reads> Approvals<'_, R>
where
    approval::Entity: VisibleTo<R::Scope>,
{
    pub async fn get(self, id: ApprovalId) -> Result<Approval, StorageError> {
        let row = visible::<approval::Entity, R>(self.0).filter(approval::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    /// The proposal of this kind about a record that waits, if one does, or lay too long and has not been ended yet.
    pub async fn pending(self, kind: ApprovalKind, subject: Uuid) -> Result<Option<Approval>, StorageError> {
        let row = visible::<approval::Entity, R>(self.0)
            .filter(approval::Column::Kind.eq(kind.as_str()))
            .filter(approval::Column::SubjectId.eq(subject))
            .filter(approval::Column::State.eq(ApprovalState::Pending.as_str()))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    /// The last proposal of this kind about a record that was carried out.
    pub async fn approved(self, kind: ApprovalKind, subject: Uuid) -> Result<Option<Approval>, StorageError> {
        let row = visible::<approval::Entity, R>(self.0)
            .filter(approval::Column::Kind.eq(kind.as_str()))
            .filter(approval::Column::SubjectId.eq(subject))
            .filter(approval::Column::State.eq(ApprovalState::Approved.as_str()))
            .order_by_desc(approval::Column::DecidedAt)
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    pub async fn page(self, filter: &ApprovalFilter, window: &Window) -> Result<Page<Approval>, StorageError> {
        let mut select = visible::<approval::Entity, R>(self.0);
        if let Some(kind) = filter.kind {
            select = select.filter(approval::Column::Kind.eq(kind.as_str()));
        }
        if let Some(state) = filter.state {
            select = select.filter(approval::Column::State.eq(state.as_str()));
        }
        let select = newest_first(select, approval::Column::ProposedAt, approval::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes> Approvals<'_, W>
where
    approval::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, approval: &Approval) -> Result<(), StorageError> {
        add::<approval::Entity, W>(self.0, vec![write(approval, 1)?]).await
    }
}

impl<W: Writes> Approvals<'_, W>
where
    approval::Entity: AmendedBy<W::Scope>,
{
    /// Stores what became of it in the place of the version that was read: of two decisions at one moment one finds it changed.
    pub async fn change(self, approval: &Approval) -> Result<(), StorageError> {
        let which = Condition::all().add(approval::Column::Id.eq(approval.id.uuid())).add(approval::Column::Version.eq(approval.version));
        amend::<approval::Entity, W>(self.0, write(approval, approval.version + 1)?, which).await
    }
}

impl<W: Writes<Scope = System>> Approvals<'_, W> {
    /// Ends at most `limit` proposals that nobody decided about in time.
    pub async fn expire(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<ApprovalId>, StorageError> {
        let pending = ApprovalState::Pending.as_str();
        let due: Vec<Uuid> = visible::<approval::Entity, W>(self.0)
            .filter(approval::Column::State.eq(pending))
            .filter(approval::Column::ExpiresAt.lte(now))
            .order_by_asc(approval::Column::ExpiresAt)
            .limit(limit)
            .select_only()
            .column(approval::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let row = approval::ActiveModel { state: Set(ApprovalState::Expired.as_str().to_owned()), ..Default::default() };
        let which = Condition::all().add(approval::Column::Id.is_in(due.iter().copied())).add(approval::Column::State.eq(pending));
        amend_all::<approval::Entity, W>(self.0, row, which).await?;
        Ok(due.into_iter().map(ApprovalId::from_uuid).collect())
    }
}

impl<R: Reads<Scope = System>> Approvals<'_, R> {
    /// Whether any has lain too long.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let due = visible::<approval::Entity, R>(self.0)
            .filter(approval::Column::State.eq(ApprovalState::Pending.as_str()))
            .filter(approval::Column::ExpiresAt.lte(now))
            .limit(1)
            .count(self.0.connection().0)
            .await?;
        Ok(due > 0)
    }
}
