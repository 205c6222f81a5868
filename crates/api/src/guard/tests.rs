//! The guard against what an attacker sends and what ordinary tools send.

#![expect(clippy::format_collect, reason = "a document of many parts reads best so")]

use super::*;
use serde_json::json;

const SDL: &str = "
directive @oneOf on INPUT_OBJECT
type Query { hello: String node: Node! find(filter: Filter, items: [Int], deep: Any): String echo(text: String!): String by(by: By!): String }
type Node { id: ID! next: Node! name(upper: Boolean): String }
type Mutation { bump: Int logIn(password: String!): Boolean register: Boolean }
type Subscription { ticks(count: Int!): Int silence: Int }
input Filter { name: String minimum: Int not: Filter }
input By @oneOf { id: Int slug: String }
scalar Any
";

fn guard() -> Guard {
    Guard::parse(SDL, Limits::default(), ["logIn", "register"]).unwrap()
}

fn refused(document: &str) -> (Code, String) {
    let refusal = guard().check_document(document, None).unwrap_err();
    (refusal.complaints()[0].code, refusal.complaints()[0].message.to_string())
}

fn refused_variables(document: &str, variables: Value) -> Vec<String> {
    let Value::Object(variables) = variables else { panic!("variables are an object") };
    let refusal = guard().check(document, None, &variables).unwrap_err();
    assert!(refusal.complaints().iter().all(|complaint| complaint.code == Code::BadUserInput && complaint.at.is_some()));
    refusal.complaints().iter().map(|complaint| complaint.message.to_string()).collect()
}

fn passes(document: &str) {
    if let Err(refusal) = guard().check_document(document, None) {
        panic!("{document}: {refusal:?}");
    }
}

#[test]
fn deep_literals_of_every_depth_are_refused() {
    let guard = guard();
    for levels in [33, 500, 1_000, 1_400, 2_000, 3_000, 5_000, 8_000, 20_000, 50_000] {
        for (open, close) in [("[", "]"), ("{not:", "}"), ("[{a:", "}]")] {
            for (before, after) in [("{ find(deep: ", ") }"), ("query($a: Any = ", ") { hello }"), ("{ hello @skip(if: ", ") }")] {
                let document = format!("{before}{}1{}{after}", open.repeat(levels), close.repeat(levels));
                assert_eq!(guard.check_document(&document, None).unwrap_err().complaints()[0].code, Code::ValidationFailed);
                let unbalanced = format!("{before}{}", open.repeat(levels));
                assert!(guard.check_document(&unbalanced, None).is_err());
            }
        }
        assert!(guard.check_document(&format!("{}{}", "{a".repeat(levels), "}".repeat(levels)), None).is_err());
        assert!(guard.check_document(&format!("query($a: {}Int{}) {{ hello }}", "[".repeat(levels), "]".repeat(levels)), None).is_err());
    }
}

#[test]
fn what_the_scan_lets_through_is_safe_for_both_parsers() {
    for (open, close) in [("[", "]"), ("{not:", "}")] {
        let document = format!("{{ find(deep: {}1{}) }}", open.repeat(30), close.repeat(30));
        passes(&document);
        let parse = move || async_graphql::parser::parse_query(&document).is_ok();
        assert!(std::thread::Builder::new().stack_size(512 * 1024).spawn(parse).unwrap().join().unwrap());
    }
}

#[test]
fn fragment_bombs_are_measured_not_expanded() {
    use std::fmt::Write as _;
    for (spreads, levels) in [(2, 20), (2, 28), (20, 5), (20, 28)] {
        let mut bomb = String::from("query { ...f0 }");
        for level in 0..levels {
            let below = format!("...f{} ", level + 1).repeat(spreads);
            write!(bomb, " fragment f{level} on Query {{ {below} }}").unwrap();
        }
        write!(bomb, " fragment f{levels} on Query {{ __typename }}").unwrap();
        let expected = "The document selects more than 2000 fields once its fragments are written out.".to_owned();
        assert_eq!(refused(&bomb), (Code::ValidationFailed, expected.clone()), "{spreads} {levels}");
        // The same bomb, not spread by any operation, is read by validation all the same.
        assert_eq!(refused(&bomb.replacen("...f0", "hello", 1)), (Code::ValidationFailed, expected));
    }
}

#[test]
fn a_long_chain_of_deep_fragments_needs_little_stack() {
    for (open, close) in [("{ next ", " }"), ("{ ... ", " }")] {
        let (open, close) = (open.repeat(16), close.repeat(16));
        let mut chain: Vec<String> =
            (0..29).map(|n| format!("fragment f{n} on Node {{ next {open} {{ id ...f{} }} {close} }} ", n + 1)).collect();
        for _ in 0..2 {
            let document = format!("{{ node {{ ...f0 }} }} {} fragment f29 on Node {{ id }}", chain.concat());
            let judge = move || refused(&document).1;
            let message = std::thread::Builder::new().stack_size(256 * 1024).spawn(judge).unwrap().join().unwrap();
            assert!(
                ["Selections are nested deeper than 32.", "Fields are nested deeper than 25."].contains(&message.as_str()),
                "{message}"
            );
            // Read from its end each fragment is near the top, and only the sum is deep.
            chain.reverse();
        }
    }
    let chain: String = (0..29).rev().map(|n| format!("fragment f{n} on Node {{ ... {{ ... {{ ...f{} }} }} }} ", n + 1)).collect();
    assert_eq!(
        refused(&format!("fragment f29 on Node {{ id }} {chain} {{ node {{ ...f0 }} }}")).1,
        "Selections are nested deeper than 32."
    );
}

#[test]
fn cycles_are_refused() {
    for document in [
        "{ ...a } fragment a on Query { ...a }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { hello ...a }",
        "{ hello } fragment a on Query { node { ...b } } fragment b on Node { next { ...c } } fragment c on Node { ...b }",
    ] {
        assert_eq!(refused(document), (Code::ValidationFailed, "A fragment spreads itself.".to_owned()));
    }
}

#[test]
fn each_limit_holds_at_its_number() {
    let nested = |depth: usize| format!("{{ node {}{{ id }}{} }}", "{ next ".repeat(depth - 2), "}".repeat(depth - 2));
    let aliases = |count: usize| format!("{{ node {{ {} }} }}", (0..count).map(|n| format!("a{n}: id ")).collect::<String>());
    let fragments = |count: usize| {
        let spreads: String = (0..count).map(|n| format!("...f{n} ")).collect();
        let written: String = (0..count).map(|n| format!("fragment f{n} on Query {{ hello }} ")).collect();
        format!("{{ {spreads} }} {written}")
    };
    let directives = |count: usize| format!("{{ node {{ {} }} }}", "id @include(if: true) ".repeat(count));
    let selections = |count: usize| format!("{{ node {{ {} }} }}", "id ".repeat(count - 1));
    let roots = |count: usize| format!("{{ {} }}", "hello ".repeat(count));
    let mutations = |count: usize| format!("mutation {{ {} }}", "bump ".repeat(count));
    let list = |count: usize| format!("{{ find(items: [{}]) }}", "1,".repeat(count));
    let variables = |count: usize| {
        let declared: String = (0..count).map(|n| format!("$v{n}: Int ")).collect();
        let used: Vec<String> =
            (0..count).collect::<Vec<_>>().chunks(50).map(|part| part.iter().map(|n| format!("$v{n} ")).collect()).collect();
        let fields: String = used.iter().enumerate().map(|(n, list)| format!("a{n}: find(items: [{list}]) ")).collect();
        format!("query({declared}) {{ {fields} }}")
    };
    for (pass, fail, message) in [
        (nested(15), nested(16), "Fields are nested deeper than 15."),
        (aliases(30), aliases(31), "The document has more than 30 aliases once its fragments are written out."),
        (directives(50), directives(51), "The document has more than 50 directives."),
        (roots(10), roots(11), "The query has more than 10 root fields."),
        (mutations(5), mutations(6), "The mutation has more than 5 root fields."),
        (list(100), list(101), "A list has more than 100 items."),
        (variables(100), variables(101), "An operation has more than 100 variables."),
    ] {
        passes(&pass);
        assert_eq!(refused(&fail), (Code::ValidationFailed, message.to_owned()));
    }
    let wide = Guard::parse(SDL, Limits { query_roots: 100, tokens: 10_000, ..Limits::default() }, [""; 0]).unwrap();
    assert!(wide.check_document(&fragments(30), None).is_ok());
    assert!(wide.check_document(&fragments(31), None).unwrap_err().complaints()[0].message.contains("30 fragments"));
    assert!(wide.check_document(&selections(2_000), None).is_ok());
    assert!(wide.check_document(&selections(2_001), None).unwrap_err().complaints()[0].message.contains("2000 fields"));
}

#[test]
fn limits_count_what_fragments_and_other_operations_stand_for() {
    let aliased = "fragment f on Node { a: id b: id c: id d: id } ";
    let spread = |times: usize| {
        format!("{{ node {}{} }} {aliased}", "{ next ".repeat(times), format!("{{ id }} ...f {}", "} ...f ".repeat(times - 1)) + "}")
    };
    passes(&spread(7));
    assert_eq!(refused(&spread(8)).1, "The document has more than 30 aliases once its fragments are written out.");
    let twice = format!("query A {{ node {{ {} }} }} query B {{ node {{ {} }} }}", "a: id ".repeat(16), "a: id ".repeat(15));
    let refusal = guard().check_document(&twice, Some("A")).unwrap_err();
    assert!(refusal.complaints()[0].message.contains("30 aliases"));
}

#[test]
fn a_sensitive_mutation_is_alone() {
    passes("mutation { logIn(password: \"a\") }");
    passes("mutation { bump again: bump }");
    let message = "A sensitive mutation must be the only root field of its operation.";
    for document in [
        "mutation { a: logIn(password: \"a\") b: logIn(password: \"b\") }",
        "mutation { logIn(password: \"a\") bump }",
        "mutation { ...f } fragment f on Mutation { logIn(password: \"a\") ... { register } }",
        "mutation { logIn(password: \"a\") __typename }",
    ] {
        assert_eq!(refused(document), (Code::ValidationFailed, message.to_owned()));
    }
    // Several operations may stand side by side, since one of them runs.
    assert!(guard().check_document("mutation A { logIn(password: \"a\") } mutation B { register }", Some("B")).is_ok());
}

#[test]
fn what_the_library_overlooks_is_refused() {
    for (document, part) in [
        ("{ find(filter: {name: \"a\", name: \"b\"}) }", "only one input field named \"name\""),
        ("query($f: Filter = {not: {minimum: 1 minimum: 2}}) { find(filter: $f) }", "only one input field named \"minimum\""),
        ("{ node { name name: id } }", "different"),
        ("{ node { next { x: id } } node { next { x: name } } }", "different"),
        ("{ __typename @nonsense }", "@nonsense"),
        ("{ hello @skip(if: true, unless: false) }", "unless"),
        ("query($a: String) { find(items: [$a]) }", "variable"),
        ("query($a: String) { echo(text: $a) }", "variable"),
        ("subscription { ticks(count: 1) silence }", "only have one root field"),
        ("subscription { ticks(count: 1) @skip(if: true) }", "@skip"),
        ("{ find(items: \"a\") }", "Int"),
        ("{ nope }", "nope"),
        ("query($unused: Int) { hello }", "$unused"),
        ("type A { b: Int }", "Only operations"),
        ("fragment f on Query { hello }", "no operation"),
    ] {
        let (code, message) = refused(document);
        assert!(matches!(code, Code::ValidationFailed | Code::OperationResolutionFailure), "{document}");
        assert!(message.contains(part), "{document}: {message}");
    }
}

#[test]
fn the_operation_is_found_by_name() {
    let guard = guard();
    let two = "query A { hello } mutation B { bump again: bump }";
    let found = guard.check_document(two, Some("B")).unwrap();
    assert_eq!(
        (found.kind, found.name.as_deref(), found.roots.as_slice()),
        (OperationKind::Mutation, Some("B"), &["bump".to_owned(), "bump".to_owned()][..])
    );
    assert_eq!(found.hash, <[u8; 32]>::from(Sha256::digest(two)));
    assert_eq!(guard.check_document(two, Some("A")).unwrap().kind, OperationKind::Query);
    for (document, name) in [(two, None), (two, Some("C")), ("{ hello }", Some("A")), ("query A { hello }", Some(""))] {
        assert_eq!(guard.check_document(document, name).unwrap_err().complaints()[0].code, Code::OperationResolutionFailure);
    }
    assert_eq!(guard.check_document("subscription { ticks(count: 1) }", None).unwrap().kind, OperationKind::Subscription);
}

#[test]
fn variables_are_held_against_their_types() {
    let document = "query($f: Filter, $i: [Int], $t: String! = \"a\") { find(filter: $f, items: $i) echo(text: $t) }";
    for variables in [json!({}), json!({"f": {"name": null}, "i": [1, null], "t": "b", "other": {}}), json!({"i": 7}), json!({"f": null})] {
        let Value::Object(variables) = variables else { unreachable!() };
        assert!(guard().check(document, None, &variables).is_ok());
    }
    assert_eq!(refused_variables(document, json!({"f": "x"})), ["Variable \"$f\": the value of variable f is not of type Filter."]);
    assert_eq!(
        refused_variables(document, json!({"f": {"minimum": 1.5}})),
        ["Variable \"$f\": the value of input field Filter.minimum is not of type Int."]
    );
    assert_eq!(refused_variables(document, json!({"f": {"nope": 1}})), ["Variable \"$f\": Input object has key nope not in type Filter."]);
    assert_eq!(refused_variables(document, json!({"i": ["secret"], "t": null})).len(), 2);
    assert!(!refused_variables(document, json!({"i": ["secret"]}))[0].contains("secret"));
    assert_eq!(refused_variables(document, json!({"i": vec![1; 101]})), ["Variable \"$i\": a list has more than 100 items."]);
    assert_eq!(refused_variables("query($c: Int!) { list: find(items: [$c]) }", json!({})).len(), 1);
    let long = refused_variables(document, json!({"f": {"k".repeat(100_000): 1}}));
    assert!(long[0].chars().count() <= 301);
}

#[test]
fn a_refusal_is_short_whatever_was_sent() {
    let flood = format!("{{ node {{ {} }} }}", (0..1_900).map(|n| format!("u{n} ")).collect::<String>());
    let refusal = guard().check_document(&flood, None).unwrap_err();
    assert_eq!(refusal.complaints().len(), 20);
    let long = "x".repeat(16_000);
    for document in [
        format!("{{ {long} }}"),
        format!("{{ find(filter: {{{long}: 1 {long}: 2}}) }}").replace(&long, &"x".repeat(7_000)),
        format!("{{ hello \"{long}\" }}"),
    ] {
        let refusal = guard().check_document(&document, None).unwrap_err();
        let told: usize = refusal.complaints().iter().map(|complaint| complaint.message.chars().count()).sum();
        assert!(told < 1_000, "{told}");
    }
}

#[test]
fn verdicts_are_remembered_and_forgotten() {
    let guard = Guard::parse(SDL, Limits { verdicts: 2, ..Limits::default() }, [""; 0]).unwrap();
    let first = guard.check_document("{ hello }", None).unwrap();
    assert!(Arc::ptr_eq(&first, &guard.check_document("{ hello }", None).unwrap()));
    let refused = guard.check_document("{ nope }", None).unwrap_err();
    assert!(Arc::ptr_eq(&refused, &guard.check_document("{ nope }", None).unwrap_err()));
    assert!(guard.check_document("{ hello hello }", None).is_ok());
    assert!(!Arc::ptr_eq(&first, &guard.check_document("{ hello }", None).unwrap()));
    // The same text with another name is another question.
    assert!(guard.check_document("query A { hello }", Some("A")).is_ok());
    assert!(guard.check_document("query A { hello }", Some("B")).is_err());
}

/// The query of `graphql-js` 16 and 17 with every option, which the browser tools and the code generators send.
const INTROSPECTION: &str = "query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind }
subscriptionType { name kind } types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf
fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { name kind ofType { name kind ofType { name kind ofType { name kind ofType { name kind
ofType { name kind ofType { name kind ofType { name kind ofType { name kind } } } } } } } } } }";

#[test]
fn the_introspection_of_todays_tools_passes() {
    assert!(guard().check_document(INTROSPECTION, Some("IntrospectionQuery")).unwrap().introspection);
    // Older tools, Apollo's among them, ask for less and with one argument fewer.
    let older = ["description queryType", "isRepeatable", "specifiedByURL isOneOf", "isDeprecated deprecationReason }\nfragment TypeRef"];
    let mut document = INTROSPECTION.to_owned();
    for part in older {
        let shorter = part
            .replace("description queryType", "queryType")
            .replace("isRepeatable", "")
            .replace("specifiedByURL isOneOf", "")
            .replace("isDeprecated deprecationReason }", "}");
        assert!(document.contains(part));
        document = document.replace(part, &shorter);
    }
    passes(&document.replace("args(includeDeprecated: true)", "args").replace("inputFields(includeDeprecated: true)", "inputFields"));
    passes("query SubgraphIntrospectQuery { __type(name: \"Node\") { name isOneOf fields { name } } __typename }");
}

#[test]
fn introspection_has_its_own_limits() {
    let circle = "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }";
    assert_eq!(refused(circle), (Code::ValidationFailed, "Maximum introspection depth exceeded.".to_owned()));
    let aliased = format!("{{ __schema {{ {} }} }}", (0..5).map(|n| format!("t{n}: types {{ name }} ")).collect::<String>());
    assert_eq!(refused(&aliased).1, "The document has more than 4 aliases once its fragments are written out.");
    assert_eq!(
        refused("{ __schema { types { name } } a: __schema { types { name } } b: __type(name: \"A\") { name } }").1,
        "The schema is read more than twice."
    );
    let deep = format!("{{ __type(name: \"A\") {} name {} }}", "{ ofType ".repeat(25) + "{", "}".repeat(26));
    assert_eq!(refused(&deep).1, "Fields are nested deeper than 25.");
    // Company of an ordinary field takes the allowance away.
    assert_eq!(
        refused(&format!(
            "{{ hello {} }}",
            "__type(name: \"A\") { ofType ".to_owned() + &"{ ofType ".repeat(15) + "{ name" + &"}".repeat(17)
        ))
        .1,
        "Fields are nested deeper than 15."
    );
}

#[test]
fn a_schema_that_is_not_valid_is_refused_at_the_start() {
    let refused = Guard::parse("type Query { a: Nope }", Limits::default(), [""; 0]).unwrap_err();
    assert!(refused.to_string().contains("Nope"));
}
