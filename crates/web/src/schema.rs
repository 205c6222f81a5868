//! The schema as cynic knows it: a name for every type and field, against which the fragments are checked.

#[cynic::schema("forum")]
mod forum {}

pub(crate) use forum::*;
