//! The checks of the repository: what the compiler and clippy cannot see, each with a message that says why.

mod discipline;
mod layers;
mod layout;
mod manifest;
mod markdown;
mod naming;
mod opening;
mod size;
mod source;
mod tree;

use std::fmt;
use std::path::Path;

use crate::failure::Failure;
use tree::Tree;

/// Whether a finding fails the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Warning,
    Error,
}

/// One place that breaks a rule of the house, and why the rule is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// Counted from 1; 0 means the file as a whole.
    line: usize,
    level: Level,
    message: String,
}

impl Finding {
    fn error(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, level: Level::Error, message: message.into() }
    }

    fn warning(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(path, line, message) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = if self.level == Level::Error { "error" } else { "warning" };
        write!(formatter, "{level}: {}", self.path)?;
        if self.line > 0 {
            write!(formatter, ":{}", self.line)?;
        }
        write!(formatter, ": {}", self.message)
    }
}

const CHECKS: [fn(&Tree) -> Vec<Finding>; 7] =
    [layers::check, layout::check, size::check, opening::check, naming::check, discipline::check, markdown::check];

/// Checks the repository, prints what was found, and says whether it may pass.
pub fn run(root: &Path) -> Result<bool, Failure> {
    let tree = Tree::read(root)?;
    let findings = findings(&tree);
    for finding in &findings {
        eprintln!("{finding}");
    }
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    println!("checks: {} files, {errors} errors, {} warnings", tree.files().count(), findings.len() - errors);
    Ok(errors == 0)
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut findings: Vec<_> = CHECKS.iter().flat_map(|check| check(tree)).collect();
    findings.sort();
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_printed_as_compilers_print_theirs() {
        let finding = Finding::error("crates/app/src/lib.rs", 3, "no");
        assert_eq!(finding.to_string(), "error: crates/app/src/lib.rs:3: no");
        assert_eq!(Finding::warning("a", 0, "no").to_string(), "warning: a: no");
    }

    #[test]
    fn a_small_sound_tree_passes_every_check() {
        let tree = Tree::of(&[
            ("Cargo.toml", "[workspace]\n"),
            ("README.md", "# The forum\n"),
            ("crates/domain/Cargo.toml", "[package]\nname = \"domain\"\n"),
            ("crates/domain/src/lib.rs", "//! The rules of the forum.\n\npub mod company;\n"),
            ("crates/domain/src/company.rs", "//! A company.\n\npub struct Company;\n"),
        ]);
        assert_eq!(findings(&tree), []);
    }

    #[test]
    fn every_check_takes_part() {
        let long = "// line\n".repeat(801);
        let tree = Tree::of(&[
            ("notes.txt", ""),
            ("crates/domain/Cargo.toml", "[package]\nname = \"domain\"\n[dependencies]\ntokio = \"1\"\n"),
            ("crates/domain/src/lib.rs", "pub struct CompanyManager;\n"),
            ("crates/domain/src/long.rs", &long),
            ("tests/story/main.rs", "#[ignore]\n"),
            ("README.md", "See /home/somebody/forum.\n"),
        ]);
        let found: Vec<_> = findings(&tree).into_iter().map(|finding| (finding.path, finding.line)).collect();
        let expected = [
            ("README.md", 1),
            ("crates/domain/Cargo.toml", 4),
            ("crates/domain/src/lib.rs", 1),
            ("crates/domain/src/lib.rs", 1),
            ("crates/domain/src/long.rs", 0),
            ("notes.txt", 0),
            ("tests/story/main.rs", 1),
        ];
        assert_eq!(found, expected.map(|(path, line)| (path.to_owned(), line)));
    }
}
