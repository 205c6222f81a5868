//! The front driven as a client drives it: requests through the router, sockets through a real listener.

mod events;
mod golden;
mod negotiation;
mod requests;
mod socket;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::http::{HeaderMap, Request, StatusCode};
use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower::ServiceExt;

use super::fixture::{Fixture, World};
use super::*;

/// A node of its own for each test.
struct Node {
    router: Router,
    world: Arc<World>,
    seats: Seats,
    stop: watch::Sender<bool>,
}

const OURS: &str = "https://forum.example";

fn node() -> Node {
    node_with(|_| ())
}

fn node_with(change: impl FnOnce(&mut FrontSettings)) -> Node {
    let (stop, shutdown) = watch::channel(false);
    let count = AtomicUsize::new(0);
    let ids = Arc::new(move || format!("counted-{}", count.fetch_add(1, Ordering::SeqCst) + 1));
    let mut settings = FrontSettings::new(vec![OURS.to_owned()], ids, shutdown);
    change(&mut settings);
    let seats = settings.seats.clone();
    let engine = Arc::new(Fixture::new());
    let world = Arc::clone(&engine.world);
    Node { router: router(engine, settings), world, seats, stop }
}

#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Node {
    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    async fn post_with(&self, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::post("/graphql").header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    async fn post(&self, body: Value) -> Answer {
        self.post_with(&[("accept", "application/graphql-response+json")], body.to_string()).await
    }

    async fn query(&self, query: &str) -> Answer {
        self.post(json!({ "query": query })).await
    }

    async fn get_with(&self, headers: &[(&str, &str)], query: &str) -> Answer {
        let mut request = Request::get(format!("/graphql{query}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }
}
