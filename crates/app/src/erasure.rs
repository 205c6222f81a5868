//! A person leaves for good: what said who he was is destroyed, and what companies signed stays with a pseudonym for its author.

use domain::{
    company::CompanyState,
    email_address::EmailAddress,
    event::Event,
    id::{CompanyId, UserId},
    member::Role,
    policy::EraseMe,
    staff::AppointmentState,
    user::User,
};
use persistence::{System, Tx};
use thiserror::Error;

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Why nobody is erased.
#[derive(Debug, Error)]
pub enum EraseMeError {
    #[error("this is not your address")]
    OtherAddress,
    #[error("you are the last owner of {}: hand it over or close it first", companies.join(", "))]
    LastOwner { companies: Vec<String> },
    #[error("you are on duty for the forum: end the duty first")]
    OnDuty,
    #[error("the law asks for your data to be held; the forum will tell you when it is not any more")]
    UnderHold,
}

/// Erases the person who asks.
pub async fn erase_me(op: &Op, email: &str) -> Result<(), Refused<EraseMeError>> {
    let (tx, actor, _) = op.begin_own().await?;
    let permit = actor.permit::<EraseMe>(())?;
    let user = permit.by().user;
    let known = tx.users().get(user).await?;
    if !EmailAddress::parse(email).is_ok_and(|email| email.comparable() == known.email.comparable()) {
        return Err(EraseMeError::OtherAddress.into());
    }
    if tx.legal_holds().on(user).await? > 0 {
        return Err(EraseMeError::UnderHold.into());
    }
    if tx.staff().of_user(user).await?.iter().any(|appointment| appointment.state != AppointmentState::Ended) {
        return Err(EraseMeError::OnDuty.into());
    }
    let companies = left_alone(&tx, user).await?;
    if !companies.is_empty() {
        return Err(EraseMeError::LastOwner { companies }.into());
    }
    let names = tx.personal().names(user).await?;
    tx.personal().delete(&names).await?;
    tx.personal().forget_address(&known.email).await?;
    tx.legal_holds().blank(user).await?;
    let pseudonym = User::erased(&known, op.app().now()).map_err(|error| Failure::Internal(error.to_string()))?;
    tx.invitations().forget(&known.email, &pseudonym.email, op.app().now()).await?;
    tx.join_requests().forget(user, op.app().now()).await?;
    tx.handovers().void_of(user, op.app().now()).await?;
    tx.users().erase(&pseudonym).await?;
    tx.commit(Event::PersonErased { user }).await?;
    Ok(())
}

/// The names of the companies that would have no owner without the person. Their rows of owners are kept from changing until this ends.
async fn left_alone(tx: &Tx<System>, user: UserId) -> Result<Vec<String>, Failure> {
    let memberships = tx.members().of_user(user).await?;
    let owned: Vec<CompanyId> =
        memberships.iter().filter(|membership| membership.role == Role::Owner).map(|membership| membership.company).collect();
    let owners = tx.members().owners_locked(&owned).await?;
    let alone: Vec<CompanyId> =
        owned.into_iter().filter(|company| !owners.iter().any(|owner| owner.company == *company && owner.user != user)).collect();
    let companies = tx.companies().by_ids(&alone).await?;
    Ok(companies
        .iter()
        .filter(|company| !is_closed(company.state))
        .map(|company| company.registration.names.primary().to_owned())
        .collect())
}

/// Whether nobody has to answer for the company any more.
fn is_closed(state: CompanyState) -> bool {
    matches!(state, CompanyState::Closed | CompanyState::Merged)
}
