//! The commands of the repository: the tests with all they need, a database to work against, and the checks of the house.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to its terminal")]
#![expect(clippy::disallowed_methods, reason = "the command line is the outside: it reads the environment itself")]

mod bench;
mod check;
mod cluster;
mod failure;
mod process;
mod provision;
mod test_run;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use failure::Failure;

const USAGE: &str = "\
usage: cargo xtask <command>

  test [args]   everything: checks, format, clippy, and `cargo test --workspace [args]` with a PostgreSQL of its own
  check         the checks of the repository alone: layers, layout, sizes, names
  bench [args]  measures the release build on worlds of given sizes, with a PostgreSQL of its own that writes as durably as in production
  postgres      a PostgreSQL in the foreground for single tests, until Ctrl-C

environment:
  FORUM_TEST_BROWSER=1   fails where Chromium, for the tests of the pages, is neither found nor installed
  FORUM_TEST_DURABLE=1   PostgreSQL writes as durably as in production (slower; for the crash tests)
  FORUM_TEST_POSTGRES    is set for the tests: the address of the database";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = workspace_root();
    let outcome = match arguments.split_first() {
        Some((command, rest)) if command == "test" => Ok(test_run::run(&root, without_separator(rest))),
        Some((command, rest)) if command == "bench" => bench::run(&root, without_separator(rest)),
        Some((command, [])) if command == "check" => run_checks(&root),
        Some((command, [])) if command == "postgres" => serve_postgres(),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run_checks(root: &Path) -> Result<u8, Failure> {
    Ok(u8::from(!check::run(root)?))
}

/// Starts a cluster and stays in the foreground; Ctrl-C ends this process, and the keeper then ends the cluster.
fn serve_postgres() -> Result<u8, Failure> {
    let server = provision::postgres::find_or_install()?;
    let cluster = cluster::Cluster::start(&server, cluster::Durability::from_environment())?;
    println!("export FORUM_TEST_POSTGRES={}", cluster.url());
    eprintln!("PostgreSQL {} runs until Ctrl-C", server.version());
    cluster.wait()?;
    Ok(0)
}

/// `cargo xtask test -- name` and `cargo xtask test name` mean the same.
fn without_separator(arguments: &[String]) -> &[String] {
    match arguments.split_first() {
        Some((first, rest)) if first == "--" => rest,
        _ => arguments,
    }
}

/// The folder of the workspace: two above this crate, which cargo names when it runs us.
fn workspace_root() -> PathBuf {
    let crate_folder = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    crate_folder.ancestors().nth(2).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_separator_is_dropped_and_later_ones_stay() {
        let arguments = ["--", "story", "--", "--nocapture"].map(String::from);
        assert_eq!(without_separator(&arguments), &arguments[1..]);
        assert_eq!(without_separator(&arguments[1..]), &arguments[1..]);
        assert!(without_separator(&[]).is_empty());
    }

    #[test]
    fn the_root_is_the_folder_of_the_workspace() {
        assert!(workspace_root().join("crates/xtask/Cargo.toml").is_file());
    }
}
