//! What pages are put together from: each a function that draws one thing, the same on every page.

mod chart;
mod field;

pub(crate) use chart::{Chart, Point, Series, draw as chart};
pub(crate) use field::{Choice, Field, checks, form, radios, summary};
use maud::{Markup, html};

use crate::{
    language::Language,
    message::{Said, frame as said},
    value::PageInfo,
    visit::Visit,
};

/// A word in a frame: its colour adds to what the word says and never says it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Good,
    Warn,
    Wrong,
}

/// A state, as a word.
pub(crate) fn mark(tone: Tone, word: &Markup) -> Markup {
    let class = match tone {
        Tone::Plain => "mark",
        Tone::Good => "mark good",
        Tone::Warn => "mark warn",
        Tone::Wrong => "mark wrong",
    };
    html! { span class=(class) { (word) } }
}

/// Pairs of a name and what is known under it; pairs that are not there are left out.
pub(crate) fn facts(pairs: &[(Markup, Option<Markup>)]) -> Markup {
    html! {
        dl class="facts" {
            @for (name, value) in pairs {
                @if let Some(value) = value { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

/// Where one came from.
pub(crate) fn back(to: &str, name: &Markup) -> Markup {
    html! { p class="crumb" { a href=(to) { (name) } } }
}

/// Views of one list, as links.
pub(crate) fn tabs(label: &str, entries: &[(String, Markup, bool)]) -> Markup {
    html! {
        nav class="tabs" aria-label=(label) {
            ul { @for (to, name, current) in entries { li { a href=(to) aria-current=[current.then_some("page")] { (name) } } } }
        }
    }
}

/// Nothing is here, and what to do about it.
pub(crate) fn empty(sentence: &Markup, next: Option<(String, Markup)>) -> Markup {
    html! {
        div class="empty" {
            p { (sentence) }
            @if let Some((to, name)) = next { p { a class="button" href=(to) { (name) } } }
        }
    }
}

/// Steps in their order, with the one that is reached.
pub(crate) fn stepper(label: &str, steps: &[Markup], reached: usize) -> Markup {
    html! {
        ol class="stepper" aria-label=(label) {
            @for (index, step) in steps.iter().enumerate() {
                li class=[(index < reached).then_some("done")] aria-current=[(index == reached).then_some("step")] { span { (step) } }
            }
        }
    }
}

/// What happened, the latest first.
pub(crate) fn timeline(entries: &[Markup]) -> Markup {
    html! { ol class="timeline" { @for entry in entries { li { (entry) } } } }
}

/// A link to what follows on a long list.
pub(crate) fn onward(visit: &Visit, page: &PageInfo, path: &str) -> Markup {
    html! {
        @if page.has_next_page && let Some(cursor) = &page.end_cursor {
            @let joint = if path.contains('?') { "&" } else { "?" };
            p class="actions" {
                a class="button second" rel="next" href={ (visit.to(path)) (joint) "after=" (crate::address::encoded(cursor)) } { (visit.language.say(said::show_more())) }
            }
        }
    }
}

/// A page that asks once more before something that cannot be undone.
pub(crate) struct Confirmation<'a> {
    pub title: Said,
    pub sentence: Said,
    pub button: Said,
    /// The address to which the answer goes.
    pub action: &'a str,
    /// Where whoever thinks better of it goes.
    pub back: &'a str,
    /// More fields, between the sentence and the button.
    pub fields: Markup,
}

/// Draws the page that asks.
pub(crate) fn confirmation(visit: &Visit, confirmation: Confirmation<'_>) -> Markup {
    let language = visit.language;
    html! {
        h1 { (language.say(confirmation.title)) }
        p { (language.say(confirmation.sentence)) }
        (form(visit, confirmation.action, "stack", &html! {
            (confirmation.fields)
            div class="actions" {
                button type="submit" class="danger" { (language.say(confirmation.button)) }
                a href=(confirmation.back) { (language.say(said::cancel())) }
            }
        }))
    }
}

/// A button that does one thing at once, with hidden values.
pub(crate) fn button(visit: &Visit, action: &str, class: &str, hidden: &[(&str, &str)], name: &Markup) -> Markup {
    form(
        visit,
        action,
        "inline",
        &html! {
            @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
            button type="submit" class=(class) { (name) }
        },
    )
}

/// One side's words beside the other's, each line marked where they differ.
pub(crate) struct Version {
    pub title: Markup,
    /// A name and what stands under it, in one order for all versions.
    pub lines: Vec<(Markup, Markup)>,
}

/// Draws versions side by side.
pub(crate) fn versions(language: Language, versions: &[Version]) -> Markup {
    let differs = |line: usize| {
        let mut values = versions.iter().map(|version| version.lines.get(line).map(|(_, value)| value.0.as_str()));
        let first = values.next();
        values.any(|value| Some(value) != first)
    };
    html! {
        div class="versions" {
            @for version in versions {
                section class="card" {
                    h3 { (version.title) }
                    dl {
                        @for (index, (name, value)) in version.lines.iter().enumerate() {
                            div class=[(versions.len() > 1 && differs(index)).then_some("changed")] {
                                dt class="quiet" {
                                    (name)
                                    @if versions.len() > 1 && differs(index) { " " span class="mark warn" { (language.say(said::differs())) } }
                                }
                                dd { (value) }
                            }
                        }
                    }
                }
            }
        }
    }
}
