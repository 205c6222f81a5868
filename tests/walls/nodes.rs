//! Two nodes on one database: what happens on one is known on the other.

use std::{sync::Arc, task::Poll, time::Duration};

use axum::body::Body;
use futures_util::poll;
use http::{Request, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tests::{Firm, Kind, Person, World};

const SUBSCRIPTION: &str = "subscription { introductionReceived { id message state } }";
/// Long enough for the slowest machine; nobody waits for it who is not late.
const PATIENCE: Duration = Duration::from_mins(1);

/// The same person with the same token, at the door of another node.
pub fn at<'w>(node: &'w World, person: &Person<'_>) -> Person<'w> {
    Person {
        world: node,
        email: person.email.clone(),
        token: person.token.clone(),
        refresh: person.refresh.clone(),
        factor: person.factor.clone(),
    }
}

/// A stream of events as a client reads it.
struct Feed(Body);

impl Feed {
    async fn opens(person: &Person<'_>) -> Self {
        Self::of(person, SUBSCRIPTION).await
    }

    async fn of(person: &Person<'_>, subscription: &str) -> Self {
        let body = json!({ "query": subscription }).to_string();
        let request = Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "text/event-stream")
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token))
            .body(Body::from(body))
            .unwrap();
        let response = person.world.request(request).await;
        assert_eq!(response.status(), 200);
        let mut feed = Self(response.into_body());
        // A subscription listens from the moment that somebody reads; until it does, it has nothing to say.
        while person.world.app.listeners() == 0 {
            if let Poll::Ready(early) = poll!(std::pin::pin!(feed.0.frame())) {
                panic!("the stream speaks before anything happened: {early:?}");
            }
            tokio::task::yield_now().await;
        }
        feed
    }

    /// The data of the next event; comments that keep the connection open are stepped over.
    async fn next(&mut self) -> Value {
        loop {
            let frame = self.0.frame().await.expect("the stream goes on").unwrap();
            let text = String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap();
            if text.contains("event: next") || text.contains("event:next") {
                let line = text.lines().find_map(|line| line.strip_prefix("data:")).expect("data");
                return serde_json::from_str(line.trim()).unwrap();
            }
            assert!(text.starts_with(':'), "neither an event nor a comment: {text}");
        }
    }
}

async fn meets(world: &World) -> (Firm<'_>, Firm<'_>) {
    let astana = world.moderator("moderator@kz.example", "KZ").await;
    let islamabad = world.moderator("moderator@pk.example", "PK").await;
    let mill = world.kazakh("Astyq Dan", 1, &["AGR-GR"], &astana).await;
    let baker = world.pakistani("Chenab Flour Mills", 2, &["AGR-MI"], &islamabad).await;
    (mill, baker)
}

fn request(to: &Firm<'_>) -> Value {
    json!({ "companyId": to.id, "message": "We would like to buy wheat from you every month." })
}

#[tokio::test]
async fn what_is_verified_and_published_on_one_node_is_found_on_the_other() {
    let world = World::open(Kind::Postgres).await;
    let other = world.neighbour().await;
    let (mill, baker) = meets(&world).await;
    let search = "{ companies(where: { search: \"Chenap flour\" }) { nodes { name } } }";
    assert_eq!(world.asks(search, json!({})).await["companies"]["nodes"], json!([{ "name": "Chenab Flour Mills" }]));
    assert_eq!(other.asks(search, json!({})).await["companies"]["nodes"], json!([]), "the other node has yet to read what happened");
    other.settle().await;
    assert_eq!(other.asks(search, json!({})).await["companies"]["nodes"], json!([{ "name": "Chenab Flour Mills" }]));

    mill.publishes("OFFER", "AGR-GR", "Milling wheat, 3rd class").await;
    baker.publishes("NEED", "AGR-GR", "Wheat for milling").await;
    let matches = "{ matches { nodes { company { name } reasons { code listings { title } } } } }";
    let here = baker.owner.asks(matches, json!({})).await;
    assert_eq!(here["matches"]["nodes"][0]["company"]["name"], "Astyq Dan");
    other.settle().await;
    assert_eq!(at(&other, &baker.owner).asks(matches, json!({})).await, here);
    // Taken back on the other node, it is gone on this one.
    let listings = "{ listings(where: { kind: OFFER, state: PUBLISHED }) { nodes { id } } }";
    let listing = at(&other, &mill.owner).asks(listings, json!({})).await["listings"]["nodes"][0]["id"].clone();
    at(&other, &mill.owner).does("closeListing", json!({ "listingId": listing }), "listing { state }").await;
    world.settle().await;
    let after = baker.owner.asks(matches, json!({})).await;
    let titles: Vec<&Value> =
        after["matches"]["nodes"].as_array().unwrap().iter().flat_map(|found| found["reasons"].as_array().unwrap()).collect();
    assert!(!json!(titles).to_string().contains("Milling wheat, 3rd class"), "{after:#}");
}

#[tokio::test]
async fn a_request_on_one_node_is_heard_on_the_other() {
    let world = World::open(Kind::Postgres).await;
    let (mill, baker) = meets(&world).await;
    let other = world.neighbour().await;
    let mut to_baker = Feed::opens(&at(&other, &baker.owner)).await;
    let asked = mill.owner.does("requestIntroduction", request(&baker), "introduction { id }").await;
    assert!(poll!(std::pin::pin!(to_baker.0.frame())).is_pending(), "nobody has told the other node");
    other.settle().await;
    let heard = to_baker.next().await;
    let expected =
        json!({ "id": asked["introduction"]["id"], "message": "We would like to buy wheat from you every month.", "state": "PENDING" });
    assert_eq!(heard["data"]["introductionReceived"], expected);
}

/// What is asked of others is not told to whom it does not concern.
#[tokio::test]
async fn a_request_is_heard_by_the_one_who_is_asked_only() {
    let world = World::open(Kind::Postgres).await;
    let (mill, baker) = meets(&world).await;
    let other = world.neighbour().await;
    let mut to_mill = Feed::opens(&at(&other, &mill.owner)).await;
    mill.owner.does("requestIntroduction", request(&baker), "introduction { id }").await;
    other.settle().await;
    // The stream has been woken by the event, and has had the time of a request to say something of it.
    for _ in 0..5 {
        assert!(poll!(std::pin::pin!(to_mill.0.frame())).is_pending());
        other.asks("{ scoreboard { funnel { introductions } } }", json!({})).await;
    }
}

#[tokio::test]
async fn the_workers_of_two_nodes_tell_each_other() {
    let world = World::open(Kind::Postgres).await;
    let (mill, baker) = meets(&world).await;
    let other = world.neighbour().await;
    let story = async {
        let mut to_baker = Feed::opens(&at(&other, &baker.owner)).await;
        let asked = mill.owner.does("requestIntroduction", request(&baker), "introduction { id }").await;
        let heard = to_baker.next().await;
        assert_eq!(heard["data"]["introductionReceived"]["id"], asked["introduction"]["id"]);
    };
    tokio::select! {
        told = tokio::time::timeout(PATIENCE, story) => told.unwrap(),
        () = Arc::clone(&world.app).work() => panic!("a worker went home"),
        () = Arc::clone(&other.app).work() => panic!("a worker went home"),
        () = Arc::clone(&world.app).hear_other_nodes() => panic!("a node stopped listening"),
        () = Arc::clone(&other.app).hear_other_nodes() => panic!("a node stopped listening"),
    }
}

#[tokio::test]
async fn what_one_node_tells_is_heard_on_the_other_and_told_once() {
    let world = World::open(Kind::Postgres).await;
    let other = world.neighbour().await;
    let (mill, baker) = meets(&world).await;
    other.settle().await;
    let mut inbox = Feed::of(&at(&other, &baker.owner), "subscription { notificationReceived { kind text } }").await;
    let before = world.letters.letters().len() + other.letters.letters().len();
    mill.owner.does("requestIntroduction", request(&baker), "introduction { id }").await;
    // Both nodes look at the same moment: one claims the reading, and the other passes on what it reads.
    tokio::join!(world.settle(), other.settle());
    other.settle().await;
    let heard = tokio::time::timeout(PATIENCE, inbox.next()).await.unwrap();
    let expected = json!({ "kind": "INTRODUCTION_REQUESTED", "text": "Astyq Dan would like to meet you" });
    assert_eq!(heard["data"]["notificationReceived"], expected);
    assert_eq!(world.letters.letters().len() + other.letters.letters().len(), before + 1, "one letter, whichever node sent it");
    let count = "{ viewer { notifications(first: 100) { nodes { kind } } } }";
    let told = at(&other, &baker.owner).asks(count, json!({})).await["viewer"]["notifications"]["nodes"].clone();
    assert_eq!(told.as_array().unwrap().iter().filter(|node| node["kind"] == "INTRODUCTION_REQUESTED").count(), 1);
}
