//! Names that say nothing: a type or a module is called after what it is in the business.

use super::Finding;
use super::source::code_only;
use super::tree::Tree;

/// Last words of a name that would fit any name.
const EMPTY_WORDS: [&str; 9] = ["data", "dto", "helper", "helpers", "info", "manager", "service", "util", "utils"];

/// Names that somebody else has fixed, and who.
const EXCEPTIONS: [(&str, &str); 5] = [
    ("PageInfo", "the GraphQL cursor connections specification names it"),
    ("ClientData", "the Web Authentication specification names it"),
    ("AuthenticatorData", "the Web Authentication specification names it"),
    ("ExportMyData", "the law gives a person a right to his data, by this name"),
    ("export_my_data", "the law gives a person a right to his data, by this name"),
];

pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.with_extension("rs").flat_map(|(path, text)| check_file(path, text)).collect()
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stem = path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or(path);
    if let Some(word) = empty_word(stem) {
        findings.push(refusal(path, 0, "module", stem, &word));
    }
    for (index, line) in code_only(text).lines().enumerate() {
        for (kind, name) in declarations(line) {
            // A module in a file of its own is found by the file's name.
            let in_own_file = kind == "mod" && line.trim_end().ends_with(';');
            if let Some(word) = empty_word(name).filter(|_| !in_own_file) {
                findings.push(refusal(path, index + 1, if kind == "mod" { "module" } else { "type" }, name, &word));
            }
        }
    }
    findings
}

fn refusal(path: &str, line: usize, kind: &str, name: &str, word: &str) -> Finding {
    let why = format!(
        "the {kind} `{name}` ends in \"{word}\", which fits anything: call it what the business or the field calls it, \
         or give the reason among the exceptions of check/naming.rs"
    );
    Finding::error(path, line, why)
}

/// The names that a line declares, with the keyword before each.
fn declarations(line: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
    let declared = words.windows(2).filter(|pair| match pair[0] {
        "struct" | "enum" | "trait" | "mod" | "union" => true,
        // An indented `type` without `pub` fills in a foreign trait, which chose the name.
        "type" => !line.starts_with(' ') || words.first() == Some(&"pub"),
        _ => false,
    });
    declared.map(|pair| (pair[0], pair[1])).collect()
}

/// The last word of a name in camel or snake case, if it is an empty one.
fn empty_word(name: &str) -> Option<String> {
    if EXCEPTIONS.iter().any(|(exception, _)| *exception == name) {
        return None;
    }
    let start = name.rfind(|c: char| c.is_uppercase() || c == '_').unwrap_or(0);
    let word = name[start..].trim_start_matches('_').to_lowercase();
    // An abbreviation in capitals has no lower-case word to find: `CompanyDTO`.
    let shouted = EMPTY_WORDS.iter().find(|empty| name.ends_with(&empty.to_uppercase()));
    shouted.map(|empty| (*empty).to_owned()).or_else(|| EMPTY_WORDS.contains(&word.as_str()).then_some(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(path: &str, text: &str) -> Vec<(usize, String)> {
        let named = |finding: Finding| (finding.line, finding.message.split('`').nth(1).unwrap().to_owned());
        check(&Tree::of(&[(path, text)])).into_iter().map(named).collect()
    }

    #[test]
    fn empty_last_words_are_refused() {
        let text = "pub struct CompanyManager;\nenum Info {}\ntrait MailService {}\npub type RowDTO = u8;\nmod date_utils {}\n";
        let names = ["CompanyManager", "Info", "MailService", "RowDTO", "date_utils"];
        let expected: Vec<_> = (1..).zip(names.map(String::from)).collect();
        assert_eq!(refused("crates/app/src/company.rs", text), expected);
    }

    #[test]
    fn other_names_pass() {
        let text =
            "struct Datapoint;\nstruct Serviced;\nstruct InfoDesk;\nstruct PageInfo;\nuse tower::Service;\nfn data() {}\nmod metadata {}\n";
        assert_eq!(refused("crates/app/src/company.rs", text), []);
    }

    #[test]
    fn names_that_a_foreign_trait_chose_pass() {
        let text = "impl Layer for Guard {\n    type Service = Guarded;\n}\n";
        assert_eq!(refused("crates/api/src/guard.rs", text), []);
        assert_eq!(refused("crates/api/src/guard.rs", "mod inner {\n    pub type GuardService = u8;\n}\n").len(), 1);
    }

    #[test]
    fn prose_and_literals_declare_nothing() {
        assert_eq!(refused("crates/app/src/company.rs", "// no struct CompanyManager\nconst A: &str = \"enum Info\";\n"), []);
    }

    #[test]
    fn a_file_is_a_module_and_reported_once() {
        assert_eq!(refused("crates/app/src/mail_helper.rs", ""), [(0, "mail_helper".to_owned())]);
        assert_eq!(refused("crates/app/src/lib.rs", "mod mail_helper;\n"), []);
    }
}
