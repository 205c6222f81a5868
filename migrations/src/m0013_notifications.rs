//! What people are told and how they want to be told it; what an accepted introduction opens; whom a company would rather not see.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::table::{create, index, key, references, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        told(manager).await?;
        conversations(manager).await?;
        matches(manager).await?;
        lapses(manager).await?;
        let connection = manager.get_connection();
        // What was accepted before there were conversations has its conversation too.
        connection
            .execute_unprepared(
                "INSERT INTO conversation (id, introduction_id, from_company_id, to_company_id, opened_at, last_message_at, messages)
                 SELECT id, id, from_company_id, to_company_id, answered_at, answered_at, 0 FROM introduction
                 WHERE state = 'ACCEPTED' AND answered_at IS NOT NULL",
            )
            .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            connection.execute_unprepared(include_str!("row_security/notifications.sql")).await?;
        }
        Ok(())
    }
}

/// What each person was told, and how he wants to be told.
async fn told(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let notification = table(
        "notification",
        [
            // Given in the order in which they are written: one worker writes at a time, so nodes read on from the last they know.
            big_pk_auto("seq"),
            uuid("id"),
            uuid("user_id"),
            uuid("event_id"),
            uuid_null("company_id"),
            string("kind"),
            string("topic"),
            string_null("subject"),
            json_binary("facts"),
            boolean("in_app"),
            timestamp_with_time_zone("at"),
            timestamp_with_time_zone_null("read_at"),
            timestamp_with_time_zone_null("digest_due_at"),
        ],
    )
    .foreign_key(&mut references("notification", "user_id", "user_account"))
    .foreign_key(&mut references("notification", "company_id", "company"))
    .take();
    let preference = table(
        "notification_preference",
        [uuid("user_id"), string("topic"), boolean("in_app"), string("mail"), timestamp_with_time_zone("chosen_at")],
    )
    .primary_key(&mut key("notification_preference", ["user_id", "topic"]))
    .foreign_key(&mut references("notification_preference", "user_id", "user_account"))
    .take();
    // Mailboxes that refused a letter for good, until one arrives again.
    let refusal = table("mail_refusal", [uuid("user_id").primary_key().take(), integer("letters"), timestamp_with_time_zone("refused_at")])
        .foreign_key(&mut references("mail_refusal", "user_id", "user_account"))
        .take();
    let unread = || Expr::col("read_at").is_null().and(Expr::col("in_app").eq(true));
    create(
        manager,
        [notification, preference, refusal],
        [
            index("notification", "notification_id_key", ["id"]).unique().take(),
            index("notification", "notification_told_once_key", ["user_id", "event_id"]).unique().take(),
            index("notification", "notification_user_id_idx", ["user_id", "at", "id"]),
            index("notification", "notification_unread_idx", ["user_id", "subject"]).and_where(unread()).take(),
            index("notification", "notification_digest_idx", ["digest_due_at", "user_id"])
                .and_where(Expr::col("digest_due_at").is_not_null())
                .take(),
        ],
    )
    .await
}

/// What an accepted introduction opens.
async fn conversations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let conversation = table(
        "conversation",
        [
            pk_uuid("id"),
            uuid("introduction_id"),
            uuid("from_company_id"),
            uuid("to_company_id"),
            timestamp_with_time_zone("opened_at"),
            // Of the opening, as long as nobody has written.
            timestamp_with_time_zone("last_message_at"),
            integer("messages"),
        ],
    )
    .foreign_key(&mut references("conversation", "introduction_id", "introduction"))
    .foreign_key(&mut references("conversation", "from_company_id", "company"))
    .foreign_key(&mut references("conversation", "to_company_id", "company"))
    .take();
    let message = table(
        "message",
        [
            pk_uuid("id"),
            uuid("conversation_id"),
            uuid("company_id"),
            uuid("author"),
            text("body"),
            timestamp_with_time_zone("sent_at"),
            timestamp_with_time_zone_null("retracted_at"),
        ],
    )
    .foreign_key(&mut references("message", "conversation_id", "conversation"))
    .foreign_key(&mut references("message", "company_id", "company"))
    .take();
    let mark = table(
        "conversation_mark",
        [uuid("conversation_id"), uuid("user_id"), uuid("company_id"), timestamp_with_time_zone("read_through")],
    )
    .primary_key(&mut key("conversation_mark", ["conversation_id", "user_id"]))
    .foreign_key(&mut references("conversation_mark", "conversation_id", "conversation"))
    .foreign_key(&mut references("conversation_mark", "user_id", "user_account"))
    .foreign_key(&mut references("conversation_mark", "company_id", "company"))
    .take();
    create(
        manager,
        [conversation, message, mark],
        [
            index("conversation", "conversation_introduction_id_key", ["introduction_id"]).unique().take(),
            index("conversation", "conversation_from_idx", ["from_company_id", "last_message_at", "id"]),
            index("conversation", "conversation_to_idx", ["to_company_id", "last_message_at", "id"]),
            index("message", "message_conversation_id_idx", ["conversation_id", "sent_at", "id"]),
            index("message", "message_company_id_idx", ["company_id", "sent_at"]),
        ],
    )
    .await
}

/// Whom a company would rather not see among its matches, and how often each was shown.
async fn matches(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let dismissal = table(
        "dismissal",
        [
            uuid("company_id"),
            uuid("other_company_id"),
            text_null("reason"),
            uuid("dismissed_by"),
            timestamp_with_time_zone("dismissed_at"),
            timestamp_with_time_zone_null("restored_at"),
        ],
    )
    .primary_key(&mut key("dismissal", ["company_id", "other_company_id"]))
    .foreign_key(&mut references("dismissal", "company_id", "company"))
    .foreign_key(&mut references("dismissal", "other_company_id", "company"))
    .take();
    let exposure =
        table("exposure", [uuid("company_id").primary_key().take(), big_integer("shown"), timestamp_with_time_zone("counted_at")])
            .foreign_key(&mut references("exposure", "company_id", "company"))
            .take();
    create(
        manager,
        [dismissal, exposure],
        [
            index("dismissal", "dismissal_dismissed_at_idx", ["company_id", "dismissed_at", "other_company_id"]),
            index("dismissal", "dismissal_other_idx", ["other_company_id", "company_id"]),
            index("exposure", "exposure_counted_at_idx", ["counted_at"]),
        ],
    )
    .await
}

/// A memorandum that has run out lets the venture lapse that stands on it: its last day is kept where it can be asked for.
async fn lapses(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut agreement = Table::alter();
    agreement.table(Alias::new("agreement")).add_column(date_null("expires_on"));
    manager.alter_table(agreement).await?;
    let connection = manager.get_connection();
    let last_day = if manager.get_database_backend() == DbBackend::Postgres {
        "UPDATE agreement SET expires_on = (SELECT (terms ->> 'expires_on')::date FROM proposal WHERE proposal.id = agreement.proposal_id)
         WHERE proposal_id IS NOT NULL"
    } else {
        "UPDATE agreement SET expires_on = (SELECT json_extract(terms, '$.expires_on') FROM proposal WHERE proposal.id = agreement.proposal_id)
         WHERE proposal_id IS NOT NULL"
    };
    connection.execute_unprepared(last_day).await?;
    manager
        .create_index(
            index("joint_venture", "joint_venture_touched_at_idx", ["touched_at"])
                .and_where(Expr::col("stage").is_not_in(["COMPLETED", "DECLINED", "WITHDRAWN", "LAPSED", "TERMINATED"]))
                .and_where(Expr::col("health").ne("DORMANT"))
                .take(),
        )
        .await?;
    manager
        .create_index(
            index("joint_venture", "joint_venture_agreement_id_idx", ["agreement_id"])
                .and_where(Expr::col("stage").eq("MOU_SIGNED"))
                .take(),
        )
        .await
}
