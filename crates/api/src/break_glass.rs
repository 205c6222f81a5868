//! Private records opened to staff.

pub mod open;

use app::storage::Position;
use async_graphql::{Context, Error, ID, Object, connection::Connection};
use domain::{actor::Actor, break_glass::Opening, id::Identifier, publication::SharedRecord};

use crate::{
    agreement::Agreement,
    context::op,
    error::{failed, nullable},
    joint_venture::JointVenture,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    word::{CountryCode, StaffDuty},
};

/// A private record opened to one administrator for an hour. Its companies read that it was, and why.
#[derive(Clone)]
pub struct RecordOpening(pub Opening);

/// A private record opened to one administrator for an hour. Its companies read that it was, and why.
#[Object(name = "RecordOpening")]
impl RecordOpening {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The agreement or the venture.
    async fn record_id(&self) -> ID {
        ID(match self.0.record {
            SharedRecord::Agreement(id) => id.to_string(),
            SharedRecord::JointVenture(id) => id.to_string(),
        })
    }

    /// The case that asked for it.
    async fn case_id(&self) -> ID {
        ID(self.0.case.to_string())
    }

    /// The side of who opened it.
    async fn side(&self) -> CountryCode {
        self.0.opened_as.0.into()
    }

    /// The duty of who opened it.
    async fn duty(&self) -> StaffDuty {
        self.0.opened_as.1.into()
    }

    /// Why.
    async fn reason(&self) -> &str {
        &self.0.reason
    }

    /// When.
    async fn opened_at(&self) -> DateTime {
        self.0.opened_at.into()
    }

    /// Until when.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// The agreement, for who opened it and while it is open.
    async fn agreement(&self, ctx: &Context<'_>) -> Option<Result<Agreement, Error>> {
        let found = app::break_glass::agreement(op(ctx), &self.0).await.map_err(failed);
        nullable(found.map(|found| found.map(|agreement| Agreement::OfCompanies(Box::new(agreement)))))
    }

    /// The venture, for who opened it and while it is open.
    async fn joint_venture(&self, ctx: &Context<'_>) -> Option<Result<JointVenture, Error>> {
        nullable(app::break_glass::joint_venture(op(ctx), &self.0).await.map_err(failed).map(|found| found.map(JointVenture)))
    }
}

#[derive(Default)]
pub struct OpeningQuery;

#[Object]
impl OpeningQuery {
    /// The private records that one has opened, or, for a company, that staff have opened of its own; the latest first. Requires an
    /// Administrator or a member of a company.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn record_openings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, RecordOpening>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let op = op(ctx);
        let page = match op.actor().await.map_err(failed)? {
            Actor::Staff(staff) if staff.duty.administers() => {
                let view = op.staff_view().await.map_err(failed)?;
                view.openings().page(Some(staff.person.user), &window).await.map_err(failed)?
            }
            _ => op.tenant_view().await.map_err(failed)?.openings().page(None, &window).await.map_err(failed)?,
        };
        let page = page.map(|row| (Position::at(row.opened_at, row.id.uuid()), row));
        Ok(connection(page, &window, RecordOpening))
    }
}
