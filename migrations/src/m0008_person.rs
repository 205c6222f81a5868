//! What a person agreed to, what is kept from being erased, and what his erasure destroys.

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
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        let mut erased = Table::alter();
        erased.table(Alias::new("user_account")).add_column(timestamp_with_time_zone_null("erased_at"));
        manager.alter_table(erased).await?;
        // What the audit says of a person it says by commitments under his salt: without it nobody can tell what they were of.
        let subject_salt =
            table("subject_salt", [uuid("user_id").primary_key().take(), binary("salt"), timestamp_with_time_zone("made_at")])
                .foreign_key(&mut references("subject_salt", "user_id", "user_account"))
                .take();
        let legal_text = table(
            "legal_text",
            [
                string("kind"),
                string("version"),
                string("language"),
                text("body"),
                string("digest"),
                timestamp_with_time_zone("in_force_from"),
            ],
        )
        .primary_key(&mut key("legal_text", ["kind", "version", "language"]))
        .take();
        let consent = table(
            "consent",
            [
                pk_uuid("id"),
                uuid("user_id"),
                string("purpose"),
                boolean("given"),
                string_null("version"),
                string_null("language"),
                timestamp_with_time_zone("at"),
            ],
        )
        .foreign_key(&mut references("consent", "user_id", "user_account"))
        .take();
        let legal_hold = table(
            "legal_hold",
            [
                pk_uuid("id"),
                uuid("user_id"),
                text("reason"),
                uuid_null("placed_by"),
                timestamp_with_time_zone("placed_at"),
                uuid_null("lifted_by"),
                timestamp_with_time_zone_null("lifted_at"),
                text_null("lifted_because"),
                integer("version"),
            ],
        )
        .foreign_key(&mut references("legal_hold", "user_id", "user_account"))
        .take();
        let data_export = table(
            "data_export",
            [pk_uuid("id"), uuid("user_id"), timestamp_with_time_zone("requested_at"), timestamp_with_time_zone("expires_at")],
        )
        .foreign_key(&mut references("data_export", "user_id", "user_account"))
        .take();
        create(
            manager,
            [subject_salt, legal_text, consent, legal_hold, data_export],
            [
                index("consent", "consent_user_id_idx", ["user_id", "purpose", "at"]),
                index("legal_hold", "legal_hold_user_id_idx", ["user_id"]),
                index("data_export", "data_export_user_id_idx", ["user_id"]),
            ],
        )
        .await?;
        let connection = manager.get_connection();
        // Whoever is registered already gets a salt as good as the program's own: 244 bits of chance or more.
        let salt =
            if postgres { "decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')" } else { "randomblob(32)" };
        let salted = format!("INSERT INTO subject_salt (user_id, salt, made_at) SELECT id, {salt}, CURRENT_TIMESTAMP FROM user_account");
        connection.execute_unprepared(&salted).await?;
        if postgres {
            connection.execute_unprepared(include_str!("row_security/person.sql")).await?;
        }
        Ok(())
    }
}
