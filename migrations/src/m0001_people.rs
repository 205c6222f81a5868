//! People, what proves who they are, and their duties.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{create, index, references, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `user` is a word of SQL's own, so the table of people is called `user_account`.
        let user_account = table(
            "user_account",
            [
                pk_uuid("id"),
                string("email"),
                string("email_key"),
                string("name"),
                string("language"),
                timestamp_with_time_zone_null("email_verified_at"),
                timestamp_with_time_zone("registered_at"),
            ],
        );
        // Apart from the person, so that whoever may read people does not read this.
        let password = table(
            "password",
            [
                uuid("user_id").primary_key().take(),
                text("hash"),
                timestamp_with_time_zone("changed_at"),
                integer("failures"),
                timestamp_with_time_zone_null("blocked_until"),
            ],
        )
        .foreign_key(&mut references("password", "user_id", "user_account"))
        .take();
        let session = table(
            "session",
            [
                pk_uuid("id"),
                uuid("user_id"),
                string("kind"),
                uuid_null("company_id"),
                boolean("on_duty"),
                binary("secret_hash"),
                binary_null("previous_hash"),
                timestamp_with_time_zone("rotated_at"),
                timestamp_with_time_zone("authenticated_at"),
                timestamp_with_time_zone("used_at"),
                timestamp_with_time_zone("expires_at"),
                timestamp_with_time_zone_null("ended_at"),
            ],
        )
        .foreign_key(&mut references("session", "user_id", "user_account"))
        .take();
        let staff = table(
            "staff",
            [
                pk_uuid("id"),
                uuid("user_id"),
                string("duty"),
                string("side"),
                string("state"),
                uuid_null("proposed_by"),
                uuid_null("approved_by"),
                timestamp_with_time_zone("since"),
                integer("version"),
            ],
        )
        .foreign_key(&mut references("staff", "user_id", "user_account"))
        .take();
        let signing_key = table(
            "signing_key",
            [
                string("kid").primary_key().take(),
                binary("sealed"),
                binary("public"),
                timestamp_with_time_zone("created_at"),
                timestamp_with_time_zone_null("retires_at"),
            ],
        );
        create(
            manager,
            [user_account, password, session, staff, signing_key],
            [
                index("user_account", "user_account_email_key", ["email_key"]).unique().take(),
                index("session", "session_secret_hash_key", ["secret_hash"]).unique().take(),
                index("session", "session_previous_hash_idx", ["previous_hash"]),
                index("session", "session_user_id_idx", ["user_id"]),
                index("staff", "staff_user_id_duty_side_key", ["user_id", "duty", "side"]).unique().take(),
            ],
        )
        .await
    }
}
