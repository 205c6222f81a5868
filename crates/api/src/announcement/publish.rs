//! `publishAnnouncement`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{announcement::AnnouncementError, id::AnnouncementId};

use super::Announcement;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which announcement.
#[derive(InputObject)]
pub struct PublishAnnouncementInput {
    /// The announcement.
    pub announcement_id: ID,
    /// The version as it was read.
    pub expected_version: i32,
}

user_errors! {
    "publishAnnouncement": PublishAnnouncementError, PublishAnnouncementErrorCode {
        /// It is published or withdrawn already.
        NotADraft,
        /// Its time has passed.
        OverAlready,
    }
}

/// The announcement.
#[derive(SimpleObject)]
pub struct PublishAnnouncementPayload {
    /// The announcement; nothing if there are `userErrors`.
    pub announcement: Option<Announcement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<PublishAnnouncementError>,
}

#[derive(Default)]
pub struct PublishAnnouncement;

#[Object]
impl PublishAnnouncement {
    /// Shows a draft to its audience, from the moment that it names. Requires an Administrator with a fresh factor.
    async fn publish_announcement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which announcement.")] input: PublishAnnouncementInput,
    ) -> Result<PublishAnnouncementPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("announcementId", input.announcement_id.parse::<AnnouncementId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(PublishAnnouncementPayload { announcement: None, user_errors }),
        };
        let outcome = app::announcement::publish(op(ctx), id, input.expected_version).await;
        let (announcement, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(PublishAnnouncementPayload { announcement: announcement.map(Announcement), user_errors })
    }
}

fn tell(error: &AnnouncementError) -> PublishAnnouncementError {
    use PublishAnnouncementErrorCode as Code;
    let (code, path) = match error {
        AnnouncementError::NotADraft { .. } => (Code::NotADraft, "announcementId"),
        AnnouncementError::OverAlready => (Code::OverAlready, "announcementId"),
        // The other rules are of the other mutations of announcements.
        _ => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}
