//! The binary: settings, wiring, commands, and the server that carries the forum.

mod command;
mod demonstration;
mod failure;
mod log;
mod server;
mod settings;
mod terminal;
mod wiring;

use std::{io::Write, process::ExitCode, time::Duration};

use clap::Parser;

use command::Command;

/// Many small allocations at once are the forum's daily bread, and the system's allocator is slow at them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Work on threads that does not end by itself is left behind when the command has ended.
const LEFT_BEHIND: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let command = Command::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error.to_string()),
    };
    let outcome = runtime.block_on(command.run());
    runtime.shutdown_timeout(LEFT_BEHIND);
    match outcome {
        Ok(code) => code,
        Err(failure) => complain(&failure.to_string()),
    }
}

fn complain(text: &str) -> ExitCode {
    // Nobody is left to be told if this fails.
    let _ = writeln!(std::io::stderr(), "error: {text}");
    ExitCode::FAILURE
}
