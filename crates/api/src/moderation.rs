//! What staff decide, and who is put on duty.

pub mod appoint_moderator;
pub mod finding;

use app::storage::Position;
use async_graphql::{Context, Error, ID, InputObject, Object, connection::Connection};
use domain::{id::Identifier, moderation_case as domain_case};

use self::finding::CaseFinding;
use crate::{
    company::Company,
    context::op,
    error::{failed, nullable},
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    word::{ModerationCaseKind, ModerationCaseState},
};

/// One thing that staff decide about, kept with the reason. A company reads its own.
#[derive(Clone)]
pub struct ModerationCase(pub domain_case::ModerationCase);

/// One thing that staff decide about, kept with the reason. A company reads its own.
#[Object(name = "ModerationCase")]
impl ModerationCase {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What is to be decided.
    async fn kind(&self) -> ModerationCaseKind {
        self.0.kind.into()
    }

    /// The company that it is about.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.company).await)
    }

    /// What was decided.
    async fn state(&self) -> ModerationCaseState {
        self.0.state.into()
    }

    /// Since when it waits.
    async fn opened_at(&self) -> DateTime {
        self.0.opened_at.into()
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(Into::into)
    }

    /// On what grounds.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Other companies that this one may be taken for, the verified first, across scripts and countries. For staff.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn findings(&self, ctx: &Context<'_>) -> Option<Result<Vec<CaseFinding>, Error>> {
        finding::of_case(ctx, self.0.id).await
    }

    /// Whether one of them is verified, so that somebody has to look at both. For staff.
    #[graphql(complexity = 5)]
    async fn look_alike(&self, ctx: &Context<'_>) -> Option<Result<bool, Error>> {
        finding::is_look_alike(ctx, self.0.id).await
    }
}

/// Which cases are asked for.
#[derive(InputObject, Default)]
pub struct ModerationCaseFilter {
    /// In this state.
    pub state: Option<ModerationCaseState>,
}

#[derive(Default)]
pub struct ModerationQuery;

#[Object]
impl ModerationQuery {
    /// The cases, the latest first; with `last`, the oldest. Staff read all, a company its own.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn moderation_cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which cases.", default)] filter: ModerationCaseFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, ModerationCase>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let op = op(ctx);
        let state = filter.state.map(Into::into);
        let view = op.view().await.map_err(failed)?;
        let page = match view.as_forum() {
            Some(view) => view.moderation_cases().page(state, &window).await.map_err(failed)?,
            None => op.tenant_view().await.map_err(failed)?.moderation_cases().page(state, &window).await.map_err(failed)?,
        };
        let page = page.map(|row| (Position::at(row.opened_at, row.id.uuid()), row));
        Ok(connection(page, &window, ModerationCase))
    }
}
