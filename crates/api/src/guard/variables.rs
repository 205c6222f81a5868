//! Variables of one request held against the types that the operation declares.

use apollo_compiler::executable::{Operation, SelectionSet, Type};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Node, Schema};
use serde_json::{Map, Value};

use super::limits::Limits;
use super::refusal::{Code, Complaint, Refusal, cut};

/// One declared variable: an operation of its own, so that a complaint can name it and say where it is declared.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    name: String,
    shown: String,
    at: Option<(usize, usize)>,
    alone: Operation,
}

impl Declared {
    pub(super) fn optional_number(&self) -> Option<&str> {
        let variable = self.alone.variables.first()?;
        let optional = variable.default_value.is_none() && matches!(&*variable.ty, Type::Named(name) if name == "Int");
        optional.then_some(&self.name)
    }
}

/// The variables that an operation declares.
pub(super) fn declared(document: &ExecutableDocument, operation: &Node<Operation>) -> Vec<Declared> {
    operation
        .variables
        .iter()
        .map(|variable| Declared {
            name: variable.name.to_string(),
            shown: format!("${}", variable.name),
            at: variable.line_column_range(&document.sources).map(|range| (range.start.line, range.start.column)),
            alone: Operation {
                operation_type: operation.operation_type,
                name: None,
                variables: vec![variable.clone()],
                directives: apollo_compiler::ast::DirectiveList::new(),
                selection_set: SelectionSet::new(operation.selection_set.ty.clone()),
            },
        })
        .collect()
}

/// Coerces each declared variable; others are ignored, as the specification says.
pub(super) fn coerce(schema: &Valid<Schema>, declared: &[Declared], values: &Map<String, Value>, limits: &Limits) -> Result<(), Refusal> {
    let mut complaints = Vec::new();
    for variable in declared {
        if complaints.len() == limits.errors {
            break;
        }
        if let Err(message) = coerce_one(schema, variable, values.get(&variable.name), limits) {
            let message = cut(format!("Variable \"{}\": {message}", variable.shown), limits.message);
            complaints.push(Complaint::new(Code::BadUserInput, message).at(variable.at));
        }
    }
    if complaints.is_empty() { Ok(()) } else { Err(Refusal(complaints)) }
}

fn coerce_one(schema: &Valid<Schema>, variable: &Declared, value: Option<&Value>, limits: &Limits) -> Result<(), String> {
    let mut values = JsonMap::new();
    if let Some(value) = value {
        if longest_list(value) > limits.list {
            return Err(format!("a list has more than {} items.", limits.list));
        }
        let value = serde_json::from_value(value.clone()).map_err(|_| "not a JSON value.".to_owned())?;
        values.insert(variable.name.as_str(), value);
    }
    match coerce_variable_values(schema, &variable.alone, &values) {
        Ok(_) => Ok(()),
        Err(error) => Err(without_the_value(&error.message().to_string())),
    }
}

/// The library repeats the offending value, which may be a password and may be long: only the place and the type are kept.
fn without_the_value(message: &str) -> String {
    let parts =
        message.strip_prefix("could not coerce ").and_then(|rest| Some((rest.split_once(": ")?.0, rest.rsplit_once(" to type ")?.1)));
    match parts {
        Some((place, kind)) => format!("the value of {place} is not of type {kind}."),
        None => format!("{message}."),
    }
}

/// Walks without recursion; the JSON reader has bounded the depth already.
fn longest_list(value: &Value) -> usize {
    let mut longest = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => {
                longest = longest.max(items.len());
                open.extend(items);
            }
            Value::Object(fields) => open.extend(fields.values()),
            _ => {}
        }
    }
    longest
}
