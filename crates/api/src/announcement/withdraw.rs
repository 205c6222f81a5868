//! `withdrawAnnouncement`

use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject};
use domain::{announcement::AnnouncementError, id::AnnouncementId};

use super::Announcement;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// Which announcement.
#[derive(InputObject)]
pub struct WithdrawAnnouncementInput {
    /// The announcement.
    pub announcement_id: ID,
    /// The version as it was read.
    pub expected_version: i32,
}

user_errors! {
    "withdrawAnnouncement": WithdrawAnnouncementError, WithdrawAnnouncementErrorCode {
        /// Only what is published is withdrawn.
        NotPublished,
    }
}

/// The announcement.
#[derive(SimpleObject)]
pub struct WithdrawAnnouncementPayload {
    /// The announcement; nothing if there are `userErrors`.
    pub announcement: Option<Announcement>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<WithdrawAnnouncementError>,
}

#[derive(Default)]
pub struct WithdrawAnnouncement;

#[Object]
impl WithdrawAnnouncement {
    /// Takes an announcement back. Requires an Administrator with a fresh factor.
    async fn withdraw_announcement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which announcement.")] input: WithdrawAnnouncementInput,
    ) -> Result<WithdrawAnnouncementPayload, Error> {
        let mut reading = Reading::default();
        let id = reading.take("announcementId", input.announcement_id.parse::<AnnouncementId>());
        let id = match reading.finish(id) {
            Ok(id) => id,
            Err(user_errors) => return Ok(WithdrawAnnouncementPayload { announcement: None, user_errors }),
        };
        let outcome = app::announcement::withdraw(op(ctx), id, input.expected_version).await;
        let (announcement, user_errors) = split(settle(outcome, |error| tell(&error))?);
        Ok(WithdrawAnnouncementPayload { announcement: announcement.map(Announcement), user_errors })
    }
}

fn tell(error: &AnnouncementError) -> WithdrawAnnouncementError {
    use WithdrawAnnouncementErrorCode as Code;
    let (code, path) = match error {
        AnnouncementError::NotPublished { .. } => (Code::NotPublished, "announcementId"),
        // The other rules are of the other mutations of announcements.
        _ => (Code::InvalidInput, ""),
    };
    rule(code, path, error)
}
