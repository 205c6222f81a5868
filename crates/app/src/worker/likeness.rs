//! Companies that may be taken for one another, looked for when one is submitted or changed, and kept with its case for staff.

use domain::{event::Event, id::CompanyId, id::ModerationCaseId};

use crate::{application::Application, failure::Failure};

const READING: &str = "likeness";
const BATCH: u64 = 100;

impl Application {
    /// Reads which companies are new or called otherwise. True if something had happened.
    pub(super) async fn compare_companies(&self) -> Result<bool, Failure> {
        let tx = self.begin_system("likeness").await?;
        let Some(bookmark) = tx.events().claim_reading(READING).await? else { return Ok(false) };
        let events = tx.events().after(bookmark, BATCH).await?;
        let Some(last) = events.last().map(|recorded| recorded.bookmark) else { return Ok(false) };
        for recorded in &events {
            let Some((id, case)) = named_anew(&recorded.event) else { continue };
            let Some(company) = tx.companies().find(id).await? else { continue };
            tx.likenesses().note(&[&company]).await?;
            if let Some(case) = case {
                tx.likenesses().find(&company, case, recorded.at).await?;
            }
        }
        tx.events().note_reading(READING, last).await?;
        tx.commit_chore().await?;
        Ok(true)
    }
}

/// A company whose names or numbers are not what was known of them, and the case in which that is looked at.
fn named_anew(event: &Event) -> Option<(CompanyId, Option<ModerationCaseId>)> {
    match event {
        Event::CompanyRegistered { company, .. } | Event::CompanyClosed { company, .. } => Some((*company, None)),
        Event::CompanySubmitted { company, case } => Some((*company, Some(*case))),
        Event::CompanyEdited { company, case, .. } => Some((*company, *case)),
        _ => None,
    }
}
