//! `importTradeFlows`

use async_graphql::{Context, Error, InputObject, Object, SimpleObject};
use domain::{code, trade_import::ImportTradeError};

use super::TradeImport;
use crate::{
    context::op,
    user_error::{Reading, rule, settle, split, user_errors},
};

/// The file that was previewed.
#[derive(InputObject)]
pub struct ImportTradeFlowsInput {
    /// Whose figures they are and how they were made.
    pub basis: String,
    /// The file.
    pub csv: String,
    /// The fingerprint that the preview gave.
    pub digest: String,
}

user_errors! {
    "importTradeFlows": ImportTradeFlowsError, ImportTradeFlowsErrorCode {
        /// A row is wrong, so that nothing was brought in; `previewTradeImport` tells which.
        RowsRefused,
        /// This is not the file that was previewed.
        OtherFile,
    }
}

/// The import.
#[derive(SimpleObject)]
pub struct ImportTradeFlowsPayload {
    /// The import; nothing if there are `userErrors`.
    pub trade_import: Option<TradeImport>,
    /// Whether the same file had been brought in before; then nothing was written again.
    pub repeated: bool,
    /// What was wrong; empty if it worked.
    pub user_errors: Vec<ImportTradeFlowsError>,
}

#[derive(Default)]
pub struct ImportTradeFlows;

#[Object]
impl ImportTradeFlows {
    /// Brings in the very file that was previewed, all of it or nothing; the same file twice has one effect. Requires an Administrator
    /// with a fresh factor.
    async fn import_trade_flows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file that was previewed.")] input: ImportTradeFlowsInput,
    ) -> Result<ImportTradeFlowsPayload, Error> {
        let mut reading = Reading::default();
        let basis = reading.take("basis", code::basis(&input.basis));
        let basis = match reading.finish(basis) {
            Ok(basis) => basis,
            Err(user_errors) => return Ok(ImportTradeFlowsPayload { trade_import: None, repeated: false, user_errors }),
        };
        let outcome = app::trade_import::import(op(ctx), &basis, input.csv, &input.digest).await;
        let (imported, user_errors) = split(settle(outcome, |error| tell(&error))?);
        let repeated = imported.as_ref().is_some_and(|imported| imported.repeated);
        Ok(ImportTradeFlowsPayload { trade_import: imported.map(|imported| TradeImport(imported.import)), repeated, user_errors })
    }
}

fn tell(error: &ImportTradeError) -> ImportTradeFlowsError {
    use ImportTradeFlowsErrorCode as Code;
    let (code, path) = match error {
        ImportTradeError::RowsRefused { .. } => (Code::RowsRefused, "csv"),
        ImportTradeError::OtherFile => (Code::OtherFile, "digest"),
    };
    rule(code, path, error)
}
