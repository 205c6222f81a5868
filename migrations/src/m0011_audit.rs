//! What changed with what happened, the chains that it is entered in, and the checkpoints over them.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::table::{create, index, key, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Texts and not documents: what was hashed has to come back byte for byte.
        for column in [uuid_null("company_id"), text_null("changes"), text_null("private")] {
            manager.alter_table(Table::alter().table(Alias::new("event")).add_column(column).take()).await?;
        }
        let chain = table("audit_chain", [uuid("chain_id").primary_key().take(), big_integer("length"), binary("hash")]);
        let entry = table("audit_entry", [uuid("chain_id"), big_integer("number"), uuid("event_id"), binary("hash")])
            .primary_key(&mut key("audit_entry", ["chain_id", "number"]))
            .take();
        let signing = table(
            "audit_key",
            [string("kid").primary_key().take(), binary("sealed"), binary("public"), timestamp_with_time_zone("created_at")],
        );
        let checkpoint = table(
            "audit_checkpoint",
            [big_integer("number").primary_key().take(), big_integer("size"), binary("root"), timestamp_with_time_zone("at"), text("note")],
        );
        // A head of a chain, in the order in which checkpoints took them; with it the hashes of the subtrees that end there.
        let leaf = table(
            "audit_leaf",
            [
                big_integer("place").primary_key().take(),
                big_integer("checkpoint"),
                uuid("chain_id"),
                big_integer("length"),
                binary("hash"),
                binary("nodes"),
            ],
        );
        create(
            manager,
            [chain, entry, signing, checkpoint, leaf],
            [
                // An event is entered once in each chain.
                index("audit_entry", "audit_entry_event_id_key", ["event_id", "chain_id"]).unique().take(),
                index("audit_leaf", "audit_leaf_chain_id_idx", ["chain_id", "length"]),
                index("event", "event_at_idx", ["at", "event_id"]),
                index("event", "event_actor_id_idx", ["actor_id", "at", "event_id"]),
                index("event", "event_name_idx", ["name", "at", "event_id"]),
                index("event", "event_request_id_idx", ["request_id"]),
                index("event_company", "event_company_event_id_idx", ["event_id"]),
            ],
        )
        .await?;
        // What happened before there were chains is in none: where they begin is noted once.
        let begin = "INSERT INTO reading (name, xact, seq) SELECT 'before-audit', 0, coalesce(max(seq), 0) FROM event";
        manager.get_connection().execute_unprepared(begin).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(include_str!("row_security/audit.sql")).await?;
        }
        Ok(())
    }
}
