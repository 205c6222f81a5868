//! Measures what is released: builds it, starts a database that writes durably, and lets the bench ask.

use std::path::Path;

use crate::cluster::{Cluster, Durability};
use crate::failure::Failure;
use crate::process;
use crate::provision::postgres;

/// Passes the arguments on to `bench run`, and gives its exit code.
pub fn run(root: &Path, arguments: &[String]) -> Result<u8, Failure> {
    let server = postgres::find_or_install()?;
    // The whole workspace, so that both programs are built with the same features as the tests.
    process::run(process::cargo(root).args(["build", "--release", "--workspace", "--bins"]))?;
    let cluster = Cluster::start(&server, Durability::Durable)?;
    let mut bench = process::cargo(root);
    bench.args(["run", "--release", "--workspace", "--bin", "bench", "--", "run", "--forum"]);
    bench.arg(target(root).join("release/forum"));
    let code = process::exit_code(bench.args(arguments).env("FORUM_TEST_POSTGRES", cluster.url()));
    cluster.stop()?;
    code
}

fn target(root: &Path) -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into)
}
