//! What a person asks for himself: a copy of what is held on him, and to be forgotten.

pub mod erase_me;
pub mod export_my_data;
