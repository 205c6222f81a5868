//! Tenants, their members, what staff decide about them, and the directory that the public reads.

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
        let company = table(
            "company",
            [
                pk_uuid("id"),
                string("slug"),
                string("country"),
                string("legal_form"),
                string("number_kind"),
                string("number"),
                string_null("secp"),
                string_null("lei"),
                json_binary("names"),
                string("region"),
                json_binary("subsectors"),
                string("size"),
                json_binary("languages"),
                json_binary("profile"),
                string("state"),
                json_binary_null("verification"),
                text_null("rejection_reason"),
                uuid("registered_by"),
                timestamp_with_time_zone("registered_at"),
                integer("version"),
            ],
        )
        .foreign_key(&mut references("company", "registered_by", "user_account"))
        .take();
        let member = table("member", [uuid("company_id"), uuid("user_id"), string("role"), timestamp_with_time_zone("since")])
            .primary_key(&mut key("member", ["company_id", "user_id"]))
            .foreign_key(&mut references("member", "company_id", "company"))
            .foreign_key(&mut references("member", "user_id", "user_account"))
            .take();
        let moderation_case = table(
            "moderation_case",
            [
                pk_uuid("id"),
                string("kind"),
                uuid("company_id"),
                string("state"),
                timestamp_with_time_zone("opened_at"),
                timestamp_with_time_zone_null("decided_at"),
                uuid_null("decided_by"),
                text_null("reason"),
                integer("version"),
            ],
        )
        .foreign_key(&mut references("moderation_case", "company_id", "company"))
        .foreign_key(&mut references("moderation_case", "decided_by", "staff"))
        .take();
        // One wide row per card of the directory, no join and no policy: it holds only what everybody may read.
        let company_public = table(
            "company_public",
            [
                pk_uuid("id"),
                string("slug"),
                string("country"),
                string("legal_form"),
                string("number_kind"),
                string("number"),
                json_binary("names"),
                string("region"),
                json_binary("subsectors"),
                string("size"),
                json_binary("languages"),
                json_binary("profile"),
                string("evidence"),
                timestamp_with_time_zone("verified_at"),
                timestamp_with_time_zone("valid_until"),
            ],
        );
        // One row per subsector, sector and the whole (`*`), so that each filter is one walk along an index in page order.
        let directory_entry = table(
            "directory_entry",
            [string("code"), string("country"), string("region"), timestamp_with_time_zone("listed_at"), uuid("company_id")],
        )
        .primary_key(&mut key("directory_entry", ["code", "company_id"]))
        .foreign_key(&mut references("directory_entry", "company_id", "company_public"))
        .take();
        let proved = || Expr::col("state").is_in(["VERIFIED", "SUSPENDED"]);
        create(
            manager,
            [company, member, moderation_case, company_public, directory_entry],
            [
                index("company", "company_slug_key", ["slug"]).unique().take(),
                // A number is taken by whoever is verified with it, and by nobody else: drafts tell no secrets.
                index("company", "company_number_key", ["number_kind", "number"]).unique().and_where(proved()).take(),
                index("company", "company_state_idx", ["state", "registered_at", "id"]),
                index("member", "member_user_id_idx", ["user_id"]),
                index("moderation_case", "moderation_case_state_idx", ["state", "opened_at", "id"]),
                index("moderation_case", "moderation_case_company_id_idx", ["company_id"]),
                index("company_public", "company_public_slug_key", ["slug"]).unique().take(),
                index("company_public", "company_public_number_key", ["number_kind", "number"]).unique().take(),
                index("directory_entry", "directory_entry_code_idx", ["code", "listed_at", "company_id"]),
                index("directory_entry", "directory_entry_country_idx", ["code", "country", "listed_at", "company_id"]),
                index("directory_entry", "directory_entry_region_idx", ["code", "region", "listed_at", "company_id"]),
                index("directory_entry", "directory_entry_company_id_idx", ["company_id"]),
            ],
        )
        .await
    }
}
