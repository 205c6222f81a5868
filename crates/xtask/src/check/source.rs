//! Rust source without its comments and literals, so that a word in a message is not taken for code.

/// The same text with comments, strings and characters blanked out; lines and columns stay where they were.
pub fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_prose(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
        } else {
            code.extend(chars[at..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    code
}

/// Where the comment or literal that starts here ends; here itself if none starts.
fn end_of_prose(chars: &[char], at: usize) -> usize {
    let next = chars.get(at + 1).copied();
    match (chars[at], next) {
        ('/', Some('/')) => position(chars, at, |c| c == '\n'),
        ('/', Some('*')) => end_of_block_comment(chars, at),
        ('"', _) => end_of_string(chars, at + 1, '"'),
        ('r', Some('"' | '#')) if starts_raw_string(chars, at) => end_of_raw_string(chars, at + 1),
        ('\'', Some('\\')) => end_of_string(chars, at + 1, '\''),
        // Anything else after a quote is a lifetime.
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
        _ => at,
    }
}

fn position(chars: &[char], from: usize, matches: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|&c| matches(c)).map_or(chars.len(), |offset| from + offset)
}

fn end_of_block_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start + 2, 1);
    while at < chars.len() && depth > 0 {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (at, depth) = (at + 2, depth + 1),
            ('*', Some('/')) => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

fn end_of_string(chars: &[char], start: usize, quote: char) -> usize {
    let mut at = start;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    chars.len()
}

/// `r"`, `r#"`, `br"`, `cr#"`, but not `for"` and not the raw identifier `r#type`.
fn starts_raw_string(chars: &[char], at: usize) -> bool {
    let quote = position(chars, at + 1, |c| c != '#');
    let before = |back: usize| at.checked_sub(back).and_then(|index| chars.get(index)).copied();
    let word_goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let starts_word = match before(1) {
        Some('b' | 'c') => !word_goes_on(before(2)),
        other => !word_goes_on(other),
    };
    starts_word && chars.get(quote) == Some(&'"')
}

fn end_of_raw_string(chars: &[char], hashes_start: usize) -> usize {
    let quote = position(chars, hashes_start, |c| c != '#');
    let hashes = quote - hashes_start;
    let mut at = quote + 1;
    while at < chars.len() {
        let after = &chars[at + 1..];
        if chars[at] == '"' && after.len() >= hashes && after[..hashes].iter().all(|&c| c == '#') {
            return at + 1 + hashes;
        }
        at += 1;
    }
    chars.len()
}

#[cfg(test)]
mod tests {
    use super::code_only;

    #[track_caller]
    fn expect(source: &str, code: &str) {
        assert_eq!(code_only(source), code);
        assert_eq!(code_only(source).lines().count(), source.lines().count());
    }

    #[test]
    fn comments_are_blanked_and_lines_stay() {
        expect("a // todo!()\nb", "a           \nb");
        expect("a /* x /* y */ z\n */ b", "a               \n    b");
    }

    #[test]
    fn strings_are_blanked() {
        expect(r#"f("say \"hi\" //") g"#, r"f(               ) g");
        expect(r##"f(r#"a "b" c"#) g"##, "f(            ) g");
        expect("b\"x\" br\"\\\" y", "b    b     y");
    }

    #[test]
    fn characters_are_blanked_and_lifetimes_stay() {
        expect("x('\"', '\\'', 'a') <'a, 'static>", "x(   ,     ,    ) <'a, 'static>");
    }

    #[test]
    fn raw_identifiers_and_words_that_end_in_r_are_no_strings() {
        expect("r#type for\"x\" y", "r#type for    y");
    }

    #[test]
    fn an_unfinished_literal_ends_with_the_text() {
        expect("a \"b\\", "a    ");
        expect("a r#\"b\"", "a      ");
        expect("a /* b", "a     ");
    }
}
