//! What an accepted introduction opens, what companies keep to themselves of each other, and how ventures fall silent.

#[path = "conversation/dismissing.rs"]
mod dismissing;
#[path = "conversation/health.rs"]
mod health;
#[path = "conversation/requesting.rs"]
mod requesting;
#[path = "conversation/writing.rs"]
mod writing;
