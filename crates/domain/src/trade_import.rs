//! A file of trade figures beside what is known: each row new, changed, the same or refused, told before anything is written.

use std::collections::HashMap;

use chrono::Datelike;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    id::{StaffId, TradeFlowId, TradeImportId},
    permit::{Appointing, Permit},
    policy::ImportTradeFlows,
    stamp::{Stamp, Timestamp},
    trade::TradeFlow,
    words::words,
};

/// A file has at most this many bytes and rows.
pub const MAX_BYTES: usize = 200_000;
pub const MAX_ROWS: usize = 2_000;
/// A trillion dollars in cents: no trade of the two is anywhere near.
const MAX_VALUE: i64 = 100_000_000_000_000;
/// The two have traded as states since then.
const FIRST_YEAR: i32 = 1991;

words! {
    /// What is wrong with a row, for programs.
    pub enum RowFaultCode {
        /// It is not UTF-8.
        Encoding = "ENCODING",
        /// The columns are parted by something other than commas.
        Separator = "SEPARATOR",
        /// The first line does not name the columns that are expected.
        Header = "HEADER",
        /// A quotation mark is out of place.
        Quotes = "QUOTES",
        /// The row has more or fewer fields than the header.
        FieldCount = "FIELD_COUNT",
        /// There are no rows, or too many, or too many bytes.
        Size = "SIZE",
        /// The field must not be empty.
        Empty = "EMPTY",
        /// The field is not one of its words.
        UnknownWord = "UNKNOWN_WORD",
        /// The field is no number, period or address as it should be.
        Malformed = "MALFORMED",
        /// The number or the year is out of every proportion.
        OutOfRange = "OUT_OF_RANGE",
        /// A spreadsheet would take the field for a formula.
        Formula = "FORMULA",
        /// The field holds a character that cannot be seen, or is too long.
        Text = "TEXT",
        /// The row is of another basis than the import.
        OtherBasis = "OTHER_BASIS",
        /// The source is not recorded.
        UnknownSource = "UNKNOWN_SOURCE",
        /// The same observation stands in the file twice.
        Twice = "TWICE",
    }
}

/// One thing that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The column, or `*` for the row as a whole.
    pub column: &'static str,
    pub code: RowFaultCode,
    pub message: String,
}

impl RowFault {
    pub fn new(column: &'static str, code: RowFaultCode, message: impl Into<String>) -> Self {
        Self { column, code, message: message.into() }
    }
}

/// What would become of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    New(TradeFlow),
    Changed { before: TradeFlow, after: TradeFlow },
    Same(TradeFlow),
    Refused(Vec<RowFault>),
}

/// A row with its line in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub line: usize,
    pub verdict: Verdict,
}

/// Everything that a file would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub basis: String,
    /// SHA-256 over the basis and the file, in hexadecimal: what is imported is what was previewed.
    pub digest: String,
    pub rows: Vec<Row>,
}

/// How many rows are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub refused: usize,
}

/// A row as it was read.
pub type Read = (usize, Result<TradeFlow, Vec<RowFault>>);

/// What the rows are looked at beside.
pub struct Known<'a> {
    pub flows: &'a [TradeFlow],
    pub sources: &'a [String],
    pub now: Timestamp,
}

/// What is kept of a file that was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TradeImport {
    pub id: TradeImportId,
    pub basis: String,
    pub digest: String,
    pub csv: String,
    pub added: i64,
    /// What each changed row was before and after.
    pub changes: Vec<Change>,
    /// The operator of the host is nobody.
    pub by: Option<StaffId>,
    pub at: Timestamp,
}

/// A figure that a later file put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub before: TradeFlow,
    pub after: TradeFlow,
}

/// Why nothing is brought in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ImportTradeError {
    #[error("{refused} rows are refused, the first in line {line}, column `{column}`: {message}")]
    RowsRefused { refused: usize, line: usize, column: &'static str, message: String },
    #[error("this is not the file that was previewed")]
    OtherFile,
}

impl Report {
    /// Looks at rows beside what is known.
    #[must_use]
    pub fn compare(basis: String, digest: String, read: Vec<Read>, known: &Known<'_>) -> Self {
        let before: HashMap<TradeFlowId, &TradeFlow> = known.flows.iter().map(|flow| (flow.id, flow)).collect();
        let mut lines: HashMap<TradeFlowId, usize> = HashMap::new();
        let mut rows = Vec::with_capacity(read.len());
        for (line, row) in read {
            let verdict = match row.map_err(Verdict::Refused).and_then(|flow| {
                let mut faults = faults(&flow, &basis, known);
                if let Some(first) = lines.get(&flow.id) {
                    faults.push(RowFault::new("*", RowFaultCode::Twice, format!("the same observation stands in line {first} already")));
                }
                lines.entry(flow.id).or_insert(line);
                if faults.is_empty() { Ok(flow) } else { Err(Verdict::Refused(faults)) }
            }) {
                Err(refused) => refused,
                Ok(flow) => match before.get(&flow.id) {
                    None => Verdict::New(flow),
                    Some(before) if **before == flow => Verdict::Same(flow),
                    Some(before) => Verdict::Changed { before: (*before).clone(), after: flow },
                },
            };
            rows.push(Row { line, verdict });
        }
        Self { basis, digest, rows }
    }

    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            *match row.verdict {
                Verdict::New(_) => &mut counts.new,
                Verdict::Changed { .. } => &mut counts.changed,
                Verdict::Same(_) => &mut counts.same,
                Verdict::Refused(_) => &mut counts.refused,
            } += 1;
        }
        counts
    }

    /// The rows to be written, and what is kept of the file: all of it or nothing.
    pub fn accept(
        self,
        permit: &Permit<ImportTradeFlows>,
        csv: String,
        stamp: Stamp,
    ) -> Result<(Vec<TradeFlow>, TradeImport), ImportTradeError> {
        let refused = self.counts().refused;
        if let Some((line, fault)) = self.rows.iter().find_map(|row| match &row.verdict {
            Verdict::Refused(faults) => faults.first().map(|fault| (row.line, fault)),
            _ => None,
        }) {
            return Err(ImportTradeError::RowsRefused { refused, line, column: fault.column, message: fault.message.clone() });
        }
        let by = match permit.by() {
            Appointing::Staff(staff) => Some(staff.id),
            Appointing::Operator => None,
        };
        let (mut flows, mut changes, mut added) = (Vec::new(), Vec::new(), 0);
        for row in self.rows {
            match row.verdict {
                Verdict::New(flow) => {
                    added += 1;
                    flows.push(flow);
                }
                Verdict::Changed { before, after } => {
                    flows.push(after.clone());
                    changes.push(Change { before, after });
                }
                Verdict::Same(_) | Verdict::Refused(_) => {}
            }
        }
        let import = TradeImport { id: stamp.id(), basis: self.basis, digest: self.digest, csv, added, changes, by, at: stamp.at };
        Ok((flows, import))
    }
}

fn faults(flow: &TradeFlow, basis: &str, known: &Known<'_>) -> Vec<RowFault> {
    let mut faults = Vec::new();
    if flow.basis != basis {
        let message = format!("this import is of the basis `{basis}`; figures of two bases are never one series");
        faults.push(RowFault::new("basis", RowFaultCode::OtherBasis, message));
    }
    if flow.year.is_some_and(|year| !(FIRST_YEAR..=known.now.year() + 1).contains(&year)) {
        let message = format!("lies outside {FIRST_YEAR} to {}", known.now.year() + 1);
        faults.push(RowFault::new("period", RowFaultCode::OutOfRange, message));
    }
    if flow.value_usd_minor.is_some_and(|value| value > MAX_VALUE) {
        faults.push(RowFault::new("value_usd_m", RowFaultCode::OutOfRange, "is more than a million millions: the column is in millions"));
    }
    if !known.sources.contains(&flow.source_key) {
        let message = format!("there is no source with the key `{}`; record it first", flow.source_key);
        faults.push(RowFault::new("source_key", RowFaultCode::UnknownSource, message));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::Actor,
        id::Identifier,
        permit::ForumRecord,
        trade::{Flow, PeriodKind, Quality},
    };
    use uuid::Uuid;

    fn flow(id: u128, cents: i64) -> TradeFlow {
        TradeFlow {
            id: TradeFlowId::from_uuid(Uuid::from_u128(id)),
            period: "2024".to_owned(),
            period_kind: PeriodKind::CalendarYear,
            year: Some(2024),
            basis: "KZ_customs".to_owned(),
            flow: Flow::Total,
            value_usd_minor: Some(cents),
            quality: Quality::Reported,
            note: String::new(),
            source_key: "here".to_owned(),
            source_url: "https://here.example".to_owned(),
        }
    }

    fn report(read: Vec<Read>) -> Report {
        let sources = ["here".to_owned()];
        let known = Known { flows: &[flow(1, 100), flow(2, 200)], sources: &sources, now: "2026-03-02T09:00:00Z".parse().unwrap() };
        Report::compare("KZ_customs".to_owned(), "digest".to_owned(), read, &known)
    }

    fn codes(report: &Report) -> Vec<RowFaultCode> {
        let faults = |row: &Row| if let Verdict::Refused(faults) = &row.verdict { faults.clone() } else { Vec::new() };
        report.rows.iter().flat_map(faults).map(|fault| fault.code).collect()
    }

    fn permit() -> Permit<ImportTradeFlows> {
        Actor::Operator.permit::<ImportTradeFlows>(ForumRecord).unwrap()
    }

    fn stamp() -> Stamp {
        Stamp::new("2026-03-02T09:00:00Z".parse().unwrap(), Uuid::nil())
    }

    #[test]
    fn a_row_is_new_changed_or_the_same() {
        let report = report(vec![(2, Ok(flow(1, 100))), (3, Ok(flow(2, 250))), (4, Ok(flow(3, 300)))]);
        assert_eq!(report.counts(), Counts { new: 1, changed: 1, same: 1, refused: 0 });
        let (flows, import) = report.accept(&permit(), "csv".to_owned(), stamp()).unwrap();
        assert_eq!(flows, [flow(2, 250), flow(3, 300)]);
        assert_eq!((import.added, import.changes), (1, vec![Change { before: flow(2, 200), after: flow(2, 250) }]));
    }

    #[test]
    fn one_refused_row_keeps_everything_out() {
        let broken = RowFault::new("flow", RowFaultCode::UnknownWord, "is no flow");
        let report = report(vec![(2, Ok(flow(3, 100))), (3, Err(vec![broken]))]);
        assert_eq!(report.counts(), Counts { new: 1, changed: 0, same: 0, refused: 1 });
        let error = report.accept(&permit(), "csv".to_owned(), stamp()).unwrap_err();
        assert_eq!(error, ImportTradeError::RowsRefused { refused: 1, line: 3, column: "flow", message: "is no flow".to_owned() });
    }

    #[test]
    fn bases_are_not_mixed_and_figures_have_bounds_and_sources() {
        let one = |change: fn(&mut TradeFlow)| {
            let mut flow = flow(3, 100);
            change(&mut flow);
            codes(&report(vec![(2, Ok(flow))]))
        };
        assert_eq!(one(|_| ()), []);
        assert_eq!(one(|flow| flow.basis = "PK_SBP".to_owned()), [RowFaultCode::OtherBasis]);
        assert_eq!(one(|flow| flow.year = Some(1990)), [RowFaultCode::OutOfRange]);
        assert_eq!(one(|flow| flow.year = Some(2028)), [RowFaultCode::OutOfRange]);
        assert_eq!(one(|flow| flow.year = Some(2027)), []);
        assert_eq!(one(|flow| flow.value_usd_minor = Some(MAX_VALUE)), []);
        assert_eq!(one(|flow| flow.value_usd_minor = Some(MAX_VALUE + 1)), [RowFaultCode::OutOfRange]);
        assert_eq!(one(|flow| flow.source_key = "nowhere".to_owned()), [RowFaultCode::UnknownSource]);
        assert_eq!(codes(&report(vec![(2, Ok(flow(3, 100))), (3, Ok(flow(3, 101)))])), [RowFaultCode::Twice]);
    }
}
