//! Promising a milestone, moving its date with a reason, and saying how it ended.

use axum::response::Response;
use cynic::MutationBuilder;
use maud::{Markup, html};

use super::{one, one_address};
use crate::{
    component::{Choice, Field, form, radios, summary},
    fault::Fault,
    form::{Fields, Filled, Form, refusals},
    language::Language,
    message::{Said, ventures as said},
    page::Page,
    schema,
    value::Date,
    visit::{Outcome, Visit},
    word::MilestoneState,
};

refusals!(LogMilestoneError LogMilestoneErrorCode);

#[derive(cynic::InputObject)]
struct MilestonePromise {
    joint_venture_id: cynic::Id,
    title: String,
    due: Date,
}

#[derive(cynic::InputObject)]
struct MilestoneMove {
    milestone_id: cynic::Id,
    due: Date,
    reason: String,
}

#[derive(cynic::InputObject)]
struct MilestoneSettlement {
    milestone_id: cynic::Id,
    state: MilestoneState,
    evidence: String,
}

#[derive(cynic::InputObject)]
struct MilestoneLog {
    #[cynic(skip_serializing_if = "Option::is_none")]
    promise: Option<MilestonePromise>,
    #[cynic(rename = "move", skip_serializing_if = "Option::is_none")]
    moved: Option<MilestoneMove>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    settle: Option<MilestoneSettlement>,
}

#[derive(cynic::InputObject)]
struct LogMilestoneInput {
    milestone: MilestoneLog,
}

#[derive(cynic::QueryVariables)]
struct LogMilestoneVariables {
    input: LogMilestoneInput,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Mutation", variables = "LogMilestoneVariables")]
struct LogMilestone {
    #[arguments(input: $input)]
    log_milestone: LogMilestonePayload,
}

#[derive(cynic::QueryFragment, Debug)]
struct LogMilestonePayload {
    user_errors: Vec<LogMilestoneError>,
}

pub(super) async fn show(visit: Visit) -> Response {
    let page = async { draw(&visit, &Filled::new(visit.query()?)).await }.await;
    visit.answer(page)
}

async fn draw(visit: &Visit, filled: &Filled) -> Result<Page, Fault> {
    let (venture, viewer) = one::read(visit, filled.fields.get("id")).await?;
    let language = visit.language;
    let (title, fields): (Said, Markup) = match filled.fields.get("do") {
        "move" => (said::move_date(), moving(language, filled)),
        "settle" => (said::settle(), settling(language, filled)),
        _ => (said::add_milestone(), promising(language, filled)),
    };
    let milestone = venture.milestones.iter().find(|milestone| milestone.id.inner() == filled.fields.get("milestone"));
    let main = html! {
        (one::back_to(visit, &venture))
        h1 { (language.say(title.clone())) }
        @if let Some(milestone) = milestone { p class="lead" { bdi { (milestone.title) } } }
        (summary(language, filled, &["title", "due", "reason", "state", "evidence"]))
        (form(visit, &visit.to("/ventures/milestone"), "stack", &html! {
            @for name in ["id", "milestone", "do"] { input type="hidden" name=(name) value=(filled.fields.get(name)); }
            (fields)
            div class="actions" {
                button type="submit" { (language.say(said::save())) }
                a href=(one_address(visit, venture.id.inner())) { (language.say(said::back())) }
            }
        }))
    };
    Ok(Page::new(language.text(title), main, viewer))
}

fn promising(language: Language, filled: &Filled) -> Markup {
    html! {
        (Field::text("title", said::milestone_title()).required().longest(300).draw(language, filled))
        (Field::input("date", "due", said::due()).required().draw(language, filled))
    }
}

fn moving(language: Language, filled: &Filled) -> Markup {
    html! {
        p { (language.say(said::move_how())) }
        (Field::input("date", "due", said::new_due()).required().draw(language, filled))
        (Field::area("reason", said::reason()).required().longest(1_000).draw(language, filled))
    }
}

fn settling(language: Language, filled: &Filled) -> Markup {
    let states = ["MET", "PARTLY_MET", "NOT_MET"].map(|code| Choice::new(code, MilestoneState::of(code).text(language)));
    html! {
        (radios(language, filled, "state", said::how_it_ended(), None, &states))
        (Field::area("evidence", said::evidence()).required().longest(2_000).draw(language, filled))
    }
}

fn input(fields: &Fields) -> LogMilestoneInput {
    let nothing = MilestoneLog { promise: None, moved: None, settle: None };
    let milestone_id = cynic::Id::new(fields.get("milestone"));
    let due = Date(fields.get("due").to_owned());
    let milestone = match fields.get("do") {
        "move" => MilestoneLog { moved: Some(MilestoneMove { milestone_id, due, reason: fields.get("reason").to_owned() }), ..nothing },
        "settle" => {
            let state = MilestoneState::of(fields.some("state").as_deref().unwrap_or("OPEN"));
            MilestoneLog { settle: Some(MilestoneSettlement { milestone_id, state, evidence: fields.get("evidence").to_owned() }), ..nothing }
        }
        _ => {
            let joint_venture_id = cynic::Id::new(fields.get("id"));
            MilestoneLog { promise: Some(MilestonePromise { joint_venture_id, title: fields.get("title").to_owned(), due }), ..nothing }
        }
    };
    LogMilestoneInput { milestone }
}

pub(super) async fn send(visit: Visit, form: Form) -> Response {
    let outcome = logged(&visit, form).await;
    visit.finish(outcome)
}

async fn logged(visit: &Visit, form: Form) -> Result<Outcome, Fault> {
    let fields = form.read()?;
    let answer = visit.client.run(LogMilestone::build(LogMilestoneVariables { input: input(&fields) })).await?.log_milestone;
    if answer.user_errors.is_empty() {
        return Ok(Outcome::done(one_address(visit, fields.get("id")), "milestone-saved"));
    }
    let filled = Filled::refused(fields, answer.user_errors).at("milestone.promise", "").at("milestone.move", "").at("milestone.settle", "");
    Ok(Outcome::again(draw(visit, &filled).await?))
}

#[cfg(test)]
pub(super) fn operations() -> Vec<String> {
    vec![LogMilestone::build(LogMilestoneVariables { input: input(&Fields::default()) }).query]
}
