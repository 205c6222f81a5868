//! Fills the database: with what everybody agrees on, and with a world to demonstrate and measure.

use crate::{demonstration, failure::Failure, settings::Settings, terminal::say, wiring};

pub async fn import(settings: Settings) -> Result<(), Failure> {
    let database = wiring::open_ready_database(&settings).await?;
    let report = wiring::import(&database, &wiring::ports(&settings.data, settings.mail, settings.bucket.as_ref())?).await;
    database.close().await;
    say(report?)
}

pub async fn seed(settings: Settings, companies: u32, seed: u64) -> Result<(), Failure> {
    let database = wiring::open_ready_database(&settings).await?;
    let public_url = settings.public_url_or(settings.listen);
    let ports = wiring::ports(&settings.data, settings.mail, settings.bucket.as_ref())?;
    // A world stands on the reference data.
    wiring::import(&database, &ports).await?;
    let application = wiring::open_application(database, ports.clone(), public_url.origin, settings.secret).await?;
    let report = wiring::seed(&application, &ports, companies, seed, demonstration::PASSWORD).await;
    application.database().close().await;
    let report = report?;
    say(&report)?;
    say(demonstration::people())
}
