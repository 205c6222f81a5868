//! The files of the repository as the checks see them: read once from disk, or given by a test.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::failure::Failure;

/// Folders that no commit holds, wherever they stand.
const SKIPPED: [&str; 5] = [".git", ".venv", "__pycache__", "node_modules", "target"];

/// The folder of the running program's own files, at the top.
const DATA: &str = "data";

/// What is read; of other files the checks know the path alone.
const TEXT: [&str; 8] = ["js", "md", "mjs", "py", "rs", "sql", "toml", "ts"];

/// Paths from the root with `/` between their parts, and the text of those that are read.
pub struct Tree {
    files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads the repository below this folder.
    pub fn read(root: &Path) -> Result<Self, Failure> {
        let mut files = BTreeMap::new();
        let mut folders = vec![(root.to_path_buf(), String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(|error| Failure::at(&folder, &error))? {
                let entry = entry.map_err(|error| Failure::at(&folder, &error))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if SKIPPED.contains(&name.as_str()) || (prefix.is_empty() && name == DATA) {
                    continue;
                }
                let path = entry.path();
                let kind = entry.file_type().map_err(|error| Failure::at(&path, &error))?;
                if kind.is_dir() {
                    folders.push((path, format!("{prefix}{name}/")));
                } else {
                    let text = if is_text(&name) { read_text(&path)? } else { String::new() };
                    files.insert(format!("{prefix}{name}"), text);
                }
            }
        }
        Ok(Self { files })
    }

    /// A tree for a test.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect() }
    }

    /// Every file: its path and its text.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files whose name ends in a dot and this.
    pub fn with_extension(&self, extension: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(move |(path, _)| extension_of(path) == extension)
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }
}

fn is_text(name: &str) -> bool {
    TEXT.contains(&extension_of(name))
}

/// What follows the last dot of a path.
pub fn extension_of(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::at(path, &error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_skips_what_no_commit_holds() {
        let root = std::env::temp_dir().join(format!("forum-tree-test-{}", std::process::id()));
        let files = [
            ".ci/run",
            ".git/config",
            "crates/domain/src/data/names.rs",
            "crates/domain/src/lib.rs",
            "data/forum.sqlite",
            "target/debug/lib.rs",
            "tests/node/node_modules/a/index.js",
        ];
        for file in files {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), file).unwrap();
        }
        let tree = Tree::read(&root).unwrap();
        fs::remove_dir_all(&root).unwrap();
        let kept: Vec<_> = tree.files().collect();
        let expected = [
            (".ci/run", ""),
            ("crates/domain/src/data/names.rs", "crates/domain/src/data/names.rs"),
            ("crates/domain/src/lib.rs", "crates/domain/src/lib.rs"),
        ];
        assert_eq!(kept, expected);
    }
}
