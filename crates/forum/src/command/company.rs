//! What two administrators do to a company by the interface, done by the operator's word on the host.

use app::Refused;
use domain::{email_address::EmailAddress, id::CompanyId};

use super::staff::open;
use crate::{failure::Failure, settings::Settings, terminal::say};

pub async fn merge(settings: Settings, keep: CompanyId, retire: CompanyId, reason: String) -> Result<(), Failure> {
    let application = open(settings).await?;
    let outcome = app::merge::merge_as_operator(&application, keep, retire, reason).await;
    application.database().close().await;
    told(outcome)?;
    say(format_args!("{retire} is now {keep}"))
}

pub async fn transfer(settings: Settings, company: CompanyId, to: EmailAddress, reason: String) -> Result<(), Failure> {
    let application = open(settings).await?;
    let outcome = app::merge::transfer_as_operator(&application, company, &to, reason).await;
    application.database().close().await;
    told(outcome)?;
    say(format_args!("{company} now belongs to {to}"))
}

fn told<E: std::fmt::Display>(outcome: Result<(), Refused<E>>) -> Result<(), Failure> {
    outcome.map_err(|refused| match refused {
        Refused::Rule(rule) => Failure::Refused(rule.to_string()),
        Refused::Failure(failure) => failure.into(),
    })
}
