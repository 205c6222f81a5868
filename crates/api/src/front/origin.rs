//! Whose page a request comes from. A browser tells the truth here, and only browsers carry cookies unasked.

use ::http::{HeaderMap, header};

/// Whether one of our own pages sent this: the one rule for believing a cookie, on `/graphql` and on the pages' forms.
///
/// `Sec-Fetch-Site` and `Origin` must each say so where present, and one of them must be present.
pub fn same_origin(headers: &HeaderMap, public_origins: &[String]) -> bool {
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes() == b"same-origin");
    let origin = headers.get(header::ORIGIN).map(|origin| is_one_of(origin.as_bytes(), public_origins));
    match (site, origin) {
        (None, None) => false,
        (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
    }
}

/// Whether a socket may be opened: programs send no `Origin`, browsers always do.
pub fn known_origin(headers: &HeaderMap, public_origins: &[String], others: &[String]) -> bool {
    headers.get(header::ORIGIN).is_none_or(|origin| is_one_of(origin.as_bytes(), public_origins) || is_one_of(origin.as_bytes(), others))
}

fn is_one_of(origin: &[u8], origins: &[String]) -> bool {
    origins.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (::http::HeaderName::from_static(name), ::http::HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn cookies_need_our_own_page() {
        let ours = ["https://forum.example".to_owned()];
        for (pairs, expected) in [
            (&[][..], false),
            (&[("origin", "https://forum.example")][..], true),
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://forum.example")][..], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://forum.example")][..], false),
            (&[("sec-fetch-site", "same-site")][..], false),
            (&[("sec-fetch-site", "none")][..], false),
            (&[("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")][..], false),
            (&[("origin", "null")][..], false),
            (&[("origin", "http://forum.example")][..], false),
            (&[("origin", "https://forum.example:8443")][..], false),
            (&[("origin", "https://forum.example.evil.example")][..], false),
        ] {
            assert_eq!(same_origin(&headers(pairs), &ours), expected, "{pairs:?}");
        }
        assert!(!same_origin(&headers(&[("origin", "https://forum.example")]), &[]));
    }

    #[test]
    fn sockets_need_a_known_page_or_none() {
        let (ours, others) = (["https://forum.example".to_owned()], ["https://partner.example".to_owned()]);
        for (pairs, expected) in [
            (&[][..], true),
            (&[("origin", "https://forum.example")][..], true),
            (&[("origin", "https://partner.example")][..], true),
            (&[("origin", "https://evil.example")][..], false),
            (&[("origin", "null")][..], false),
        ] {
            assert_eq!(known_origin(&headers(pairs), &ours, &others), expected, "{pairs:?}");
        }
    }
}
