//! Who is on duty for the forum.

use std::collections::HashMap;

use app::storage::{Position, StaffFilter as Filter};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::id::Identifier;

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    viewer::User,
    word::{AppointmentState, CountryCode, StaffDuty},
};

/// A person on duty, about to be, or no longer.
#[derive(SimpleObject)]
pub struct StaffMember {
    /// The identifier of the appointment.
    pub id: ID,
    /// The person.
    pub user: Option<User>,
    /// What the forum asks of the person.
    pub duty: StaffDuty,
    /// For which side.
    pub side: CountryCode,
    /// Whether it counts.
    pub state: AppointmentState,
    /// Since when it is so.
    pub since: DateTime,
    /// The administrator who proposed it; nothing where the operator of the host did.
    pub proposed_by: Option<ID>,
    /// The administrator who approved it; nothing where the operator of the host did, or nobody has.
    pub approved_by: Option<ID>,
}

/// Whose appointments are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct StaffFilter {
    /// With this duty.
    pub duty: Option<StaffDuty>,
    /// For this side.
    pub side: Option<CountryCode>,
    /// In this state.
    pub state: Option<AppointmentState>,
}

#[derive(Default)]
pub struct StaffQuery;

#[Object]
impl StaffQuery {
    /// Who is or was on duty, whoever was appointed last first. Requires an Administrator.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Whose appointments.", default)] filter: StaffFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, StaffMember>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let filter = Filter { duty: filter.duty.map(Into::into), side: filter.side.map(Into::into), state: filter.state.map(Into::into) };
        let (page, people) = app::staff::page(op(ctx), &filter, &window).await.map_err(failed)?;
        let people: HashMap<_, _> = people.into_iter().map(|user| (user.id, user)).collect();
        let page = page.map(|row| (Position::at(row.since, row.id.uuid()), row));
        let user = |id| people.get(&id).cloned().map(User);
        let show = |row: domain::staff::Appointment| StaffMember {
            id: ID(row.id.to_string()),
            user: user(row.user),
            duty: row.duty.into(),
            side: row.side.into(),
            state: row.state.into(),
            since: row.since.into(),
            proposed_by: row.proposed_by.map(|id| ID(id.to_string())),
            approved_by: row.approved_by.map(|id| ID(id.to_string())),
        };
        Ok(connection(page, &window, show))
    }
}
