//! `draftAnnouncement`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{
    announcement::{AnnouncementError, AnnouncementWords},
    id::AnnouncementId,
};

use super::{Announcement, AnnouncementAudience};
use crate::{
    context::op,
    scalar::DateTime,
    translation::LocalizedTextInput,
    user_error::{Reading, rule, settle, split, user_errors},
    word::CountryCode,
};

/// An announcement.
#[derive(InputObject)]
pub struct DraftAnnouncementInput {
    /// The draft that is written anew; nothing for a new one.
    pub announcement_id: Option<ID>,
    /// The version of the draft as it was read; nothing for a new one.
    pub expected_version: Option<i32>,
    /// The title, 3 to 200 characters in each language.
    pub title: LocalizedTextInput,
    /// The text, 3 to 5,000 characters, in the languages of the title.
    pub text: LocalizedTextInput,
    /// Who reads it.
    pub audience: AnnouncementAudience,
    /// The side, where it is for one.
    pub side: Option<CountryCode>,
    /// From when it is shown; at once if nothing is said.
    pub from: Option<DateTime>,
    /// Until when; until it is withdrawn if nothing is said.
    pub until: Option<DateTime>,
}

user_errors! {
    "draftAnnouncement": DraftAnnouncementError, DraftAnnouncementErrorCode {
        /// A title needs a text in the same language, and a text a title.
        HalfTranslated,
        /// It is for one side, and no side is named.
        SideMissing,
        /// A side is named, and it is not for one side.
        SideForNobody,
        /// It ends before it begins.
        EndsBeforeItBegins,
        /// It is published or withdrawn; withdraw it and draft another.
        NotADraft,
    }
}

/// The draft.
#[derive(SimpleObject)]
pub struct DraftAnnouncementPayload {
    /// The announcement; nothing if there are `userErrors`.
    pub announcement: Option<Announcement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<DraftAnnouncementError>,
}

#[derive(Default)]
pub struct DraftAnnouncement;

#[Object]
impl DraftAnnouncement {
    /// Writes an announcement that only staff read until it is published, new or anew. Requires an Administrator with a fresh factor.
    async fn draft_announcement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An announcement.")] input: DraftAnnouncementInput,
    ) -> Result<DraftAnnouncementPayload, Error> {
        let op = op(ctx);
        let mut reading = Reading::default();
        let title = input.title.read(&mut reading, "title", 3, 200);
        let text = input.text.read(&mut reading, "text", 3, 5_000);
        let before = match (input.announcement_id, input.expected_version) {
            (None, None) => None,
            (Some(id), Some(version)) => reading.take("announcementId", id.parse::<AnnouncementId>()).map(|id| (id, version)),
            (Some(_), None) => {
                reading.fault("expectedVersion", "say which version of the draft you have read");
                None
            }
            (None, Some(_)) => {
                reading.fault("announcementId", "say which draft");
                None
            }
        };
        let words = title.zip(text).map(|(title, text)| AnnouncementWords {
            title,
            text,
            audience: input.audience.into(),
            side: input.side.map(Into::into),
            from: input.from.map_or_else(|| op.app().now(), |from| from.0),
            until: input.until.map(|until| until.0),
        });
        let words = match reading.finish(words) {
            Ok(words) => words,
            Err(user_errors) => return Ok(DraftAnnouncementPayload { announcement: None, user_errors }),
        };
        let outcome = app::announcement::draft(op, words, before).await;
        let (announcement, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(DraftAnnouncementPayload { announcement: announcement.map(Announcement), user_errors })
    }
}

fn tell(error: &AnnouncementError) -> DraftAnnouncementError {
    use DraftAnnouncementErrorCode as Code;
    let (code, path) = match error {
        AnnouncementError::HalfTranslated { .. } => (Code::HalfTranslated, "text"),
        AnnouncementError::SideMissing => (Code::SideMissing, "side"),
        AnnouncementError::SideForNobody => (Code::SideForNobody, "side"),
        AnnouncementError::EndsBeforeItBegins => (Code::EndsBeforeItBegins, "until"),
        AnnouncementError::NotADraft { .. } => (Code::NotADraft, "announcementId"),
        // The other rules are of the other mutations of announcements.
        _ => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}
