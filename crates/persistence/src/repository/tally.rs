//! The figures of the scoreboard: counted and summed by the database, never row by row.

use domain::{
    company::CompanyState,
    introduction::IntroductionState,
    joint_venture::Stage,
    money::{Currency, Money},
    proposal::ProposalState,
    scoreboard::{Funnel, StageCount, Sum, Sums, Tally},
};
use sea_orm::{
    ColumnTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, SimpleExpr},
};

use super::{count, word};
use crate::{
    entity::{agreement, company, introduction, joint_venture, outcome},
    error::StorageError,
    scope::System,
    tx::{Reads, visible},
};

pub struct Tallies<'a, R>(pub(super) &'a R);

#[derive(FromQueryResult)]
struct SumRow {
    currency: String,
    minor: i64,
    records: i64,
    withheld: i64,
}

impl SumRow {
    fn read(self) -> Result<Sum, StorageError> {
        let currency: Currency = word(&self.currency)?;
        Ok(Sum { money: Money { minor: self.minor, currency }, records: count(self.records), withheld: count(self.withheld) })
    }
}

#[derive(FromQueryResult)]
struct CountRow {
    word: String,
    records: i64,
}

const OF_COMPANIES: &str = "COMPANY";
const BINDING: [&str; 2] = ["CONTRACT", "SHAREHOLDERS_AGREEMENT"];
const NOT_BINDING: [&str; 2] = ["MEMORANDUM", "LETTER_OF_INTENT"];

/// A sum that stays a whole number of 64 bits on both databases.
fn sum(of: impl Into<SimpleExpr>) -> SimpleExpr {
    SimpleExpr::from(Func::sum(of.into())).cast_as("bigint")
}

impl<R: Reads<Scope = System>> Tallies<'_, R> {
    /// Everything that the scoreboard shows of the forum's own doing.
    pub async fn take(self) -> Result<Tally, StorageError> {
        let stages = self.stages().await?;
        let ventures = stages.iter().filter(|(stage, _)| *stage > Stage::Proposed && !stage.is_end());
        let operating = stages.iter().filter(|(stage, _)| matches!(stage, Stage::Operating | Stage::Completed));
        let funnel = Funnel {
            verified_companies: self.companies().await?,
            introductions: self.introductions(None).await?,
            accepted_introductions: self.introductions(Some(IntroductionState::Accepted)).await?,
            memoranda: self.agreements(&NOT_BINDING).await?,
            binding_agreements: self.agreements(&BINDING).await?,
            ventures: ventures.map(|(_, records)| records).sum(),
            operating_ventures: operating.map(|(_, records)| records).sum(),
        };
        let sums =
            Sums { pledged: self.agreed(&NOT_BINDING).await?, committed: self.agreed(&BINDING).await?, realised: self.realised().await? };
        let stages = stages.into_iter().map(|(stage, ventures)| StageCount { stage, ventures }).collect();
        Ok(Tally { sums, funnel, stages })
    }

    async fn companies(self) -> Result<u64, StorageError> {
        let verified = company::Column::State.eq(CompanyState::Verified.as_str());
        Ok(visible::<company::Entity, R>(self.0).filter(verified).count(self.0.connection().0).await?)
    }

    async fn introductions(self, state: Option<IntroductionState>) -> Result<u64, StorageError> {
        let mut select = visible::<introduction::Entity, R>(self.0);
        if let Some(state) = state {
            select = select.filter(introduction::Column::State.eq(state.as_str()));
        }
        Ok(select.count(self.0.connection().0).await?)
    }

    fn confirmed(self, kinds: &[&str]) -> sea_orm::Select<agreement::Entity> {
        visible::<agreement::Entity, R>(self.0)
            .filter(agreement::Column::Level.eq(OF_COMPANIES))
            .filter(agreement::Column::State.eq(ProposalState::Confirmed.as_str()))
            .filter(agreement::Column::Kind.is_in(kinds.iter().copied()))
    }

    async fn agreements(self, kinds: &[&str]) -> Result<u64, StorageError> {
        Ok(self.confirmed(kinds).count(self.0.connection().0).await?)
    }

    async fn agreed(self, kinds: &[&str]) -> Result<Vec<Sum>, StorageError> {
        let public = Expr::col((agreement::Entity, agreement::Column::Published)).eq(true);
        let withheld = Expr::case(public, 0).finally(1);
        let rows = self
            .confirmed(kinds)
            .filter(agreement::Column::Umbrella.eq(false))
            .filter(agreement::Column::ValueMinor.is_not_null())
            .select_only()
            .column_as(agreement::Column::ValueCurrency, "currency")
            .column_as(sum(Expr::col((agreement::Entity, agreement::Column::ValueMinor))), "minor")
            .column_as(agreement::Column::Id.count(), "records")
            .column_as(sum(withheld), "withheld")
            .group_by(agreement::Column::ValueCurrency)
            .into_model::<SumRow>()
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(SumRow::read).collect()
    }

    async fn realised(self) -> Result<Vec<Sum>, StorageError> {
        let rows = visible::<outcome::Entity, R>(self.0)
            .filter(outcome::Column::State.eq(ProposalState::Confirmed.as_str()))
            .filter(outcome::Column::ValueMinor.is_not_null())
            .select_only()
            .column_as(outcome::Column::ValueCurrency, "currency")
            .column_as(sum(Expr::col((outcome::Entity, outcome::Column::ValueMinor))), "minor")
            .column_as(outcome::Column::Id.count(), "records")
            // No venture is published yet, so every outcome is the parties' own.
            .column_as(outcome::Column::Id.count(), "withheld")
            .group_by(outcome::Column::ValueCurrency)
            .into_model::<SumRow>()
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(SumRow::read).collect()
    }

    async fn stages(self) -> Result<Vec<(Stage, u64)>, StorageError> {
        let rows = visible::<joint_venture::Entity, R>(self.0)
            .select_only()
            .column_as(joint_venture::Column::Stage, "word")
            .column_as(joint_venture::Column::Id.count(), "records")
            .group_by(joint_venture::Column::Stage)
            .into_model::<CountRow>()
            .all(self.0.connection().0)
            .await?;
        let mut stages =
            rows.into_iter().map(|row| Ok((word(&row.word)?, count(row.records)))).collect::<Result<Vec<_>, StorageError>>()?;
        stages.sort_by_key(|(stage, _)| *stage);
        Ok(stages)
    }
}
