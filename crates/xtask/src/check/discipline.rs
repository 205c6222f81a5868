//! What nobody may leave behind: tests that do not run, holes in the code, and tests that wait for the clock.

use super::Finding;
use super::source::code_only;
use super::tree::{Tree, extension_of};

const IGNORED: &str = "a test that does not run protects nothing: mend it or remove it";
const HOLE: &str = "a hole in the code is a failure at run time: write it, or leave the whole thing out";
const WAITS: &str = "a test that waits for the clock is slow on a good day and fails on a bad one: wait for what must happen";

/// The languages of the harnesses below `tests`.
const HARNESSES: [&str; 5] = ["js", "mjs", "py", "rs", "ts"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files().flat_map(|(path, text)| check_file(path, text)).collect()
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    let is_rust = extension_of(path) == "rs";
    let waits_are_refused = path.starts_with("tests/") && HARNESSES.contains(&extension_of(path));
    if !is_rust && !waits_are_refused {
        return Vec::new();
    }
    let code = if is_rust { code_only(text) } else { text.to_owned() };
    let mut findings = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut refuse = |why: &str| findings.push(Finding::error(path, index + 1, why));
        if is_rust && has_ignored_test(line) {
            refuse(IGNORED);
        }
        if is_rust && (has_word(line, "todo!") || has_word(line, "unimplemented!")) {
            refuse(HOLE);
        }
        if waits_are_refused && has_word(line, "sleep(") {
            refuse(WAITS);
        }
    }
    findings
}

/// `#[ignore]`, `#[ignore = ".."]`, and either behind `cfg_attr`.
fn has_ignored_test(line: &str) -> bool {
    let in_attribute = line.trim_start().starts_with("#[");
    let is_ignore = |word: &str| word == "ignore";
    in_attribute && line.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(is_ignore)
}

/// The text, unless it is only the end of a longer word.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        check(&Tree::of(&[(path, text)])).into_iter().map(|finding| (finding.line, finding.message)).collect()
    }

    #[test]
    fn ignored_tests_are_refused() {
        let text = "#[test]\n#[ignore]\nfn a() {}\n#[ignore = \"slow\"]\n#[cfg_attr(debug_assertions, ignore)]\n";
        let lines: Vec<_> = found("crates/app/src/a.rs", text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [2, 4, 5]);
        assert_eq!(found("crates/app/src/a.rs", "#[serde(rename = \"ignore\")]\nlet ignore = 1;\n// #[ignore]\n"), []);
    }

    #[test]
    fn holes_are_refused() {
        assert_eq!(found("crates/app/src/a.rs", "fn a() {\n    todo!()\n}\n"), [(2, HOLE.to_owned())]);
        assert_eq!(found("crates/app/src/a.rs", "unimplemented!(\"x\");\n"), [(1, HOLE.to_owned())]);
        assert_eq!(found("crates/app/src/a.rs", "my_todo!();\n/* todo!() */\n"), []);
    }

    #[test]
    fn tests_do_not_wait_for_the_clock() {
        assert_eq!(found("tests/story/a.rs", "tokio::time::sleep(d).await;\n"), [(1, WAITS.to_owned())]);
        assert_eq!(found("tests/node/a.mjs", "await sleep(100)\n"), [(1, WAITS.to_owned())]);
        assert_eq!(found("tests/story/a.rs", "oversleep(d);\n"), []);
        assert_eq!(found("tests/node/README.md", "sleep(1)\n"), []);
        assert_eq!(found("crates/forum/src/a.rs", "sleep(d).await;\n"), []);
    }
}
