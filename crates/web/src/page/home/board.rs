//! What the forum itself has brought about: three sums that are never added together, the way to them, and the stages.

use maud::{Markup, html};

use crate::{
    language::Language,
    number::{count, day, money},
    schema,
    value::{CurrencyCode, Money},
};

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct ScoreboardSum {
    currency: CurrencyCode,
    records: i32,
    sum: Option<Money>,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct ScoreboardFunnel {
    verified_companies: i32,
    introductions: i32,
    accepted_introductions: i32,
    memoranda: i32,
    binding_agreements: i32,
    joint_ventures: i32,
    operating: i32,
}

#[derive(cynic::QueryFragment, Debug)]
pub(super) struct ScoreboardStage {
    stage: VentureStage,
    joint_ventures: i32,
}

#[derive(cynic::Enum, Debug, Clone, Copy, PartialEq, Eq)]
enum VentureStage {
    AgreementSigned,
    Completed,
    Declined,
    Draft,
    Financed,
    Implementing,
    Incorporated,
    Lapsed,
    MouSigned,
    Negotiating,
    Operating,
    Proposed,
    Terminated,
    Withdrawn,
}

/// The way of a venture, then its ends.
const WAY: [(VentureStage, &str); 14] = [
    (VentureStage::Draft, "Draft"),
    (VentureStage::Proposed, "Proposed"),
    (VentureStage::Negotiating, "Negotiating"),
    (VentureStage::MouSigned, "Memorandum signed"),
    (VentureStage::AgreementSigned, "Agreement signed"),
    (VentureStage::Incorporated, "Incorporated"),
    (VentureStage::Financed, "Financed"),
    (VentureStage::Implementing, "Implementing"),
    (VentureStage::Operating, "Operating"),
    (VentureStage::Completed, "Completed"),
    (VentureStage::Declined, "Declined"),
    (VentureStage::Withdrawn, "Withdrawn"),
    (VentureStage::Lapsed, "Lapsed"),
    (VentureStage::Terminated, "Terminated"),
];

pub(super) fn draw(language: Language, board: &super::Scoreboard) -> Markup {
    let funnel = &board.funnel;
    let steps = [
        ("verified companies", funnel.verified_companies),
        ("introductions asked for", funnel.introductions),
        ("introductions accepted", funnel.accepted_introductions),
        ("memoranda", funnel.memoranda),
        ("binding agreements", funnel.binding_agreements),
        ("joint ventures", funnel.joint_ventures),
        ("operating", funnel.operating),
    ];
    html! {
        section aria-labelledby="brought-about" {
            h2 id="brought-about" { (language.say("What the forum has brought about")) }
            p {
                (language.sentence(html! {
                    "Only what every party confirmed, as of " (day(&board.as_of)) ". "
                    "The three sums are different things and are never added together; nor are two currencies."
                }))
            }
            div class="three" {
                (sums(language, "Pledged", "Memoranda and letters of intent: they do not bind.", &board.pledged))
                (sums(language, "Committed", "Contracts and shareholders' agreements: they bind.", &board.committed))
                (sums(language, "Realised", "Outcomes of ventures, as the parties reported and confirmed them.", &board.realised))
            }
        }
        section aria-labelledby="way" {
            h2 id="way" { (language.say("From company to venture")) }
            ol class="funnel" {
                @for (name, number) in steps { li { strong { bdi dir="ltr" { (count(number)) } } " " span { (language.say(name)) } } }
            }
        }
        section aria-labelledby="stages" {
            h2 id="stages" { (language.say("Ventures by stage")) }
            (stages(language, &board.stages))
        }
    }
}

fn sums(language: Language, title: &str, meaning: &str, sums: &[ScoreboardSum]) -> Markup {
    html! {
        div class="card" {
            h3 { (language.say(title)) }
            p class="quiet" { (language.say(meaning)) }
            @if sums.is_empty() { p class="empty" { (language.say("Nothing yet.")) } }
            @else {
                ul class="sums" {
                    @for sum in sums {
                        li {
                            @match &sum.sum {
                                Some(total) => span class="figure" { (money(total)) },
                                None => span class="withheld" {
                                    (language.say(&format!("{}: withheld, because fewer than three records would be given away.", sum.currency.0)))
                                },
                            }
                            " " span class="quiet" { (language.say(&records(sum.records))) }
                        }
                    }
                }
            }
        }
    }
}

fn records(number: i32) -> String {
    if number == 1 { "1 record".to_owned() } else { format!("{} records", count(number)) }
}

fn stages(language: Language, stages: &[ScoreboardStage]) -> Markup {
    let of = |wanted| stages.iter().filter(|entry| entry.stage == wanted).map(|entry| entry.joint_ventures).sum::<i32>();
    let most = stages.iter().map(|entry| entry.joint_ventures).max().unwrap_or(0).max(1);
    if stages.iter().all(|entry| entry.joint_ventures == 0) {
        return html! { p class="empty" { (language.say("No venture has been logged yet.")) } };
    }
    html! {
        table class="bars" {
            caption class="hidden" { (language.say("Number of ventures at each stage")) }
            thead class="hidden" { tr { th scope="col" { "Stage" } th scope="col" { "Ventures" } } }
            tbody {
                @for (stage, name) in WAY {
                    @let number = of(stage);
                    @if number > 0 {
                        tr {
                            th scope="row" { (language.say(name)) }
                            td { bdi dir="ltr" { (count(number)) } " " progress max=(most) value=(number) aria-hidden="true" {} }
                        }
                    }
                }
            }
        }
    }
}
