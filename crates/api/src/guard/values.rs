//! What the validator overlooks in literals: fields of an input object written twice, and long lists; directives are
//! counted on the way.

use std::collections::HashSet;

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, Definition, DirectiveList, Document, Selection, Value};
use apollo_compiler::parser::SourceMap;

use super::limits::Limits;
use super::refusal::{Code, Complaint};

/// Reads every literal of the document.
pub(super) fn read(document: &Document, limits: &Limits) -> Result<(), Complaint> {
    let mut reader = Reader { sources: &document.sources, limits, directives: 0 };
    for definition in &document.definitions {
        reader.directives(definition.directives())?;
        match definition {
            Definition::OperationDefinition(operation) => {
                if operation.variables.len() > limits.variables {
                    return Err(Complaint::new(
                        Code::ValidationFailed,
                        format!("An operation has more than {} variables.", limits.variables),
                    ));
                }
                for variable in &operation.variables {
                    reader.directives(&variable.directives)?;
                    if let Some(value) = &variable.default_value {
                        reader.value(value)?;
                    }
                }
                reader.set(&operation.selection_set)?;
            }
            Definition::FragmentDefinition(fragment) => reader.set(&fragment.selection_set)?,
            _ => {}
        }
    }
    Ok(())
}

struct Reader<'a> {
    sources: &'a SourceMap,
    limits: &'a Limits,
    directives: usize,
}

impl Reader<'_> {
    fn set(&mut self, set: &[Selection]) -> Result<(), Complaint> {
        for selection in set {
            match selection {
                Selection::Field(field) => {
                    self.directives(&field.directives)?;
                    self.arguments(&field.arguments)?;
                    self.set(&field.selection_set)?;
                }
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.directives)?;
                    self.set(&inline.selection_set)?;
                }
                Selection::FragmentSpread(spread) => self.directives(&spread.directives)?,
            }
        }
        Ok(())
    }

    fn directives(&mut self, list: &DirectiveList) -> Result<(), Complaint> {
        for directive in &list.0 {
            self.directives += 1;
            if self.directives > self.limits.directives {
                return Err(Complaint::new(
                    Code::ValidationFailed,
                    format!("The document has more than {} directives.", self.limits.directives),
                ));
            }
            self.arguments(&directive.arguments)?;
        }
        Ok(())
    }

    fn arguments(&self, arguments: &[Node<Argument>]) -> Result<(), Complaint> {
        arguments.iter().try_for_each(|argument| self.value(&argument.value))
    }

    /// Recursion is bounded by the nesting of brackets.
    fn value(&self, value: &Node<Value>) -> Result<(), Complaint> {
        match value.as_ref() {
            Value::List(items) => {
                if items.len() > self.limits.list {
                    return Err(Complaint::new(Code::ValidationFailed, format!("A list has more than {} items.", self.limits.list))
                        .at(self.place(value)));
                }
                items.iter().try_for_each(|item| self.value(item))
            }
            Value::Object(fields) => {
                let mut seen = HashSet::with_capacity(fields.len());
                for (name, value) in fields {
                    if !seen.insert(name.as_str()) {
                        return Err(Complaint::new(
                            Code::ValidationFailed,
                            super::refusal::cut(format!("There can be only one input field named \"{name}\"."), self.limits.message),
                        )
                        .at(name.line_column_range(self.sources).map(|range| (range.start.line, range.start.column))));
                    }
                    self.value(value)?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn place(&self, value: &Node<Value>) -> Option<(usize, usize)> {
        value.line_column_range(self.sources).map(|range| (range.start.line, range.start.column))
    }
}
