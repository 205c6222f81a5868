//! What was said and done about cases.

use chrono::{DateTime, Utc};
use domain::{
    id::{CaseEntryId, CompanyId, Identifier, ModerationCaseId, UserId},
    moderation_case::{CaseEntry, EntryKind},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::case_entry,
    error::StorageError,
    scope::{OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, visible},
};

pub struct CaseEntries<'a, R>(pub(super) &'a R);

fn read(row: case_entry::Model) -> Result<CaseEntry, StorageError> {
    let by = match (&row.side, &row.duty) {
        (Some(side), Some(duty)) => Some((word(side)?, word(duty)?)),
        _ => None,
    };
    Ok(CaseEntry {
        id: CaseEntryId::from_uuid(row.id),
        case: ModerationCaseId::from_uuid(row.case_id),
        company: CompanyId::from_uuid(row.company_id),
        kind: word(&row.kind)?,
        by,
        author: UserId::from_uuid(row.author),
        text: row.text,
        at: row.at,
    })
}

impl<R: Reads> CaseEntries<'_, R>
where
    case_entry::Entity: VisibleTo<R::Scope>,
{
    /// The entries of some cases, oldest first.
    pub async fn of(self, cases: &[ModerationCaseId]) -> Result<Vec<CaseEntry>, StorageError> {
        let rows = visible::<case_entry::Entity, R>(self.0)
            .filter(case_entry::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())))
            .order_by_asc(case_entry::Column::At)
            .order_by_asc(case_entry::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// How many messages one side wrote about a case since then: the company's if `by_company`.
    pub async fn written_since(self, case: ModerationCaseId, by_company: bool, since: DateTime<Utc>) -> Result<u64, StorageError> {
        let side = case_entry::Column::Duty;
        let found = visible::<case_entry::Entity, R>(self.0)
            .filter(case_entry::Column::CaseId.eq(case.uuid()))
            .filter(case_entry::Column::Kind.is_in([EntryKind::Message.as_str(), EntryKind::Answered.as_str()]))
            .filter(if by_company { side.is_null() } else { side.is_not_null() })
            .filter(case_entry::Column::At.gt(since))
            .count(self.0.connection().0)
            .await?;
        Ok(found)
    }
}

impl<W: Writes> CaseEntries<'_, W>
where
    case_entry::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, entry: &CaseEntry) -> Result<(), StorageError> {
        let row = case_entry::ActiveModel {
            id: Set(entry.id.uuid()),
            case_id: Set(entry.case.uuid()),
            company_id: Set(entry.company.uuid()),
            kind: Set(entry.kind.as_str().to_owned()),
            side: Set(entry.by.map(|(side, _)| side.as_str().to_owned())),
            duty: Set(entry.by.map(|(_, duty)| duty.as_str().to_owned())),
            author: Set(entry.author.uuid()),
            text: Set(entry.text.clone()),
            at: Set(entry.at),
        };
        add::<case_entry::Entity, W>(self.0, vec![row]).await
    }
}
