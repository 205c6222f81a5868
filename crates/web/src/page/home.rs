//! The public home: how far the two countries are on the way that they set themselves.

mod board;
mod record;
mod trade;

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    fault::Fault, language::Language, layout::Viewer, message::home as said, router::Site, schema, value::DateTime, visit::Visit,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}", get(show)).route("/{language}/trade.csv", get(figures))
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct PublicHome {
    scoreboard: Scoreboard,
    #[arguments(first: 100, where: { level: STATES })]
    agreements: record::AgreementConnection,
    #[arguments(first: 50)]
    initiatives: record::InitiativeConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Scoreboard {
    as_of: DateTime,
    targets: Vec<trade::Target>,
    official_trade: Vec<trade::TradeFlow>,
    pledged: Vec<board::ScoreboardSum>,
    committed: Vec<board::ScoreboardSum>,
    realised: Vec<board::ScoreboardSum>,
    funnel: board::ScoreboardFunnel,
    stages: Vec<board::ScoreboardStage>,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

/// Reads the scoreboard and the public record.
async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let read = visit.client.run(PublicHome::build(())).await?;
    let language = visit.language;
    let board = &read.scoreboard;
    let main = html! {
        h1 { (language.say(said::heading())) }
        p class="lead" { (language.say(said::lead())) }
        (trade::draw(language, &board.targets, &board.official_trade))
        (board::draw(language, board))
        (record::agreements(language, &read.agreements))
        (record::initiatives(language, &read.initiatives))
        (doors(language))
    };
    let about = Some(language.text(said::about()));
    Ok(Page { about, ..Page::new(language.text(said::title()), main, read.viewer) })
}

fn doors(language: Language) -> Markup {
    html! {
        section class="doors" aria-labelledby="doors" {
            h2 id="doors" { (language.say(said::come_in())) }
            div class="pair" {
                div class="card" {
                    h3 { (language.say(said::for_companies())) }
                    p { (language.say(said::for_companies_what())) }
                    p class="actions" {
                        a class="button" href={ "/" (language.tag()) "/companies" } { (language.say(said::browse())) }
                        a class="button second" href={ "/" (language.tag()) "/register" } { (language.say(said::register())) }
                    }
                }
                div class="card" {
                    h3 { (language.say(said::for_integrators())) }
                    p { (language.say(said::for_integrators_what())) }
                    p { a class="button second" href={ "/" (language.tag()) "/integrators" } { (language.say(said::open_integrators())) } }
                }
            }
        }
    }
}

/// The figures behind the chart, as a file.
async fn figures(visit: Visit) -> Response {
    match visit.client.run(PublicHome::build(())).await {
        Ok(read) => {
            let told = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"trade.csv\""),
            ];
            (told, trade::csv(&read.scoreboard.official_trade)).into_response()
        }
        Err(fault) => visit.answer(Err(fault)),
    }
}

/// The operation as it is sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![PublicHome::build(()).query]
}
