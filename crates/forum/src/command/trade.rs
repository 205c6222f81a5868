//! Brings in a file of trade figures without a browser: the same rules and the same report as by the interface.

use std::{path::Path, process::ExitCode};

use app::Refused;
use domain::trade_import::{Report, Verdict};

use super::staff::open;
use crate::{failure::Failure, settings::Settings, terminal::say};

/// With `dry_run` nothing is written; a file with refused rows ends with a code that a script can see.
pub async fn import(settings: Settings, file: &Path, basis: &str, dry_run: bool) -> Result<ExitCode, Failure> {
    let bytes = std::fs::read(file).map_err(Failure::io("the file of trade figures"))?;
    let csv = String::from_utf8(bytes).map_err(|_| {
        Failure::Refused(format!("{} is not UTF-8: save it as `CSV UTF-8`, with commas and decimal points", file.display()))
    })?;
    let application = open(settings).await?;
    let preview = app::trade_import::preview_as_operator(&application, basis, &csv).await;
    let sound = preview.as_ref().is_ok_and(|report| report.counts().refused == 0);
    let outcome = if sound && !dry_run { Some(app::trade_import::import_as_operator(&application, basis, csv).await) } else { None };
    application.database().close().await;
    let report = preview?;
    show(&report)?;
    match outcome {
        None => say(if sound { "nothing was written: a dry run" } else { "nothing was written: every row has to be right" })?,
        Some(Ok(imported)) if imported.repeated => say("the same file was brought in before; nothing was written again")?,
        Some(Ok(imported)) => say(format_args!("brought in as {}", imported.import.id))?,
        Some(Err(Refused::Rule(rule))) => return Err(Failure::Refused(rule.to_string())),
        Some(Err(Refused::Failure(failure))) => return Err(failure.into()),
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show(report: &Report) -> Result<(), Failure> {
    for row in &report.rows {
        match &row.verdict {
            Verdict::New(flow) => say(format_args!("line {}: new: {} {}", row.line, flow.period, flow.flow))?,
            Verdict::Changed { before, after } => {
                let cents = |value: Option<i64>| value.map_or_else(|| "no figure".to_owned(), |value| format!("{value} cents"));
                let (was, is) = (cents(before.value_usd_minor), cents(after.value_usd_minor));
                say(format_args!("line {}: changed: {} {}: {was} -> {is}", row.line, after.period, after.flow))?;
            }
            Verdict::Same(_) => {}
            Verdict::Refused(faults) => {
                for fault in faults {
                    say(format_args!("line {}, column {}: {} {}", row.line, fault.column, fault.code, fault.message))?;
                }
            }
        }
    }
    let counts = report.counts();
    say(format_args!("{} new, {} changed, {} the same, {} refused", counts.new, counts.changed, counts.same, counts.refused))
}
