//! How people come to a company and leave it, what was looked at when it was verified, and which companies are like one another.

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
        widen(manager).await?;
        people(manager).await?;
        likeness(manager).await?;
        date_what_is_verified(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(include_str!("row_security/members.sql")).await?;
        }
        Ok(())
    }
}

/// What companies say beside their registration, and when somebody has to look at them again.
async fn widen(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let company = [
        json_binary_null("tagline"),
        string_null("website"),
        json_binary_null("papers"),
        timestamp_with_time_zone_null("recheck_due_at"),
        timestamp_with_time_zone_null("lapse_due_at"),
        timestamp_with_time_zone_null("closed_at"),
    ];
    let company_public = [json_binary_null("tagline"), string_null("website"), json_binary_null("checks"), string_null("verified_by_side")];
    for (table, columns) in [("company", company.to_vec()), ("company_public", company_public.to_vec())] {
        for column in columns {
            // SQLite adds one column at a time.
            manager.alter_table(Table::alter().table(Alias::new(table)).add_column(column).take()).await?;
        }
    }
    let due = |column: &'static str| Expr::col(column).is_not_null();
    manager
        .create_index(index("company", "company_recheck_due_at_idx", ["recheck_due_at"]).and_where(due("recheck_due_at")).take())
        .await?;
    manager.create_index(index("company", "company_lapse_due_at_idx", ["lapse_due_at"]).and_where(due("lapse_due_at")).take()).await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // `member` holds the living memberships, and this what became of the others.
    let former_member = table(
        "former_member",
        [
            pk_uuid("id"),
            uuid("company_id"),
            uuid("user_id"),
            string("role"),
            timestamp_with_time_zone("since"),
            timestamp_with_time_zone("ended_at"),
            uuid("ended_by"),
        ],
    )
    .foreign_key(&mut references("former_member", "company_id", "company"))
    .foreign_key(&mut references("former_member", "user_id", "user_account"))
    .take();
    // Its reader may be nobody of the forum yet, so it carries its own letter and the name of the company.
    let invitation = table(
        "invitation",
        [
            pk_uuid("id"),
            uuid("company_id"),
            string("company_name"),
            string("email"),
            string("email_key"),
            string("role"),
            string("language"),
            string("state"),
            uuid("invited_by"),
            timestamp_with_time_zone("invited_at"),
            timestamp_with_time_zone("expires_at"),
            timestamp_with_time_zone_null("answered_at"),
            integer("letters"),
            uuid("letter_id"),
            timestamp_with_time_zone("letter_asked_at"),
            timestamp_with_time_zone_null("letter_due_at"),
            integer("letter_attempts"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("invitation", "company_id", "company"))
    .foreign_key(&mut references("invitation", "invited_by", "user_account"))
    .take();
    let join_request = table(
        "join_request",
        [
            pk_uuid("id"),
            uuid("company_id"),
            uuid("user_id"),
            text("message"),
            string("state"),
            timestamp_with_time_zone("asked_at"),
            timestamp_with_time_zone("expires_at"),
            uuid_null("answered_by"),
            timestamp_with_time_zone_null("answered_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("join_request", "company_id", "company"))
    .foreign_key(&mut references("join_request", "user_id", "user_account"))
    .take();
    let handover = table(
        "handover",
        [
            pk_uuid("id"),
            uuid("company_id"),
            uuid("from_user_id"),
            uuid("to_user_id"),
            text_null("note"),
            string("state"),
            timestamp_with_time_zone("offered_at"),
            timestamp_with_time_zone("expires_at"),
            timestamp_with_time_zone_null("answered_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("handover", "company_id", "company"))
    .foreign_key(&mut references("handover", "from_user_id", "user_account"))
    .foreign_key(&mut references("handover", "to_user_id", "user_account"))
    .take();
    let pending = || Expr::col("state").eq("PENDING");
    let indexes = [
        index("former_member", "former_member_company_id_idx", ["company_id", "ended_at", "id"]),
        index("former_member", "former_member_user_id_idx", ["user_id"]),
        index("invitation", "invitation_pending_key", ["company_id", "email_key"]).unique().and_where(pending()).take(),
        index("invitation", "invitation_company_id_idx", ["company_id", "invited_at", "id"]),
        index("invitation", "invitation_email_key_idx", ["email_key", "invited_at", "id"]),
        index("invitation", "invitation_letter_due_at_idx", ["letter_due_at"]).and_where(Expr::col("letter_due_at").is_not_null()).take(),
        index("invitation", "invitation_expires_at_idx", ["expires_at"]).and_where(pending()).take(),
        index("join_request", "join_request_pending_key", ["company_id", "user_id"]).unique().and_where(pending()).take(),
        index("join_request", "join_request_company_id_idx", ["company_id", "asked_at", "id"]),
        index("join_request", "join_request_user_id_idx", ["user_id", "asked_at", "id"]),
        index("join_request", "join_request_expires_at_idx", ["expires_at"]).and_where(pending()).take(),
        index("handover", "handover_pending_key", ["company_id"]).unique().and_where(pending()).take(),
        index("handover", "handover_company_id_idx", ["company_id", "offered_at", "id"]),
        index("handover", "handover_expires_at_idx", ["expires_at"]).and_where(pending()).take(),
    ];
    create(manager, [former_member, invitation, join_request, handover], indexes).await
}

async fn likeness(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // By what a company may be taken for another, whatever its state: for workers only, because a draft is a secret.
    let company_key = table("company_key", [string("kind"), string("key"), uuid("company_id")])
        .primary_key(&mut key("company_key", ["kind", "key", "company_id"]))
        .foreign_key(&mut references("company_key", "company_id", "company"))
        .take();
    let case_finding = table(
        "case_finding",
        [
            uuid("case_id"),
            uuid("company_id"),
            uuid("other_company_id"),
            string("reason"),
            boolean("of_verified"),
            timestamp_with_time_zone("found_at"),
        ],
    )
    .primary_key(&mut key("case_finding", ["case_id", "other_company_id", "reason"]))
    .foreign_key(&mut references("case_finding", "case_id", "moderation_case"))
    .foreign_key(&mut references("case_finding", "company_id", "company"))
    .foreign_key(&mut references("case_finding", "other_company_id", "company"))
    .take();
    let indexes = [
        index("company_key", "company_key_company_id_idx", ["company_id"]),
        index("case_finding", "case_finding_company_id_idx", ["company_id"]),
    ];
    create(manager, [company_key, case_finding], indexes).await
}

/// Companies that were verified before have to be looked at again like all others.
async fn date_what_is_verified(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statement = if manager.get_database_backend() == DbBackend::Postgres {
        "UPDATE company SET lapse_due_at = (verification->>'valid_until')::timestamptz,
             recheck_due_at = (verification->>'valid_until')::timestamptz - interval '30 days'
         WHERE state = 'VERIFIED' AND verification->>'valid_until' IS NOT NULL"
    } else {
        // Moments are kept as sqlx writes them, so that they compare as text.
        "UPDATE company SET
             lapse_due_at = strftime('%Y-%m-%d %H:%M:%S', json_extract(verification, '$.valid_until')) || '+00:00',
             recheck_due_at = strftime('%Y-%m-%d %H:%M:%S', json_extract(verification, '$.valid_until'), '-30 days') || '+00:00'
         WHERE state = 'VERIFIED' AND json_extract(verification, '$.valid_until') IS NOT NULL"
    };
    manager.get_connection().execute_unprepared(statement).await?;
    Ok(())
}
