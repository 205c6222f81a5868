//! Checkpoints: every five minutes, or after a thousand events, the heads of all chains that have grown enter the tree, and its root is signed.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    audit::merkle::{Tree, whole},
    event::Event,
};
use persistence::repository::audit::{StoredCheckpoint, StoredLeaf};

use super::note::{AuditKey, Note, origin, verifier};
use crate::{application::Application, failure::Failure};

const READING: &str = "checkpoints";
/// So long something that happened may wait for a checkpoint.
pub const INTERVAL: TimeDelta = TimeDelta::minutes(5);
/// So many events do not wait.
pub const MANY: u64 = 1_000;
/// How many events one checkpoint covers at most.
const BATCH: u64 = 5_000;

impl Application {
    /// Takes a checkpoint if one is due. True if one was taken.
    pub(crate) async fn take_checkpoint(&self) -> Result<bool, Failure> {
        let now = self.now();
        let last = {
            let view = self.view_system().await?;
            let bookmark = view.events().reading(READING).await?;
            let waiting = view.events().ids_after(bookmark, MANY).await?.len() as u64;
            let last = view.audits().checkpoint(None).await?;
            let recent = last.as_ref().is_some_and(|last| now - last.at < INTERVAL && now >= last.at);
            if waiting == 0 || (recent && waiting < MANY) {
                return Ok(false);
            }
            last.map_or(0, |last| last.number)
        };
        let tx = self.begin_system("checkpoint").await?;
        let Some(bookmark) = tx.events().claim_reading(READING).await? else { return Ok(false) };
        let before = tx.audits().checkpoint(None).await?;
        if before.as_ref().map_or(0, |before| before.number) != last {
            // Another node was faster.
            return Ok(true);
        }
        let events = tx.events().ids_after(bookmark, BATCH).await?;
        let Some((read, _)) = events.last().copied() else { return Ok(false) };
        let events: Vec<_> = events.into_iter().map(|(_, id)| id).collect();
        let chains: Vec<_> = tx.audits().chains_of(&events).await?.into_iter().collect();
        let heads = tx.audits().heads_of(&chains).await?;
        // A chain may have been taken further than the events that were read, because it grew meanwhile.
        let taken = tx.audits().taken(&heads).await?;
        let size = before.as_ref().map_or(0, |before| before.size);
        let edge = tx.audits().subtrees(&whole(0, size.unsigned_abs())).await?;
        let mut tree = Tree::resumed(size.unsigned_abs(), edge);
        let number = last + 1;
        let mut leaves = Vec::new();
        for head in heads.iter().filter(|head| !taken.contains(&(head.chain, head.length))) {
            let index = i64::try_from(tree.size()).map_err(|error| Failure::Internal(error.to_string()))?;
            let (chain, length, hash) = (head.chain, head.length, head.hash.clone());
            let mut leaf = StoredLeaf { index, checkpoint: number, chain, length, hash, nodes: Vec::new() };
            let taken = leaf.head().ok_or_else(|| Failure::Internal(format!("the head of the chain {chain} is no hash")))?;
            leaf.nodes = tree.push(taken.hash()).into_iter().flat_map(|node| node.0).collect();
            leaves.push(leaf);
        }
        if !leaves.is_empty() {
            let size = i64::try_from(tree.size()).map_err(|error| Failure::Internal(error.to_string()))?;
            let note = Note { origin: origin(&self.public_url), size, root: tree.root(), number, at: now };
            let text = self.audit_key.load().as_ref().ok_or_else(|| Failure::Internal("no key for checkpoints".to_owned()))?.sign(&note);
            let checkpoint = StoredCheckpoint { number, size, root: note.root.0.to_vec(), at: now, note: text };
            tx.audits().add_checkpoint(&checkpoint, &leaves).await?;
        }
        tx.events().note_reading(READING, read).await?;
        tx.commit_chore().await?;
        Ok(true)
    }

    /// Reads the key of the checkpoints, and makes one if there is none.
    pub(crate) async fn load_audit_key(&self) -> Result<(), Failure> {
        let stored = self.view_system().await?.audits().keys().await?;
        let stored = if let Some(oldest) = stored.into_iter().next() {
            oldest
        } else {
            let key = AuditKey::generate(&self.audit_seal, &*self.ports.ids, self.now())?;
            let tx = self.begin_system("audit-key").await?;
            tx.audits().add_key(&key).await?;
            tx.commit(Event::AuditKeyMade { kid: key.kid }).await?;
            // Another node may have made one at the same moment: all use the oldest.
            let all = self.view_system().await?.audits().keys().await?;
            all.into_iter().next().ok_or_else(|| Failure::Internal("no key for checkpoints".to_owned()))?
        };
        self.audit_key.store(Some(Arc::new(AuditKey::open(&stored, &self.audit_seal)?)));
        Ok(())
    }

    /// The text of a checkpoint, or of the newest: what everybody may keep.
    pub async fn checkpoint(&self, number: Option<i64>) -> Result<Option<String>, Failure> {
        Ok(self.view_system().await?.audits().checkpoint(number).await?.map(|checkpoint| checkpoint.note))
    }

    /// The key of the checkpoints, as a verifier is told of it.
    pub fn checkpoint_key(&self) -> Option<String> {
        self.audit_key.load().as_ref().map(|key| verifier(&origin(&self.public_url), key.public()))
    }
}
