//! Gathered letters: in the reader's morning, once for all nodes.

use std::collections::BTreeMap;

use domain::id::{CompanyId, UserId};
use persistence::repository::notification::Notification;

use crate::{
    application::Application,
    failure::Failure,
    letter::{Content, DigestItem},
    notification::{Facts, path},
};

/// What keeps two nodes from gathering at once.
const READING: &str = "digests";
/// How many people are written to in one transaction.
const PEOPLE: u64 = 50;
/// A letter that nobody reads to its end says no more.
const ITEMS: usize = 30;

impl Application {
    /// Writes the gathered letters whose hour has come. True if there were any.
    pub(super) async fn gather(&self) -> Result<bool, Failure> {
        let now = self.now();
        if !self.view_system().await?.notifications().any_digest_due(now).await? {
            return Ok(false);
        }
        let tx = self.begin_system("post").await?;
        if tx.events().claim_reading(READING).await?.is_none() {
            return Ok(false);
        }
        let due = tx.notifications().take_digests(now, PEOPLE).await?;
        let users: Vec<UserId> = due.iter().map(|told| told.user).collect();
        let companies: Vec<CompanyId> = due.iter().filter_map(|told| told.company).collect();
        let people = tx.users().by_ids(&users).await?;
        // Whoever has left a company since is told nothing more of it.
        let belongs = tx.members().among(&users, &companies).await?;
        let refused = tx.notifications().refusals(&users).await?;
        let mut gathered: BTreeMap<UserId, Vec<Notification>> = BTreeMap::new();
        for told in due {
            if told.company.is_none_or(|company| belongs.contains(&(told.user, company))) {
                gathered.entry(told.user).or_default().push(told);
            }
        }
        let mut letters = Vec::new();
        for (user, items) in gathered {
            let Some(person) = people.iter().find(|person| person.id == user) else { continue };
            if person.email_verified_at.is_none() || refused.iter().any(|(refused, _)| *refused == user) {
                continue;
            }
            let left_out = items.len().saturating_sub(ITEMS);
            let read = |told: &Notification| -> Result<DigestItem, Failure> {
                let facts: Facts = serde_json::from_value(told.facts.clone()).map_err(|error| Failure::Internal(error.to_string()))?;
                Ok(DigestItem { kind: told.kind, facts, path: path(told.kind, told.subject.as_deref()) })
            };
            let items = items.iter().take(ITEMS).map(read).collect::<Result<Vec<_>, _>>()?;
            letters.push(self.waiting_letter(person, &Content::Digest { items, left_out })?);
        }
        tx.letters().add(&letters).await?;
        tx.commit_chore().await?;
        Ok(true)
    }
}
