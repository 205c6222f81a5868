//! What a person agrees to: given and withdrawn for each purpose, and all of it his to read.

use domain::{
    consent::{Consent, ConsentError, Purpose},
    event::Event,
    id::UserId,
    language::Language,
    policy::{RecordConsent, WithdrawConsent},
};
use persistence::{Page, Person, Window};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Takes down what a person agrees to.
pub async fn record(op: &Op, purpose: Purpose, version: Option<&str>) -> Result<Consent, Refused<ConsentError>> {
    let (tx, actor) = op.begin_person().await?;
    let permit = actor.permit::<RecordConsent>(())?;
    let user = permit.by().user;
    let language = tx.users().get(user).await?.language;
    let ledger = tx.consents().ledger(user, purpose).await?;
    // A version has the same moment in every language.
    let texts = tx.legal_texts().in_language(Language::En).await?;
    let consent = Consent::record(&permit, purpose, version, language, &ledger, &texts, op.stamp())?;
    tx.consents().add(std::slice::from_ref(&consent)).await?;
    tx.commit(Event::ConsentGiven { user, purpose: purpose.to_string(), version: consent.version.clone() }).await?;
    Ok(consent)
}

/// Takes down what a person agrees to no longer.
pub async fn withdraw(op: &Op, purpose: Purpose) -> Result<Consent, Refused<ConsentError>> {
    let (tx, actor) = op.begin_person().await?;
    let permit = actor.permit::<WithdrawConsent>(())?;
    let user = permit.by().user;
    let ledger = tx.consents().ledger(user, purpose).await?;
    let consent = Consent::withdraw(&permit, purpose, &ledger, op.stamp())?;
    tx.consents().add(std::slice::from_ref(&consent)).await?;
    tx.commit(Event::ConsentWithdrawn { user, purpose: purpose.to_string() }).await?;
    Ok(consent)
}

/// What the person said, the latest first, whomever he acts for just now.
pub async fn history(op: &Op, user: UserId, window: &Window) -> Result<Page<Consent>, Failure> {
    Ok(op.app().database.view(Person(user)).await?.consents().page(user, window).await?)
}
