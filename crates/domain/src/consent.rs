//! What a person agreed to and took back: a ledger that is added to and never changed. The last word on a purpose is the one that counts.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    id::{ConsentId, UserId},
    language::Language,
    legal_text::{LegalText, LegalTextKind, version_in_force},
    permit::Permit,
    policy::{RecordConsent, WithdrawConsent},
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// What a person may agree to.
    pub enum Purpose {
        /// The terms: without them nobody registers.
        Terms = "TERMS",
        /// The privacy notice, which he was shown.
        Privacy = "PRIVACY",
        /// Name and address are shown to companies that his own was introduced to.
        ContactDetails = "CONTACT_DETAILS",
        /// News of the forum by letter, beside what concerns his own affairs.
        NewsByMail = "NEWS_BY_MAIL",
    }
}

impl Purpose {
    /// The text that he agrees to, if there is one: such a purpose has versions, and nobody stays who takes it back.
    #[must_use]
    pub fn text(self) -> Option<LegalTextKind> {
        match self {
            Self::Terms => Some(LegalTextKind::Terms),
            Self::Privacy => Some(LegalTextKind::Privacy),
            Self::ContactDetails | Self::NewsByMail => None,
        }
    }
}

/// One word of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    pub id: ConsentId,
    pub user: UserId,
    pub purpose: Purpose,
    /// Whether he agreed or took it back.
    pub given: bool,
    /// The version of the text, where there is one.
    pub version: Option<String>,
    /// The language in which he deals with the forum, in which he was shown it.
    pub language: Option<Language>,
    pub at: Timestamp,
}

/// Why a word is not taken down.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ConsentError {
    #[error("this version is not the one in force; read the text again")]
    NotInForce,
    #[error("this purpose has no versions")]
    NoVersions,
    #[error("you agreed to this already")]
    AlreadyGiven,
    #[error("nobody keeps an account without this; you may have yourself erased instead")]
    Compulsory,
    #[error("you do not agree to this anyhow")]
    NotGiven,
}

/// Whether a person agrees to a purpose, by his ledger, oldest first. Contact details are shown by the terms until he says otherwise.
#[must_use]
pub fn agrees(purpose: Purpose, ledger: &[Consent]) -> bool {
    last(purpose, ledger).map_or(purpose == Purpose::ContactDetails, |consent| consent.given)
}

/// The moment of a new word: after the last one on its purpose, so that two of one moment are told apart.
fn after(purpose: Purpose, ledger: &[Consent], now: Timestamp) -> Timestamp {
    last(purpose, ledger).map_or(now, |known| now.max(known.at + TimeDelta::microseconds(1)))
}

fn last(purpose: Purpose, ledger: &[Consent]) -> Option<&Consent> {
    ledger.iter().rev().find(|consent| consent.purpose == purpose)
}

impl Consent {
    /// What a person who registers agrees to: the terms that he accepted, the notice that goes with them, what the terms say of contact
    /// details, and news if he wants them.
    pub fn at_registration(
        user: UserId,
        language: Language,
        accepted: &str,
        news: bool,
        texts: &[LegalText],
        stamp: Stamp,
    ) -> Result<Vec<Self>, ConsentError> {
        let terms = version_in_force(LegalTextKind::Terms, texts, stamp.at).filter(|version| *version == accepted);
        let terms = terms.ok_or(ConsentError::NotInForce)?.to_owned();
        let privacy = version_in_force(LegalTextKind::Privacy, texts, stamp.at).ok_or(ConsentError::NotInForce)?.to_owned();
        let mut said = vec![(Purpose::Terms, Some(terms)), (Purpose::Privacy, Some(privacy)), (Purpose::ContactDetails, None)];
        if news {
            said.push((Purpose::NewsByMail, None));
        }
        let word = |(n, (purpose, version)): (u32, (Purpose, Option<String>))| Self {
            id: stamp.nth(n),
            user,
            purpose,
            given: true,
            version,
            language: Some(language),
            at: stamp.at,
        };
        Ok((0..).zip(said).map(word).collect())
    }

    /// A person agrees to something, of a text to the version that is in force.
    pub fn record(
        permit: &Permit<RecordConsent>,
        purpose: Purpose,
        version: Option<&str>,
        language: Language,
        ledger: &[Self],
        texts: &[LegalText],
        stamp: Stamp,
    ) -> Result<Self, ConsentError> {
        match (purpose.text(), version) {
            (None, Some(_)) => return Err(ConsentError::NoVersions),
            (Some(kind), version) if version.is_none() || version_in_force(kind, texts, stamp.at) != version => {
                return Err(ConsentError::NotInForce);
            }
            _ => {}
        }
        if last(purpose, ledger).is_some_and(|known| known.given && known.version.as_deref() == version) {
            return Err(ConsentError::AlreadyGiven);
        }
        let version = version.map(str::to_owned);
        let at = after(purpose, ledger, stamp.at);
        Ok(Self { id: stamp.id(), user: permit.by().user, purpose, given: true, version, language: Some(language), at })
    }

    /// A person takes back what he agreed to.
    pub fn withdraw(permit: &Permit<WithdrawConsent>, purpose: Purpose, ledger: &[Self], stamp: Stamp) -> Result<Self, ConsentError> {
        if purpose.text().is_some() {
            return Err(ConsentError::Compulsory);
        }
        if !agrees(purpose, ledger) {
            return Err(ConsentError::NotGiven);
        }
        let at = after(purpose, ledger, stamp.at);
        Ok(Self { id: stamp.id(), user: permit.by().user, purpose, given: false, version: None, language: None, at })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        actor::{Actor, SignedIn},
        id::{Identifier, SessionId},
    };

    fn user() -> UserId {
        UserId::from_uuid(Uuid::from_u128(7))
    }

    fn actor() -> Actor {
        Actor::User(SignedIn { user: user(), session: SessionId::from_uuid(Uuid::from_u128(8)), proved: true, fresh: false, founds: true })
    }

    fn stamp(number: u128) -> Stamp {
        Stamp::new("2026-03-02T09:00:00Z".parse().unwrap(), Uuid::from_u128(number))
    }

    fn texts() -> Vec<LegalText> {
        let text = |kind, version: &str, from: &str| LegalText {
            kind,
            version: version.to_owned(),
            language: Language::En,
            body: String::new(),
            digest: String::new(),
            in_force_from: from.parse().unwrap(),
        };
        vec![
            text(LegalTextKind::Terms, "1", "2025-01-01T00:00:00Z"),
            text(LegalTextKind::Terms, "2", "2026-01-01T00:00:00Z"),
            text(LegalTextKind::Terms, "3", "2027-01-01T00:00:00Z"),
            text(LegalTextKind::Privacy, "1", "2025-01-01T00:00:00Z"),
        ]
    }

    fn give(purpose: Purpose, version: Option<&str>, ledger: &[Consent]) -> Result<Consent, ConsentError> {
        let permit = actor().permit::<RecordConsent>(()).unwrap();
        Consent::record(&permit, purpose, version, Language::Kk, ledger, &texts(), stamp(1))
    }

    fn withdraw(purpose: Purpose, ledger: &[Consent]) -> Result<Consent, ConsentError> {
        Consent::withdraw(&actor().permit::<WithdrawConsent>(()).unwrap(), purpose, ledger, stamp(2))
    }

    #[test]
    fn only_the_version_in_force_is_agreed_to() {
        for version in [None, Some("1"), Some("3"), Some("4")] {
            assert_eq!(give(Purpose::Terms, version, &[]), Err(ConsentError::NotInForce), "{version:?}");
        }
        let given = give(Purpose::Terms, Some("2"), &[]).unwrap();
        assert_eq!((given.given, given.version.as_deref(), given.user), (true, Some("2"), user()));
        assert_eq!(give(Purpose::Terms, Some("2"), &[given]), Err(ConsentError::AlreadyGiven));
        assert_eq!(give(Purpose::NewsByMail, Some("2"), &[]), Err(ConsentError::NoVersions));
    }

    #[test]
    fn the_last_word_on_a_purpose_counts() {
        let mut ledger = vec![give(Purpose::NewsByMail, None, &[]).unwrap()];
        assert!(agrees(Purpose::NewsByMail, &ledger));
        assert_eq!(give(Purpose::NewsByMail, None, &ledger), Err(ConsentError::AlreadyGiven));
        ledger.push(withdraw(Purpose::NewsByMail, &ledger).unwrap());
        assert!(!agrees(Purpose::NewsByMail, &ledger));
        assert_eq!(withdraw(Purpose::NewsByMail, &ledger), Err(ConsentError::NotGiven));
        ledger.push(give(Purpose::NewsByMail, None, &ledger).unwrap());
        assert!(agrees(Purpose::NewsByMail, &ledger));
        assert!(ledger.is_sorted_by(|a, b| a.at < b.at), "words of one moment have an order");
    }

    #[test]
    fn contact_details_are_shown_until_they_are_withdrawn_and_news_only_on_a_word() {
        assert!(agrees(Purpose::ContactDetails, &[]));
        assert!(!agrees(Purpose::NewsByMail, &[]));
        let ledger = [withdraw(Purpose::ContactDetails, &[]).unwrap()];
        assert!(!agrees(Purpose::ContactDetails, &ledger));
    }

    #[test]
    fn the_texts_are_not_taken_back() {
        let ledger = Consent::at_registration(user(), Language::Ur, "2", false, &texts(), stamp(3)).unwrap();
        assert_eq!(withdraw(Purpose::Terms, &ledger), Err(ConsentError::Compulsory));
        assert_eq!(withdraw(Purpose::Privacy, &ledger), Err(ConsentError::Compulsory));
    }

    #[test]
    fn registering_takes_the_terms_in_force_and_writes_down_what_goes_with_them() {
        for version in ["", "1", "3"] {
            let refused = Consent::at_registration(user(), Language::En, version, true, &texts(), stamp(3));
            assert_eq!(refused, Err(ConsentError::NotInForce), "{version}");
        }
        let purposes = |news| {
            let words = Consent::at_registration(user(), Language::En, "2", news, &texts(), stamp(3)).unwrap();
            words.into_iter().map(|word| (word.purpose, word.version)).collect::<Vec<_>>()
        };
        let always = [(Purpose::Terms, Some("2".to_owned())), (Purpose::Privacy, Some("1".to_owned())), (Purpose::ContactDetails, None)];
        assert_eq!(purposes(false), always);
        assert_eq!(purposes(true)[3], (Purpose::NewsByMail, None));
    }
}
