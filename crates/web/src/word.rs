//! The closed sets of the schema as the pages know them: a code, and what it is called in the reader's language.

use maud::{Markup, html};

use crate::{
    language::Language,
    message::{Message, Said},
    schema,
};

macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
            #[serde(transparent)]
            pub(crate) struct $name(pub String);

            #[automatically_derived]
            impl cynic::Enum for $name {
                type SchemaType = schema::$name;
            }

            cynic::impl_coercions!($name, schema::$name);

            #[automatically_derived]
            impl schema::variable::Variable for $name {
                const TYPE: cynic::variables::VariableType = cynic::variables::VariableType::Named(stringify!($name));
            }

            impl $name {
                pub(crate) fn of(code: &str) -> Self {
                    Self(code.to_owned())
                }

                pub(crate) fn is(&self, code: &str) -> bool {
                    self.0 == code
                }

                pub(crate) fn message(&self) -> Option<&'static Message> {
                    Message::by_code(&format!(concat!(stringify!($name), "-{}"), self.0))
                }

                /// Its name as a part of a page; a code that is newer than the pages is shown as it is.
                pub(crate) fn say(&self, language: Language) -> Markup {
                    self.message().map_or_else(|| html! { code { (self.0) } }, |message| language.say(message))
                }

                /// Its name as plain text.
                pub(crate) fn text(&self, language: Language) -> String {
                    self.message().map_or_else(|| self.0.clone(), |message| language.text(Said::from(message)))
                }
            }

            // Every set can do the same, and not every page needs all of it.
            const _: fn() = || {
                let _ = ($name::of, $name::is, $name::message, $name::say, $name::text);
            };
        )*

        /// The names of the sets, for the test that compares them with the schema.
        #[cfg(test)]
        pub(crate) const SETS: &[&str] = &[$(stringify!($name)),*];
    };
}

words! {
    AgreementKind,
    AgreementLevel,
    CompanySize,
    CompanyState,
    Confidentiality,
    ContributionKind,
    Incoterm,
    IntroductionState,
    ListingKind,
    ListingState,
    MatchReasonCode,
    MemberRole,
    MilestoneState,
    ModerationCaseKind,
    ModerationCaseState,
    OutcomeKind,
    PartnershipForm,
    ProposalState,
    RegistrationNumberKind,
    Script,
    StaffDuty,
    TradeFigureQuality,
    Unit,
    VentureHealth,
    VentureMissing,
    VenturePartyRole,
    VentureStage,
    VentureStructure,
    Verdict,
}

/// The way of a venture, in its order.
pub(crate) const WAY: [&str; 10] = [
    "DRAFT",
    "PROPOSED",
    "NEGOTIATING",
    "MOU_SIGNED",
    "AGREEMENT_SIGNED",
    "INCORPORATED",
    "FINANCED",
    "IMPLEMENTING",
    "OPERATING",
    "COMPLETED",
];

/// Where a venture may end instead.
pub(crate) const ENDS: [&str; 4] = ["DECLINED", "WITHDRAWN", "LAPSED", "TERMINATED"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use apollo_compiler::{Schema, schema::ExtendedType};

    use super::*;
    use crate::message::BY_CODE;

    fn schema() -> apollo_compiler::validation::Valid<Schema> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema.graphql");
        Schema::parse_and_validate(std::fs::read_to_string(path).unwrap(), "schema.graphql").unwrap()
    }

    fn values(schema: &Schema, name: &str) -> BTreeSet<String> {
        match schema.types.get(name) {
            Some(ExtendedType::Enum(set)) => set.values.keys().map(ToString::to_string).collect(),
            _ => panic!("{name} is no set of the schema"),
        }
    }

    #[test]
    fn every_word_of_a_set_has_a_name_and_every_name_a_word() {
        let schema = schema();
        let mut wanted = BTreeSet::new();
        for set in SETS.iter().chain(&["CountryCode", "LanguageTag"]) {
            wanted.extend(values(&schema, set).into_iter().map(|value| format!("{set}-{value}")));
        }
        let named: BTreeSet<_> = BY_CODE
            .iter()
            .map(|(key, _)| (*key).to_owned())
            .filter(|key| key.contains('-') && !OPEN.iter().any(|set| key.starts_with(set)))
            .collect();
        assert_eq!(named, wanted);
    }

    /// Sets that are not the schema's.
    const OPEN: [&str; 2] = ["Currency-", "Flash-"];

    #[test]
    fn what_is_said_after_a_form_is_said_by_some_page() {
        fn sources(folder: &std::path::Path, out: &mut String) {
            for file in std::fs::read_dir(folder).unwrap() {
                let path = file.unwrap().path();
                if path.is_dir() { sources(&path, out) } else { out.push_str(&std::fs::read_to_string(path).unwrap()) }
            }
        }
        let mut text = String::new();
        sources(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
        let codes = BY_CODE.iter().filter_map(|(key, _)| key.strip_prefix("Flash-"));
        let unused: Vec<_> = codes.filter(|code| !text.contains(&format!("\"{code}\""))).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn every_refusal_that_is_translated_is_one_of_the_schema() {
        let schema = schema();
        let codes: BTreeSet<_> =
            schema.types.keys().filter(|name| name.ends_with("ErrorCode")).flat_map(|name| values(&schema, name)).collect();
        let named = BY_CODE.iter().map(|(key, _)| *key).filter(|key| !key.contains('-'));
        let unknown: Vec<_> = named.filter(|key| !codes.contains(*key)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
