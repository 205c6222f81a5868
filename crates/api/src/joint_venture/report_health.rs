//! `reportHealth`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{id::JointVentureId, joint_venture::HealthError};

use super::JointVenture;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
    word::VentureHealth,
};

/// How a venture goes.
#[derive(InputObject)]
pub struct ReportHealthInput {
    /// The venture.
    pub joint_venture_id: ID,
    /// On track, at risk or delayed.
    pub health: VentureHealth,
}

user_errors! {
    "reportHealth": ReportHealthError, ReportHealthErrorCode {
        /// The venture has ended.
        Ended,
        /// A venture falls asleep by itself, when nobody has written for sixty days.
        NotByWord,
    }
}

/// The venture, and how it goes.
#[derive(SimpleObject)]
pub struct ReportHealthPayload {
    /// The venture; nothing if there are `userErrors`.
    pub joint_venture: Option<JointVenture>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ReportHealthError>,
}

#[derive(Default)]
pub struct ReportHealth;

#[Object]
impl ReportHealth {
    /// Says how a venture goes, which also answers the question whether it is still alive. Requires Owner or Editor of a party.
    async fn report_health(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How a venture goes.")] input: ReportHealthInput,
    ) -> Result<ReportHealthPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("jointVentureId", input.joint_venture_id.parse::<JointVentureId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(ReportHealthPayload { joint_venture: None, user_errors }),
        };
        let outcome = app::joint_venture::report_health(op(ctx), id, input.health.into()).await;
        let (venture, user_errors) = split(settle(outcome, tell)?);
        Ok(ReportHealthPayload { joint_venture: venture.map(JointVenture), user_errors })
    }
}

fn tell(error: HealthError) -> ReportHealthError {
    use ReportHealthErrorCode as Code;
    let (code, path) = match error {
        HealthError::Ended => (Code::Ended, "jointVentureId"),
        HealthError::NotByWord => (Code::NotByWord, "health"),
    };
    rule(code, path, error)
}
