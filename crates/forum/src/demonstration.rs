//! A forum to try: a world of fictional companies, and people to sign in as, whose password everybody knows.

use std::{fmt::Write, sync::Arc};

use app::{Application, Ports, Refused, staff::AppointModeratorError};
use domain::{
    country::Country,
    email_address::EmailAddress,
    staff::{AppointError, Duty},
};
use persistence::System;

use crate::{failure::Failure, settings::Settings, wiring};

/// The password of everybody in the demonstration. It protects nothing, which is why the demonstration stays on this machine.
pub const PASSWORD: &str = "walnut-saddle-monsoon-42";

const WORLD: wiring::Plan = wiring::Plan { companies: 300, seed: 1 };

const STAFF: [(Duty, Country, &str); 3] = [
    (Duty::Administrator, Country::Kz, "administrator@demo.example.org"),
    (Duty::Moderator, Country::Kz, "moderator.kz@demo.example.org"),
    (Duty::Moderator, Country::Pk, "moderator.pk@demo.example.org"),
];

/// Whether a demonstration would harm nobody here.
pub fn permit(settings: &Settings) -> Result<(), Failure> {
    if settings.is_postgres() {
        let text = "--demo fills a SQLite database of its own; unset DATABASE_URL, or start without --demo";
        return Err(Failure::Refused(text.to_owned()));
    }
    if !settings.listen.ip().is_loopback() && !settings.demo_anywhere {
        return Err(Failure::Refused(format!(
            "--demo signs in everybody by a password that is printed, so it listens on the loopback only and not on {}; \
             FORUM_DEMO_ANYWHERE=yes lifts this",
            settings.listen
        )));
    }
    Ok(())
}

/// Fills an empty database, once.
pub async fn lay_out(application: &Arc<Application>, ports: &Ports) -> Result<(), Failure> {
    let listed = application.database().view(System).await?.directory().sweep(None, 1).await?;
    if !listed.is_empty() {
        return Ok(());
    }
    // First, so that companies in the directory mean that everything is there.
    for (duty, side, address) in STAFF {
        let email = EmailAddress::parse(address).map_err(|error| Failure::Refused(error.to_string()))?;
        match app::staff::add(application, email, Some(PASSWORD), duty, side).await {
            Ok(_) | Err(Refused::Rule(AppointModeratorError::Appoint(AppointError::AlreadyAppointed))) => {}
            Err(Refused::Rule(rule)) => return Err(Failure::Refused(rule.to_string())),
            Err(Refused::Failure(failure)) => return Err(failure.into()),
        }
    }
    let report = wiring::seed(application, ports, WORLD).await?;
    tracing::info!(%report, "demonstration world");
    Ok(())
}

/// Where to go, and who to be.
pub fn welcome(origin: &str) -> String {
    let mut text = format!(
        "\nThe forum is ready, with a demonstration world: its companies are fictional.\n\n\
         \x20 Pages       {origin}/en\n\
         \x20 GraphQL     {origin}/graphql\n\
         \x20 Health      {origin}/health/ready\n\
         \x20 Metrics     {origin}/metrics\n\n\
         Sign in as, each with the password {PASSWORD}\n\n"
    );
    for (side, address) in wiring::DEMONSTRATION_OWNERS {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {address:<34} the owner of a company of the side {side}");
    }
    for (duty, side, address) in STAFF {
        let _ = writeln!(text, "  {address:<34} {} of the side {side}", duty.as_str().to_ascii_lowercase());
    }
    text.push_str("\nLetters are not sent: `forum mail` shows them. Ctrl-C ends the forum.\n");
    text
}

#[cfg(test)]
mod tests {
    use app::credential::password::{Password, PasswordPolicy};

    use super::*;
    use crate::settings::Source;

    fn settings(environment: &[(&str, &str)]) -> Settings {
        let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Settings::read(&Source::gather(environment, std::path::Path::new("/nonexistent"))).unwrap()
    }

    #[test]
    fn the_password_is_one_that_the_forum_accepts() {
        for (.., address) in STAFF {
            assert!(PasswordPolicy::default().check(&Password::new(PASSWORD), &[address]).is_ok());
        }
    }

    #[test]
    fn a_demonstration_stays_on_this_machine_and_off_postgresql() {
        assert!(permit(&settings(&[])).is_ok());
        assert!(permit(&settings(&[("FORUM_LISTEN", "[::1]:8080")])).is_ok());
        let everywhere = ("FORUM_LISTEN", "0.0.0.0:8080");
        assert!(permit(&settings(&[everywhere])).unwrap_err().to_string().contains("FORUM_DEMO_ANYWHERE=yes"));
        assert!(permit(&settings(&[everywhere, ("FORUM_DEMO_ANYWHERE", "yes")])).is_ok());
        let secret = ("FORUM_SECRET", "5f0e1d2c3b4a59687786958493a2b1c05f0e1d2c3b4a59687786958493a2b1c0");
        let postgres = settings(&[("DATABASE_URL", "postgres://forum@host/forum"), secret, ("FORUM_DEMO_ANYWHERE", "yes")]);
        assert!(permit(&postgres).unwrap_err().to_string().contains("SQLite"));
    }

    #[test]
    fn the_welcome_names_everybody_and_every_address() {
        let text = welcome("http://127.0.0.1:8080");
        let people = STAFF.map(|(.., address)| address).into_iter().chain(wiring::DEMONSTRATION_OWNERS.map(|(_, address)| address));
        for part in people.chain(["http://127.0.0.1:8080/en", "http://127.0.0.1:8080/graphql", PASSWORD]) {
            assert!(text.contains(part), "{part}");
        }
    }
}
