//! No column that names a person is forgotten by the export of his data or by his erasure.

use std::collections::BTreeSet;

use persistence::repository::personal::PLACES;
use tests::{Kind, World, ledger};

/// Columns of identities that name a record and no person, beyond those that are called after their table.
const RECORDS: [&str; 13] = [
    // Companies that became one, and who shares a record in the place of another.
    "merged_into_id",
    "retired_id",
    "kept_id",
    "succeeds_id",
    // A chain of the audit: of a company, of the forum, or of a pseudonym.
    "chain_id",
    // A row's own.
    "id",
    // An agreement or a venture, and a part of one.
    "record_id",
    "subject_id",
    // A case, and the one that it is an appeal against.
    "case_id",
    "against",
    // The company that speaks.
    "proposed_by",
    // The versions that a venture carries.
    "terms_proposal_id",
    "stage_proposal_id",
];

/// Where a name that usually means a record means a person, or the other way about.
const PEOPLE: [&str; 3] = ["user_account.id", "staff.proposed_by", "approval.proposed_by"];

/// Of tables that no code writes yet: whoever writes the first row moves its columns to the places.
const AWAITED: [&str; 4] = ["break_glass.staff_id", "break_glass.user_id", "case_entry.author", "report.user_id"];

/// Whether a column of identities names a record, by what it is called.
fn names_a_record(tables: &BTreeSet<&str>, table: &str, column: &str) -> bool {
    if PEOPLE.contains(&format!("{table}.{column}").as_str()) {
        return false;
    }
    let called_after = column.strip_suffix("_id").is_some_and(|stem| {
        let of = |name: &&str| stem == *name || stem.ends_with(&format!("_{name}"));
        tables.iter().any(|name| of(name) && !["user_account", "staff"].contains(name))
    });
    called_after || RECORDS.contains(&column)
}

#[tokio::test]
async fn every_column_that_names_a_person_is_exported_and_has_a_fate() {
    let world = World::open(Kind::Postgres).await;
    let columns = ledger::columns(&world.location).await;
    let tables: BTreeSet<&str> = columns.iter().map(|(table, ..)| table.as_str()).collect();
    let people: BTreeSet<String> = columns
        .iter()
        .filter(|(_, _, kind)| kind == "uuid")
        .filter(|(table, column, _)| !names_a_record(&tables, table, column))
        .map(|(table, column, _)| format!("{table}.{column}"))
        .filter(|column| !AWAITED.contains(&column.as_str()))
        .collect();
    let places: BTreeSet<String> = PLACES.iter().map(|place| format!("{}.{}", place.table, place.column)).collect();
    assert_eq!(
        people, places,
        "a column that names a person stands in `persistence::repository::personal`, with what he is shown and what becomes of it"
    );
}

/// What looks by its name as if it said something about a person. Whoever adds one says here how it is erased.
#[tokio::test]
async fn every_column_that_could_describe_a_person_is_known() {
    let world = World::open(Kind::Postgres).await;
    let telling = ["email", "address", "phone", "person", "user_agent", "device", "full_name"];
    let columns = ledger::columns(&world.location).await;
    let found: Vec<String> = columns
        .iter()
        .filter(|(_, column, _)| telling.iter().any(|word| column.contains(word)))
        .map(|(table, column, _)| format!("{table}.{column}"))
        .collect();
    let known = [
        // Deleted with the person.
        "email_change.email",
        "email_change.former_email",
        // Replaced by the pseudonym's when the person is erased, see `Invitations::forget`.
        "invitation.email",
        "invitation.email_key",
        // Forgotten by the address when the person is erased, and after the letter left.
        "letter_request.email_key",
        // Replaced by a pseudonym.
        "user_account.email",
        "user_account.email_key",
        "user_account.email_verified_at",
    ];
    assert_eq!(found, known);
}
