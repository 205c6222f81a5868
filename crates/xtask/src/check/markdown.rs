//! Documents speak of the project, not of the machine of whoever wrote them.

use super::Finding;
use super::tree::Tree;

/// Folders in which people keep their own copies.
const MACHINE_FOLDERS: [&str; 6] = ["/Users/", "/home/", "/mnt/", "/root/", "/tmp/", "/workspace/"];

pub fn check(tree: &Tree) -> Vec<Finding> {
    let lines = tree.with_extension("md").flat_map(|(path, text)| (1..).zip(text.lines()).map(move |line| (path, line)));
    let found = lines.filter_map(|(path, (number, line))| {
        let folder = machine_folder(line)?;
        let why = format!("`{folder}` is a folder of one machine: give the path from the root of the repository");
        Some(Finding::error(path, number, why))
    });
    found.collect()
}

fn machine_folder(line: &str) -> Option<&str> {
    let stands_alone = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-/}>~".contains(c));
    let folder = MACHINE_FOLDERS.into_iter().find(|folder| line.match_indices(folder).any(|(at, _)| stands_alone(at)));
    folder.or_else(|| line.match_indices(":\\").find_map(|(at, _)| drive(line, at)))
}

/// `C:\` after nothing or a blank, not the end of a longer word.
fn drive(line: &str, colon: usize) -> Option<&str> {
    let before = &line[..colon];
    let letter = before.chars().next_back().filter(char::is_ascii_uppercase)?;
    let start = colon - letter.len_utf8();
    let starts_word = !before[..start].ends_with(char::is_alphanumeric);
    starts_word.then(|| &line[start..colon + 2])
}

#[cfg(test)]
mod tests {
    use super::machine_folder;

    #[test]
    fn folders_of_a_machine_are_found() {
        assert_eq!(machine_folder("run `/home/amina/forum/run`"), Some("/home/"));
        assert_eq!(machine_folder("(/tmp/x)"), Some("/tmp/"));
        assert_eq!(machine_folder("see C:\\forum"), Some("C:\\"));
    }

    #[test]
    fn paths_of_the_repository_and_of_the_web_are_not() {
        for line in ["crates/web/home/page", "https://example.org/home/page", "$HOME/.cargo", "/graphql", "an ABC:\\x", "${ROOT}/tmp/x"] {
            assert_eq!(machine_folder(line), None, "{line}");
        }
    }
}
