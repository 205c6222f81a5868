//! Writing a listing, publishing it, closing it.

use axum::response::Response;
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};

use crate::{
    component::{Choice, Confirmation, Field, checks, confirmation, form, radios, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    layout::Viewer,
    message::listings as said,
    number::sort_by_name,
    page::Page,
    schema,
    value::{CurrencyCode, DateTime, Decimal, LocalizedText},
    visit::{Outcome, Visit},
    word::{Incoterm, ListingKind, PartnershipForm, Unit},
};

refusals!(
    DraftListingError DraftListingErrorCode,
    PublishListingError PublishListingErrorCode,
    CloseListingError CloseListingErrorCode,
);

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct ListingLists {
    #[arguments(first: 30)]
    sectors: SectorConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SectorConnection {
    nodes: Vec<Sector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Sector {
    name: LocalizedText,
    subsectors: Vec<Subsector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Subsector {
    code: String,
    name: LocalizedText,
}

#[derive(cynic::InputObject, Clone)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::InputObject, Clone)]
struct QuantityInput {
    amount: i32,
    unit: Unit,
}

#[derive(cynic::InputObject, Clone)]
struct ListingTermsInput {
    kind: ListingKind,
    title: String,
    text: String,
    subsector: String,
    expires_at: DateTime,
    #[cynic(skip_serializing_if = "Option::is_none")]
    hs_code: Option<String>,
    incoterms: Vec<Incoterm>,
    partnership_forms: Vec<PartnershipForm>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    quantity: Option<QuantityInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    value: Option<MoneyInput>,
}

#[derive(cynic::InputObject)]
struct DraftListingInput {
    terms: ListingTermsInput,
}

#[derive(cynic::QueryVariables)]
struct DraftVariables {
    input: DraftListingInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "DraftVariables")]
struct DraftListing {
    #[arguments(input: $input)]
    draft_listing: DraftListingPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct DraftListingPayload {
    user_errors: Vec<DraftListingError>,
}

#[derive(cynic::InputObject)]
struct ListingToPublish {
    #[cynic(skip_serializing_if = "Option::is_none")]
    draft_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    terms: Option<ListingTermsInput>,
}

#[derive(cynic::InputObject)]
struct PublishListingInput {
    listing: ListingToPublish,
}

#[derive(cynic::QueryVariables)]
struct PublishVariables {
    input: PublishListingInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "PublishVariables")]
struct PublishListing {
    #[arguments(input: $input)]
    publish_listing: PublishListingPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct PublishListingPayload {
    user_errors: Vec<PublishListingError>,
}

#[derive(cynic::InputObject)]
struct CloseListingInput {
    listing_id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
struct CloseVariables {
    input: CloseListingInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "CloseVariables")]
struct CloseListing {
    #[arguments(input: $input)]
    close_listing: CloseListingPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct CloseListingPayload {
    user_errors: Vec<CloseListingError>,
}

pub(super) async fn show(visit: Visit) -> Response {
    let page = draw(&visit, &Filled::default()).await;
    visit.answer(page)
}

const NAMES: [&str; 10] =
    ["kind", "title", "text", "subsector", "expiresAt", "hsCode", "quantity", "value", "incoterms", "partnershipForms"];

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let read = visit.client.run(ListingLists::build(())).await?;
    let viewer = read.viewer.ok_or(Fault::SignInNeeded)?;
    let language = visit.language;
    let verified = viewer.company.as_ref().is_some_and(|company| company.state.is("VERIFIED"));
    let main = html! {
        h1 { (language.say(said::write())) }
        (summary(language, filled, &NAMES))
        (form(visit, &visit.to("/listings/new"), "stack", &html! {
            (fields(visit, filled, &read.sectors))
            div class="actions" {
                @if verified { button type="submit" name="go" value="publish" { (language.say(said::publish())) } }
                button type="submit" class=[verified.then_some("second")] name="go" value="draft" { (language.say(said::save())) }
                a href=(visit.to("/listings")) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::write()), main, Some(viewer)))
}

fn fields(visit: &Visit, filled: &Filled, sectors: &SectorConnection) -> Markup {
    let language = visit.language;
    let mut subsectors = Vec::new();
    for sector in &sectors.nodes {
        let (_, group) = language.pick(&sector.name).unwrap_or((language, ""));
        for subsector in &sector.subsectors {
            let (own, name) = language.pick(&subsector.name).unwrap_or((language, &subsector.code));
            let foreign = (own != language).then_some(own);
            subsectors.push(Choice { foreign, group: Some(group.to_owned()), ..Choice::new(&subsector.code, name) });
        }
    }
    let kinds = ["OFFER", "NEED"].map(|code| Choice::new(code, ListingKind::of(code).text(language)));
    let units = ["TONNE", "KILOGRAM", "PIECE", "CONTAINER", "CUBIC_METRE", "LITRE", "METRE", "SQUARE_METRE", "HOUR", "PROJECT"];
    let mut units = units.map(|code| Choice::new(code, Unit::of(code).text(language)));
    sort_by_name(language, &mut units, |unit| unit.name.clone());
    let terms = ["EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP", "DAP", "DPU", "DDP"];
    let terms = terms.map(|code| Choice::new(code, Incoterm::of(code).text(language)));
    let forms = ["TRADE", "DISTRIBUTION", "CONTRACT_MANUFACTURING", "JOINT_VENTURE", "INVESTMENT", "TECHNOLOGY"];
    let forms = forms.map(|code| Choice::new(code, PartnershipForm::of(code).text(language)));
    let currencies = ["USD", "KZT", "PKR", "EUR"].map(|code| Choice::new(code, code));
    html! {
        (radios(language, filled, "kind", said::kind(), Some(said::kind_hint()), &kinds))
        (Field::text("title", said::heading()).required().longest(200).draw(language, filled))
        (Field::area("text", said::text()).longest(5_000).draw(language, filled))
        (Field::select("subsector", said::subsector(), subsectors).required().draw(language, filled))
        (Field::input("date", "expiresAt", said::open_until()).hint(said::open_until_hint()).required().draw(language, filled))
        details {
            summary { (language.say(said::more())) }
            (Field::text("hsCode", said::hs_code()).hint(said::hs_code_hint()).left_to_right().longest(12).draw(language, filled))
            div class="two" {
                (Field::input("number", "quantity.amount", said::quantity()).draw(language, filled))
                (Field::select("quantity.unit", said::unit(), units.to_vec()).draw(language, filled))
            }
            div class="two" {
                (Field::text("value.amount", said::value()).hint(said::value_hint()).left_to_right().longest(20).draw(language, filled))
                (Field::select("value.currency", said::currency(), currencies.to_vec()).draw(language, filled))
            }
            (checks(language, filled, "partnershipForms", said::forms(), None, &forms))
            (checks(language, filled, "incoterms", said::incoterms(), None, &terms))
        }
    }
}

fn terms(fields: &Fields) -> ListingTermsInput {
    // A day is meant to its end; what is no day is left for the schema to refuse.
    let day = fields.get("expiresAt");
    let expires_at = DateTime(if day.len() == 10 { format!("{day}T23:59:59Z") } else { day.to_owned() });
    let amount = fields.get("quantity.amount").parse().ok();
    ListingTermsInput {
        kind: ListingKind::of(fields.some("kind").as_deref().unwrap_or("OFFER")),
        title: fields.get("title").to_owned(),
        text: fields.get("text").to_owned(),
        subsector: fields.get("subsector").to_owned(),
        expires_at,
        hs_code: fields.some("hsCode"),
        incoterms: fields.all("incoterms").iter().map(|code| Incoterm::of(code)).collect(),
        partnership_forms: fields.all("partnershipForms").iter().map(|code| PartnershipForm::of(code)).collect(),
        quantity: amount.map(|amount| QuantityInput { amount, unit: Unit::of(fields.some("quantity.unit").as_deref().unwrap_or("PIECE")) }),
        value: fields.some("value.amount").map(|amount| MoneyInput {
            amount: Decimal(amount.replace([' ', '\u{a0}'], "").replace(',', ".")),
            currency: CurrencyCode(fields.some("value.currency").unwrap_or_else(|| "USD".to_owned())),
        }),
    }
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = written(&visit, form).await;
    visit.finish(outcome)
}

async fn written(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let (refused, flash) = if fields.get("go") == "publish" {
        let listing = ListingToPublish { draft_id: None, terms: Some(terms(&fields)) };
        let variables = PublishVariables { input: PublishListingInput { listing } };
        let answer = visit.client.run(PublishListing::build(variables)).await?.publish_listing;
        (Filled::refused(fields.clone(), answer.user_errors).at("listing.terms", ""), "listing-published")
    } else {
        let variables = DraftVariables { input: DraftListingInput { terms: terms(&fields) } };
        let answer = visit.client.run(DraftListing::build(variables)).await?.draft_listing;
        (Filled::refused(fields.clone(), answer.user_errors).at("terms", ""), "listing-saved")
    };
    if refused.refusals.is_empty() {
        return Ok(Outcome::done(visit.to("/listings"), flash));
    }
    Ok(Outcome::again(draw(visit, &refused).await?))
}

pub(super) async fn publish(visit: Visit, form: Form) -> Response {
    let outcome = published(&visit, form).await;
    visit.finish(outcome)
}

async fn published(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let listing = ListingToPublish { draft_id: Some(cynic::Id::new(fields.get("id"))), terms: None };
    let answer = visit.client.run(PublishListing::build(PublishVariables { input: PublishListingInput { listing } })).await?.publish_listing;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/listings"), "listing-published"));
    }
    Ok(Outcome::again(refused(visit, &Filled::refused(fields, answer.user_errors))))
}

fn refused(visit: &Visit, filled: &Filled) -> Page {
    let language = visit.language;
    let main = html! {
        h1 { (language.say(said::title())) }
        (summary(language, filled, &[]))
        p class="actions" { a class="button" href=(visit.to("/listings")) { (language.say(said::back())) } }
    };
    Page::new(language.text(said::title()), main, None)
}

pub(super) async fn show_close(visit: Visit) -> Response {
    let page = visit.query().map(|query| {
        let main = confirmation(&visit, Confirmation {
            title: said::close_title(),
            sentence: said::close_sentence(),
            button: said::close(),
            action: &visit.to("/listings/close"),
            back: &visit.to("/listings"),
            fields: html! { input type="hidden" name="id" value=(query.get("id")); },
        });
        Page::new(visit.language.text(said::close_title()), main, None)
    });
    visit.answer(page)
}

pub(super) async fn close(visit: Visit, form: Form) -> Response {
    let outcome = closed(&visit, form).await;
    visit.finish(outcome)
}

async fn closed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let input = CloseListingInput { listing_id: cynic::Id::new(fields.get("id")) };
    let answer = visit.client.run(CloseListing::build(CloseVariables { input })).await?.close_listing;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(visit.to("/listings"), "listing-closed"));
    }
    Ok(Outcome::again(refused(visit, &Filled::refused(fields, answer.user_errors))))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let id = || cynic::Id::new("");
    let listing = ListingToPublish { draft_id: Some(id()), terms: None };
    vec![
        ListingLists::build(()).query,
        DraftListing::build(DraftVariables { input: DraftListingInput { terms: terms(&Fields::default()) } }).query,
        PublishListing::build(PublishVariables { input: PublishListingInput { listing } }).query,
        CloseListing::build(CloseVariables { input: CloseListingInput { listing_id: id() } }).query,
    ]
}
