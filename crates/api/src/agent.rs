//! Which family of programs asks, for the list of one's own sessions: nothing is decided by it.

use http::{HeaderMap, header::USER_AGENT};

/// Words by which programs name themselves, the more particular ones first: most browsers also name the browser that they resemble.
const FAMILIES: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "Python"),
    ("node", "Node.js"),
];
const SYSTEMS: [(&str, &str); 6] =
    [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

/// The family of the program and of its system, out of a short list: what a stranger writes into a header is not kept.
pub fn family(headers: &HeaderMap) -> Option<String> {
    let said = headers.get(USER_AGENT)?.to_str().ok()?;
    let find = |words: &[(&str, &'static str)]| words.iter().find(|(word, _)| said.contains(word)).map(|(_, name)| *name);
    match (find(&FAMILIES), find(&SYSTEMS)) {
        (Some(family), Some(system)) => Some(format!("{family}, {system}")),
        (family, system) => family.or(system).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_family() {
        for (said, family) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", Some("Firefox, Linux")),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
                Some("Chrome, Android"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0",
                Some("Edge, Windows"),
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Safari/604.1", Some("Safari, iPhone")),
            ("curl/8.5.0", Some("curl")),
            ("<script>alert(1)</script>", None),
        ] {
            let headers = HeaderMap::from_iter([(USER_AGENT, said.parse().unwrap())]);
            assert_eq!(super::family(&headers).as_deref(), family, "{said}");
        }
        assert_eq!(super::family(&HeaderMap::new()), None);
    }
}
