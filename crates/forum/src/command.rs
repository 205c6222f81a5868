//! What the operator can ask for on the command line.

mod audit;
mod company;
mod doctor;
mod hold;
mod mail;
mod schema;
mod serve;
mod staff;
mod stock;
mod trade;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use domain::{
    country::Country,
    email_address::EmailAddress,
    id::{CompanyId, LegalHoldId},
    staff::Duty,
};

use crate::{
    failure::Failure,
    log,
    settings::{Settings, Source},
    terminal::say,
    wiring,
};

pub use schema::prepare;

/// The Pakistan-Kazakhstan Business Forum.
///
/// Settings come from the environment and from a file: `forum.toml`, or what `FORUM_CONFIG` names.
#[derive(Parser, Debug)]
#[command(name = "forum", version)]
pub struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand, Debug)]
enum Task {
    /// Starts a node and stays until it is told to stop.
    Serve(Serve),
    /// Brings the schema of the database up to date.
    Migrate,
    /// Loads the reference data and the public record that the forum carries, or a file of one's own; what administrators wrote stays.
    Import {
        #[command(subcommand)]
        of: Option<ImportTask>,
    },
    /// Adds a demonstration world of fictional companies, the same for the same seed.
    Seed {
        /// How many companies.
        #[arg(long, value_parser = clap::value_parser!(u32).range(2..))]
        companies: u32,
        /// The number that decides everything that looks random.
        #[arg(long)]
        seed: u64,
    },
    /// Puts people on duty, lists them, and ends duties.
    #[command(subcommand)]
    Staff(StaffTask),
    /// Keeps people from being erased, for a reason that the law gives.
    #[command(subcommand)]
    Hold(HoldTask),
    /// Checks or copies what the forum keeps of everything that happened.
    #[command(subcommand)]
    Audit(audit::Task),
    /// Does to companies by the operator's word what two administrators do by theirs.
    #[command(subcommand)]
    Company(CompanyTask),
    /// Prints the GraphQL schema.
    Sdl,
    /// Looks whether the database is fit to be used.
    Doctor,
    /// Shows the letters that were written into the data folder, where there is no mail server.
    Mail {
        /// Only letters to this address.
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
        /// Only the last one.
        #[arg(long)]
        last: bool,
    },
}

/// How a node starts.
#[derive(clap::Args, Debug)]
pub struct Serve {
    /// On SQLite, with a demonstration world and people to sign in as, whose password everybody knows.
    #[arg(long)]
    demo: bool,
    /// Starts also where the database forgets acknowledged writes when the power fails.
    #[arg(long)]
    i_accept_data_loss: bool,
}

#[derive(Subcommand, Debug)]
enum ImportTask {
    /// Brings in a CSV file of trade figures: all of it or nothing, and the same file once.
    Trade {
        /// The file, with the header of the reference data.
        file: PathBuf,
        /// Whose figures they are and how they were made, such as `KZ_customs`.
        #[arg(long, value_parser = |text: &str| domain::code::basis(text))]
        basis: String,
        /// Tells row by row what the file would change, and writes nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Subcommand, Debug)]
enum CompanyTask {
    /// Makes one company of two that were one all along.
    Merge {
        /// The identifier of the company that stays.
        #[arg(long, value_parser = |text: &str| text.parse::<CompanyId>())]
        keep: CompanyId,
        /// The identifier of the one that was registered twice.
        #[arg(long, value_parser = |text: &str| text.parse::<CompanyId>())]
        retire: CompanyId,
        /// Why, as both companies will read it.
        #[arg(long)]
        reason: String,
    },
    /// Gives a company whose owner is gone another one.
    Transfer {
        /// The identifier of the company.
        #[arg(long, value_parser = |text: &str| text.parse::<CompanyId>())]
        company: CompanyId,
        /// The address of the registered person who becomes the owner.
        #[arg(long, value_parser = |text: &str| EmailAddress::parse(text))]
        to: EmailAddress,
        /// Why, as the company will read it.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Subcommand, Debug)]
enum StaffTask {
    /// Lists who is on duty or about to be.
    List,
    /// Ends somebody's duty at once.
    End {
        /// The person's address.
        #[arg(long, value_parser = |text: &str| EmailAddress::parse(text))]
        email: EmailAddress,
        /// administrator, moderator or auditor.
        #[arg(long, value_parser = |text: &str| text.to_ascii_uppercase().parse::<Duty>())]
        duty: Duty,
        /// The side of the forum: KZ or PK.
        #[arg(long, value_parser = |text: &str| text.to_ascii_uppercase().parse::<Country>())]
        side: Country,
    },
    /// Puts a person on duty; who has no account yet is given one with the password from the standard input.
    Add {
        /// The person's address.
        #[arg(long, value_parser = |text: &str| EmailAddress::parse(text))]
        email: EmailAddress,
        /// administrator, moderator or auditor.
        #[arg(long, value_parser = |text: &str| text.to_ascii_uppercase().parse::<Duty>())]
        duty: Duty,
        /// The side of the forum: KZ or PK.
        #[arg(long, value_parser = |text: &str| text.to_ascii_uppercase().parse::<Country>())]
        side: Country,
        /// Reads the password of a new account from the standard input; an argument could be read by others on this machine.
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Subcommand, Debug)]
enum HoldTask {
    /// Holds a person.
    Add {
        /// The person's address.
        #[arg(long, value_parser = |text: &str| EmailAddress::parse(text))]
        email: EmailAddress,
        /// Why: 10 to 2,000 characters.
        #[arg(long)]
        reason: String,
    },
    /// Lets go of a person.
    Lift {
        /// The hold, as `list` shows it.
        #[arg(long, value_parser = |text: &str| text.parse::<LegalHoldId>())]
        id: LegalHoldId,
        /// Why: 10 to 2,000 characters.
        #[arg(long)]
        because: String,
    },
    /// Shows who is held.
    List,
}

impl Command {
    /// Does what was asked for. The code is that of a command that did its work and has bad news.
    pub async fn run(self) -> Result<ExitCode, Failure> {
        // What needs no settings must not fail for bad ones.
        if let Task::Sdl = self.task {
            return say(wiring::sdl().trim_end()).map(|()| ExitCode::SUCCESS);
        }
        let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        let settings = Settings::read(&Source::gather(std::env::vars_os(), &folder)).map_err(Failure::Settings)?;
        log::begin(&settings.log);
        match self.task {
            Task::Serve(how) => serve::run(settings, &how).await?,
            Task::Migrate => schema::migrate(&settings).await?,
            Task::Import { of: None } => stock::import(settings).await?,
            Task::Import { of: Some(ImportTask::Trade { file, basis, dry_run }) } => {
                return trade::import(settings, &file, &basis, dry_run).await;
            }
            Task::Seed { companies, seed } => stock::seed(settings, companies, seed).await?,
            Task::Staff(StaffTask::Add { email, duty, side, password_stdin }) => {
                staff::add(settings, email, duty, side, password_stdin).await?;
            }
            Task::Hold(task) => hold::run(settings, task).await?,
            Task::Audit(task) => return audit::run(settings, task).await,
            Task::Staff(StaffTask::List) => staff::list(settings).await?,
            Task::Staff(StaffTask::End { email, duty, side }) => staff::end(settings, email, duty, side).await?,
            Task::Company(CompanyTask::Merge { keep, retire, reason }) => company::merge(settings, keep, retire, reason).await?,
            Task::Company(CompanyTask::Transfer { company, to, reason }) => company::transfer(settings, company, to, reason).await?,
            Task::Sdl => {}
            Task::Doctor => return doctor::run(&settings).await,
            Task::Mail { to, last } => mail::run(&settings, to.as_deref(), last)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn parses(line: &str) -> bool {
        Command::try_parse_from(line.split(' ')).is_ok()
    }

    #[test]
    fn the_commands_are_those_that_others_rely_on() {
        Command::command().debug_assert();
        for line in [
            "forum serve",
            "forum serve --demo",
            "forum serve --i-accept-data-loss",
            "forum migrate",
            "forum import",
            "forum seed --companies 300 --seed 1",
            "forum staff add --email a@example.kz --duty administrator --side KZ",
            "forum staff add --email a@example.kz --duty moderator --side pk --password-stdin",
            "forum hold add --email a@example.kz --reason a-lawsuit-is-pending",
            "forum hold lift --id hld_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f --because it-was-settled",
            "forum hold list",
            "forum staff list",
            "forum staff end --email a@example.kz --duty moderator --side PK",
            "forum import",
            "forum import trade figures.csv --basis KZ_customs",
            "forum import trade figures.csv --basis KZ_customs --dry-run",
            "forum company merge --keep cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f --retire cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e1f --reason Twins",
            "forum company transfer --company cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f --to a@example.kz --reason Gone",
            "forum sdl",
            "forum doctor",
            "forum mail",
            "forum mail --to a@example.kz --last",
            "forum audit verify",
            "forum audit verify --company cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f --checkpoint kept.txt",
            "forum audit export",
            "forum audit export --format csv --event CompanyVerified --from 2026-03-01T00:00:00Z",
        ] {
            assert!(parses(line), "{line}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "forum",
            "forum seed --companies 1 --seed 1",
            "forum seed --companies 300",
            "forum hold add --email a@example.kz",
            "forum hold lift --id usr_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f --because it-was-settled",
            "forum staff add --email nobody --duty administrator --side KZ",
            "forum staff add --email a@example.kz --duty king --side KZ",
            "forum staff add --email a@example.kz --duty auditor --side UZ",
            "forum staff add --email a@example.kz --duty auditor --side KZ --password secret",
            "forum import trade figures.csv",
            "forum import trade figures.csv --basis KZ-customs",
            "forum company merge --keep cmp_0192d3f0a1b27c3d8e4f5a6b7c8d9e0f --retire lst_0192d3f0a1b27c3d8e4f5a6b7c8d9e1f --reason Twins",
        ] {
            assert!(!parses(line), "{line}");
        }
    }
}
