//! Verifications that run out: a case is opened a month before, and whoever deals with the company is told when it has.

use domain::{
    event::Event,
    moderation_case::{CaseKind, ModerationCase},
};

use crate::{application::Application, failure::Failure};

/// How many companies are looked at in one round.
const BATCH: u64 = 50;

impl Application {
    /// Opens cases for what has to be looked at again, and tells of what has run out. True if there was something.
    pub(super) async fn watch_verifications(&self) -> Result<bool, Failure> {
        let now = self.now();
        let (rechecks, lapses) = {
            let view = self.view_system().await?;
            (view.companies().due_for_recheck(now, BATCH).await?, view.companies().due_to_lapse(now, BATCH).await?)
        };
        for id in &rechecks {
            let tx = self.begin_system("verification").await?;
            // Another node may have been faster: whoever comes second finds nothing to do.
            let Some(company) = tx.companies().lock(*id).await?.recheck(self.stamp()) else { continue };
            let case = ModerationCase::of_company(CaseKind::Recheck, &company, self.stamp());
            let Some(valid_until) = company.verification.as_ref().map(|found| found.valid_until) else { continue };
            tx.companies().change(&company).await?;
            tx.moderation_cases().add(&case).await?;
            tx.commit(Event::RecheckOpened { company: company.id, case: case.id, valid_until }).await?;
        }
        for id in &lapses {
            let tx = self.begin_system("verification").await?;
            let Some(company) = tx.companies().lock(*id).await?.lapse(self.stamp()) else { continue };
            let partners = tx.partners().of(company.id).await?;
            tx.companies().change(&company).await?;
            tx.commit(Event::VerificationLapsed { company: company.id, partners }).await?;
        }
        Ok(!rechecks.is_empty() || !lapses.is_empty())
    }
}
