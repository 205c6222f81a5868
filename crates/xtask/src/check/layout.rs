//! What stands at the top of the repository, and how modules are laid out.

use std::collections::BTreeSet;

use super::Finding;
use super::tree::Tree;

const TOP_LEVEL: [&str; 11] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "crates",
    "docker-compose.yml",
    "migrations",
    "schema.graphql",
    "tests",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    top_level(tree).chain(modules(tree)).collect()
}

fn top_level(tree: &Tree) -> impl Iterator<Item = Finding> {
    let entries: BTreeSet<&str> = tree.files().filter_map(|(path, _)| path.split('/').next()).collect();
    let strange = entries.into_iter().filter(|entry| !entry.starts_with('.') && !TOP_LEVEL.contains(entry));
    strange.map(|entry| {
        let why = "the top level is a table of contents: put it with the crate it belongs to, or make tool settings a dotfile";
        Finding::error(entry, 0, why)
    })
}

fn modules(tree: &Tree) -> impl Iterator<Item = Finding> {
    let folders = tree.with_extension("rs").filter(|(path, _)| path.rsplit('/').next() == Some("mod.rs"));
    folders.map(|(path, _)| {
        let why = "a module is `name.rs` beside the folder `name`: a dozen open files called mod.rs cannot be told apart";
        Finding::error(path, 0, why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(files: &[(&str, &str)]) -> Vec<String> {
        check(&Tree::of(files)).into_iter().map(|finding| finding.path).collect()
    }

    #[test]
    fn only_the_agreed_entries_and_dotfiles_stand_at_the_top() {
        let sound = [("Cargo.toml", ""), (".ci/run", ""), ("crates/app/src/lib.rs", ""), ("schema.graphql", "")];
        assert_eq!(paths(&sound), Vec::<String>::new());
        let strange = [("Makefile", ""), ("docs/a.md", ""), ("docs/b.md", ""), ("crates/forum/Dockerfile", "")];
        assert_eq!(paths(&strange), ["Makefile", "docs"]);
    }

    #[test]
    fn there_is_no_mod_rs() {
        assert_eq!(paths(&[("tests/story/mod.rs", ""), ("tests/story/my_mod.rs", "")]), ["tests/story/mod.rs"]);
    }
}
