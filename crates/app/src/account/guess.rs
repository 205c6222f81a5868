//! How often passwords, factors and letters may be tried: counted in the database before each try, so that all nodes agree and guesses of
//! one moment count like guesses in turn.

use std::{
    net::{IpAddr, Ipv6Addr},
    time::Duration,
};

use domain::{
    id::{Identifier, UserId},
    meter::{Bound, PASSWORD, PASSWORD_ON_KNOWN_DEVICE},
    stamp::Timestamp,
};
use uuid::Uuid;

use crate::{application::Application, failure::Failure, op::Op};

/// One count, by its name in the database, and what bounds it.
pub(super) struct Guesses {
    name: String,
    bound: Bound,
}

/// Addresses of people and of networks are not kept as they are.
fn name(app: &Application, kind: &str, subject: &str) -> String {
    format!("{kind}:{}", app.link_seal.derive_token(&format!("meter/{kind}/{subject}"), Uuid::nil()))
}

/// Guesses at the password behind an address, whether there is one or not.
pub(super) fn at_password(app: &Application, address: &str, known_device: bool) -> Guesses {
    if known_device {
        Guesses { name: name(app, "password-known", address), bound: PASSWORD_ON_KNOWN_DEVICE }
    } else {
        Guesses { name: name(app, "password", address), bound: PASSWORD }
    }
}

/// The counts of guesses at a password, by name.
pub(super) fn names_of_password(app: &Application, address: &str) -> [String; 2] {
    [at_password(app, address, false).name, at_password(app, address, true).name]
}

/// The count of guesses at the second factor of a person, by name.
pub(super) fn name_of_factor(user: UserId) -> String {
    format!("factor:{}", user.uuid().simple())
}

/// The count of letters with a link that a person gets, by name.
pub(crate) fn name_of_letters(user: UserId) -> String {
    format!("letters-to:{}", user.uuid().simple())
}

impl Guesses {
    /// Counts one guess before it is looked at; or says when to come again.
    pub(super) async fn take(&self, op: &Op) -> Result<Result<(), Timestamp>, Failure> {
        let app = op.app();
        let tx = app.begin_system(op.request()).await?;
        let taken = tx.meters().take(&self.name, &self.bound, app.now()).await?;
        tx.commit_chore().await?;
        Ok(taken)
    }

    /// It was right, or was not looked at.
    pub(super) async fn give_back(&self, op: &Op) -> Result<(), Failure> {
        let tx = op.app().begin_system(op.request()).await?;
        self.give_back_in(&tx, op.app().now()).await?;
        tx.commit_chore().await?;
        Ok(())
    }

    pub(super) async fn give_back_in(&self, tx: &persistence::Tx<persistence::System>, now: Timestamp) -> Result<(), Failure> {
        Ok(tx.meters().give_back(&self.name, now).await?)
    }
}

/// The network that an address of the network stands for: whoever has one address of IPv6 has a whole network of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Counts what one address of the network does. Commands of the host have none.
pub(super) async fn of_address(op: &Op, kind: &str, bound: &Bound) -> Result<(), Failure> {
    let Some(address) = op.origin().address else { return Ok(()) };
    let guesses = Guesses { name: name(op.app(), kind, &network(address).to_string()), bound: *bound };
    match guesses.take(op).await? {
        Ok(()) => Ok(()),
        Err(until) => Err(too_often(op.app(), until)),
    }
}

/// Come again then.
pub(super) fn too_often(app: &Application, until: Timestamp) -> Failure {
    let wait = (until - app.now()).to_std().unwrap_or_default();
    Failure::TooOften { retry_after: wait.max(Duration::from_secs(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
