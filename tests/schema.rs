//! The schema that is checked in is the one that the binary serves, and says what everything in it means.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use std::{collections::BTreeSet, path::Path};

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{FieldDefinition, InterfaceType, ObjectType, TypeDefinition, TypeKind, TypeSystemDefinition},
    },
};
use serde_json::{Value, json};
use tests::{Kind, World};

/// Set to write the file anew: `FORUM_UPDATE=1 cargo test --test schema`.
const UPDATE: &str = "FORUM_UPDATE";

#[test]
#[expect(clippy::disallowed_methods, reason = "a test is told by its environment to write what it otherwise compares")]
fn the_schema_that_is_checked_in_is_the_one_that_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let served = api::sdl();
    if std::env::var(UPDATE).is_ok() {
        std::fs::write(&path, &served).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == served,
        "schema.graphql is not what the binary serves: run `{UPDATE}=1 cargo test --test schema` and read the difference"
    );
}

/// The library's own shapes of a page, named by the Relay specification: it takes no words for a connection, and has its own for the rest.
fn is_of_the_library(name: &str) -> bool {
    name.ends_with("Connection") || name == "PageInfo" || name.starts_with("PageInfo.") || name.ends_with("Edge")
}

/// A sentence: begins as one, ends as one, and is not two run together.
fn is_said(description: Option<&str>) -> bool {
    const OF_THE_LIBRARY: [&str; 2] = ["A cursor for use in pagination", "The item at the end of the edge"];
    description.is_some_and(|text| {
        let text = text.trim();
        let begins = text.starts_with(|first: char| first.is_uppercase() || first.is_numeric() || first == '`');
        OF_THE_LIBRARY.contains(&text) || (begins && text.ends_with('.') && !text.contains(".:"))
    })
}

fn definitions() -> Vec<TypeDefinition> {
    let document = parse_schema(api::sdl()).unwrap();
    document
        .definitions
        .into_iter()
        .filter_map(|definition| if let TypeSystemDefinition::Type(found) = definition { Some(found.node) } else { None })
        .collect()
}

fn said(description: Option<&Positioned<String>>) -> bool {
    is_said(description.map(|text| text.node.as_str()))
}

/// Every name of the schema with whether it is explained: `Type`, `Type.field`, `Type.field(argument)`.
fn everything() -> Vec<(String, bool)> {
    let mut all = Vec::new();
    for definition in definitions() {
        let name = definition.name.node.as_str().to_owned();
        all.push((name.clone(), said(definition.description.as_ref())));
        match definition.kind {
            TypeKind::Object(ObjectType { fields, .. }) | TypeKind::Interface(InterfaceType { fields, .. }) => {
                for field in fields {
                    let of = format!("{name}.{}", field.node.name.node);
                    for argument in &field.node.arguments {
                        all.push((format!("{of}({})", argument.node.name.node), said(argument.node.description.as_ref())));
                    }
                    all.push((of, said(field.node.description.as_ref())));
                }
            }
            TypeKind::InputObject(input) => {
                all.extend(
                    input.fields.iter().map(|field| (format!("{name}.{}", field.node.name.node), said(field.node.description.as_ref()))),
                );
            }
            TypeKind::Enum(words) => {
                all.extend(
                    words.values.iter().map(|word| (format!("{name}.{}", word.node.value.node), said(word.node.description.as_ref()))),
                );
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }
    all
}

#[test]
fn everything_says_what_it_means() {
    let everything = everything();
    assert!(everything.len() > 500, "the walk finds {} names only", everything.len());
    let silent = everything.iter().filter(|(name, said)| !said && !is_of_the_library(name));
    let silent: Vec<&str> = silent.map(|(name, _)| name.as_str()).collect();
    assert!(silent.is_empty(), "no sentence explains {silent:#?}");
}

#[test]
fn a_stump_is_no_explanation() {
    for stump in ["", "the registry extract, a call.", "What was looked at", "The company that was Finds one: it enters.:verified."] {
        assert!(!is_said(Some(stump)), "{stump}");
    }
    assert!(is_said(Some("What was looked at.")));
    assert!(!is_said(None));
}

fn fields_of(definition: &TypeDefinition) -> &[Positioned<FieldDefinition>] {
    match &definition.kind {
        TypeKind::Object(object) => &object.fields,
        TypeKind::Interface(interface) => &interface.fields,
        _ => &[],
    }
}

/// Mutations that have nothing to be told: they are about whoever asks.
const BARE: [&str; 3] = ["submitCompany", "renewRecoveryCodes", "endOtherSessions"];

#[test]
fn every_payload_of_what_takes_an_input_has_user_errors() {
    let definitions = definitions();
    let find = |name: &str| definitions.iter().find(|definition| definition.name.node == name).unwrap();
    let mutations = fields_of(find("Mutation"));
    assert!(mutations.len() > 20);
    for mutation in mutations {
        let name = mutation.node.name.node.as_str();
        let payload = format!("{}{}Payload", name[..1].to_uppercase(), &name[1..]);
        assert_eq!(mutation.node.ty.node.to_string(), format!("{payload}!"), "{name} answers with a payload of its own");
        let errors = fields_of(find(&payload)).iter().find(|field| field.node.name.node == "userErrors");
        let errors = errors.map(|field| field.node.ty.node.to_string());
        // Nothing can be wrong with an input that there is not.
        if mutation.node.arguments.is_empty() && errors.is_none() {
            continue;
        }
        let error = payload.replace("Payload", "Error");
        assert_eq!(errors, Some(format!("[{error}!]!")), "{name}");
        let TypeKind::Object(of_error) = &find(&error).kind else { panic!("{error} is an object") };
        assert!(of_error.implements.iter().any(|interface| interface.node == "UserError"), "{error} is no UserError");
        let code = of_error.fields.iter().find(|field| field.node.name.node == "code").unwrap();
        assert_eq!(code.node.ty.node.to_string(), format!("{error}Code!"));
        let TypeKind::Enum(codes) = &find(&format!("{error}Code")).kind else { panic!("the codes of {name} are an enum") };
        assert!(codes.values.iter().any(|word| word.node.value.node == "INVALID_INPUT"), "{name} cannot say INVALID_INPUT");
        let arguments: Vec<String> =
            mutation.node.arguments.iter().map(|argument| format!("{}: {}", argument.node.name.node, argument.node.ty.node)).collect();
        let input = payload.replace("Payload", "Input");
        let expected = if BARE.contains(&name) { vec![] } else { vec![format!("input: {input}!")] };
        assert_eq!(arguments, expected, "{name} takes one input of its own");
    }
}

#[test]
fn every_list_that_can_grow_is_paged_from_the_beginning() {
    let definitions = definitions();
    let mut pages = 0;
    for definition in &definitions {
        for field in fields_of(definition) {
            if !field.node.ty.node.to_string().trim_end_matches('!').ends_with("Connection") {
                continue;
            }
            pages += 1;
            for (argument, of) in [("first", "Int"), ("after", "String")] {
                let found =
                    field.node.arguments.iter().find(|found| found.node.name.node == argument).map(|found| found.node.ty.node.to_string());
                assert_eq!(found.as_deref(), Some(of), "{}.{} has no `{argument}`", definition.name.node, field.node.name.node);
            }
        }
    }
    assert!(pages >= 12, "{pages} pages only");
}

#[test]
fn identifiers_are_ids_and_no_sum_is_a_floating_one() {
    for definition in definitions() {
        let named = |field: &str| format!("{}.{field}", definition.name.node);
        let mut seen: Vec<(String, String)> = Vec::new();
        for field in fields_of(&definition) {
            seen.push((field.node.name.node.to_string(), field.node.ty.node.to_string()));
            seen.extend(
                field.node.arguments.iter().map(|argument| (argument.node.name.node.to_string(), argument.node.ty.node.to_string())),
            );
        }
        if let TypeKind::InputObject(input) = &definition.kind {
            seen.extend(input.fields.iter().map(|field| (field.node.name.node.to_string(), field.node.ty.node.to_string())));
        }
        for (name, ty) in seen {
            let of = ty.trim_matches(['!', '[', ']']).to_owned();
            assert_ne!(of, "Float", "{}", named(&name));
            if name == "id" || name == "ids" || name.ends_with("Id") {
                assert_eq!(of, "ID", "{}", named(&name));
            }
        }
    }
}

/// What tools read from the running forum and what people read in the repository are one schema.
#[tokio::test]
async fn introspection_tells_the_names_that_are_checked_in() {
    const QUESTION: &str = "{ __schema { types { name kind fields(includeDeprecated: true) { name args(includeDeprecated: true) { name } }
        inputFields(includeDeprecated: true) { name } enumValues(includeDeprecated: true) { name } } } }";
    let world = World::open(Kind::Sqlite).await;
    let told = world.asks(QUESTION, json!({})).await;
    let mut names = BTreeSet::new();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for found in told["__schema"]["types"].as_array().unwrap() {
        let of = name(found);
        if of.starts_with("__") || ["Boolean", "Float", "ID", "Int", "String"].contains(&of.as_str()) {
            continue;
        }
        for field in list(&found["fields"]) {
            let field_name = format!("{of}.{}", name(&field));
            names.extend(list(&field["args"]).iter().map(|argument| format!("{field_name}({})", name(argument))));
            names.insert(field_name);
        }
        names.extend(list(&found["inputFields"]).iter().chain(&list(&found["enumValues"])).map(|inner| format!("{of}.{}", name(inner))));
        names.insert(of);
    }
    let checked_in: BTreeSet<String> = everything().into_iter().map(|(name, _)| name).collect();
    let only = |left: &BTreeSet<String>, right: &BTreeSet<String>| left.difference(right).cloned().collect::<Vec<_>>();
    assert_eq!(only(&names, &checked_in), Vec::<String>::new(), "told, not checked in");
    assert_eq!(only(&checked_in, &names), Vec::<String>::new(), "checked in, not told");
}
