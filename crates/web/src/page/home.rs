//! The public home: how far the two countries are on the way that they set themselves.

mod board;
mod chart;
mod record;
mod trade;

use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{fault::Fault, language::Language, layout::Viewer, router::Visit, schema, value::DateTime};

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
pub(crate) struct PublicHome {
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

/// Reads the scoreboard and the public record.
pub(crate) async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let read = visit.client.run(PublicHome::build(())).await?;
    let language = visit.language;
    let board = &read.scoreboard;
    let main = html! {
        h1 { (language.say("Pakistan and Kazakhstan: trade, ventures, and how far they are")) }
        p class="lead" {
            (language.say("Official figures stand apart by the body that counted them; what companies brought about here is counted only when every party confirmed it."))
        }
        (trade::draw(language, &board.targets, &board.official_trade))
        (board::draw(language, board))
        (record::agreements(language, &read.agreements))
        (record::initiatives(language, &read.initiatives))
        (doors(language))
    };
    Ok(Page::new("Scoreboard", main, read.viewer))
}

fn doors(language: Language) -> Markup {
    html! {
        section class="doors" aria-labelledby="doors" {
            h2 id="doors" { (language.say("Come in")) }
            div class="pair" {
                div class="card" {
                    h3 { (language.say("For companies")) }
                    p { (language.say("Look at who is here, what they offer and what they need, before you sign in.")) }
                    p { a class="button" href={ "/" (language.tag()) "/companies" } { (language.say("Browse the directory")) } }
                }
                div class="card" {
                    h3 { (language.say("For integrators")) }
                    p { (language.say("Everything on these pages comes from one GraphQL schema, which you can read and query.")) }
                    p { a class="button" href="/graphql" { (language.say("Open GraphiQL")) } }
                }
            }
        }
    }
}

/// The operation as it is sent, for the folder of operations.
#[cfg(test)]
pub(crate) fn operation() -> String {
    PublicHome::build(()).query
}
