//! The numbers by which a state knows a company.
//!
//! Numbers arrive as people paste them, so every parser first removes what is only typography. No error carries
//! the number it refuses: what was refused may be the number of a person.

mod bin;
mod lei;
mod ntn;
mod secp;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::bin::{Bin, BinError, BinKind, BinUnit};
pub use self::lei::{Lei, LeiError};
pub use self::ntn::{Ntn, NtnError};
pub use self::secp::{Secp, SecpError};

/// A registration number of a company, of one of the kinds the forum accepts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value")]
pub enum RegistrationNumber {
    /// The Kazakh business identification number.
    #[serde(rename = "BIN")]
    Bin(Bin),
    /// The Pakistani national tax number.
    #[serde(rename = "NTN")]
    Ntn(Ntn),
    /// The number in the register of the Securities and Exchange Commission of Pakistan.
    #[serde(rename = "SECP")]
    Secp(Secp),
}

impl RegistrationNumber {
    /// Reads a number of the given kind.
    pub fn parse(kind: RegistrationNumberKind, text: &str) -> Result<Self, RegistrationNumberError> {
        Ok(match kind {
            RegistrationNumberKind::Bin => Self::Bin(Bin::parse(text)?),
            RegistrationNumberKind::Ntn => Self::Ntn(Ntn::parse(text)?),
            RegistrationNumberKind::Secp => Self::Secp(Secp::parse(text)?),
        })
    }

    /// The register the number belongs to.
    pub fn kind(&self) -> RegistrationNumberKind {
        match self {
            Self::Bin(_) => RegistrationNumberKind::Bin,
            Self::Ntn(_) => RegistrationNumberKind::Ntn,
            Self::Secp(_) => RegistrationNumberKind::Secp,
        }
    }

    /// The canonical text: equal numbers have equal texts, however they were written.
    ///
    /// An NTN is its seven characters here, because its check digit is often left out.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Bin(bin) => bin.as_str(),
            Self::Ntn(ntn) => ntn.as_str(),
            Self::Secp(secp) => secp.as_str(),
        }
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bin(bin) => bin.fmt(f),
            Self::Ntn(ntn) => ntn.fmt(f),
            Self::Secp(secp) => secp.fmt(f),
        }
    }
}

/// The register a number belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RegistrationNumberKind {
    /// The Kazakh business identification number.
    #[serde(rename = "BIN")]
    Bin,
    /// The Pakistani national tax number.
    #[serde(rename = "NTN")]
    Ntn,
    /// The number in the register of the Securities and Exchange Commission of Pakistan.
    #[serde(rename = "SECP")]
    Secp,
}

impl RegistrationNumberKind {
    /// Every kind, in the order in which forms offer them.
    pub const ALL: [Self; 3] = [Self::Bin, Self::Ntn, Self::Secp];

    /// The name under which the kind is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bin => "BIN",
            Self::Ntn => "NTN",
            Self::Secp => "SECP",
        }
    }

    /// Reads the name that [`Self::as_str`] gives.
    pub fn parse(text: &str) -> Result<Self, UnknownRegistrationNumberKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownRegistrationNumberKind)
    }
}

impl fmt::Display for RegistrationNumberKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kind is none of those the forum accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the kind of registration number must be BIN, NTN or SECP")]
pub struct UnknownRegistrationNumberKind;

/// Why a text is not a registration number of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationNumberError {
    /// It is no BIN.
    #[error(transparent)]
    Bin(#[from] BinError),
    /// It is no NTN.
    #[error(transparent)]
    Ntn(#[from] NtnError),
    /// It is no SECP number.
    #[error(transparent)]
    Secp(#[from] SecpError),
}

/// The text without typography: no spaces, dashes and invisible marks; full-width letters and digits and the digits of Urdu and
/// Arabic as ASCII; letters in upper case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_typography(*c)).map(|c| ascii_twin(c).to_ascii_uppercase()).collect()
}

fn is_typography(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            // Hyphens and dashes of every width, and the minus sign.
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
            // Marks that come along unseen when a number is copied out of right-to-left text.
            | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}

fn ascii_twin(c: char) -> char {
    let zero = match c {
        '\u{0660}'..='\u{0669}' => 0x0660,
        '\u{06F0}'..='\u{06F9}' => 0x06F0,
        '\u{FF10}'..='\u{FF19}' => 0xFF10,
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            return char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c);
        }
        _ => return c,
    };
    char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
}

/// The values of the digits, or nothing if one of the characters is no ASCII digit.
fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

/// The sum of the digits, each times its weight.
fn weighted_sum(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_back_from_its_name() {
        for kind in RegistrationNumberKind::ALL {
            assert_eq!(RegistrationNumberKind::parse(kind.as_str()), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    #[test]
    fn a_kind_of_another_country_is_unknown() {
        for text in ["", "bin", "INN", "BIN "] {
            assert_eq!(RegistrationNumberKind::parse(text), Err(UnknownRegistrationNumberKind), "{text:?}");
        }
    }

    #[test]
    fn a_number_is_read_by_the_rules_of_its_kind() {
        let cases = [
            (RegistrationNumberKind::Bin, "0202 4000 0555", "020240000555", "020240000555"),
            (RegistrationNumberKind::Ntn, "0803450-8", "0803450", "0803450-8"),
            (RegistrationNumberKind::Secp, "CUIN-0096537", "0096537", "0096537"),
        ];
        for (kind, text, canonical, shown) in cases {
            let number = RegistrationNumber::parse(kind, text).unwrap();
            assert_eq!(number.kind(), kind);
            assert_eq!(number.as_str(), canonical);
            assert_eq!(number.to_string(), shown);
        }
    }

    #[test]
    fn a_number_of_one_kind_is_refused_as_another() {
        assert_eq!(
            RegistrationNumber::parse(RegistrationNumberKind::Bin, "0803450-8"),
            Err(RegistrationNumberError::Bin(BinError::WrongLength { found: 8 }))
        );
        assert_eq!(
            RegistrationNumber::parse(RegistrationNumberKind::Ntn, "020240000555"),
            Err(RegistrationNumberError::Ntn(NtnError::WrongLength { found: 12 }))
        );
        assert_eq!(
            RegistrationNumber::parse(RegistrationNumberKind::Secp, "A917166"),
            Err(RegistrationNumberError::Secp(SecpError::NotDigits))
        );
    }

    #[test]
    fn a_number_survives_its_json() {
        let number = RegistrationNumber::parse(RegistrationNumberKind::Ntn, "0803450-8").unwrap();
        let json = serde_json::to_value(&number).unwrap();
        assert_eq!(json, serde_json::json!({ "kind": "NTN", "value": "0803450-8" }));
        assert_eq!(serde_json::from_value::<RegistrationNumber>(json).unwrap(), number);
    }

    #[test]
    fn json_is_checked_like_any_other_input() {
        let wrong = serde_json::json!({ "kind": "BIN", "value": "020240000556" });
        assert!(serde_json::from_value::<RegistrationNumber>(wrong).is_err());
    }

    #[test]
    fn typography_is_removed() {
        let cases = [
            ("  12-34 ", "1234"),
            ("12\u{2013}34\u{2212}5", "12345"),
            ("\u{FF11}\u{FF12}\u{FF0D}\u{FF21}\u{FF42}", "12AB"),
            ("\u{0661}\u{0662}\u{06F3}\u{06F9}", "1239"),
            ("\u{200F}12\u{00A0}3\u{202F}4", "1234"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn other_signs_are_kept_so_that_they_are_refused() {
        assert_eq!(plain("12/3.4²"), "12/3.4²");
    }
}
