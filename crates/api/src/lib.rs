

pub mod front;
pub mod guard;
