//! Sourced observations of trade.

use domain::{
    id::{Identifier, TradeFlowId},
    trade::TradeFlow,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::trade_flow,
    error::StorageError,
    scope::{System, VisibleTo},
    tx::{Reads, Writes, add, every, remove, visible},
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

impl<W: Writes<Scope = System>> TradeFlows<'_, W> {
    pub async fn replace(self, flows: &[TradeFlow]) -> Result<(), StorageError> {
        remove::<trade_flow::Entity, W>(self.0, every()).await?;
        let rows = flows.iter().zip(0..).map(|(flow, position)| trade_flow::ActiveModel {
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
        });
        add::<trade_flow::Entity, W>(self.0, rows.collect()).await
    }
}
