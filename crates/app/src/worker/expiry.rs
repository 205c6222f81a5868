//! Dates that pass: listings and requests that end by themselves, and keys that grow old.

use chrono::TimeDelta;
use domain::event::Event;

use crate::{application::Application, failure::Failure};

/// How many records end in one transaction.
const BATCH: u64 = 200;

impl Application {
    /// Ends what has run out. True if something had.
    pub(super) async fn expire(&self) -> Result<bool, Failure> {
        let now = self.now();
        let due = {
            let view = self.view_system().await?;
            (view.listings().any_due(now).await?, view.introductions().any_due(now).await?, view.approvals().any_due(now).await?)
        };
        if due.0 {
            let tx = self.begin_system("expiry").await?;
            let companies = tx.listings().expire(now, BATCH).await?;
            tx.commit(Event::ListingsExpired { companies }).await?;
        }
        if due.1 {
            let tx = self.begin_system("expiry").await?;
            let companies = tx.introductions().expire(now, BATCH).await?;
            tx.commit(Event::IntroductionsExpired { companies }).await?;
        }
        if due.2 {
            let tx = self.begin_system("expiry").await?;
            let approvals = tx.approvals().expire(now, BATCH).await?;
            tx.commit(Event::ApprovalsExpired { approvals }).await?;
        }
        Ok(due.0 || due.1 || due.2 || self.close_what_lapsed().await?)
    }

    /// Claims that nothing came of, and records that were opened for an hour. True if there were any.
    async fn close_what_lapsed(&self) -> Result<bool, Failure> {
        let now = self.now();
        let due = {
            let view = self.view_system().await?;
            (view.moderation_cases().any_lapsed(now).await?, view.openings().any_due(now).await?)
        };
        if due.0 {
            let tx = self.begin_system("expiry").await?;
            let cases = tx.moderation_cases().release_lapsed(now, BATCH).await?;
            tx.commit(Event::CaseClaimsLapsed { cases }).await?;
        }
        if due.1 {
            let tx = self.begin_system("expiry").await?;
            let openings = tx.openings().close(now, BATCH).await?;
            tx.commit(Event::GlassClosed { openings }).await?;
        }
        Ok(due.0 || due.1)
    }

    /// Reads the keys again every few minutes, so that a key made by another node is known long before it signs.
    pub(super) async fn renew_keys(&self) -> Result<(), Failure> {
        let now = self.now();
        let read_at = *self.diary.keys_read_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if read_at.is_some_and(|at| now - at < TimeDelta::minutes(10) && now >= at) {
            return Ok(());
        }
        self.load_keys().await?;
        self.sweep_access().await?;
        *self.diary.keys_read_at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(now);
        Ok(())
    }
}
