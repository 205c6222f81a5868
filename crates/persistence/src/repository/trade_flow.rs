//! Sourced observations of trade.

use domain::{
    id::{Identifier, TradeFlowId, TradeImportId},
    trade::TradeFlow,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use super::word;
use crate::{
    entity::trade_flow,
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, put, remove, visible},
};

pub struct TradeFlows<'a, R>(pub(super) &'a R);

fn read(row: trade_flow::Model) -> Result<TradeFlow, StorageError> {
    Ok(TradeFlow {
        id: TradeFlowId::from_uuid(row.id),
        period: row.period,
        period_kind: word(&row.period_kind)?,
        year: row.year,
        basis: row.basis,
        flow: word(&row.flow)?,
        value_usd_minor: row.value_usd_minor,
        quality: word(&row.quality)?,
        note: row.note,
        source_key: row.source_key,
        source_url: row.source_url,
    })
}

impl<R: Reads> TradeFlows<'_, R>
where
    trade_flow::Entity: VisibleTo<R::Scope>,
{
    /// The observations, of one basis or of all, in the order in which they were written down.
    pub async fn all(self, basis: Option<&str>) -> Result<Vec<TradeFlow>, StorageError> {
        let mut select = visible::<trade_flow::Entity, R>(self.0).order_by_asc(trade_flow::Column::Position);
        if let Some(basis) = basis {
            select = select.filter(trade_flow::Column::Basis.eq(basis));
        }
        select.all(self.0.connection().0).await?.into_iter().map(read).collect()
    }
}

fn write(flow: &TradeFlow, position: i32, import: Option<TradeImportId>) -> trade_flow::ActiveModel {
    trade_flow::ActiveModel {
        id: Set(flow.id.uuid()),
        position: Set(position),
        period: Set(flow.period.clone()),
        period_kind: Set(flow.period_kind.as_str().to_owned()),
        year: Set(flow.year),
        basis: Set(flow.basis.clone()),
        flow: Set(flow.flow.as_str().to_owned()),
        value_usd_minor: Set(flow.value_usd_minor),
        quality: Set(flow.quality.as_str().to_owned()),
        note: Set(flow.note.clone()),
        source_key: Set(flow.source_key.clone()),
        source_url: Set(flow.source_url.clone()),
        trade_import_id: Set(import.map(Identifier::uuid)),
    }
}

impl<W: Writes<Scope = System>> TradeFlows<'_, W> {
    /// Puts the observations of the reference files in the place of those imported before; what came with a file of its own stays. Gives
    /// back how many of the given ones were left alone for that.
    pub async fn replace(self, flows: &[TradeFlow]) -> Result<usize, StorageError> {
        let kept: Vec<uuid::Uuid> = visible::<trade_flow::Entity, W>(self.0)
            .filter(trade_flow::Column::TradeImportId.is_not_null())
            .select_only()
            .column(trade_flow::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        let imported = trade_flow::Column::TradeImportId.is_null();
        remove::<trade_flow::Entity, W>(self.0, imported.into()).await?;
        let rows: Vec<_> = flows.iter().zip(0..).filter(|(flow, _)| !kept.contains(&flow.id.uuid())).collect();
        let left = flows.len() - rows.len();
        add::<trade_flow::Entity, W>(self.0, rows.into_iter().map(|(flow, position)| write(flow, position, None)).collect()).await?;
        Ok(left)
    }
}

impl<W: Writes> TradeFlows<'_, W>
where
    trade_flow::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    /// Writes observations that came with a file, new ones and those that it changes, in one statement.
    pub async fn put(self, flows: &[TradeFlow], import: TradeImportId) -> Result<(), StorageError> {
        if flows.is_empty() {
            return Ok(());
        }
        let last: Option<i32> = visible::<trade_flow::Entity, W>(self.0)
            .select_only()
            .column(trade_flow::Column::Position)
            .order_by_desc(trade_flow::Column::Position)
            .limit(1)
            .into_tuple()
            .one(self.0.connection().0)
            .await?;
        let first = last.unwrap_or(0) + 1;
        let rows: Vec<_> = flows.iter().zip(first..).map(|(flow, position)| write(flow, position, Some(import))).collect();
        // What makes an observation the same one stands in its id; a changed one keeps its place in the list.
        let replaced = [
            trade_flow::Column::PeriodKind,
            trade_flow::Column::Year,
            trade_flow::Column::ValueUsdMinor,
            trade_flow::Column::Quality,
            trade_flow::Column::Note,
            trade_flow::Column::SourceUrl,
            trade_flow::Column::TradeImportId,
        ];
        put::<trade_flow::Entity, W>(self.0, rows, trade_flow::Column::Id, &replaced).await
    }
}
