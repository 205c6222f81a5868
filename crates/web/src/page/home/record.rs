//! The public record: papers between the states, and the initiatives of the roadmap.

use maud::{Markup, html};

use super::trade::keys;
use crate::{
    language::Language,
    message::home as said,
    number::{day_in_words, grouped},
    schema,
    value::LocalizedText,
    words::{english, written},
};

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct AgreementConnection {
    nodes: Vec<Agreement>,
    page_info: HasMore,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "PageInfo")]
struct HasMore {
    has_next_page: bool,
}

#[derive(cynic::QueryFragment, Debug)]
struct Agreement {
    title: String,
    record: Option<StatePaperRecord>,
}

#[derive(cynic::QueryFragment, Debug)]
struct StatePaperRecord {
    date: Option<String>,
    status: String,
    sources: Vec<String>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct InitiativeConnection {
    nodes: Vec<Initiative>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Initiative {
    name: LocalizedText,
    kind: String,
    status: String,
    sources: Vec<String>,
}

/// How many papers the page shows of those it counts.
const SHOWN: usize = 6;

pub(super) fn agreements(language: Language, found: &AgreementConnection) -> Markup {
    let number = found.nodes.len();
    let count = grouped(language, i64::try_from(number).unwrap_or(i64::MAX));
    let number = if found.page_info.has_next_page { format!("> {count}") } else { count };
    html! {
        section aria-labelledby="papers" {
            h2 id="papers" { (language.say(said::papers())) }
            @if found.nodes.is_empty() { p class="empty" { (language.say(said::none_yet())) } }
            @else {
                p { (language.say(said::on_record(number))) }
                ul class="rows" {
                    @for paper in found.nodes.iter().take(SHOWN) {
                        li {
                            strong lang="en" { (written(&paper.title)) }
                            @if let Some(record) = &paper.record {
                                p class="quiet" {
                                    @match &record.date { Some(date) => bdi { (day_in_words(language, date)) }, None => (language.say(said::date_unknown())) }
                                    " · " (english(language, &record.status)) " · " (keys(&record.sources))
                                }
                            }
                        }
                    }
                }
                p class="actions" { a href={ "/" (language.tag()) "/agreements?view=states" } { (language.say(said::all_papers())) } }
            }
        }
    }
}

pub(super) fn initiatives(language: Language, found: &InitiativeConnection) -> Markup {
    html! {
        section aria-labelledby="initiatives" {
            h2 id="initiatives" { (language.say(said::initiatives())) }
            @if found.nodes.is_empty() { p class="empty" { (language.say(said::none_yet())) } }
            @else {
                ul class="rows" {
                    @for initiative in &found.nodes {
                        li {
                            strong { (language.of(&initiative.name)) } " " span class="tag" { (english(language, &initiative.kind)) }
                            p class="quiet" { (english(language, &initiative.status)) " · " (keys(&initiative.sources)) }
                        }
                    }
                }
                p class="actions" { a href={ "/" (language.tag()) "/roadmap" } { (language.say(said::to_roadmap())) } }
            }
        }
    }
}
