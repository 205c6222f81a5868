//! Ventures that fall silent, and those whose memorandum runs out.

use chrono::TimeDelta;
use domain::{event::Event, id::JointVentureId, joint_venture::DORMANT_DAYS, stamp::Timestamp};
use persistence::StorageError;

use crate::{application::Application, failure::Failure};

/// How many are looked at in one round.
const BATCH: u64 = 50;

impl Application {
    /// Puts ventures to sleep that nobody writes about, and ends those that have run out. True if there were any.
    pub(super) async fn watch_ventures(&self) -> Result<bool, Failure> {
        let now = self.now();
        if !self.diary.ventures_due(now) {
            return Ok(false);
        }
        let mut any = false;
        while self.watch_some(now).await? {
            any = true;
        }
        Ok(any)
    }

    async fn watch_some(&self, now: Timestamp) -> Result<bool, Failure> {
        let view = self.view_system().await?;
        let silent = view.joint_ventures().silent(now - TimeDelta::days(DORMANT_DAYS), BATCH).await?;
        let run_out = view.joint_ventures().run_out(now.date_naive(), BATCH).await?;
        drop(view);
        let mut done = false;
        for id in run_out {
            done |= one_at_a_time(self.lapse(id).await)?;
        }
        for id in silent {
            done |= one_at_a_time(self.put_to_sleep(id).await)?;
        }
        Ok(done)
    }

    async fn put_to_sleep(&self, id: JointVentureId) -> Result<bool, StorageError> {
        let tx = self.database.begin(persistence::System, self.author("SYSTEM", None, "ventures")).await?;
        let Some(venture) = tx.joint_ventures().get(id).await?.fall_asleep(self.now()) else { return Ok(false) };
        tx.joint_ventures().touch(&venture).await?;
        tx.commit(Event::JointVentureDormant { joint_venture: id, parties: venture.parties }).await?;
        Ok(true)
    }

    async fn lapse(&self, id: JointVentureId) -> Result<bool, StorageError> {
        let tx = self.database.begin(persistence::System, self.author("SYSTEM", None, "ventures")).await?;
        let venture = tx.joint_ventures().get(id).await?;
        let Some(paper) = venture.agreement else { return Ok(false) };
        let Some(expired_on) = tx.agreements().get(paper).await?.proposal.terms.expires_on else { return Ok(false) };
        let before = venture.stage_change.as_ref().map(|change| (change.id, change.state));
        let Some(venture) = venture.lapse(expired_on) else { return Ok(false) };
        tx.joint_ventures().advance(&venture, before).await?;
        tx.commit(Event::JointVentureLapsed { joint_venture: id, parties: venture.parties }).await?;
        Ok(true)
    }
}

/// Somebody wrote about it at the same moment, or another node was faster: the next round looks again.
fn one_at_a_time(done: Result<bool, StorageError>) -> Result<bool, Failure> {
    match done {
        Err(StorageError::Stale | StorageError::NotFound) => Ok(false),
        done => Ok(done?),
    }
}
