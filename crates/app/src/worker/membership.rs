//! Invitations on their way to readers who may be nobody of the forum yet, and what ends when nobody answers.

use chrono::TimeDelta;
use domain::event::Event;
use persistence::repository::invitation::InvitationLetter;

use crate::{
    application::Application,
    failure::Failure,
    invitation::link_token,
    letter,
    port::{Letter, MailError},
};

/// How many records end in one transaction.
const BATCH: u64 = 200;
const SENT_AT_ONCE: u64 = 20;
/// A letter that was taken and not reported on is tried again after this.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const MAX_ATTEMPTS: i32 = 10;

impl Application {
    /// Ends what nobody has answered in time. True if there was something.
    pub(super) async fn expire_memberships(&self) -> Result<bool, Failure> {
        let now = self.now();
        let due = {
            let view = self.view_system().await?;
            [view.invitations().any_due(now).await?, view.join_requests().any_due(now).await?, view.handovers().any_due(now).await?]
        };
        if due[0] {
            let tx = self.begin_system("expiry").await?;
            let companies = tx.invitations().expire(now, BATCH).await?;
            tx.commit(Event::InvitationsExpired { companies }).await?;
        }
        if due[1] {
            let tx = self.begin_system("expiry").await?;
            let companies = tx.join_requests().expire(now, BATCH).await?;
            tx.commit(Event::JoinRequestsExpired { companies }).await?;
        }
        if due[2] {
            let tx = self.begin_system("expiry").await?;
            let companies = tx.handovers().expire(now, BATCH).await?;
            tx.commit(Event::HandoversExpired { companies }).await?;
        }
        Ok(due.contains(&true))
    }

    /// Sends invitations that are due. True if there were any.
    pub(super) async fn send_invitations(&self) -> Result<bool, Failure> {
        let now = self.now();
        if !self.view_system().await?.invitations().any_letter_due(now).await? {
            return Ok(false);
        }
        let tx = self.begin_system("post").await?;
        let letters = tx.invitations().take_letters(now, SENT_AT_ONCE).await?;
        let mut written = Vec::new();
        for waiting in &letters {
            tx.invitations().letter_tried(&waiting.invitation, waiting.attempts + 1, Some(now + LEASE)).await?;
            // Who is known here has said which language he reads; for others the company's is the best guess.
            let reader = tx.users().by_email(&waiting.invitation.email).await?;
            let language = reader.map_or(waiting.invitation.language, |reader| reader.language);
            let inviter = tx.users().find(waiting.invitation.invited_by).await?.map(|inviter| inviter.name).unwrap_or_default();
            written.push(self.invitation_letter(waiting, language, &inviter));
        }
        tx.commit_chore().await?;
        for (waiting, letter) in letters.iter().zip(written) {
            let result = self.ports.mailer.send(letter).await;
            let tx = self.begin_system("post").await?;
            let attempts = waiting.attempts + 1;
            let again_at = match result {
                Ok(()) => None,
                Err(MailError::Temporary(why)) if attempts < MAX_ATTEMPTS => {
                    tracing::warn!(invitation = %waiting.invitation.id, why, "an invitation is tried again");
                    Some(now + TimeDelta::seconds(30 << waiting.attempts.min(10)))
                }
                Err(why) => {
                    tracing::error!(invitation = %waiting.invitation.id, %why, "the letter of an invitation is given up");
                    None
                }
            };
            tx.invitations().letter_tried(&waiting.invitation, attempts, again_at).await?;
            tx.commit_chore().await?;
        }
        Ok(!letters.is_empty())
    }

    fn invitation_letter(&self, waiting: &InvitationLetter, language: domain::language::Language, inviter: &str) -> Letter {
        let invitation = &waiting.invitation;
        let home = format!("{}/{language}", self.public_url.trim_end_matches('/'));
        let link = format!("{home}/invitation?token={}", link_token(self, invitation.id));
        let words = letter::invitation::words(&invitation.company_name, inviter, invitation.expires_at, language, &link);
        let to = invitation.email.as_str().to_owned();
        Letter { id: invitation.letter, to, subject: words.subject, text: words.text, language, unsubscribe: None }
    }
}
