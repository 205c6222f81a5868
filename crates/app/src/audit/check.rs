//! The check of everything: each entry follows from what is stored, each chain ends where its head says, each checkpoint is of what is there.
//!
//! It reads a part at a time, so that a history of any length can be checked in little memory, and in one snapshot, so that what happens
//! meanwhile is not mistaken for a fault.

use std::collections::BTreeMap;

use domain::{
    audit::{
        Digest,
        chain::{FORUM, link, moment},
        merkle::Tree,
    },
    id::{CompanyId, EventId, Identifier},
};
use persistence::{
    Database, System, View,
    repository::audit::{Audited, ChainEntry, StoredCheckpoint, StoredHead, StoredLeaf},
};
use uuid::Uuid;

use super::note::{AuditKey, Note, NoteError};
use crate::{credential::seal::Seal, failure::Failure};

/// How many rows are read at a time.
const BATCH: u64 = 500;

/// Something that is not as it was left, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub place: String,
    pub what: String,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    pub events: u64,
    pub entries: u64,
    pub chains: u64,
    pub checkpoints: u64,
    pub faults: u64,
}

/// What is to be checked.
#[derive(Default)]
pub struct Scope<'a> {
    /// Only the chain of this company, and the leaves that are of it.
    pub company: Option<CompanyId>,
    /// The text of a checkpoint that was kept outside.
    pub outside: Option<&'a str>,
    /// What unseals the key of the checkpoints, where it is at hand.
    pub seal: Option<&'a Seal>,
}

/// Checks everything in the scope, and tells each fault as it is found.
pub async fn check(database: &Database, scope: Scope<'_>, tell: &mut (dyn FnMut(Fault) + Send)) -> Result<Report, Failure> {
    let view = database.snapshot(System).await?;
    let mut check = Check { view, only: scope.company.map(Identifier::uuid), report: Report::default(), tell };
    let keys = check.keys(scope.seal).await?;
    check.chains().await?;
    if check.only.is_none() {
        check.heads().await?;
        check.events().await?;
        check.concerned().await?;
    }
    check.tree(&keys, scope.outside).await?;
    Ok(check.report)
}

struct Check<'a> {
    view: View<System>,
    only: Option<Uuid>,
    report: Report,
    tell: &'a mut (dyn FnMut(Fault) + Send),
}

/// How a chain is called in a report.
fn called(chain: Uuid) -> String {
    if chain == FORUM { "the forum's own chain".to_owned() } else { format!("chain {}", chain.simple()) }
}

impl Check<'_> {
    fn fault(&mut self, place: String, what: impl Into<String>) {
        self.report.faults += 1;
        (self.tell)(Fault { place, what: what.into() });
    }

    async fn keys(&mut self, seal: Option<&Seal>) -> Result<Vec<[u8; 32]>, Failure> {
        let mut keys = Vec::new();
        for stored in self.view.audits().keys().await? {
            let place = || format!("checkpoint key {}", stored.kid);
            if let Some(seal) = seal
                && let Err(error) = AuditKey::open(&stored, seal)
            {
                self.fault(place(), error.to_string());
            }
            match <[u8; 32]>::try_from(stored.public.as_slice()) {
                Ok(public) => keys.push(public),
                Err(_) => self.fault(place(), "it is not a key"),
            }
        }
        Ok(keys)
    }

    /// Each entry follows from the one before and from what happened, and each chain ends where its head says.
    async fn chains(&mut self) -> Result<(), Failure> {
        let mut last: Option<(Uuid, i64, Digest)> = None;
        let mut after = None;
        loop {
            let entries = self.view.audits().entries(self.only, after, BATCH).await?;
            let Some(end) = entries.last() else { break };
            after = Some((end.chain, end.number));
            let ids: Vec<EventId> = entries.iter().map(|entry| entry.event).collect();
            let events = self.view.audits().events(&ids).await?;
            let mut ended = Vec::new();
            for entry in entries {
                if last.is_some_and(|(chain, ..)| chain != entry.chain) {
                    ended.extend(last.take());
                }
                last = Some(self.entry(&entry, events.get(&entry.event), last));
            }
            self.ends(&ended).await?;
        }
        self.ends(&last.into_iter().collect::<Vec<_>>()).await
    }

    fn entry(&mut self, entry: &ChainEntry, event: Option<&Audited>, last: Option<(Uuid, i64, Digest)>) -> (Uuid, i64, Digest) {
        self.report.entries += 1;
        let place = || format!("{}, entry {} ({})", called(entry.chain), entry.number, entry.event);
        let (number, before) = last.map_or((0, Digest::ZERO), |(_, number, hash)| (number, hash));
        if entry.number != number + 1 {
            self.fault(place(), format!("entry {} should stand here", number + 1));
        }
        let stored = Digest::stored(&entry.hash);
        match event {
            None => self.fault(place(), "the event that it tells of is not there"),
            Some(event) => {
                let follows = link(entry.chain, entry.number, &before, &event.entry());
                if stored != Some(follows) {
                    let what = "its hash does not follow from the entry before it and from what the event says";
                    self.fault(place(), what);
                }
            }
        }
        // What comes after is measured by what is stored, so that one change is told once.
        (entry.chain, entry.number, stored.unwrap_or(Digest::ZERO))
    }

    async fn ends(&mut self, ended: &[(Uuid, i64, Digest)]) -> Result<(), Failure> {
        if ended.is_empty() {
            return Ok(());
        }
        let chains: Vec<Uuid> = ended.iter().map(|(chain, ..)| *chain).collect();
        let heads = self.view.audits().heads_of(&chains).await?;
        let heads: BTreeMap<Uuid, StoredHead> = heads.into_iter().map(|head| (head.chain, head)).collect();
        for (chain, number, hash) in ended {
            self.report.chains += 1;
            match heads.get(chain) {
                None => self.fault(called(*chain), "its head is not there"),
                Some(head) if head.length != *number => {
                    self.fault(called(*chain), format!("its head says that it has {} entries, and the last is {number}", head.length));
                }
                Some(head) if head.hash != hash.0 => self.fault(called(*chain), "its head is not the hash of its last entry"),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// No head is of a chain without entries.
    async fn heads(&mut self) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let heads = self.view.audits().heads(after, BATCH).await?;
            let Some(end) = heads.last() else { return Ok(()) };
            after = Some(end.chain);
            let firsts: Vec<_> = heads.iter().map(|head| (head.chain, 1)).collect();
            let firsts = self.view.audits().named(&firsts).await?;
            for head in heads {
                if !firsts.iter().any(|first| first.chain == head.chain) {
                    self.fault(called(head.chain), "it has a head and no first entry");
                }
            }
        }
    }

    /// Every event is told of by some chain.
    async fn events(&mut self) -> Result<(), Failure> {
        let mut after = self.view.audits().begun_after().await?;
        if self.view.audits().enters_until(after).await? {
            self.fault("the beginning of the audit".to_owned(), "a chain tells of an event from before it");
        }
        loop {
            let (end, missing, found) = self.view.audits().unentered(after, BATCH).await?;
            self.report.events += found;
            for event in missing {
                self.fault(format!("event {event}"), "no chain tells of it");
            }
            let Some(end) = end else { return Ok(()) };
            after = end;
        }
    }

    /// Nobody is said to be concerned by what did not happen.
    async fn concerned(&mut self) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let (end, missing) = self.view.audits().concerned_by_nothing(after, BATCH).await?;
            for (company, event) in missing {
                let (company, event) = (CompanyId::from_uuid(company), EventId::from_uuid(event));
                self.fault(format!("event {event}"), format!("it is not there, and is said to concern {company}"));
            }
            let Some(end) = end else { return Ok(()) };
            after = Some(end);
        }
    }

    /// The tree of heads has the roots that the checkpoints signed, and each head in it is an entry that is there.
    async fn tree(&mut self, keys: &[[u8; 32]], outside: Option<&str>) -> Result<(), Failure> {
        let mut outside = match outside.map(|text| Note::read(text, keys)).transpose() {
            Ok(note) => note,
            Err(error) => {
                self.fault("the checkpoint that was kept outside".to_owned(), error.to_string());
                None
            }
        };
        let mut tree = Tree::default();
        let mut checkpoints = Queue::default();
        let mut next = self.checkpoint(&mut checkpoints, keys).await?;
        loop {
            let from = i64::try_from(tree.size()).unwrap_or(i64::MAX);
            let leaves = self.view.audits().leaves(if from == 0 { i64::MIN } else { from }, BATCH).await?;
            if leaves.is_empty() {
                break;
            }
            self.entered(&leaves).await?;
            for leaf in leaves {
                let place = format!("leaf {} of the checkpoints", leaf.index);
                if u64::try_from(leaf.index) != Ok(tree.size()) {
                    self.fault(place, format!("leaf {} should stand here", tree.size()));
                    // Without it no later root can be worked out.
                    return Ok(());
                }
                let Some(head) = leaf.head() else {
                    self.fault(place, "it is not the hash of a head");
                    return Ok(());
                };
                let nodes: Vec<u8> = tree.push(head.hash()).into_iter().flat_map(|node| node.0).collect();
                if nodes != leaf.nodes {
                    self.fault(place.clone(), "the hashes of the subtrees that end with it are not those");
                }
                if next.as_ref().is_none_or(|next| leaf.checkpoint != next.number) {
                    self.fault(place, format!("checkpoint {}, which it names, did not take it", leaf.checkpoint));
                }
                if let Some(kept) = outside.take_if(|kept| u64::try_from(kept.size) == Ok(tree.size()))
                    && kept.root != tree.root()
                {
                    let what = "what is here is not what it was taken of: history was changed since";
                    self.fault(format!("checkpoint {} that was kept outside", kept.number), what);
                }
                if let Some(taken) = next.take_if(|next| u64::try_from(next.size) == Ok(tree.size())) {
                    if taken.root != tree.root().0 {
                        self.fault(format!("checkpoint {}", taken.number), "its root is not that of the heads that it took");
                    }
                    next = self.checkpoint(&mut checkpoints, keys).await?;
                }
            }
        }
        while let Some(taken) = next {
            self.fault(format!("checkpoint {}", taken.number), format!("it took {} heads, and there are {}", taken.size, tree.size()));
            next = self.checkpoint(&mut checkpoints, keys).await?;
        }
        if let Some(kept) = outside {
            let what = format!("it took {} heads, and there are {}: history was cut off", kept.size, tree.size());
            self.fault(format!("checkpoint {} that was kept outside", kept.number), what);
        }
        Ok(())
    }

    /// Each head in the tree is an entry of its chain.
    async fn entered(&mut self, leaves: &[StoredLeaf]) -> Result<(), Failure> {
        let of_scope: Vec<&StoredLeaf> = leaves.iter().filter(|leaf| self.only.is_none_or(|only| only == leaf.chain)).collect();
        let places: Vec<_> = of_scope.iter().map(|leaf| (leaf.chain, leaf.length)).collect();
        let entries = self.view.audits().named(&places).await?;
        let entries: BTreeMap<_, _> = entries.iter().map(|entry| ((entry.chain, entry.number), &entry.hash)).collect();
        for leaf in of_scope {
            let place = format!("{}, entry {}", called(leaf.chain), leaf.length);
            match entries.get(&(leaf.chain, leaf.length)) {
                None => self.fault(place, format!("checkpoint {} took it, and it is not there", leaf.checkpoint)),
                Some(hash) if **hash != leaf.hash => self.fault(place, format!("checkpoint {} took it with another hash", leaf.checkpoint)),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// The next checkpoint, after a look at its own row and signature.
    async fn checkpoint(&mut self, queue: &mut Queue, keys: &[[u8; 32]]) -> Result<Option<StoredCheckpoint>, Failure> {
        if queue.waiting.is_empty() {
            queue.waiting = self.view.audits().checkpoints(queue.number, BATCH).await?.into();
        }
        let Some(taken) = queue.waiting.pop_front() else { return Ok(None) };
        self.report.checkpoints += 1;
        let place = || format!("checkpoint {}", taken.number);
        if taken.number != queue.number + 1 {
            self.fault(place(), format!("checkpoint {} should stand here", queue.number + 1));
        }
        queue.number = taken.number;
        match Note::read(&taken.note, keys) {
            Err(error @ (NoteError::Malformed | NoteError::NotSigned)) => self.fault(place(), error.to_string()),
            Ok(note) => {
                let same = note.number == taken.number && note.size == taken.size && note.root.0 == *taken.root;
                // A line more under the text is signed by nobody.
                let alone = taken.note.ends_with('\n') && taken.note.lines().count() == note.body().lines().count() + 2;
                if !alone {
                    self.fault(place(), "its text has more in it than was signed");
                }
                if !same || moment(note.at) != moment(taken.at) {
                    self.fault(place(), "what is stored beside its text is not what the text says");
                }
            }
        }
        Ok(Some(taken))
    }
}

/// Checkpoints in their order, a part at a time.
#[derive(Default)]
struct Queue {
    waiting: std::collections::VecDeque<StoredCheckpoint>,
    number: i64,
}
