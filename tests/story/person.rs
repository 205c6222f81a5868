//! What a person may ask for himself: what he agrees to, a copy of what is held on him, and to be forgotten.

#[path = "person/consent.rs"]
mod consent;
#[path = "person/erasure.rs"]
mod erasure;
#[path = "person/export.rs"]
mod export;
#[path = "person/legal_hold.rs"]
mod legal_hold;
#[path = "person/passkey.rs"]
mod passkey;
