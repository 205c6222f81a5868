//! The server programs of PostgreSQL: found in `PATH` or where Debian puts them, else installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian;
use crate::failure::Failure;
use crate::process;

/// The oldest PostgreSQL the schema works on.
const OLDEST: u32 = 15;

const DEBIAN_ROOT: &str = "/usr/lib/postgresql";

/// Debian makes and starts a cluster of its own on installation, unless this file says no.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/forum-no-cluster.conf";

/// A folder with the server programs of one version.
#[derive(Debug)]
pub struct Server {
    programs: PathBuf,
    major: u32,
}

impl Server {
    pub fn version(&self) -> u32 {
        self.major
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    fn look(programs: PathBuf) -> Option<Self> {
        if !["initdb", "pg_ctl", "postgres"].iter().all(|name| programs.join(name).is_file()) {
            return None;
        }
        let said = process::output(Command::new(programs.join("postgres")).arg("--version")).ok()?;
        let major = parse_major(&said)?;
        Some(Self { programs, major })
    }
}

/// Finds a server that is new enough, or installs Debian's, or says what to install.
pub fn find_or_install() -> Result<Server, Failure> {
    if let Some(server) = find() {
        return Ok(server);
    }
    if debian::can_install()? {
        install()?;
        if let Some(server) = find() {
            return Ok(server);
        }
    }
    Err(Failure::new(format!(
        "PostgreSQL {OLDEST} or newer is needed with its server programs (initdb, pg_ctl, postgres), in PATH or below {DEBIAN_ROOT}: \
         on Debian and Ubuntu `apt-get install postgresql postgresql-contrib`, on macOS `brew install postgresql@17`, \
         on Fedora `dnf install postgresql-server postgresql-contrib`"
    )))
}

/// The one in `PATH` first, since somebody chose it; then the newest of Debian's.
fn find() -> Option<Server> {
    let in_path = process::find("pg_ctl").and_then(|program| program.canonicalize().ok());
    let in_path = in_path.as_deref().and_then(Path::parent).map(Path::to_path_buf);
    let chosen = in_path.and_then(Server::look).filter(|server| server.major >= OLDEST);
    chosen.or_else(|| {
        let versions = fs::read_dir(DEBIAN_ROOT).ok()?;
        let servers = versions.flatten().filter_map(|version| Server::look(version.path().join("bin")));
        servers.filter(|server| server.major >= OLDEST).max_by_key(|server| server.major)
    })
}

fn install() -> Result<(), Failure> {
    let path = Path::new(NO_CLUSTER);
    let written = path.parent().map_or(Ok(()), fs::create_dir_all);
    written.and_then(|()| fs::write(path, "create_main_cluster = false\n")).map_err(|error| Failure::at(path, &error))?;
    let installed = debian::install(&["postgresql", "postgresql-contrib"]);
    // What Debian does on a later installation is again its owner's choice.
    fs::remove_file(path).map_err(|error| Failure::at(path, &error))?;
    installed
}

/// `postgres (PostgreSQL) 17.2 (Debian 17.2-1)` is 17, and so is `17beta1`.
fn parse_major(said: &str) -> Option<u32> {
    let version = said.split(") ").nth(1)?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_major("postgres (PostgreSQL) devel"), None);
        assert_eq!(parse_major(""), None);
    }

    #[test]
    fn a_folder_without_server_programs_is_no_server() {
        assert!(Server::look(std::env::temp_dir().join("forum-no-such-folder")).is_none());
    }
}
