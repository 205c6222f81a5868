//! Addresses: what may stand in them, and where a visitor may be sent.

/// A text as a value of a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                out.push_str(&hex::encode_upper([byte]));
            }
        }
    }
    out
}

/// A path of ours to go on to, or nothing: no other host, and nothing that a browser would read as one.
pub(crate) fn inner(to: &str) -> Option<&str> {
    let ours = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    (ours && to.is_ascii() && to.bytes().all(|byte| byte > b' ')).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_host() {
        for to in ["//evil.example", "https://evil.example", "/\\evil.example", "", "evil", "/\t/evil.example", "/a\r\nset-cookie: x"] {
            assert_eq!(inner(to), None, "{to:?}");
        }
        assert_eq!(inner("/en/companies?search=%D0%B0"), Some("/en/companies?search=%D0%B0"));
    }

    #[test]
    fn a_value_of_a_query_is_escaped() {
        assert_eq!(encoded("а&b=/ +"), "%D0%B0%26b%3D%2F%20%2B");
    }
}
