//! Serves the pages with a scripted schema behind them, to look at: `cargo run -p web --example scripted -- 127.0.0.1:8090 full`.

#[path = "../tests/pages/scripted.rs"]
mod scripted;

use std::{env, error::Error, sync::Arc};

use axum::routing::get;
use scripted::{Scripted, World};
use web::{Settings, graphiql, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = env::args().skip(1);
    let address = words.next().ok_or("say where to listen, for example 127.0.0.1:8090")?;
    let world = match words.next().as_deref() {
        None | Some("full") => World::Full,
        Some("empty") => World::Empty,
        Some(_) => World::Failing("INTERNAL_SERVER_ERROR", ""),
    };
    let settings = Settings { public_url: format!("http://{address}"), graphiql: true };
    let pages = router(Arc::new(Scripted::new(world)), &settings).route("/graphql", get(async || graphiql()));
    axum::serve(tokio::net::TcpListener::bind(address).await?, pages).await?;
    Ok(())
}
