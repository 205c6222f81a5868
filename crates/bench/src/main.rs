//! Measures the forum as a whole process, as its users meet it, beside a floor that answers the same in the same run.
//!
//! The floor is twofold: the same bytes out of memory over a bare axum route, and the best single statement for the same rows over
//! tokio-postgres. What is compared is CPU time per request of the processes that serve it, which moves little with what else the machine
//! does; requests per second and latencies stand beside it. `cargo xtask bench` starts a database and runs this.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks to its terminal")]
#![expect(clippy::disallowed_methods, reason = "a measuring program waits for real time and drives connections of its own")]

mod failure;
mod floor;
mod load;
mod node;
mod operation;
mod process;
mod report;
mod world;

use std::{net::SocketAddr, num::NonZeroUsize, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};

use crate::{
    failure::Failure,
    load::Plan,
    operation::Operation,
    report::{Cell, Report},
    world::{Database, World},
};

/// Measures the forum beside a floor.
#[derive(Parser, Debug)]
#[command(name = "bench", version)]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Lays out worlds, measures every operation on them, and prints a table.
    Run(Run),
    /// Serves the floor: for `run`, which starts it as a process of its own.
    Floor {
        /// Where to listen.
        #[arg(long)]
        listen: SocketAddr,
        /// The database whose rows are asked for by one statement each.
        #[arg(long)]
        database: Option<String>,
    },
}

/// What is measured.
#[derive(clap::Args, Debug)]
struct Run {
    /// The sizes of the worlds, in companies.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000])]
    companies: Vec<u32>,
    /// The databases: sqlite, postgres.
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = [Database::Sqlite, Database::Postgres])]
    databases: Vec<Database>,
    /// Only these operations, by their names.
    #[arg(long, value_delimiter = ',', value_enum)]
    only: Vec<Operation>,
    /// How long each operation is asked for, after a second of warming up.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many connections ask at once.
    #[arg(long, default_value_t = NonZeroUsize::new(16).unwrap_or(NonZeroUsize::MIN))]
    connections: NonZeroUsize,
    /// The binary of the forum.
    #[arg(long)]
    forum: PathBuf,
    /// A superuser's address of a PostgreSQL in which databases may be made.
    #[arg(long, env = "FORUM_TEST_POSTGRES")]
    postgres: Option<String>,
    /// Also writes every figure to this file, as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Command::parse().task {
        Task::Run(run) => measure(run).await,
        Task::Floor { listen, database } => floor::serve(listen, database).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(run: Run) -> Result<(), Failure> {
    let operations = if run.only.is_empty() { Operation::ALL.to_vec() } else { run.only.clone() };
    let plan = Plan { connections: run.connections, warm_up: Duration::from_secs(1), lasts: Duration::from_secs(run.seconds) };
    let mut report = Report::default();
    for database in &run.databases {
        for companies in &run.companies {
            eprintln!("{database}: a world of {companies} companies");
            let world = World::lay_out(&run.forum, *database, *companies, run.postgres.as_deref()).await?;
            let node = world.serve(&run.forum).await?;
            let idle = node.resident_bytes()?;
            let cast = world.cast(&node).await?;
            for operation in &operations {
                let Some(requests) = operation.requests(&cast) else {
                    eprintln!("{}: nobody in this world can do it", operation.name());
                    continue;
                };
                let asked = node.measured(&requests, &plan).await?;
                let sample = load::sample(node.address, &requests).await?;
                let floor = world.floor().await?;
                let memory_requests = floor::from_memory(floor.address, &sample).await?;
                let memory = floor.measured(&memory_requests, &plan).await?;
                let statement = match operation.floor(&cast) {
                    Some(requests) if *database == Database::Postgres => Some(floor.measured(&requests, &plan).await?),
                    _ => None,
                };
                let cell = Cell { database: *database, companies: *companies, operation: *operation, asked, memory, statement };
                println!("{}", report::line(&cell));
                report.cells.push(cell);
            }
            report.memory.push((*database, *companies, idle, node.resident_bytes()?));
            node.stop().await?;
            world.remove().await?;
        }
    }
    println!("\n{report}");
    if let Some(path) = run.json {
        std::fs::write(&path, report.json()).map_err(Failure::at(path.display()))?;
    }
    Ok(())
}
