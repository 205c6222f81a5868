//! GraphQL over HTTP, server-sent events and WebSocket: the schema, its resolvers, and the doors to it.
#![recursion_limit = "1024"]

mod account;
mod agreement;
mod company;
mod context;
mod cookie;
mod engine;
mod error;
mod file;
pub mod front;
mod guard;
mod introduction;
mod joint_venture;
mod listing;
mod loader;
mod matching;
mod moderation;
mod node;
mod page;
mod proposal;
mod rate;
mod reference;
mod scalar;
mod schema;
mod scoreboard;
mod subscription;
mod user_error;
mod viewer;
mod word;

pub use cookie::CookieRule;
pub use engine::{Caller, ForumEngine, PageAnswer};
pub use file::door as file_door;
pub use schema::{ForumSchema, schema, sdl};
