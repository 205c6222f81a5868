//! What people are told: their inbox, what they choose to be told, and the link in a letter by which they choose to be told less.

mod facts;
mod phrase;
mod sentence;
mod word;

use domain::{
    event::Event,
    id::{Identifier, NotificationId, UserId},
    language::Language,
    notification::{MailChoice, NotificationKind, Preference, PreferenceError, Preferences, Topic},
    stamp::Timestamp,
};
pub use facts::Facts;
use persistence::repository::notification::{Marked, Notification};
pub use phrase::unsubscribe_words;
pub(crate) use phrase::{digest, more, news, say, security_notice, unsubscribed_here};
use thiserror::Error;
use uuid::Uuid;

use crate::{
    application::Application,
    failure::{Failure, Refused},
    op::Op,
};

/// What a link in a letter ends: the letters of a topic, or the gathered ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    Of(Topic),
    Digests,
}

const DIGESTS: &str = "DIGESTS";

impl Letters {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Of(topic) => topic.as_str(),
            Self::Digests => DIGESTS,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text == DIGESTS { Some(Self::Digests) } else { text.parse().ok().map(Self::Of) }
    }
}

/// Why a link ends nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnsubscribeError {
    #[error("this link is not one of ours")]
    LinkInvalid,
}

/// Which part of the inbox is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    These(Vec<NotificationId>),
    /// One and everything before it.
    UpTo(NotificationId),
}

/// Marks notifications as read. What is not one's own is left alone without a word.
pub async fn mark_read(op: &Op, which: Read) -> Result<u64, Failure> {
    let (tx, actor) = op.begin_person().await?;
    let user = actor.signed_in().ok_or(Failure::Unauthenticated)?.user;
    let which = match which {
        Read::These(ids) => Marked::These(ids),
        Read::UpTo(id) => Marked::UpTo(tx.notifications().find(id).await?.ok_or(Failure::NotFound)?.at),
    };
    let marked = tx.notifications().mark_read(&which, op.app().now()).await?;
    tx.commit(Event::NotificationsRead { user }).await?;
    Ok(marked)
}

/// How the person is told of each topic.
pub async fn preferences(op: &Op) -> Result<Vec<Preference>, Failure> {
    let actor = op.actor().await?;
    let user = actor.signed_in().ok_or(Failure::Unauthenticated)?.user;
    let on_duty = matches!(actor, domain::actor::Actor::Staff(_));
    let chosen = Preferences::new(op.view().await?.notifications().preferences(&[user]).await?);
    let topics = Topic::ALL.iter().filter(|topic| on_duty || **topic != Topic::Queue);
    Ok(topics.map(|topic| chosen.of(user, *topic)).collect())
}

/// Keeps what the person chooses; topics that he does not name stay as they were.
pub async fn choose(op: &Op, chosen: &[Preference]) -> Result<(), Refused<PreferenceError>> {
    let (tx, actor) = op.begin_person().await?;
    let user = actor.signed_in().ok_or(Failure::Unauthenticated)?.user;
    Preference::choose(chosen)?;
    tx.notifications().choose(chosen, op.app().now()).await?;
    tx.commit(Event::NotificationPreferencesChanged { user }).await?;
    Ok(())
}

/// Since when the person's mailbox refuses what the forum sends.
pub async fn refused_since(op: &Op) -> Result<Option<Timestamp>, Failure> {
    let user = op.actor().await?.signed_in().ok_or(Failure::Unauthenticated)?.user;
    Ok(op.view().await?.notifications().refusals(&[user]).await?.first().map(|(_, since)| *since))
}

impl Application {
    /// The secret part of a link that ends letters. It is good for as long as the person is there, as RFC 8058 wants it.
    pub(crate) fn unsubscribe_token(&self, user: UserId, letters: Letters) -> String {
        let label = format!("unsubscribe/{}", letters.as_str());
        format!("{}.{}.{}", user.uuid().simple(), letters.as_str(), self.link_seal.derive_token(&label, user.uuid()))
    }

    /// Whose letters a link ends, and which.
    pub fn unsubscribes(&self, token: &str) -> Result<(UserId, Letters), UnsubscribeError> {
        let mut parts = token.split('.');
        let (Some(user), Some(letters), Some(proof), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return Err(UnsubscribeError::LinkInvalid);
        };
        let user = Uuid::try_parse(user).ok().map(UserId::from_uuid).ok_or(UnsubscribeError::LinkInvalid)?;
        let letters = Letters::parse(letters).ok_or(UnsubscribeError::LinkInvalid)?;
        let ours = self.link_seal.is_token(&format!("unsubscribe/{}", letters.as_str()), user.uuid(), proof);
        if ours { Ok((user, letters)) } else { Err(UnsubscribeError::LinkInvalid) }
    }
}

/// Ends letters for whoever holds the link of one, signed in or not. Followed twice, it has one effect.
pub async fn unsubscribe(op: &Op, token: &str) -> Result<Letters, Refused<UnsubscribeError>> {
    let app = op.app();
    let (user, letters) = app.unsubscribes(token)?;
    let tx = app.begin_system(op.request()).await?;
    if tx.users().find(user).await?.is_none() {
        return Err(UnsubscribeError::LinkInvalid.into());
    }
    let known = Preferences::new(tx.notifications().preferences(&[user]).await?);
    let ends = |preference: &Preference| match letters {
        Letters::Of(topic) => preference.topic == topic && preference.mail != MailChoice::Never,
        Letters::Digests => matches!(preference.mail, MailChoice::Daily | MailChoice::Weekly),
    };
    let ended: Vec<Preference> = Topic::ALL
        .iter()
        .filter(|topic| topic.is_optional())
        .map(|topic| known.of(user, *topic))
        .filter(ends)
        .map(|preference| Preference { mail: MailChoice::Never, ..preference })
        .collect();
    if ended.is_empty() {
        return Ok(letters);
    }
    tx.notifications().choose_for(user, &ended, app.now()).await?;
    tx.commit(Event::Unsubscribed { user, topic: letters.as_str().to_owned() }).await?;
    Ok(letters)
}

/// Where a reader goes from a notification, below the language of his pages.
#[must_use]
pub fn path(kind: NotificationKind, subject: Option<&str>) -> String {
    // Identifiers are letters, digits and an underscore, which stand in an address as they are.
    let one_of = |list: &str| subject.map_or_else(|| format!("/{list}"), |id| format!("/{list}/one?id={id}"));
    match kind.topic() {
        Topic::Security => "/account".to_owned(),
        Topic::Company | Topic::Members | Topic::Announcements => "/desk".to_owned(),
        Topic::Listings => "/listings".to_owned(),
        Topic::Introductions => "/introductions".to_owned(),
        Topic::Messages => one_of("conversations"),
        Topic::Agreements => one_of("agreements"),
        Topic::Ventures | Topic::Progress => one_of("ventures"),
        Topic::Queue => "/moderation".to_owned(),
    }
}

/// What a notification says in a language.
pub fn text(notification: &Notification, language: Language) -> Result<String, Failure> {
    let facts: Facts = serde_json::from_value(notification.facts.clone()).map_err(|error| Failure::Internal(error.to_string()))?;
    Ok(say(notification.kind, &facts, language))
}
