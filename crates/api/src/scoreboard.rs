//! What everybody reads: the target and official trade, the roadmap, and what the forum has brought about.

use async_graphql::{ComplexObject, Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{
    language::Translations,
    scoreboard::Sum as DomainSum,
    trade::{Initiative as DomainInitiative, Pillar as DomainPillar, Target as DomainTarget, TradeFlow as DomainFlow},
};

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost, slice},
    reference::LocalizedText,
    scalar::{DateTime, Money, usd},
    word::{TradeDirection, TradeFigureQuality, TradePeriodKind, VentureStage},
};

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
    /// When it was stated, as far as it is known.
    pub stated_on: String,
    /// By when it is to be reached, if that was said.
    pub deadline: Option<String>,
    /// What else is known.
    pub note: Option<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
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

impl From<DomainTarget> for Target {
    fn from(target: DomainTarget) -> Self {
        Self {
            code: target.code,
            value: usd(target.value_usd_minor),
            stated_by: target.stated_by,
            stated_on: target.stated_on,
            deadline: target.deadline,
            note: target.note,
            sources: target.sources,
            name: target.name,
        }
    }
}

/// One sourced observation of bilateral trade. Observations of two bases are never one series.
#[derive(SimpleObject, Clone)]
pub struct TradeFlow {
    /// The identifier.
    pub id: ID,
    /// The period, as the source names it.
    pub period: String,
    /// What stretch of time it is.
    pub period_kind: TradePeriodKind,
    /// The year that it falls in or ends in, where that is clear.
    pub year: Option<i32>,
    /// Whose figures they are and how they were made.
    pub basis: String,
    /// Which way the goods went.
    pub direction: TradeDirection,
    /// The value in US dollars; nothing where the source gives no figure.
    pub value: Option<Money>,
    /// How the figure came about.
    pub quality: TradeFigureQuality,
    /// What else is to be known.
    pub note: String,
    /// The key of the source.
    pub source_key: String,
    /// The address of the source.
    pub source_url: String,
}

impl From<DomainFlow> for TradeFlow {
    fn from(flow: DomainFlow) -> Self {
        Self {
            id: ID(flow.id.to_string()),
            period: flow.period,
            period_kind: flow.period_kind.into(),
            year: flow.year,
            basis: flow.basis,
            direction: flow.flow.into(),
            value: flow.value_usd_minor.map(usd),
            quality: flow.quality.into(),
            note: flow.note,
            source_key: flow.source_key,
            source_url: flow.source_url,
        }
    }
}

/// A project of the roadmap, with what is known of it.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct Initiative {
    /// The code of the record.
    pub code: String,
    /// What kind of project it is, for example `corridor`.
    pub kind: String,
    /// The mode of transport, if it is one.
    pub mode: Option<String>,
    /// The codes of the sectors that it touches.
    pub sector_codes: Vec<String>,
    /// How far it is, as the sources say.
    pub status: String,
    /// What is known, in English.
    pub facts: Vec<String>,
    /// What stands in its way, in English.
    pub risks: Vec<String>,
    /// Keys of the sources.
    pub sources: Vec<String>,
    #[graphql(skip)]
    name: Translations,
}

#[ComplexObject]
impl Initiative {
    /// The name.
    async fn name(&self) -> LocalizedText {
        LocalizedText(self.name.clone())
    }
}

impl From<DomainInitiative> for Initiative {
    fn from(initiative: DomainInitiative) -> Self {
        Self {
            code: initiative.code,
            kind: initiative.kind,
            mode: initiative.mode,
            sector_codes: initiative.sectors,
            status: initiative.status,
            facts: initiative.facts,
            risks: initiative.risks,
            sources: initiative.sources,
            name: initiative.name,
        }
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
    #[graphql(skip)]
    name: Translations,
    #[graphql(skip)]
    initiative_codes: Vec<String>,
    #[graphql(skip)]
    initiatives: Vec<Initiative>,
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
    async fn initiatives(&self) -> &[Initiative] {
        &self.initiatives
    }
}

/// The five-year roadmap.
#[derive(SimpleObject)]
pub struct Roadmap {
    /// Whether an official text is known. It is not: the pillars are the forum's own grouping.
    pub official: bool,
    /// The pillars.
    pub pillars: Vec<Pillar>,
    /// The aims.
    pub targets: Vec<Target>,
}

/// A sum of one currency with the number of records behind it.
#[derive(SimpleObject)]
pub struct ScoreboardSum {
    /// The currency.
    pub currency: crate::scalar::CurrencyCode,
    /// The sum; nothing where it would give away what fewer than three records keep to themselves.
    pub sum: Option<Money>,
    /// How many records are behind it.
    pub records: i32,
}

/// From the first word to the first earnings: how many got how far.
#[derive(SimpleObject)]
pub struct ScoreboardFunnel {
    /// Companies that are verified.
    pub verified_companies: i32,
    /// Introductions that were asked for.
    pub introductions: i32,
    /// Introductions that were accepted.
    pub accepted_introductions: i32,
    /// Memoranda and letters of intent that every party confirmed.
    pub memoranda: i32,
    /// Contracts and shareholders' agreements that every party confirmed.
    pub binding_agreements: i32,
    /// Ventures whose terms every party confirmed and that have not ended otherwise than by completion.
    pub joint_ventures: i32,
    /// Ventures that have realised something.
    pub operating: i32,
}

/// How many ventures stand at a stage.
#[derive(SimpleObject)]
pub struct ScoreboardStage {
    /// The stage.
    pub stage: VentureStage,
    /// How many.
    pub joint_ventures: i32,
}

/// What the forum has brought about, beside the targets and the official figures. Pledged, committed and realised are never added together.
pub struct Scoreboard;

fn whole(number: u64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn sums(sums: &[DomainSum]) -> Vec<ScoreboardSum> {
    sums.iter()
        .map(|sum| ScoreboardSum {
            currency: crate::scalar::CurrencyCode(sum.money.currency.code().to_owned()),
            sum: sum.disclosed().map(Into::into),
            records: whole(sum.records),
        })
        .collect()
}

/// What the forum has brought about, beside the targets and the official figures. Pledged, committed and realised are never added together.
#[Object(name = "Scoreboard")]
impl Scoreboard {
    /// The moment for which the forum's own figures hold.
    async fn as_of(&self, ctx: &Context<'_>) -> DateTime {
        op(ctx).app().board().as_of.into()
    }

    /// The published aims, each side's version with its sources.
    async fn targets(&self, ctx: &Context<'_>) -> Result<Vec<Target>, Error> {
        targets(ctx).await
    }

    /// The official figures that cover a whole year, both ways together: per basis and year, never one series.
    async fn official_trade(&self, ctx: &Context<'_>) -> Result<Vec<TradeFlow>, Error> {
        let flows = flows(ctx, None).await?;
        let yearly = |flow: &TradeFlow| {
            flow.direction == TradeDirection::Total
                && matches!(flow.period_kind, TradePeriodKind::CalendarYear | TradePeriodKind::FiscalYear)
                && flow.value.is_some()
        };
        Ok(flows.into_iter().filter(yearly).collect())
    }

    /// Counting rule: memoranda and letters of intent that every party confirmed, umbrella papers left out, per currency.
    async fn pledged(&self, ctx: &Context<'_>) -> Vec<ScoreboardSum> {
        sums(&op(ctx).app().board().tally.sums.pledged)
    }

    /// Counting rule: contracts and shareholders' agreements that every party confirmed, umbrella papers left out, per currency.
    async fn committed(&self, ctx: &Context<'_>) -> Vec<ScoreboardSum> {
        sums(&op(ctx).app().board().tally.sums.committed)
    }

    /// Counting rule: outcomes of ventures that every party confirmed, per currency.
    async fn realised(&self, ctx: &Context<'_>) -> Vec<ScoreboardSum> {
        sums(&op(ctx).app().board().tally.sums.realised)
    }

    /// How many got how far.
    async fn funnel(&self, ctx: &Context<'_>) -> ScoreboardFunnel {
        let funnel = op(ctx).app().board().tally.funnel;
        ScoreboardFunnel {
            verified_companies: whole(funnel.verified_companies),
            introductions: whole(funnel.introductions),
            accepted_introductions: whole(funnel.accepted_introductions),
            memoranda: whole(funnel.memoranda),
            binding_agreements: whole(funnel.binding_agreements),
            joint_ventures: whole(funnel.ventures),
            operating: whole(funnel.operating_ventures),
        }
    }

    /// How many ventures stand at each stage.
    async fn stages(&self, ctx: &Context<'_>) -> Vec<ScoreboardStage> {
        let board = op(ctx).app().board();
        let stage =
            |count: &domain::scoreboard::StageCount| ScoreboardStage { stage: count.stage.into(), joint_ventures: whole(count.ventures) };
        board.tally.stages.iter().map(stage).collect()
    }
}

async fn targets(ctx: &Context<'_>) -> Result<Vec<Target>, Error> {
    let targets: Vec<DomainTarget> = op(ctx).view().await.map_err(failed)?.reference().targets().await.map_err(failed)?;
    Ok(targets.into_iter().map(Into::into).collect())
}

async fn flows(ctx: &Context<'_>, basis: Option<&str>) -> Result<Vec<TradeFlow>, Error> {
    let flows = op(ctx).view().await.map_err(failed)?.trade_flows().all(basis).await.map_err(failed)?;
    Ok(flows.into_iter().map(Into::into).collect())
}

async fn initiatives(ctx: &Context<'_>) -> Result<Vec<Initiative>, Error> {
    let initiatives: Vec<DomainInitiative> = op(ctx).view().await.map_err(failed)?.reference().initiatives().await.map_err(failed)?;
    Ok(initiatives.into_iter().map(Into::into).collect())
}

#[derive(Default)]
pub struct ScoreboardQuery;

#[Object]
impl ScoreboardQuery {
    /// What the forum has brought about, beside the targets and the official figures.
    #[graphql(complexity = "10 + child_complexity")]
    async fn scoreboard(&self) -> Scoreboard {
        Scoreboard
    }

    /// The five-year roadmap: no official text is known yet, the pillars are the forum's own grouping.
    #[graphql(complexity = "10 + 5 * child_complexity")]
    async fn roadmap(&self, ctx: &Context<'_>) -> Result<Roadmap, Error> {
        let pillars: Vec<DomainPillar> = op(ctx).view().await.map_err(failed)?.reference().pillars().await.map_err(failed)?;
        let known = initiatives(ctx).await?;
        let pillar = |pillar: DomainPillar| Pillar {
            initiatives: known.iter().filter(|initiative| pillar.initiatives.contains(&initiative.code)).cloned().collect(),
            code: pillar.code,
            sector_codes: pillar.sectors,
            note: pillar.note,
            name: pillar.name,
            initiative_codes: pillar.initiatives,
        };
        Ok(Roadmap { official: false, pillars: pillars.into_iter().map(pillar).collect(), targets: targets(ctx).await? })
    }

    /// The initiatives, in the order in which they were written down.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn initiatives(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Initiative>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        Ok(connection(slice(initiatives(ctx).await?, &window), &window, |initiative| initiative))
    }

    /// Sourced observations of bilateral trade, in the order in which they were written down.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn trade_flows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of this basis, for example `KZ_customs`.")] basis: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, TradeFlow>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        Ok(connection(slice(flows(ctx, basis.as_deref()).await?, &window), &window, |flow| flow))
    }
}
