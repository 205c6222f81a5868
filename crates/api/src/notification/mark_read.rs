//! `markNotificationsRead`

use app::notification::Read;
use async_graphql::{Context, Error, ID, InputObject, Object, OneofObject, SimpleObject};
use domain::id::NotificationId;

use crate::{
    context::op,
    error::failed,
    user_error::{Reading, user_errors},
};

/// Which part of the inbox was read.
#[derive(OneofObject)]
pub enum NotificationsRead {
    /// These, at most 100.
    Ids(Vec<ID>),
    /// This one and everything before it.
    UpTo(ID),
}

/// Which notifications were read.
#[derive(InputObject)]
pub struct MarkNotificationsReadInput {
    /// Some, or all up to one.
    pub notifications: NotificationsRead,
}

user_errors! {
    "markNotificationsRead": MarkNotificationsReadError, MarkNotificationsReadErrorCode {}
}

/// What became of the inbox.
#[derive(SimpleObject)]
pub struct MarkNotificationsReadPayload {
    /// How many were unread and are read now; nothing if there are `userErrors`.
    pub marked: Option<i32>,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<MarkNotificationsReadError>,
}

#[derive(Default)]
pub struct MarkNotificationsRead;

/// At most this many at a time.
const MANY: usize = 100;

#[Object]
impl MarkNotificationsRead {
    /// Marks notifications of one's own as read; what is not one's own is left alone. Requires a person who has signed in.
    async fn mark_notifications_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which notifications were read.")] input: MarkNotificationsReadInput,
    ) -> Result<MarkNotificationsReadPayload, Error> {
        let mut reading = Reading::default();
        let which = match input.notifications {
            NotificationsRead::UpTo(id) => reading.take("notifications.upTo", id.parse::<NotificationId>()).map(Read::UpTo),
            NotificationsRead::Ids(ids) if ids.len() > MANY => {
                reading.fault("notifications.ids", format!("at most {MANY}"));
                None
            }
            NotificationsRead::Ids(ids) => {
                let ids = ids.iter().enumerate();
                let read = ids.map(|(at, id)| reading.take(format!("notifications.ids.{at}"), id.parse::<NotificationId>()));
                // Every one is read before the first fault ends it, so that all faults are told.
                let read: Vec<Option<NotificationId>> = read.collect();
                read.into_iter().collect::<Option<Vec<_>>>().map(Read::These)
            }
        };
        let which = match reading.finish(which) {
            Ok(which) => which,
            Err(user_errors) => return Ok(MarkNotificationsReadPayload { marked: None, user_errors }),
        };
        let marked = app::notification::mark_read(op(ctx), which).await.map_err(failed)?;
        Ok(MarkNotificationsReadPayload { marked: Some(i32::try_from(marked).unwrap_or(i32::MAX)), user_errors: Vec::new() })
    }
}
