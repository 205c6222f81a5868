//! `updateNotificationPreferences`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::notification::{Preference, PreferenceError};

use super::NotificationPreference;
use crate::{
    context::op,
    error::failed,
    user_error::{Reading, rule, settle, split, user_errors},
    word::{MailChoice, NotificationTopic},
};

/// How one wants to be told of a topic.
#[derive(InputObject)]
pub struct NotificationPreferenceInput {
    /// What it is about.
    pub topic: NotificationTopic,
    /// Whether it is put into the inbox.
    pub in_app: bool,
    /// When it comes by mail.
    pub mail: MailChoice,
}

/// What one chooses.
#[derive(InputObject)]
pub struct UpdateNotificationPreferencesInput {
    /// The topics that one chooses about; others stay as they were.
    pub preferences: Vec<NotificationPreferenceInput>,
}

user_errors! {
    "updateNotificationPreferences": UpdateNotificationPreferencesError, UpdateNotificationPreferencesErrorCode {
        /// Notices of security are always told.
        AlwaysTold,
        /// A topic is named twice.
        TopicTwice,
    }
}

/// What holds from now on.
#[derive(SimpleObject)]
pub struct UpdateNotificationPreferencesPayload {
    /// How one is told of every topic; nothing if there are `userErrors`.
    pub preferences: Option<Vec<NotificationPreference>>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<UpdateNotificationPreferencesError>,
}

#[derive(Default)]
pub struct UpdateNotificationPreferences;

/// There are fewer topics than this.
const MANY: usize = 100;

#[Object]
impl UpdateNotificationPreferences {
    /// Chooses of what one is told, and how. Requires a person who has signed in.
    async fn update_notification_preferences(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What one chooses.")] input: UpdateNotificationPreferencesInput,
    ) -> Result<UpdateNotificationPreferencesPayload, Error> {
        let mut reading = Reading::default();
        let chosen = (input.preferences.len() <= MANY).then_some(input.preferences);
        if chosen.is_none() {
            reading.fault("preferences", format!("at most {MANY}"));
        }
        let chosen = match reading.finish(chosen) {
            Ok(chosen) => chosen,
            Err(user_errors) => return Ok(UpdateNotificationPreferencesPayload { preferences: None, user_errors }),
        };
        let read = |one: NotificationPreferenceInput| Preference { topic: one.topic.into(), in_app: one.in_app, mail: one.mail.into() };
        let chosen: Vec<Preference> = chosen.into_iter().map(read).collect();
        let outcome = app::notification::choose(op(ctx), &chosen).await;
        let (done, user_errors) = split(settle(outcome, tell)?);
        let preferences = match done {
            Some(()) => {
                let preferences = app::notification::preferences(op(ctx)).await.map_err(failed)?;
                Some(preferences.into_iter().map(Into::into).collect())
            }
            None => None,
        };
        Ok(UpdateNotificationPreferencesPayload { preferences, user_errors })
    }
}

fn tell(error: PreferenceError) -> UpdateNotificationPreferencesError {
    use UpdateNotificationPreferencesErrorCode as Code;
    let code = match error {
        PreferenceError::AlwaysTold => Code::AlwaysTold,
        PreferenceError::TopicTwice { .. } => Code::TopicTwice,
    };
    rule(code, "preferences", error)
}
