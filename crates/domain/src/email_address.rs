//! E-mail addresses as people write them and as they are compared.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest address that fits into the path of an SMTP command.
const LONGEST: usize = 254;
/// The longest part before the `@` that RFC 5321 allows.
const LONGEST_LOCAL: usize = 64;

/// An address that mail can be sent to.
///
/// The part before the `@` is kept as it was written, the domain in lower case and in its own script. Two addresses are equal
/// when they differ in letter case, or in how an international domain is spelt, only.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    text: String,
    comparable: String,
}

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EmailAddressError {
    /// There is nothing on one side of the `@`, or no `@`.
    #[error("the address needs a name, an @ and a domain")]
    Incomplete,
    /// The address, or the part before the `@`, is longer than mail servers accept.
    #[error("the address is too long")]
    TooLong,
    /// The part before the `@` has a character that mail servers do not agree on.
    #[error("the part before the @ has a character that is not allowed")]
    LocalPart,
    /// The domain could not be a name on the public Internet.
    #[error("the domain is not a valid name")]
    Domain,
}

impl EmailAddress {
    /// Reads an address and ignores white space around it.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(EmailAddressError::Incomplete)?;
        if local.is_empty() || domain.is_empty() {
            return Err(EmailAddressError::Incomplete);
        }
        // An international domain may be shorter as it is written than in ASCII, hence the second look at the length below.
        if local.len() > LONGEST_LOCAL || text.len() > 4 * LONGEST {
            return Err(EmailAddressError::TooLong);
        }
        if !local.split('.').all(is_atom) {
            return Err(EmailAddressError::LocalPart);
        }
        let ascii = ascii_domain(domain)?;
        if local.len() + 1 + ascii.len() > LONGEST {
            return Err(EmailAddressError::TooLong);
        }
        let (own_script, _) = idna::domain_to_unicode(&ascii);
        Ok(Self { text: format!("{local}@{own_script}"), comparable: format!("{}@{ascii}", local.to_ascii_lowercase()) })
    }

    /// The address as its owner wrote it, for reading.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The form by which two addresses are one: lower case, the domain in ASCII. This is what a unique index holds.
    pub fn comparable(&self) -> &str {
        &self.comparable
    }

    /// The form for the envelope: the part before the `@` as written, the domain in ASCII, so that every mail server takes it.
    pub fn to_ascii(&self) -> String {
        let local = self.text.split('@').next().unwrap_or_default();
        let domain = self.comparable.rsplit('@').next().unwrap_or_default();
        format!("{local}@{domain}")
    }
}

/// One word between dots. Quoted parts and comments are legal in RFC 5322, but nobody has them and servers disagree on them.
fn is_atom(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
}

/// The domain as the name system knows it. An address in digits has no owner whom we could ask, so a name is required.
fn ascii_domain(domain: &str) -> Result<String, EmailAddressError> {
    let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| EmailAddressError::Domain)?;
    let mut labels = ascii.rsplit('.');
    let top = labels.next().unwrap_or_default();
    if labels.next().is_none() || top.len() < 2 || top.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EmailAddressError::Domain);
    }
    Ok(ascii)
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// An address is personal, so that a debug print, which may end in a log, shows the domain only.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let domain = self.comparable.rsplit('@').next().unwrap_or_default();
        write!(f, "EmailAddress(..@{domain})")
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.comparable == other.comparable
    }
}

impl Eq for EmailAddress {}

impl std::hash::Hash for EmailAddress {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.comparable.hash(state);
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailAddressError;

    fn try_from(text: String) -> Result<Self, EmailAddressError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn an_ordinary_address_is_kept_as_written() {
        assert_eq!(address(" Aigerim.S+pk@Example.KZ ").as_str(), "Aigerim.S+pk@example.kz");
    }

    #[test]
    fn letter_case_does_not_make_another_address() {
        assert_eq!(address("Bilal@Example.com"), address("bilal@EXAMPLE.com"));
        assert_ne!(address("bilal@example.com"), address("bilal@example.org"));
    }

    #[test]
    fn an_international_domain_is_one_in_every_spelling() {
        let own_script = address("info@Қазақ.ҚАЗ");
        assert_eq!(own_script.as_str(), "info@қазақ.қаз");
        assert!(own_script.comparable().is_ascii());
        assert_eq!(own_script, address(own_script.comparable()));
        assert_eq!(address(own_script.comparable()).as_str(), "info@қазақ.қаз");
        assert_eq!(address("Info@مثال.پاکستان").to_ascii(), "Info@xn--mgbh0fb.xn--mgbai9azgqp6j");
    }

    #[test]
    fn nonsense_is_refused_with_its_reason() {
        use EmailAddressError::{Domain, Incomplete, LocalPart, TooLong};
        for (text, reason) in [
            ("", Incomplete),
            ("nobody", Incomplete),
            ("@example.com", Incomplete),
            ("a@", Incomplete),
            ("a..b@example.com", LocalPart),
            (".a@example.com", LocalPart),
            ("a.@example.com", LocalPart),
            ("a b@example.com", LocalPart),
            ("a@b@example.com", LocalPart),
            ("a\r\nBcc: x@example.com", LocalPart),
            ("\"a\"@example.com", LocalPart),
            ("айгерім@example.kz", LocalPart),
            ("a@localhost", Domain),
            ("a@127.0.0.1", Domain),
            ("a@[127.0.0.1]", Domain),
            ("a@exa mple.com", Domain),
            ("a@-example.com", Domain),
            ("a@example..com", Domain),
            ("a@example.com.", Domain),
            ("a@ex\u{200f}ample.com", Domain),
            ("a@example.com\r\nX: y", Domain),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(reason), "{text:?}");
        }
        assert_eq!(EmailAddress::parse(&format!("{}@example.com", "a".repeat(65))), Err(TooLong));
        let labels = vec!["b".repeat(60); 4].join(".");
        assert_eq!(EmailAddress::parse(&format!("{}@{labels}", "a".repeat(20))), Err(TooLong));
        assert!(EmailAddress::parse(&format!("{}@{labels}", "a".repeat(10))).is_ok());
    }

    #[test]
    fn serde_parses_and_refuses() {
        let json = serde_json::to_string(&address("A@Example.com")).unwrap();
        assert_eq!(json, "\"A@example.com\"");
        assert_eq!(serde_json::from_str::<EmailAddress>(&json).unwrap(), address("a@example.com"));
        assert!(serde_json::from_str::<EmailAddress>("\"nobody\"").is_err());
    }

    #[test]
    fn a_debug_print_does_not_name_the_person() {
        assert_eq!(format!("{:?}", address("bilal@example.com")), "EmailAddress(..@example.com)");
    }
}
