//! What a person may ask for himself: what he agrees to, a copy of what is held on him, and to be forgotten.

mod consent;
mod legal_hold;
