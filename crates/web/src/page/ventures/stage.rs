//! Proposing the next stage, or the end, with what shows it.

use axum::response::Response;
use cynic::MutationBuilder;
use maud::html;

use super::{one, one_address};
use crate::{
    component::{Choice, Field, form, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    message::ventures as said,
    page::Page,
    schema,
    value::{CountryCode, CurrencyCode, Decimal},
    visit::{Outcome, Visit},
    word::{RegistrationNumberKind, VentureStage, WAY},
};

refusals!(AdvanceJointVentureError AdvanceJointVentureErrorCode);

#[derive(cynic::InputObject)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::InputObject)]
struct RegistrationNumberInput {
    kind: RegistrationNumberKind,
    value: String,
}

#[derive(cynic::InputObject)]
struct VentureVehicleInput {
    name: String,
    country: CountryCode,
    legal_form: String,
    registration_number: RegistrationNumberInput,
}

#[derive(cynic::InputObject)]
struct StageEvidenceInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<cynic::Id>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    vehicle: Option<VentureVehicleInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    capital: Option<MoneyInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    sources_of_funds: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(cynic::InputObject)]
struct AdvanceJointVentureInput {
    joint_venture_id: cynic::Id,
    to: VentureStage,
    #[cynic(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    evidence: StageEvidenceInput,
}

#[derive(cynic::QueryVariables)]
struct AdvanceVariables {
    input: AdvanceJointVentureInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "AdvanceVariables")]
struct AdvanceJointVenture {
    #[arguments(input: $input)]
    advance_joint_venture: AdvanceJointVenturePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct AdvanceJointVenturePayload {
    user_errors: Vec<AdvanceJointVentureError>,
}

const NAMES: [&str; 10] = [
    "to", "reason", "evidence.note", "evidence.sourcesOfFunds", "evidence.capital", "evidence.vehicle.name", "evidence.vehicle.legalForm",
    "evidence.vehicle.registrationNumber", "evidence.vehicle", "evidence",
];

pub(super) async fn show(visit: Visit) -> Response {
    let page = async { draw(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let (venture, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let language = visit.language;
    let reached = WAY.iter().position(|stage| venture.stage.is(stage)).unwrap_or(0);
    let onward = WAY.iter().skip(reached + 1).take(1).chain(&["WITHDRAWN", "TERMINATED", "DECLINED"]);
    let stages: Vec<_> = onward.map(|code| Choice::new(*code, VentureStage::of(code).text(language))).collect();
    let following = WAY.get(reached + 1).copied().unwrap_or_default();
    let currencies = ["USD", "KZT", "PKR", "EUR"].map(|code| Choice::new(code, code));
    let kinds = ["BIN", "NTN", "SECP"].map(|kind| Choice::new(kind, RegistrationNumberKind::of(kind).text(language)));
    let countries = [("KZ", CountryCode::Kazakhstan), ("PK", CountryCode::Pakistan)].map(|(code, country)| Choice::new(code, language.country(country)));
    let main = html! {
        (one::back_to(visit, &venture))
        h1 { (language.say(said::propose_stage())) }
        p { (language.say(said::stage_how())) }
        @if !venture.missing_for_next_stage.is_empty() {
            div class="notice-box" { p { (language.say(said::still_missing())) } ul { @for missing in &venture.missing_for_next_stage { li { (missing.say(language)) } } } }
        }
        (summary(language, filled, &NAMES))
        (form(visit, &visit.to("/ventures/stage"), "stack", &html! {
            input type="hidden" name="id" value=(venture.id.inner());
            (Field::select("to", said::to_stage(), stages).required().draw(language, filled))
            @if following == "INCORPORATED" {
                fieldset {
                    legend { (language.say(said::vehicle())) }
                    (Field::text("evidence.vehicle.name", said::vehicle_name()).longest(300).draw(language, filled))
                    (Field::select("evidence.vehicle.country", said::vehicle_country(), countries.to_vec()).draw(language, filled))
                    (Field::text("evidence.vehicle.legalForm", said::vehicle_form()).hint(said::vehicle_form_hint()).left_to_right().longest(20).draw(language, filled))
                    (Field::select("evidence.vehicle.registrationNumber.kind", said::number_kind(), kinds.to_vec()).draw(language, filled))
                    (Field::text("evidence.vehicle.registrationNumber.value", said::number()).left_to_right().longest(20).draw(language, filled))
                    div class="two" {
                        (Field::text("evidence.capital.amount", said::capital()).left_to_right().longest(20).draw(language, filled))
                        (Field::select("evidence.capital.currency", said::currency(), currencies.to_vec()).draw(language, filled))
                    }
                }
            }
            @if following == "FINANCED" { (Field::area("evidence.sourcesOfFunds", said::funds()).longest(1_000).draw(language, filled)) }
            (Field::area("evidence.note", said::stage_note()).longest(2_000).draw(language, filled))
            (Field::area("reason", said::end_reason()).hint(said::end_reason_hint()).longest(1_000).draw(language, filled))
            div class="actions" {
                button type="submit" { (language.say(said::propose())) }
                a href=(one_address(visit, venture.id.inner())) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::propose_stage()), main, viewer))
}

/// A sum as it is typed: with spaces, and with a comma or a point.
pub(super) fn amount(text: &str) -> Decimal {
    Decimal(text.replace([' ', '\u{a0}'], "").replace(',', "."))
}

fn input(fields: &Fields) -> AdvanceJointVentureInput {
    let country = if fields.get("evidence.vehicle.country") == "PK" { CountryCode::Pakistan } else { CountryCode::Kazakhstan };
    let kind = fields.some("evidence.vehicle.registrationNumber.kind").unwrap_or_else(|| "BIN".to_owned());
    let vehicle = fields.some("evidence.vehicle.name").map(|name| VentureVehicleInput {
        name,
        country,
        legal_form: fields.get("evidence.vehicle.legalForm").to_owned(),
        registration_number: RegistrationNumberInput {
            kind: RegistrationNumberKind::of(&kind),
            value: fields.get("evidence.vehicle.registrationNumber.value").to_owned(),
        },
    });
    let capital = fields.some("evidence.capital.amount").map(|text| MoneyInput {
        amount: amount(&text),
        currency: CurrencyCode(fields.some("evidence.capital.currency").unwrap_or_else(|| "USD".to_owned())),
    });
    AdvanceJointVentureInput {
        joint_venture_id: cynic::Id::new(fields.get("id")),
        to: VentureStage::of(fields.some("to").as_deref().unwrap_or("NEGOTIATING")),
        reason: fields.some("reason"),
        evidence: StageEvidenceInput {
            agreement_id: None,
            vehicle,
            capital,
            sources_of_funds: fields.some("evidence.sourcesOfFunds"),
            note: fields.some("evidence.note"),
        },
    }
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = advanced(&visit, form).await;
    visit.finish(outcome)
}

async fn advanced(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let answer = visit.client.run(AdvanceJointVenture::build(AdvanceVariables { input: input(&fields) })).await?.advance_joint_venture;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(one_address(visit, fields.get("id")), "stage-proposed"));
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    vec![AdvanceJointVenture::build(AdvanceVariables { input: input(&Fields::default()) }).query]
}
