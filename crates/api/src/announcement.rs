//! What the forum announces.

pub mod draft;
pub mod publish;
pub mod withdraw;

use app::storage::Position;
use async_graphql::{Context, Error, ID, Object, connection::Connection};
use domain::{announcement as domain_announcement, id::Identifier};

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost},
    reference::LocalizedText,
    scalar::DateTime,
    word::CountryCode,
};

crate::word::words! {
    /// Who reads an announcement.
    AnnouncementAudience = "domain::announcement::Audience" {
        /// Everybody, signed in or not.
        Public,
        /// Everybody who acts for a company, and staff.
        Members,
        /// The companies of one side, and staff.
        OneSide,
    }

    /// Whether an announcement is shown.
    AnnouncementState = "domain::announcement::AnnouncementState" {
        /// Staff work on it.
        Draft,
        /// Its audience reads it from `from` until `until`.
        Published,
        /// It was taken back.
        Withdrawn,
    }
}

/// A word of the forum to everybody, to its members or to the companies of one side.
#[derive(Clone)]
pub struct Announcement(pub domain_announcement::Announcement);

/// A word of the forum to everybody, to its members or to the companies of one side.
#[Object(name = "Announcement")]
impl Announcement {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The title. Who reads none of the languages that are there reads English.
    async fn title(&self) -> LocalizedText {
        LocalizedText(self.0.words.title.clone())
    }

    /// The text. Who reads none of the languages that are there reads English.
    async fn text(&self) -> LocalizedText {
        LocalizedText(self.0.words.text.clone())
    }

    /// Who reads it.
    async fn audience(&self) -> AnnouncementAudience {
        self.0.words.audience.into()
    }

    /// The side whose companies read it, where it is for one.
    async fn side(&self) -> Option<CountryCode> {
        self.0.words.side.map(Into::into)
    }

    /// From when it is shown.
    async fn from(&self) -> DateTime {
        self.0.words.from.into()
    }

    /// Until when; nothing where it stays until it is withdrawn.
    async fn until(&self) -> Option<DateTime> {
        self.0.words.until.map(Into::into)
    }

    /// Whether it is shown.
    async fn state(&self) -> AnnouncementState {
        self.0.state.into()
    }

    /// When it was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(Into::into)
    }

    /// When it was withdrawn.
    async fn withdrawn_at(&self) -> Option<DateTime> {
        self.0.withdrawn_at.map(Into::into)
    }

    /// The version, for mutations that change what one has read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

#[derive(Default)]
pub struct AnnouncementQuery;

#[Object]
impl AnnouncementQuery {
    /// What is announced now to whoever asks, the latest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn announcements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Announcement>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let op = op(ctx);
        let view = op.view().await.map_err(failed)?;
        let page = view.announcements().current(op.app().now(), &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.words.from, row.id.uuid()), row));
        Ok(connection(page, &window, Announcement))
    }

    /// Every announcement in any state, the last drafted first. Requires an Administrator.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn announcement_drafts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those in this state.")] state: Option<AnnouncementState>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Announcement>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = app::announcement::page(op(ctx), state.map(Into::into), &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.drafted_at, row.id.uuid()), row));
        Ok(connection(page, &window, Announcement))
    }
}
