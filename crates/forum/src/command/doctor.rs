//! Looks whether the database is fit to be used, and says so line by line.

use std::process::ExitCode;

use persistence::doctor::{Finding, Verdict, examine};

use crate::{failure::Failure, settings::Settings, terminal::say, wiring};

/// Prints every finding; fails if a node would not start.
pub async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let database = wiring::open_database(settings).await?;
    let findings = examine(&database).await;
    database.close().await;
    for finding in &findings {
        say(line(finding))?;
    }
    Ok(if findings.iter().any(Finding::is_fatal) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn line(finding: &Finding) -> String {
    let verdict = match finding.verdict {
        Verdict::Good => "good",
        Verdict::Warning => "warning",
        Verdict::Fatal => "FATAL",
    };
    format!("{verdict:<8} {:<18} {}", finding.name, finding.text)
}
