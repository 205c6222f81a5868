//! What administrators keep: records that they edit, files of trade figures, announcements, and companies that were one all along.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::table::{create, index, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables of coded records.
const CODED: [&str; 9] =
    ["sector", "region", "legal_form", "complementarity", "ownership_rule", "pillar", "initiative", "target", "source"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = async |name: &'static str, column: ColumnDef| {
            manager.alter_table(Table::alter().table(Alias::new(name)).add_column(column).take()).await
        };
        for name in CODED {
            column(name, integer("version").default(1).take()).await?;
            // An import leaves what somebody edited as he left it.
            column(name, timestamp_with_time_zone_null("edited_at")).await?;
        }
        column("agreement", timestamp_with_time_zone_null("edited_at")).await?;
        // Figures that came with a file of their own are not an import's to replace.
        column("trade_flow", uuid_null("trade_import_id")).await?;
        // A company that was found to be another one registered twice.
        column("company", uuid_null("merged_into_id")).await?;
        // Who shares a record in the place of another company from now on: what that one signed stays as it signed it.
        column("party", uuid_null("succeeds_id")).await?;
        let trade_import = table(
            "trade_import",
            [
                pk_uuid("id"),
                string("basis"),
                string("digest"),
                text("csv"),
                big_integer("added"),
                json_binary("changes"),
                uuid_null("by"),
                timestamp_with_time_zone("at"),
            ],
        );
        let announcement = table(
            "announcement",
            [
                pk_uuid("id"),
                json_binary("title"),
                json_binary("text"),
                string("audience"),
                string_null("side"),
                timestamp_with_time_zone("from_at"),
                timestamp_with_time_zone_null("until_at"),
                string("state"),
                uuid("drafted_by"),
                timestamp_with_time_zone("drafted_at"),
                timestamp_with_time_zone_null("published_at"),
                timestamp_with_time_zone_null("withdrawn_at"),
                integer("version"),
            ],
        );
        // Where an old address of the directory leads: it holds only what everybody could read before, and no policy.
        let company_redirect = table(
            "company_redirect",
            [
                uuid("retired_id").primary_key().take(),
                uuid("kept_id"),
                string("slug"),
                string("number_kind"),
                string("number"),
                timestamp_with_time_zone("merged_at"),
            ],
        );
        create(
            manager,
            [trade_import, announcement, company_redirect],
            [
                index("trade_import", "trade_import_digest_key", ["digest"]).unique().take(),
                index("trade_import", "trade_import_at_idx", ["at", "id"]),
                index("announcement", "announcement_from_at_idx", ["from_at", "id"]).and_where(Expr::col("state").eq("PUBLISHED")).take(),
                index("announcement", "announcement_drafted_at_idx", ["drafted_at", "id"]),
                index("company_redirect", "company_redirect_slug_key", ["slug"]).unique().take(),
                index("company_redirect", "company_redirect_number_idx", ["number_kind", "number"]),
                index("company_redirect", "company_redirect_kept_id_idx", ["kept_id"]),
            ],
        )
        .await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(include_str!("row_security/administration.sql")).await?;
        }
        Ok(())
    }
}
