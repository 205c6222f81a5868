//! The ports of the application to the outside world, as a running forum has them.

pub mod files;
pub mod mail;
pub mod system;
