//! Sourced observations of trade, and targets: what others have published, never what the forum has counted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    country::Country,
    id::TradeFlowId,
    language::Translations,
    permit::Permit,
    policy::KeepRoadmap,
    roadmap::{Known, RoadmapError},
    words::words,
};

words! {
    /// What stretch of time an observation covers.
    pub enum PeriodKind {
        CalendarYear = "CALENDAR_YEAR",
        PartCalendarYear = "PART_CALENDAR_YEAR",
        /// Pakistan's, from July to June.
        FiscalYear = "FISCAL_YEAR",
        PartFiscalYear = "PART_FISCAL_YEAR",
        /// Somebody said so on a day.
        Statement = "STATEMENT",
        Unclear = "UNCLEAR",
    }
}

words! {
    /// Which way the goods went.
    pub enum Flow {
        Total = "TOTAL",
        PakistanToKazakhstan = "PAKISTAN_TO_KAZAKHSTAN",
        KazakhstanToPakistan = "KAZAKHSTAN_TO_PAKISTAN",
    }
}

words! {
    /// How the figure came about.
    pub enum Quality {
        Reported = "REPORTED",
        /// Worked out from two reported ones.
        Derived = "DERIVED",
        Approximate = "APPROXIMATE",
        Statement = "STATEMENT",
        NoFigure = "NO_FIGURE",
    }
}

/// One observation; two bases are never drawn as one series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradeFlow {
    pub id: TradeFlowId,
    pub period: String,
    pub period_kind: PeriodKind,
    pub year: Option<i32>,
    pub basis: String,
    pub flow: Flow,
    /// In cents; nothing where the source gave no figure.
    pub value_usd_minor: Option<i64>,
    pub quality: Quality,
    pub note: String,
    pub source_key: String,
    pub source_url: String,
}

/// A published aim, each side's version kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub code: String,
    pub name: Translations,
    pub value_usd_minor: i64,
    pub stated_by: String,
    pub stated_on: String,
    pub deadline: Option<String>,
    pub note: Option<String>,
    pub sources: Vec<String>,
    /// Which side says so; nothing where both do, or neither.
    #[serde(default)]
    pub side: Option<Country>,
    /// The last day, where the deadline names one.
    #[serde(default)]
    pub deadline_on: Option<NaiveDate>,
    /// What it is measured from.
    #[serde(default)]
    pub baseline: Option<Baseline>,
    /// It is kept and not shown.
    #[serde(default)]
    pub retired: bool,
}

/// What an aim is measured from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    pub value_usd_minor: i64,
    /// The period, as its source names it.
    pub period: String,
    pub basis: String,
    pub source: String,
}

impl Target {
    /// Writes an aim as one side states it.
    pub fn write(_: &Permit<KeepRoadmap>, said: Self, known: &Known) -> Result<Self, RoadmapError> {
        known.sources(&said.sources)?;
        if let Some(baseline) = &said.baseline {
            known.sources(std::slice::from_ref(&baseline.source))?;
        }
        if said.value_usd_minor <= 0 || said.baseline.as_ref().is_some_and(|baseline| baseline.value_usd_minor <= 0) {
            return Err(RoadmapError::NoValue);
        }
        Ok(said)
    }
}

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub key: String,
    pub what: String,
    pub address: String,
    #[serde(default)]
    pub publisher: Option<String>,
    /// The day on which it was read.
    #[serde(default)]
    pub retrieved_on: Option<NaiveDate>,
}
