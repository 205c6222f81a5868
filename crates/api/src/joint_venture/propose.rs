//! `proposeJointVenture`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    id::{AgreementId, CompanyId, JointVentureId},
    joint_venture::{Contribution, ProposeError, ReviseError, TermsError, VentureParty, VentureTerms},
    money::BasisPoints,
    reference::Reference,
    text,
};

use super::JointVenture;
use crate::{
    agreement::read_subsectors,
    context::op,
    scalar::MoneyInput,
    user_error::{Reading, rule, settle, split, user_errors},
    word::{Confidentiality, ContributionKind, VenturePartyRole, VentureStructure},
};

/// Something a party brings.
#[derive(InputObject)]
pub struct ContributionInput {
    /// What it is.
    pub kind: ContributionKind,
    /// What it is worth, where that is known.
    pub value: Option<MoneyInput>,
    /// What else is to be said: at most 500 characters.
    pub note: Option<String>,
}

/// One party's part.
#[derive(InputObject)]
pub struct VenturePartyInput {
    /// The party; one's own company is one of them.
    pub company_id: ID,
    /// What it is to the venture.
    pub role: VenturePartyRole,
    /// Its stake in basis points, 10,000 being the whole: named for all parties or for none.
    pub stake_basis_points: Option<i32>,
    /// What it brings; at most 20.
    #[graphql(default)]
    pub contributions: Vec<ContributionInput>,
}

/// What the parties are to agree on.
#[derive(InputObject)]
pub struct ProposeJointVentureInput {
    /// Its title, 5 to 200 characters.
    pub title: String,
    /// What it is about, at most 4,000 characters.
    #[graphql(default)]
    pub summary: String,
    /// How it is built.
    pub structure: VentureStructure,
    /// The codes of the subsectors that it works in; at least one.
    pub subsectors: Vec<String>,
    /// The code of the region that it works in.
    pub region: Option<String>,
    /// The capital that is planned.
    pub capital: Option<MoneyInput>,
    /// Who brings what and owns how much: at least one company of each country, at most 20.
    pub parties: Vec<VenturePartyInput>,
    /// Who may read it.
    #[graphql(default_with = "Confidentiality::Private")]
    pub confidentiality: Confidentiality,
    /// The paper that it follows; of a new venture only.
    pub agreement_id: Option<ID>,
    /// A venture of one's own whose terms are to be replaced, with the same parties. Left out: a new venture.
    pub revising: Option<VentureVersionInput>,
}

/// A venture as it was read.
#[derive(InputObject)]
pub struct VentureVersionInput {
    /// The venture.
    pub joint_venture_id: ID,
    /// The version that was read: if somebody changed it since, nothing is proposed.
    pub expected_version: i32,
}

user_errors! {
    "proposeJointVenture": ProposeJointVentureError, ProposeJointVentureErrorCode {
        /// At least one subsector is needed.
        NoSubsectors,
        /// A subsector is named twice.
        SubsectorTwice,
        /// Stakes add up to 10,000 basis points.
        StakesDoNotAddUp,
        /// Either every party's stake is named or none.
        StakeMissing,
        /// Farmland in Kazakhstan may not be given to a company with any foreign share.
        FarmlandWithForeignShare,
        /// At least one other company is needed.
        NoCounterpart,
        /// A company is named twice.
        PartyTwice,
        /// A company is not verified.
        PartyNotVerified,
        /// A venture of the forum has a company of each country.
        OneCountryOnly,
        /// A venture follows an accepted introduction between the companies.
        NotIntroduced,
        /// One's own company is one of the parties.
        OwnCompanyMissing,
        /// Of a revision: the venture has ended.
        VentureEnded,
        /// Of a revision: a proposed stage waits for an answer.
        AnswerPending,
        /// Of a revision: the same companies share a venture from its beginning to its end.
        PartiesChanged,
        /// Of a revision: the terms are those of the current version.
        NothingChanged,
    }
}

/// The venture.
#[derive(SimpleObject)]
pub struct ProposeJointVenturePayload {
    /// The venture, waiting for the other parties; nothing if there are `userErrors`.
    pub joint_venture: Option<JointVenture>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ProposeJointVentureError>,
}

#[derive(Default)]
pub struct ProposeJointVenture;

#[Object]
impl ProposeJointVenture {
    /// Logs a venture, or writes other terms for one; they count when every other party has confirmed them. Requires Owner or Editor of a verified company.
    async fn propose_joint_venture(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the parties are to agree on.")] input: ProposeJointVentureInput,
    ) -> Result<ProposeJointVenturePayload, Error> {
        let op = op(ctx);
        let own = if let app::Who::Person { acting: app::op::For::Company(own), .. } = op.who() { Some(own) } else { None };
        let revising = input.revising.as_ref().map(|read| (read.joint_venture_id.parse::<JointVentureId>(), read.expected_version));
        let (terms, agreement) = match input.read(&op.app().reference(), revising.is_some(), own) {
            Ok(read) => read,
            Err(user_errors) => return Ok(ProposeJointVenturePayload { joint_venture: None, user_errors }),
        };
        let outcome = match revising {
            None => settle(app::joint_venture::propose(op, terms, agreement).await, |error| tell(&error))?,
            Some((Ok(id), version)) => settle(app::joint_venture::revise(op, id, version, terms).await, |error| tell_revision(&error))?,
            Some((Err(error), _)) => Err(vec![rule(ProposeJointVentureErrorCode::InvalidInput, "revising.jointVentureId", error)]),
        };
        let (venture, user_errors) = split(outcome);
        Ok(ProposeJointVenturePayload { joint_venture: venture.map(JointVenture), user_errors })
    }
}

type Read = (VentureTerms, Option<AgreementId>);

impl ProposeJointVentureInput {
    fn read(self, reference: &Reference, revises: bool, own: Option<CompanyId>) -> Result<Read, Vec<ProposeJointVentureError>> {
        let mut reading = Reading::default();
        let title = reading.take("title", text::parse(&self.title, 5, 200));
        let summary = reading.take("summary", text::parse(&self.summary, 0, 4_000));
        let subsectors = read_subsectors(&self.subsectors, reference, revises, &mut reading, "subsectors");
        let region = self.region.as_deref().and_then(|code| {
            let found = reference.region(code).map(|region| region.code.clone());
            reading.take("region", found.ok_or("no such region; see `regions`"))
        });
        let capital = self.capital.as_ref().and_then(|capital| capital.read(&mut reading, "capital"));
        let agreement = self.agreement_id.and_then(|id| reading.take("agreementId", id.parse::<AgreementId>()));
        if self.parties.len() > 20 {
            reading.fault("parties", "at most 20");
        }
        let mut parties = Vec::new();
        for (at, party) in self.parties.iter().take(20).enumerate() {
            parties.extend(party.read(&mut reading, at));
        }
        let terms = title.zip(summary).map(|(title, summary)| VentureTerms {
            title,
            summary,
            structure: self.structure.into(),
            subsectors,
            region,
            capital,
            parties,
            confidentiality: self.confidentiality.into(),
        });
        let terms = reading.finish(terms)?;
        if own.is_some_and(|own| terms.parties.iter().all(|party| party.company != own)) {
            return Err(vec![rule(ProposeJointVentureErrorCode::OwnCompanyMissing, "parties", "name your own company among the parties")]);
        }
        Ok((terms, agreement))
    }
}

impl VenturePartyInput {
    fn read(&self, reading: &mut Reading, at: usize) -> Option<VentureParty> {
        let company = reading.take(format!("parties.{at}.companyId"), self.company_id.parse::<CompanyId>());
        let stake =
            self.stake_basis_points.and_then(|stake| reading.take(format!("parties.{at}.stakeBasisPoints"), BasisPoints::parse(stake)));
        if self.contributions.len() > 20 {
            reading.fault(format!("parties.{at}.contributions"), "at most 20");
        }
        let mut contributions = Vec::new();
        for (place, brought) in self.contributions.iter().take(20).enumerate() {
            let path = format!("parties.{at}.contributions.{place}");
            let value = brought.value.as_ref().and_then(|value| value.read(reading, &format!("{path}.value")));
            let note = brought.note.as_deref().and_then(|note| reading.take(format!("{path}.note"), text::parse(note, 1, 500)));
            contributions.push(Contribution { kind: brought.kind.into(), value, note });
        }
        Some(VentureParty { company: company?, role: self.role.into(), stake, contributions })
    }
}

fn tell_terms(error: &TermsError) -> ProposeJointVentureError {
    use ProposeJointVentureErrorCode as Code;
    let (code, path) = match error {
        TermsError::NoSubsectors => (Code::NoSubsectors, "subsectors"),
        TermsError::SubsectorTwice { .. } => (Code::SubsectorTwice, "subsectors"),
        TermsError::StakesDoNotAddUp { .. } => (Code::StakesDoNotAddUp, "parties"),
        TermsError::StakeMissing { .. } => (Code::StakeMissing, "parties"),
        TermsError::FarmlandWithForeignShare { .. } => (Code::FarmlandWithForeignShare, "parties"),
    };
    rule(code, path, error)
}

fn tell(error: &ProposeError) -> ProposeJointVentureError {
    use ProposeJointVentureErrorCode as Code;
    let (code, path) = match error {
        ProposeError::Terms(terms) => return tell_terms(terms),
        ProposeError::NoCounterpart => (Code::NoCounterpart, "parties"),
        ProposeError::PartyTwice { .. } => (Code::PartyTwice, "parties"),
        ProposeError::PartyNotVerified { .. } => (Code::PartyNotVerified, "parties"),
        ProposeError::OneCountryOnly => (Code::OneCountryOnly, "parties"),
        ProposeError::NotIntroduced => (Code::NotIntroduced, "parties"),
        ProposeError::Unwritable(_) => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}

fn tell_revision(error: &ReviseError) -> ProposeJointVentureError {
    use ProposeJointVentureErrorCode as Code;
    let (code, path) = match error {
        ReviseError::Terms(terms) => return tell_terms(terms),
        ReviseError::Ended => (Code::VentureEnded, "revising"),
        ReviseError::AnswerPending => (Code::AnswerPending, "revising"),
        ReviseError::PartiesChanged => (Code::PartiesChanged, "parties"),
        ReviseError::NothingChanged => (Code::NothingChanged, ""),
        ReviseError::Unwritable(_) => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}
