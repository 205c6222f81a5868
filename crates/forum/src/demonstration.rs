//! A forum to try: a world of fictional companies, and people to sign in as, whose password everybody knows.

use std::{fmt::Write, sync::Arc};

use app::{Application, Ports};
use persistence::System;

use crate::{failure::Failure, settings::Settings, wiring};

/// The password of everybody in the demonstration. It protects nothing, which is why the demonstration stays on this machine.
pub const PASSWORD: &str = "walnut-saddle-monsoon-42";

/// The authenticator of those on duty in a demonstration. Like the password it protects nothing.
pub const TOTP_SECRET: &str = "WALNUTSADDLEMONSOONRICE234567ABC";

/// How large the demonstration is, and which of all worlds.
const COMPANIES: u32 = 300;
const SEED: u64 = 1;

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
    let report = wiring::seed(application, ports, COMPANIES, SEED, PASSWORD).await?;
    tracing::info!(%report, "demonstration world");
    Ok(())
}

/// Where to go, and who to be.
pub fn welcome(origin: &str) -> String {
    format!(
        "\nThe forum is ready, with a demonstration world: its companies are fictional.\n\n\
         \x20 Pages       {origin}/en\n\
         \x20 GraphQL     {origin}/graphql\n\
         \x20 Health      {origin}/health/ready\n\
         \x20 Metrics     {origin}/metrics\n\n\
         {}\n\
         Letters are not sent: `forum mail` shows them. Ctrl-C ends the forum.\n",
        people()
    )
}

/// Who to sign in as, and with which password.
pub fn people() -> String {
    let mut text = format!("Sign in as, each with the password {PASSWORD}\n\n");
    for (address, standing) in app::seed::accounts() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {address:<28} {standing}");
    }
    let _ = write!(
        text,
        "\nThose on duty show a second factor too. Add this secret to an authenticator, which then shows their codes; everybody can read it\n\
         here, so it protects this demonstration only: {TOTP_SECRET}\n"
    );
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
        for (address, _) in app::seed::accounts() {
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
        let people = app::seed::accounts().map(|(address, _)| address);
        for part in people.into_iter().chain(["http://127.0.0.1:8080/en", "http://127.0.0.1:8080/graphql", PASSWORD]) {
            assert!(text.contains(part), "{part}");
        }
    }
}
