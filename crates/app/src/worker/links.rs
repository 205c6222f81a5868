//! Letters with a link that somebody asked for: here it is looked up who he is, where nobody waits for the answer.

use chrono::TimeDelta;
use domain::{
    email_address::EmailAddress,
    event::Event,
    id::{Identifier, LetterId},
    meter::LETTERS_SENT,
    user::User,
};
use persistence::{
    System, Tx,
    repository::letter::{LetterRequest, WaitingLetter},
};

use crate::{
    account::{Wanted, guess},
    application::Application,
    failure::Failure,
    letter::Content,
};

/// How many requests are answered before other work has its turn.
const AT_ONCE: usize = 50;
/// Counts that nobody has added to for so long are worth nothing.
const COUNTS_KEPT: TimeDelta = TimeDelta::days(8);
const CHALLENGES_KEPT: TimeDelta = TimeDelta::days(1);

impl Application {
    /// Writes the letters that were asked for. True if any were.
    pub(super) async fn answer_letter_requests(&self) -> Result<bool, Failure> {
        if !self.view_system().await?.letter_requests().any().await? {
            return Ok(false);
        }
        for _ in 0..AT_ONCE {
            let tx = self.begin_system("links").await?;
            let requests = tx.letter_requests().take(1).await?;
            let Some(request) = requests.first() else { break };
            match self.answer(&tx, request).await? {
                Some(event) => tx.commit(event).await?,
                None => tx.commit_chore().await?,
            }
        }
        Ok(true)
    }

    /// Writes to whoever has the address, unless he got enough letters lately. Nobody is told who is not known.
    async fn answer(&self, tx: &Tx<System>, request: &LetterRequest) -> Result<Option<Event>, Failure> {
        let Ok(email) = EmailAddress::parse(&request.email_key) else { return Ok(None) };
        let Some(user) = tx.users().by_email(&email).await? else { return Ok(None) };
        let Some(stored) = tx.passwords().of(user.id).await? else { return Ok(None) };
        let now = self.now();
        let (content, event) = if request.kind == Wanted::ResetPassword.as_str() {
            let content =
                Content::ResetPassword { user: user.id, issued_at: now, changed_at: stored.changed_at, email: user.email.clone() };
            (content, Event::PasswordResetRequested { user: user.id })
        } else if user.email_verified_at.is_none() {
            let content = Content::VerifyEmail { user: user.id, issued_at: now, registered_at: Some(stored.changed_at) };
            (content, Event::EmailVerificationRequested { user: user.id })
        } else {
            return Ok(None);
        };
        if tx.meters().take(&guess::name_of_letters(user.id), &LETTERS_SENT, now).await?.is_err() {
            return Ok(None);
        }
        tx.letters().add(&[self.link_letter(&user, content)?]).await?;
        Ok(Some(event))
    }

    fn link_letter(&self, user: &User, content: Content) -> Result<WaitingLetter, Failure> {
        let at = self.now();
        Ok(WaitingLetter {
            id: LetterId::from_uuid(self.ports.ids.uuid_v7(at)),
            user: user.id,
            language: user.language,
            content: serde_json::to_value(content).map_err(|error| Failure::Internal(error.to_string()))?,
            attempts: 0,
            written_at: at,
        })
    }

    /// Forgets counts and questions that have long been over.
    pub(super) async fn sweep_access(&self) -> Result<(), Failure> {
        let now = self.now();
        let tx = self.begin_system("sweep").await?;
        tx.meters().sweep(now - COUNTS_KEPT).await?;
        tx.challenges().sweep(now - CHALLENGES_KEPT).await?;
        tx.commit_chore().await?;
        Ok(())
    }
}
