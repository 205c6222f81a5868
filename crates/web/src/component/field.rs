//! Fields of forms: label, hint, what is wrong, and how a reader of screens learns of each.

use maud::{Markup, html};

use crate::{
    form::{Filled, Refusal},
    language::Language,
    message::{Said, frame as said},
    visit::Visit,
};

/// One of the things that can be chosen.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub code: String,
    pub name: String,
    /// The language of the name, where it is not the reader's.
    pub foreign: Option<Language>,
    /// What it stands under in a long list.
    pub group: Option<String>,
}

impl Choice {
    pub(crate) fn new(code: impl Into<String>, name: impl Into<String>) -> Self {
        Self { code: code.into(), name: name.into(), foreign: None, group: None }
    }
}

#[derive(Debug)]
enum Kind {
    Input(&'static str),
    Area,
    Select(Vec<Choice>),
}

/// One field that is typed into, or chosen from a list.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    name: &'a str,
    label: Said,
    hint: Option<Said>,
    kind: Kind,
    required: bool,
    complete: Option<&'static str>,
    longest: Option<u32>,
    left_to_right: bool,
}

impl<'a> Field<'a> {
    /// A line of text.
    pub(crate) fn text(name: &'a str, label: Said) -> Self {
        Self { name, label, hint: None, kind: Kind::Input("text"), required: false, complete: None, longest: None, left_to_right: false }
    }

    /// An input of another type, which is written from the left in every language.
    pub(crate) fn input(kind: &'static str, name: &'a str, label: Said) -> Self {
        Self { kind: Kind::Input(kind), left_to_right: kind != "search", ..Self::text(name, label) }
    }

    /// Several lines of text.
    pub(crate) fn area(name: &'a str, label: Said) -> Self {
        Self { kind: Kind::Area, ..Self::text(name, label) }
    }

    /// One out of a list.
    pub(crate) fn select(name: &'a str, label: Said, choices: Vec<Choice>) -> Self {
        Self { kind: Kind::Select(choices), ..Self::text(name, label) }
    }

    pub(crate) fn hint(mut self, hint: Said) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(crate) fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What a browser may fill in by itself.
    pub(crate) fn complete(mut self, complete: &'static str) -> Self {
        self.complete = Some(complete);
        self
    }

    pub(crate) fn longest(mut self, longest: u32) -> Self {
        self.longest = Some(longest);
        self
    }

    /// Numbers and codes are written from the left in every language.
    pub(crate) fn left_to_right(mut self) -> Self {
        self.left_to_right = true;
        self
    }

    pub(crate) fn draw(self, language: Language, filled: &Filled) -> Markup {
        let wrong: Vec<_> = filled.wrong(self.name).collect();
        let id = id(self.name);
        let described = described(&id, self.hint.is_some(), !wrong.is_empty());
        let invalid = (!wrong.is_empty()).then_some("true");
        let direction = if self.left_to_right { "ltr" } else { "auto" };
        // A password does not come back.
        let value = if matches!(self.kind, Kind::Input("password")) { "" } else { filled.fields.exact(self.name) };
        html! {
            div class="field" {
                label for=(id) { (language.say(self.label)) @if !self.required { " " span class="quiet" { (language.say(said::optional())) } } }
                @if let Some(hint) = self.hint { p class="hint" id={ (id) "-hint" } { (language.say(hint)) } }
                (errors(language, &id, &wrong))
                @match self.kind {
                    Kind::Input(kind) => input id=(id) name=(self.name) type=(kind) value=(value) required[self.required] dir=(direction)
                        autocomplete=[self.complete] maxlength=[self.longest] aria-invalid=[invalid] aria-describedby=[described];,
                    Kind::Area => textarea id=(id) name=(self.name) required[self.required] dir=(direction) rows="5"
                        maxlength=[self.longest] aria-invalid=[invalid] aria-describedby=[described] { "\n" (value) },
                    Kind::Select(choices) => select id=(id) name=(self.name) required[self.required] aria-invalid=[invalid] aria-describedby=[described] {
                        option value="" { (language.text(said::choose())) }
                        (options(&choices, value))
                    },
                }
            }
        }
    }
}

fn options(choices: &[Choice], chosen: &str) -> Markup {
    let mut groups: Vec<Option<&str>> = Vec::new();
    for choice in choices {
        let group = choice.group.as_deref();
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    let of = |group: Option<&str>| -> Markup {
        html! {
            @for choice in choices.iter().filter(|choice| choice.group.as_deref() == group) {
                option value=(choice.code) selected[choice.code == chosen] lang=[choice.foreign.map(Language::tag)] dir=[choice.foreign.map(Language::direction)] { (choice.name) }
            }
        }
    };
    html! {
        @for group in groups {
            @match group { Some(name) => optgroup label=(name) { (of(group)) }, None => (of(group)) }
        }
    }
}

/// Several out of a short list.
pub(crate) fn checks(language: Language, filled: &Filled, name: &str, legend: Said, hint: Option<Said>, choices: &[Choice]) -> Markup {
    boxes(language, filled, "checkbox", name, legend, hint, choices)
}

/// One out of a short list.
pub(crate) fn radios(language: Language, filled: &Filled, name: &str, legend: Said, hint: Option<Said>, choices: &[Choice]) -> Markup {
    boxes(language, filled, "radio", name, legend, hint, choices)
}

fn boxes(language: Language, filled: &Filled, kind: &str, name: &str, legend: Said, hint: Option<Said>, choices: &[Choice]) -> Markup {
    let wrong: Vec<_> = filled.wrong(name).collect();
    let id = id(name);
    html! {
        fieldset id=(id) tabindex="-1" aria-describedby=[described(&id, hint.is_some(), !wrong.is_empty())] {
            legend { (language.say(legend)) }
            @if let Some(hint) = hint { p class="hint" id={ (id) "-hint" } { (language.say(hint)) } }
            (errors(language, &id, &wrong))
            ul class="choices" {
                @for choice in choices {
                    li {
                        label {
                            input type=(kind) name=(name) value=(choice.code) checked[filled.fields.has(name, &choice.code)];
                            span lang=[choice.foreign.map(Language::tag)] { bdi { (choice.name) } }
                        }
                    }
                }
            }
        }
    }
}

fn errors(language: Language, id: &str, wrong: &[&Refusal]) -> Markup {
    html! {
        @if !wrong.is_empty() {
            div id={ (id) "-error" } { @for refusal in wrong { p class="error" { (refusal.say(language)) } } }
        }
    }
}

fn described(id: &str, hint: bool, wrong: bool) -> Option<String> {
    let parts: Vec<_> =
        [(hint, "hint"), (wrong, "error")].into_iter().filter(|(is, _)| *is).map(|(_, part)| format!("{id}-{part}")).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The id of the field of a name.
pub(crate) fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// What is wrong with a form, above it, each with a link to its field.
pub(crate) fn summary(language: Language, filled: &Filled, fields: &[&str]) -> Markup {
    let field_of = |refusal: &Refusal| {
        let fits = |name: &&&str| refusal.field == **name || refusal.field.strip_prefix(**name).is_some_and(|rest| rest.starts_with('.'));
        fields.iter().find(fits).map(|name| id(name))
    };
    html! {
        @if !filled.refusals.is_empty() {
            div class="wrong" role="alert" tabindex="-1" data-first {
                h2 { (language.say(said::check_the_form())) }
                ul {
                    @for refusal in &filled.refusals {
                        li {
                            @match field_of(refusal) {
                                Some(id) => a href={ "#" (id) } { (refusal.say(language)) },
                                None => (refusal.say(language)),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A form that changes something: with the token without which it does not count.
pub(crate) fn form(visit: &Visit, action: &str, class: &str, inside: &Markup) -> Markup {
    html! {
        form method="post" action=(action) class=(class) {
            input type="hidden" name="token" value=(visit.token);
            (inside)
        }
    }
}
