//! What everybody reads: the target and official trade, and what the forum has brought about.

use async_graphql::{Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{scoreboard::Sum as DomainSum, trade::TradeFlow as DomainFlow};

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost, slice},
    roadmap::{Target, targets},
    scalar::{DateTime, Money, usd},
    word::{TradeDirection, TradeFigureQuality, TradePeriodKind, VentureStage},
};

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
        targets(ctx, false).await
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

async fn flows(ctx: &Context<'_>, basis: Option<&str>) -> Result<Vec<TradeFlow>, Error> {
    let flows = op(ctx).view().await.map_err(failed)?.trade_flows().all(basis).await.map_err(failed)?;
    Ok(flows.into_iter().map(Into::into).collect())
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
