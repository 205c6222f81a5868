//! Passwords: which ones are good enough, and how they are kept so that a copy of the database does not reveal them.

mod blocklist;
mod hasher;
mod policy;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

pub use hasher::{Cost, HashError, PasswordHash, PasswordHasher, QUEUE};
pub use policy::{PasswordError, PasswordPolicy, Suggestion};

/// A password as somebody entered it, in the one spelling in which it is compared.
///
/// Keyboards write one letter in several ways: й as one character or as и with a breve, digits in full width. NFKC makes them
/// one, so that a password set on one device opens the account on another.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

impl Password {
    /// Takes a password as it was entered. Whether it is good enough is asked only when it is set.
    pub fn new(entered: &str) -> Self {
        Self(entered.nfkc().collect::<String>().into())
    }

    fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_password_in_two_spellings_is_one() {
        assert_eq!(Password::new("й").expose(), Password::new("и\u{306}").expose());
        assert_eq!(Password::new("１２３").expose(), "123");
        assert_eq!(Password::new("Қазақ").expose(), "Қазақ");
    }

    #[test]
    fn a_password_is_never_printed() {
        assert!(!format!("{:?}", Password::new("correct horse")).contains("horse"));
    }
}
