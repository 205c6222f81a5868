//! What the parties of an agreement or a venture want the public to read of it: a version apart from the record, agreed by all of them and
//! approved by a moderator of each side.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::{
    actor::Actor,
    agreement::{AgreementKind, Confidentiality},
    country::Country,
    id::{AgreementId, CompanyId, Identifier, JointVentureId, PublicationId, UserId},
    joint_venture::Stage,
    money::Money,
    permit::{Permit, Relation, Subject},
    policy::{AnswerPublication, ProposePublication, RetractPublication, WithdrawPublication},
    reference::SubsectorCode,
    stamp::{Stamp, Timestamp},
    words::words,
};

words! {
    /// How much the public reads.
    pub enum PublicationLevel {
        /// A summary, with the value as a band.
        Summary = "SUMMARY",
        /// The value too.
        Public = "PUBLIC",
    }
}

words! {
    /// How far it is.
    pub enum PublicationState {
        /// Some party has yet to agree.
        Proposed = "PROPOSED",
        /// Every party agrees; a moderator of each side looks at it.
        InReview = "IN_REVIEW",
        Published = "PUBLISHED",
        /// A party would rather not.
        Refused = "REFUSED",
        /// Staff found something wrong with it.
        Rejected = "REJECTED",
        Withdrawn = "WITHDRAWN",
    }
}

/// A record that several companies share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SharedRecord {
    Agreement(AgreementId),
    JointVenture(JointVentureId),
}

impl SharedRecord {
    /// The word under which it is stored.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Agreement(_) => "AGREEMENT",
            Self::JointVenture(_) => "JOINT_VENTURE",
        }
    }

    #[must_use]
    pub fn uuid(self) -> Uuid {
        match self {
            Self::Agreement(id) => id.uuid(),
            Self::JointVenture(id) => id.uuid(),
        }
    }

    /// As it was stored.
    #[must_use]
    pub fn stored(kind: &str, id: Uuid) -> Option<Self> {
        Some(match kind {
            "AGREEMENT" => Self::Agreement(AgreementId::from_uuid(id)),
            "JOINT_VENTURE" => Self::JointVenture(JointVentureId::from_uuid(id)),
            _ => return None,
        })
    }
}

/// What of the record itself is published, as all parties had confirmed it when one of them proposed to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFacts {
    pub paper_kind: Option<AgreementKind>,
    pub stage: Option<Stage>,
    pub subsectors: Vec<SubsectorCode>,
    pub value: Option<Money>,
}

/// A record that is to be published: who shares it, and how open its terms let it be.
#[derive(Debug, Clone)]
pub struct Sharing {
    pub record: SharedRecord,
    pub parties: Vec<(CompanyId, Country)>,
    pub confirmed: bool,
    pub confidentiality: Confidentiality,
    pub facts: PublishedFacts,
}

/// What a party says to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAnswer {
    pub company: CompanyId,
    pub agrees: bool,
    /// Whether the public may read its name.
    pub named: bool,
    pub by: UserId,
    pub words: Option<String>,
    pub at: Timestamp,
}

/// The public version of a record, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    pub id: PublicationId,
    pub record: SharedRecord,
    pub level: PublicationLevel,
    pub title: String,
    pub text: String,
    pub facts: PublishedFacts,
    pub state: PublicationState,
    pub proposed_by: CompanyId,
    pub parties: Vec<(CompanyId, Country)>,
    pub answers: Vec<PartyAnswer>,
    pub proposed_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
    /// Why it was refused, rejected or withdrawn.
    pub reason: Option<String>,
    pub version: i32,
}

/// Why it is not proposed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProposeError {
    #[error("only what every party confirmed is published")]
    NotConfirmed,
    #[error("the terms say that it is {allowed}; propose other terms first")]
    Confidential { allowed: Confidentiality },
    #[error("a publication of this record waits or is published already")]
    AlreadyProposed,
}

/// Why an answer is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    #[error("the publication is {state} and takes no more answers")]
    NotProposed { state: PublicationState },
    #[error("your company has answered already")]
    AnsweredAlready,
}

/// Why it is not withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WithdrawError {
    #[error("the publication is {state}")]
    NotOpen { state: PublicationState },
}

/// The public version as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRecord {
    pub id: PublicationId,
    pub of_venture: bool,
    pub level: PublicationLevel,
    pub title: String,
    pub text: String,
    pub paper_kind: Option<AgreementKind>,
    pub stage: Option<Stage>,
    pub subsectors: Vec<SubsectorCode>,
    pub parties: Vec<PublishedParty>,
    /// At the level of a summary the beginning of the band in which the value lies, and nothing nearer.
    pub value: Option<Money>,
    pub published_at: Timestamp,
}

/// A party as the public reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedParty {
    pub country: Country,
    /// There where the company wants to be named.
    pub company: Option<CompanyId>,
}

/// The beginning of the band of a value: the power of ten below it, so that a band goes to ten times its beginning.
#[must_use]
pub fn band(value: Money) -> Money {
    let mut minor = 1_i64;
    while minor.checked_mul(10).is_some_and(|next| next <= value.minor) {
        minor *= 10;
    }
    Money { minor: if value.minor > 0 { minor } else { 0 }, ..value }
}

impl Publication {
    /// Proposes a public version; the proposer agrees with it.
    pub fn propose(
        permit: Permit<ProposePublication>,
        level: PublicationLevel,
        (title, text): (String, String),
        named: bool,
        stamp: Stamp,
    ) -> Result<Self, ProposeError> {
        let (sharing, by) = permit.into_parts();
        if !sharing.confirmed {
            return Err(ProposeError::NotConfirmed);
        }
        let allowed = match level {
            PublicationLevel::Summary => sharing.confidentiality != Confidentiality::Private,
            PublicationLevel::Public => sharing.confidentiality == Confidentiality::Public,
        };
        if !allowed {
            return Err(ProposeError::Confidential { allowed: sharing.confidentiality });
        }
        let answer = PartyAnswer { company: by.company, agrees: true, named, by: by.person.user, words: None, at: stamp.at };
        Ok(Self {
            id: stamp.id(),
            record: sharing.record,
            level,
            title,
            text,
            facts: sharing.facts,
            state: PublicationState::Proposed,
            proposed_by: by.company,
            parties: sharing.parties,
            answers: vec![answer],
            proposed_at: stamp.at,
            published_at: None,
            withdrawn_at: None,
            reason: None,
            version: 1,
        })
    }

    /// Another party agrees or would rather not; when all agree, staff look at it.
    pub fn answer(
        permit: Permit<AnswerPublication>,
        agrees: bool,
        named: bool,
        words: Option<String>,
        stamp: Stamp,
    ) -> Result<Self, AnswerError> {
        let (mut publication, by) = permit.into_parts();
        if publication.state != PublicationState::Proposed {
            return Err(AnswerError::NotProposed { state: publication.state });
        }
        if publication.answers.iter().any(|answer| answer.company == by.company) {
            return Err(AnswerError::AnsweredAlready);
        }
        publication.reason = words.clone().filter(|_| !agrees);
        let named = named && agrees;
        publication.answers.push(PartyAnswer { company: by.company, agrees, named, by: by.person.user, words, at: stamp.at });
        if !agrees {
            publication.state = PublicationState::Refused;
        } else if publication.parties.iter().all(|(party, _)| publication.agrees(*party)) {
            publication.state = PublicationState::InReview;
        }
        Ok(publication)
    }

    fn agrees(&self, party: CompanyId) -> bool {
        self.answers.iter().any(|answer| answer.company == party && answer.agrees)
    }

    /// Takes it back as a party.
    pub fn withdraw(permit: Permit<WithdrawPublication>, reason: String, stamp: Stamp) -> Result<Self, WithdrawError> {
        permit.into_parts().0.withdrawn(reason, stamp)
    }

    /// Takes it back as staff.
    pub fn retract(permit: Permit<RetractPublication>, reason: String, stamp: Stamp) -> Result<Self, WithdrawError> {
        permit.into_parts().0.withdrawn(reason, stamp)
    }

    fn withdrawn(mut self, reason: String, stamp: Stamp) -> Result<Self, WithdrawError> {
        match self.state {
            PublicationState::Proposed | PublicationState::InReview | PublicationState::Published => {}
            state => return Err(WithdrawError::NotOpen { state }),
        }
        self.state = PublicationState::Withdrawn;
        self.withdrawn_at = Some(stamp.at);
        self.reason = Some(reason);
        Ok(self)
    }

    /// A moderator of each side approved; that both did is seen to by their cases.
    #[must_use]
    pub fn published(mut self, stamp: Stamp) -> (Self, PublishedRecord) {
        self.state = PublicationState::Published;
        self.published_at = Some(stamp.at);
        let named = |company: CompanyId| self.answers.iter().any(|answer| answer.company == company && answer.named);
        let parties = self
            .parties
            .iter()
            .map(|(company, country)| PublishedParty { country: *country, company: Some(*company).filter(|id| named(*id)) });
        let record = PublishedRecord {
            id: self.id,
            of_venture: matches!(self.record, SharedRecord::JointVenture(_)),
            level: self.level,
            title: self.title.clone(),
            text: self.text.clone(),
            paper_kind: self.facts.paper_kind,
            stage: self.facts.stage,
            subsectors: self.facts.subsectors.clone(),
            parties: parties.collect(),
            value: self.facts.value.map(|value| if self.level == PublicationLevel::Public { value } else { band(value) }),
            published_at: stamp.at,
        };
        (self, record)
    }

    /// A moderator found something wrong with it.
    #[must_use]
    pub fn rejected(mut self, reason: String) -> Self {
        self.state = PublicationState::Rejected;
        self.reason = Some(reason);
        self
    }

    /// The rejection is taken back.
    #[must_use]
    pub fn reviewed_again(mut self) -> Self {
        self.state = PublicationState::InReview;
        self.reason = None;
        self
    }

    /// The companies that share the record.
    #[must_use]
    pub fn companies(&self) -> Vec<CompanyId> {
        self.parties.iter().map(|(company, _)| *company).collect()
    }
}

impl Subject for Sharing {
    fn relation(&self, actor: &Actor) -> Relation {
        let own = matches!(actor, Actor::Member(member) if self.parties.iter().any(|(party, _)| *party == member.company));
        if own { Relation::Own } else { Relation::Stranger }
    }
}

impl Subject for Publication {
    fn relation(&self, actor: &Actor) -> Relation {
        let party = |company: CompanyId| self.parties.iter().any(|(party, _)| *party == company);
        match actor {
            Actor::Member(member) if member.company == self.proposed_by => Relation::Own,
            Actor::Member(member) if party(member.company) => Relation::Counterpart,
            Actor::Staff(staff) if staff.companies.iter().any(|company| party(*company)) => Relation::Own,
            _ => Relation::Stranger,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_band_tells_no_more_than_the_power_of_ten() {
        let of = |minor| band(Money { minor, currency: Currency::USD }).minor;
        assert_eq!((of(0), of(1), of(9), of(10), of(99), of(100)), (0, 1, 1, 10, 10, 100));
        assert_eq!(of(340_000_000), 100_000_000);
        assert_eq!(of(i64::MAX), 1_000_000_000_000_000_000);
    }
}
