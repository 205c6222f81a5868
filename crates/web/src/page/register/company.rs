//! The company, one group of questions a page. What was answered travels with the form, back and forth, until it is a draft in the forum.

use axum::response::Response;
use cynic::{MutationBuilder, QueryBuilder};
use maud::{Markup, html};

use super::{LanguageTag, way};
use crate::{
    component::{Choice, Field, checks, facts, form, radios, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    language::Language,
    layout::Viewer,
    message::{Said, register as said},
    number::sort_by_name,
    page::Page,
    schema,
    value::{CountryCode, LocalizedText},
    visit::{Outcome, Visit},
    word::{CompanySize, RegistrationNumberKind, Script},
};

refusals!(RegisterCompanyError RegisterCompanyErrorCode);

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
struct RegistrationLists {
    #[arguments(first: 60)]
    legal_forms: LegalFormConnection,
    #[arguments(first: 50)]
    regions: RegionConnection,
    #[arguments(first: 30)]
    sectors: SectorConnection,
    viewer: Option<Viewer>,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalFormConnection {
    nodes: Vec<LegalForm>,
}

#[derive(cynic::QueryFragment, Debug)]
struct LegalForm {
    code: String,
    name: LocalizedText,
    country: CountryCode,
}

#[derive(cynic::QueryFragment, Debug)]
struct RegionConnection {
    nodes: Vec<Region>,
}

#[derive(cynic::QueryFragment, Debug)]
struct Region {
    code: String,
    name: LocalizedText,
    country: CountryCode,
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

#[derive(cynic::InputObject)]
struct RegistrationNumberInput {
    kind: RegistrationNumberKind,
    value: String,
}

#[derive(cynic::InputObject)]
struct LegalNameInput {
    name: String,
    script: Script,
}

#[derive(cynic::InputObject)]
struct TranslationInput {
    language: LanguageTag,
    text: String,
}

#[derive(cynic::InputObject)]
struct RegisterCompanyInput {
    country: CountryCode,
    languages: Vec<LanguageTag>,
    legal_form: String,
    legal_names: Vec<LegalNameInput>,
    profile: Vec<TranslationInput>,
    region: String,
    registration_number: RegistrationNumberInput,
    size: CompanySize,
    subsectors: Vec<String>,
}

#[derive(cynic::QueryVariables)]
struct RegisterCompanyVariables {
    input: RegisterCompanyInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "RegisterCompanyVariables")]
struct RegisterCompany {
    #[arguments(input: $input)]
    register_company: RegisterCompanyPayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct RegisterCompanyPayload {
    company: Option<Registered>,
    user_errors: Vec<RegisterCompanyError>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Company")]
struct Registered {
    id: cynic::Id,
}

/// The fields of each step, in their order.
const STEPS: [&[&str]; 5] = [
    &["country", "legalForm", "registrationNumber.kind", "registrationNumber.value"],
    &["legalNames.LATIN", "legalNames.CYRILLIC", "legalNames.ARABIC", "region", "size"],
    &["subsectors"],
    &["languages", "profile.EN", "profile.RU", "profile.KK", "profile.UR"],
    &[],
];

const SCRIPTS: [&str; 3] = ["LATIN", "CYRILLIC", "ARABIC"];

const TONGUES: [(LanguageTag, &str, Language); 4] = [
    (LanguageTag::En, "EN", Language::English),
    (LanguageTag::Ru, "RU", Language::Russian),
    (LanguageTag::Kk, "KK", Language::Kazakh),
    (LanguageTag::Ur, "UR", Language::Urdu),
];

pub(super) async fn show(visit: Visit) -> Response {
    let page = draw(&visit, &Filled::default(), 0).await;
    visit.answer(page)
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = gone_on(&visit, form).await;
    visit.finish(outcome)
}

/// A step forward or back, or the end.
async fn gone_on(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let at = fields.get("at").parse().unwrap_or(0usize).min(STEPS.len() - 1);
    if let Ok(to) = fields.get("to").parse::<usize>() {
        return Ok(Outcome::Page(Box::new(draw(visit, &Filled::new(fields), to.min(STEPS.len() - 1)).await?)));
    }
    if at + 1 < STEPS.len() {
        return Ok(Outcome::Page(Box::new(draw(visit, &Filled::new(fields), at + 1).await?)));
    }
    let variables = RegisterCompanyVariables { input: input(&fields)? };
    let answer = visit.client.run(RegisterCompany::build(variables)).await?.register_company;
    if let Some(company) = answer.company.filter(|_| answer.user_errors.is_empty()) {
        let to = crate::address::encoded(&visit.to("/company"));
        let id = crate::address::encoded(company.id.inner());
        return Ok(Outcome::done(format!("{}?act-as={id}&to={to}", visit.to("/confirm-access")), "company-registered"));
    }
    let filled = named(Filled::refused(fields, answer.user_errors));
    let step = STEPS.iter().position(|names| names.iter().any(|name| filled.wrong(name).next().is_some())).unwrap_or(0);
    Ok(Outcome::again(draw(visit, &filled, step).await?))
}

/// The schema counts names and translations; the form knows them by script and language.
fn named(mut filled: Filled) -> Filled {
    let scripts = given(&filled.fields, "legalNames", &SCRIPTS);
    let tongues = given(&filled.fields, "profile", &TONGUES.map(|(_, code, _)| code));
    for (place, name) in scripts.iter().enumerate() {
        filled = filled.at(&format!("legalNames.{place}"), name);
    }
    for (place, name) in tongues.iter().enumerate() {
        filled = filled.at(&format!("profile.{place}"), name);
    }
    filled.at("secpNumber", "registrationNumber.value")
}

/// The names of the fields of a group that are filled in.
fn given(fields: &Fields, group: &str, parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| format!("{group}.{part}")).filter(|name| !fields.get(name).is_empty()).collect()
}

fn input(fields: &Fields) -> Result<RegisterCompanyInput, Fault> {
    let country = country(fields).ok_or_else(|| Fault::Refused("country is KZ or PK".to_owned()))?;
    let names = SCRIPTS.iter().filter_map(|script| {
        fields.some(&format!("legalNames.{script}")).map(|name| LegalNameInput { name, script: Script::of(script) })
    });
    let texts = TONGUES.iter().filter_map(|(language, code, _)| {
        fields.some(&format!("profile.{code}")).map(|text| TranslationInput { language: *language, text })
    });
    let spoken = fields.all("languages");
    Ok(RegisterCompanyInput {
        country,
        languages: TONGUES.iter().filter(|(_, code, _)| spoken.iter().any(|one| one == code)).map(|(tag, ..)| *tag).collect(),
        legal_form: fields.get("legalForm").to_owned(),
        legal_names: names.collect(),
        profile: texts.collect(),
        region: fields.get("region").to_owned(),
        registration_number: RegistrationNumberInput {
            kind: RegistrationNumberKind::of(fields.some("registrationNumber.kind").as_deref().unwrap_or("BIN")),
            value: fields.get("registrationNumber.value").to_owned(),
        },
        size: CompanySize::of(fields.some("size").as_deref().unwrap_or("MICRO")),
        subsectors: fields.all("subsectors"),
    })
}

fn country(fields: &Fields) -> Option<CountryCode> {
    match fields.get("country") {
        "KZ" => Some(CountryCode::Kazakhstan),
        "PK" => Some(CountryCode::Pakistan),
        _ => None,
    }
}

async fn draw(visit: &Visit, filled: &Filled, step: usize) -> Result<Page, Fault> {
    let lists = visit.client.run(RegistrationLists::build(())).await?;
    let language = visit.language;
    let titles = [said::way_company(), said::way_names(), said::way_sectors(), said::way_words(), said::way_check()];
    let title = titles.into_iter().nth(step).unwrap_or_else(said::way_company);
    let inside = match step {
        0 => identity(language, filled, &lists),
        1 => names(language, filled, &lists),
        2 => sectors(language, filled, &lists),
        3 => words(language, filled),
        _ => check(language, &filled.fields, &lists),
    };
    let own = STEPS.get(step).copied().unwrap_or_default();
    let main = html! {
        h1 { (language.say(title.clone())) }
        (way(language, step + 1))
        @if lists.viewer.is_none() { p class="notice-box" { (language.say(said::sign_in_first())) " " a href={ (visit.to("/sign-in")) "?to=" (visit.to("/register/company")) } { (language.say(said::sign_in())) } } }
        (summary(language, filled, own))
        (form(visit, &visit.to("/register/company"), "stack", &html! {
            // What the other steps said; this step's own fields speak for themselves.
            @for (name, value) in filled.fields.pairs().filter(|(name, _)| !own.contains(name) && !["token", "at", "to"].contains(name)) {
                input type="hidden" name=(name) value=(value);
            }
            input type="hidden" name="at" value=(step);
            (inside)
            div class="actions" {
                button type="submit" { (language.say(if step == 4 { said::register_now() } else { said::go_on() })) }
                @if step > 0 { button type="submit" class="second" name="to" value=(step - 1) formnovalidate { (language.say(said::go_back())) } }
            }
        }))
    };
    Ok(Page::new(language.text(title), main, lists.viewer))
}

fn both(language: Language) -> [Choice; 2] {
    [Choice::new("KZ", language.country(CountryCode::Kazakhstan)), Choice::new("PK", language.country(CountryCode::Pakistan))]
}

fn choice(language: Language, code: &str, name: &LocalizedText, group: Option<String>) -> Choice {
    let (own, words) = language.pick(name).unwrap_or((language, code));
    Choice { group, foreign: (own != language).then_some(own), ..Choice::new(code, words) }
}

fn identity(language: Language, filled: &Filled, lists: &RegistrationLists) -> Markup {
    let mut forms: Vec<_> = lists.legal_forms.nodes.iter().map(|form| choice(language, &form.code, &form.name, Some(language.country(form.country)))).collect();
    sort_by_name(language, &mut forms, |form| form.name.clone());
    let kinds = ["BIN", "NTN", "SECP"].map(|kind| Choice::new(kind, RegistrationNumberKind::of(kind).text(language)));
    html! {
        (radios(language, filled, "country", said::country(), None, &both(language)))
        (Field::select("legalForm", said::legal_form(), forms).required().draw(language, filled))
        (Field::select("registrationNumber.kind", said::number_kind(), kinds.to_vec()).hint(said::number_kind_hint()).required().draw(language, filled))
        (Field::text("registrationNumber.value", said::number()).hint(said::number_hint()).required().left_to_right().longest(20).draw(language, filled))
    }
}

fn names(language: Language, filled: &Filled, lists: &RegistrationLists) -> Markup {
    let country = country(&filled.fields);
    let regions = lists.regions.nodes.iter().filter(|region| country.is_none_or(|country| region.country == country));
    let mut regions: Vec<_> = regions.map(|region| choice(language, &region.code, &region.name, None)).collect();
    sort_by_name(language, &mut regions, |region| region.name.clone());
    let sizes = ["MICRO", "SMALL", "MEDIUM", "LARGE"].map(|size| Choice::new(size, CompanySize::of(size).text(language)));
    html! {
        p class="hint" { (language.say(said::names_hint())) }
        (Field::text("legalNames.LATIN", said::name_latin()).longest(300).draw(language, filled))
        (Field::text("legalNames.CYRILLIC", said::name_cyrillic()).longest(300).draw(language, filled))
        (Field::text("legalNames.ARABIC", said::name_arabic()).longest(300).draw(language, filled))
        (Field::select("region", said::region(), regions).required().draw(language, filled))
        (Field::select("size", said::size(), sizes.to_vec()).required().draw(language, filled))
    }
}

fn sectors(language: Language, filled: &Filled, lists: &RegistrationLists) -> Markup {
    html! {
        p class="hint" { (language.say(said::sectors_hint())) }
        @for refusal in filled.wrong("subsectors") { p class="error" { (refusal.say(language)) } }
        div id="f-subsectors" tabindex="-1" {
            @for sector in &lists.sectors.nodes {
                @let chosen = sector.subsectors.iter().any(|subsector| filled.fields.has("subsectors", &subsector.code));
                details open[chosen] {
                    summary { (language.of(&sector.name)) }
                    ul class="choices" {
                        @for subsector in &sector.subsectors {
                            li { label {
                                input type="checkbox" name="subsectors" value=(subsector.code) checked[filled.fields.has("subsectors", &subsector.code)];
                                span { (language.of(&subsector.name)) }
                            } }
                        }
                    }
                }
            }
        }
    }
}

fn words(language: Language, filled: &Filled) -> Markup {
    let tongues = TONGUES.map(|(_, code, own)| Choice { foreign: Some(own), ..Choice::new(code, own.own_name()) });
    html! {
        (checks(language, filled, "languages", said::languages(), None, &tongues))
        p class="hint" { (language.say(said::profile_hint())) }
        @for (_, code, own) in TONGUES {
            (Field::area(&format!("profile.{code}"), profile(own)).longest(4_000).draw(language, filled))
        }
    }
}

fn profile(language: Language) -> Said {
    match language {
        Language::English => said::profile_en(),
        Language::Russian => said::profile_ru(),
        Language::Kazakh => said::profile_kk(),
        Language::Urdu => said::profile_ur(),
    }
}

/// Everything once more, with a way back to each group.
fn check(language: Language, fields: &Fields, lists: &RegistrationLists) -> Markup {
    let text = |name: &str| fields.some(name).map(|value| html! { bdi { (value) } });
    let form = lists.legal_forms.nodes.iter().find(|form| form.code == fields.get("legalForm")).map(|form| language.of(&form.name));
    let region = lists.regions.nodes.iter().find(|region| region.code == fields.get("region")).map(|region| language.of(&region.name));
    let all = lists.sectors.nodes.iter().flat_map(|sector| &sector.subsectors);
    let subsectors: Vec<_> = all.filter(|subsector| fields.has("subsectors", &subsector.code)).collect();
    let groups = [
        vec![
            (language.say(said::country()), country(fields).map(|country| html! { (language.country(country)) })),
            (language.say(said::legal_form()), form),
            (language.say(said::number()), text("registrationNumber.value")),
        ],
        vec![
            (language.say(said::name_latin()), text("legalNames.LATIN")),
            (language.say(said::name_cyrillic()), text("legalNames.CYRILLIC")),
            (language.say(said::name_arabic()), text("legalNames.ARABIC")),
            (language.say(said::region()), region),
            (language.say(said::size()), fields.some("size").map(|size| CompanySize::of(&size).say(language))),
        ],
        vec![(
            language.say(said::way_sectors()),
            Some(html! { ul class="tags" { @for subsector in subsectors { li class="tag" { (language.of(&subsector.name)) } } } }),
        )],
        TONGUES.iter().map(|(_, code, own)| (language.say(profile(*own)), text(&format!("profile.{code}")))).collect(),
    ];
    html! {
        p { (language.say(said::check_hint())) }
        @for (step, group) in groups.iter().enumerate() {
            div class="card" {
                (facts(group))
                p { button type="submit" class="plain" name="to" value=(step) formnovalidate { (language.say(said::change())) } }
            }
        }
    }
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    let fields = Fields::of(&[("country", "KZ".to_owned())]);
    let input = input(&fields).unwrap();
    vec![RegistrationLists::build(()).query, RegisterCompany::build(RegisterCompanyVariables { input }).query]
}
