//! What staff decide: two people for what weighs most, one queue with its correspondence, reports, publication, and records opened by
//! breaking the glass.

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
        second_persons(manager).await?;
        cases(manager).await?;
        correspondence(manager).await?;
        publications(manager).await?;
        people(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared(include_str!("row_security/moderation.sql")).await?;
        }
        Ok(())
    }
}

/// What one member of staff proposes and a second one carries out.
async fn second_persons(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let approval = table(
        "approval",
        [
            pk_uuid("id"),
            string("kind"),
            uuid("subject_id"),
            json_binary("proposed"),
            text("reason"),
            string("state"),
            uuid("proposed_by"),
            uuid("proposer"),
            timestamp_with_time_zone("proposed_at"),
            timestamp_with_time_zone("expires_at"),
            uuid_null("decided_by"),
            timestamp_with_time_zone_null("decided_at"),
            text_null("decision_reason"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("approval", "proposed_by", "staff"))
    .foreign_key(&mut references("approval", "decided_by", "staff"))
    .take();
    let pending = || Expr::col("state").eq("PENDING");
    let indexes = [
        // Of one kind there is one open proposal about a record, whoever was faster.
        index("approval", "approval_pending_key", ["kind", "subject_id"]).unique().and_where(pending()).take(),
        index("approval", "approval_proposed_at_idx", ["proposed_at", "id"]),
        index("approval", "approval_expires_at_idx", ["expires_at"]).and_where(pending()).take(),
    ];
    create(manager, [approval], indexes).await
}

/// Adds columns one by one, as SQLite asks.
async fn widen(manager: &SchemaManager<'_>, of: &'static str, columns: impl IntoIterator<Item = ColumnDef>) -> Result<(), DbErr> {
    for column in columns {
        manager.alter_table(Table::alter().table(Alias::new(of)).add_column(column).to_owned()).await?;
    }
    Ok(())
}

/// What a case needs beside what it had: its side, its record, who works on it, who may not, and what the company reads.
async fn cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut shared = boolean("shared");
    shared.default(true);
    let columns = [
        string_null("country"),
        string_null("subject_kind"),
        uuid_null("subject_id"),
        uuid_null("claimed_by"),
        uuid_null("claimant"),
        timestamp_with_time_zone_null("claimed_until"),
        string_null("decided_side"),
        string_null("decided_duty"),
        // People who decided before and so do not decide about the appeal.
        json_binary_null("barred"),
        // Companies beside the one that it is about whose people do not decide either.
        json_binary_null("concerned"),
        // Whether the company reads it: a report is not told before staff write to the company.
        shared,
    ];
    widen(manager, "moderation_case", columns).await?;
    let connection = manager.get_connection();
    let fill = "UPDATE moderation_case SET country = (SELECT c.country FROM company c WHERE c.id = moderation_case.company_id), \
        subject_kind = 'COMPANY', subject_id = company_id";
    connection.execute_unprepared(fill).await?;
    let open = || Expr::col("state").is_in(["OPEN", "IN_REVIEW", "CHANGES_REQUESTED"]);
    for index in [
        index("moderation_case", "moderation_case_kind_idx", ["kind", "state", "opened_at", "id"]),
        index("moderation_case", "moderation_case_opened_at_idx", ["opened_at", "id"]),
        index("moderation_case", "moderation_case_subject_idx", ["subject_id"]),
        index("moderation_case", "moderation_case_claimed_until_idx", ["claimed_until"])
            .and_where(Expr::col("state").eq("IN_REVIEW"))
            .take(),
        // A further report joins the open case, and a side has one case about a publication.
        index("moderation_case", "moderation_case_open_key", ["kind", "subject_id", "country"]).unique().and_where(open()).take(),
    ] {
        manager.create_index(index).await?;
    }
    Ok(())
}

/// What was said and done about a case, and what people reported.
async fn correspondence(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let case_entry = table(
        "case_entry",
        [
            pk_uuid("id"),
            uuid("case_id"),
            uuid("company_id"),
            string("kind"),
            // The side and duty of staff; nothing where the company itself writes.
            string_null("side"),
            string_null("duty"),
            uuid("author"),
            text_null("text"),
            timestamp_with_time_zone("at"),
        ],
    )
    .foreign_key(&mut references("case_entry", "case_id", "moderation_case"))
    .foreign_key(&mut references("case_entry", "company_id", "company"))
    .take();
    let report = table(
        "report",
        [
            pk_uuid("id"),
            uuid("user_id"),
            uuid("case_id"),
            uuid("subject_id"),
            string("kind"),
            text("text"),
            string("state"),
            timestamp_with_time_zone("reported_at"),
            timestamp_with_time_zone_null("closed_at"),
        ],
    )
    .foreign_key(&mut references("report", "user_id", "user_account"))
    .foreign_key(&mut references("report", "case_id", "moderation_case"))
    .take();
    let break_glass = table(
        "break_glass",
        [
            pk_uuid("id"),
            uuid("staff_id"),
            uuid("user_id"),
            string("side"),
            string("duty"),
            uuid("case_id"),
            string("record_kind"),
            uuid("record_id"),
            text("reason"),
            timestamp_with_time_zone("opened_at"),
            timestamp_with_time_zone("expires_at"),
            timestamp_with_time_zone_null("ended_at"),
        ],
    )
    .foreign_key(&mut references("break_glass", "staff_id", "staff"))
    .foreign_key(&mut references("break_glass", "user_id", "user_account"))
    .foreign_key(&mut references("break_glass", "case_id", "moderation_case"))
    .take();
    let open = || Expr::col("state").eq("OPEN");
    let indexes = [
        index("case_entry", "case_entry_case_id_idx", ["case_id", "at", "id"]),
        index("case_entry", "case_entry_company_id_idx", ["company_id", "at"]),
        index("report", "report_open_key", ["user_id", "subject_id"]).unique().and_where(open()).take(),
        index("report", "report_user_id_idx", ["user_id", "reported_at", "id"]),
        index("report", "report_case_id_idx", ["case_id"]),
        index("break_glass", "break_glass_record_id_idx", ["record_id", "opened_at", "id"]),
        index("break_glass", "break_glass_user_id_idx", ["user_id"]).and_where(Expr::col("ended_at").is_null()).take(),
        index("break_glass", "break_glass_expires_at_idx", ["expires_at"]).and_where(Expr::col("ended_at").is_null()).take(),
    ];
    create(manager, [case_entry, report, break_glass], indexes).await
}

/// What parties want the public to read, and what it reads: a version apart from the record.
async fn publications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let publication = table(
        "publication",
        [
            pk_uuid("id"),
            string("record_kind"),
            uuid("record_id"),
            string("level"),
            text("title"),
            text("text"),
            string("state"),
            uuid("proposed_by"),
            json_binary("parties"),
            json_binary("answers"),
            json_binary("facts"),
            timestamp_with_time_zone("proposed_at"),
            timestamp_with_time_zone_null("published_at"),
            timestamp_with_time_zone_null("withdrawn_at"),
            text_null("reason"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("publication", "proposed_by", "company"))
    .take();
    // Public columns only, no policy, and nothing that leads to the record itself.
    let published_record = table(
        "published_record",
        [
            pk_uuid("id"),
            string("kind"),
            string("level"),
            text("title"),
            text("text"),
            string_null("paper_kind"),
            string_null("stage"),
            json_binary("subsectors"),
            json_binary("parties"),
            big_integer_null("value_minor"),
            string_null("value_currency"),
            timestamp_with_time_zone("published_at"),
        ],
    );
    let open = || Expr::col("state").is_in(["PROPOSED", "IN_REVIEW", "PUBLISHED"]);
    let indexes = [
        index("publication", "publication_open_key", ["record_id"]).unique().and_where(open()).take(),
        index("publication", "publication_record_id_idx", ["record_id", "proposed_at", "id"]),
        index("published_record", "published_record_kind_idx", ["kind", "published_at", "id"]),
    ];
    create(manager, [publication, published_record], indexes).await
}

/// An account that staff have locked signs in nowhere, and its sessions serve nobody.
async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    widen(manager, "user_account", [timestamp_with_time_zone_null("locked_at"), text_null("lock_reason")]).await
}
