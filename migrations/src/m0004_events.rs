//! What happened, and the letters that follow from it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{create, index, key, references, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres;
        // Numbers are given when a row is written, not when it is committed: a reader that goes by them alone would step over a slower
        // transaction. PostgreSQL therefore keeps the transaction too, and readers stop below the oldest that still runs.
        let mut xact = big_integer("xact");
        if postgres {
            xact.default(Expr::cust("pg_current_xact_id()::text::bigint"));
        } else {
            xact.default(0);
        }
        let event = table(
            "event",
            [
                big_pk_auto("seq"),
                xact,
                uuid("event_id"),
                string("name"),
                json_binary("body"),
                string("actor_kind"),
                uuid_null("actor_id"),
                string("request_id"),
                timestamp_with_time_zone("at"),
            ],
        );
        let event_company = table("event_company", [uuid("event_id"), uuid("company_id")])
            .primary_key(&mut key("event_company", ["company_id", "event_id"]))
            .take();
        let letter = table(
            "letter",
            [
                pk_uuid("id"),
                uuid("user_id"),
                string("language"),
                json_binary("content"),
                string("state"),
                integer("attempts"),
                timestamp_with_time_zone("due_at"),
                timestamp_with_time_zone("written_at"),
                timestamp_with_time_zone_null("sent_at"),
            ],
        )
        .foreign_key(&mut references("letter", "user_id", "user_account"))
        .take();
        // How far those have read who do something once for all nodes.
        let reading = table("reading", [string("name").primary_key().take(), big_integer("xact"), big_integer("seq")]);
        create(
            manager,
            [event, event_company, letter, reading],
            [
                index("event", "event_event_id_key", ["event_id"]).unique().take(),
                index("event", "event_xact_seq_idx", ["xact", "seq"]),
                index("letter", "letter_due_idx", ["due_at"]).and_where(Expr::col("state").eq("WAITING")).take(),
            ],
        )
        .await
    }
}
