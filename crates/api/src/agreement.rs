//! Signed papers, between companies and between states.

pub mod confirm;
pub mod dispute;
pub mod propose;

use app::storage::{AgreementFilter as Filter, Paper};
use async_graphql::{ComplexObject, Context, Enum, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    agreement::{self as domain_agreement, AgreementTerms as DomainTerms},
    id::AgreementId,
    reference::{Reference, SubsectorCode},
    text,
};

use crate::{
    company::{Company, load_all},
    context::{loaders, op},
    error::{failed, failed_together},
    file::AgreementText,
    loader::TextsOf,
    page::{Asked, Cursor, connection, cost},
    proposal::Proposal,
    reference::Subsector,
    scalar::{Date, Money, MoneyInput},
    user_error::Reading,
    word::{AgreementKind, Confidentiality, LanguageTag},
};

/// Who signed it.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgreementLevel {
    /// Companies of the forum.
    Companies,
    /// The states or their bodies; entered by staff, with sources.
    States,
}

/// A signed paper. One between companies is read by its parties; one between states by everybody.
#[derive(Clone)]
pub enum Agreement {
    OfCompanies(Box<domain_agreement::Agreement>),
    OfStates(Box<domain_agreement::StatePaper>),
}

impl From<Paper> for Agreement {
    fn from(paper: Paper) -> Self {
        match paper {
            Paper::OfCompanies(agreement) => Self::OfCompanies(agreement),
            Paper::OfStates(paper) => Self::OfStates(paper),
        }
    }
}

impl Agreement {
    pub fn id_of(&self) -> AgreementId {
        match self {
            Self::OfCompanies(agreement) => agreement.id,
            Self::OfStates(paper) => paper.id,
        }
    }
}

/// What a paper between companies says, as far as the forum keeps it.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct AgreementTerms {
    /// What it is about.
    pub summary: String,
    /// When it was signed.
    pub signed_on: Date,
    /// When it ends.
    pub expires_on: Option<Date>,
    /// What it names as its worth.
    pub value: Option<Money>,
    /// Whether it names what other papers will detail; such papers are left out of every sum.
    pub umbrella: bool,
    /// Whether the value is an estimate.
    pub estimate: bool,
    /// The languages that it is written in.
    pub languages: Vec<LanguageTag>,
    /// Who may read it.
    pub confidentiality: Confidentiality,
    #[graphql(skip)]
    subsectors: Vec<SubsectorCode>,
}

#[ComplexObject]
impl AgreementTerms {
    /// The subsectors that it touches.
    async fn subsectors(&self, ctx: &Context<'_>) -> Vec<Subsector> {
        Subsector::of(ctx, &self.subsectors)
    }
}

impl From<&DomainTerms> for AgreementTerms {
    fn from(terms: &DomainTerms) -> Self {
        Self {
            summary: terms.summary.clone(),
            signed_on: terms.signed_on.into(),
            expires_on: terms.expires_on.map(Into::into),
            value: terms.value.map(Into::into),
            umbrella: terms.umbrella,
            estimate: terms.estimate,
            languages: terms.languages.iter().map(|language| (*language).into()).collect(),
            confidentiality: terms.confidentiality.into(),
            subsectors: terms.subsectors.clone(),
        }
    }
}

/// What is known of a paper between states, with its sources.
#[derive(SimpleObject, Clone)]
pub struct StatePaperRecord {
    /// The code of the record.
    pub code: String,
    /// The date as far as it is known: a day, a month or a year.
    pub date: Option<String>,
    /// How well the date is known, for example `exact` or `approximate`.
    pub date_quality: String,
    /// Who signed it.
    pub parties: Vec<String>,
    /// The codes of the sectors that it touches.
    pub sector_codes: Vec<String>,
    /// What the source calls it.
    pub source_kind: String,
    /// How far it is, for example `signed`.
    pub status: String,
    /// What is named as its worth.
    pub value: Option<Money>,
    /// What the record rests on.
    pub evidence: String,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// What else is known.
    pub note: Option<String>,
}

/// A signed paper. One between companies is read by its parties; one between states by everybody.
#[Object(name = "Agreement")]
impl Agreement {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.id_of().to_string())
    }

    /// Who signed it.
    async fn level(&self) -> AgreementLevel {
        match self {
            Self::OfCompanies(_) => AgreementLevel::Companies,
            Self::OfStates(_) => AgreementLevel::States,
        }
    }

    /// What kind of paper it is.
    async fn kind(&self) -> AgreementKind {
        match self {
            Self::OfCompanies(agreement) => agreement.proposal.terms.kind.into(),
            Self::OfStates(paper) => paper.kind.into(),
        }
    }

    /// Its title.
    async fn title(&self) -> &str {
        match self {
            Self::OfCompanies(agreement) => &agreement.proposal.terms.title,
            Self::OfStates(paper) => &paper.record.title,
        }
    }

    /// The companies that are party to it; none for a paper between states.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn parties(&self, ctx: &Context<'_>) -> Result<Vec<Company>, Error> {
        match self {
            Self::OfCompanies(agreement) => load_all(ctx, &agreement.parties).await,
            Self::OfStates(_) => Ok(Vec::new()),
        }
    }

    /// The terms of the current version; nothing for a paper between states.
    async fn terms(&self) -> Option<AgreementTerms> {
        self.own().map(|agreement| AgreementTerms::from(&agreement.proposal.terms))
    }

    /// The current version and what the parties say to it; nothing for a paper between states.
    async fn proposal(&self) -> Option<Proposal> {
        self.own().map(|agreement| Proposal::from(&agreement.proposal))
    }

    /// Every version, oldest first: a dispute shows both sides' words. Nothing for a paper between states.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<AgreementVersion>, Error> {
        let Some(agreement) = self.own() else { return Ok(Vec::new()) };
        let versions = app::agreement::versions(op(ctx), agreement.id).await.map_err(failed)?;
        Ok(versions
            .iter()
            .map(|version| AgreementVersion {
                title: version.terms.title.clone(),
                kind: version.terms.kind.into(),
                terms: (&version.terms).into(),
                proposal: version.into(),
            })
            .collect())
    }

    /// The texts that its parties have laid beside it, in the order in which they came; none for a paper between states.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn texts(&self, ctx: &Context<'_>) -> Result<Vec<AgreementText>, Error> {
        let Some(agreement) = self.own() else { return Ok(Vec::new()) };
        let found = loaders(ctx).load_one(TextsOf(agreement.id)).await.map_err(|error| failed_together(&error))?;
        Ok(found.unwrap_or_default().into_iter().map(AgreementText).collect())
    }

    /// What is known of a paper between states; nothing for one between companies.
    async fn record(&self) -> Option<StatePaperRecord> {
        let Self::OfStates(paper) = self else { return None };
        let record = paper.record.clone();
        Some(StatePaperRecord {
            code: record.code,
            date: record.date,
            date_quality: record.date_quality,
            parties: record.parties,
            sector_codes: record.sectors,
            source_kind: record.kind,
            status: record.status,
            value: record.value_usd_minor.map(crate::scalar::usd),
            evidence: record.evidence,
            sources: record.sources,
            note: record.note,
        })
    }

    /// The version of the record, for mutations that change what one has read; nothing for a paper between states.
    async fn version(&self) -> Option<i32> {
        self.own().map(|agreement| agreement.version)
    }
}

impl Agreement {
    fn own(&self) -> Option<&domain_agreement::Agreement> {
        if let Self::OfCompanies(agreement) = self { Some(agreement) } else { None }
    }
}

/// One version of a paper.
#[derive(SimpleObject)]
pub struct AgreementVersion {
    /// Its title.
    pub title: String,
    /// What kind of paper it is.
    pub kind: AgreementKind,
    /// What it says.
    pub terms: AgreementTerms,
    /// What the parties say to it.
    pub proposal: Proposal,
}

/// What a paper between companies says.
#[derive(InputObject)]
pub struct AgreementTermsInput {
    /// Memorandum, letter of intent, contract or shareholders' agreement.
    pub kind: AgreementKind,
    /// Its title, 5 to 200 characters.
    pub title: String,
    /// What it is about, at most 4,000 characters.
    #[graphql(default)]
    pub summary: String,
    /// The codes of the subsectors that it touches; at least one.
    pub subsectors: Vec<String>,
    /// When it was signed; today at the latest.
    pub signed_on: Date,
    /// When it ends.
    pub expires_on: Option<Date>,
    /// What it names as its worth.
    pub value: Option<MoneyInput>,
    /// Whether it names what other papers will detail; such papers are left out of every sum.
    #[graphql(default)]
    pub umbrella: bool,
    /// Whether the value is an estimate.
    #[graphql(default)]
    pub estimate: bool,
    /// The languages that it is written in.
    #[graphql(default)]
    pub languages: Vec<LanguageTag>,
    /// Who may read it.
    #[graphql(default_with = "Confidentiality::Private")]
    pub confidentiality: Confidentiality,
}

/// Codes of subsectors, each looked up.
pub fn read_subsectors(codes: &[String], reference: &Reference, reading: &mut Reading, path: &str) -> Vec<SubsectorCode> {
    let mut subsectors = Vec::new();
    for (at, code) in codes.iter().enumerate() {
        let found = reference.subsector(code).map(|(_, subsector)| subsector.code.clone());
        subsectors.extend(reading.take(format!("{path}.{at}"), found.ok_or("no such subsector; see `sectors`")));
    }
    subsectors
}

impl AgreementTermsInput {
    fn read(self, reference: &Reference, reading: &mut Reading) -> Option<DomainTerms> {
        let title = reading.take("terms.title", text::parse(&self.title, 5, 200));
        let summary = reading.take("terms.summary", text::parse(&self.summary, 0, 4_000));
        let subsectors = read_subsectors(&self.subsectors, reference, reading, "terms.subsectors");
        let value = self.value.as_ref().and_then(|value| value.read(reading, "terms.value"));
        Some(DomainTerms {
            kind: self.kind.into(),
            title: title?,
            summary: summary?,
            subsectors,
            signed_on: self.signed_on.0,
            expires_on: self.expires_on.map(|day| day.0),
            value,
            umbrella: self.umbrella,
            estimate: self.estimate,
            languages: self.languages.into_iter().map(Into::into).collect(),
            confidentiality: self.confidentiality.into(),
        })
    }
}

/// Which papers are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct AgreementFilter {
    /// Between companies or between states.
    pub level: Option<AgreementLevel>,
    /// Of this kind.
    pub kind: Option<AgreementKind>,
}

#[derive(Default)]
pub struct AgreementQuery;

#[Object]
impl AgreementQuery {
    /// Papers, the latest first: everybody reads those between states, a company also its own.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which papers.", default)] filter: AgreementFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Agreement>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let kind = filter.kind.map(Into::into);
        let of_states = filter.level.map(|level| level == AgreementLevel::States);
        let view = op(ctx).view().await.map_err(failed)?;
        let page = match view.as_tenant() {
            Some(view) => view.agreements().page(&Filter { of_states, kind }, &window).await.map_err(failed)?,
            None if of_states == Some(false) => return Ok(Connection::new(false, false)),
            None => view.agreements().state_papers(kind, &window).await.map_err(failed)?,
        };
        Ok(connection(page, &window, Agreement::from))
    }
}
