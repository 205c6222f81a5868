//! What people were told, and how they want to be told it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::{
    id::{CompanyId, EventId, Identifier, NotificationId, UserId},
    notification::{MailChoice, NotificationKind, Preference, Topic},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use super::word;
use crate::{
    entity::{mail_refusal, notification, notification_preference},
    error::StorageError,
    page::{Page, Position, Window, newest_first},
    scope::{AmendedBy, OwnedBy, Person, System, VisibleTo},
    tx::{Reads, Writes, add, add_once, amend, amend_all, raise, remove, visible},
};

/// Something that a person was told: facts, to be put into words when they are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Notification {
    pub id: NotificationId,
    pub user: UserId,
    pub event: EventId,
    /// The company for which it concerns him.
    pub company: Option<CompanyId>,
    pub kind: NotificationKind,
    /// What it is about, as an identifier of the interface.
    pub subject: Option<String>,
    pub facts: Value,
    /// Whether it is in his inbox, or in a letter only.
    pub in_app: bool,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    /// When the digest goes out that takes it in.
    pub digest_due_at: Option<DateTime<Utc>>,
}

pub struct Notifications<'a, R>(pub(super) &'a R);

fn read(row: notification::Model) -> Result<Notification, StorageError> {
    Ok(Notification {
        id: NotificationId::from_uuid(row.id),
        user: UserId::from_uuid(row.user_id),
        event: EventId::from_uuid(row.event_id),
        company: row.company_id.map(CompanyId::from_uuid),
        kind: word(&row.kind)?,
        subject: row.subject,
        facts: row.facts,
        in_app: row.in_app,
        at: row.at,
        read_at: row.read_at,
        digest_due_at: row.digest_due_at,
    })
}

fn unread() -> Condition {
    Condition::all().add(notification::Column::InApp.eq(true)).add(notification::Column::ReadAt.is_null())
}

impl<R: Reads> Notifications<'_, R>
where
    notification::Entity: VisibleTo<R::Scope>,
    notification_preference::Entity: VisibleTo<R::Scope>,
    mail_refusal::Entity: VisibleTo<R::Scope>,
{
    /// The inbox, the latest first.
    pub async fn page(self, unread_only: bool, window: &Window) -> Result<Page<(Position, Notification)>, StorageError> {
        let mut select = visible::<notification::Entity, R>(self.0).filter(notification::Column::InApp.eq(true));
        if unread_only {
            select = select.filter(notification::Column::ReadAt.is_null());
        }
        let select = newest_first(select, notification::Column::At, notification::Column::Id, window);
        let page = Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)?;
        Ok(page.map(|found| (Position::at(found.at, found.id.uuid()), found)))
    }

    pub async fn find(self, id: NotificationId) -> Result<Option<Notification>, StorageError> {
        let row = visible::<notification::Entity, R>(self.0)
            .filter(notification::Column::InApp.eq(true))
            .filter(notification::Column::Id.eq(id.uuid()))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    pub async fn count_unread(self) -> Result<u64, StorageError> {
        Ok(visible::<notification::Entity, R>(self.0).filter(unread()).count(self.0.connection().0).await?)
    }

    /// What people have chosen; where somebody has not, the usual holds.
    pub async fn preferences(self, users: &[UserId]) -> Result<Vec<(UserId, Preference)>, StorageError> {
        let rows = visible::<notification_preference::Entity, R>(self.0)
            .filter(notification_preference::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        rows.into_iter()
            .map(|row| {
                let preference = Preference { topic: word(&row.topic)?, in_app: row.in_app, mail: word(&row.mail)? };
                Ok((UserId::from_uuid(row.user_id), preference))
            })
            .collect()
    }

    /// Those whose mailboxes refuse letters, and since when.
    pub async fn refusals(self, users: &[UserId]) -> Result<Vec<(UserId, DateTime<Utc>)>, StorageError> {
        let rows = visible::<mail_refusal::Entity, R>(self.0)
            .filter(mail_refusal::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|row| (UserId::from_uuid(row.user_id), row.refused_at)).collect())
    }
}

/// Which notifications are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marked {
    These(Vec<NotificationId>),
    /// This one and everything before it.
    UpTo(DateTime<Utc>),
    /// Everything about a subject.
    About(String),
}

impl<W: Writes> Notifications<'_, W>
where
    notification::Entity: AmendedBy<W::Scope>,
{
    /// Marks as read what is the person's own among them; what was read stays read since then. How many were.
    pub async fn mark_read(self, which: &Marked, at: DateTime<Utc>) -> Result<u64, StorageError> {
        let which = match which {
            Marked::These(ids) => notification::Column::Id.is_in(ids.iter().map(|id| id.uuid())),
            Marked::UpTo(moment) => notification::Column::At.lte(*moment),
            Marked::About(subject) => notification::Column::Subject.eq(subject.as_str()),
        };
        let row = notification::ActiveModel { read_at: Set(Some(at)), ..Default::default() };
        amend_all::<notification::Entity, W>(self.0, row, Condition::all().add(unread()).add(which)).await
    }
}

impl<W: Writes<Scope = Person>> Notifications<'_, W> {
    /// Keeps what the person has chosen.
    pub async fn choose(self, chosen: &[Preference], at: DateTime<Utc>) -> Result<(), StorageError> {
        let user = self.0.scope().0;
        prefer(self.0, user, chosen, at).await
    }
}

impl<W: Writes<Scope = System>> Notifications<'_, W> {
    /// Keeps what the holder of a link has chosen for a person.
    pub async fn choose_for(self, user: UserId, chosen: &[Preference], at: DateTime<Utc>) -> Result<(), StorageError> {
        prefer(self.0, user, chosen, at).await
    }

    /// Tells people. Whoever was told of an event already is not among them: the table keeps it so.
    pub async fn add(self, notifications: &[Notification]) -> Result<(), StorageError> {
        for part in notifications.chunks(ROWS) {
            let rows = part.iter().map(|told| notification::ActiveModel {
                id: Set(told.id.uuid()),
                user_id: Set(told.user.uuid()),
                event_id: Set(told.event.uuid()),
                company_id: Set(told.company.map(Identifier::uuid)),
                kind: Set(told.kind.as_str().to_owned()),
                topic: Set(told.kind.topic().as_str().to_owned()),
                subject: Set(told.subject.clone()),
                facts: Set(told.facts.clone()),
                in_app: Set(told.in_app),
                at: Set(told.at),
                read_at: Set(told.read_at),
                digest_due_at: Set(told.digest_due_at),
                ..Default::default()
            });
            add::<notification::Entity, W>(self.0, rows.collect()).await?;
        }
        Ok(())
    }

    /// Empties digests: at most `limit` people whose hour has come, each with everything that waits for him. What nobody need be told any
    /// more because he has read it is not among it.
    pub async fn take_digests(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<Notification>, StorageError> {
        let due = notification::Column::DigestDueAt.lte(now);
        let people: Vec<uuid::Uuid> = visible::<notification::Entity, W>(self.0)
            .filter(due.clone())
            .select_only()
            .column(notification::Column::UserId)
            .distinct()
            .limit(limit)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let theirs = Condition::all().add(notification::Column::UserId.is_in(people)).add(due);
        let rows = visible::<notification::Entity, W>(self.0)
            .filter(theirs.clone())
            .order_by_asc(notification::Column::UserId)
            .order_by_asc(notification::Column::At)
            .order_by_asc(notification::Column::Id)
            .all(self.0.connection().0)
            .await?;
        let row = notification::ActiveModel { digest_due_at: Set(None), ..Default::default() };
        amend_all::<notification::Entity, W>(self.0, row, theirs).await?;
        rows.into_iter().filter(|row| row.read_at.is_none()).map(read).collect()
    }

    /// Notes that a mailbox has refused a letter for good.
    pub async fn refused(self, user: UserId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let which: Condition = mail_refusal::Column::UserId.eq(user.uuid()).into();
        let again = mail_refusal::ActiveModel::default();
        if raise::<mail_refusal::Entity, W>(self.0, again, mail_refusal::Column::Letters, which).await? > 0 {
            return Ok(());
        }
        let row = mail_refusal::ActiveModel { user_id: Set(user.uuid()), letters: Set(1), refused_at: Set(at) };
        add_once::<mail_refusal::Entity, W>(self.0, row, mail_refusal::Column::UserId).await?;
        Ok(())
    }

    /// A letter has arrived: whatever was wrong with the mailbox is mended.
    pub async fn arrived(self, user: UserId) -> Result<(), StorageError> {
        remove::<mail_refusal::Entity, W>(self.0, mail_refusal::Column::UserId.eq(user.uuid()).into()).await?;
        Ok(())
    }
}

impl<R: Reads<Scope = System>> Notifications<'_, R> {
    /// Which people have something unread about which subject, among these.
    pub async fn waiting(self, users: &[UserId], subjects: &[String]) -> Result<BTreeSet<(UserId, String)>, StorageError> {
        if users.is_empty() || subjects.is_empty() {
            return Ok(BTreeSet::new());
        }
        let pairs: Vec<(uuid::Uuid, Option<String>)> = visible::<notification::Entity, R>(self.0)
            .filter(unread())
            .filter(notification::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
            .filter(notification::Column::Subject.is_in(subjects.iter().map(String::as_str)))
            .select_only()
            .column(notification::Column::UserId)
            .column(notification::Column::Subject)
            .distinct()
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(pairs.into_iter().filter_map(|(user, subject)| Some((UserId::from_uuid(user), subject?))).collect())
    }

    /// Who was told of which of these events already.
    pub async fn told_of(self, events: &[EventId]) -> Result<BTreeSet<(EventId, UserId)>, StorageError> {
        let pairs: Vec<(uuid::Uuid, uuid::Uuid)> = visible::<notification::Entity, R>(self.0)
            .filter(notification::Column::EventId.is_in(events.iter().map(|id| id.uuid())))
            .select_only()
            .column(notification::Column::EventId)
            .column(notification::Column::UserId)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(pairs.into_iter().map(|(event, user)| (EventId::from_uuid(event), UserId::from_uuid(user))).collect())
    }

    pub async fn any_digest_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let due = visible::<notification::Entity, R>(self.0).filter(notification::Column::DigestDueAt.lte(now)).limit(1);
        Ok(due.count(self.0.connection().0).await? > 0)
    }

    /// What inboxes were given after a place, in the order in which it was written.
    pub async fn written_after(self, seq: i64, limit: u64) -> Result<Vec<(i64, UserId, NotificationId)>, StorageError> {
        let rows: Vec<(i64, uuid::Uuid, uuid::Uuid)> = visible::<notification::Entity, R>(self.0)
            .filter(notification::Column::Seq.gt(seq))
            .order_by_asc(notification::Column::Seq)
            .limit(limit)
            .select_only()
            .column(notification::Column::Seq)
            .column(notification::Column::UserId)
            .column(notification::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(rows.into_iter().map(|(seq, user, id)| (seq, UserId::from_uuid(user), NotificationId::from_uuid(id))).collect())
    }

    /// The end of what was written.
    pub async fn latest(self) -> Result<i64, StorageError> {
        let last: Option<i64> = visible::<notification::Entity, R>(self.0)
            .order_by_desc(notification::Column::Seq)
            .limit(1)
            .select_only()
            .column(notification::Column::Seq)
            .into_tuple()
            .one(self.0.connection().0)
            .await?;
        Ok(last.unwrap_or(0))
    }
}

/// How many rows go into one statement.
const ROWS: usize = 500;

async fn prefer<W: Writes>(writes: &W, user: UserId, chosen: &[Preference], at: DateTime<Utc>) -> Result<(), StorageError>
where
    notification_preference::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    notification::Entity: AmendedBy<W::Scope>,
{
    let known: Vec<String> = visible::<notification_preference::Entity, W>(writes)
        .filter(notification_preference::Column::UserId.eq(user.uuid()))
        .select_only()
        .column(notification_preference::Column::Topic)
        .into_tuple()
        .all(writes.connection().0)
        .await?;
    let mut first = Vec::new();
    for preference in chosen {
        let (topic, in_app, mail) = (preference.topic.as_str(), Set(preference.in_app), Set(preference.mail.as_str().to_owned()));
        let row = notification_preference::ActiveModel { in_app, mail, chosen_at: Set(at), ..Default::default() };
        if known.iter().any(|known| known == topic) {
            let which = Condition::all()
                .add(notification_preference::Column::UserId.eq(user.uuid()))
                .add(notification_preference::Column::Topic.eq(topic));
            amend::<notification_preference::Entity, W>(writes, row, which).await?;
        } else {
            first.push(notification_preference::ActiveModel { user_id: Set(user.uuid()), topic: Set(topic.to_owned()), ..row });
        }
    }
    add::<notification_preference::Entity, W>(writes, first).await?;
    // What waited for a digest that is not wanted any more waits no longer.
    let unwanted: Vec<&str> = chosen.iter().filter(|one| one.mail == MailChoice::Never).map(|one| Topic::as_str(one.topic)).collect();
    if !unwanted.is_empty() {
        let row = notification::ActiveModel { digest_due_at: Set(None), ..Default::default() };
        let which = Condition::all()
            .add(notification::Column::UserId.eq(user.uuid()))
            .add(notification::Column::Topic.is_in(unwanted))
            .add(notification::Column::DigestDueAt.is_not_null());
        amend_all::<notification::Entity, W>(writes, row, which).await?;
    }
    Ok(())
}
