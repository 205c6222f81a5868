//! Rights that end: nothing is done by them from then on, at any node, and nobody who is being done with slips through beside it.

use std::pin::pin;

use app::storage::Location;
use futures_util::poll;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use tests::{Firm, Kind, Person, World, ledger::past_the_wall, world::code};

use crate::nodes::at;

fn draft() -> Value {
    json!({ "terms": { "kind": "OFFER", "subsector": "AGR-GR", "title": "Wheat of the next harvest", "expiresAt": "2026-06-01T00:00:00Z" } })
}

const DRAFT: &str = "mutation($input: DraftListingInput!) { draftListing(input: $input) { listing { id } userErrors { code } } }";

/// The code of the error, or nothing if it was done.
async fn drafts(person: &Person<'_>) -> Option<String> {
    let answer = person.sends(DRAFT, json!({ "input": draft() })).await;
    answer.get("errors").map(|_| code(&answer).to_owned())
}

async fn beside(world: &World) -> PgConnection {
    let Location::Postgres { url, .. } = &world.location else { panic!("a world on PostgreSQL") };
    past_the_wall(url).await
}

fn uuid(id: &str) -> String {
    id.rsplit('_').next().unwrap().to_owned()
}

async fn count(connection: &mut PgConnection, statement: String) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_one(connection).await.unwrap()
}

/// Ends a right in a transaction that is open while somebody writes by it at the other node: he waits, and is refused.
async fn is_refused_after(world: &World, writer: impl Future<Output = Option<String>>, end: String, expected: &str) {
    let (mut revoking, mut watching) = (beside(world).await, beside(world).await);
    let mut ending = revoking.begin().await.unwrap();
    ending.execute(sqlx::AssertSqlSafe(end.clone())).await.unwrap();
    let mut writer = pin!(writer);
    const WAITING: &str = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while count(&mut watching, WAITING.to_owned()).await == 0 {
        assert!(poll!(writer.as_mut()).is_pending(), "he wrote by a right that somebody was ending: {end}");
    }
    ending.commit().await.unwrap();
    assert_eq!(writer.await.as_deref(), Some(expected), "{end}");
}

async fn meets(world: &World) -> (Person<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    (astana, mill)
}

#[tokio::test]
async fn whoever_loses_a_right_while_he_writes_has_not_written() {
    let world = World::open(Kind::Postgres).await;
    let other = world.neighbour().await;
    let (astana, mill) = meets(&world).await;
    let owner = at(&other, &mill.owner);
    let person = uuid(mill.owner.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].as_str().unwrap());
    let company = uuid(&mill.id);
    let listings = format!("SELECT count(*) FROM listing WHERE company_id = '{company}'");
    let mut beside = beside(&world).await;
    let before = count(&mut beside, listings.clone()).await;

    let suspended = format!("UPDATE company SET state = 'SUSPENDED' WHERE id = '{company}'");
    is_refused_after(&world, drafts(&owner), suspended, "FORBIDDEN").await;
    beside.execute(sqlx::AssertSqlSafe(format!("UPDATE company SET state = 'VERIFIED' WHERE id = '{company}'"))).await.unwrap();
    let viewer = format!("UPDATE member SET role = 'VIEWER' WHERE company_id = '{company}' AND user_id = '{person}'");
    is_refused_after(&world, drafts(&owner), viewer, "FORBIDDEN").await;
    beside.execute(sqlx::AssertSqlSafe(format!("UPDATE member SET role = 'OWNER' WHERE user_id = '{person}'"))).await.unwrap();
    assert_eq!(drafts(&owner).await, None, "rights that are given back count again");
    let removed = format!("DELETE FROM member WHERE company_id = '{company}' AND user_id = '{person}'");
    is_refused_after(&world, drafts(&owner), removed, "UNAUTHENTICATED").await;
    let back = format!("INSERT INTO member (company_id, user_id, role, since) VALUES ('{company}', '{person}', 'OWNER', now())");
    beside.execute(sqlx::AssertSqlSafe(back)).await.unwrap();
    let ended = format!("UPDATE session SET ended_at = now() WHERE user_id = '{person}' AND ended_at IS NULL");
    is_refused_after(&world, drafts(&owner), ended, "UNAUTHENTICATED").await;
    assert_eq!(count(&mut beside, listings).await, before + 1);

    let draft = Firm::registers(&world, "KZ", "Semey Foods", 7, &["AGR-GR"]).await;
    draft.submits().await;
    let input = json!({ "companyId": draft.id, "expectedVersion": draft.version().await, "evidence": "Registry extract read on the day." });
    let moderator = at(&other, &astana);
    let duty = "UPDATE staff SET state = 'ENDED' WHERE state = 'ACTIVE'".to_owned();
    let verifies = async { Some(moderator.is_denied("verifyCompany", input).await) };
    is_refused_after(&world, verifies, duty, "UNAUTHENTICATED").await;
    assert_eq!(
        count(&mut beside, format!("SELECT count(*) FROM company WHERE id = '{}' AND state = 'VERIFIED'", uuid(&draft.id))).await,
        0
    );
}

/// Whatever the moment at which a member is removed: all that he has done was committed before, and nothing after.
#[tokio::test]
async fn nothing_is_done_after_a_member_is_removed() {
    let world = World::open(Kind::Postgres).await;
    let other = world.neighbour().await;
    let (_, mill) = meets(&world).await;
    let owners = [at(&world, &mill.owner), at(&other, &mill.owner)];
    let person = uuid(mill.owner.asks("{ viewer { user { id } } }", json!({})).await["viewer"]["user"]["id"].as_str().unwrap());
    let company = uuid(&mill.id);
    let listings = || format!("SELECT count(*) FROM listing WHERE company_id = '{company}'");
    let mut removing = beside(&world).await;
    let (mut done, mut refused) = (0, 0);
    for round in 0..40 {
        let revoke = async {
            // Rounds differ in how far the writers have come.
            for _ in 0..round {
                tokio::task::yield_now().await;
            }
            let mut tx = removing.begin().await.unwrap();
            let remove = format!("DELETE FROM member WHERE company_id = '{company}' AND user_id = '{person}'");
            tx.execute(sqlx::AssertSqlSafe(remove)).await.unwrap();
            // Whoever wrote by the right has committed by now, or never will.
            let seen: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(listings())).fetch_one(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
            seen
        };
        let writers = futures_util::future::join_all(owners.iter().chain(&owners).map(drafts));
        let (seen, outcomes) = tokio::join!(revoke, writers);
        assert_eq!(count(&mut removing, listings()).await, seen, "round {round}: something was committed after the member was removed");
        done += outcomes.iter().filter(|outcome| outcome.is_none()).count();
        refused += outcomes.iter().filter(|outcome| outcome.as_deref() == Some("UNAUTHENTICATED")).count();
        let back = format!("INSERT INTO member (company_id, user_id, role, since) VALUES ('{company}', '{person}', 'OWNER', now())");
        removing.execute(sqlx::AssertSqlSafe(back)).await.unwrap();
    }
    assert_eq!(done + refused, 160);
    assert!(done > 0 && refused > 0, "{done} done, {refused} refused: the rounds never crossed");
}

/// What ends at one node has ended at the other, from its next request on.
async fn what_ends_at_one_node_has_ended_at_the_other(kind: Kind) {
    let world = World::open(kind).await;
    let other = world.neighbour().await;
    let (_, mill) = meets(&world).await;
    let viewer = "{ viewer { company { id } } }";
    let mut owner = mill.owner;
    let there = at(&other, &owner);
    there.asks(viewer, json!({})).await;
    // Signed out here.
    owner.asks("mutation { logOut { signedOut } }", json!({})).await;
    assert_eq!(code(&there.sends(viewer, json!({})).await), "UNAUTHENTICATED");
    // Signed out there, from here.
    owner.signs_in(json!({ "company": mill.id })).await;
    let there = at(&other, &owner);
    owner.signs_in(json!({ "company": mill.id })).await;
    owner.asks("mutation { endOtherSessions { ended } }", json!({})).await;
    assert_eq!(code(&there.sends(viewer, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(drafts(&there).await.as_deref(), Some("UNAUTHENTICATED"));
    // Another password.
    let there = at(&other, &owner);
    owner.signs_in(json!({ "company": mill.id })).await;
    owner.does("changePassword", json!({ "newPassword": "seven lorries cross khorgos" }), "changed").await;
    assert_eq!(code(&there.sends(viewer, json!({})).await), "UNAUTHENTICATED");
    assert_eq!(drafts(&at(&other, &owner)).await, None, "the device that asked stays signed in, everywhere");
}

#[tokio::test]
async fn sessions_end_at_both_nodes_on_sqlite() {
    what_ends_at_one_node_has_ended_at_the_other(Kind::Sqlite).await;
}

#[tokio::test]
async fn sessions_end_at_both_nodes_on_postgres() {
    what_ends_at_one_node_has_ended_at_the_other(Kind::Postgres).await;
}
