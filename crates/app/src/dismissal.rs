//! "Not interested": whom a company would rather not see among its matches.

use domain::{
    dismissal::{DismissError, Dismissal, RestoreError},
    event::Event,
    id::CompanyId,
    policy::{DismissMatch, RestoreMatch},
};

use crate::{failure::Refused, op::Op};

/// Takes a company out of one's matches, and oneself out of its. Said twice, the later reason stands.
pub async fn dismiss(op: &Op, other: CompanyId, reason: Option<String>) -> Result<Dismissal, Refused<DismissError>> {
    let (tx, actor) = op.begin().await?;
    let own = tx.company();
    let company = tx.companies().get(own).await?;
    let other = tx.companies().get(other).await?;
    let permit = actor.permit::<DismissMatch>(other)?;
    let dismissal = Dismissal::dismiss(permit, company.registration.country, reason, op.stamp())?;
    match tx.dismissals().find(own, dismissal.other).await? {
        Some(was) => tx.dismissals().change(&dismissal, &was).await?,
        None => tx.dismissals().add(&dismissal).await?,
    }
    tx.commit(Event::MatchDismissed { company: own, other: dismissal.other }).await?;
    Ok(dismissal)
}

/// Lets it come back.
pub async fn restore(op: &Op, other: CompanyId) -> Result<Dismissal, Refused<RestoreError>> {
    let (tx, actor) = op.begin().await?;
    let own = tx.company();
    let was = tx.dismissals().find(own, other).await?.ok_or(RestoreError::NotDismissed)?;
    let dismissal = Dismissal::restore(actor.permit::<RestoreMatch>(was.clone())?, op.stamp())?;
    tx.dismissals().change(&dismissal, &was).await?;
    tx.commit(Event::MatchRestored { company: own, other }).await?;
    Ok(dismissal)
}
