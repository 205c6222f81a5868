//! The one test command: tools, checks, format, lints, a database, the tests, and one line that sums up.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::check;
use crate::cluster::{Cluster, Durability};
use crate::failure::Failure;
use crate::process;
use crate::provision::{chromium, node, postgres};

/// The end of the server's log is shown when tests fail; the rest is kept in this file below `target`.
const SHOWN_LOG_LINES: usize = 60;
const SAVED_LOG: &str = "target/test-postgres.log";

/// Runs every step, the later ones also when an earlier one failed, so that one run tells all; gives the exit code.
pub fn run(root: &Path, test_arguments: &[String]) -> u8 {
    let mut summary = Summary::default();
    let code = steps(root, test_arguments, &mut summary);
    // A step that could not be run at all has said so in the failure; the summary still is the last line.
    let code = code.unwrap_or_else(|failure| {
        eprintln!("error: {failure}");
        1
    });
    println!("{}", summary.line(code));
    code
}

fn steps(root: &Path, test_arguments: &[String], summary: &mut Summary) -> Result<u8, Failure> {
    let (server, path) = summary.time("tools", || {
        let server = postgres::find_or_install()?;
        let path = node::find_or_install(root)?;
        chromium::find_or_install()?;
        Ok((server, path))
    })?;
    summary.step("checks", || Ok(u8::from(!check::run(root)?)))?;
    summary.step("format", || process::exit_code(process::cargo(root).args(["fmt", "--all", "--check"])))?;
    let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    summary.step("clippy", || process::exit_code(process::cargo(root).args(clippy)))?;

    let cluster = summary.time("database", || Cluster::start(&server, Durability::from_environment()))?;
    let tested = summary.step("tests", || {
        let mut tests = process::cargo(root);
        tests.args(["test", "--workspace"]).args(test_arguments);
        tests.env("FORUM_TEST_POSTGRES", cluster.url());
        if let Some(path) = path {
            tests.env("PATH", path);
        }
        process::exit_code(&mut tests)
    });
    if !matches!(tested, Ok(0)) {
        show_log(root, &cluster);
    }
    summary.time("stop", || cluster.stop())?;
    let tests = tested?;
    Ok(if tests == 0 { u8::from(summary.has_failed) } else { tests })
}

fn show_log(root: &Path, cluster: &Cluster) {
    let saved = root.join(SAVED_LOG);
    let kept = fs::create_dir_all(root.join("target")).map_err(|error| Failure::at(&saved, &error));
    eprintln!("-- the last {SHOWN_LOG_LINES} lines of PostgreSQL, all of it in {SAVED_LOG} --");
    eprintln!("{}", cluster.log_tail(SHOWN_LOG_LINES));
    if let Err(failure) = kept.and_then(|()| cluster.save_log(&saved)) {
        eprintln!("the log could not be kept: {failure}");
    }
}

/// What each step took and how it ended.
#[derive(Default)]
struct Summary {
    text: String,
    has_failed: bool,
}

impl Summary {
    /// Runs a step that answers with an exit code.
    fn step(&mut self, name: &str, step: impl FnOnce() -> Result<u8, Failure>) -> Result<u8, Failure> {
        println!("== {name}");
        let start = Instant::now();
        let outcome = step();
        self.note(name, start.elapsed(), matches!(outcome, Ok(0)));
        outcome
    }

    /// Runs a step that the others cannot do without.
    fn time<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        let start = Instant::now();
        let outcome = step();
        self.note(name, start.elapsed(), outcome.is_ok());
        outcome
    }

    fn note(&mut self, name: &str, took: Duration, passed: bool) {
        let separator = if self.text.is_empty() { "" } else { ", " };
        let verdict = if passed { "" } else { " FAILED" };
        self.has_failed |= !passed;
        // Writing to a String cannot fail.
        let _ = write!(self.text, "{separator}{name} {:.1} s{verdict}", took.as_secs_f64());
    }

    fn line(&self, code: u8) -> String {
        format!("xtask test: {}; exit code {code}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_every_step_and_marks_the_failed_ones() {
        let mut summary = Summary::default();
        summary.note("checks", Duration::from_millis(1_240), true);
        assert!(!summary.has_failed);
        summary.note("clippy", Duration::from_mins(1), false);
        summary.note("tests", Duration::from_secs(2), true);
        assert!(summary.has_failed);
        assert_eq!(summary.line(1), "xtask test: checks 1.2 s, clippy 60.0 s FAILED, tests 2.0 s; exit code 1");
    }
}
