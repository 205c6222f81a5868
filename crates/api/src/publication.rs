//! What the public reads of agreements and ventures, and how that comes about.

pub mod answer;
pub mod propose;
pub mod withdraw;

use app::storage::Position;
use async_graphql::{ComplexObject, Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{
    id::{AgreementId, CompanyId, IdError, Identifier, JointVentureId, split},
    money::Money as Sum,
    publication::{self as domain_publication, PublicationLevel as Level, SharedRecord},
};

use crate::{
    company::Company,
    context::op,
    error::{failed, nullable},
    page::{Asked, Cursor, connection, cost},
    reference::Subsector,
    scalar::{DateTime, Money},
    word::{AgreementKind, CountryCode, PublicationLevel, PublicationState, VentureStage},
};

/// An agreement or a venture by its identifier.
pub fn record_of(id: &ID) -> Result<SharedRecord, IdError> {
    let (prefix, uuid) = split(id)?;
    match prefix {
        AgreementId::PREFIX => Ok(SharedRecord::Agreement(AgreementId::from_uuid(uuid))),
        JointVentureId::PREFIX => Ok(SharedRecord::JointVenture(JointVentureId::from_uuid(uuid))),
        _ => Err(IdError::OtherKind { expected: JointVentureId::PREFIX }),
    }
}

/// What a party says to a publication.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct PublicationAnswer {
    /// Whether it agrees.
    pub agrees: bool,
    /// Whether the public may read its name.
    pub named: bool,
    /// What it has to say.
    pub words: Option<String>,
    /// When.
    pub at: DateTime,
    #[graphql(skip)]
    company: CompanyId,
}

#[ComplexObject]
impl PublicationAnswer {
    /// The party.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.company).await)
    }
}

/// What the parties of a record want the public to read of it. Read by them, and by staff once all have agreed.
#[derive(Clone)]
pub struct Publication(pub domain_publication::Publication);

/// What the parties of a record want the public to read of it. Read by them, and by staff once all have agreed.
#[Object(name = "Publication")]
impl Publication {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The agreement or the venture.
    async fn record_id(&self) -> ID {
        ID(match self.0.record {
            SharedRecord::Agreement(id) => id.to_string(),
            SharedRecord::JointVenture(id) => id.to_string(),
        })
    }

    /// How much the public is to read.
    async fn level(&self) -> PublicationLevel {
        self.0.level.into()
    }

    /// The public title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The public text.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The value as the public is to read it: a band at the level of a summary.
    async fn value(&self) -> Option<PublishedValue> {
        let value = self.0.facts.value?;
        Some(PublishedValue::new(self.0.level, if self.0.level == Level::Public { value } else { domain_publication::band(value) }))
    }

    /// How far it is.
    async fn state(&self) -> PublicationState {
        self.0.state.into()
    }

    /// What the parties say to it; the first answer is the proposer's.
    async fn answers(&self) -> Vec<PublicationAnswer> {
        let shown = |answer: &domain_publication::PartyAnswer| PublicationAnswer {
            agrees: answer.agrees,
            named: answer.named,
            words: answer.words.clone(),
            at: answer.at.into(),
            company: answer.company,
        };
        self.0.answers.iter().map(shown).collect()
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime {
        self.0.proposed_at.into()
    }

    /// When it was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(Into::into)
    }

    /// When it was withdrawn.
    async fn withdrawn_at(&self) -> Option<DateTime> {
        self.0.withdrawn_at.map(Into::into)
    }

    /// Why it was refused, rejected or withdrawn.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The version, for mutations that change what one has read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A value as the public reads it: exactly, or as a band.
#[derive(SimpleObject, Clone)]
pub struct PublishedValue {
    /// The value, or where the band begins.
    pub from: Money,
    /// Where the band ends; nothing if the value is exact.
    pub below: Option<Money>,
}

impl PublishedValue {
    fn new(level: Level, value: Sum) -> Self {
        let below = (level == Level::Summary).then(|| Sum { minor: value.minor.saturating_mul(10).max(1), ..value });
        Self { from: value.into(), below: below.map(Into::into) }
    }
}

/// A party as the public reads it.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct PublishedParty {
    /// Its country.
    pub country: CountryCode,
    #[graphql(skip)]
    company: Option<CompanyId>,
}

#[ComplexObject]
impl PublishedParty {
    /// The company; nothing if it would rather not be named.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.company?).await)
    }
}

/// The public version of an agreement or a venture: agreed by all its parties, approved by a moderator of each side.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct PublishedRecord {
    /// The identifier of the publication.
    pub id: ID,
    /// How much of it is public.
    pub level: PublicationLevel,
    /// The title.
    pub title: String,
    /// The text.
    pub text: String,
    /// What kind of paper it is; nothing for a venture.
    pub agreement_kind: Option<AgreementKind>,
    /// How far a venture was when its publication was proposed; nothing for an agreement.
    pub venture_stage: Option<VentureStage>,
    /// Who shares it.
    pub parties: Vec<PublishedParty>,
    /// What it is worth.
    pub value: Option<PublishedValue>,
    /// Since when it is public.
    pub published_at: DateTime,
    #[graphql(skip)]
    subsectors: Vec<domain::reference::SubsectorCode>,
}

#[ComplexObject]
impl PublishedRecord {
    /// The subsectors that it works in.
    async fn subsectors(&self, ctx: &Context<'_>) -> Vec<Subsector> {
        Subsector::of(ctx, &self.subsectors)
    }
}

impl From<domain_publication::PublishedRecord> for PublishedRecord {
    fn from(record: domain_publication::PublishedRecord) -> Self {
        let level = record.level;
        Self {
            id: ID(record.id.to_string()),
            level: level.into(),
            title: record.title,
            text: record.text,
            agreement_kind: record.paper_kind.map(Into::into),
            venture_stage: record.stage.map(Into::into),
            parties: record
                .parties
                .into_iter()
                .map(|party| PublishedParty { country: party.country.into(), company: party.company })
                .collect(),
            value: record.value.map(|value| PublishedValue::new(level, value)),
            published_at: record.published_at.into(),
            subsectors: record.subsectors,
        }
    }
}

async fn published(ctx: &Context<'_>, ventures: bool, asked: Asked) -> Result<Connection<Cursor, PublishedRecord>, Error> {
    let window = asked.window()?;
    let page = op(ctx).view().await.map_err(failed)?.published_records().page(ventures, &window).await.map_err(failed)?;
    let page = page.map(|row| (Position::at(row.published_at, row.id.uuid()), row));
    Ok(connection(page, &window, PublishedRecord::from))
}

#[derive(Default)]
pub struct PublishedQuery;

#[Object]
impl PublishedQuery {
    /// The ventures that are public, the latest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn published_joint_ventures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, PublishedRecord>, Error> {
        published(ctx, true, Asked { first, after, last, before }).await
    }

    /// The agreements between companies that are public, the latest first. Those between states are in `agreements`.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn published_agreements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, PublishedRecord>, Error> {
        published(ctx, false, Asked { first, after, last, before }).await
    }

    /// The publications of the records that one's own company shares, the latest first. Requires a member of a company.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn publications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Publication>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = op(ctx).tenant_view().await.map_err(failed)?.publications().page(&window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.proposed_at, row.id.uuid()), row));
        Ok(connection(page, &window, Publication))
    }
}
