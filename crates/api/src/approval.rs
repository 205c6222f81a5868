//! What waits for a second person.

pub mod approve;
pub mod end_appointment;
pub mod propose_reinstatement;
pub mod propose_suspension;
pub mod reject;
pub mod withdraw;

use app::storage::{ApprovalFilter as Filter, Position};
use async_graphql::{Context, Error, ID, InputObject, Object, connection::Connection};
use domain::{approval as domain_approval, id::Identifier};

use crate::{
    company::{Company, load_all},
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    word::{ApprovalKind, ApprovalState},
};

/// What one member of staff proposed and a second one carries out by approving it. Read by Moderators and Administrators.
#[derive(Clone)]
pub struct Approval(pub domain_approval::Approval);

/// What one member of staff proposed and a second one carries out by approving it. Read by Moderators and Administrators.
#[Object(name = "Approval")]
impl Approval {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What is proposed.
    async fn kind(&self) -> ApprovalKind {
        self.0.proposed.kind().into()
    }

    /// The companies that it concerns.
    #[graphql(complexity = "1 + 2 * child_complexity")]
    async fn companies(&self, ctx: &Context<'_>) -> Result<Vec<Company>, Error> {
        load_all(ctx, &self.0.proposed.companies()).await
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// What became of it.
    async fn state(&self) -> ApprovalState {
        self.0.state.into()
    }

    /// Who proposed it: the identifier of the appointment.
    async fn proposed_by(&self) -> ID {
        ID(self.0.proposed_by.to_string())
    }

    /// Whether one proposed it oneself, and so cannot approve it.
    async fn proposed_by_me(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        let actor = op(ctx).actor().await.map_err(failed)?;
        Ok(actor.signed_in().is_some_and(|person| person.user == self.0.proposer))
    }

    /// When.
    async fn proposed_at(&self) -> DateTime {
        self.0.proposed_at.into()
    }

    /// Until when a second person may decide.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// Who decided: the identifier of the appointment.
    async fn decided_by(&self) -> Option<ID> {
        self.0.decided_by.map(|staff| ID(staff.to_string()))
    }

    /// When.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(Into::into)
    }

    /// Why the second person said no.
    async fn decision_reason(&self) -> Option<&str> {
        self.0.decision_reason.as_deref()
    }

    /// The version, for mutations that decide about what one has read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// Which proposals are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct ApprovalFilter {
    /// Of this kind.
    pub kind: Option<ApprovalKind>,
    /// In this state.
    pub state: Option<ApprovalState>,
}

#[derive(Default)]
pub struct ApprovalQuery;

#[Object]
impl ApprovalQuery {
    /// What waits for a second person and what became of it, the latest first. Requires a Moderator or an Administrator.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn approvals(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which proposals.", default)] filter: ApprovalFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Approval>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let view = app::moderation::queue(op(ctx)).await.map_err(failed)?;
        let filter = Filter { kind: filter.kind.map(Into::into), state: filter.state.map(Into::into) };
        let page = view.approvals().page(&filter, &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.proposed_at, row.id.uuid()), row));
        Ok(connection(page, &window, Approval))
    }
}
