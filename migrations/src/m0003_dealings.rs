//! What companies say, ask, sign and realise.

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
        words(manager).await?;
        proposals(manager).await?;
        records(manager).await
    }
}

/// What companies say and ask.
async fn words(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let listing = table(
        "listing",
        [
            pk_uuid("id"),
            uuid("company_id"),
            string("country"),
            string("kind"),
            string("subsector"),
            string("sector"),
            json_binary("terms"),
            string("state"),
            timestamp_with_time_zone("drafted_at"),
            timestamp_with_time_zone_null("published_at"),
            timestamp_with_time_zone("expires_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("listing", "company_id", "company"))
    .take();
    let introduction = table(
        "introduction",
        [
            pk_uuid("id"),
            uuid("from_company_id"),
            uuid("to_company_id"),
            text("message"),
            uuid_null("listing_id"),
            string("state"),
            uuid("requested_by"),
            timestamp_with_time_zone("requested_at"),
            timestamp_with_time_zone("expires_at"),
            uuid_null("answered_by"),
            timestamp_with_time_zone_null("answered_at"),
            text_null("decline_reason"),
            // The two companies in one order, so that a pair has one open introduction whichever side asked.
            string("pair"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("introduction", "from_company_id", "company"))
    .foreign_key(&mut references("introduction", "to_company_id", "company"))
    .foreign_key(&mut references("introduction", "listing_id", "listing"))
    .take();
    // Who shares an agreement or a venture: the one place that access to both is decided from.
    let party = table("party", [uuid("record_id"), uuid("company_id"), string("record_kind"), integer("position")])
        .primary_key(&mut key("party", ["record_id", "company_id"]))
        .foreign_key(&mut references("party", "company_id", "company"))
        .take();
    let open = || Expr::col("state").is_in(["PENDING", "ACCEPTED"]);
    let published = || Expr::col("state").eq("PUBLISHED");
    let indexes = [
        index("listing", "listing_company_id_idx", ["company_id", "drafted_at", "id"]),
        index("listing", "listing_published_idx", ["published_at", "id"]).and_where(published()).take(),
        index("listing", "listing_subsector_idx", ["subsector", "kind", "published_at", "id"]).and_where(published()).take(),
        index("listing", "listing_sector_idx", ["sector", "kind", "published_at", "id"]).and_where(published()).take(),
        index("listing", "listing_expires_at_idx", ["expires_at"]).and_where(published()).take(),
        index("introduction", "introduction_pair_key", ["pair"]).unique().and_where(open()).take(),
        index("introduction", "introduction_from_idx", ["from_company_id", "requested_at", "id"]),
        index("introduction", "introduction_to_idx", ["to_company_id", "requested_at", "id"]),
        index("introduction", "introduction_expires_at_idx", ["expires_at"]).and_where(Expr::col("state").eq("PENDING")).take(),
        index("party", "party_company_id_idx", ["company_id", "record_id"]),
    ];
    create(manager, [listing, introduction, party], indexes).await
}

/// What several sides have to believe, and what each says to it.
async fn proposals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let proposal = table(
        "proposal",
        [
            pk_uuid("id"),
            // The agreement or venture whose parties may read it.
            uuid("record_id"),
            // What the version is of: the agreement, the venture's terms, its stage, or an outcome.
            uuid("subject_id"),
            string("subject_kind"),
            integer("number"),
            json_binary("terms"),
            string("hash"),
            uuid("proposed_by"),
            uuid("proposer"),
            timestamp_with_time_zone("proposed_at"),
            string("state"),
        ],
    )
    .foreign_key(&mut references("proposal", "proposed_by", "company"))
    .take();
    let proposal_answer = table(
        "proposal_answer",
        [
            uuid("proposal_id"),
            uuid("company_id"),
            uuid("record_id"),
            uuid("by"),
            string("verdict"),
            text_null("words"),
            timestamp_with_time_zone("at"),
        ],
    )
    .primary_key(&mut key("proposal_answer", ["proposal_id", "company_id"]))
    .foreign_key(&mut references("proposal_answer", "proposal_id", "proposal"))
    .foreign_key(&mut references("proposal_answer", "company_id", "company"))
    .take();
    let indexes = [
        index("proposal", "proposal_subject_key", ["subject_id", "subject_kind", "number"]).unique().take(),
        index("proposal", "proposal_record_id_idx", ["record_id"]),
        index("proposal_answer", "proposal_answer_record_id_idx", ["record_id"]),
    ];
    create(manager, [proposal, proposal_answer], indexes).await
}

/// What they sign and realise.
async fn records(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let agreement = table(
        "agreement",
        [
            pk_uuid("id"),
            string("level"),
            string("kind"),
            string("state"),
            boolean("published"),
            uuid_null("introduction_id"),
            uuid_null("proposal_id"),
            // The record of a paper between states, as imported with its sources.
            string_null("code"),
            json_binary_null("paper"),
            big_integer_null("value_minor"),
            string_null("value_currency"),
            boolean("umbrella"),
            string("confidentiality"),
            timestamp_with_time_zone("opened_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("agreement", "introduction_id", "introduction"))
    .foreign_key(&mut references("agreement", "proposal_id", "proposal"))
    .take();
    let joint_venture = table(
        "joint_venture",
        [
            pk_uuid("id"),
            uuid_null("introduction_id"),
            uuid_null("agreement_id"),
            string("stage"),
            string("health"),
            uuid("terms_proposal_id"),
            uuid_null("stage_proposal_id"),
            text_null("end_reason"),
            string("confidentiality"),
            timestamp_with_time_zone("proposed_at"),
            timestamp_with_time_zone("touched_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("joint_venture", "introduction_id", "introduction"))
    .foreign_key(&mut references("joint_venture", "agreement_id", "agreement"))
    .foreign_key(&mut references("joint_venture", "terms_proposal_id", "proposal"))
    .foreign_key(&mut references("joint_venture", "stage_proposal_id", "proposal"))
    .take();
    let milestone = table(
        "milestone",
        [
            pk_uuid("id"),
            uuid("joint_venture_id"),
            text("title"),
            date("due"),
            date("original_due"),
            json_binary("changes"),
            string("state"),
            text_null("evidence"),
            uuid("logged_by"),
            timestamp_with_time_zone("logged_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("milestone", "joint_venture_id", "joint_venture"))
    .take();
    let outcome = table(
        "outcome",
        [
            pk_uuid("id"),
            uuid("joint_venture_id"),
            uuid("proposal_id"),
            string("state"),
            big_integer_null("value_minor"),
            string_null("value_currency"),
            timestamp_with_time_zone("reported_at"),
            integer("version"),
        ],
    )
    .foreign_key(&mut references("outcome", "joint_venture_id", "joint_venture"))
    .foreign_key(&mut references("outcome", "proposal_id", "proposal"))
    .take();
    let indexes = [
        index("agreement", "agreement_code_key", ["code"]).unique().take(),
        index("agreement", "agreement_opened_at_idx", ["opened_at", "id"]),
        index("joint_venture", "joint_venture_proposed_at_idx", ["proposed_at", "id"]),
        index("milestone", "milestone_joint_venture_id_idx", ["joint_venture_id", "due"]),
        index("outcome", "outcome_joint_venture_id_idx", ["joint_venture_id", "reported_at"]),
    ];
    create(manager, [agreement, joint_venture, milestone, outcome], indexes).await
}
