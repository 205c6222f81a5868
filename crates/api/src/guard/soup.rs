//! Documents nobody would write: a seeded soup of the grammar's words, and good documents with bytes knocked about.

use super::*;

const SDL: &str = "
type Query { hello: String node: Node find(filter: Filter, items: [Int], any: Any): String }
interface Thing { id: ID }
type Node implements Thing { id: ID next: Node name(upper: Boolean, kind: Kind): String thing: Thing either: Either }
type Other { id: ID }
union Either = Node | Other
enum Kind { A B }
type Mutation { bump(by: Int = 1): Int }
type Subscription { ticks(count: Int!): Int }
input Filter { name: String minimum: Int not: Filter kinds: [Kind!] }
scalar Any
";

const WORDS: &str = "{ } { } ( ) [ ] ! $ : = @ | & ... ... on fragment query mutation subscription hello node find id next name thing either \
    Node Thing Other Either Query f g f filter items any upper kind not minimum kinds A B 1 -2 3.5 1e9 9999999999999999999999 true false null \
    \"s\" \"\"\"b\"\"\" \"\\u00e9\" \"\" $a $b Int String! [Int!] Filter @skip @include if __typename __schema __type types # \u{feff} , é \\";

const GOOD: [&str; 4] = [
    "query A($a: Filter = {name: \"x\", kinds: [A]}) { find(filter: $a, items: [1, 2]) node { ...f @include(if: true) } } fragment f on Node { id next { name(upper: true, kind: B) } }",
    "{ node { thing { id ... on Node { name } } either { __typename ... on Other { id } } } }",
    "mutation B { bump(by: 2) again: bump }",
    "subscription C { ticks(count: 3) }",
];

/// Marsaglia's xorshift: a seed says everything, and a failure can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

fn soup(dice: &mut Dice, words: &[&str]) -> String {
    (0..=dice.below(40)).map(|_| words[dice.below(words.len())]).collect::<Vec<_>>().join(" ")
}

fn knocked(dice: &mut Dice, words: &[&str]) -> String {
    let mut parts: Vec<&str> = GOOD[dice.below(GOOD.len())].split_inclusive(' ').collect();
    for _ in 0..=dice.below(3) {
        let place = dice.below(parts.len());
        match dice.below(4) {
            0 => drop(parts.remove(place)),
            1 => parts.insert(place, words[dice.below(words.len())]),
            2 => parts.insert(place, parts[dice.below(parts.len())]),
            _ => parts[place] = words[dice.below(words.len())],
        }
        if parts.is_empty() {
            break;
        }
    }
    parts.join(" ")
}

/// Neither the guard nor the library's parser breaks, and what the guard lets through the library can read.
#[test]
fn what_passes_can_be_parsed_and_nothing_panics() {
    let guard = Guard::parse(SDL, Limits { verdicts: 1, ..Limits::default() }, ["bump"]).unwrap();
    let words: Vec<&str> = WORDS.split(' ').filter(|word| !word.is_empty()).collect();
    let mut dice = Dice(0x5EED_0F50_0FED_BEEF);
    let mut passed = 0;
    for round in 0..20_000 {
        let document = if round % 2 == 0 { soup(&mut dice, &words) } else { knocked(&mut dice, &words) };
        match guard.check(&document, None, &Map::new()) {
            Ok(_) => {
                passed += 1;
                assert!(async_graphql::parser::parse_query(&document).is_ok(), "round {round}: {document}");
            }
            Err(refusal) => assert!(!refusal.complaints().is_empty() && refusal.complaints().len() <= 20, "round {round}: {document}"),
        }
    }
    assert!(passed > 100, "the soup is too thin: {passed}");
}
