//! A word of the forum to everybody, to its members or to the companies of one side, for a while.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    country::Country,
    id::{AnnouncementId, StaffId},
    language::{Language, Translations},
    permit::Permit,
    policy::KeepAnnouncements,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// Who reads it.
    pub enum Audience {
        /// Everybody, signed in or not.
        Public = "PUBLIC",
        /// Everybody who acts for a company, and staff.
        Members = "MEMBERS",
        /// The companies of one side, and staff.
        OneSide = "ONE_SIDE",
    }
}

words! {
    /// Whether it is shown.
    pub enum AnnouncementState {
        Draft = "DRAFT",
        Published = "PUBLISHED",
        Withdrawn = "WITHDRAWN",
    }
}

/// What is announced, to whom and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnouncementWords {
    /// Whoever reads none of the languages that are there reads English.
    pub title: Translations,
    pub text: Translations,
    pub audience: Audience,
    pub side: Option<Country>,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

/// A word of the forum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub words: AnnouncementWords,
    pub state: AnnouncementState,
    pub drafted_by: StaffId,
    pub drafted_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
    pub version: i32,
}

/// Why an announcement is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnnouncementError {
    #[error("title and text are needed in English, which everybody reads whose language is missing")]
    EnglishMissing,
    #[error("a title needs a text and a text a title in the same language: {language}")]
    HalfTranslated { language: Language },
    #[error("say which side it is for")]
    SideMissing,
    #[error("a side is named only where it is for one side")]
    SideForNobody,
    #[error("it ends before it begins")]
    EndsBeforeItBegins,
    #[error("its time has passed")]
    OverAlready,
    #[error("it is {state} already")]
    NotADraft { state: AnnouncementState },
    #[error("only what is published is withdrawn; it is {state}")]
    NotPublished { state: AnnouncementState },
}

impl AnnouncementWords {
    fn check(&self) -> Result<(), AnnouncementError> {
        if self.title.get(Language::En).is_none() || self.text.get(Language::En).is_none() {
            return Err(AnnouncementError::EnglishMissing);
        }
        let half = |language: &&Language| self.title.get(**language).is_some() != self.text.get(**language).is_some();
        if let Some(language) = Language::ALL.iter().find(half) {
            return Err(AnnouncementError::HalfTranslated { language: *language });
        }
        match (self.audience, self.side) {
            (Audience::OneSide, None) => return Err(AnnouncementError::SideMissing),
            (Audience::Public | Audience::Members, Some(_)) => return Err(AnnouncementError::SideForNobody),
            _ => {}
        }
        if self.until.is_some_and(|until| until <= self.from) {
            return Err(AnnouncementError::EndsBeforeItBegins);
        }
        Ok(())
    }
}

impl Announcement {
    /// Writes an announcement that nobody but staff reads yet.
    pub fn draft(permit: &Permit<KeepAnnouncements>, words: AnnouncementWords, stamp: Stamp) -> Result<Self, AnnouncementError> {
        words.check()?;
        Ok(Self {
            id: stamp.id(),
            words,
            state: AnnouncementState::Draft,
            drafted_by: permit.by().id,
            drafted_at: stamp.at,
            published_at: None,
            withdrawn_at: None,
            version: 1,
        })
    }

    /// Writes a draft anew; what was published is withdrawn and said again instead, so that nobody's words change behind a reader.
    pub fn redraft(mut self, _: &Permit<KeepAnnouncements>, words: AnnouncementWords) -> Result<Self, AnnouncementError> {
        self.expect_draft()?;
        words.check()?;
        self.words = words;
        Ok(self)
    }

    /// Shows it to its audience, from the moment that it names.
    pub fn publish(mut self, _: &Permit<KeepAnnouncements>, stamp: Stamp) -> Result<Self, AnnouncementError> {
        self.expect_draft()?;
        if self.words.until.is_some_and(|until| until <= stamp.at) {
            return Err(AnnouncementError::OverAlready);
        }
        self.state = AnnouncementState::Published;
        self.published_at = Some(stamp.at);
        Ok(self)
    }

    /// Takes it back.
    pub fn withdraw(mut self, _: &Permit<KeepAnnouncements>, stamp: Stamp) -> Result<Self, AnnouncementError> {
        if self.state != AnnouncementState::Published {
            return Err(AnnouncementError::NotPublished { state: self.state });
        }
        self.state = AnnouncementState::Withdrawn;
        self.withdrawn_at = Some(stamp.at);
        Ok(self)
    }

    fn expect_draft(&self) -> Result<(), AnnouncementError> {
        match self.state {
            AnnouncementState::Draft => Ok(()),
            state => Err(AnnouncementError::NotADraft { state }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::{Actor, SignedIn, Staff},
        id::{Identifier, SessionId, UserId},
        permit::ForumRecord,
        staff::Duty,
    };
    use uuid::Uuid;

    fn permit() -> Permit<KeepAnnouncements> {
        let person = SignedIn {
            user: UserId::from_uuid(Uuid::nil()),
            session: SessionId::from_uuid(Uuid::nil()),
            proved: true,
            fresh: true,
            founds: false,
        };
        let staff = Staff {
            person,
            id: StaffId::from_uuid(Uuid::nil()),
            duty: Duty::Administrator,
            side: crate::country::Country::Kz,
            companies: Vec::new(),
        };
        Actor::Staff(staff).permit::<KeepAnnouncements>(ForumRecord).unwrap()
    }

    fn stamp(at: &str) -> Stamp {
        Stamp::new(at.parse().unwrap(), Uuid::nil())
    }

    fn text(languages: &[Language]) -> Translations {
        Translations::new(languages.iter().map(|language| (*language, "Nauryz".to_owned())))
    }

    fn words() -> AnnouncementWords {
        AnnouncementWords {
            title: text(Language::ALL),
            text: text(Language::ALL),
            audience: Audience::Public,
            side: None,
            from: "2026-03-02T09:00:00Z".parse().unwrap(),
            until: Some("2026-03-22T00:00:00Z".parse().unwrap()),
        }
    }

    #[test]
    fn words_have_a_reader_and_an_end_behind_their_beginning() {
        let draft = |words| Announcement::draft(&permit(), words, stamp("2026-03-02T09:00:00Z")).map(drop);
        assert_eq!(draft(words()), Ok(()));
        assert_eq!(draft(AnnouncementWords { title: text(&[Language::Ru]), ..words() }), Err(AnnouncementError::EnglishMissing));
        let half = AnnouncementWords { text: text(&[Language::En]), title: text(&[Language::En, Language::Kk]), ..words() };
        assert_eq!(draft(half), Err(AnnouncementError::HalfTranslated { language: Language::Kk }));
        assert_eq!(draft(AnnouncementWords { audience: Audience::OneSide, ..words() }), Err(AnnouncementError::SideMissing));
        assert_eq!(draft(AnnouncementWords { side: Some(Country::Kz), ..words() }), Err(AnnouncementError::SideForNobody));
        assert_eq!(draft(AnnouncementWords { until: Some(words().from), ..words() }), Err(AnnouncementError::EndsBeforeItBegins));
    }

    #[test]
    fn it_is_published_once_and_withdrawn_once() {
        let draft = Announcement::draft(&permit(), words(), stamp("2026-03-02T09:00:00Z")).unwrap();
        let late = draft.clone().publish(&permit(), stamp("2026-03-22T00:00:00Z"));
        assert_eq!(late.unwrap_err(), AnnouncementError::OverAlready);
        assert_eq!(
            draft.clone().withdraw(&permit(), stamp("2026-03-02T09:00:00Z")).unwrap_err(),
            AnnouncementError::NotPublished { state: AnnouncementState::Draft }
        );
        let published = draft.publish(&permit(), stamp("2026-03-02T09:00:00Z")).unwrap();
        let again = AnnouncementError::NotADraft { state: AnnouncementState::Published };
        assert_eq!(published.clone().redraft(&permit(), words()).unwrap_err(), again);
        assert_eq!(published.clone().publish(&permit(), stamp("2026-03-02T09:00:00Z")).unwrap_err(), again);
        let withdrawn = published.withdraw(&permit(), stamp("2026-03-03T09:00:00Z")).unwrap();
        assert_eq!(
            withdrawn.withdraw(&permit(), stamp("2026-03-03T09:00:00Z")).unwrap_err(),
            AnnouncementError::NotPublished { state: AnnouncementState::Withdrawn }
        );
    }
}
