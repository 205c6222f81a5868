//! What keeps people from being erased.

pub mod lift;
pub mod place;

use app::storage::Position;
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    actor::Actor,
    id::{Identifier, UserId},
    legal_hold as domain_hold,
};

use crate::{
    context::{id, op},
    error::failed,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
};

/// A reason for which a person must not be erased. Read by administrators only.
#[derive(SimpleObject)]
pub struct LegalHold {
    /// The identifier.
    pub id: ID,
    /// The person.
    pub user_id: ID,
    /// Why.
    pub reason: String,
    /// Since when.
    pub placed_at: DateTime,
    /// The appointment of the administrator who placed it; nothing if the operator of the host did.
    pub placed_by: Option<ID>,
    /// When it was lifted; nothing while it is on.
    pub lifted_at: Option<DateTime>,
    /// Why it was lifted.
    pub lifted_because: Option<String>,
}

impl From<domain_hold::LegalHold> for LegalHold {
    fn from(hold: domain_hold::LegalHold) -> Self {
        Self {
            id: ID(hold.id.to_string()),
            user_id: ID(hold.user.to_string()),
            reason: hold.reason,
            placed_at: hold.placed_at.into(),
            placed_by: hold.placed_by.map(|staff| ID(staff.to_string())),
            lifted_at: hold.lifted.as_ref().map(|lifted| lifted.at.into()),
            lifted_because: hold.lifted.map(|lifted| lifted.because),
        }
    }
}

/// Which holds are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct LegalHoldFilter {
    /// On this person.
    pub user_id: Option<ID>,
    /// With `true` those that are on, with `false` those that were lifted.
    pub on: Option<bool>,
}

#[derive(Default)]
pub struct LegalHoldQuery;

#[Object]
impl LegalHoldQuery {
    /// What keeps people from being erased, the latest first. Requires an Administrator.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn legal_holds(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which holds.", default)] filter: LegalHoldFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, LegalHold>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let user = filter.user_id.as_ref().map(|user| id::<UserId>("userId", user)).transpose()?;
        let op = op(ctx);
        let view = op.staff_view().await.map_err(failed)?;
        match op.actor().await.map_err(failed)? {
            Actor::Staff(staff) if staff.duty.administers() => {}
            _ => return Err(failed(app::Failure::Forbidden { action: "read" })),
        }
        let page = view.legal_holds().page(user, filter.on, &window).await.map_err(|error| failed(error))?;
        let page = page.map(|hold| (Position::at(hold.placed_at, hold.id.uuid()), hold));
        Ok(connection(page, &window, LegalHold::from))
    }
}
