//! What people are told, and how they want to be told it.

pub mod mark_read;
pub mod preferences;
pub mod unsubscribe;

use app::storage;
use async_graphql::{Context, Error, ID, Object, SimpleObject};
use domain::{
    actor::Actor,
    language::Language,
    notification::{Preference, Topic},
};

use crate::{
    company::Company,
    context::op,
    error::{failed, nullable},
    node::{self, Node},
    scalar::DateTime,
    word::{LanguageTag, MailChoice, NotificationKind, NotificationTopic},
};

/// Something that happened, told to one person.
#[derive(Clone)]
pub struct Notification {
    pub told: storage::Notification,
    pub language: Language,
}

/// Something that happened, told to one person.
#[Object(name = "Notification")]
impl Notification {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.told.id.to_string())
    }

    /// What happened, for programs.
    async fn kind(&self) -> NotificationKind {
        self.told.kind.into()
    }

    /// What it is about: the person chooses by topic how each is told.
    async fn topic(&self) -> NotificationTopic {
        self.told.kind.topic().into()
    }

    /// What happened, as one sentence in the person's language or in another one.
    async fn text(
        &self,
        #[graphql(desc = "The language; the person's own if it is left out.")] language: Option<LanguageTag>,
    ) -> Result<String, Error> {
        app::notification::text(&self.told, language.map_or(self.language, Into::into)).map_err(failed)
    }

    /// The page to go to, as a path of the forum's pages with the language in front.
    async fn path(&self, #[graphql(desc = "The language; the person's own if it is left out.")] language: Option<LanguageTag>) -> String {
        let language: Language = language.map_or(self.language, Into::into);
        format!("/{language}{}", app::notification::path(self.told.kind, self.told.subject.as_deref()))
    }

    /// The company for which it concerns the person; nothing where it concerns himself.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.told.company?).await)
    }

    /// The identifier of the record that it is about.
    async fn subject_id(&self) -> Option<ID> {
        self.told.subject.clone().map(ID)
    }

    /// The record that it is about; nothing if it cannot be read by whoever the person acts for at present.
    #[graphql(complexity = "2 + child_complexity")]
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<Node, Error>> {
        let id = ID(self.told.subject.clone()?);
        nullable(node::find(ctx, &id).await)
    }

    /// When it happened.
    async fn at(&self) -> DateTime {
        self.told.at.into()
    }

    /// When the person marked it as read.
    async fn read_at(&self) -> Option<DateTime> {
        self.told.read_at.map(Into::into)
    }
}

/// How a person is told of a topic.
#[derive(SimpleObject)]
pub struct NotificationPreference {
    /// What it is about.
    pub topic: NotificationTopic,
    /// Whether it is put into the inbox.
    pub in_app: bool,
    /// When it comes by mail.
    pub mail: MailChoice,
    /// Whether the person may choose: notices of security are always told.
    pub optional: bool,
}

impl From<Preference> for NotificationPreference {
    fn from(preference: Preference) -> Self {
        Self {
            topic: preference.topic.into(),
            in_app: preference.in_app,
            mail: preference.mail.into(),
            optional: Topic::is_optional(preference.topic),
        }
    }
}

/// The language of the person who asks.
pub async fn language(ctx: &Context<'_>) -> Result<Language, Error> {
    let op = op(ctx);
    let signed_in = op.actor().await.map_err(failed)?.signed_in().ok_or_else(|| failed(app::Failure::Unauthenticated))?;
    Ok(app::account::person(op, signed_in.user).await.map_err(failed)?.language)
}

/// Whether somebody has signed in, whomever he acts for.
pub async fn somebody(ctx: &Context<'_>) -> Result<domain::id::UserId, Error> {
    let actor: &Actor = op(ctx).actor().await.map_err(failed)?;
    actor.signed_in().map(|person| person.user).ok_or_else(|| failed(app::Failure::Unauthenticated))
}
