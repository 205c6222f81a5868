//! One PostgreSQL cluster for one run, in a temporary folder, that never outlives the run.
//!
//! A signal cannot be caught without unsafe code or a dependency, and SIGKILL cannot be caught at all. So a small shell
//! process, the keeper, waits on a pipe that only we hold: however we end, the pipe closes, and the keeper stops the
//! server and removes the folder. It stands in a process group of its own, out of reach of Ctrl-C.

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::failure::Failure;
use crate::process;
use crate::provision::postgres::Server;

/// Somebody else may take the free port between our look and the server's start.
const PORT_TRIES: u32 = 3;

const KEEPER: &str = r#"
trap '' HUP INT TERM
folder=$1
shift
cat >/dev/null
if [ -f "$folder/data/postmaster.pid" ]; then
    "$@" || kill -9 "$(head -n 1 "$folder/data/postmaster.pid")"
fi
rm -rf -- "$folder"
"#;

/// How safely the server writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing waits for the disk: the data lives as long as the run.
    Fast,
    /// As in production, for the crash tests.
    Durable,
}

impl Durability {
    pub fn from_environment() -> Self {
        if std::env::var_os("FORUM_TEST_DURABLE").is_some() { Self::Durable } else { Self::Fast }
    }
}

/// A running server and the folder with all that is its own.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    keeper: Child,
    lifeline: ChildStdin,
}

impl Cluster {
    /// Makes the folder and its database, starts the server, and returns once it accepts connections.
    pub fn start(server: &Server, durability: Durability) -> Result<Self, Failure> {
        let account = Account::choose()?;
        let folder = account.make_folder()?;
        let data = folder.join("data");
        let mut keeper = keep(server, account, &folder)?;
        let lifeline = keeper.stdin.take().ok_or_else(|| Failure::new("the keeper has no standard input"))?;
        let mut cluster = Self { folder, port: 0, keeper, lifeline };

        let mut initdb = account.command(&server.program("initdb"), &cluster.folder);
        initdb.arg("--pgdata").arg(&data);
        // C.UTF-8 folds Cyrillic and sorts by code point on every machine; plain C would not fold.
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]);
        if durability == Durability::Fast {
            initdb.arg("--no-sync");
        }
        process::output(&mut initdb)?;
        write_after(&data.join("pg_hba.conf"), false, LOOPBACK_ONLY)?;
        write_after(&data.join("postgresql.conf"), true, &settings(&cluster.folder, durability))?;

        let mut attempt = 1;
        loop {
            cluster.port = free_port()?;
            let mut start = account.command(&server.program("pg_ctl"), &cluster.folder);
            start.arg("--pgdata").arg(&data).arg("--log").arg(cluster.log());
            start.args(["--silent", "--wait", "--timeout=60", "--options"]).arg(format!("-p {}", cluster.port));
            match process::output(start.arg("start")) {
                Ok(_) => return Ok(cluster),
                Err(_) if attempt < PORT_TRIES && cluster.log_tail(20).contains("Address already in use") => {
                    attempt += 1;
                }
                Err(failure) => {
                    let log = cluster.log_tail(40);
                    return Err(Failure::new(format!("PostgreSQL did not start: {failure}\n{log}")));
                }
            }
        }
    }

    /// The address of the maintenance database, as the superuser: tests make their own databases and roles from it.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The last lines of the server's log.
    pub fn log_tail(&self, lines: usize) -> String {
        let text = fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let skipped = text.lines().count().saturating_sub(lines);
        text.lines().skip(skipped).collect::<Vec<_>>().join("\n")
    }

    /// Keeps the log after the folder is gone.
    pub fn save_log(&self, path: &Path) -> Result<(), Failure> {
        fs::copy(self.log(), path).map(|_| ()).map_err(|error| Failure::at(path, &error))
    }

    /// Stops the server, removes its folder, and returns when both are done.
    pub fn stop(self) -> Result<(), Failure> {
        let Self { folder, mut keeper, lifeline, .. } = self;
        drop(lifeline);
        keeper.wait().map_err(|error| Failure::at(&folder, &error))?;
        if folder.exists() {
            return Err(Failure::new(format!("{} could not be removed", folder.display())));
        }
        Ok(())
    }

    /// Waits until something else ends the server; Ctrl-C ends us first.
    pub fn wait(self) -> Result<(), Failure> {
        let Self { folder, mut keeper, lifeline, .. } = self;
        let ended = keeper.wait().map_err(|error| Failure::at(&folder, &error));
        drop(lifeline);
        ended.map(|_| ())
    }

    fn log(&self) -> PathBuf {
        self.folder.join("postgres.log")
    }
}

const LOOPBACK_ONLY: &str = "\
local all all              trust
host  all all 127.0.0.1/32 trust
";

fn settings(folder: &Path, durability: Durability) -> String {
    let mut settings = format!(
        "listen_addresses = '127.0.0.1'\n\
         unix_socket_directories = '{}'\n\
         max_connections = 300\n\
         shared_buffers = 256MB\n\
         max_wal_size = 4GB\n\
         timezone = 'UTC'\n\
         log_timezone = 'UTC'\n\
         log_line_prefix = '%m [%p] %d %a: '\n",
        folder.display()
    );
    if durability == Durability::Fast {
        settings.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\nwal_level = minimal\nmax_wal_senders = 0\n");
    }
    settings
}

fn write_after(path: &Path, keep: bool, text: &str) -> Result<(), Failure> {
    fs::OpenOptions::new()
        .write(true)
        .append(keep)
        .truncate(!keep)
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::at(path, &error))
}

fn free_port() -> Result<u16, Failure> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Failure::new(format!("no free port on the loopback: {error}")))
}

fn keep(server: &Server, account: Account, folder: &Path) -> Result<Child, Failure> {
    let mut stop = account.command(&server.program("pg_ctl"), folder);
    stop.arg("--pgdata").arg(folder.join("data"));
    stop.args(["--silent", "--wait", "--timeout=60", "--mode=immediate", "stop"]);
    Command::new("sh")
        .args(["-c", KEEPER, "forum-postgres-keeper"])
        .arg(folder)
        .arg(stop.get_program())
        .args(stop.get_args())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|error| Failure::new(format!("the keeper of the cluster could not be started: {error}")))
}

/// Who runs the server: `initdb` and `postgres` refuse to run as root.
#[derive(Clone, Copy)]
enum Account {
    Ourselves,
    Postgres { user: u32, group: u32 },
}

impl Account {
    fn choose() -> Result<Self, Failure> {
        if !process::is_root()? {
            return Ok(Self::Ourselves);
        }
        let number = |flag: &str| -> Result<u32, Failure> {
            let number = process::output(Command::new("id").args([flag, "postgres"]));
            number.ok().and_then(|number| number.parse().ok()).ok_or_else(|| {
                Failure::new("PostgreSQL does not run as root, and there is no user `postgres`: make one, or run as another user")
            })
        };
        Ok(Self::Postgres { user: number("-u")?, group: number("-g")? })
    }

    fn make_folder(self) -> Result<PathBuf, Failure> {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let name = format!("forum-postgres-{}-{}", std::process::id(), since_epoch.subsec_nanos());
        let folder = std::env::temp_dir().join(name);
        let made =
            fs::create_dir(&folder).and_then(|()| fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))).and_then(
                |()| match self {
                    Self::Ourselves => Ok(()),
                    Self::Postgres { user, group } => chown(&folder, Some(user), Some(group)),
                },
            );
        made.map_err(|error| Failure::at(&folder, &error))?;
        Ok(folder)
    }

    fn command(self, program: &Path, folder: &Path) -> Command {
        let mut command = match self {
            Self::Ourselves => Command::new(program),
            Self::Postgres { .. } => {
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--"]).arg(program);
                command
            }
        };
        command.current_dir(folder);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_durable_cluster_keeps_the_defaults_that_protect_data() {
        let durable = settings(Path::new("/folder"), Durability::Durable);
        assert!(!durable.contains("fsync") && !durable.contains("synchronous_commit"), "{durable}");
        assert!(settings(Path::new("/folder"), Durability::Fast).contains("fsync = off\n"));
    }

    #[test]
    fn a_cluster_listens_on_the_loopback_only() {
        assert!(settings(Path::new("/folder"), Durability::Fast).contains("listen_addresses = '127.0.0.1'\n"));
        let hosts: Vec<_> = LOOPBACK_ONLY.lines().filter(|line| line.starts_with("host")).collect();
        assert_eq!(hosts, ["host  all all 127.0.0.1/32 trust"]);
    }

    #[test]
    fn a_free_port_can_be_bound() {
        let port = free_port().unwrap();
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    }

    #[test]
    fn the_keeper_removes_the_folder_when_its_pipe_closes() {
        let folder = std::env::temp_dir().join(format!("forum-keeper-test-{}", std::process::id()));
        fs::create_dir(&folder).unwrap();
        let mut keeper = Command::new("sh").args(["-c", KEEPER, "keeper"]).arg(&folder).arg("false").stdin(Stdio::piped()).spawn().unwrap();
        let lifeline = keeper.stdin.take().unwrap();
        assert!(keeper.try_wait().unwrap().is_none() && folder.exists());
        drop(lifeline);
        assert!(keeper.wait().unwrap().success());
        assert!(!folder.exists());
    }
}
