//! The operations of the pages as files, so that people read real GraphQL and integrators find working samples.

use std::{collections::BTreeMap, fs, path::Path};

use apollo_compiler::{ExecutableDocument, Schema};

use crate::page;

/// Set to write the files anew: `FORUM_UPDATE=1 cargo test -p web operations`.
const UPDATE: &str = "FORUM_UPDATE";

/// Every operation by its name.
fn sent() -> BTreeMap<String, String> {
    let all = page::operations();
    let name = |text: &str| text.split([' ', '(', '{']).filter(|word| !word.is_empty()).nth(1).unwrap().to_owned();
    all.into_iter().map(|text| (name(&text), text.trim().to_owned() + "\n")).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test is told by its environment to write what it otherwise compares")]
fn the_operations_that_are_checked_in_are_those_that_are_sent() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("operations");
    let sent = sent();
    assert_eq!(sent.len(), page::operations().len(), "two operations have one name");
    if std::env::var(UPDATE).is_ok() {
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(&folder).unwrap() {
            fs::remove_file(file.unwrap().path()).unwrap();
        }
        for (name, text) in &sent {
            fs::write(folder.join(name).with_extension("graphql"), text).unwrap();
        }
    }
    let files = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path());
    let checked_in: BTreeMap<_, _> =
        files.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect();
    assert_eq!(checked_in, sent, "after a change of a page run {UPDATE}=1 cargo test -p web operations");
}

#[test]
fn every_operation_is_valid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema.graphql");
    let schema = Schema::parse_and_validate(fs::read_to_string(&path).unwrap(), "schema.graphql").unwrap();
    for (name, text) in sent() {
        if let Err(errors) = ExecutableDocument::parse_and_validate(&schema, &text, format!("{name}.graphql")) {
            panic!("{}", errors.errors);
        }
    }
}
