//! A server in a process of its own, and what it uses while it is asked.

use std::{net::SocketAddr, process::Stdio, time::Duration};

use tokio::{
    process::{Child, Command},
    time::{sleep, timeout},
};

use crate::{
    failure::Failure,
    load::{self, Asked, Figures, Plan},
    process,
};

/// A server process, and the processes of the database behind it.
pub struct Node {
    pub address: SocketAddr,
    child: Child,
    /// The process that all processes of the database descend from.
    database: Option<u32>,
}

/// What was asked of a node, and what that cost.
#[derive(Debug, Clone, Copy)]
pub struct Measured {
    pub figures: Figures,
    pub server: Duration,
    pub database: Duration,
}

impl Measured {
    /// Microseconds of processor time for one request, of server and database.
    pub fn cpu_micros(&self) -> (f64, f64) {
        let requests = crate::load::as_float(self.figures.requests.max(1));
        let micros = |used: Duration| used.as_secs_f64() * 1e6 / requests;
        (micros(self.server), micros(self.database))
    }

    pub fn total_micros(&self) -> f64 {
        let (server, database) = self.cpu_micros();
        server + database
    }
}

impl Node {
    /// Starts the command and waits until it listens.
    pub async fn start(command: &mut Command, address: SocketAddr, database: Option<u32>) -> Result<Self, Failure> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true).spawn().map_err(Failure::at("a server"))?;
        let mut node = Self { address, child, database };
        let listens = async {
            while tokio::net::TcpStream::connect(address).await.is_err() {
                if let Ok(Some(status)) = node.child.try_wait() {
                    return Err(Failure::Other(format!("the server ended with {status} before it listened")));
                }
                sleep(Duration::from_millis(20)).await;
            }
            Ok(())
        };
        timeout(Duration::from_mins(30), listens).await.map_err(|_| Failure::Other("the server does not listen".to_owned()))??;
        Ok(node)
    }

    fn pid(&self) -> Result<u32, Failure> {
        self.child.id().ok_or_else(|| Failure::Other("the server has ended".to_owned()))
    }

    pub fn resident_bytes(&self) -> Result<u64, Failure> {
        process::resident_bytes(self.pid()?)
    }

    fn used(&self) -> Result<(Duration, Duration), Failure> {
        let server = process::cpu(self.pid()?)?;
        let database = self.database.map_or(Duration::ZERO, |parent| {
            // A connection that has just been closed is not there any more, which is no reason to stop.
            process::children(parent).into_iter().filter_map(|pid| process::cpu(pid).ok()).sum()
        });
        Ok((server, database))
    }

    /// Asks until it is warm, asks as long as the plan says, and tells what that cost.
    pub async fn measured(&self, requests: &[Asked], plan: &Plan) -> Result<Measured, Failure> {
        load::ask(self.address, requests, plan, plan.warm_up).await?;
        let (server_before, database_before) = self.used()?;
        let figures = load::ask(self.address, requests, plan, plan.lasts).await?;
        let (server, database) = self.used()?;
        Ok(Measured { figures, server: server.saturating_sub(server_before), database: database.saturating_sub(database_before) })
    }

    pub async fn stop(mut self) -> Result<(), Failure> {
        self.child.kill().await.map_err(Failure::at("a server"))
    }
}

/// An address that is free now.
pub fn free_address() -> Result<SocketAddr, Failure> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).map_err(Failure::at("127.0.0.1"))?;
    listener.local_addr().map_err(Failure::at("127.0.0.1"))
}
