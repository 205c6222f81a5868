//! Letters: written once for all nodes from the events, sent by whichever node takes them.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::{
    company::Company,
    event::Event,
    id::{CompanyId, Identifier, LetterId, UserId},
    member::Role,
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
    port::{Letter, MailError},
};

const READING: &str = "letters";
const BATCH: u64 = 100;
const SENT_AT_ONCE: u64 = 20;
/// A letter that was taken and not reported on is tried again after this.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const MAX_ATTEMPTS: i32 = 10;

impl Application {
    /// Writes the letters that follow from what happened. True if there was something to read.
    pub(super) async fn write_letters(&self) -> Result<bool, Failure> {
        let tx = self.begin_system("post").await?;
        let Some(bookmark) = tx.events().claim_reading(READING).await? else { return Ok(false) };
        let events = tx.events().after(bookmark, BATCH).await?;
        let Some(last) = events.last().map(|recorded| recorded.bookmark) else { return Ok(false) };
        let news: Vec<_> = events.into_iter().filter_map(|recorded| News::of(recorded.event)).collect();
        if !news.is_empty() {
            let named: BTreeSet<CompanyId> = news.iter().flat_map(|news| [Some(news.to), news.about]).flatten().collect();
            let companies = tx.companies().by_ids(&named.into_iter().collect::<Vec<_>>()).await?;
            let readers: Vec<CompanyId> = news.iter().map(|news| news.to).collect();
            let members = tx.members().of_companies(&readers).await?;
            let members: Vec<_> = members.into_iter().filter(|member| member.role >= Role::Editor).collect();
            let people = tx.users().by_ids(&members.iter().map(|member| member.user).collect::<Vec<_>>()).await?;
            let mut letters = Vec::new();
            for item in &news {
                let to = members.iter().filter(|member| member.company == item.to).map(|member| member.user);
                for user in to.filter_map(|id| people.iter().find(|user| user.id == id)) {
                    letters.extend(self.letter(item, user, &companies)?);
                }
            }
            tx.letters().add(&letters).await?;
        }
        tx.events().note_reading(READING, last).await?;
        tx.commit_chore().await?;
        Ok(true)
    }

    fn letter(&self, news: &News, user: &User, companies: &[Company]) -> Result<Option<WaitingLetter>, Failure> {
        let name_of = |id: CompanyId| {
            let company = companies.iter().find(|company| company.id == id);
            company.map(|company| company.registration.names.primary().to_owned()).unwrap_or_default()
        };
        let name = name_of(news.about.unwrap_or(news.to));
        let content = match &news.event {
            Event::CompanyVerified { company, .. } => Content::CompanyVerified { company: *company, name },
            Event::CompanyRejected { company, reason, .. } => Content::CompanyRejected { company: *company, name, reason: reason.clone() },
            Event::IntroductionRequested { introduction, .. } => Content::IntroductionReceived { introduction: *introduction, from: name },
            Event::IntroductionAccepted { introduction, .. } => Content::IntroductionAccepted { introduction: *introduction, by: name },
            _ => return Ok(None),
        };
        let at = self.now();
        Ok(Some(WaitingLetter {
            id: LetterId::from_uuid(self.ports.ids.uuid_v7(at)),
            user: user.id,
            language: user.language,
            content: serde_json::to_value(content).map_err(|error| Failure::Internal(error.to_string()))?,
            attempts: 0,
            written_at: at,
        }))
    }

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
        let people = tx.users().by_ids(&people).await?;
        tx.commit_chore().await?;
        for waiting in &letters {
            let user = people.iter().find(|user| user.id == waiting.user);
            let result = match user.map(|user| self.put_into_words(waiting, user)).transpose()? {
                Some(letter) => self.ports.mailer.send(letter).await,
                None => Err(MailError::Permanent("the person is gone".to_owned())),
            };
            let tx = self.begin_system("post").await?;
            match result {
                Ok(()) => tx.letters().sent(waiting.id, now).await?,
                Err(MailError::Temporary(why)) if waiting.attempts + 1 < MAX_ATTEMPTS => {
                    tracing::warn!(letter = %waiting.id, why, "a letter is tried again");
                    let wait = TimeDelta::seconds(30 << waiting.attempts.min(10));
                    tx.letters().put_off(waiting.id, waiting.attempts + 1, now + wait).await?;
                }
                Err(why) => {
                    tracing::error!(letter = %waiting.id, %why, "a letter is given up");
                    tx.letters().given_up(waiting.id).await?;
                }
            }
            tx.commit_chore().await?;
        }
        Ok(!letters.is_empty())
    }

    fn put_into_words(&self, waiting: &WaitingLetter, user: &User) -> Result<Letter, Failure> {
        let content: Content = serde_json::from_value(waiting.content.clone()).map_err(|error| Failure::Internal(error.to_string()))?;
        let home = format!("{}/{}", self.public_url.trim_end_matches('/'), waiting.language);
        let link = match &content {
            Content::VerifyEmail { user, issued_at, registered_at } => {
                format!("{home}/verify-email?token={}", email_token(self, *user, *issued_at, *registered_at))
            }
            Content::ResetPassword { user, issued_at, changed_at, email } => {
                format!("{home}/reset-password?token={}", reset_token(self, *user, *issued_at, *changed_at, email))
            }
            Content::ConfirmEmailChange { change, .. } => format!("{home}/confirm-email?token={}", confirm_token(self, *change)),
            Content::EmailChangeAsked { change, .. } => format!("{home}/stop-email-change?token={}", stop_token(self, *change)),
            _ => home,
        };
        let words = letter::words(&content, waiting.language, &link);
        Ok(Letter {
            id: waiting.id.uuid(),
            to: letter::addressee(&content).unwrap_or(&user.email).as_str().to_owned(),
            subject: words.subject,
            text: words.text,
            language: waiting.language,
        })
    }
}

/// Something that a company's people are told by letter.
struct News {
    event: Event,
    /// Whose people are told.
    to: CompanyId,
    /// The company that it is about, if it is another.
    about: Option<CompanyId>,
}

impl News {
    fn of(event: Event) -> Option<Self> {
        let (to, about) = match &event {
            Event::CompanyVerified { company, .. } | Event::CompanyRejected { company, .. } => (*company, None),
            Event::IntroductionRequested { from, to, .. } => (*to, Some(*from)),
            Event::IntroductionAccepted { from, to, .. } => (*from, Some(*to)),
            _ => return None,
        };
        Some(Self { event, to, about })
    }
}
