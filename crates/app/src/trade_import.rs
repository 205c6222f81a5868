//! Files of trade figures: looked at first, then brought in whole or not at all, by an administrator or by the operator of the host.

use domain::{
    actor::Actor,
    event::Event,
    permit::ForumRecord,
    policy::{ImportTradeFlows, PreviewTradeImport, ReadDesk},
    stamp::Timestamp,
    trade::Source,
    trade_import::{ImportTradeError, Known, Report, TradeImport},
};
use persistence::{Page, StorageError, Window, error::Unique, repository::reference::Kept};
use sha2::{Digest, Sha256};

use crate::{
    application::Application,
    failure::{Failure, Refused},
    import::trade,
    op::Op,
};

/// What was brought in, and whether the same file had been before: then nothing was written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub import: TradeImport,
    pub repeated: bool,
}

/// SHA-256 over the basis and the file, in hexadecimal.
#[must_use]
pub fn digest(basis: &str, csv: &str) -> String {
    hex::encode(Sha256::new().chain_update(basis).chain_update([0]).chain_update(csv).finalize())
}

fn report(basis: &str, csv: &str, known: (&[domain::trade::TradeFlow], Vec<Kept<Source>>), now: Timestamp) -> Report {
    let (flows, sources) = known;
    let sources: Vec<String> = sources.into_iter().map(|kept| kept.code).collect();
    Report::compare(basis.to_owned(), digest(basis, csv), trade::rows(csv), &Known { flows, sources: &sources, now })
}

/// Looks at the file beside what is known now and writes it, in the transaction that is given: staff's or the operator's.
macro_rules! bring_in {
    ($tx:ident, $app:expr, $permit:expr, $basis:expr, $csv:ident, $stamp:expr) => {{
        let flows = $tx.trade_flows().all(None).await?;
        let report = report($basis, &$csv, (&flows, $tx.reference().kept_sources().await?), $app.now());
        let (flows, import) = report.accept($permit, $csv, $stamp)?;
        match $tx.trade_imports().add(&import).await {
            // Somebody brought in the same file at the same moment.
            Err(StorageError::Taken(Unique::TradeImportDigest)) => return repeated($app, &import.digest).await,
            added => added?,
        }
        $tx.trade_flows().put(&flows, import.id).await?;
        let event = Event::TradeFlowsImported {
            import: import.id,
            digest: import.digest.clone(),
            added: import.added,
            changed: i64::try_from(import.changes.len()).unwrap_or(i64::MAX),
            by: import.by,
        };
        $tx.commit(event).await?;
        Ok(Imported { import, repeated: false })
    }};
}

/// What the file would change, row by row; nothing is written.
pub async fn preview(op: &Op, basis: &str, csv: &str) -> Result<Report, Failure> {
    let view = op.staff_view().await?;
    let _permit = op.actor().await?.permit::<PreviewTradeImport>(ForumRecord)?;
    let flows = view.trade_flows().all(None).await?;
    Ok(report(basis, csv, (&flows, view.reference().kept_sources().await?), op.app().now()))
}

/// The files that were brought in.
pub async fn page(op: &Op, window: &Window) -> Result<Page<TradeImport>, Failure> {
    let view = op.staff_view().await?;
    let _permit = op.actor().await?.permit::<ReadDesk>(ForumRecord)?;
    Ok(view.trade_imports().page(window).await?)
}

/// Brings in the very file that was previewed.
pub async fn import(op: &Op, basis: &str, csv: String, previewed: &str) -> Result<Imported, Refused<ImportTradeError>> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = actor.permit::<ImportTradeFlows>(ForumRecord)?;
    if previewed != digest(basis, &csv) {
        return Err(ImportTradeError::OtherFile.into());
    }
    let known = tx.trade_imports().by_digest(previewed).await?;
    if let Some(import) = known {
        return Ok(Imported { import, repeated: true });
    }
    bring_in!(tx, op.app(), &permit, basis, csv, op.stamp())
}

/// What the file would change, for the operator.
pub async fn preview_as_operator(app: &Application, basis: &str, csv: &str) -> Result<Report, Failure> {
    let _permit = Actor::Operator.permit::<PreviewTradeImport>(ForumRecord)?;
    let view = app.view_system().await?;
    let flows = view.trade_flows().all(None).await?;
    Ok(report(basis, csv, (&flows, view.reference().kept_sources().await?), app.now()))
}

/// The operator's import: the same rules, without a preview in between.
pub async fn import_as_operator(app: &Application, basis: &str, csv: String) -> Result<Imported, Refused<ImportTradeError>> {
    let permit = Actor::Operator.permit::<ImportTradeFlows>(ForumRecord)?;
    let tx = app.begin_system("operator").await?;
    let digest = digest(basis, &csv);
    let known = tx.trade_imports().by_digest(&digest).await?;
    if let Some(import) = known {
        return Ok(Imported { import, repeated: true });
    }
    bring_in!(tx, app, &permit, basis, csv, app.stamp())
}

async fn repeated(app: &Application, digest: &str) -> Result<Imported, Refused<ImportTradeError>> {
    let import = app.view_system().await?.trade_imports().by_digest(digest).await?;
    import.map(|import| Imported { import, repeated: true }).ok_or_else(|| Failure::Conflict.into())
}
