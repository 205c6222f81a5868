//! Finding the tools that the tests need, and installing what is missing where that can be done without asking.

pub mod chromium;
pub mod debian;
pub mod node;
pub mod postgres;
