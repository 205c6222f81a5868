//! The page for those who write programs: where to send documents, and the whole schema to read.

use std::sync::LazyLock;

use axum::{
    Router,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use cynic::QueryBuilder;
use maud::{Markup, html};

use super::Page;
use crate::{fault::Fault, language::Language, layout::Viewer, message::integrators as said, router::Site, schema, visit::Visit};

pub(crate) fn routes() -> Router<Site> {
    Router::new().route("/{language}/integrators", get(show)).route("/{language}/schema.graphql", get(download))
}

const SCHEMA: &str = include_str!("../../../../schema.graphql");

/// What an integrator may ask first: the operation of the directory, as the pages send it.
const SAMPLE: &str = include_str!("../../operations/Matches.graphql");

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct WhoIntegrates {
    viewer: Option<Viewer>,
}

/// A field or a type with what the schema says of it.
struct Entry {
    name: String,
    about: String,
}

/// The parts of the schema that a reader looks for.
struct Reference {
    queries: Vec<Entry>,
    mutations: Vec<Entry>,
    subscriptions: Vec<Entry>,
    types: Vec<Entry>,
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(|| read(SCHEMA));

/// Reads the printed schema line by line: it is written by a program, always in the same way.
fn read(schema: &str) -> Reference {
    let mut reference = Reference { queries: Vec::new(), mutations: Vec::new(), subscriptions: Vec::new(), types: Vec::new() };
    let (mut about, mut within, mut quoted, mut depth) = (String::new(), String::new(), false, 0u32);
    for line in schema.lines() {
        let text = line.trim();
        if quoted || text.starts_with("\"\"\"") {
            let ends = text.matches("\"\"\"").count();
            let words = text.replace("\"\"\"", "");
            if !quoted {
                about.clear();
            }
            about.push_str(&words);
            about.push(' ');
            quoted = if quoted { ends == 0 } else { ends == 1 };
            continue;
        }
        if let Some(words) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            if depth == 0 {
                words.clone_into(&mut about);
            }
            continue;
        }
        let told = about.trim().to_owned();
        if !line.starts_with(['\t', ' ']) {
            let mut parts = text.split([' ', '{', '(']);
            let (kind, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            if ["type", "enum", "input", "interface", "scalar"].contains(&kind) {
                name.clone_into(&mut within);
                if !["Query", "Mutation", "Subscription"].contains(&name) {
                    reference.types.push(Entry { name: format!("{kind} {name}"), about: told });
                }
                about.clear();
            }
            continue;
        }
        if depth == 0 && !text.is_empty() {
            let list = match within.as_str() {
                "Query" => Some(&mut reference.queries),
                "Mutation" => Some(&mut reference.mutations),
                "Subscription" => Some(&mut reference.subscriptions),
                _ => None,
            };
            let name = text.split(['(', ':']).next().unwrap_or_default();
            if let Some(list) = list.filter(|_| name.chars().all(char::is_alphanumeric) && !name.is_empty()) {
                list.push(Entry { name: name.to_owned(), about: told });
            }
            about.clear();
        }
        depth = if text.ends_with('(') { depth + 1 } else if text.starts_with(')') { depth.saturating_sub(1) } else { depth };
    }
    reference
}

async fn show(visit: Visit) -> Response {
    let page = draw(&visit).await;
    visit.answer(page)
}

async fn draw(visit: &Visit) -> Result<Page, Fault> {
    let viewer = visit.client.run(WhoIntegrates::build(())).await?.viewer;
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::title())) }
        p class="lead" { (language.say(said::lead())) }
        section aria-labelledby="endpoint" {
            h2 id="endpoint" { (language.say(said::endpoint())) }
            p { code dir="ltr" { "POST /graphql" } }
            p { (language.say(said::endpoint_how())) }
            p class="actions" {
                a class="button" href="/graphql" { (language.say(said::graphiql())) }
                a class="button second" href=(visit.to("/schema.graphql")) download { (language.say(said::schema())) }
            }
        }
        section aria-labelledby="sample" { h2 id="sample" { (language.say(said::sample())) } pre lang="en" tabindex="0" role="region" aria-labelledby="sample" { code { (SAMPLE) } } }
        section aria-labelledby="reference" {
            h2 id="reference" { (language.say(said::reference())) }
            p class="quiet" { (language.say(said::reference_how())) }
            (list(language, &language.say(said::queries()), &REFERENCE.queries))
            (list(language, &language.say(said::mutations()), &REFERENCE.mutations))
            (list(language, &language.say(said::subscriptions()), &REFERENCE.subscriptions))
            (list(language, &language.say(said::types()), &REFERENCE.types))
        }
    };
    Ok(Page { about: Some(language.text(said::lead())), ..Page::new(language.text(said::title()), main, viewer) })
}

fn list(language: Language, title: &Markup, entries: &[Entry]) -> Markup {
    html! {
        details {
            summary { (title) " · " (crate::number::grouped(language, i64::try_from(entries.len()).unwrap_or(i64::MAX))) }
            dl lang="en" dir="ltr" { @for entry in entries { div { dt { code { (entry.name) } } dd class="quiet" { (entry.about) } } } }
        }
    }
}

async fn download(_: Visit) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], SCHEMA).into_response()
}

#[cfg(test)]
pub(crate) fn operations() -> Vec<String> {
    vec![WhoIntegrates::build(()).query]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_knows_every_root_field_with_its_description() {
        let all = [&REFERENCE.queries, &REFERENCE.mutations, &REFERENCE.subscriptions];
        let named = |list: &Vec<Entry>, name: &str| list.iter().any(|entry| entry.name == name && entry.about.len() > 10);
        assert!(named(all[0], "scoreboard") && named(all[0], "node") && named(all[1], "proposeJointVenture"));
        assert!(named(all[2], "introductionReceived"));
        assert!(REFERENCE.types.iter().any(|entry| entry.name == "type JointVenture"));
        let silent: Vec<_> = all.iter().flat_map(|list| list.iter()).filter(|entry| entry.about.is_empty()).map(|entry| &entry.name).collect();
        assert!(silent.is_empty(), "{silent:?}");
    }
}
