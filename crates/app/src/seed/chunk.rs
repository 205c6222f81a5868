//! A part of the world that is written in one transaction.

use std::collections::HashMap;

use domain::{
    agreement::{Agreement, AgreementTerms},
    company::{Company, CompanyState},
    conversation::Conversation,
    id::{Identifier, JointVentureId, UserId},
    introduction::{Introduction, IntroductionState},
    joint_venture::{JointVenture, StageChange},
    listing::Listing,
    member::Membership,
    milestone::Milestone,
    moderation_case::ModerationCase,
    outcome::Outcome,
    proposal::Proposal,
    user::User,
};
use persistence::{
    StorageError, System, Tx,
    repository::{
        listing::Placed,
        proposal::{Filed, SubjectKind},
    },
};

use super::{Account, SeedReport, world::World};

/// Companies and all that they did with one another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chunk {
    pub users: Vec<User>,
    pub companies: Vec<(Company, UserId)>,
    pub members: Vec<Membership>,
    pub cases: Vec<ModerationCase>,
    pub listings: Vec<Listing>,
    pub introductions: Vec<Introduction>,
    pub agreements: Vec<Agreement>,
    /// Versions of agreements that later ones took the place of.
    pub superseded: Vec<(Agreement, Proposal<AgreementTerms>)>,
    pub joint_ventures: Vec<JointVenture>,
    /// Stages that ventures went through before the one that they carry.
    pub stages: Vec<(JointVentureId, Proposal<StageChange>)>,
    pub milestones: Vec<Milestone>,
    pub outcomes: Vec<Outcome>,
    /// Whom a reader can sign in as.
    pub accounts: Vec<Account>,
}

/// Rows in a statement: both databases bound the parameters, and the widest row has twenty.
const ROWS: usize = 250;

impl Chunk {
    pub(super) async fn write(&self, tx: &Tx<System>, world: &World<'_>) -> Result<(), StorageError> {
        self.write_firms(tx, world).await?;
        self.write_dealings(tx).await
    }

    async fn write_firms(&self, tx: &Tx<System>, world: &World<'_>) -> Result<(), StorageError> {
        for users in self.users.chunks(ROWS) {
            tx.users().add_all(users, |user| world.subject_salt(user)).await?;
            let hashes = users.iter().map(|user| (user.id, world.plan().password_hash.clone())).collect();
            tx.passwords().set_all(hashes, world.plan().now).await?;
        }
        for companies in self.companies.chunks(ROWS) {
            tx.companies().add_all(companies).await?;
            tx.likenesses().note(&companies.iter().map(|(company, _)| company).collect::<Vec<_>>()).await?;
            let verified = companies.iter().filter(|(company, _)| company.state == CompanyState::Verified);
            let listed: Vec<_> =
                verified.map(|(company, _)| (company.clone(), world.reference.sectors_of(&company.registration.subsectors))).collect();
            tx.directory().list(&listed).await?;
        }
        for members in self.members.chunks(ROWS) {
            tx.members().add_all(members).await?;
        }
        for cases in self.cases.chunks(ROWS) {
            tx.moderation_cases().add_all(cases).await?;
        }
        let countries: HashMap<_, _> = self.companies.iter().map(|(company, _)| (company.id, company.registration.country)).collect();
        for listings in self.listings.chunks(ROWS) {
            let placed = listings.iter().filter_map(|listing| {
                let (sector, _) = world.reference.subsector(listing.terms.subsector.as_str())?;
                let country = *countries.get(&listing.company)?;
                Some(Placed { listing, country, sector: &sector.code })
            });
            tx.listings().add_all(&placed.collect::<Vec<_>>()).await?;
        }
        Ok(())
    }

    async fn write_dealings(&self, tx: &Tx<System>) -> Result<(), StorageError> {
        for introductions in self.introductions.chunks(ROWS) {
            tx.introductions().add_all(introductions).await?;
            let accepted = introductions.iter().filter(|introduction| introduction.state == IntroductionState::Accepted);
            let opened = accepted
                .map(|introduction| Conversation::open(introduction, introduction.answered_at.unwrap_or(introduction.requested_at)));
            tx.conversations().open_all(&opened.collect::<Vec<_>>()).await?;
        }
        for agreements in self.agreements.chunks(ROWS) {
            tx.agreements().add_all(agreements).await?;
        }
        for superseded in self.superseded.chunks(ROWS) {
            let filed = superseded.iter().map(|(agreement, proposal)| {
                let record = agreement.id.uuid();
                Filed { record, subject: record, kind: SubjectKind::Agreement, proposal }
            });
            tx.proposals().add_all(&filed.collect::<Vec<_>>()).await?;
        }
        for ventures in self.joint_ventures.chunks(ROWS) {
            tx.joint_ventures().add_all(ventures).await?;
        }
        for stages in self.stages.chunks(ROWS) {
            let filed = stages.iter().map(|(venture, proposal)| {
                let record = venture.uuid();
                Filed { record, subject: record, kind: SubjectKind::VentureStage, proposal }
            });
            tx.proposals().add_all(&filed.collect::<Vec<_>>()).await?;
        }
        for milestones in self.milestones.chunks(ROWS) {
            tx.milestones().add_all(milestones).await?;
        }
        for outcomes in self.outcomes.chunks(ROWS) {
            tx.outcomes().add_all(outcomes).await?;
        }
        Ok(())
    }

    pub(super) fn count(&self, report: &mut SeedReport) {
        let verified = self.companies.iter().filter(|(company, _)| company.state == CompanyState::Verified);
        report.verified += verified.count() as u64;
        report.users += self.users.len() as u64;
        report.companies += self.companies.len() as u64;
        report.members += self.members.len() as u64;
        report.cases += self.cases.len() as u64;
        report.listings += self.listings.len() as u64;
        report.introductions += self.introductions.len() as u64;
        report.agreements += self.agreements.len() as u64;
        report.joint_ventures += self.joint_ventures.len() as u64;
        report.milestones += self.milestones.len() as u64;
        report.outcomes += self.outcomes.len() as u64;
        report.accounts.extend(self.accounts.iter().cloned());
    }
}
