//! Identifiers that cannot be mixed up: each kind of record has a type of its own.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// A record's identifier that says which kind of record it names.
pub trait Identifier: Copy + Eq + Ord + fmt::Display + FromStr<Err = IdError> {
    /// The letters before the underscore in the text form.
    const PREFIX: &'static str;

    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(self) -> Uuid;
}

/// Why a text is not the identifier that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    #[error("not an identifier")]
    Malformed,
    #[error("an identifier of another kind: `{expected}_…` was expected")]
    OtherKind { expected: &'static str },
}

/// Splits `kind_hex` into its two halves without knowing which kinds exist.
pub fn split(text: &str) -> Result<(&str, Uuid), IdError> {
    let (prefix, hex) = text.rsplit_once('_').ok_or(IdError::Malformed)?;
    let canonical = hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !canonical {
        return Err(IdError::Malformed);
    }
    Ok((prefix, Uuid::try_parse(hex).map_err(|_| IdError::Malformed)?))
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl Identifier for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> Uuid { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}_{}", $prefix, self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                match split(text)? {
                    ($prefix, uuid) => Ok(Self(uuid)),
                    _ => Err(IdError::OtherKind { expected: $prefix }),
                }
            }
        }
    )*};
}

identifiers! {
    /// A tenant.
    CompanyId = "cmp";
    /// A person.
    UserId = "usr";
    /// A signed-in device of a person.
    SessionId = "ses";
    /// A person's duty for the forum.
    StaffId = "stf";
    /// An offer or a need.
    ListingId = "lst";
    /// A request of one company to meet another.
    IntroductionId = "int";
    /// A signed paper.
    AgreementId = "agr";
    /// An undertaking of companies of both countries.
    JointVentureId = "jv";
    /// One version of something that every party has to confirm.
    ProposalId = "prp";
    /// A dated promise of a venture.
    MilestoneId = "mst";
    /// A realised value of a venture.
    OutcomeId = "out";
    /// One thing that staff decide about.
    ModerationCaseId = "cas";
    /// A project of the roadmap.
    InitiativeId = "ini";
    /// One sourced observation of trade.
    TradeFlowId = "trf";
    /// Something that happened.
    EventId = "evt";
    /// A letter to a person.
    LetterId = "ltr";
    /// A picture or a paper that a company has handed over.
    FileId = "fil";
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f";

    #[test]
    fn an_identifier_is_read_back_from_its_text() {
        let id: CompanyId = TEXT.parse().unwrap();
        assert_eq!(id.to_string(), TEXT);
    }

    #[test]
    fn another_kind_is_refused_by_name() {
        assert_eq!(TEXT.parse::<ListingId>(), Err(IdError::OtherKind { expected: "lst" }));
    }

    #[test]
    fn only_the_canonical_form_is_an_identifier() {
        for text in ["", "cmp_", "cmp", "cmp_0192", "cmp_0192D3F0A1B27C3D8E4F5A6B7C8D9E0F", "cmp_{0192d3f0a1b27c3d8e4f5a6b7c8d9e}"] {
            assert_eq!(text.parse::<CompanyId>(), Err(IdError::Malformed), "{text}");
        }
    }
}
