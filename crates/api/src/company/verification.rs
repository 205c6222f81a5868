//! What the badge of a verified company means, and what its staff and people say of it.

use app::storage::Card;
use async_graphql::{Context, InputObject, Object, SimpleObject};
use domain::{
    company::{self as domain_company, Check, verification::state_of, website::Link},
    country::Country,
    text,
};

use crate::{
    context::op,
    scalar::{Date, DateTime},
    user_error::Reading,
    word::{CountryCode, LanguageTag, VerificationCheckKind, VerificationState},
};

/// What the badge of a verified company means: what was looked at, when, by which side, and until when it holds.
#[derive(Clone)]
pub struct Verification {
    at: domain::stamp::Timestamp,
    valid_until: domain::stamp::Timestamp,
    evidence: String,
    side: Option<Country>,
    checks: Vec<Check>,
}

impl Verification {
    pub fn of_card(card: &Card) -> Self {
        Self {
            at: card.verified_at,
            valid_until: card.valid_until,
            evidence: card.evidence.clone(),
            side: card.verified_by_side,
            checks: card.checks.clone(),
        }
    }

    pub fn of_whole(found: &domain_company::Verification) -> Self {
        Self {
            at: found.at,
            valid_until: found.valid_until,
            evidence: found.evidence.clone(),
            side: found.side,
            checks: found.checks.clone(),
        }
    }

    fn standing(&self, ctx: &Context<'_>) -> domain_company::VerificationState {
        state_of(self.valid_until, op(ctx).app().now())
    }
}

/// What the badge of a verified company means: what was looked at, when, by which side, and until when it holds.
#[Object(name = "Verification")]
impl Verification {
    /// When staff found the company to be what it says.
    async fn verified_at(&self) -> DateTime {
        self.at.into()
    }

    /// When it has to be looked at again.
    async fn valid_until(&self) -> DateTime {
        self.valid_until.into()
    }

    /// What was looked at, in one sentence.
    async fn evidence(&self) -> &str {
        &self.evidence
    }

    /// The side whose staff looked; who it was is not told.
    async fn verified_by(&self) -> Option<CountryCode> {
        self.side.map(Into::into)
    }

    /// Whether it still holds.
    async fn state(&self, ctx: &Context<'_>) -> VerificationState {
        self.standing(ctx).into()
    }

    /// Whether it has run out: such a company stays in the directory, publishes nothing new and is not introduced.
    async fn lapsed(&self, ctx: &Context<'_>) -> bool {
        self.standing(ctx) == domain_company::VerificationState::Lapsed
    }

    /// What `state` means, in words.
    async fn meaning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the words.", default_with = "LanguageTag::En")] language: LanguageTag,
    ) -> &'static str {
        self.standing(ctx).meaning(language.into())
    }

    /// Each thing that was looked at.
    async fn checks(&self) -> Vec<VerificationCheck> {
        self.checks.iter().cloned().map(VerificationCheck).collect()
    }
}

/// One thing that was looked at.
pub struct VerificationCheck(Check);

/// One thing that was looked at, and what was seen.
#[Object(name = "VerificationCheck")]
impl VerificationCheck {
    /// What was looked at.
    async fn kind(&self) -> VerificationCheckKind {
        self.0.kind.into()
    }

    /// What it means that this was looked at, in words.
    async fn meaning(
        &self,
        #[graphql(desc = "The language of the words.", default_with = "LanguageTag::En")] language: LanguageTag,
    ) -> &'static str {
        self.0.kind.meaning(language.into())
    }

    /// What was seen.
    async fn evidence(&self) -> &str {
        &self.0.evidence
    }

    /// Where it can be seen again. For the company's own people and staff.
    async fn link(&self) -> Option<&str> {
        self.0.link.as_ref().map(Link::as_str)
    }

    /// On which day.
    async fn checked_on(&self) -> Date {
        self.0.on.into()
    }
}

/// Something that a company hands in to be looked at.
#[derive(SimpleObject)]
pub struct Paper {
    /// What it proves.
    pub kind: VerificationCheckKind,
    /// What it is: title, number and date.
    pub reference: String,
    /// Where it can be seen.
    pub link: Option<String>,
    /// When it was issued.
    pub issued_on: Option<Date>,
}

impl From<&domain_company::Paper> for Paper {
    fn from(paper: &domain_company::Paper) -> Self {
        Self {
            kind: paper.kind.into(),
            reference: paper.reference.clone(),
            link: paper.link.as_ref().map(|link| link.as_str().to_owned()),
            issued_on: paper.issued_on.map(Into::into),
        }
    }
}

/// Something that a company hands in to be looked at.
#[derive(InputObject)]
pub struct PaperInput {
    /// What it proves.
    pub kind: VerificationCheckKind,
    /// What it is: title, number and date, 3 to 500 characters.
    pub reference: String,
    /// Where it can be seen, beginning with `https://` or `http://`.
    pub link: Option<String>,
    /// When it was issued.
    pub issued_on: Option<Date>,
}

impl PaperInput {
    pub fn read(self, reading: &mut Reading, path: &str) -> Option<domain_company::Paper> {
        let reference = reading.take(format!("{path}.reference"), text::parse(&self.reference, 3, 500));
        let link = self.link.map(|link| reading.take(format!("{path}.link"), Link::parse(&link)));
        Some(domain_company::Paper {
            kind: self.kind.into(),
            reference: reference?,
            link: link.flatten(),
            issued_on: self.issued_on.map(|day| day.0),
        })
    }
}

/// One thing that was looked at, and what was seen.
#[derive(InputObject)]
pub struct VerificationCheckInput {
    /// What was looked at.
    pub kind: VerificationCheckKind,
    /// What was seen: the paper and its number, the register, whom one spoke to. 5 to 1,000 characters; shown to everybody.
    pub evidence: String,
    /// Where it can be seen again; shown to the company and staff only.
    pub link: Option<String>,
    /// On which day: at most 180 days ago.
    pub checked_on: Date,
}

/// Reads what a moderator says that he has found.
pub fn found(
    reading: &mut Reading,
    evidence: &str,
    checks: Vec<VerificationCheckInput>,
    valid_until: Option<DateTime>,
) -> Option<app::company::Found> {
    let evidence = reading.take("evidence", text::parse(evidence, 10, 2_000));
    let mut read = Vec::new();
    for (at, check) in checks.into_iter().enumerate() {
        let evidence = reading.take(format!("checks.{at}.evidence"), text::parse(&check.evidence, 5, 1_000));
        let link = check.link.map(|link| reading.take(format!("checks.{at}.link"), Link::parse(&link)));
        read.extend(evidence.map(|evidence| Check { kind: check.kind.into(), evidence, link: link.flatten(), on: check.checked_on.0 }));
    }
    Some(app::company::Found { evidence: evidence?, checks: read, valid_until: valid_until.map(|until| until.0) })
}

/// Where in the input a finding lies that a rule refuses.
pub fn path_of(error: &domain_company::FindingsError) -> String {
    use domain_company::FindingsError as Rule;
    match error {
        Rule::NoRegistryExtract => "checks".to_owned(),
        Rule::CheckTwice { at, .. } => format!("checks.{at}.kind"),
        Rule::CheckInTheFuture { at } | Rule::CheckTooOld { at } => format!("checks.{at}.checkedOn"),
        Rule::ValidityOutOfBounds => "validUntil".to_owned(),
    }
}
