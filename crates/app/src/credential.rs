//! What people and programs prove themselves with: passwords, sessions, tokens and keys.
//!
//! Nothing here reads the system's clock or its randomness, and nothing here knows the database: callers bring both.

pub mod base62;
pub mod opaque;
pub mod passkey;
pub mod password;
pub mod seal;
pub mod signing_keys;
pub mod token;
pub mod totp;
