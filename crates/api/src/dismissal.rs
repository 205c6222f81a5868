//! "Not interested": whom a company would rather not see among its matches.

pub mod dismiss;
pub mod restore;

use app::storage::Position;
use async_graphql::{Context, Error, Object, connection::Connection};
use domain::{dismissal as domain_dismissal, id::Identifier};

use crate::{
    company::Company,
    context::op,
    error::{failed, nullable},
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
};

/// A company that one's own would rather not see among its matches. The other side never learns of it.
#[derive(Clone)]
pub struct DismissedMatch(pub domain_dismissal::Dismissal);

/// A company that one's own would rather not see among its matches. The other side never learns of it.
#[Object(name = "DismissedMatch")]
impl DismissedMatch {
    /// The company.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.other).await)
    }

    /// Why, in the words of one's own side.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When it was dismissed.
    async fn dismissed_at(&self) -> DateTime {
        self.0.at.into()
    }

    /// When it was let back.
    async fn restored_at(&self) -> Option<DateTime> {
        self.0.restored_at.map(Into::into)
    }
}

#[derive(Default)]
pub struct DismissalQuery;

#[Object]
impl DismissalQuery {
    /// The companies that one's own would rather not see among its matches, the latest first. Requires a member of a company.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn dismissed_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, DismissedMatch>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let page = view.dismissals().page(&window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.at, row.other.uuid()), row));
        Ok(connection(page, &window, DismissedMatch))
    }
}
