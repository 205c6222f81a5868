//! Files of trade figures, looked at row by row before they are brought in.

pub mod import;

use app::storage::Position;
use async_graphql::{Context, Enum, Error, ID, Object, SimpleObject, connection::Connection};
use domain::{
    id::Identifier,
    trade_import::{self as domain_import, Report, Row, Verdict},
};

use crate::{
    context::op,
    error::{bad_input, failed},
    page::{Asked, Cursor, connection, cost, slice},
    scalar::DateTime,
    scoreboard::TradeFlow,
};

crate::word::words! {
    /// What is wrong with a row of a file.
    TradeRowFaultCode = "domain::trade_import::RowFaultCode" {
        /// It is not UTF-8.
        Encoding,
        /// The columns are parted by something other than commas.
        Separator,
        /// The first line does not name the columns that are expected.
        Header,
        /// A quotation mark is out of place.
        Quotes,
        /// The row has more or fewer fields than the header.
        FieldCount,
        /// There are no rows, or too many, or too many bytes.
        Size,
        /// The field must not be empty.
        Empty,
        /// The field is not one of its words.
        UnknownWord,
        /// The field is no number, period or address as it should be.
        Malformed,
        /// The number or the year is out of every proportion.
        OutOfRange,
        /// A spreadsheet would take the field for a formula.
        Formula,
        /// The field holds a character that cannot be seen, or is too long.
        Text,
        /// The row is of another basis than the import.
        OtherBasis,
        /// The source is not recorded.
        UnknownSource,
        /// The same observation stands in the file twice.
        Twice,
    }
}

/// What would become of a row.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum TradeRowVerdict {
    /// It would be added.
    New,
    /// It would take the place of what is known.
    Changed,
    /// It is known as it stands.
    Same,
    /// It is wrong, so that nothing of the file is brought in.
    Refused,
}

/// One thing that is wrong with a row.
#[derive(SimpleObject)]
pub struct TradeRowFault {
    /// The column, or `*` for the row as a whole.
    pub column: String,
    /// What, for programs.
    pub code: TradeRowFaultCode,
    /// What, for people.
    pub message: String,
}

/// A row of a file beside what is known.
pub struct TradeImportRow(Row);

/// A row of a file beside what is known.
#[Object(name = "TradeImportRow")]
impl TradeImportRow {
    /// Its line in the file.
    async fn line(&self) -> i32 {
        i32::try_from(self.0.line).unwrap_or(i32::MAX)
    }

    /// What would become of it.
    async fn verdict(&self) -> TradeRowVerdict {
        match self.0.verdict {
            Verdict::New(_) => TradeRowVerdict::New,
            Verdict::Changed { .. } => TradeRowVerdict::Changed,
            Verdict::Same(_) => TradeRowVerdict::Same,
            Verdict::Refused(_) => TradeRowVerdict::Refused,
        }
    }

    /// What is known; nothing where it is new or refused.
    async fn before(&self) -> Option<TradeFlow> {
        match &self.0.verdict {
            Verdict::Changed { before, .. } | Verdict::Same(before) => Some(before.clone().into()),
            Verdict::New(_) | Verdict::Refused(_) => None,
        }
    }

    /// What the row says; nothing where it is refused.
    async fn after(&self) -> Option<TradeFlow> {
        match &self.0.verdict {
            Verdict::New(after) | Verdict::Changed { after, .. } | Verdict::Same(after) => Some(after.clone().into()),
            Verdict::Refused(_) => None,
        }
    }

    /// Everything that is wrong with it.
    async fn faults(&self) -> Vec<TradeRowFault> {
        let Verdict::Refused(faults) = &self.0.verdict else { return Vec::new() };
        let fault = |fault: &domain_import::RowFault| TradeRowFault {
            column: fault.column.to_owned(),
            code: fault.code.into(),
            message: fault.message.clone(),
        };
        faults.iter().map(fault).collect()
    }
}

/// What a file would change; nothing was written.
pub struct TradeImportPreview(Report);

fn whole(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// What a file would change; nothing was written.
#[Object(name = "TradeImportPreview")]
impl TradeImportPreview {
    /// The fingerprint of the basis and the file, to be given to `importTradeFlows`.
    async fn digest(&self) -> &str {
        &self.0.digest
    }

    /// How many rows would be added.
    async fn added(&self) -> i32 {
        whole(self.0.counts().new)
    }

    /// How many rows would take the place of what is known.
    async fn changed(&self) -> i32 {
        whole(self.0.counts().changed)
    }

    /// How many rows are known as they stand.
    async fn same(&self) -> i32 {
        whole(self.0.counts().same)
    }

    /// How many rows are wrong. As long as there is one, nothing is brought in.
    async fn refused(&self) -> i32 {
        whole(self.0.counts().refused)
    }

    /// The rows in the order of the file.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn rows(
        &self,
        #[graphql(desc = "Only rows with this verdict.")] verdict: Option<TradeRowVerdict>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, TradeImportRow>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let asked = |row: &&Row| {
            verdict.is_none_or(|verdict| {
                verdict
                    == match row.verdict {
                        Verdict::New(_) => TradeRowVerdict::New,
                        Verdict::Changed { .. } => TradeRowVerdict::Changed,
                        Verdict::Same(_) => TradeRowVerdict::Same,
                        Verdict::Refused(_) => TradeRowVerdict::Refused,
                    }
            })
        };
        let rows: Vec<Row> = self.0.rows.iter().filter(asked).cloned().collect();
        Ok(connection(slice(rows, &window), &window, TradeImportRow))
    }
}

/// A file that was brought in.
pub struct TradeImport(pub domain_import::TradeImport);

/// A file that was brought in.
#[Object(name = "TradeImport")]
impl TradeImport {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Whose figures they are and how they were made.
    async fn basis(&self) -> &str {
        &self.0.basis
    }

    /// The fingerprint of the basis and the file.
    async fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The file as it was brought.
    async fn csv(&self) -> &str {
        &self.0.csv
    }

    /// How many observations it added.
    async fn added(&self) -> i32 {
        i32::try_from(self.0.added).unwrap_or(i32::MAX)
    }

    /// What it put in the place of other figures.
    async fn changes(&self) -> Vec<TradeFigureChange> {
        let changes = self.0.changes.iter();
        changes.map(|change| TradeFigureChange { before: change.before.clone().into(), after: change.after.clone().into() }).collect()
    }

    /// When it was brought in.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }
}

/// A figure that took the place of another.
#[derive(SimpleObject)]
pub struct TradeFigureChange {
    /// What was known.
    pub before: TradeFlow,
    /// What the file says.
    pub after: TradeFlow,
}

#[derive(Default)]
pub struct TradeImportQuery;

#[Object]
impl TradeImportQuery {
    /// What a file of trade figures would change, row by row; nothing is written. Requires an Administrator.
    #[graphql(complexity = "100 + child_complexity")]
    async fn preview_trade_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose figures they are and how they were made, for example `KZ_customs`: one file is of one basis.")]
        basis: String,
        #[graphql(desc = "The file: CSV with commas, decimal points and the header of the reference data, at most 2,000 rows.")]
        csv: String,
    ) -> Result<TradeImportPreview, Error> {
        let basis = domain::code::basis(&basis).map_err(|error| bad_input("basis", error))?;
        app::trade_import::preview(op(ctx), &basis, &csv).await.map(TradeImportPreview).map_err(failed)
    }

    /// The files of trade figures that were brought in, the latest first. Requires an Administrator.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn trade_imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, TradeImport>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = app::trade_import::page(op(ctx), &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.at, row.id.uuid()), row));
        Ok(connection(page, &window, TradeImport))
    }
}
