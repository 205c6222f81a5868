//! Installing packages on Debian and Ubuntu, where root may do so unasked.

use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Whether packages can be installed here: root, and the package manager of Debian.
pub fn can_install() -> Result<bool, Failure> {
    Ok(Path::new("/etc/debian_version").exists() && process::find("apt-get").is_some() && process::is_root()?)
}

/// Installs packages without questions and without what they merely recommend.
pub fn install(packages: &[&str]) -> Result<(), Failure> {
    println!("installing {}", packages.join(", "));
    process::run(apt_get().args(["--quiet=2", "update"]))?;
    process::run(apt_get().args(["--quiet=2", "install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command.args(["-o", "Dpkg::Use-Pty=0", "-o", "Dpkg::Options::=--force-confold"]);
    command
}
