//! Sourced observations of trade, targets, and the roadmap: what others have published, never what the forum has counted.

use serde::{Deserialize, Serialize};

use crate::{id::TradeFlowId, language::Translations, words::words};

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
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// A group of initiatives; our own grouping until an official text is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pillar {
    pub code: String,
    pub name: Translations,
    pub sectors: Vec<String>,
    pub initiatives: Vec<String>,
    pub note: Option<String>,
}

/// A project of the roadmap, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initiative {
    pub code: String,
    pub name: Translations,
    pub kind: String,
    pub mode: Option<String>,
    pub sectors: Vec<String>,
    pub status: String,
    pub facts: Vec<String>,
    pub risks: Vec<String>,
    pub sources: Vec<String>,
}

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub key: String,
    pub what: String,
    pub address: String,
}
