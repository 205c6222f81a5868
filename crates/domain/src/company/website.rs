//! Addresses on the web that companies name: only such as a browser opens as a page, so that no script hides in a link.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

const LONGEST: usize = 300;

/// An address on the web, beginning with `https://` or `http://`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Link(String);

/// Why a text is not an address on the web.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinkError {
    #[error("must begin with https:// or http://")]
    Scheme,
    #[error("at most {LONGEST} characters")]
    TooLong,
    #[error("the name of the host is not one of the public Internet")]
    Host,
    #[error("must not contain spaces or characters that cannot be seen")]
    Characters,
}

impl Link {
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        if text.chars().count() > LONGEST {
            return Err(LinkError::TooLong);
        }
        if text.chars().any(|c| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '\\' | '`' | '\u{200B}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        }) {
            return Err(LinkError::Characters);
        }
        let (scheme, rest) = text.split_once("://").ok_or(LinkError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "https" | "http") {
            return Err(LinkError::Scheme);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(end);
        // A name before an @ or a port is no company's address, and fools whoever reads it.
        let host = idna::domain_to_ascii_strict(host).map_err(|_| LinkError::Host)?;
        let labels: Vec<&str> = host.split('.').collect();
        let top = labels.last().copied().unwrap_or_default();
        let named = labels.len() > 1 && top.len() > 1 && !top.bytes().all(|b| b.is_ascii_digit());
        let public = !matches!(top, "local" | "localhost" | "internal" | "invalid" | "test" | "onion");
        if !named || !public || labels.iter().any(|label| label.is_empty()) {
            return Err(LinkError::Host);
        }
        Ok(Self(format!("{scheme}://{host}{path}")))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name that the page is under, without `www.`.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        rest[..end].strip_prefix("www.").unwrap_or(&rest[..end])
    }

    /// Whether many companies have their pages there, so that sharing the host says nothing.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        const SHARED: [&str; 14] = [
            "facebook.com",
            "instagram.com",
            "linkedin.com",
            "youtube.com",
            "t.me",
            "wa.me",
            "vk.com",
            "2gis.kz",
            "satu.kz",
            "olx.kz",
            "daraz.pk",
            "tradekey.com",
            "alibaba.com",
            "google.com",
        ];
        let host = self.host();
        SHARED.iter().any(|shared| host == *shared || host.strip_suffix(shared).is_some_and(|rest| rest.ends_with('.')))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_its_path_and_tells_its_host() {
        let link = Link::parse(" HTTPS://WWW.Astyq.KZ/about?x=1 ").unwrap();
        assert_eq!((link.as_str(), link.host()), ("https://www.astyq.kz/about?x=1", "astyq.kz"));
        assert_eq!(Link::parse("https://пример.рф").unwrap().host(), "xn--e1afmkfd.xn--p1ai");
    }

    #[test]
    fn what_is_no_page_of_the_public_web_is_refused() {
        for (text, expected) in [
            ("astyq.kz", LinkError::Scheme),
            ("javascript:alert(1)", LinkError::Scheme),
            ("javascript://astyq.kz/%0aalert(1)", LinkError::Scheme),
            ("ftp://astyq.kz", LinkError::Scheme),
            ("https://localhost", LinkError::Host),
            ("https://10.0.0.1/x", LinkError::Host),
            ("https://user@astyq.kz", LinkError::Host),
            ("https://astyq.kz:8080/", LinkError::Host),
            ("https://", LinkError::Host),
            ("https://a..kz", LinkError::Host),
            ("https://printer.local", LinkError::Host),
            ("https://astyq.kz/a b", LinkError::Characters),
            ("https://astyq.kz/\u{202E}x", LinkError::Characters),
            ("https://astyq.kz/<script>", LinkError::Characters),
        ] {
            assert_eq!(Link::parse(text), Err(expected), "{text}");
        }
        assert_eq!(Link::parse(&format!("https://astyq.kz/{}", "a".repeat(300))), Err(LinkError::TooLong));
    }

    #[test]
    fn pages_of_large_hosts_are_shared() {
        assert!(Link::parse("https://www.facebook.com/astyq").unwrap().is_shared());
        assert!(Link::parse("https://astyq.satu.kz").unwrap().is_shared());
        assert!(!Link::parse("https://notsatu.kz").unwrap().is_shared());
    }
}
