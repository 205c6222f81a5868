//! What the operator does with the audit: has all of it checked, and takes a copy.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use app::audit::{
    check::{Fault, Scope, check},
    export::{Form, begin_at_host},
    seal,
};
use clap::{Subcommand, ValueEnum};
use domain::{
    id::{CompanyId, UserId},
    stamp::Timestamp,
};
use persistence::repository::audit::AuditFilter;

use crate::{failure::Failure, settings::Settings, terminal::say, wiring};

#[derive(Subcommand, Debug)]
pub enum Task {
    /// Works out every hash again, and says where history is not as it was left.
    Verify {
        /// Only the chain of this company.
        #[arg(long, value_parser = |text: &str| text.parse::<CompanyId>())]
        company: Option<CompanyId>,
        /// Also against this checkpoint, which was kept outside.
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
    /// Writes a copy to the standard output, without what tells of a person.
    Export {
        /// How it is written.
        #[arg(long, value_enum, default_value_t = Format::Ndjson)]
        format: Format,
        /// Only what concerns this company.
        #[arg(long, value_parser = |text: &str| text.parse::<CompanyId>())]
        company: Option<CompanyId>,
        /// Only what this person did.
        #[arg(long, value_parser = |text: &str| text.parse::<UserId>())]
        actor: Option<UserId>,
        /// Only events of this name.
        #[arg(long)]
        event: Option<String>,
        /// From this moment on.
        #[arg(long)]
        from: Option<Timestamp>,
        /// Up to, and without, this moment.
        #[arg(long)]
        until: Option<Timestamp>,
    },
}

/// How a copy is written.
#[derive(ValueEnum, Debug, Clone, Copy)]
pub enum Format {
    /// A line of JSON an event.
    Ndjson,
    /// A table for spreadsheets.
    Csv,
}

pub async fn run(settings: Settings, task: Task) -> Result<ExitCode, Failure> {
    match task {
        Task::Verify { company, checkpoint } => verify(settings, company, checkpoint.as_deref()).await,
        Task::Export { format, company, actor, event, from, until } => {
            let filter = AuditFilter { actor, company, event, from, until, request: None };
            export(settings, filter, format).await.map(|()| ExitCode::SUCCESS)
        }
    }
}

/// Opens the database as it is: one that somebody changed must not be changed further before it is looked at.
async fn verify(settings: Settings, company: Option<CompanyId>, checkpoint: Option<&Path>) -> Result<ExitCode, Failure> {
    let outside = checkpoint.map(std::fs::read_to_string).transpose().map_err(Failure::io("the checkpoint"))?;
    let database = wiring::open_database(&settings).await?;
    let ports = wiring::ports(&settings.data, settings.mail);
    let secret = settings.secret.open(&*ports.ids).map_err(Failure::io("the secret of the installation"))?;
    let seal = seal(&secret);
    let scope = Scope { company, outside: outside.as_deref(), seal: Some(&seal) };
    let mut told = Ok(());
    let mut tell = |Fault { place, what }| {
        if told.is_ok() {
            told = say(format_args!("FAULT    {place}: {what}"));
        }
    };
    let report = check(&database, scope, &mut tell).await;
    database.close().await;
    told?;
    let report = report?;
    let of = company.map_or_else(|| format!("{} events, ", report.events), |_| String::new());
    say(format_args!(
        "{} {of}{} entries in {} chains, {} checkpoints, {} faults",
        if report.faults == 0 { "good    " } else { "BAD     " },
        report.entries,
        report.chains,
        report.checkpoints,
        report.faults
    ))?;
    Ok(if report.faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn export(settings: Settings, filter: AuditFilter, format: Format) -> Result<(), Failure> {
    let database = wiring::open_ready_database(&settings).await?;
    let public_url = settings.public_url_or(settings.listen);
    let ports = wiring::ports(&settings.data, settings.mail);
    let application = wiring::open_application(database, ports, public_url.origin, settings.secret).await?;
    let form = match format {
        Format::Ndjson => Form::Lines,
        Format::Csv => Form::Table,
    };
    let written = async {
        let mut copy = begin_at_host(&application, filter, form).await?;
        while let Some(text) = copy.next(&application).await? {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Failure::io("the standard output"))?;
        }
        Ok(())
    };
    let written = written.await;
    application.database().close().await;
    written
}
