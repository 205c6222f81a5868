//! The pages: a client of the GraphQL schema that draws what it reads, through an executor that it is given.

mod assets;
mod client;
mod executor;
mod fault;
mod graphiql;
mod headers;
mod language;
mod layout;
mod number;
#[cfg(test)]
mod operations;
mod origin;
mod page;
mod router;
mod schema;
mod value;
mod words;

pub use executor::{Credential, CredentialError, Executor, PageRequest, PageResponse};
pub use graphiql::graphiql;
pub use language::Language;
pub use router::{Settings, router};
