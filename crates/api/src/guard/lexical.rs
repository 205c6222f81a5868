//! The first wall: one pass over the bytes, without recursion, before any parser sees the text.
//!
//! Both parsers behind it recurse into nested literals, and the one of the executing library has no cap: a few kilobytes
//! of brackets overflow its stack and end the process.

use super::limits::Limits;
use super::refusal::{Code, Complaint};

/// Counts bytes, tokens and open brackets.
pub(super) fn scan(document: &str, limits: &Limits) -> Result<(), Complaint> {
    if document.len() > limits.bytes {
        return Err(over(format!("The document is longer than {} bytes.", limits.bytes)));
    }
    let bytes = document.as_bytes();
    let mut tokens = 0_usize;
    let mut open = 0_usize;
    let mut at = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            // A byte order mark is white space in GraphQL.
            0xEF if bytes[at..].starts_with(b"\xEF\xBB\xBF") => {
                at += 3;
                continue;
            }
            b'"' => string_end(bytes, at).ok_or_else(|| parse("A string is not closed.", document, at))?,
            b'{' | b'(' | b'[' => {
                open += 1;
                if open > limits.nesting {
                    return Err(over(format!("Brackets are nested deeper than {}.", limits.nesting)).at(Some(place(document, at))));
                }
                at + 1
            }
            b'}' | b')' | b']' => {
                open = open.checked_sub(1).ok_or_else(|| parse("A bracket closes nothing.", document, at))?;
                at + 1
            }
            b'.' if bytes[at..].starts_with(b"...") => at + 3,
            b'!' | b'$' | b'&' | b':' | b'=' | b'@' | b'|' => at + 1,
            b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => word_end(bytes, at),
            _ => return Err(parse("This character has no meaning here.", document, at)),
        };
        tokens += 1;
        if tokens > limits.tokens {
            return Err(over(format!("The document has more than {} tokens.", limits.tokens)));
        }
    }
    if open > 0 {
        return Err(parse("A bracket is not closed.", document, bytes.len()));
    }
    Ok(())
}

fn over(message: String) -> Complaint {
    Complaint::new(Code::ValidationFailed, message)
}

fn parse(message: &'static str, document: &str, at: usize) -> Complaint {
    Complaint::new(Code::ParseFailed, message).at(Some(place(document, at)))
}

/// Line and column of a byte, counted only once something is wrong.
fn place(document: &str, at: usize) -> (usize, usize) {
    let before = document.get(..at).unwrap_or(document);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(bytes.len(), |length| from + length)
}

/// A name or a number: the parser tells them apart, here both are one token.
fn word_end(bytes: &[u8], from: usize) -> usize {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.');
    // The dots of a spread after a number would be taken for its fraction, which only counts one token too few.
    bytes[from..].iter().position(|byte| !word(byte)).map_or(bytes.len(), |length| from + length)
}

fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    if bytes[from..].starts_with(b"\"\"\"") {
        let mut at = from + 3;
        while at < bytes.len() {
            if bytes[at..].starts_with(b"\\\"\"\"") {
                at += 4;
            } else if bytes[at..].starts_with(b"\"\"\"") {
                return Some(at + 3);
            } else {
                at += 1;
            }
        }
        return None;
    }
    let mut at = from + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            b'\n' | b'\r' => return None,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(document: &str) -> Result<(), (Code, String)> {
        scan(document, &Limits::default()).map_err(|complaint| (complaint.code, complaint.message.into_owned()))
    }

    #[test]
    fn ordinary_documents_pass() {
        assert_eq!(verdict("query A($a: [Int!]! = [1, -2.5e3]) { a(b: {c: $a}) @include(if: true) { ...F } }"), Ok(()));
        assert_eq!(verdict("\u{feff}{ a # { [ ( not counted\r b(s: \"é { [ \\\" (\") }"), Ok(()));
        assert_eq!(verdict("{ a(s: \"\"\" { { \\\"\"\" { \" \"\" { \"\"\") }"), Ok(()));
    }

    #[test]
    fn brackets_are_counted_and_balanced() {
        let nested = |levels: usize| format!("{{ a(l: {}{}) }}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(verdict(&nested(30)), Ok(()));
        assert_eq!(verdict(&nested(31)), Err((Code::ValidationFailed, "Brackets are nested deeper than 32.".to_owned())));
        assert_eq!(verdict("{ a } }"), Err((Code::ParseFailed, "A bracket closes nothing.".to_owned())));
        assert_eq!(verdict("{ a "), Err((Code::ParseFailed, "A bracket is not closed.".to_owned())));
    }

    #[test]
    fn strings_end_where_the_grammar_says() {
        for open in ["{ a(s: \"x) }", "{ a(s: \"x\n\") }", "{ a(s: \"x\\", "{ a(s: \"\"\"x\") }", "{ a(s: \"\"\"x\\\"\"\") }"] {
            assert_eq!(verdict(open), Err((Code::ParseFailed, "A string is not closed.".to_owned())), "{open}");
        }
    }

    #[test]
    fn tokens_and_bytes_are_counted() {
        assert_eq!(verdict(&format!("{{ {} }}", "a ".repeat(1_998))), Ok(()));
        assert_eq!(
            verdict(&format!("{{ {} }}", "a ".repeat(1_999))),
            Err((Code::ValidationFailed, "The document has more than 2000 tokens.".to_owned()))
        );
        assert_eq!(verdict(&format!("{{ a }}{}", " ".repeat(16 * 1024 - 5))), Ok(()));
        assert_eq!(
            verdict(&format!("{{ a }}{}", " ".repeat(16 * 1024 - 4))),
            Err((Code::ValidationFailed, "The document is longer than 16384 bytes.".to_owned()))
        );
    }

    #[test]
    fn a_complaint_has_a_place() {
        let complaint = scan("{ a\n  é }", &Limits::default()).unwrap_err();
        assert_eq!((complaint.code, complaint.at), (Code::ParseFailed, Some((2, 3))));
    }
}
