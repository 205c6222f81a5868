//! The second wall: what the document comes to once its fragments are written out, without writing them out.
//!
//! Every fragment is measured once and its figures are added wherever it is spread, so that a document of nested spreads
//! costs as much as it is long, however many selections it stands for.

use std::collections::HashMap;

use apollo_compiler::Node;
use apollo_compiler::ast::{Definition, Document, FragmentDefinition, OperationDefinition, OperationType, Selection};

use super::limits::Limits;
use super::refusal::{Code, Complaint};

/// What a selection set comes to, its fragments written out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Measure {
    selections: usize,
    aliases: usize,
    depth: usize,
    levels: usize,
}

impl Measure {
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.depth = self.depth.max(other.depth);
        self.levels = self.levels.max(other.levels);
    }
}

enum State<'a> {
    Unread(&'a Node<FragmentDefinition>),
    Reading,
    Read(Measure),
}

struct Reader<'a> {
    fragments: HashMap<&'a str, State<'a>>,
    limits: &'a Limits,
    level: usize,
}

impl<'a> Reader<'a> {
    /// Recursion is bounded by the limit on levels, which a chain of fragments would otherwise multiply.
    fn set(&mut self, set: &'a [Selection]) -> Result<Measure, Complaint> {
        self.level += 1;
        if self.level > self.limits.levels {
            return Err(too_deep(self.limits));
        }
        let mut total = Measure::default();
        for selection in set {
            let (below, field, alias) = match selection {
                Selection::Field(field) => (self.set(&field.selection_set)?, 1, usize::from(field.alias.is_some())),
                Selection::InlineFragment(inline) => (self.set(&inline.selection_set)?, 0, 0),
                Selection::FragmentSpread(spread) => (self.fragment(spread.fragment_name.as_str())?, 0, 0),
            };
            total.add(Measure {
                selections: below.selections.saturating_add(1),
                aliases: below.aliases.saturating_add(alias),
                depth: below.depth.saturating_add(field),
                levels: below.levels.saturating_add(1),
            });
        }
        self.level -= 1;
        Ok(total)
    }

    /// An unknown fragment measures nothing: validation names it later.
    fn fragment(&mut self, name: &str) -> Result<Measure, Complaint> {
        let Some(state) = self.fragments.get_mut(name) else { return Ok(Measure::default()) };
        let definition = match state {
            State::Read(measure) => return Ok(*measure),
            State::Reading => return Err(invalid("A fragment spreads itself.")),
            State::Unread(definition) => *definition,
        };
        *state = State::Reading;
        let measure = self.set(&definition.selection_set)?;
        if let Some(state) = self.fragments.get_mut(name) {
            *state = State::Read(measure);
        }
        Ok(measure)
    }
}

fn too_deep(limits: &Limits) -> Complaint {
    invalid(format!("Selections are nested deeper than {}.", limits.levels))
}

fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Complaint {
    Complaint::new(Code::ValidationFailed, message)
}

/// The root fields of one operation as they will run: one entry for each time a field is reached.
pub(super) struct Roots(pub(super) Vec<String>);

impl Roots {
    /// Whether the operation reads nothing but the schema.
    pub(super) fn introspective(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|name| name.starts_with("__"))
    }

    fn schema_reads(&self) -> usize {
        self.0.iter().filter(|name| matches!(name.as_str(), "__schema" | "__type")).count()
    }
}

/// Measures the whole document and answers the root fields of each operation, in the document's order.
pub(super) fn measure<'a>(document: &'a Document, limits: &'a Limits) -> Result<Vec<Roots>, Complaint> {
    let mut fragments = HashMap::new();
    let mut written = 0_usize;
    let mut operations: Vec<&Node<OperationDefinition>> = Vec::new();
    for definition in &document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => operations.push(operation),
            Definition::FragmentDefinition(fragment) => {
                written += 1;
                fragments.entry(fragment.name.as_str()).or_insert(State::Unread(fragment));
            }
            _ => return Err(invalid("Only operations and fragments can be executed.")),
        }
    }
    if written > limits.fragments {
        return Err(invalid(format!("The document has more than {} fragments.", limits.fragments)));
    }
    let mut reader = Reader { fragments, limits, level: 0 };
    // Fragments nobody spreads are measured too, since validation reads them as well.
    for fragment in document.definitions.iter().filter_map(Definition::as_fragment_definition) {
        within(reader.fragment(fragment.name.as_str())?, limits, limits.introspection_depth, limits.aliases)?;
    }
    let mut total = Measure::default();
    let mut answer = Vec::with_capacity(operations.len());
    for operation in operations {
        let measure = reader.set(&operation.selection_set)?;
        total.add(measure);
        within(total, limits, usize::MAX, usize::MAX)?;
        let mut roots = Vec::new();
        collect(document, &operation.selection_set, &mut roots);
        let roots = Roots(roots);
        let depth = if roots.introspective() { limits.introspection_depth } else { limits.depth };
        let reads = roots.schema_reads();
        let aliases = if reads > 0 { limits.introspection_aliases } else { limits.aliases };
        within(measure, limits, depth, aliases)?;
        if reads > 2 {
            return Err(invalid("The schema is read more than twice."));
        }
        let (count, noun) = match operation.operation_type {
            OperationType::Mutation => (limits.mutation_roots, "mutation"),
            OperationType::Query => (limits.query_roots, "query"),
            OperationType::Subscription => (limits.query_roots, "subscription"),
        };
        if roots.0.len() > count {
            return Err(invalid(format!("The {noun} has more than {count} root fields.")));
        }
        answer.push(roots);
    }
    within(total, limits, usize::MAX, limits.aliases)?;
    Ok(answer)
}

fn within(measure: Measure, limits: &Limits, depth: usize, aliases: usize) -> Result<(), Complaint> {
    if measure.selections > limits.selections {
        return Err(invalid(format!("The document selects more than {} fields once its fragments are written out.", limits.selections)));
    }
    // A fragment measured before it is spread was read from its own top, so the sum is looked at as well.
    if measure.levels > limits.levels {
        return Err(too_deep(limits));
    }
    if measure.depth > depth {
        return Err(invalid(format!("Fields are nested deeper than {depth}.")));
    }
    if measure.aliases > aliases {
        return Err(invalid(format!("The document has more than {aliases} aliases once its fragments are written out.")));
    }
    Ok(())
}

/// Called after the measure is known to be small and free of cycles, so writing the roots out is safe.
fn collect(document: &Document, set: &[Selection], roots: &mut Vec<String>) {
    for selection in set {
        match selection {
            Selection::Field(field) => roots.push(field.name.to_string()),
            Selection::InlineFragment(inline) => collect(document, &inline.selection_set, roots),
            Selection::FragmentSpread(spread) => {
                let found = document
                    .definitions
                    .iter()
                    .filter_map(Definition::as_fragment_definition)
                    .find(|fragment| fragment.name == spread.fragment_name);
                if let Some(fragment) = found {
                    collect(document, &fragment.selection_set, roots);
                }
            }
        }
    }
}
