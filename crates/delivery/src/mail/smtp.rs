//! Letters over SMTP, through the mail server of the installation.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use app::port::{BoxFuture, Clock, Letter, MailError, Mailer};
use lettre::transport::smtp::response::Category;
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{SmtpTransport, Transport};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use super::message::{self, Sender};

/// How long the mail server may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For one answer. After it the connection is given up.
    pub answer: Duration,
    /// For a whole letter. After it the caller waits no longer.
    pub letter: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { answer: Duration::from_secs(10), letter: Duration::from_secs(30) }
    }
}

/// Why the setting of the mail server is refused. It does not repeat the setting, which holds a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SmtpUrlError {
    /// It is not the URL of a mail server.
    #[error("the mail server must be given as smtps://user:password@host or smtp://user:password@host?tls=required")]
    Malformed,
    /// Letters and password would cross the network for everybody to read.
    #[error("a mail server on another machine needs TLS: smtps://host or smtp://host?tls=required")]
    Unprotected,
}

/// Sends letters through a few connections that are kept open.
///
/// The transport is the blocking one, on threads for blocking work. The asynchronous one has no timeout for an answer, and when
/// a send is given up half-way it puts the connection back with an answer unread: the next letter would take the answers to
/// this one for its own, and a refused letter would count as sent.
pub struct SmtpMailer {
    transport: SmtpTransport,
    timeouts: Timeouts,
    sender: Sender,
    clock: Arc<dyn Clock>,
}

impl SmtpMailer {
    /// Reads the URL of the mail server. It connects when the first letter is sent.
    pub fn parse(url: &SecretString, sender: Sender, clock: Arc<dyn Clock>, timeouts: Timeouts) -> Result<Self, SmtpUrlError> {
        let url = url.expose_secret();
        if !is_protected(url) {
            return Err(SmtpUrlError::Unprotected);
        }
        let pool = PoolConfig::new().max_size(4).idle_timeout(Duration::from_mins(1));
        let transport =
            SmtpTransport::from_url(url).map_err(|_| SmtpUrlError::Malformed)?.timeout(Some(timeouts.answer)).pool_config(pool).build();
        Ok(Self { transport, timeouts, sender, clock })
    }
}

/// Whether nobody on the way can read along: TLS is required, or there is no way, because the server is on this machine.
/// TLS that is used where it is offered is none, because whoever is on the way can take the offer out.
fn is_protected(url: &str) -> bool {
    let Some(plain) = url.strip_prefix("smtp://") else { return true };
    let (address, query) = plain.split_once('?').unwrap_or((plain, ""));
    if query.split('&').any(|setting| setting == "tls=required") {
        return true;
    }
    let authority = address.split(['/', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((address, _)) => address,
        None => host.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Mailer for SmtpMailer {
    fn send(&self, letter: Letter) -> BoxFuture<'_, Result<(), MailError>> {
        Box::pin(async move {
            let at = message::written_at(&letter, self.clock.now());
            let message = message::write(&self.sender, &letter, at)?;
            let transport = self.transport.clone();
            let sending = tokio::task::spawn_blocking(move || transport.send(&message));
            // A letter whose time is over may leave all the same; sent again, it is the same message.
            match tokio::time::timeout(self.timeouts.letter, sending).await {
                Ok(Ok(Ok(_))) => Ok(()),
                Ok(Ok(Err(error))) => Err(failure(&error)),
                Ok(Err(broken)) => Err(MailError::Temporary(broken.to_string())),
                Err(_) => Err(MailError::Temporary("the mail server took too long".to_owned())),
            }
        })
    }
}

/// Only a refusal that concerns the letter or its mailbox is for good: codes 550 to 559. A refused password, an unknown command
/// or a broken connection is a matter of settings that somebody will mend, and letters must not be lost until then.
///
/// The server's own words often repeat the address, so the log has the code only.
fn failure(error: &smtp::Error) -> MailError {
    match error.status() {
        Some(code) if error.is_permanent() && matches!(code.category, Category::MailSystem) => {
            MailError::Permanent(format!("the mail server answered {code}"))
        }
        Some(code) => MailError::Temporary(format!("the mail server answered {code}")),
        None if error.is_tls() => MailError::Temporary("no TLS with the mail server".to_owned()),
        None if error.is_client() => MailError::Temporary("the mail server lacks what the letter needs".to_owned()),
        None => MailError::Temporary("no answer from the mail server".to_owned()),
    }
}

impl fmt::Debug for SmtpMailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpMailer").field("timeouts", &self.timeouts).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
