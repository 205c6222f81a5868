//! GraphQL over HTTP, server-sent events and WebSocket: the schema, its resolvers, and the doors to it.
#![recursion_limit = "1024"]

mod account;
mod agent;
mod agreement;
mod approval;
mod audit;
mod break_glass;
mod company;
mod consent;
mod context;
mod cookie;
pub mod download;
mod engine;
mod error;
pub mod front;
mod guard;
mod introduction;
mod joint_venture;
mod legal_hold;
mod listing;
mod loader;
mod lock;
mod matching;
mod moderation;
mod node;
mod page;
mod person;
mod proposal;
mod publication;
mod rate;
mod reference;
mod report;
mod scalar;
mod schema;
mod scoreboard;
mod subscription;
mod user_error;
mod viewer;
mod word;

pub use audit::routes::routes as audit_routes;
pub use cookie::CookieRule;
pub use engine::{Caller, ForumEngine, PageAnswer, Visitor};
pub use schema::{ForumSchema, schema, sdl};
