//! Fragments that several screens read: who a company is, and what the parties said to a version.

use maud::{Markup, html};

use crate::{
    component::{Tone, mark},
    language::Language,
    message::proposal as said,
    number::day,
    schema,
    value::DateTime,
    word::{ProposalState, Verdict},
    words::{prose, written},
};

/// A company by its name.
#[derive(cynic::QueryFragment, Debug, Clone)]
#[cynic(graphql_type = "Company")]
pub(crate) struct Named {
    pub id: cynic::Id,
    pub slug: String,
    pub name: String,
}

impl Named {
    /// Its name as a link to its page.
    pub(crate) fn link(&self, language: Language) -> Markup {
        html! { a href={ "/" (language.tag()) "/companies/" (self.slug) } { (written(&self.name)) } }
    }
}

/// A company that the reader may not see has no name here.
pub(crate) fn name_of(company: Option<&Named>, language: Language) -> Markup {
    company.map_or_else(|| language.say(said::somebody()), |company| written(&company.name))
}

/// A version and what the parties said to it.
#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct Proposal {
    pub hash: String,
    pub number: i32,
    pub state: ProposalState,
    pub proposed_at: DateTime,
    pub proposed_by: Option<Named>,
    pub answers: Vec<ProposalAnswer>,
}

#[derive(cynic::QueryFragment, Debug, Clone)]
pub(crate) struct ProposalAnswer {
    pub at: DateTime,
    pub company: Option<Named>,
    pub verdict: Verdict,
    pub words: Option<String>,
}

impl Proposal {
    /// Whether it waits for the word of this company.
    pub(crate) fn waits_for(&self, company: &cynic::Id) -> bool {
        let own = |other: &Option<Named>| other.as_ref().is_some_and(|other| &other.id == company);
        self.state.is("PENDING") && !own(&self.proposed_by) && !self.answers.iter().any(|answer| own(&answer.company))
    }

    /// Its state as a word in a frame.
    pub(crate) fn mark(&self, language: Language) -> Markup {
        mark(tone(&self.state), &self.state.say(language))
    }

    /// Who proposed it, and who said what to it.
    pub(crate) fn story(&self, language: Language) -> Markup {
        html! {
            p { (self.mark(language)) " " (language.say(said::proposed(name_of(self.proposed_by.as_ref(), language), day(language, &self.proposed_at), self.number))) }
            @if !self.answers.is_empty() {
                ul class="rows" {
                    @for answer in &self.answers {
                        li {
                            strong { (name_of(answer.company.as_ref(), language)) } " · " (answer.verdict.say(language)) " · " (day(language, &answer.at))
                            @if let Some(words) = &answer.words { blockquote { (prose(words)) } }
                        }
                    }
                }
            }
        }
    }
}

fn tone(state: &ProposalState) -> Tone {
    match state.0.as_str() {
        "CONFIRMED" => Tone::Good,
        "DISPUTED" => Tone::Wrong,
        "PENDING" => Tone::Warn,
        _ => Tone::Plain,
    }
}
