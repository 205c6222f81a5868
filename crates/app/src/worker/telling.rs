//! People are told what happened: once for all nodes, in batches whose statements do not grow with them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    company::Company,
    id::{AgreementId, CompanyId, EventId, Identifier, JointVentureId, LetterId, NotificationId, UserId},
    member::Membership,
    notification::{MailChoice, NotificationKind, Preferences},
    staff::{Appointment, Duty},
    user::User,
};
use persistence::{
    System, Tx,
    repository::{event::Recorded, letter::WaitingLetter, notification::Notification},
};

use super::news::{By, News, Reach, Record, news};
use crate::{
    application::{Application, Noted},
    failure::Failure,
    letter::Content,
    notification::{Facts, path},
};

const READING: &str = "letters";
const BATCH: u64 = 100;
/// How many of what was written elsewhere are passed on at a time.
const PASSED_ON: u64 = 500;

/// A piece of news and the event that it is of.
struct Item<'a> {
    event: &'a Recorded,
    news: News,
}

/// Everything that the items of a batch name.
#[derive(Default)]
struct Known {
    companies: Vec<Company>,
    /// The title of each paper and venture, and the company that wrote the version that stands.
    records: BTreeMap<uuid::Uuid, (String, CompanyId)>,
    speakers: Vec<Membership>,
    staff: Vec<Appointment>,
    people: Vec<User>,
    preferences: Preferences,
    refused: BTreeSet<UserId>,
    /// Who was told of what already, should events be read a second time.
    told: BTreeSet<(EventId, UserId)>,
    /// Who has something unread about what.
    waiting: BTreeSet<(UserId, String)>,
}

impl Application {
    /// Tells people what happened since the last time. True if there was something to read.
    pub(super) async fn tell(&self) -> Result<bool, Failure> {
        let tx = self.begin_system("post").await?;
        let Some(bookmark) = tx.events().claim_reading(READING).await? else { return Ok(false) };
        let events = tx.events().after(bookmark, BATCH).await?;
        let Some(last) = events.last().map(|recorded| recorded.bookmark) else { return Ok(false) };
        let items: Vec<Item<'_>> =
            events.iter().flat_map(|event| news(&event.event).into_iter().map(move |news| Item { event, news })).collect();
        let (mut notifications, mut letters) = (Vec::new(), Vec::new());
        if !items.is_empty() {
            let mut known = self.look_up(&tx, &items).await?;
            for item in &items {
                self.tell_one(item, &mut known, &mut notifications, &mut letters)?;
            }
            tx.notifications().add(&notifications).await?;
            tx.letters().add(&letters).await?;
        }
        tx.events().note_reading(READING, last).await?;
        tx.commit_chore().await?;
        if !notifications.is_empty()
            && let Err(error) = self.database.announce().await
        {
            tracing::warn!(%error, "the other nodes were not told; they will look by themselves");
        }
        Ok(true)
    }

    async fn look_up(&self, tx: &Tx<System>, items: &[Item<'_>]) -> Result<Known, Failure> {
        let (mut papers, mut ventures): (BTreeSet<AgreementId>, BTreeSet<JointVentureId>) = Default::default();
        let (mut named, mut readers, mut people): (BTreeSet<CompanyId>, BTreeSet<CompanyId>, BTreeSet<UserId>) = Default::default();
        for Item { news, .. } in items {
            match news.record {
                Some(Record::Agreement(id)) => drop(papers.insert(id)),
                Some(Record::JointVenture(id)) => drop(ventures.insert(id)),
                None => {}
            }
            named.extend(news.about);
            named.extend(news.readers());
            readers.extend(news.readers());
            match &news.reach {
                Reach::Person(user) => drop(people.insert(*user)),
                Reach::StaffFor(company) => drop(named.insert(*company)),
                _ => {}
            }
        }
        let mut known = Known::default();
        if !papers.is_empty() {
            let found = tx.agreements().by_ids(&papers.into_iter().collect::<Vec<_>>()).await?;
            let titled = |paper: domain::agreement::Agreement| (paper.id.uuid(), (paper.proposal.terms.title, paper.proposal.proposed_by));
            known.records.extend(found.into_iter().map(titled));
        }
        if !ventures.is_empty() {
            let found = tx.joint_ventures().by_ids(&ventures.into_iter().collect::<Vec<_>>()).await?;
            let titled =
                |venture: domain::joint_venture::JointVenture| (venture.id.uuid(), (venture.terms.terms.title, venture.terms.proposed_by));
            known.records.extend(found.into_iter().map(titled));
        }
        if !named.is_empty() {
            known.companies = tx.companies().by_ids(&named.into_iter().collect::<Vec<_>>()).await?;
            known.speakers = tx.members().speaking_for(&readers.into_iter().collect::<Vec<_>>()).await?;
        }
        if items.iter().any(|item| matches!(item.news.reach, Reach::StaffFor(_) | Reach::Administrators)) {
            known.staff = tx.staff().on_duty().await?;
        }
        people.extend(known.speakers.iter().map(|member| member.user));
        people.extend(known.staff.iter().map(|staff| staff.user));
        let people: Vec<UserId> = people.into_iter().collect();
        known.people = tx.users().by_ids(&people).await?;
        known.preferences = Preferences::new(tx.notifications().preferences(&people).await?);
        known.refused = tx.notifications().refusals(&people).await?.into_iter().map(|(user, _)| user).collect();
        known.told = tx.notifications().told_of(&items.iter().map(|item| item.event.id).collect::<Vec<_>>()).await?;
        let conversations = items.iter().filter(|item| item.news.kind == NotificationKind::MessageReceived);
        let conversations: Vec<String> = conversations.filter_map(|item| item.news.subject.clone()).collect();
        known.waiting = tx.notifications().waiting(&people, &conversations).await?;
        Ok(known)
    }

    fn tell_one(
        &self,
        item: &Item<'_>,
        known: &mut Known,
        notifications: &mut Vec<Notification>,
        letters: &mut Vec<WaitingLetter>,
    ) -> Result<(), Failure> {
        let news = &item.news;
        let record = news.record.map(|record| match record {
            Record::Agreement(id) => id.uuid(),
            Record::JointVenture(id) => id.uuid(),
        });
        let record = record.and_then(|id| known.records.get(&id).cloned());
        let did_it = known.doer(item, record.as_ref().map(|(_, proposer)| *proposer));
        let facts = Facts {
            company: news.about.or(did_it).and_then(|company| known.name_of(company)),
            title: record.map(|(title, _)| title),
            ..news.facts.clone()
        };
        let stored = serde_json::to_value(&facts).map_err(|error| Failure::Internal(error.to_string()))?;
        for (user, company) in known.readers_of(item, did_it) {
            let Some(person) = known.people.iter().find(|person| person.id == user) else { continue };
            let preference = known.preferences.of(user, news.kind.topic());
            if preference.is_silent() || known.told.contains(&(item.event.id, user)) {
                continue;
            }
            // As long as somebody has not looked, one notice that there is something to read is enough.
            if news.kind == NotificationKind::MessageReceived
                && let Some(subject) = &news.subject
                && !known.waiting.insert((user, subject.clone()))
            {
                continue;
            }
            known.told.insert((item.event.id, user));
            let reachable = person.email_verified_at.is_some() && (!known.refused.contains(&user) || !news.kind.topic().is_optional());
            let mail = if reachable { preference.mail } else { MailChoice::Never };
            let at = self.now();
            notifications.push(Notification {
                id: NotificationId::from_uuid(self.ports.ids.uuid_v7(at)),
                user,
                event: item.event.id,
                company,
                kind: news.kind,
                subject: news.subject.clone(),
                facts: stored.clone(),
                in_app: preference.in_app,
                at: item.event.at,
                read_at: None,
                digest_due_at: mail.digest_after(at),
            });
            if mail == MailChoice::AtOnce {
                let content = Content::News { kind: news.kind, facts: facts.clone(), path: path(news.kind, news.subject.as_deref()) };
                letters.push(self.waiting_letter(person, &content)?);
            }
        }
        Ok(())
    }

    /// A letter to a person, to be put into words when it is sent.
    pub(super) fn waiting_letter(&self, person: &User, content: &Content) -> Result<WaitingLetter, Failure> {
        let at = self.now();
        Ok(WaitingLetter {
            id: LetterId::from_uuid(self.ports.ids.uuid_v7(at)),
            user: person.id,
            language: person.language,
            content: serde_json::to_value(content).map_err(|error| Failure::Internal(error.to_string()))?,
            attempts: 0,
            written_at: at,
        })
    }

    /// Lets those hear who listen on this node, whichever node has told them.
    pub(super) async fn pass_on(&self) -> Result<(), Failure> {
        loop {
            let from = self.diary.noted_up_to();
            let written = self.view_system().await?.notifications().written_after(from, PASSED_ON).await?;
            let Some((last, ..)) = written.last() else { return Ok(()) };
            self.diary.note_up_to(*last);
            for (_, user, id) in written {
                // Nobody may be listening.
                let _ = self.noted.send(Noted { user, id });
            }
        }
    }
}

impl Known {
    fn name_of(&self, company: CompanyId) -> Option<String> {
        let found = self.companies.iter().find(|found| found.id == company);
        found.map(|company| company.registration.names.primary().to_owned())
    }

    /// The company that did it, where one did.
    fn doer(&self, item: &Item<'_>, proposer: Option<CompanyId>) -> Option<CompanyId> {
        match &item.news.reach {
            Reach::Others(_, By::Company(company)) => Some(*company),
            Reach::Others(_, By::Proposer) => proposer,
            Reach::Others(parties, By::Actor) => {
                let actor = item.event.by?;
                self.speakers.iter().find(|member| member.user == actor && parties.contains(&member.company)).map(|member| member.company)
            }
            _ => None,
        }
    }

    /// Who is told, and for which of his companies it concerns him.
    fn readers_of(&self, item: &Item<'_>, did_it: Option<CompanyId>) -> Vec<(UserId, Option<CompanyId>)> {
        let by = item.event.by;
        let of = |companies: &[CompanyId]| -> Vec<(UserId, Option<CompanyId>)> {
            let speaking = self.speakers.iter().filter(|member| companies.contains(&member.company) && Some(member.user) != by);
            speaking.map(|member| (member.user, Some(member.company))).collect()
        };
        match &item.news.reach {
            Reach::Company(company) => of(&[*company]),
            Reach::All(companies) => of(companies),
            Reach::Others(companies, _) => {
                let others: Vec<CompanyId> = companies.iter().copied().filter(|company| Some(*company) != did_it).collect();
                of(&others)
            }
            Reach::Person(user) => vec![(*user, None)],
            Reach::Administrators => {
                let administers = |staff: &&Appointment| staff.duty == Duty::Administrator && Some(staff.user) != by;
                self.staff.iter().filter(administers).map(|staff| (staff.user, None)).collect()
            }
            Reach::StaffFor(company) => {
                let side = self.companies.iter().find(|found| found.id == *company).map(|found| found.registration.country);
                let decides =
                    |staff: &&Appointment| matches!(staff.duty, Duty::Moderator | Duty::Administrator) && Some(staff.side) == side;
                self.staff.iter().filter(decides).map(|staff| (staff.user, None)).collect()
            }
        }
    }
}
