//! The pages: a client of the GraphQL schema that draws what it reads, through an executor that it is given.

mod address;
mod appearance;
mod assets;
mod client;
mod component;
mod executor;
mod fault;
mod form;
mod fragment;
mod graphiql;
mod headers;
mod language;
mod layout;
mod message;
mod number;
#[cfg(test)]
mod operations;
mod origin;
mod page;
mod router;
mod schema;
mod value;
mod visit;
mod word;
mod words;

pub use executor::{Credential, CredentialError, Executor, PageRequest, PageResponse};
pub use graphiql::graphiql;
pub use language::Language;
pub use router::{Settings, router};
