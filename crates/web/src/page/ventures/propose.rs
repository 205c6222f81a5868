//! Logging a joint venture: its parties with their stakes, what it is for, and the paper that it follows.

use axum::response::Response;
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};

use super::stage::amount;
use crate::{
    component::{Choice, Field, form, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    fragment::Named,
    language::Language,
    layout::Viewer,
    message::ventures as said,
    page::Page,
    schema,
    value::{CurrencyCode, Decimal, LocalizedText},
    visit::{Outcome, Visit},
    word::{Confidentiality, VenturePartyRole, VentureStructure},
};

refusals!(ProposeJointVentureError ProposeJointVentureErrorCode);

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct VentureLists {
    #[arguments(first: 30)]
    sectors: SectorConnection,
    #[arguments(first: 50)]
    regions: RegionConnection,
    #[arguments(first: 50, where: { state: ACCEPTED })]
    introductions: IntroductionConnection,
    #[arguments(first: 50, where: { level: COMPANIES })]
    agreements: AgreementConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct SectorConnection {
    nodes: Vec<Sector>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Sector {
    name: LocalizedText,
    subsectors: Vec<Coded>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Subsector")]
struct Coded {
    code: String,
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct RegionConnection {
    nodes: Vec<CodedRegion>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Region")]
struct CodedRegion {
    code: String,
    name: LocalizedText,
}

#[derive(cynic::QueryFragment, Debug)]
struct IntroductionConnection {
    nodes: Vec<Introduction>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Introduction {
    from: Option<Named>,
    to: Option<Named>,
}

#[derive(cynic::QueryFragment, Debug)]
struct AgreementConnection {
    nodes: Vec<Agreement>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Agreement {
    id: cynic::Id,
    title: String,
}

#[derive(cynic::InputObject)]
struct MoneyInput {
    amount: Decimal,
    currency: CurrencyCode,
}

#[derive(cynic::InputObject)]
struct VenturePartyInput {
    company_id: cynic::Id,
    role: VenturePartyRole,
    #[cynic(skip_serializing_if = "Option::is_none")]
    stake_basis_points: Option<i32>,
}

#[derive(cynic::InputObject)]
struct ProposeJointVentureInput {
    title: String,
    summary: String,
    structure: VentureStructure,
    confidentiality: Confidentiality,
    parties: Vec<VenturePartyInput>,
    subsectors: Vec<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    capital: Option<MoneyInput>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    agreement_id: Option<cynic::Id>,
}

#[derive(cynic::QueryVariables)]
struct ProposeVentureVariables {
    input: ProposeJointVentureInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "ProposeVentureVariables")]
struct ProposeJointVenture {
    #[arguments(input: $input)]
    propose_joint_venture: ProposeJointVenturePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct ProposeJointVenturePayload {
    joint_venture: Option<Proposed>,
    user_errors: Vec<ProposeJointVentureError>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "JointVenture")]
struct Proposed {
    id: cynic::Id,
}

/// Two parties are asked for: ours, and the one across the border. Further ones come by GraphQL.
const SIDES: [&str; 2] = ["parties.0", "parties.1"];

const NAMES: [&str; 10] =
    ["title", "parties.0", "parties.1", "parties", "structure", "subsectors", "region", "capital", "agreementId", "confidentiality"];

pub(super) async fn show(visit: Visit) -> Response {
    let page = draw(&visit, &Filled::default()).await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let read = visit.client.run(VentureLists::build(())).await?;
    let viewer = read.viewer.clone().ok_or(Fault::SignInNeeded)?;
    let own = viewer.company.clone().ok_or(Fault::Forbidden)?;
    let language = visit.language;
    let sides = read.introductions.nodes.iter().flat_map(|introduction| [&introduction.from, &introduction.to]).flatten();
    let mut partners: Vec<Choice> = Vec::new();
    for company in sides.filter(|company| company.id != own.id) {
        if !partners.iter().any(|known| known.code == company.id.inner()) {
            partners.push(Choice::new(company.id.inner(), &company.name));
        }
    }
    let main = html! {
        h1 { (language.say(said::log())) }
        p class="lead" { (language.say(said::log_how())) }
        @if partners.is_empty() { p class="notice-box" { (language.say(said::no_partners())) } }
        (summary(language, filled, &NAMES))
        (form(visit, &visit.to("/ventures/new"), "stack", &html! {
            (Field::text("title", said::heading()).required().longest(300).draw(language, filled))
            fieldset {
                legend { bdi { (own.name) } }
                input type="hidden" name="parties.0.companyId" value=(own.id.inner());
                (side(language, filled, SIDES[0]))
            }
            fieldset {
                legend { (language.say(said::other_party())) }
                (Field::select("parties.1.companyId", said::company(), partners).required().draw(language, filled))
                (side(language, filled, SIDES[1]))
            }
            (rest(language, filled, &read))
            div class="actions" {
                button type="submit" { (language.say(said::propose())) }
                a href=(visit.to("/ventures")) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(said::log()), main, Some(viewer)))
}

fn side(language: Language, filled: &Filled, name: &str) -> Markup {
    let roles = ["FOUNDER", "INVESTOR", "TECHNOLOGY", "LANDHOLDER", "OFFTAKER"];
    let roles = roles.map(|code| Choice::new(code, VenturePartyRole::of(code).text(language)));
    html! {
        div class="two" {
            (Field::select(&format!("{name}.role"), said::role(), roles.to_vec()).required().draw(language, filled))
            (Field::text(&format!("{name}.stakeBasisPoints"), said::stake()).hint(said::stake_hint()).left_to_right().longest(6).draw(language, filled))
        }
    }
}

fn rest(language: Language, filled: &Filled, lists: &VentureLists) -> Markup {
    let structures = ["INCORPORATED", "CONTRACTUAL", "CONSORTIUM", "SHARE_ACQUISITION"];
    let structures = structures.map(|code| Choice::new(code, VentureStructure::of(code).text(language)));
    let open = ["PRIVATE", "SUMMARY_PUBLIC", "PUBLIC"].map(|code| Choice::new(code, Confidentiality::of(code).text(language)));
    let currencies = ["USD", "KZT", "PKR", "EUR"].map(|code| Choice::new(code, code));
    let named = |code: &str, name: &LocalizedText, group: Option<&str>| {
        let (own, words) = language.pick(name).unwrap_or((language, code));
        Choice { foreign: (own != language).then_some(own), group: group.map(str::to_owned), ..Choice::new(code, words) }
    };
    let regions: Vec<_> = lists.regions.nodes.iter().map(|region| named(&region.code, &region.name, None)).collect();
    let mut subsectors = Vec::new();
    for sector in &lists.sectors.nodes {
        let group = language.pick(&sector.name).map(|(_, words)| words);
        subsectors.extend(sector.subsectors.iter().map(|subsector| named(&subsector.code, &subsector.name, group)));
    }
    let papers: Vec<_> = lists.agreements.nodes.iter().map(|paper| Choice::new(paper.id.inner(), &paper.title)).collect();
    html! {
        (Field::select("structure", said::structure(), structures.to_vec()).required().draw(language, filled))
        (Field::select("subsectors", said::subsector(), subsectors).required().draw(language, filled))
        (Field::select("region", said::region(), regions).draw(language, filled))
        div class="two" {
            (Field::text("capital.amount", said::capital()).left_to_right().longest(20).draw(language, filled))
            (Field::select("capital.currency", said::currency(), currencies.to_vec()).draw(language, filled))
        }
        (Field::select("agreementId", said::agreement(), papers).draw(language, filled))
        (Field::select("confidentiality", said::confidentiality(), open.to_vec()).required().draw(language, filled))
        (Field::area("summary", said::summary()).longest(5_000).draw(language, filled))
    }
}

/// Per cent as they are typed, in hundredths of one.
fn basis_points(text: &str) -> Option<i32> {
    let (whole, rest) = text.trim_end_matches('%').trim().split_once(['.', ',']).unwrap_or((text.trim_end_matches('%').trim(), ""));
    let rest = format!("{rest:0<2}");
    let hundredths: i32 = rest.get(..2)?.parse().ok()?;
    whole.parse::<i32>().ok()?.checked_mul(100)?.checked_add(hundredths)
}

fn input(fields: &Fields) -> ProposeJointVentureInput {
    let party = |side: &str| VenturePartyInput {
        company_id: cynic::Id::new(fields.get(&format!("{side}.companyId"))),
        role: VenturePartyRole::of(fields.some(&format!("{side}.role")).as_deref().unwrap_or("FOUNDER")),
        stake_basis_points: basis_points(fields.get(&format!("{side}.stakeBasisPoints"))),
    };
    ProposeJointVentureInput {
        title: fields.get("title").to_owned(),
        summary: fields.get("summary").to_owned(),
        structure: VentureStructure::of(fields.some("structure").as_deref().unwrap_or("CONTRACTUAL")),
        confidentiality: Confidentiality::of(fields.some("confidentiality").as_deref().unwrap_or("PRIVATE")),
        parties: SIDES.map(party).into(),
        subsectors: fields.all("subsectors"),
        region: fields.some("region"),
        capital: fields.some("capital.amount").map(|text| MoneyInput {
            amount: amount(&text),
            currency: CurrencyCode(fields.some("capital.currency").unwrap_or_else(|| "USD".to_owned())),
        }),
        agreement_id: fields.some("agreementId").map(cynic::Id::new),
    }
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = proposed(&visit, form).await;
    visit.finish(outcome)
}

async fn proposed(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let variables = ProposeVentureVariables { input: input(&fields) };
    let answer = visit.client.run(ProposeJointVenture::build(variables)).await?.propose_joint_venture;
    if let Some(venture) = answer.joint_venture.filter(|_| answer.user_errors.is_empty()) {
        return Ok(Outcome::done(super::one_address(visit, venture.id.inner()), "venture-proposed"));
    }
    Ok(Outcome::again(draw(visit, &Filled::refused(fields, answer.user_errors)).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    vec![VentureLists::build(()).query, ProposeJointVenture::build(ProposeVentureVariables { input: input(&Fields::default()) }).query]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stakes_are_typed_in_per_cent() {
        for (text, points) in [("50", Some(5_000)), ("33.33", Some(3_333)), ("33,3 %", Some(3_330)), ("49%", Some(4_900)), ("half", None), ("", None)] {
            assert_eq!(basis_points(text), points, "{text}");
        }
    }
}
