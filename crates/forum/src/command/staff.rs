//! Puts people on duty by the operator's word: the first administrator of an installation comes in by no other way.

use std::io::{self, BufRead, IsTerminal, Write};

use app::{Refused, staff::AppointModeratorError};
use domain::{country::Country, email_address::EmailAddress, staff::Duty};

use crate::{failure::Failure, settings::Settings, terminal::say, wiring};

pub async fn add(settings: Settings, email: EmailAddress, duty: Duty, side: Country, password_stdin: bool) -> Result<(), Failure> {
    let password = if password_stdin { Some(read_password().map_err(Failure::io("the standard input"))?) } else { None };
    let database = wiring::open_ready_database(&settings).await?;
    let public_url = settings.public_url_or(settings.listen);
    let ports = wiring::ports(&settings.data, settings.mail, settings.bucket.as_ref())?;
    let application = wiring::open_application(database, ports, public_url.origin, settings.secret).await?;
    let outcome = app::staff::add(&application, email.clone(), password.as_deref(), duty, side).await;
    application.database().close().await;
    match outcome {
        Ok(_) => say(format_args!("{email} is on duty as {duty} of the side {side}")),
        Err(Refused::Failure(failure)) => Err(failure.into()),
        Err(Refused::Rule(AppointModeratorError::UnknownPerson)) => Err(Failure::Refused(format!(
            "{email} has no account; to make one, give its password on the standard input with --password-stdin"
        ))),
        Err(Refused::Rule(rule)) => Err(Failure::Refused(rule.to_string())),
    }
}

/// One line, without the line break.
fn read_password() -> io::Result<String> {
    let input = io::stdin();
    if input.is_terminal() {
        write!(io::stderr(), "Password: ")?;
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
