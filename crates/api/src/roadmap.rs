//! The roadmap: pillars, initiatives, targets and where all of it was read.

pub mod log_milestone;
pub mod log_status;
pub mod write_initiative;
pub mod write_pillar;
pub mod write_source;
pub mod write_state_paper;
pub mod write_target;

use app::storage::Kept;
use async_graphql::{ComplexObject, Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{
    language::Translations,
    roadmap::{Initiative as DomainInitiative, Pillar as DomainPillar},
    trade::{Source as DomainSource, Target as DomainTarget},
};

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost, slice},
    reference::LocalizedText,
    scalar::{Date, DateTime, Money, usd},
    word::{CountryCode, MilestoneState},
};

/// What an aim is measured from.
#[derive(SimpleObject, Clone)]
pub struct TargetBaseline {
    /// The figure.
    pub value: Money,
    /// The period, as its source names it.
    pub period: String,
    /// Whose figure it is and how it was made, as trade flows name it.
    pub basis: String,
    /// The key of its source.
    pub source: String,
}

/// A published aim, each side's version kept, with its sources.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Target {
    /// The code of the record.
    pub code: String,
    /// The aim.
    pub value: Money,
    /// Who stated it.
    pub stated_by: String,
    /// Which side says so; nothing where both do, or neither.
    pub side: Option<CountryCode>,
    /// When it was stated, as far as it is known.
    pub stated_on: String,
    /// By when it is to be reached, if that was said, in the words that were used.
    pub deadline: Option<String>,
    /// The last day, where the words name one.
    pub deadline_on: Option<Date>,
    /// What it is measured from, if that was said.
    pub baseline: Option<TargetBaseline>,
    /// What else is known.
    pub note: Option<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// Whether it is kept and no longer shown.
    pub retired: bool,
    /// The version, for `writeTarget`.
    pub version: i32,
    #[graphql(skip)]
    name: Translations,
}

#[ComplexObject]
impl Target {
    /// What is aimed at.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.name.clone())
    }
}

impl From<Kept<DomainTarget>> for Target {
    fn from(kept: Kept<DomainTarget>) -> Self {
        let Kept { record: target, version, .. } = kept;
        Self {
            code: target.code,
            value: usd(target.value_usd_minor),
            stated_by: target.stated_by,
            side: target.side.map(Into::into),
            stated_on: target.stated_on,
            deadline: target.deadline,
            deadline_on: target.deadline_on.map(Into::into),
            baseline: target.baseline.map(|baseline| TargetBaseline {
                value: usd(baseline.value_usd_minor),
                period: baseline.period,
                basis: baseline.basis,
                source: baseline.source,
            }),
            note: target.note,
            sources: target.sources,
            retired: target.retired,
            version,
            name: target.name,
        }
    }
}

/// Where something was read.
#[derive(SimpleObject, Clone)]
pub struct Source {
    /// The key by which other records name it.
    pub key: String,
    /// What it is.
    pub title: String,
    /// Who published it, where that was recorded.
    pub publisher: Option<String>,
    /// The address.
    pub url: String,
    /// The day on which it was read, where that was recorded.
    pub retrieved_on: Option<Date>,
    /// The version, for `writeSource`.
    pub version: i32,
}

impl From<Kept<DomainSource>> for Source {
    fn from(kept: Kept<DomainSource>) -> Self {
        let Kept { record: source, version, .. } = kept;
        Self {
            key: source.key,
            title: source.what,
            publisher: source.publisher,
            url: source.address,
            retrieved_on: source.retrieved_on.map(Into::into),
            version,
        }
    }
}

/// Who answers for an initiative on one side.
#[derive(SimpleObject, Clone)]
pub struct InitiativeOwner {
    /// The side.
    pub side: CountryCode,
    /// The name of the body.
    pub name: LocalizedText,
}

/// A date that moved, and why.
#[derive(SimpleObject, Clone)]
pub struct InitiativeDueChange {
    /// The date before.
    pub from: Date,
    /// The date after.
    pub to: Date,
    /// Why.
    pub reason: String,
    /// When it was written down.
    pub at: DateTime,
}

/// What one side promised by a date.
#[derive(SimpleObject, Clone)]
pub struct InitiativeMilestone {
    /// 1 for the first of the initiative, and so on.
    pub number: i32,
    /// The side that promised it.
    pub side: CountryCode,
    /// What was promised.
    pub title: LocalizedText,
    /// By when.
    pub due: Date,
    /// The first date that was named.
    pub original_due: Date,
    /// How the date moved, oldest first.
    pub changes: Vec<InitiativeDueChange>,
    /// Whether it was kept.
    pub state: MilestoneState,
    /// What shows it.
    pub evidence: Option<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
}

/// What was said of an initiative on a day.
#[derive(SimpleObject, Clone)]
pub struct InitiativeStatusEntry {
    /// The day.
    pub on: Date,
    /// How it stood.
    pub text: LocalizedText,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// When it was written down.
    pub at: DateTime,
}

/// A project of the roadmap, with what is known of it.
#[derive(Clone)]
pub struct Initiative(pub Kept<DomainInitiative>);

/// A project of the roadmap, with what is known of it.
#[Object(name = "Initiative")]
impl Initiative {
    /// The code of the record.
    async fn code(&self) -> &str {
        &self.0.record.code
    }

    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.0.record.name.clone())
    }

    /// What it is; nothing where nobody has put it into words yet.
    async fn summary(&self) -> Option<LocalizedText> {
        Some(self.0.record.summary.clone()).filter(|summary| !summary.is_empty()).map(LocalizedText)
    }

    /// What kind of project it is, for example `corridor`.
    async fn kind(&self) -> &str {
        &self.0.record.kind
    }

    /// The mode of transport, if it is one.
    async fn mode(&self) -> Option<&str> {
        self.0.record.mode.as_deref()
    }

    /// The codes of the sectors that it touches.
    async fn sector_codes(&self) -> &[String] {
        &self.0.record.sectors
    }

    /// How far it is, as the sources say.
    async fn status(&self) -> &str {
        &self.0.record.status
    }

    /// What is known, in English.
    async fn facts(&self) -> &[String] {
        &self.0.record.facts
    }

    /// What stands in its way, in English.
    async fn risks(&self) -> &[String] {
        &self.0.record.risks
    }

    /// Keys of the sources.
    async fn sources(&self) -> &[String] {
        &self.0.record.sources
    }

    /// Who answers for it, at most one a side.
    async fn owners(&self) -> Vec<InitiativeOwner> {
        let owners = self.0.record.owners.iter();
        owners.map(|owner| InitiativeOwner { side: owner.side.into(), name: LocalizedText(owner.name.clone()) }).collect()
    }

    /// What both sides promised, in the order in which it was written down.
    async fn milestones(&self) -> Vec<InitiativeMilestone> {
        let milestones = self.0.record.milestones.iter();
        milestones
            .map(|milestone| InitiativeMilestone {
                number: milestone.number,
                side: milestone.side.into(),
                title: LocalizedText(milestone.title.clone()),
                due: milestone.due.into(),
                original_due: milestone.original_due.into(),
                changes: milestone
                    .changes
                    .iter()
                    .map(|change| InitiativeDueChange {
                        from: change.from.into(),
                        to: change.to.into(),
                        reason: change.reason.clone(),
                        at: change.at.into(),
                    })
                    .collect(),
                state: milestone.state.into(),
                evidence: milestone.evidence.clone(),
                sources: milestone.sources.clone(),
            })
            .collect()
    }

    /// What was said of it from day to day, the latest first.
    async fn statuses(&self) -> Vec<InitiativeStatusEntry> {
        let entries = self.0.record.statuses.iter().rev();
        entries
            .map(|entry| InitiativeStatusEntry {
                on: entry.on.into(),
                text: LocalizedText(entry.text.clone()),
                sources: entry.sources.clone(),
                at: entry.at.into(),
            })
            .collect()
    }

    /// The identifiers of published papers that it rests on or has brought about; `node` gives each.
    async fn agreement_ids(&self) -> Vec<ID> {
        self.0.record.agreements.iter().map(|id| ID(id.to_string())).collect()
    }

    /// Whether it is kept and no longer shown.
    async fn retired(&self) -> bool {
        self.0.record.retired
    }

    /// The version, for `writeInitiative`, `logInitiativeMilestone` and `logInitiativeStatus`.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// A group of initiatives.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Pillar {
    /// The code of the record.
    pub code: String,
    /// The codes of the sectors that it touches.
    pub sector_codes: Vec<String>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
    /// Whether it stands in an official text; else it is the forum's own grouping.
    pub official: bool,
    /// Whether it is kept and no longer shown.
    pub retired: bool,
    /// The version, for `writePillar`.
    pub version: i32,
    #[graphql(skip)]
    name: Translations,
    #[graphql(skip)]
    initiative_codes: Vec<String>,
}

#[ComplexObject]
impl Pillar {
    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.name.clone())
    }

    /// The codes of its initiatives.
    async fn initiative_codes(&self) -> &[String] {
        &self.initiative_codes
    }

    /// Its initiatives.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn initiatives(&self, ctx: &Context<'_>) -> Result<Vec<Initiative>, Error> {
        let mut found = initiatives(ctx, false).await?;
        found.retain(|initiative| self.initiative_codes.contains(&initiative.0.code));
        Ok(found)
    }
}

impl From<Kept<DomainPillar>> for Pillar {
    fn from(kept: Kept<DomainPillar>) -> Self {
        let Kept { record: pillar, version, .. } = kept;
        Self {
            code: pillar.code,
            sector_codes: pillar.sectors,
            note: pillar.note,
            sources: pillar.sources,
            official: pillar.official,
            retired: pillar.retired,
            version,
            name: pillar.name,
            initiative_codes: pillar.initiatives,
        }
    }
}

/// The five-year roadmap.
#[derive(SimpleObject)]
pub struct Roadmap {
    /// Whether every pillar stands in an official text. As long as none is known, the pillars are the forum's own grouping.
    pub official: bool,
    /// The pillars.
    pub pillars: Vec<Pillar>,
    /// The aims.
    pub targets: Vec<Target>,
}

pub async fn targets(ctx: &Context<'_>, include_retired: bool) -> Result<Vec<Target>, Error> {
    let targets: Vec<Kept<DomainTarget>> = op(ctx).view().await.map_err(failed)?.reference().kept_targets().await.map_err(failed)?;
    Ok(targets.into_iter().filter(|kept| include_retired || !kept.record.retired).map(Into::into).collect())
}

async fn initiatives(ctx: &Context<'_>, include_retired: bool) -> Result<Vec<Initiative>, Error> {
    let found: Vec<Kept<DomainInitiative>> = op(ctx).view().await.map_err(failed)?.reference().kept_initiatives().await.map_err(failed)?;
    Ok(found.into_iter().filter(|kept| include_retired || !kept.record.retired).map(Initiative).collect())
}

async fn pillars(ctx: &Context<'_>, include_retired: bool) -> Result<Vec<Pillar>, Error> {
    let found: Vec<Kept<DomainPillar>> = op(ctx).view().await.map_err(failed)?.reference().kept_pillars().await.map_err(failed)?;
    Ok(found.into_iter().filter(|kept| include_retired || !kept.record.retired).map(Into::into).collect())
}

#[derive(Default)]
pub struct RoadmapQuery;

#[Object]
impl RoadmapQuery {
    /// The five-year roadmap. As long as no official text is known, the pillars are the forum's own grouping.
    #[graphql(complexity = "10 + 5 * child_complexity")]
    async fn roadmap(&self, ctx: &Context<'_>) -> Result<Roadmap, Error> {
        let pillars = pillars(ctx, false).await?;
        let official = !pillars.is_empty() && pillars.iter().all(|pillar| pillar.official);
        Ok(Roadmap { official, pillars, targets: targets(ctx, false).await? })
    }

    /// The initiatives, in the order in which they were written down.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those that are kept and no longer shown.", default)] include_retired: bool,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Initiative>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        Ok(connection(slice(initiatives(ctx, include_retired).await?, &window), &window, |initiative| initiative))
    }

    /// The pillars, in the order in which they were written down.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn pillars(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those that are kept and no longer shown.", default)] include_retired: bool,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Pillar>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        Ok(connection(slice(pillars(ctx, include_retired).await?, &window), &window, |pillar| pillar))
    }

    /// The aims, each side's version, in the order in which they were written down.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn targets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also those that are kept and no longer shown.", default)] include_retired: bool,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Target>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        Ok(connection(slice(targets(ctx, include_retired).await?, &window), &window, |target| target))
    }

    /// The sources that records name by their keys, in the order in which they were written down.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the sources with these keys, at most 100.")] keys: Option<Vec<String>>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Source>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        if keys.as_ref().is_some_and(|keys| keys.len() > 100) {
            return Err(crate::error::bad_input("keys", "at most 100"));
        }
        let mut sources: Vec<Kept<DomainSource>> =
            op(ctx).view().await.map_err(failed)?.reference().kept_sources().await.map_err(failed)?;
        sources.retain(|source| keys.as_ref().is_none_or(|keys| keys.contains(&source.code)));
        Ok(connection(slice(sources, &window), &window, Source::from))
    }
}

/// A day of history as far as it is known: a day, a month or a year.
fn loose_date(given: &str) -> Result<String, &'static str> {
    if app::import::is_date(given) { Ok(given.to_owned()) } else { Err("a day, a month or a year: 2026-02-04, 2026-02 or 2026") }
}
