//! What a crate's `Cargo.toml` says about its dependencies, as far as the layers need it.

use super::tree::Tree;

/// One crate: where its manifest is, what it is called, what it depends on.
#[derive(Debug, PartialEq, Eq)]
pub struct Manifest {
    pub path: String,
    pub name: String,
    pub dependencies: Vec<Dependency>,
}

/// One line that names another crate, whether for the build, the tests or the product.
#[derive(Debug, PartialEq, Eq)]
pub struct Dependency {
    pub name: String,
    pub line: usize,
}

/// The manifests of all crates; the workspace's own has no package and does not count.
pub fn all(tree: &Tree) -> Vec<Manifest> {
    let manifests = tree.with_extension("toml").filter(|(path, _)| path.ends_with("Cargo.toml"));
    manifests.filter_map(|(path, text)| parse(path, text)).collect()
}

/// Reads the manifests as cargo formats them: one key a line.
fn parse(path: &str, text: &str) -> Option<Manifest> {
    let mut name = None;
    let mut dependencies = Vec::new();
    let mut section = String::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            header.split(']').next().unwrap_or(header).clone_into(&mut section);
            if let Some((kind, named)) = section.rsplit_once('.')
                && is_dependencies(kind)
            {
                dependencies.push(Dependency { name: unquoted(named), line: index + 1 });
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        if section == "package" && key.trim() == "name" {
            name = Some(unquoted(value));
        } else if is_dependencies(&section) {
            let alias = unquoted(key.split('.').next().unwrap_or(key));
            dependencies.push(Dependency { name: renamed_from(value).unwrap_or(alias), line: index + 1 });
        } else if section.rsplit_once('.').is_some_and(|(kind, _)| is_dependencies(kind))
            && key.trim() == "package"
            && let Some(dependency) = dependencies.last_mut()
        {
            dependency.name = unquoted(value);
        }
    }
    name.map(|name| Manifest { path: path.to_owned(), name, dependencies })
}

/// `dependencies`, `dev-dependencies`, `build-dependencies`, also below a target; not the workspace's list of versions.
fn is_dependencies(section: &str) -> bool {
    let kind = section.rsplit('.').next().unwrap_or(section);
    let is_kind = matches!(kind, "dependencies" | "dev-dependencies" | "build-dependencies");
    is_kind && (section == kind || section.starts_with("target."))
}

/// `{ package = "sea-orm", version = "2" }` hides a crate behind another name.
fn renamed_from(value: &str) -> Option<String> {
    let (before, after) = value.split_once("package")?;
    let starts_key = before.trim_end().ends_with(['{', ',']);
    let (equals, quoted) = after.split_once('=')?;
    (starts_key && equals.trim().is_empty()).then(|| quoted.split('"').nth(1).map(str::to_owned))?
}

fn unquoted(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, usize)> {
        let manifest = parse("Cargo.toml", &format!("[package]\nname = \"x\"\n{text}")).unwrap();
        assert_eq!(manifest.name, "x");
        manifest.dependencies.into_iter().map(|dependency| (dependency.name, dependency.line - 2)).collect()
    }

    fn expected(names: &[(&str, usize)]) -> Vec<(String, usize)> {
        names.iter().map(|(name, line)| ((*name).to_owned(), *line)).collect()
    }

    #[test]
    fn every_way_to_write_a_dependency_is_read() {
        let text = "[dependencies]\n\
                    domain.workspace = true\n\
                    # lettre = \"0.11\"\n\
                    serde = { version = \"1\", features = [\"derive\"] }\n\
                    tokio = \"1\"\n\
                    [dev-dependencies]\n\
                    insta = \"1\"\n\
                    [build-dependencies]\n\
                    cynic-codegen.workspace = true\n\
                    [target.'cfg(unix)'.dependencies]\n\
                    nix = \"0.30\"\n\
                    [dependencies.lettre]\n\
                    version = \"0.11\"\n";
        let found = [("domain", 2), ("serde", 4), ("tokio", 5), ("insta", 7), ("cynic-codegen", 9), ("nix", 11), ("lettre", 12)];
        assert_eq!(names(text), expected(&found));
    }

    #[test]
    fn a_renamed_crate_is_known_by_its_own_name() {
        let text = "[dependencies]\norm = { version = \"2\", package = \"sea-orm\" }\n[dependencies.post]\npackage = \"lettre\"\n";
        assert_eq!(names(text), expected(&[("sea-orm", 2), ("lettre", 3)]));
        let text = "[dependencies]\nserde = { version = \"1\", features = [\"package\"] }\n";
        assert_eq!(names(text), expected(&[("serde", 2)]));
    }

    #[test]
    fn other_sections_name_no_dependencies() {
        assert_eq!(names("[features]\ndefault = []\n[lints]\nworkspace = true\n"), []);
        assert_eq!(parse("Cargo.toml", "[workspace]\nmembers = []\n[workspace.dependencies]\ntokio = \"1\"\n"), None);
    }
}
