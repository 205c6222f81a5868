//! Running other programs and finding them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;

/// The `cargo` that started us, so that the inner runs use the same toolchain.
pub fn cargo(root: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(program);
    command.current_dir(root);
    command
}

/// Runs a program on our own output and gives its exit code; a program ended by a signal counts as 1.
pub fn exit_code(command: &mut Command) -> Result<u8, Failure> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
    Ok(status.code().map_or(1, |code| u8::try_from(code).unwrap_or(1)))
}

/// Runs a program on our own output and fails with its command line if it fails.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    match exit_code(command)? {
        0 => Ok(()),
        code => Err(Failure::new(format!("exit code {code} from {command:?}"))),
    }
}

/// Runs a program quietly and gives its standard output; if it fails, what it said is in the failure.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() {
        return Ok(said);
    }
    let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(Failure::new(format!("{command:?}: {}\n{said}\n{complaint}", output.status)))
}

/// The first file of this name in the folders of `PATH`.
pub fn find(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// The number of the user we are; file ownership and `initdb` depend on whether it is root.
pub fn is_root() -> Result<bool, Failure> {
    Ok(output(Command::new("id").arg("-u"))? == "0")
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} could not be started: {error}", Path::new(command.get_program()).display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn exit_codes_come_through_and_a_signal_counts_as_one() {
        assert_eq!(exit_code(&mut shell("exit 0")).unwrap(), 0);
        assert_eq!(exit_code(&mut shell("exit 101")).unwrap(), 101);
        assert_eq!(exit_code(&mut shell("kill -9 $$")).unwrap(), 1);
    }

    #[test]
    fn a_failed_program_leaves_what_it_said() {
        let failure = output(&mut shell("echo heard; echo refused >&2; exit 3")).unwrap_err().to_string();
        assert!(failure.contains("heard") && failure.contains("refused"), "{failure}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let failure = run(&mut Command::new("forum-no-such-program")).unwrap_err().to_string();
        assert!(failure.contains("forum-no-such-program"), "{failure}");
        assert!(find("forum-no-such-program").is_none());
        assert!(find("sh").is_some());
    }
}
