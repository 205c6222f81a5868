//! Whether a form was sent by a page of ours.

use axum::http::{HeaderMap, header};

/// `Sec-Fetch-Site` and `Origin` must each say so where present, and one of them must be present: every browser of today sends one.
pub(crate) fn same_origin(headers: &HeaderMap, public_origin: &str) -> bool {
    let site = headers.get("sec-fetch-site").map(|site| site.as_bytes() == b"same-origin");
    let origin = headers.get(header::ORIGIN).map(|origin| origin.as_bytes().eq_ignore_ascii_case(public_origin.as_bytes()));
    match (site, origin) {
        (None, None) => false,
        (site, origin) => site.unwrap_or(true) && origin.unwrap_or(true),
    }
}

/// The origin of an address: scheme, host and port.
pub(crate) fn origin_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    &url[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path() {
        for (url, origin) in [
            ("https://forum.example", "https://forum.example"),
            ("https://forum.example/", "https://forum.example"),
            ("http://127.0.0.1:8080/forum?x", "http://127.0.0.1:8080"),
        ] {
            assert_eq!(origin_of(url), origin);
        }
    }

    #[test]
    fn only_our_own_pages_send_forms() {
        for (pairs, expected) in [
            (&[][..], false),
            (&[("origin", "https://forum.example")][..], true),
            (&[("sec-fetch-site", "same-origin")][..], true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "https://forum.example")][..], false),
            (&[("sec-fetch-site", "same-site")][..], false),
            (&[("sec-fetch-site", "none")][..], false),
            (&[("origin", "null")][..], false),
            (&[("origin", "http://forum.example")][..], false),
            (&[("origin", "https://forum.example.evil.example")][..], false),
        ] {
            let headers = pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>();
            assert_eq!(same_origin(&headers, "https://forum.example"), expected, "{pairs:?}");
        }
    }
}
