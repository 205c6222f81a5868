//! What ventures say: their terms, the companies that they found, and what they realise.

use chrono::Days;
use domain::{
    agreement::Confidentiality,
    company::registration_number::{Bin, Ntn, RegistrationNumberKind},
    country::Country,
    joint_venture::{Contribution, ContributionKind, JointVenture, PartyRole, Structure, VentureParty, VentureTerms, stage::Vehicle},
    language::Language,
    money::{BasisPoints, Money},
    outcome::{Outcome, OutcomeKind, OutcomeTerms},
    policy::ReportOutcome,
    reference::LegalFormCode,
};

use super::{
    super::{SeedError, listings, refused},
    Story,
};

impl Story<'_, '_> {
    pub(super) fn terms(&mut self) -> Result<VentureTerms, SeedError> {
        let (from, to) = (&self.between.from.company, &self.between.to.company);
        let branch = &from.registration.subsectors[0];
        let name = self.world.subsector(branch.as_str())?.names.best(Language::En).unwrap_or_default();
        let size = from.registration.size.max(to.registration.size);
        let capital = listings::money(from.registration.country, size, self.chance)?;
        let share = self.chance.pick(&[5_000, 5_100, 6_000, 4_900, 7_000]);
        let stake = |points| BasisPoints::parse(points).map(Some).map_err(refused);
        let cash = Money { minor: capital.minor / 100 * i64::from(share) / 100, currency: capital.currency };
        let bring = |kind, value, note: &str| Contribution { kind, value, note: Some(note.to_owned()) };
        let other = self.chance.pick(&[
            ContributionKind::Equipment,
            ContributionKind::KnowHow,
            ContributionKind::Offtake,
            ContributionKind::Buildings,
        ]);
        let title = format!("Joint venture: {name} (demonstration)");
        let summary = format!(
            "{} and {} build something together. Fictional, for demonstration.",
            from.registration.names.primary(),
            to.registration.names.primary()
        );
        let parties = vec![
            VentureParty {
                company: from.id,
                role: PartyRole::Founder,
                stake: stake(share)?,
                contributions: vec![bring(ContributionKind::Cash, Some(cash), "paid in two parts")],
            },
            VentureParty {
                company: to.id,
                role: self.chance.pick(&[PartyRole::Founder, PartyRole::Technology, PartyRole::Investor, PartyRole::Offtaker]),
                stake: stake(10_000 - share)?,
                contributions: vec![bring(other, None, "to be valued by both sides")],
            },
        ];
        Ok(VentureTerms {
            title,
            summary,
            structure: Structure::Incorporated,
            subsectors: vec![branch.clone()],
            region: Some(if self.nth.is_multiple_of(2) { from } else { to }.registration.region.clone()),
            capital: Some(capital),
            parties,
            confidentiality: self.chance.pick(&[Confidentiality::Private, Confidentiality::SummaryPublic, Confidentiality::Public]),
        })
    }

    /// What the venture is said to have realised; the other side has yet to believe it.
    pub(super) fn report(&mut self, venture: &JointVenture, kind: OutcomeKind) -> Result<Outcome, SeedError> {
        let at = self.step();
        let registration = &self.side(0).company.registration;
        let (country, size) = (registration.country, registration.size);
        let value = if kind == OutcomeKind::Jobs { None } else { Some(listings::money(country, size, self.chance)?) };
        let terms = OutcomeTerms {
            kind,
            from: at.date_naive() - Days::new(30),
            to: at.date_naive(),
            value,
            jobs: (kind == OutcomeKind::Jobs).then(|| i32::try_from(self.chance.between(5, 180)).unwrap_or(5)),
            evidence: "customs declarations and accounts (demonstration)".to_owned(),
        };
        let permit = self.side(0).actor().permit::<ReportOutcome>(venture.clone()).map_err(refused)?;
        Outcome::report(permit, terms, self.chance.stamp(at)).map_err(refused)
    }

    pub(super) fn vehicle(&mut self) -> Result<Vehicle, SeedError> {
        let country = if self.nth.is_multiple_of(2) { Country::Kz } else { Country::Pk };
        let serial = u32::try_from(self.chance.between(0, 9_999)).map_err(refused)?;
        let none = || refused("there is no registration number for a vehicle");
        let (form, kind, number) = match country {
            Country::Kz => {
                let bin = (0..10).find_map(|nth| Bin::compose(70, 6, serial * 10 + nth)).ok_or_else(none)?;
                ("KZ-LLP", RegistrationNumberKind::Bin, bin.as_str().to_owned())
            }
            Country::Pk => ("PK-PVT", RegistrationNumberKind::Ntn, Ntn::compose(9_000_000 + serial).ok_or_else(none)?.as_str().to_owned()),
        };
        let name = format!("Demonstration Venture {} {}", serial, if country == Country::Kz { "LLP" } else { "(Pvt) Ltd" });
        Ok(Vehicle { name, country, legal_form: LegalFormCode::stored(form.to_owned()), number_kind: kind, number })
    }
}
