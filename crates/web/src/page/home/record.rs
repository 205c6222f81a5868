//! The public record: papers between the states, and the initiatives of the roadmap.

use maud::{Markup, html};

use super::trade::keys;
use crate::{language::Language, number::day_in_words, schema, value::LocalizedText, words::written};

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
    let number = if found.page_info.has_next_page { format!("more than {number}") } else { number.to_string() };
    html! {
        section aria-labelledby="papers" {
            h2 id="papers" { (language.say("Agreements between the states")) }
            @if found.nodes.is_empty() { p class="empty" { (language.say("None is on record yet.")) } }
            @else {
                p { (language.say(&format!("On record: {number}. The latest:"))) }
                ul class="rows" {
                    @for paper in found.nodes.iter().take(SHOWN) {
                        li {
                            strong lang="en" { (written(&paper.title)) }
                            @if let Some(record) = &paper.record {
                                p class="quiet" {
                                    (language.sentence(html! {
                                        (record.date.as_deref().map_or("date not known".to_owned(), day_in_words)) " · " (record.status)
                                        " · sources: " (keys(&record.sources))
                                    }))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn initiatives(language: Language, found: &InitiativeConnection) -> Markup {
    html! {
        section aria-labelledby="initiatives" {
            h2 id="initiatives" { (language.say("Initiatives")) }
            @if found.nodes.is_empty() { p class="empty" { (language.say("None is on record yet.")) } }
            @else {
                ul class="rows" {
                    @for initiative in &found.nodes {
                        li {
                            strong { (language.of(&initiative.name)) } " " span class="tag" { (language.say(&initiative.kind)) }
                            p class="quiet" { (language.sentence(html! { (initiative.status) " · sources: " (keys(&initiative.sources)) })) }
                        }
                    }
                }
            }
        }
    }
}
