//! The direction of dependence between the crates, and which of them may know a foreign one.

use super::Finding;
use super::manifest::{self, Manifest};
use super::tree::Tree;

/// Each of our crates, which others of ours it may depend on, and what it is, to say why.
const LAYERS: [(&str, &[&str], &str); 11] = [
    ("domain", &[], "it holds pure rules and depends on nothing of ours"),
    ("migrations", &[], "it is the schema alone, and must not change with the code above it"),
    ("persistence", &["domain", "migrations"], "it remembers what the domain decided and knows nothing above"),
    ("app", &["domain", "persistence"], "use cases know the rules and the memory, never who calls them"),
    ("api", &["app", "domain"], "it translates GraphQL into use cases and never touches the database"),
    ("delivery", &["app", "domain"], "it fulfils the ports that app declares"),
    ("web", &[], "pages are a client of the schema, through an executor they are given, and never call a use case"),
    ("forum", &["api", "app", "delivery", "domain", "persistence", "web"], "it wires all but the schema's steps"),
    ("tests", ALL, "tests may use every crate"),
    ("xtask", &[], "it must build and run when nothing else does"),
    ("bench", &[], "it measures the forum from outside, as its users meet it"),
];

const ALL: &[&str] = &["api", "app", "delivery", "domain", "forum", "migrations", "persistence", "web"];

/// Foreign crates by their names' beginnings, the only crates of ours that may know them, and why.
const CONFINED: [(&[&str], &[&str], &str); 4] = [
    (
        &["sea-orm", "sea-query"],
        &["persistence", "migrations"],
        "only persistence holds connections, so that no query runs outside a scope",
    ),
    (&["sqlx"], &["persistence", "migrations", "tests"], "only persistence holds connections, so that no query runs outside a scope"),
    (&["async-graphql"], &["api", "tests"], "GraphQL is the outermost layer, and use cases do not depend on it"),
    (&["lettre"], &["delivery"], "mail goes out through the port of app alone"),
];

/// What makes code impure: time, network, storage.
const IMPURE: [&str; 14] = [
    "async-graphql",
    "async-std",
    "axum",
    "futures",
    "hyper",
    "lettre",
    "reqwest",
    "sea-orm",
    "sea-query",
    "smol",
    "sqlx",
    "tokio",
    "tower",
    "tracing",
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = manifest::all(tree);
    let ours: Vec<&str> = manifests.iter().map(|manifest| manifest.name.as_str()).collect();
    manifests.iter().flat_map(|manifest| check_crate(manifest, &ours)).collect()
}

fn check_crate(manifest: &Manifest, ours: &[&str]) -> Vec<Finding> {
    let Manifest { path, name, dependencies } = manifest;
    let Some((_, allowed, nature)) = LAYERS.iter().find(|(layer, ..)| layer == name) else {
        let message = format!("the crate `{name}` has no place among the layers: say in check/layers.rs what it may depend on");
        return vec![Finding::error(path, 0, message)];
    };
    let mut findings = Vec::new();
    for dependency in dependencies {
        let other = dependency.name.as_str();
        let mut refuse = |why: String| findings.push(Finding::error(path, dependency.line, why));
        if ours.contains(&other) || ALL.contains(&other) || other == "tests" || other == "xtask" {
            if !allowed.contains(&other) {
                refuse(format!("`{name}` must not depend on `{other}`: {nature}"));
            }
            continue;
        }
        for (family, holders, why) in CONFINED {
            if belongs_to(other, family) && !holders.contains(&name.as_str()) {
                refuse(format!("`{other}` is for {} only: {why}", holders.join(", ")));
            }
        }
        if name == "domain" && belongs_to(other, &IMPURE) && !CONFINED.iter().any(|(family, ..)| belongs_to(other, family)) {
            refuse(format!("`domain` must not depend on `{other}`: it is pure, so that its rules are tested without a runtime"));
        }
    }
    findings
}

/// `sea-orm-migration` belongs to the family of `sea-orm`, `towering` not to that of `tower`.
fn belongs_to(name: &str, family: &[&str]) -> bool {
    family.iter().any(|head| name.strip_prefix(head).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace of two crates: the one under test, and another of ours.
    fn refusals(name: &str, dependencies: &str) -> Vec<String> {
        let manifest = format!("[package]\nname = \"{name}\"\n[dependencies]\n{dependencies}");
        let tree = Tree::of(&[(&format!("crates/{name}/Cargo.toml"), &manifest)]);
        check(&tree).into_iter().map(|finding| finding.message).collect()
    }

    fn may(name: &str, other: &str) -> bool {
        refusals(name, &format!("{other}.workspace = true\n")).is_empty()
    }

    #[test]
    fn dependence_goes_one_way_as_in_the_picture() {
        let picture = [
            ("domain", ""),
            ("migrations", ""),
            ("persistence", "domain migrations"),
            ("app", "domain persistence"),
            ("api", "app domain"),
            ("delivery", "app domain"),
            ("web", ""),
            ("forum", "api app delivery domain persistence web"),
            ("tests", "api app delivery domain forum migrations persistence web"),
            ("xtask", ""),
            ("bench", ""),
        ];
        for (name, allowed) in picture {
            for other in ALL.iter().filter(|other| **other != name) {
                let expected = allowed.split(' ').any(|word| word == *other);
                assert_eq!(may(name, other), expected, "{name} -> {other}");
            }
        }
    }

    #[test]
    fn nothing_depends_on_the_tests_or_the_tasks() {
        assert!(!may("forum", "tests"));
        assert!(!may("tests", "xtask"));
    }

    #[test]
    fn foreign_crates_stay_in_their_layers() {
        assert!(may("persistence", "sea-orm") && may("migrations", "sea-orm-migration"));
        assert!(!may("app", "sea-orm") && !may("tests", "sea-orm") && !may("api", "sqlx-core"));
        assert!(may("api", "async-graphql-axum") && may("tests", "async-graphql") && !may("web", "async-graphql"));
        assert!(may("delivery", "lettre") && !may("app", "lettre"));
        assert!(may("app", "tokio") && may("domain", "serde") && may("domain", "towering"));
    }

    #[test]
    fn the_domain_is_pure() {
        for impure in IMPURE {
            let refused = refusals("domain", &format!("{impure} = \"1\"\n"));
            assert_eq!(refused.len(), 1, "{impure}: {refused:?}");
        }
    }

    #[test]
    fn a_refusal_says_why_and_where() {
        let text = "[package]\nname = \"web\"\n[dependencies]\nmaud = \"1\"\n[dev-dependencies]\napp = { path = \"../app\" }\n";
        let found = check(&Tree::of(&[("crates/web/Cargo.toml", text)]));
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((finding.path.as_str(), finding.line), ("crates/web/Cargo.toml", 6));
        assert!(finding.message.contains("client of the schema"), "{}", finding.message);
    }

    #[test]
    fn a_new_crate_must_say_where_it_stands() {
        let [message] = refusals("common", "").try_into().unwrap();
        assert!(message.contains("`common` has no place"), "{message}");
    }
}
