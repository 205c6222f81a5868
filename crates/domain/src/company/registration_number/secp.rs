//! The number in the register of the Securities and Exchange Commission of Pakistan.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{digits, plain};

const LENGTH: usize = 7;

/// A company's number in the register of the Securities and Exchange Commission of Pakistan: seven digits, no check digit.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Secp(String);

impl Secp {
    /// Reads a number, with or without the `CUIN-` that some papers put before it.
    pub fn parse(text: &str) -> Result<Self, SecpError> {
        let text = plain(text);
        let number = text.strip_prefix("CUIN").unwrap_or(&text).trim_start_matches(':');
        let digits = digits(number).ok_or(SecpError::NotDigits)?;
        if digits.len() != LENGTH {
            return Err(SecpError::WrongLength { found: digits.len() });
        }
        Ok(Self(number.to_owned()))
    }

    /// The seven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Secp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Secp {
    type Error = SecpError;

    fn try_from(text: String) -> Result<Self, SecpError> {
        Self::parse(&text)
    }
}

impl From<Secp> for String {
    fn from(secp: Secp) -> Self {
        secp.0
    }
}

/// Why a text is not a SECP number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecpError {
    /// There are more or fewer than seven digits.
    #[error("a SECP number has {LENGTH} digits, this has {found}")]
    WrongLength {
        /// The digits there are.
        found: usize,
    },
    /// There are characters other than digits.
    #[error("a SECP number has digits only")]
    NotDigits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_digits_are_accepted_and_keep_their_noughts() {
        for text in ["0096537", "0028815", "0033402"] {
            assert_eq!(Secp::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn the_prefix_of_some_papers_is_removed() {
        for text in ["CUIN-0123456", "cuin 0123456", "CUIN: 0123456", "CUIN0123456", "۰۱۲۳۴۵۶"] {
            assert_eq!(Secp::parse(text).unwrap().as_str(), "0123456", "{text}");
        }
    }

    #[test]
    fn broken_numbers_are_refused_for_the_right_reason() {
        let cases = [
            ("", SecpError::WrongLength { found: 0 }),
            ("CUIN-", SecpError::WrongLength { found: 0 }),
            ("096537", SecpError::WrongLength { found: 6 }),
            ("00096537", SecpError::WrongLength { found: 8 }),
            ("009653X", SecpError::NotDigits),
            ("CUIN-CUIN-0123456", SecpError::NotDigits),
        ];
        for (text, reason) in cases {
            assert_eq!(Secp::parse(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn json_is_checked_like_any_other_input() {
        assert!(serde_json::from_str::<Secp>("\"0096537\"").is_ok());
        assert!(serde_json::from_str::<Secp>("\"96537\"").is_err());
    }
}
