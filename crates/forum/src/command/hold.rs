//! Keeps people from being erased, from the host.

use std::fmt::Write;

use app::Application;
use domain::text;

use super::HoldTask;
use crate::{failure::Failure, settings::Settings, terminal::say, wiring};

pub async fn run(settings: Settings, task: HoldTask) -> Result<(), Failure> {
    let database = wiring::open_ready_database(&settings).await?;
    let public_url = settings.public_url_or(settings.listen);
    let ports = wiring::ports(&settings.data, settings.mail);
    let application = wiring::open_application(database, ports, public_url.origin, settings.secret).await?;
    let told = perform(&application, task).await;
    application.database().close().await;
    say(told?)
}

async fn perform(application: &Application, task: HoldTask) -> Result<String, Failure> {
    Ok(match task {
        HoldTask::Add { email, reason } => {
            let reason = written(&reason)?;
            let hold = app::legal_hold::place_by_operator(application, &email, reason).await.map_err(refused)?;
            format!("{email} is held: {}", hold.id)
        }
        HoldTask::Lift { id, because } => {
            let because = written(&because)?;
            let hold = app::legal_hold::lift_by_operator(application, id, because).await.map_err(refused)?;
            format!("{} is lifted", hold.id)
        }
        HoldTask::List => {
            let mut text = String::new();
            for (hold, person) in app::legal_hold::in_force(application).await? {
                let address = person.map_or_else(|| hold.user.to_string(), |person| person.email.as_str().to_owned());
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{}  {}  {address}  {}", hold.id, hold.placed_at.format("%Y-%m-%d"), hold.reason);
            }
            if text.is_empty() { "nobody is held".to_owned() } else { text.trim_end().to_owned() }
        }
    })
}

fn written(reason: &str) -> Result<String, Failure> {
    text::parse(reason, 10, 2_000).map_err(|error| Failure::Refused(format!("the reason {error}")))
}

fn refused<E: std::fmt::Display>(refused: app::Refused<E>) -> Failure {
    match refused {
        app::Refused::Rule(rule) => Failure::Refused(rule.to_string()),
        app::Refused::Failure(failure) => failure.into(),
    }
}
