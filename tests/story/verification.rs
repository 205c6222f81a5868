//! What a verification says, when it runs out, what a company changes of itself, and whom it may be taken for.

#[path = "verification/badge.rs"]
mod badge;
#[path = "verification/editing.rs"]
mod editing;
#[path = "verification/lapse.rs"]
mod lapse;
#[path = "verification/likeness.rs"]
mod likeness;
