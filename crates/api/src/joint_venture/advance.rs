//! `advanceJointVenture`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    company::registration_number::RegistrationNumber,
    id::{AgreementId, JointVentureId},
    joint_venture::{AdvanceError, Evidence, StageChange, StageError, stage::Vehicle},
    reference::Reference,
    text,
};

use super::JointVenture;
use crate::{
    company::RegistrationNumberInput,
    context::op,
    scalar::MoneyInput,
    user_error::{Reading, rule, settle, split, user_errors},
    word::{CountryCode, VentureStage},
};

/// The company that the venture has founded.
#[derive(InputObject)]
pub struct VentureVehicleInput {
    /// Its name, 2 to 200 characters.
    pub name: String,
    /// The country whose law it is founded under.
    pub country: CountryCode,
    /// The code of its legal form.
    pub legal_form: String,
    /// Its registration number.
    pub registration_number: RegistrationNumberInput,
}

/// What shows that the stage is reached; `missingForNextStage` of the venture says what is asked for.
#[derive(InputObject, Default)]
pub struct StageEvidenceInput {
    /// For `MOU_SIGNED` and `AGREEMENT_SIGNED`: the paper; the one that the venture follows if it is left out.
    pub agreement_id: Option<ID>,
    /// For `INCORPORATED`: the company that was founded.
    pub vehicle: Option<VentureVehicleInput>,
    /// For `INCORPORATED`: the capital that was paid in.
    pub capital: Option<MoneyInput>,
    /// For `FINANCED`: where the funds come from, at most 1,000 characters.
    pub sources_of_funds: Option<String>,
    /// What else shows it, at most 2,000 characters.
    pub note: Option<String>,
}

/// The next stage, or an end.
#[derive(InputObject)]
pub struct AdvanceJointVentureInput {
    /// The venture.
    pub joint_venture_id: ID,
    /// The next stage, or one of the ends `DECLINED`, `WITHDRAWN`, `TERMINATED`.
    pub to: VentureStage,
    /// What shows it.
    #[graphql(default)]
    pub evidence: StageEvidenceInput,
    /// Why it ends: at most 1,000 characters.
    pub reason: Option<String>,
}

user_errors! {
    "advanceJointVenture": AdvanceJointVentureError, AdvanceJointVentureErrorCode {
        /// The way does not lead there from the present stage.
        NoWay,
        /// The stage asks for something first; `missingForNextStage` says what.
        EvidenceMissing,
        /// An end needs a reason.
        ReasonMissing,
        /// Only the other side declines.
        OwnProposal,
        /// A proposed stage waits for an answer.
        AnswerPending,
        /// The terms wait for every party's confirmation.
        TermsNotConfirmed,
    }
}

/// The venture with the stage that is proposed.
#[derive(SimpleObject)]
pub struct AdvanceJointVenturePayload {
    /// The venture; nothing if there are `userErrors`.
    pub joint_venture: Option<JointVenture>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<AdvanceJointVentureError>,
}

#[derive(Default)]
pub struct AdvanceJointVenture;

#[Object]
impl AdvanceJointVenture {
    /// Proposes the next stage with its evidence; it counts when every other party has confirmed it. Declining and withdrawing count at
    /// once. Requires Owner or Editor of a party; for withdrawing its Owner with a fresh factor.
    async fn advance_joint_venture(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The next stage, or an end.")] input: AdvanceJointVentureInput,
    ) -> Result<AdvanceJointVenturePayload, Error> {
        let op = op(ctx);
        let mut reading = Reading::default();
        let id = reading.take("jointVentureId", input.joint_venture_id.parse::<JointVentureId>());
        let reason = input.reason.and_then(|reason| reading.take("reason", text::parse(&reason, 1, 1_000)));
        let evidence = input.evidence.read(&op.app().reference(), &mut reading);
        let (id, change) = match reading.finish(id.map(|id| (id, StageChange { to: input.to.into(), evidence, reason }))) {
            Ok(read) => read,
            Err(user_errors) => return Ok(AdvanceJointVenturePayload { joint_venture: None, user_errors }),
        };
        let (venture, user_errors) = split(settle(app::joint_venture::advance(op, id, change).await, |error| tell(&error))?);
        Ok(AdvanceJointVenturePayload { joint_venture: venture.map(JointVenture), user_errors })
    }
}

impl StageEvidenceInput {
    fn read(self, reference: &Reference, reading: &mut Reading) -> Evidence {
        let agreement = self.agreement_id.and_then(|id| reading.take("evidence.agreementId", id.parse::<AgreementId>()));
        let capital = self.capital.as_ref().and_then(|capital| capital.read(reading, "evidence.capital"));
        let sources = self.sources_of_funds.and_then(|said| reading.take("evidence.sourcesOfFunds", text::parse(&said, 1, 1_000)));
        let note = self.note.and_then(|note| reading.take("evidence.note", text::parse(&note, 1, 2_000)));
        let vehicle = self.vehicle.and_then(|vehicle| vehicle.read(reference, reading));
        Evidence { agreement, vehicle, capital, sources_of_funds: sources, note }
    }
}

impl VentureVehicleInput {
    fn read(self, reference: &Reference, reading: &mut Reading) -> Option<Vehicle> {
        let name = reading.take("evidence.vehicle.name", text::parse(&self.name, 2, 200));
        let country = self.country.into();
        let form = reference.legal_form(&self.legal_form).filter(|form| form.country == country).map(|form| form.code.clone());
        let form = reading.take("evidence.vehicle.legalForm", form.ok_or("no such legal form in that country; see `legalForms`"));
        let kind = self.registration_number.kind.into();
        let number = RegistrationNumber::parse(kind, &self.registration_number.value);
        let number = reading.take("evidence.vehicle.registrationNumber.value", number);
        Some(Vehicle { name: name?, country, legal_form: form?, number_kind: kind, number: number?.as_str().to_owned() })
    }
}

fn tell(error: &AdvanceError) -> AdvanceJointVentureError {
    use AdvanceJointVentureErrorCode as Code;
    let (code, path) = match error {
        AdvanceError::Stage(stage) => match stage {
            StageError::NoWay { .. } => (Code::NoWay, "to"),
            StageError::EvidenceMissing { .. } => (Code::EvidenceMissing, "evidence"),
            StageError::ReasonMissing => (Code::ReasonMissing, "reason"),
            StageError::OwnProposal => (Code::OwnProposal, "to"),
        },
        AdvanceError::AnswerPending => (Code::AnswerPending, "jointVentureId"),
        AdvanceError::TermsNotConfirmed => (Code::TermsNotConfirmed, "jointVentureId"),
        AdvanceError::Unwritable(_) => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}
