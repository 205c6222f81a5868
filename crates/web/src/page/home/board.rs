//! What the forum itself has brought about: three sums that are never added together, the way to them, and the stages.

use maud::{Markup, html};

use crate::{
    language::Language,
    message::{Said, home as said},
    number::{day, grouped, money},
    schema,
    value::{CurrencyCode, Money},
    word::{ENDS, VentureStage, WAY},
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

pub(super) fn draw(language: Language, board: &super::Scoreboard) -> Markup {
    let funnel = &board.funnel;
    let steps = [
        (said::step_companies(), funnel.verified_companies),
        (said::step_introductions(), funnel.introductions),
        (said::step_accepted(), funnel.accepted_introductions),
        (said::step_memoranda(), funnel.memoranda),
        (said::step_binding(), funnel.binding_agreements),
        (said::step_ventures(), funnel.joint_ventures),
        (said::step_operating(), funnel.operating),
    ];
    html! {
        section aria-labelledby="brought-about" {
            h2 id="brought-about" { (language.say(said::brought_about())) }
            p {
                (language.say(said::confirmed_as_of(day(language, &board.as_of))))
            }
            div class="three" {
                (sums(language, said::pledged(), said::pledged_means(), &board.pledged))
                (sums(language, said::committed(), said::committed_means(), &board.committed))
                (sums(language, said::realised(), said::realised_means(), &board.realised))
            }
        }
        section aria-labelledby="way" {
            h2 id="way" { (language.say(said::way())) }
            ol class="funnel" {
                @for (name, number) in steps { li { strong { bdi dir="ltr" { (grouped(language, number.into())) } } " " span { (language.say(name)) } } }
            }
        }
        section aria-labelledby="stages" {
            h2 id="stages" { (language.say(said::stages())) }
            (stages(language, &board.stages))
        }
    }
}

fn sums(language: Language, title: Said, meaning: Said, sums: &[ScoreboardSum]) -> Markup {
    html! {
        div class="card" {
            h3 { (language.say(title)) }
            p class="quiet" { (language.say(meaning)) }
            @if sums.is_empty() { p class="empty" { (language.say(said::nothing_yet())) } }
            @else {
                ul class="sums" {
                    @for sum in sums {
                        li {
                            @match &sum.sum {
                                Some(total) => span class="figure" { (money(language, total)) },
                                None => span class="withheld" {
                                    (language.say(said::withheld(&sum.currency.0)))
                                },
                            }
                            " " span class="quiet" { (language.say(said::records(sum.records))) }
                        }
                    }
                }
            }
        }
    }
}

fn stages(language: Language, stages: &[ScoreboardStage]) -> Markup {
    let of = |wanted| stages.iter().filter(|entry| entry.stage.is(wanted)).map(|entry| entry.joint_ventures).sum::<i32>();
    let most = stages.iter().map(|entry| entry.joint_ventures).max().unwrap_or(0).max(1);
    if stages.iter().all(|entry| entry.joint_ventures == 0) {
        return html! { p class="empty" { (language.say(said::no_ventures())) } };
    }
    html! {
        table class="bars" {
            caption class="hidden" { (language.say(said::stages_caption())) }
            thead class="hidden" { tr { th scope="col" { (language.say(said::stage())) } th scope="col" { (language.say(said::ventures())) } } }
            tbody {
                @for stage in WAY.into_iter().chain(ENDS) {
                    @let number = of(stage);
                    @if number > 0 {
                        tr {
                            th scope="row" { (VentureStage::of(stage).say(language)) }
                            td { bdi dir="ltr" { (grouped(language, number.into())) } " " progress max=(most) value=(number) aria-hidden="true" {} }
                        }
                    }
                }
            }
        }
    }
}
