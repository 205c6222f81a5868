//! The target and the official figures: each body's own series, never joined with another's.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::chart::{self, Chart, Point, Series};
use crate::{
    language::Language,
    number::{day_in_words, hundredths, in_words, money},
    schema,
    value::{LocalizedText, Money},
    words::written,
};

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Target {
    name: LocalizedText,
    value: Money,
    stated_by: String,
    stated_on: String,
    deadline: Option<String>,
    note: Option<String>,
    sources: Vec<String>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct TradeFlow {
    basis: String,
    period: String,
    year: Option<i32>,
    value: Option<Money>,
    quality: TradeFigureQuality,
    note: String,
    source_key: String,
    source_url: String,
}

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum TradeFigureQuality {
    Approximate,
    Derived,
    NoFigure,
    Reported,
    Statement,
}

/// Bodies whose names we know; another keeps the name that the record gives it.
const BASES: [(&str, &str); 8] = [
    ("KZ_president", "Kazakhstan's president"),
    ("KZ_customs", "Kazakhstan's customs statistics"),
    ("PK_SBP", "State Bank of Pakistan"),
    ("PK_PBC", "Pakistan Business Council"),
    ("KZ_envoy", "Kazakhstan's ambassador"),
    ("KZ_envoy_in_PK", "Kazakhstan's ambassador to Pakistan, basis not stated"),
    ("KZ_customs_via_envoy", "Kazakhstan's customs, quoted by the ambassador"),
    ("PK_data_via_KZ_envoy", "Pakistan's figures, quoted by Kazakhstan's ambassador"),
];

fn basis_name(basis: &str) -> String {
    BASES.iter().find(|(code, _)| *code == basis).map_or_else(|| basis.replace('_', " "), |(_, name)| (*name).to_owned())
}

fn quality_name(quality: TradeFigureQuality) -> &'static str {
    match quality {
        TradeFigureQuality::Approximate => "the source gives it roughly",
        TradeFigureQuality::Derived => "worked out from two figures of the source",
        TradeFigureQuality::NoFigure => "the source gives no figure",
        TradeFigureQuality::Reported => "the source gives it",
        TradeFigureQuality::Statement => "somebody said so",
    }
}

pub(super) fn draw(language: Language, targets: &[Target], flows: &[TradeFlow]) -> Markup {
    let bases = by_basis(flows);
    html! {
        section aria-labelledby="target" {
            h2 id="target" { (language.say("The target")) }
            @if targets.is_empty() { p class="empty" { (language.say("No target is on record yet.")) } }
            @for aim in aims(targets) { (stated(language, aim, targets)) }
        }
        section aria-labelledby="trade" {
            h2 id="trade" { (language.say("Official trade, both ways together")) }
            @if bases.is_empty() {
                p class="empty" { (language.say("No official figure of a whole year is on record yet.")) }
            } @else {
                (latest(language, targets, &bases))
                (drawn(language, targets, &bases))
            }
        }
    }
}

/// One aim, with the version of each who stated it.
fn stated(language: Language, aim: &Money, targets: &[Target]) -> Markup {
    let versions: Vec<&Target> =
        targets.iter().filter(|target| target.value.currency == aim.currency && target.value.amount == aim.amount).collect();
    let mut notes: Vec<&String> = versions.iter().filter_map(|target| target.note.as_ref()).collect();
    notes.dedup();
    html! {
        div class="card target" {
            p class="figure" { (money(aim)) }
            @if let Some(first) = versions.first() { p { strong { (language.of(&first.name)) } } }
            @for target in &versions {
                dl class="facts" {
                    div { dt { (language.say("Stated by")) } dd { (written(&target.stated_by)) } }
                    div { dt { (language.say("Stated on")) } dd { (written(&day_in_words(&target.stated_on))) } }
                    div {
                        dt { (language.say("By when")) }
                        dd { @match &target.deadline { Some(deadline) => (written(&day_in_words(deadline))), None => (language.say("not said")) } }
                    }
                    div {
                        dt { (language.say("Sources")) }
                        dd { @if target.sources.is_empty() { (language.say("none on record")) } @else { (keys(&target.sources)) } }
                    }
                }
            }
            @for note in notes { p class="quiet" { (written(note)) } }
        }
    }
}

/// Keys of sources as a list that no comma joins.
pub(super) fn keys(sources: &[String]) -> Markup {
    html! { span class="inline" { @for source in sources { code { (source) } } } }
}

/// The observations of each basis, the earliest year first.
fn by_basis(flows: &[TradeFlow]) -> Vec<(&str, Vec<&TradeFlow>)> {
    let mut groups: BTreeMap<&str, Vec<&TradeFlow>> = BTreeMap::new();
    for flow in flows {
        groups.entry(&flow.basis).or_default().push(flow);
    }
    for group in groups.values_mut() {
        group.sort_by_key(|flow| flow.year);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.last().and_then(|flow| flow.year)));
    groups
}

/// What is missing to a target; nothing where currencies differ or a figure cannot be read.
fn gap(target: &Money, value: &Money) -> Option<String> {
    if target.currency != value.currency {
        return None;
    }
    let missing = hundredths(&target.amount.0)? - hundredths(&value.amount.0)?;
    Some(if missing > 0 { in_words(&target.currency.0, missing) } else { "reached".to_owned() })
}

/// Every sum that is aimed at, once.
fn aims(targets: &[Target]) -> Vec<&Money> {
    let mut aims: Vec<&Money> = Vec::new();
    for target in targets {
        if !aims.iter().any(|aim| aim.currency == target.value.currency && aim.amount == target.value.amount) {
            aims.push(&target.value);
        }
    }
    aims
}

fn latest(language: Language, targets: &[Target], bases: &[(&str, Vec<&TradeFlow>)]) -> Markup {
    let aims = aims(targets);
    html! {
        p { (language.say("The latest whole year that each body has published. The bodies count differently, so their figures are never one series.")) }
        div class="scroll" role="region" aria-labelledby="latest" tabindex="0" {
            table class="stacked" {
                caption id="latest" { (language.say("Latest official figure by who counted")) }
                thead { tr {
                    th scope="col" { (language.say("Who counted")) }
                    th scope="col" { (language.say("Period")) }
                    th scope="col" class="number" { (language.say("Trade")) }
                    @for aim in &aims { th scope="col" class="number" { (language.sentence(html! { "Gap to " (money(aim)) })) } }
                    th scope="col" { (language.say("Source")) }
                } }
                tbody {
                    @for (basis, flows) in bases {
                        @if let Some(flow) = flows.last() {
                            tr {
                                th scope="row" { (language.say(&basis_name(basis))) }
                                td data-label="Period" { bdi dir="ltr" { (flow.period) } }
                                (amount(language, flow))
                                @for aim in &aims {
                                    td class="number" data-label={ "Gap to " (short(aim)) } { (language.say(&flow.value.as_ref().and_then(|value| gap(aim, value)).unwrap_or_else(|| "–".to_owned()))) }
                                }
                                td data-label="Source" { (source(flow)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A sum in words alone, for a label.
fn short(money: &Money) -> String {
    hundredths(&money.amount.0).map_or_else(|| money.amount.0.clone(), |sum| in_words(&money.currency.0, sum))
}

fn amount(language: Language, flow: &TradeFlow) -> Markup {
    html! {
        td class="number" data-label="Trade" {
            @match &flow.value { Some(value) => (money(value)), None => (language.say("no figure")) }
            @if flow.value.is_some() && flow.quality != TradeFigureQuality::Reported { br; span class="quiet" { (language.say(quality_name(flow.quality))) } }
        }
    }
}

/// Only an address of the web becomes a link.
fn source(flow: &TradeFlow) -> Markup {
    let address = flow.source_url.split_whitespace().next().unwrap_or_default();
    html! {
        @if address.starts_with("https://") || address.starts_with("http://") { a href=(address) rel="noreferrer external" { (written(&flow.source_key)) } }
        @else { (written(&flow.source_key)) }
    }
}

fn drawn(language: Language, targets: &[Target], bases: &[(&str, Vec<&TradeFlow>)]) -> Markup {
    let series: Vec<Series> = bases.iter().map(|(basis, flows)| Series { name: basis_name(basis), points: points(flows) }).collect();
    let aim =
        targets.iter().filter(|target| target.value.currency.0 == "USD").filter_map(|target| millions(&target.value)).reduce(f64::max);
    let chart = Chart { language, series: &series, target: aim };
    html! {
        figure class="chart" {
            figcaption {
                strong { (language.say("Trade by whole years, in millions of US dollars")) } br;
                span class="quiet" { (language.say("One mark a year and body. A fiscal year stands at the year in which it ends. The dashed line is the target.")) }
            }
            (chart::draw(&chart))
            details {
                summary { (language.say("The same as a table")) }
                div class="scroll" role="region" aria-labelledby="all-years" tabindex="0" {
                    table {
                        caption id="all-years" { (language.say("Every official figure of a whole year")) }
                        thead { tr {
                            th scope="col" { (language.say("Who counted")) }
                            th scope="col" { (language.say("Period")) }
                            th scope="col" class="number" { (language.say("Trade")) }
                            th scope="col" { (language.say("Source")) }
                            th scope="col" { (language.say("Note")) }
                        } }
                        tbody {
                            @for (basis, flows) in bases { @for flow in flows {
                                tr {
                                    th scope="row" { (language.say(&basis_name(basis))) }
                                    td { bdi dir="ltr" { (flow.period) } }
                                    (amount(language, flow))
                                    td { (source(flow)) }
                                    td { (written(&flow.note)) }
                                }
                            } }
                        }
                    }
                }
            }
        }
    }
}

fn points(flows: &[&TradeFlow]) -> Vec<Point> {
    let point = |flow: &&TradeFlow| {
        let value = flow.value.as_ref().filter(|value| value.currency.0 == "USD").and_then(millions)?;
        let firm = matches!(flow.quality, TradeFigureQuality::Reported | TradeFigureQuality::Derived);
        Some(Point { year: flow.year?, value, firm })
    };
    flows.iter().filter_map(point).collect()
}

/// Millions, for the place on a drawing only.
fn millions(money: &Money) -> Option<f64> {
    money.amount.0.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| value / 1e6)
}
