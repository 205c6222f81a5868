//! What people are told: their inbox, their letters, their choices.

#[path = "notification/choosing.rs"]
mod choosing;
#[path = "notification/inbox.rs"]
mod inbox;
#[path = "notification/letter.rs"]
mod letter;
