//! A person shows once more that it is he: what is asked for before anything that cannot be undone.

use domain::{event::Event, stamp::Timestamp};
use thiserror::Error;

use super::{
    factor::{self, Shown, Verdict},
    guess,
};
use crate::{
    credential::password::{Password, PasswordHash},
    failure::{Failure, Refused},
    op::{FRESH, Op, Who},
};

/// What a person shows again.
#[derive(Debug, Clone)]
pub enum Proof {
    Password(String),
    Factor(Shown),
}

/// Why nothing is confirmed.
#[derive(Debug, Error)]
pub enum ConfirmAccessError {
    #[error("the password is not right")]
    PasswordInvalid,
    #[error("the code is not right, or was used before")]
    CodeInvalid,
    #[error("you have a second factor: show that one")]
    SecondFactorRequired,
}

/// Renews the quarter of an hour within which what is marked as grave may be done: on this device, until the moment that is given back.
pub async fn confirm_access(op: &Op, proof: Proof) -> Result<Timestamp, Refused<ConfirmAccessError>> {
    match proof {
        Proof::Password(password) => by_password(op, &password).await,
        Proof::Factor(shown) => by_factor(op, &shown).await,
    }
}

async fn by_password(op: &Op, password: &str) -> Result<Timestamp, Refused<ConfirmAccessError>> {
    let app = op.app();
    let Who::Person { user, .. } = op.who() else { return Err(Failure::Unauthenticated.into()) };
    op.actor().await?;
    let (person, stored) = {
        let view = app.view_system().await?;
        if !view.second_factors().of(user).await?.is_empty() {
            return Err(ConfirmAccessError::SecondFactorRequired.into());
        }
        let stored = view.passwords().of(user).await?.ok_or(ConfirmAccessError::PasswordInvalid)?;
        (view.users().get(user).await?, stored)
    };
    // Whoever is signed in sits at a device that is known; whoever stole it guesses no more often.
    let guesses = guess::at_password(app, person.email.comparable(), true);
    if let Err(until) = guesses.take(op).await? {
        return Err(guess::too_often(app, until).into());
    }
    let right = match app.hasher.verify(&Password::new(password), &PasswordHash::new(stored.hash)).await {
        Ok(right) => right,
        Err(error) => {
            guesses.give_back(op).await?;
            return Err(error.into());
        }
    };
    let (tx, actor, standing) = op.begin_own().await?;
    let person = actor.signed_in().ok_or(Failure::SessionEnded)?;
    if !right {
        tx.commit(Event::SignInRefused { user: Some(user) }).await?;
        return Err(ConfirmAccessError::PasswordInvalid.into());
    }
    let unchanged = tx.passwords().of(user).await?.is_some_and(|now| now.changed_at == stored.changed_at);
    if !unchanged || standing.enrolled {
        return Err(Failure::Conflict.into());
    }
    let now = app.now();
    guesses.give_back_in(&tx, now).await?;
    tx.sessions().confirm_access(person.session, false, now).await?;
    tx.commit(Event::AccessConfirmed { user, session: person.session }).await?;
    Ok(now + FRESH)
}

async fn by_factor(op: &Op, shown: &Shown) -> Result<Timestamp, Refused<ConfirmAccessError>> {
    let app = op.app();
    let (tx, actor, _) = op.begin_own().await?;
    let person = actor.signed_in().ok_or(Failure::SessionEnded)?;
    match factor::check(app, &tx, person.user, shown).await? {
        Verdict::Right => {}
        Verdict::Wrong => {
            tx.commit(Event::SecondFactorRefused { user: person.user }).await?;
            return Err(ConfirmAccessError::CodeInvalid.into());
        }
        Verdict::TooOften(until) => return Err(guess::too_often(app, until).into()),
    }
    let now = app.now();
    tx.sessions().confirm_access(person.session, true, now).await?;
    tx.commit(Event::AccessConfirmed { user: person.user, session: person.session }).await?;
    Ok(now + FRESH)
}
