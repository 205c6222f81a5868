//! The log: lines for people or JSON for machines, on the standard error.

use std::io;

use tracing_subscriber::EnvFilter;

use crate::settings::{Log, LogFormat};

/// Begins to log. Later calls change nothing.
pub fn begin(log: &Log) {
    let filter = EnvFilter::new(&log.filter);
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Whoever has set up a log of his own keeps it.
    let _ = match log.format {
        LogFormat::Text => lines.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, panic = panic.payload_as_str().unwrap_or("not text"), "a part of the program panicked");
    }));
}
