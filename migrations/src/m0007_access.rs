//! What proves who somebody is beyond a password, how often it was guessed at, and what links and challenges are open.

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
        // SQLite adds one column a statement.
        for column in [
            timestamp_with_time_zone_null("created_at"),
            string_null("agent"),
            // When a second factor was last shown on this device; empty where only a password was.
            timestamp_with_time_zone_null("second_factor_at"),
        ] {
            manager.alter_table(Table::alter().table(Alias::new("session")).add_column(column).take()).await?;
        }
        manager.get_connection().execute_unprepared("UPDATE session SET created_at = authenticated_at").await?;
        tables(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(include_str!("row_security/access.sql")).await?;
        }
        Ok(())
    }
}

async fn tables(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let second_factor = table(
        "second_factor",
        [
            pk_uuid("id"),
            uuid("user_id"),
            string("kind"),
            string("name"),
            timestamp_with_time_zone("added_at"),
            timestamp_with_time_zone_null("confirmed_at"),
            timestamp_with_time_zone_null("used_at"),
        ],
    )
    .foreign_key(&mut references("second_factor", "user_id", "user_account"))
    .take();
    // Apart from the factor, so that whoever may read that there is one does not read what it is checked against.
    let factor_secret = table(
        "factor_secret",
        [
            uuid("second_factor_id").primary_key().take(),
            uuid("user_id"),
            binary("sealed"),
            // What the device calls its credential, for kinds that are looked up by it.
            binary_null("handle"),
            // The last step or count that was accepted: nothing at or below it is accepted again.
            big_integer("counter"),
        ],
    )
    .foreign_key(&mut references("factor_secret", "second_factor_id", "second_factor"))
    .take();
    let recovery_code = table("recovery_code", [uuid("user_id"), string("hash"), timestamp_with_time_zone_null("used_at")])
        .primary_key(&mut key("recovery_code", ["user_id", "hash"]))
        .foreign_key(&mut references("recovery_code", "user_id", "user_account"))
        .take();
    let challenge = table(
        "challenge",
        [
            pk_uuid("id"),
            uuid_null("user_id"),
            string("purpose"),
            binary("secret_hash"),
            json_binary("content"),
            timestamp_with_time_zone("made_at"),
            timestamp_with_time_zone("expires_at"),
            timestamp_with_time_zone_null("used_at"),
        ],
    )
    .foreign_key(&mut references("challenge", "user_id", "user_account"))
    .take();
    let email_change = table(
        "email_change",
        [
            pk_uuid("id"),
            uuid("user_id"),
            string("email"),
            string("former_email"),
            string("state"),
            timestamp_with_time_zone("asked_at"),
            timestamp_with_time_zone_null("decided_at"),
        ],
    )
    .foreign_key(&mut references("email_change", "user_id", "user_account"))
    .take();
    // Who asks for a letter is not looked up where he asks: a worker does it, so that time tells nothing of who is known.
    let letter_request =
        table("letter_request", [pk_uuid("id"), string("kind"), string("email_key"), timestamp_with_time_zone("asked_at")]);
    let meter = table(
        "meter",
        [
            string("name").primary_key().take(),
            integer("taken"),
            integer("streak"),
            timestamp_with_time_zone("since"),
            timestamp_with_time_zone_null("blocked_until"),
        ],
    );
    create(
        manager,
        [second_factor, factor_secret, recovery_code, challenge, email_change, letter_request, meter],
        [
            index("second_factor", "second_factor_user_id_idx", ["user_id"]),
            index("factor_secret", "factor_secret_user_id_idx", ["user_id"]),
            index("factor_secret", "factor_secret_handle_key", ["handle"]).unique().take(),
            index("challenge", "challenge_secret_hash_key", ["secret_hash"]).unique().take(),
            index("challenge", "challenge_expires_at_idx", ["expires_at"]),
            index("email_change", "email_change_user_id_idx", ["user_id"]),
            index("letter_request", "letter_request_asked_at_idx", ["asked_at"]),
            index("meter", "meter_since_idx", ["since"]),
        ],
    )
    .await
}
