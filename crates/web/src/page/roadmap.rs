//! The roadmap: pillars, the initiatives under each, and the corridors as a diagram without outlines.

use axum::{Router, response::Response, routing::get};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{
    component::{Tone, mark},
    fault::Fault,
    language::Language,
    layout::Viewer,
    message::roadmap as said,
    number::{day_in_words, money},
    router::Site,
    schema,
    value::{LocalizedText, Money},
    visit::Visit,
    words::english,
};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/roadmap", get(show))
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct RoadmapPage {
    roadmap: Roadmap,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Roadmap {
    official: bool,
    pillars: Vec<Pillar>,
    targets: Vec<Target>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Pillar {
    code: String,
    name: LocalizedText,
    note: Option<String>,
    initiatives: Vec<Initiative>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Initiative {
    name: LocalizedText,
    kind: String,
    status: String,
    facts: Vec<String>,
    risks: Vec<String>,
    sources: Vec<String>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Target {
    name: LocalizedText,
    value: Money,
    stated_by: String,
    stated_on: String,
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let read = visit.client.run(RoadmapPage::build(())).await?;
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::title())) }
        p class="lead" { (language.say(said::lead())) }
        @if !read.roadmap.official { p class="notice-box" { (language.say(said::not_official())) } }
        section aria-labelledby="targets" {
            h2 id="targets" { (language.say(said::targets())) }
            ul class="rows" {
                @for target in &read.roadmap.targets {
                    li { strong { (money(language, &target.value)) } " · " (language.of(&target.name)) p class="quiet" { (english(language, &target.stated_by)) " · " bdi { (day_in_words(language, &target.stated_on)) } } }
                }
            }
        }
        section aria-labelledby="corridor" {
            h2 id="corridor" { (language.say(said::corridor())) }
            p class="quiet" { (language.say(said::corridor_how())) }
            (corridor(language))
        }
        @for pillar in &read.roadmap.pillars { (drawn(language, pillar)) }
    };
    let about = Some(language.text(said::lead()));
    Ok(Page { about, ..Page::new(language.text(said::title()), main, read.viewer) })
}

fn drawn(language: Language, pillar: &Pillar) -> Markup {
    let id = format!("pillar-{}", pillar.code.to_lowercase());
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (language.of(&pillar.name)) }
            @if let Some(note) = &pillar.note { p class="quiet" { (english(language, note)) } }
            @if pillar.initiatives.is_empty() { p class="empty" { (language.say(said::no_initiative())) } }
            ul class="cards" {
                @for initiative in &pillar.initiatives {
                    li class="card" {
                        h3 { (language.of(&initiative.name)) }
                        p { (mark(Tone::Plain, &english(language, &initiative.status))) " " span class="tag" { (english(language, &initiative.kind)) } }
                        @if !initiative.facts.is_empty() || !initiative.risks.is_empty() {
                            details {
                                summary { (language.say(said::known())) }
                                ul { @for fact in &initiative.facts { li { (english(language, fact)) } } }
                                @if !initiative.risks.is_empty() { p { strong { (language.say(said::risks())) } } ul { @for risk in &initiative.risks { li { (english(language, risk)) } } } }
                                p class="quiet" { (language.say(said::sources())) " " @for source in &initiative.sources { code { (source) } " " } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The stops of the two overland ways, like a plan of a metro: order and meeting points, neither distance nor border.
fn corridor(language: Language) -> Markup {
    let ends = [language.text(said::stop_kazakhstan()), language.text(said::stop_pakistan())];
    let western = [language.text(said::stop_turkmenistan()), language.text(said::stop_herat()), language.text(said::stop_kandahar())];
    let eastern = [language.text(said::stop_uzbekistan()), language.text(said::stop_mazar()), language.text(said::stop_kabul())];
    let middle = [27.0, 50.0, 73.0];
    let title = language.text(said::corridor_title());
    html! {
        // Drawn once, from above to below: it is as narrow as a phone, and reads alike from both directions.
        svg class="metro" role="img" viewBox="0 0 340 420" aria-labelledby="metro-title metro-desc" width="340" height="420" {
            title id="metro-title" { (title) }
            desc id="metro-desc" { (language.text(said::corridor_desc())) }
            path class="series-0 run" fill="none" d="M170 30 C170 75 90 70 90 115 L90 305 C90 350 170 345 170 390" stroke="var(--series-0)" {}
            path class="series-2 run" fill="none" d="M170 30 C170 75 250 70 250 115 L250 305 C250 350 170 345 170 390" stroke="var(--series-2)" {}
            @for (stops, x, class) in [(western, 90.0, "series-0"), (eastern, 250.0, "series-2")] {
                g class=(class) { @for (stop, y) in stops.iter().zip(middle) {
                    circle class="dot hollow" cx=(x) cy=(y * 4.2) r="7" {}
                    text class="name" x=(x) y=(format!("{:.0}", y * 4.2 - 16.0)) text-anchor="middle" { (stop) }
                } }
            }
            @for (end, y) in ends.iter().zip([30.0, 390.0]) {
                circle class="dot series-1" cx="170" cy=(y) r="9" {}
                text class="name" x="170" y=(if y < 100.0 { y - 16.0 } else { y + 25.0 }) text-anchor="middle" { (end) }
            }
        }
    }
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![RoadmapPage::build(()).query]
}
