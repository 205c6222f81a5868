//! What everybody reads: sectors, regions, legal forms, the roadmap, targets and trade, each row with the record it came from.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{create, index, table};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let coded = |name: &'static str| table(name, [string("code").primary_key().take(), integer("position"), json_binary("record")]);
        let trade_flow = table(
            "trade_flow",
            [
                pk_uuid("id"),
                integer("position"),
                string("period"),
                string("period_kind"),
                integer_null("year"),
                string("basis"),
                string("flow"),
                big_integer_null("value_usd_minor"),
                string("quality"),
                text("note"),
                string("source_key"),
                text("source_url"),
            ],
        );
        let import = table("import", [string("name").primary_key().take(), string("digest"), timestamp_with_time_zone("at")]);
        create(
            manager,
            [
                coded("sector"),
                coded("region"),
                coded("legal_form"),
                coded("complementarity"),
                coded("ownership_rule"),
                coded("pillar"),
                coded("initiative"),
                coded("target"),
                coded("source"),
                trade_flow,
                import,
            ],
            [index("trade_flow", "trade_flow_basis_idx", ["basis", "position"])],
        )
        .await
    }
}
