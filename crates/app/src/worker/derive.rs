//! What this node keeps in memory, kept fresh from the events.

use std::{
    collections::BTreeSet,
    sync::{Arc, atomic::Ordering},
};

use domain::{event::Event, id::CompanyId};

use crate::{application::Application, failure::Failure};

/// How many events or companies are read at a time.
const BATCH: u64 = 500;
const SWEEP: u64 = 2_000;

impl Application {
    /// Reads what happened since this node last looked. True if something did.
    pub(super) async fn catch_up(&self) -> Result<bool, Failure> {
        let mut found = false;
        loop {
            let events = self.view_system().await?.events().after(self.diary.bookmark(), BATCH).await?;
            let Some(last) = events.last().map(|recorded| recorded.bookmark) else { return Ok(found) };
            found = true;
            let mut changed = BTreeSet::new();
            for recorded in &events {
                self.matches.hear(&recorded.event);
                changed.extend(seen_differently(&recorded.event));
                if counts(&recorded.event) {
                    self.diary.recount.store(true, Ordering::Release);
                }
            }
            if events.iter().any(|recorded| matches!(recorded.event, Event::ReferenceImported { .. } | Event::DemonstrationSeeded { .. })) {
                self.load_reference().await?;
                self.sweep().await?;
            } else {
                let edited = |event: &Event| matches!(event, Event::SectorEdited { .. } | Event::ComplementarityEdited { .. });
                if events.iter().any(|recorded| edited(&recorded.event)) && self.load_reference().await? {
                    self.sweep().await?;
                }
                self.refresh(&changed.into_iter().collect::<Vec<_>>()).await?;
            }
            self.diary.turn_to(last);
            for recorded in events {
                // Nobody may be listening.
                let _ = self.told.send(Arc::new(recorded));
            }
        }
    }

    async fn refresh(&self, companies: &[CompanyId]) -> Result<(), Failure> {
        if companies.is_empty() {
            return Ok(());
        }
        let view = self.view_system().await?;
        let candidates = view.matching().of(companies).await?;
        let cards = view.directory().by_ids(companies).await?;
        let reference = self.reference();
        let gone = |known: &[CompanyId]| companies.iter().filter(|id| !known.contains(id)).copied().collect::<Vec<_>>();
        let matched: Vec<_> = candidates.iter().map(|candidate| candidate.id).collect();
        self.matches.remove(&gone(&matched));
        self.matches.upsert(&reference, &candidates);
        self.matches.set_exposures(view.exposures().of(&matched).await?);
        let listed: Vec<_> = cards.iter().map(|card| card.id).collect();
        self.names.remove(&gone(&listed))?;
        self.names.upsert(&reference, &cards)
    }

    /// Reads the sectors and all that goes with them anew. True if the matches have to be filled again.
    pub(super) async fn load_reference(&self) -> Result<bool, Failure> {
        let reference = self.view_system().await?.reference().load().await?;
        let emptied = self.matches.rebuild(&reference)?;
        self.reference.store(Arc::new(reference));
        Ok(emptied)
    }

    /// Reads every verified company, a part at a time so that no transaction stays open long.
    pub(super) async fn sweep(&self) -> Result<(), Failure> {
        let reference = self.reference();
        let mut after = None;
        loop {
            let candidates = self.view_system().await?.matching().sweep(after, SWEEP).await?;
            let Some(last) = candidates.last() else { break };
            after = Some(last.id);
            self.matches.upsert(&reference, &candidates);
        }
        self.read_exposures(None).await?;
        self.sweep_dismissals().await?;
        let mut after = None;
        loop {
            let cards = self.view_system().await?.directory().sweep(after, SWEEP).await?;
            let Some(last) = cards.last() else { return Ok(()) };
            after = Some(last.id);
            self.names.upsert(&reference, &cards)?;
        }
    }
}

impl Application {
    /// Reads who would rather not see whom, for both sides' matches.
    async fn sweep_dismissals(&self) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let part = self.view_system().await?.dismissals().sweep(after, SWEEP).await?;
            let Some(last) = part.last() else { return Ok(()) };
            after = Some(*last);
            for (company, other) in part {
                self.matches.keep_apart(company, other);
            }
        }
    }
}

/// The companies that the directory or the matches show differently after an event.
fn seen_differently(event: &Event) -> Vec<CompanyId> {
    match event {
        Event::CompanyVerified { company, .. }
        | Event::CompanyEdited { company, .. }
        | Event::CompanyClosed { company, .. }
        | Event::VerificationRenewed { company, .. }
        | Event::VerificationLapsed { company, .. }
        | Event::CompanySuspended { company, .. }
        | Event::CompanyReinstated { company, .. }
        | Event::CaseApproved { company, .. }
        | Event::ListingHidden { company, .. }
        | Event::ListingRestored { company, .. }
        | Event::ListingPublished { company, .. }
        | Event::ListingClosed { company, .. } => {
            vec![*company]
        }
        Event::ListingsExpired { companies } => companies.clone(),
        Event::CompaniesMerged { kept, retired, .. } => vec![*kept, *retired],
        _ => Vec::new(),
    }
}

/// Whether an event changes a figure of the scoreboard.
fn counts(event: &Event) -> bool {
    matches!(
        event,
        Event::CompanyVerified { .. }
            | Event::CompanyEdited { .. }
            | Event::CompanyClosed { .. }
            | Event::CompaniesMerged { .. }
            | Event::CompanySuspended { .. }
            | Event::CompanyReinstated { .. }
            | Event::IntroductionRequested { .. }
            | Event::IntroductionAccepted { .. }
            | Event::AgreementProposed { .. }
            | Event::AgreementConfirmed { .. }
            | Event::JointVentureProposed { .. }
            | Event::JointVentureConfirmed { .. }
            | Event::JointVentureAdvanced { .. }
            | Event::OutcomeConfirmed { .. }
            | Event::DemonstrationSeeded { .. }
    )
}
