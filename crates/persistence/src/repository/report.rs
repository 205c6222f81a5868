//! What people said is wrong with something.

use chrono::{DateTime, Utc};
use domain::{
    id::{Identifier, ModerationCaseId, ReportId, UserId},
    moderation_case::CaseSubject,
    report::{Report, ReportKind, ReportState, Reporter},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::report,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend_all, visible},
};

pub struct Reports<'a, R>(pub(super) &'a R);

/// A report as it is read again, without the record that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledReport {
    pub id: ReportId,
    pub case: ModerationCaseId,
    pub kind: ReportKind,
    pub text: String,
    pub state: ReportState,
    pub reported_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

fn read(row: report::Model) -> Result<FiledReport, StorageError> {
    Ok(FiledReport {
        id: ReportId::from_uuid(row.id),
        case: ModerationCaseId::from_uuid(row.case_id),
        kind: word(&row.kind)?,
        text: row.text,
        state: word(&row.state)?,
        reported_at: row.reported_at,
        closed_at: row.closed_at,
    })
}

impl<R: Reads> Reports<'_, R>
where
    report::Entity: VisibleTo<R::Scope>,
{
    /// What a person reported, the latest first.
    pub async fn page(self, by: UserId, window: &Window) -> Result<Page<FiledReport>, StorageError> {
        let select = visible::<report::Entity, R>(self.0).filter(report::Column::UserId.eq(by.uuid()));
        let select = newest_first(select, report::Column::ReportedAt, report::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// The reports that cases are about, oldest first.
    pub async fn of(self, cases: &[ModerationCaseId]) -> Result<Vec<FiledReport>, StorageError> {
        let rows = visible::<report::Entity, R>(self.0)
            .filter(report::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())))
            .order_by_asc(report::Column::ReportedAt)
            .order_by_asc(report::Column::Id)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl<W: Writes<Scope = System>> Reports<'_, W> {
    /// What is known of a person before he reports something.
    pub async fn reporter(self, by: UserId, subject: CaseSubject, since: DateTime<Utc>) -> Result<Reporter, StorageError> {
        let own = || visible::<report::Entity, W>(self.0).filter(report::Column::UserId.eq(by.uuid()));
        let reported_today = own().filter(report::Column::ReportedAt.gt(since)).count(self.0.connection().0).await?;
        let open = own()
            .filter(report::Column::SubjectId.eq(subject.uuid()))
            .filter(report::Column::State.eq(ReportState::Open.as_str()))
            .count(self.0.connection().0)
            .await?;
        Ok(Reporter { reported_today, open: open > 0 })
    }

    pub async fn add(self, filed: &Report) -> Result<(), StorageError> {
        let row = report::ActiveModel {
            id: Set(filed.id.uuid()),
            user_id: Set(filed.by.uuid()),
            case_id: Set(filed.case.uuid()),
            subject_id: Set(filed.subject.uuid()),
            kind: Set(filed.kind.as_str().to_owned()),
            text: Set(filed.text.clone()),
            state: Set(filed.state.as_str().to_owned()),
            reported_at: Set(filed.reported_at),
            closed_at: Set(filed.closed_at),
        };
        add::<report::Entity, W>(self.0, vec![row]).await
    }
}

impl<W: Writes> Reports<'_, W>
where
    report::Entity: AmendedBy<W::Scope>,
{
    /// Closes every report of a case with what staff found, or opens them again.
    pub async fn settle(self, case: ModerationCaseId, state: ReportState, at: Option<DateTime<Utc>>) -> Result<(), StorageError> {
        let row = report::ActiveModel { state: Set(state.as_str().to_owned()), closed_at: Set(at), ..Default::default() };
        amend_all::<report::Entity, W>(self.0, row, report::Column::CaseId.eq(case.uuid()).into()).await?;
        Ok(())
    }
}
