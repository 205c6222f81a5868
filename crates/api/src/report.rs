//! What people report.

pub mod file;

use app::storage::{FiledReport, Position};
use async_graphql::{Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{
    id::{CompanyId, IdError, Identifier, IntroductionId, ListingId, split},
    moderation_case::CaseSubject,
};

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    word::{ReportKind, ReportState},
};

/// Something that may be reported, by its identifier.
pub fn subject_of(id: &ID) -> Result<CaseSubject, IdError> {
    let (prefix, uuid) = split(id)?;
    match prefix {
        CompanyId::PREFIX => Ok(CaseSubject::Company(CompanyId::from_uuid(uuid))),
        ListingId::PREFIX => Ok(CaseSubject::Listing(ListingId::from_uuid(uuid))),
        IntroductionId::PREFIX => Ok(CaseSubject::Introduction(IntroductionId::from_uuid(uuid))),
        _ => Err(IdError::OtherKind { expected: ListingId::PREFIX }),
    }
}

/// What somebody said is wrong with something. One reads one's own; staff read all, without who said it.
#[derive(SimpleObject, Clone)]
pub struct Report {
    /// The identifier.
    pub id: ID,
    /// What is wrong with it.
    pub kind: ReportKind,
    /// What is wrong, in words.
    pub text: String,
    /// What came of it.
    pub state: ReportState,
    /// When.
    pub reported_at: DateTime,
    /// When staff decided.
    pub closed_at: Option<DateTime>,
}

impl From<FiledReport> for Report {
    fn from(report: FiledReport) -> Self {
        Self {
            id: ID(report.id.to_string()),
            kind: report.kind.into(),
            text: report.text,
            state: report.state.into(),
            reported_at: report.reported_at.into(),
            closed_at: report.closed_at.map(Into::into),
        }
    }
}

impl From<domain::report::Report> for Report {
    fn from(report: domain::report::Report) -> Self {
        Self {
            id: ID(report.id.to_string()),
            kind: report.kind.into(),
            text: report.text,
            state: report.state.into(),
            reported_at: report.reported_at.into(),
            closed_at: report.closed_at.map(Into::into),
        }
    }
}

#[derive(Default)]
pub struct ReportQuery;

#[Object]
impl ReportQuery {
    /// What one has reported oneself and what came of it, the latest first. Requires somebody signed in.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Report>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = app::report::own(op(ctx), &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.reported_at, row.id.uuid()), row));
        Ok(connection(page, &window, Report::from))
    }
}
