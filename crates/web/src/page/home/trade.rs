//! The target and the official figures: each body's own series, never joined with another's.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::{
    component::{Chart, Point, Series, chart},
    language::Language,
    message::home as said,
    number::{day_in_words, hundredths, in_words, money},
    schema,
    value::{LocalizedText, Money},
    word::TradeFigureQuality,
    words::{english, written},
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

/// Bodies whose names we know; another keeps the name that the record gives it.
fn basis_name(language: Language, basis: &str) -> String {
    let name = match basis {
        "KZ_president" => said::basis_kz_president(),
        "KZ_customs" => said::basis_kz_customs(),
        "PK_SBP" => said::basis_pk_sbp(),
        "PK_PBC" => said::basis_pk_pbc(),
        "KZ_envoy" => said::basis_kz_envoy(),
        "KZ_envoy_in_PK" => said::basis_kz_envoy_in_pk(),
        "KZ_customs_via_envoy" => said::basis_kz_customs_via_envoy(),
        "PK_data_via_KZ_envoy" => said::basis_pk_via_envoy(),
        other => return other.replace('_', " "),
    };
    language.text(name)
}

pub(super) fn draw(language: Language, targets: &[Target], flows: &[TradeFlow]) -> Markup {
    let bases = by_basis(flows);
    html! {
        section aria-labelledby="target" {
            h2 id="target" { (language.say(said::target())) }
            @if targets.is_empty() { p class="empty" { (language.say(said::no_target())) } }
            @for aim in aims(targets) { (stated(language, aim, targets)) }
        }
        section aria-labelledby="trade" {
            h2 id="trade" { (language.say(said::trade())) }
            @if bases.is_empty() {
                p class="empty" { (language.say(said::no_trade())) }
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
            p class="figure" { (money(language, aim)) }
            @if let Some(first) = versions.first() { p { strong { (language.of(&first.name)) } } }
            @for target in &versions {
                dl class="facts" {
                    div { dt { (language.say(said::stated_by())) } dd { (english(language, &target.stated_by)) } }
                    div { dt { (language.say(said::stated_on())) } dd { bdi { (day_in_words(language, &target.stated_on)) } } }
                    div {
                        dt { (language.say(said::by_when())) }
                        dd { @match &target.deadline { Some(deadline) => (english(language, &day_in_words(language, deadline))), None => (language.say(said::not_said())) } }
                    }
                    div {
                        dt { (language.say(said::sources())) }
                        dd { @if target.sources.is_empty() { (language.say(said::no_sources())) } @else { (keys(&target.sources)) } }
                    }
                }
            }
            @for note in notes { p class="quiet" { (english(language, note)) } }
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
fn gap(language: Language, target: &Money, value: &Money) -> Option<String> {
    if target.currency != value.currency {
        return None;
    }
    let missing = hundredths(&target.amount.0)? - hundredths(&value.amount.0)?;
    Some(if missing > 0 { in_words(language, &target.currency.0, missing) } else { language.text(said::reached()) })
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
        p { (language.say(said::latest_why())) }
        div class="scroll" role="region" aria-labelledby="latest" tabindex="0" {
            table class="stacked" {
                caption id="latest" { (language.say(said::latest())) }
                thead { tr {
                    th scope="col" { (language.say(said::who_counted())) }
                    th scope="col" { (language.say(said::period())) }
                    th scope="col" class="number" { (language.say(said::trade_column())) }
                    @for aim in &aims { th scope="col" class="number" { (language.say(said::gap_to(money(language, aim)))) } }
                    th scope="col" { (language.say(said::source())) }
                } }
                tbody {
                    @for (basis, flows) in bases {
                        @if let Some(flow) = flows.last() {
                            tr {
                                th scope="row" { (basis_name(language, basis)) }
                                td data-label=(language.text(said::period())) { bdi dir="ltr" { (flow.period) } }
                                (amount(language, flow))
                                @for aim in &aims {
                                    td class="number" data-label=(language.text(said::gap_to(short(language, aim)))) { bdi { (flow.value.as_ref().and_then(|value| gap(language, aim, value)).unwrap_or_else(|| "–".to_owned())) } }
                                }
                                td data-label=(language.text(said::source())) { (source(flow)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A sum in words alone, for a label.
fn short(language: Language, money: &Money) -> String {
    hundredths(&money.amount.0).map_or_else(|| money.amount.0.clone(), |sum| in_words(language, &money.currency.0, sum))
}

fn amount(language: Language, flow: &TradeFlow) -> Markup {
    html! {
        td class="number" data-label=(language.text(said::trade_column())) {
            @match &flow.value { Some(value) => (money(language, value)), None => (language.say(said::no_figure())) }
            @if flow.value.is_some() && !flow.quality.is("REPORTED") { br; span class="quiet" { (flow.quality.say(language)) } }
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
    let series: Vec<Series> = bases.iter().map(|(basis, flows)| Series { name: basis_name(language, basis), points: points(flows) }).collect();
    let aim =
        targets.iter().filter(|target| target.value.currency.0 == "USD").filter_map(|target| millions(&target.value)).reduce(f64::max);
    let picture = Chart { language, title: language.text(said::chart_title()), series: &series, target: aim };
    html! {
        figure class="chart" {
            figcaption {
                strong { (language.say(said::chart_heading())) } br;
                span class="quiet" { (language.say(said::chart_how())) }
            }
            (chart(&picture))
            details {
                summary { (language.say(said::as_table())) }
                p { a href={ "/" (language.tag()) "/trade.csv" } download { (language.say(said::as_csv())) } }
                div class="scroll" role="region" aria-labelledby="all-years" tabindex="0" {
                    table {
                        caption id="all-years" { (language.say(said::every_figure())) }
                        thead { tr {
                            th scope="col" { (language.say(said::who_counted())) }
                            th scope="col" { (language.say(said::period())) }
                            th scope="col" class="number" { (language.say(said::trade_column())) }
                            th scope="col" { (language.say(said::source())) }
                            th scope="col" { (language.say(said::note())) }
                        } }
                        tbody {
                            @for (basis, flows) in bases { @for flow in flows {
                                tr {
                                    th scope="row" { (basis_name(language, basis)) }
                                    td { bdi dir="ltr" { (flow.period) } }
                                    (amount(language, flow))
                                    td { (source(flow)) }
                                    td { (english(language, &flow.note)) }
                                }
                            } }
                        }
                    }
                }
            }
        }
    }
}

/// Every figure with its source, as programs of tables read it.
pub(super) fn csv(flows: &[TradeFlow]) -> String {
    let mut out = "basis,period,year,amount,currency,quality,source,note\n".to_owned();
    for flow in flows {
        let year = flow.year.map(|year| year.to_string()).unwrap_or_default();
        let (amount, currency) = flow.value.as_ref().map_or(("", ""), |value| (value.amount.0.as_str(), value.currency.0.as_str()));
        let cells = [&flow.basis, &flow.period, &year, amount, currency, &flow.quality.0, &flow.source_url, &flow.note];
        out.push_str(&cells.map(cell).join(","));
        out.push('\n');
    }
    out
}

/// A cell: quoted where it must be, and never a formula to a program of tables.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

fn points(flows: &[&TradeFlow]) -> Vec<Point> {
    let point = |flow: &&TradeFlow| {
        let value = flow.value.as_ref().filter(|value| value.currency.0 == "USD").and_then(millions)?;
        let firm = flow.quality.is("REPORTED") || flow.quality.is("DERIVED");
        Some(Point { year: flow.year?, value, firm })
    };
    flows.iter().filter_map(point).collect()
}

/// Millions, for the place on a drawing only.
fn millions(money: &Money) -> Option<f64> {
    money.amount.0.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| value / 1e6)
}
