//! What happened to a venture and when, and its versions side by side.

use maud::{Markup, html};

use super::one::{JointVenture, VentureVersion, parties};
use crate::{
    component::{Version, versions},
    fragment::name_of,
    language::Language,
    message::ventures as said,
    number::{date, day, money},
    words::{prose, written},
};

/// Everything that is dated, the latest first.
pub(super) fn entries(language: Language, venture: &JointVenture) -> Vec<Markup> {
    let mut entries: Vec<(&str, Markup)> = vec![(&venture.proposed_at.0, html! { p { strong { (language.say(said::logged())) } } p class="quiet" { (day(language, &venture.proposed_at)) } })];
    for version in &venture.versions {
        for answer in &version.proposal.answers {
            entries.push((&answer.at.0, html! {
                p { strong { (name_of(answer.company.as_ref(), language)) } " · " (answer.verdict.say(language)) " · " (language.say(said::terms_version(version.proposal.number))) }
                p class="quiet" { (day(language, &answer.at)) }
            }));
        }
    }
    for change in &venture.stage_history {
        entries.push((&change.proposal.proposed_at.0, html! {
            p { strong { (change.to.say(language)) } " " (change.proposal.mark(language)) }
            @if let Some(reason) = change.reason.as_ref().or(change.note.as_ref()) { blockquote { (prose(reason)) } }
            p class="quiet" { (name_of(change.proposal.proposed_by.as_ref(), language)) " · " (day(language, &change.proposal.proposed_at)) }
        }));
    }
    for milestone in &venture.milestones {
        entries.push((&milestone.logged_at.0, html! {
            p { strong { (language.say(said::milestone_logged())) } " " (written(&milestone.title)) }
            p class="quiet" { (day(language, &milestone.logged_at)) }
        }));
        for change in &milestone.changes {
            entries.push((&change.at.0, html! {
                p { strong { (language.say(said::moved(date(language, &change.from), date(language, &change.to)))) } " " (written(&milestone.title)) }
                blockquote { (prose(&change.reason)) }
                p class="quiet" { (day(language, &change.at)) }
            }));
        }
    }
    for outcome in &venture.outcomes {
        entries.push((&outcome.proposal.proposed_at.0, html! {
            p { strong { (language.say(said::outcome_reported())) } " " (outcome.kind.say(language)) " " (outcome.proposal.mark(language)) }
            p class="quiet" { (name_of(outcome.proposal.proposed_by.as_ref(), language)) " · " (day(language, &outcome.proposal.proposed_at)) }
        }));
    }
    entries.sort_by(|one, other| other.0.cmp(one.0));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// The last two versions side by side, so that each sees what the other side says.
pub(super) fn compared(language: Language, all: &[VentureVersion]) -> Markup {
    let nothing = || html! { "–" };
    let shown: Vec<_> = all
        .iter()
        .rev()
        .take(2)
        .map(|version| {
            let terms = &version.terms;
            let by = name_of(version.proposal.proposed_by.as_ref(), language);
            Version {
                title: html! { (language.say(said::version(by, version.proposal.number))) " " (version.proposal.mark(language)) },
                lines: vec![
                    (language.say(said::heading()), written(&version.title)),
                    (language.say(said::structure()), terms.structure.say(language)),
                    (language.say(said::capital()), terms.capital.as_ref().map_or_else(nothing, |capital| money(language, capital))),
                    (language.say(said::region()), terms.region.as_ref().map_or_else(nothing, |region| language.of(&region.name))),
                    (language.say(said::confidentiality()), terms.confidentiality.say(language)),
                    (language.say(said::parties()), parties(language, terms)),
                    (language.say(said::summary()), prose(&terms.summary)),
                ],
            }
        })
        .collect();
    html! { h3 { (language.say(said::versions())) } (versions(language, &shown)) }
}
