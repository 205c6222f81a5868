//! What a document must pass before the executing library sees its text, whichever door it came in by.
//!
//! The order matters: each step is safe only because of the one before. A scan of the bytes bounds what the parser may
//! recurse into, a memoised measure bounds what validation may expand, and only then is the document validated.

mod fragments;
mod lexical;
mod limits;
mod refusal;
mod values;
mod variables;

#[cfg(test)]
mod soup;
#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use apollo_compiler::ast::{Document, FieldDefinition, OperationType, Type};
use apollo_compiler::parser::Parser;
use apollo_compiler::schema::{Component, ExtendedType};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{Name, Schema, introspection};
use lru::LruCache;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

pub use limits::Limits;
pub use refusal::{Code, Complaint, Refusal};

use fragments::Roots;
use variables::Declared;

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// Reads.
    Query,
    /// Writes.
    Mutation,
    /// Listens.
    Subscription,
}

/// A document that passed, and the one operation of it that will run.
#[derive(Debug)]
pub struct Operation {
    /// What it does.
    pub kind: OperationKind,
    /// Its name as written in the document.
    pub name: Option<String>,
    /// The root fields, one entry for each time one is reached.
    pub roots: Vec<String>,
    /// SHA-256 of the document's text.
    pub hash: [u8; 32],
    /// Whether it reads nothing but the schema.
    pub introspection: bool,
    declared: Vec<Declared>,
}

impl Operation {
    /// The declared variables of type `Int` that need no value and have none of their own.
    pub fn optional_numbers(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().filter_map(variables::Declared::optional_number)
    }
}

/// The schema's text was refused at the start.
#[derive(Debug)]
pub struct SchemaRefused(String);

impl std::fmt::Display for SchemaRefused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "the schema is not valid: {}", self.0)
    }
}

impl std::error::Error for SchemaRefused {}

type Verdict = Result<Arc<Operation>, Arc<Refusal>>;

/// The one guard of the process; every entry asks it.
pub struct Guard {
    schema: Valid<Schema>,
    limits: Limits,
    sensitive: Vec<String>,
    verdicts: Mutex<LruCache<[u8; 32], Verdict>>,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Guard").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Guard {
    /// Reads the schema. `sensitive` names the mutations that must be alone in their operation.
    pub fn parse<I>(sdl: &str, limits: Limits, sensitive: I) -> Result<Self, SchemaRefused>
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let schema = Schema::parse_and_validate(sdl, "schema.graphql").map_err(|refused| SchemaRefused(refused.to_string()))?;
        let schema = knows_one_of(schema).ok_or_else(|| SchemaRefused("it has no introspection types".to_owned()))?;
        let verdicts = NonZeroUsize::new(limits.verdicts).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            schema,
            limits,
            sensitive: sensitive.into_iter().map(Into::into).collect(),
            verdicts: Mutex::new(LruCache::new(verdicts)),
        })
    }

    /// The table of limits in force.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Whether the schema has an input type of this name.
    pub fn has_input_type(&self, name: &str) -> bool {
        self.schema.types.get(name).is_some_and(ExtendedType::is_input_type)
    }

    /// Judges a document with its variables.
    pub fn check(
        &self,
        document: &str,
        operation_name: Option<&str>,
        variables: &Map<String, Value>,
    ) -> Result<Arc<Operation>, Arc<Refusal>> {
        let operation = self.check_document(document, operation_name)?;
        variables::coerce(&self.schema, &operation.declared, variables, &self.limits).map_err(Arc::new)?;
        Ok(operation)
    }

    /// Judges a document alone, as when it is stored for later. The verdict is remembered.
    pub fn check_document(&self, document: &str, operation_name: Option<&str>) -> Result<Arc<Operation>, Arc<Refusal>> {
        // A text beyond the limit is not worth a hash, and a name beyond it names nothing.
        if document.len() > self.limits.bytes || operation_name.is_some_and(|name| name.len() > self.limits.bytes) {
            return self.judge(document, operation_name);
        }
        let key = key(document, operation_name);
        if let Some(verdict) = self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return verdict.clone();
        }
        let verdict = self.judge(document, operation_name);
        self.verdicts.lock().unwrap_or_else(PoisonError::into_inner).put(key, verdict.clone());
        verdict
    }

    fn judge(&self, document: &str, operation_name: Option<&str>) -> Verdict {
        self.read(document, operation_name).map(Arc::new).map_err(Arc::new)
    }

    fn read(&self, text: &str, operation_name: Option<&str>) -> Result<Operation, Refusal> {
        lexical::scan(text, &self.limits).map_err(Refusal::one)?;
        let ast = Parser::new()
            // The parser counts white space as tokens too, so its own limit can only be the number of bytes.
            .token_limit(self.limits.bytes)
            .recursion_limit(self.limits.nesting * 4)
            .parse_ast(text, "document.graphql")
            .map_err(|refused| self.refusal(Code::ParseFailed, &refused.errors))?;
        let roots = fragments::measure(&ast, &self.limits).map_err(Refusal::one)?;
        values::read(&ast, &self.limits).map_err(Refusal::one)?;
        let position = chosen(&ast, operation_name).map_err(Refusal::one)?;
        let valid = ast.to_executable_validate(&self.schema).map_err(|refused| self.refusal(Code::ValidationFailed, &refused.errors))?;
        agreed(text).map_err(Refusal::one)?;
        let operation = valid
            .operations
            .get(operation_name)
            .map_err(|_| Refusal::one(Complaint::new(Code::OperationResolutionFailure, NO_OPERATION)))?;
        for each in valid.operations.iter() {
            introspection::check_max_depth(&valid, each)
                .map_err(|error| Refusal::one(Complaint::new(Code::ValidationFailed, format!("{}.", error.message()))))?;
        }
        let roots = roots.into_iter().nth(position).unwrap_or(Roots(Vec::new()));
        self.alone_if_sensitive(operation.operation_type, &roots).map_err(Refusal::one)?;
        Ok(Operation {
            kind: match operation.operation_type {
                OperationType::Query => OperationKind::Query,
                OperationType::Mutation => OperationKind::Mutation,
                OperationType::Subscription => OperationKind::Subscription,
            },
            name: operation.name.as_ref().map(ToString::to_string),
            introspection: roots.introspective(),
            declared: variables::declared(&valid, operation),
            roots: roots.0,
            hash: Sha256::digest(text).into(),
        })
    }

    /// A document with twenty log-ins would be twenty guesses for the price of one request.
    fn alone_if_sensitive(&self, kind: OperationType, roots: &Roots) -> Result<(), Complaint> {
        let sensitive = kind == OperationType::Mutation && roots.0.iter().any(|root| self.sensitive.contains(root));
        if sensitive && roots.0.len() != 1 {
            return Err(Complaint::new(Code::ValidationFailed, "A sensitive mutation must be the only root field of its operation."));
        }
        Ok(())
    }

    fn refusal(&self, code: Code, diagnostics: &DiagnosticList) -> Refusal {
        let complaints = diagnostics
            .iter()
            .take(self.limits.errors)
            .map(|diagnostic| {
                Complaint::new(code, refusal::cut(diagnostic.error.to_string(), self.limits.message))
                    .at(diagnostic.line_column_range().map(|range| (range.start.line, range.start.column)))
            })
            .collect();
        Refusal(complaints)
    }
}

/// The validator's parser forgives what the library's does not, such as an argument without its colon; the library's own
/// words repeat the whole document. Safe here, where nesting is known to be small.
fn agreed(text: &str) -> Result<(), Complaint> {
    match async_graphql::parser::parse_query(text) {
        Ok(_) => Ok(()),
        Err(error) => {
            let at = error.positions().next().map(|at| (at.line, at.column));
            Err(Complaint::new(Code::ParseFailed, "The document is not GraphQL.").at(at))
        }
    }
}

const NO_OPERATION: &str = "The document has no operation of that name, or has several and none is named.";

/// The position of the operation that will run, among the document's operations.
fn chosen(document: &Document, operation_name: Option<&str>) -> Result<usize, Complaint> {
    let mut operations = document.definitions.iter().filter_map(|definition| definition.as_operation_definition());
    let found = match operation_name {
        Some(wanted) => operations.position(|operation| operation.name.as_ref().is_some_and(|name| name == wanted)),
        None => operations.next().filter(|_| operations.next().is_none()).map(|_| 0),
    };
    found.ok_or_else(|| Complaint::new(Code::OperationResolutionFailure, NO_OPERATION))
}

/// The lengths keep two different pairs from running together into the same bytes.
fn key(document: &str, operation_name: Option<&str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(document.len().to_le_bytes());
    hash.update(document);
    if let Some(name) = operation_name {
        hash.update([1]);
        hash.update(name);
    }
    hash.finalize().into()
}

/// The validator's own introspection types lack `__Type.isOneOf`, which today's tools ask for and the library answers.
fn knows_one_of(schema: Valid<Schema>) -> Option<Valid<Schema>> {
    let mut schema = schema.into_inner();
    let Some(ExtendedType::Object(object)) = schema.types.get_mut("__Type") else { return None };
    let name = Name::new("isOneOf").ok()?;
    let field = FieldDefinition {
        description: None,
        name: name.clone(),
        arguments: Vec::new(),
        ty: Type::Named(Name::new("Boolean").ok()?),
        directives: apollo_compiler::ast::DirectiveList::new(),
    };
    object.make_mut().fields.entry(name).or_insert_with(|| Component::new(field));
    Some(Valid::assume_valid(schema))
}
