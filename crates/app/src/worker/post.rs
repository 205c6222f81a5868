//! Letters are put into words and sent by whichever node takes them.

use chrono::TimeDelta;
use domain::{
    id::{Identifier, UserId},
    notification::Topic,
    user::User,
};
use persistence::repository::letter::WaitingLetter;

use crate::{
    account::{
        email::{confirm_token, stop_token},
        email_token,
        password::reset_token,
    },
    application::Application,
    failure::Failure,
    letter::{self, Content},
    notification::{Letters, security_notice, unsubscribed_here},
    port::{Letter, MailError},
};

const SENT_AT_ONCE: u64 = 20;
/// A letter that was taken and not reported on is tried again after this.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const MAX_ATTEMPTS: i32 = 10;

impl Application {
    /// Sends letters that are due. True if there were any.
    pub(super) async fn send_letters(&self) -> Result<bool, Failure> {
        let now = self.now();
        if self.view_system().await?.letters().due(now).await? == 0 {
            return Ok(false);
        }
        let tx = self.begin_system("post").await?;
        let letters = tx.letters().take(now, SENT_AT_ONCE).await?;
        for letter in &letters {
            tx.letters().put_off(letter.id, letter.attempts + 1, now + LEASE).await?;
        }
        let people: Vec<UserId> = letters.iter().map(|letter| letter.user).collect();
        let refusing = tx.notifications().refusals(&people).await?;
        let people = tx.users().by_ids(&people).await?;
        tx.commit_chore().await?;
        for waiting in &letters {
            let user = people.iter().find(|user| user.id == waiting.user);
            let letter = user.ok_or_else(|| "the person is gone".to_owned()).and_then(|user| self.put_into_words(waiting, user));
            let (result, left) = match letter {
                Ok(letter) => (self.ports.mailer.send(letter).await, true),
                // One letter that nobody can read must not keep the others from leaving.
                Err(why) => (Err(MailError::Permanent(why)), false),
            };
            let tx = self.begin_system("post").await?;
            match result {
                Ok(()) => {
                    tx.letters().sent(waiting.id, now).await?;
                    if refusing.iter().any(|(user, _)| *user == waiting.user) {
                        tx.notifications().arrived(waiting.user).await?;
                    }
                }
                Err(MailError::Temporary(why)) if waiting.attempts + 1 < MAX_ATTEMPTS => {
                    tracing::warn!(letter = %waiting.id, why, "a letter is tried again");
                    let wait = TimeDelta::seconds(30 << waiting.attempts.min(10));
                    tx.letters().put_off(waiting.id, waiting.attempts + 1, now + wait).await?;
                }
                Err(why) => {
                    tracing::error!(letter = %waiting.id, %why, "a letter is given up");
                    tx.letters().given_up(waiting.id).await?;
                    if left && matches!(why, MailError::Permanent(_)) {
                        tx.notifications().refused(waiting.user, now).await?;
                    }
                }
            }
            tx.commit_chore().await?;
        }
        Ok(!letters.is_empty())
    }

    fn put_into_words(&self, waiting: &WaitingLetter, user: &User) -> Result<Letter, String> {
        let content: Content = serde_json::from_value(waiting.content.clone()).map_err(|error| error.to_string())?;
        let language = waiting.language;
        let root = self.public_url.trim_end_matches('/');
        let home = format!("{root}/{language}");
        let link = match &content {
            Content::VerifyEmail { user, issued_at, registered_at } => {
                format!("{home}/verify-email?token={}", email_token(self, *user, *issued_at, *registered_at))
            }
            Content::ResetPassword { user, issued_at, changed_at, email } => {
                format!("{home}/reset-password?token={}", reset_token(self, *user, *issued_at, *changed_at, email))
            }
            Content::ConfirmEmailChange { change, .. } => format!("{home}/confirm-email?token={}", confirm_token(self, *change)),
            Content::EmailChangeAsked { change, .. } => format!("{home}/stop-email-change?token={}", stop_token(self, *change)),
            Content::News { path, .. } => format!("{home}{path}"),
            _ => home.clone(),
        };
        let words = letter::words(&content, language, &link);
        let ends = match &content {
            Content::News { kind, .. } if kind.topic().is_optional() => Some(Letters::Of(kind.topic())),
            Content::Digest { .. } => Some(Letters::Digests),
            _ => None,
        };
        let unsubscribe =
            ends.map(|ends| format!("{root}/unsubscribe?token={}&language={language}", self.unsubscribe_token(user.id, ends)));
        let foot = match (&unsubscribe, &content) {
            (Some(unsubscribe), _) => Some(unsubscribed_here(&format!("{home}/account"), unsubscribe, language)),
            (None, Content::News { kind, .. }) if kind.topic() == Topic::Security => Some(security_notice(language).to_owned()),
            _ => None,
        };
        Ok(Letter {
            id: waiting.id.uuid(),
            to: letter::addressee(&content).unwrap_or(&user.email).as_str().to_owned(),
            subject: words.subject,
            text: foot.map_or(words.text.clone(), |foot| format!("{}\n\n--\n{foot}", words.text)),
            language,
            unsubscribe,
        })
    }
}
