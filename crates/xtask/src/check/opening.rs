//! Each crate opens with a sentence that says what it is for.

use super::Finding;
use super::tree::Tree;

pub fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.files().filter_map(|(path, _)| path.strip_suffix("/Cargo.toml"));
    let roots = manifests.flat_map(|folder| [format!("{folder}/src/lib.rs"), format!("{folder}/src/main.rs")]);
    let opened = roots.filter_map(|path| tree.text(&path).map(|text| (path.clone(), opens_with_sentence(text))));
    let why = "a crate opens with one `//!` sentence, ended by a full stop: what it is for is the first thing a newcomer looks for";
    opened.filter(|(_, opens)| !opens).map(|(path, _)| Finding::error(&path, 1, why)).collect()
}

/// The first paragraph is a doc comment and ends as a sentence does.
fn opens_with_sentence(text: &str) -> bool {
    let paragraph = text.lines().map_while(|line| line.strip_prefix("//!")).take_while(|line| !line.trim().is_empty());
    paragraph.last().is_some_and(|line| line.trim_end().ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_may_take_several_lines_and_more_may_follow() {
        assert!(opens_with_sentence("//! The rules\n//! of the forum.\n\nmod a;\n"));
        assert!(opens_with_sentence("//! The rules.\n//!\n//! More of it:\n"));
        assert!(!opens_with_sentence("//! The rules\nmod a;\n"));
        assert!(!opens_with_sentence("mod a;\n//! The rules.\n"));
        assert!(!opens_with_sentence(""));
    }

    #[test]
    fn libraries_and_binaries_of_every_crate_are_looked_at() {
        let tree = Tree::of(&[
            ("Cargo.toml", ""),
            ("crates/app/Cargo.toml", ""),
            ("crates/app/src/lib.rs", "mod a;\n"),
            ("crates/app/src/a.rs", "fn a() {}\n"),
            ("crates/forum/Cargo.toml", ""),
            ("crates/forum/src/main.rs", "fn main() {}\n"),
            ("migrations/Cargo.toml", ""),
            ("migrations/src/lib.rs", "//! The schema.\n"),
        ]);
        let found: Vec<_> = check(&tree).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["crates/app/src/lib.rs", "crates/forum/src/main.rs"]);
    }
}
