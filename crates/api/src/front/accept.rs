//! Content negotiation: what the body is, and what the caller can read.

use ::http::{HeaderMap, header};

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// `application/json`, whose status says nothing about the operation.
    Json,
    /// `application/graphql-response+json`.
    GraphqlResponse,
    /// `text/event-stream`.
    Events,
}

impl Media {
    /// The value of `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Events => "text/event-stream",
        }
    }
}

/// What the caller can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepted {
    /// The better of the two JSON types, if either will do.
    pub json: Option<Media>,
    /// Whether the caller named event streams. A wildcard does not mean them.
    pub events: bool,
    /// Whether the caller named HTML.
    pub html: bool,
}

impl Accepted {
    /// For one result JSON is better even where events were named first, since some clients name every type they know.
    pub(super) fn for_result(self) -> Option<Media> {
        self.json.or(if self.events { Some(Media::Events) } else { None })
    }

    /// The type for an error that came before the type could be chosen.
    pub(super) fn for_error(self) -> Media {
        self.json.unwrap_or(Media::Json)
    }
}

/// Reads every `Accept` header.
pub(super) fn accepted(headers: &HeaderMap) -> Accepted {
    let mut ranges: Vec<(String, f32)> = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        // A header that is not text accepts nothing we know.
        for range in value.to_str().unwrap_or("unreadable/unreadable").split(',') {
            if let Some(range) = parse_range(range) {
                ranges.push(range);
            }
        }
    }
    if ranges.is_empty() {
        return Accepted { json: Some(Media::Json), events: false, html: false };
    }
    let quality = |kind: &str, subtype: &str| {
        let mut best: Option<(u8, f32, usize)> = None;
        for (place, (range, quality)) in ranges.iter().enumerate() {
            let specificity = match range.split_once('/') {
                Some(("*", "*")) => 0,
                Some((major, "*")) if major == kind => 1,
                Some((major, minor)) if major == kind && minor == subtype => 2,
                _ => continue,
            };
            if best.is_none_or(|(known, ..)| specificity > known) {
                best = Some((specificity, *quality, place));
            }
        }
        best.filter(|(_, quality, _)| *quality > 0.0)
    };
    let (json, graphql) = (quality("application", "json"), quality("application", "graphql-response+json"));
    let json = match (json, graphql) {
        (None, None) => None,
        (Some(_), None) => Some(Media::Json),
        (None, Some(_)) => Some(Media::GraphqlResponse),
        (Some((known, left, first)), Some((wanted, right, second))) => {
            // The heavier wins, then the one that is named, then the one named first; a wildcard alone means JSON.
            let graphql = right > left || (right >= left && (wanted > known || (wanted == known && second < first)));
            Some(if graphql { Media::GraphqlResponse } else { Media::Json })
        }
    };
    let named = |kind: &str, subtype: &str| quality(kind, subtype).is_some_and(|(specificity, ..)| specificity > 0);
    Accepted { json, events: named("text", "event-stream"), html: named("text", "html") }
}

fn parse_range(range: &str) -> Option<(String, f32)> {
    let mut parts = range.split(';');
    let name = parts.next()?.trim().to_ascii_lowercase();
    if name.is_empty() {
        return None;
    }
    let mut quality = 1.0;
    for parameter in parts {
        if let Some((key, value)) = parameter.split_once('=')
            && key.trim().eq_ignore_ascii_case("q")
        {
            quality = value.trim().parse::<f32>().ok().filter(|quality| (0.0..=1.0).contains(quality)).unwrap_or(0.0);
        }
    }
    Some((name, quality))
}

/// Whether the body says it is JSON in UTF-8, uncompressed. Nothing else may change anything: a form cannot say so.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let plain = headers.get(header::CONTENT_ENCODING).is_none_or(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"));
    let mut all = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return false };
    let Ok(value) = value.to_str() else { return false };
    let mut parts = value.split(';');
    let named = parts.next().is_some_and(|name| name.trim().eq_ignore_ascii_case("application/json"));
    let utf8 = parts.all(|parameter| match parameter.split_once('=') {
        Some((key, value)) if key.trim().eq_ignore_ascii_case("charset") => {
            matches!(value.trim().trim_matches('"').to_ascii_lowercase().as_str(), "utf-8" | "utf8")
        }
        _ => true,
    });
    plain && named && utf8
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::http::HeaderValue;

    fn read(accept: &'static str) -> (Option<Media>, bool, bool) {
        let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
        let accepted = accepted(&headers);
        (accepted.json, accepted.events, accepted.html)
    }

    #[test]
    fn the_accept_header_is_weighed() {
        let (json, graphql) = (Some(Media::Json), Some(Media::GraphqlResponse));
        assert_eq!(accepted(&HeaderMap::new()), Accepted { json, events: false, html: false });
        for (accept, expected) in [
            ("*/*", (json, false, false)),
            ("application/*", (json, false, false)),
            ("application/json", (json, false, false)),
            ("APPLICATION/JSON; charset=utf-8", (json, false, false)),
            ("application/graphql-response+json", (graphql, false, false)),
            ("application/graphql-response+json, application/json;q=0.9", (graphql, false, false)),
            ("application/json, application/graphql-response+json", (json, false, false)),
            ("application/json;q=0.4, application/graphql-response+json;q=0.5", (graphql, false, false)),
            ("application/graphql-response+json, */*", (graphql, false, false)),
            ("application/graphql-response+json;q=0.5, */*", (json, false, false)),
            ("application/json;q=0, */*", (graphql, false, false)),
            ("application/json;q=0", (None, false, false)),
            ("application/json;q=nonsense", (None, false, false)),
            ("text/event-stream", (None, true, false)),
            ("text/html,application/xhtml+xml,*/*;q=0.8", (json, false, true)),
            ("image/png", (None, false, false)),
            ("application/graphql-response+json, application/json, text/event-stream, multipart/mixed", (graphql, true, false)),
        ] {
            assert_eq!(read(accept), expected, "{accept}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_a_body() {
        for (value, expected) in [
            ("application/json", true),
            ("Application/JSON; Charset=\"UTF-8\"", true),
            ("application/json; charset=utf-16", false),
            ("application/json-patch+json", false),
            ("application/graphql", false),
            ("text/plain", false),
            ("multipart/form-data; boundary=x", false),
            ("application/x-www-form-urlencoded", false),
            ("text/plain; application/json", false),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(value))]);
            assert_eq!(is_json(&headers), expected, "{value}");
        }
        assert!(!is_json(&HeaderMap::new()));
        let mut two = HeaderMap::new();
        two.append(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        two.append(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        assert!(!is_json(&two));
        let packed = HeaderMap::from_iter([
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (header::CONTENT_ENCODING, HeaderValue::from_static("gzip")),
        ]);
        assert!(!is_json(&packed));
    }
}
