//! Compiles the Fluent files: the four languages must say the same things of the same values, and every message becomes a function.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::Path,
};

use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey},
    parser,
};

/// In the order in which the pages know them.
const LANGUAGES: [&str; 4] = ["en", "ru", "kk", "ur"];

/// Files whose messages are found by a code of the schema, and not called by name.
const BY_CODE: [&str; 2] = ["words", "refusals"];

type Messages = BTreeMap<String, Pattern<String>>;

/// Reads the folder and gives the source of the module of messages.
pub fn compile(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut source = String::new();
    let mut by_code = BTreeMap::new();
    let files = names(&folder.join(LANGUAGES[0]))?;
    for language in LANGUAGES {
        println!("cargo::rerun-if-changed={}", folder.join(language).display());
        let own = names(&folder.join(language))?;
        if own != files {
            let different: Vec<_> = own.symmetric_difference(&files).collect();
            return Err(format!("messages/{language} and messages/en differ in files: {different:?}").into());
        }
    }
    for file in &files {
        let mut texts = Vec::new();
        for language in LANGUAGES {
            texts.push(read(&folder.join(language).join(file).with_extension("ftl"))?);
        }
        compare(file, &texts)?;
        let coded = BY_CODE.iter().any(|prefix| file == prefix || file.starts_with(&format!("{prefix}-")));
        if coded {
            for (key, english) in &texts[0] {
                let arguments = arguments(english);
                if !arguments.is_empty() {
                    return Err(format!("{file}: {key} is found by its code, and so can take no values").into());
                }
                by_code.insert(key.clone(), literal(file, key, &texts, &arguments)?);
            }
        } else {
            module(&mut source, file, &texts)?;
        }
    }
    writeln!(source, "/// What the codes of the schema are called, sorted by code.")?;
    writeln!(source, "pub(crate) static BY_CODE: [(&str, super::Message); {}] = [", by_code.len())?;
    for (key, literal) in by_code {
        writeln!(source, "({key:?}, {literal}),")?;
    }
    source.push_str("];\n");
    Ok(source)
}

fn names(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    let mut names = BTreeSet::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "ftl") {
            names.insert(path.file_stem().and_then(|stem| stem.to_str()).ok_or("the name of a file is not text")?.to_owned());
        }
    }
    Ok(names)
}

fn read(path: &Path) -> Result<Messages, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(path)?;
    let resource = parser::parse(text).map_err(|(_, errors)| format!("{}: {errors:?}", path.display()))?;
    let mut messages = Messages::new();
    for entry in resource.body {
        match entry {
            Entry::Message(message) => {
                let key = message.id.name;
                let value = message.value.ok_or_else(|| format!("{}: {key} says nothing", path.display()))?;
                if messages.insert(key.clone(), value).is_some() {
                    return Err(format!("{}: {key} stands twice", path.display()).into());
                }
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
            Entry::Term(_) | Entry::Junk { .. } => return Err(format!("{}: only messages and comments", path.display()).into()),
        }
    }
    Ok(messages)
}

fn compare(file: &str, texts: &[Messages]) -> Result<(), Box<dyn Error>> {
    let keys: BTreeSet<_> = texts[0].keys().collect();
    for (language, messages) in LANGUAGES.iter().zip(texts) {
        let own: BTreeSet<_> = messages.keys().collect();
        let different: Vec<_> = own.symmetric_difference(&keys).collect();
        if !different.is_empty() {
            return Err(format!("{file}.ftl: {language} and en differ in {different:?}").into());
        }
        for (key, pattern) in messages {
            if arguments(pattern) != arguments(&texts[0][key]) {
                return Err(format!("{file}.ftl: {key} speaks in {language} of other values than in en").into());
            }
        }
    }
    Ok(())
}

/// The values of which a message speaks, in the order of their names.
fn arguments(pattern: &Pattern<String>) -> BTreeSet<String> {
    fn inline(expression: &InlineExpression<String>, found: &mut BTreeSet<String>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                found.insert(id.name.clone());
            }
            InlineExpression::Placeable { expression } => within(expression, found),
            _ => {}
        }
    }
    fn within(expression: &Expression<String>, found: &mut BTreeSet<String>) {
        match expression {
            Expression::Inline(expression) => inline(expression, found),
            Expression::Select { selector, variants } => {
                inline(selector, found);
                for variant in variants {
                    found.extend(arguments(&variant.value));
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            within(expression, &mut found);
        }
    }
    found
}

fn module(source: &mut String, file: &str, texts: &[Messages]) -> Result<(), Box<dyn Error>> {
    writeln!(source, "pub(crate) mod {} {{", file.replace('-', "_"))?;
    source.push_str(
        "#[allow(unused_imports, reason = \"a file may hold no message with values\")]\nuse super::super::{Arg, Message, Piece, Said};\n",
    );
    for (key, english) in &texts[0] {
        let arguments = arguments(english);
        let name = format!("r#{}", key.replace('-', "_"));
        let taken: Vec<_> = arguments.iter().map(|argument| format!("{}: impl Into<Arg>", argument.replace('-', "_"))).collect();
        let given: Vec<_> = arguments.iter().map(|argument| format!("{}.into()", argument.replace('-', "_"))).collect();
        let literal = literal(file, key, texts, &arguments)?;
        writeln!(source, "pub(crate) fn {name}({}) -> Said {{", taken.join(", "))?;
        writeln!(source, "static MESSAGE: Message = {literal};")?;
        writeln!(source, "Said::new(&MESSAGE, vec![{}]) }}", given.join(", "))?;
    }
    source.push_str("}\n");
    Ok(())
}

fn literal(file: &str, key: &str, texts: &[Messages], arguments: &BTreeSet<String>) -> Result<String, Box<dyn Error>> {
    let mut languages = Vec::new();
    for messages in texts {
        languages.push(pieces(&messages[key], arguments).map_err(|why| format!("{file}.ftl: {key}: {why}"))?);
    }
    Ok(format!("crate::message::Message {{ texts: [{}] }}", languages.join(", ")))
}

fn pieces(pattern: &Pattern<String>, arguments: &BTreeSet<String>) -> Result<String, Box<dyn Error>> {
    let place = |name: &str| arguments.iter().position(|argument| argument == name).ok_or("a value without a place");
    let mut written = Vec::new();
    for element in &pattern.elements {
        written.push(match element {
            PatternElement::TextElement { value } => format!("crate::message::Piece::Text({value:?})"),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::VariableReference { id }) => {
                    format!("crate::message::Piece::Value({})", place(&id.name)?)
                }
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    format!("crate::message::Piece::Text({:?})", fluent_syntax::unicode::unescape_unicode_to_string(value))
                }
                Expression::Select { selector: InlineExpression::VariableReference { id }, variants } => {
                    let mut cases = Vec::new();
                    let mut otherwise = String::new();
                    for variant in variants {
                        let own = pieces(&variant.value, arguments)?;
                        let key = match &variant.key {
                            VariantKey::Identifier { name } => name,
                            VariantKey::NumberLiteral { value } => value,
                        };
                        if variant.default {
                            otherwise.clone_from(&own);
                        }
                        cases.push(format!("({key:?}, {own})"));
                    }
                    format!(
                        "crate::message::Piece::Choice {{ value: {}, cases: &[{}], otherwise: {otherwise} }}",
                        place(&id.name)?,
                        cases.join(", ")
                    )
                }
                _ => return Err("only values, texts and choices by a value are understood".into()),
            },
        });
    }
    Ok(format!("&[{}]", written.join(", ")))
}
