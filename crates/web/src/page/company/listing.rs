//! What a company offers and what it needs.

use cynic::QueryBuilder;
use maud::{Markup, html};

use crate::{
    fault::Fault,
    language::Language,
    message::company as said,
    number::{day, grouped, money},
    page::companies::Subsector,
    schema,
    value::{DateTime, Money},
    visit::Visit,
    word::{ListingKind, Unit},
    words::{prose, written},
};

#[derive(cynic::QueryVariables, Debug)]
struct ListingVariables<'a> {
    company: &'a cynic::Id,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ListingVariables")]
struct CompanyListings {
    #[arguments(first: 50, where: { company: $company })]
    listings: ListingConnection,
}

#[derive(cynic::QueryFragment, Debug)]
struct ListingConnection {
    nodes: Vec<Listing>,
}

/// An offer or a need.
#[derive(cynic::QueryFragment, Debug)]
pub(super) struct Listing {
    kind: ListingKind,
    title: String,
    text: String,
    subsector: Option<Subsector>,
    quantity: Option<Quantity>,
    value: Option<Money>,
    expires_at: DateTime,
}

#[derive(cynic::QueryFragment, Debug)]
struct Quantity {
    amount: i32,
    unit: Unit,
}

/// Reads what a company has published.
pub(super) async fn of(visit: &Visit, company: &cynic::Id) -> Result<Vec<Listing>, Fault> {
    Ok(visit.client.run(CompanyListings::build(ListingVariables { company })).await?.listings.nodes)
}

pub(super) fn draw(language: Language, listings: &[Listing]) -> Markup {
    let kinds = [("OFFER", "offers", said::offers()), ("NEED", "needs", said::needs())];
    html! {
        @for (kind, id, title) in kinds {
            @let of_kind: Vec<_> = listings.iter().filter(|listing| listing.kind.is(kind)).collect();
            section aria-labelledby=(id) {
                h2 id=(id) { (language.say(title)) }
                @if of_kind.is_empty() { p class="empty" { (language.say(said::nothing())) } }
                ul class="cards" { @for listing in of_kind { li class="card" { (card(language, listing)) } } }
            }
        }
    }
}

fn card(language: Language, listing: &Listing) -> Markup {
    html! {
        h3 { (written(&listing.title)) }
        @if let Some(subsector) = &listing.subsector { p { span class="tag" { (language.of(&subsector.name)) } } }
        (prose(&listing.text))
        dl class="facts" {
            @if let Some(quantity) = &listing.quantity {
                div { dt { (language.say(said::how_much())) } dd { (language.say(said::amount(grouped(language, quantity.amount.into()), quantity.unit.say(language)))) } }
            }
            @if let Some(value) = &listing.value {
                div { dt { (language.say(if listing.kind.is("OFFER") { said::price() } else { said::budget() })) } dd { (money(language, value)) } }
            }
            div { dt { (language.say(said::open_until())) } dd { (day(language, &listing.expires_at)) } }
        }
    }
}

/// The operation as it is sent, for the folder of operations.
#[cfg(test)]
pub(super) fn operation() -> String {
    CompanyListings::build(ListingVariables { company: &cynic::Id::new("") }).query
}
