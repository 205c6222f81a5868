//! Pictures and papers that companies hand over: what is known of them. The bytes lie in the store of files.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::table::{create, index, references, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let file = table(
            "file",
            [
                pk_uuid("id"),
                uuid("company_id"),
                string("purpose"),
                string("media_type"),
                string("name"),
                big_integer("size"),
                binary("digest"),
                integer_null("width"),
                integer_null("height"),
                uuid("stored_by"),
                timestamp_with_time_zone("stored_at"),
                timestamp_with_time_zone_null("attached_at"),
                timestamp_with_time_zone_null("removed_at"),
                // When the bytes were taken out of the store.
                timestamp_with_time_zone_null("purged_at"),
                uuid_null("agreement_id"),
                string_null("language"),
                integer("version"),
            ],
        )
        .foreign_key(&mut references("file", "company_id", "company"))
        .foreign_key(&mut references("file", "stored_by", "user_account"))
        .foreign_key(&mut references("file", "agreement_id", "agreement"))
        .take();
        let shown = || {
            Cond::all()
                .add(Expr::col("purpose").eq("LOGO"))
                .add(Expr::col("attached_at").is_not_null())
                .add(Expr::col("removed_at").is_null())
        };
        create(
            manager,
            [file],
            [
                index("file", "file_company_id_idx", ["company_id", "stored_at", "id"]),
                index("file", "file_agreement_id_idx", ["agreement_id", "attached_at", "id"]),
                // One picture a company.
                index("file", "file_logo_key", ["company_id"]).unique().cond_where(shown()).take(),
                index("file", "file_unpurged_idx", ["stored_at", "id"]).and_where(Expr::col("purged_at").is_null()).take(),
            ],
        )
        .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(include_str!("row_security/files.sql")).await?;
        }
        Ok(())
    }
}
