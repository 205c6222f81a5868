//! What a company offers and what it needs.

use cynic::QueryBuilder;
use maud::{Markup, html};

use crate::{
    fault::Fault,
    language::Language,
    number::{count, day, money},
    page::companies::Subsector,
    router::Visit,
    schema,
    value::{DateTime, Money},
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

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum ListingKind {
    Need,
    Offer,
}

#[derive(cynic::QueryFragment, Debug)]
struct Quantity {
    amount: i32,
    unit: Unit,
}

#[derive(cynic::Enum, Debug, Clone, Copy)]
enum Unit {
    Container,
    CubicMetre,
    Hour,
    Kilogram,
    Litre,
    Metre,
    Piece,
    Project,
    SquareMetre,
    Tonne,
}

/// Reads what a company has published.
pub(super) async fn of(visit: &Visit, company: &cynic::Id) -> Result<Vec<Listing>, Fault> {
    Ok(visit.client.run(CompanyListings::build(ListingVariables { company })).await?.listings.nodes)
}

pub(super) fn draw(language: Language, listings: &[Listing]) -> Markup {
    let kinds = [(ListingKind::Offer, "offers", "Offers"), (ListingKind::Need, "needs", "Needs")];
    html! {
        @for (kind, id, title) in kinds {
            @let of_kind: Vec<_> = listings.iter().filter(|listing| listing.kind == kind).collect();
            section aria-labelledby=(id) {
                h2 id=(id) { (language.say(title)) }
                @if of_kind.is_empty() { p class="empty" { (language.say("Nothing is published at the moment.")) } }
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
                div { dt { (language.say("How much")) } dd { (language.say(&amount(quantity))) } }
            }
            @if let Some(value) = &listing.value {
                div { dt { (language.say(if listing.kind == ListingKind::Offer { "Price" } else { "Budget" })) } dd { (money(value)) } }
            }
            div { dt { (language.say("Open until")) } dd { (day(&listing.expires_at)) } }
        }
    }
}

fn amount(quantity: &Quantity) -> String {
    let (one, many) = match quantity.unit {
        Unit::Container => ("container", "containers"),
        Unit::CubicMetre => ("cubic metre", "cubic metres"),
        Unit::Hour => ("hour", "hours"),
        Unit::Kilogram => ("kilogram", "kilograms"),
        Unit::Litre => ("litre", "litres"),
        Unit::Metre => ("metre", "metres"),
        Unit::Piece => ("piece", "pieces"),
        Unit::Project => ("project", "projects"),
        Unit::SquareMetre => ("square metre", "square metres"),
        Unit::Tonne => ("tonne", "tonnes"),
    };
    format!("{} {}", count(quantity.amount), if quantity.amount == 1 { one } else { many })
}

/// The operation as it is sent, for the folder of operations.
#[cfg(test)]
pub(super) fn operation() -> String {
    CompanyListings::build(ListingVariables { company: &cynic::Id::new("") }).query
}
