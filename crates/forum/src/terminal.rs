//! What commands tell on the standard output. Whoever reads it may have gone, which is an error of theirs and no panic of ours.

use std::{fmt, io::Write};

use crate::failure::Failure;

/// Writes one text and a line break.
pub fn say(text: impl fmt::Display) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).map_err(Failure::io("the standard output"))
}
