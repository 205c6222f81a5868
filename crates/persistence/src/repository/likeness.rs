//! By what companies may be taken for one another, and where that was found.

use domain::{
    company::{
        Company, CompanyState,
        likeness::{Finding, LikenessReason, keys},
    },
    id::{CompanyId, Identifier, ModerationCaseId},
    stamp::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};

use super::{company::Companies, word};
use crate::{
    entity::{case_finding, company_key},
    error::StorageError,
    scope::{System, VisibleTo},
    tx::{Reads, Writes, add, remove, visible},
};

pub struct Likenesses<'a, R>(pub(super) &'a R);
pub struct CaseFindings<'a, R>(pub(super) &'a R);

/// Who is like more companies than this is looked at anyway.
const MANY: u64 = 60;
/// Rows in a statement: both databases bound the parameters.
const ROWS: usize = 2_000;

impl<W: Writes<Scope = System>> Likenesses<'_, W> {
    /// Notes by what companies may be taken for others, in the place of what was noted before.
    pub async fn note(self, companies: &[&Company]) -> Result<(), StorageError> {
        let ids = companies.iter().map(|company| company.id.uuid());
        remove::<company_key::Entity, W>(self.0, company_key::Column::CompanyId.is_in(ids).into()).await?;
        let living = companies.iter().filter(|company| company.state != CompanyState::Closed);
        let rows: Vec<_> = living
            .flat_map(|company| {
                keys(company).into_iter().map(|key| company_key::ActiveModel {
                    kind: Set(key.reason.as_str().to_owned()),
                    key: Set(key.key),
                    company_id: Set(company.id.uuid()),
                })
            })
            .collect();
        for rows in rows.chunks(ROWS) {
            add::<company_key::Entity, W>(self.0, rows.to_vec()).await?;
        }
        Ok(())
    }

    /// Looks for companies that this one may be taken for, and keeps them with the case.
    pub async fn find(self, company: &Company, case: ModerationCaseId, at: Timestamp) -> Result<Vec<Finding>, StorageError> {
        let mut any = Condition::any();
        for key in keys(company) {
            any =
                any.add(Condition::all().add(company_key::Column::Kind.eq(key.reason.as_str())).add(company_key::Column::Key.eq(key.key)));
        }
        let rows = visible::<company_key::Entity, W>(self.0)
            .filter(any)
            .filter(company_key::Column::CompanyId.ne(company.id.uuid()))
            .order_by_asc(company_key::Column::CompanyId)
            .limit(MANY)
            .all(self.0.connection().0)
            .await?;
        let mut found: Vec<(CompanyId, LikenessReason)> = Vec::new();
        for row in rows {
            found.push((CompanyId::from_uuid(row.company_id), word(&row.kind)?));
        }
        found.sort_unstable();
        found.dedup();
        let others: Vec<CompanyId> = found.iter().map(|(other, _)| *other).collect();
        let others = Companies(self.0).by_ids(&others).await?;
        let verified = |id: CompanyId| {
            let company = others.iter().find(|other| other.id == id);
            company.is_some_and(|other| matches!(other.state, CompanyState::Verified | CompanyState::Suspended))
        };
        let findings: Vec<_> = found
            .into_iter()
            .map(|(other, reason)| Finding { case, company: company.id, other, reason, of_verified: verified(other), found_at: at })
            .collect();
        let known = CaseFindings(self.0).of_cases(&[case]).await?;
        let new = findings.iter().filter(|finding| !known.iter().any(|old| old.other == finding.other && old.reason == finding.reason));
        let rows = new.map(|finding| case_finding::ActiveModel {
            case_id: Set(finding.case.uuid()),
            company_id: Set(finding.company.uuid()),
            other_company_id: Set(finding.other.uuid()),
            reason: Set(finding.reason.as_str().to_owned()),
            of_verified: Set(finding.of_verified),
            found_at: Set(finding.found_at),
        });
        add::<case_finding::Entity, W>(self.0, rows.collect()).await?;
        Ok(findings)
    }
}

impl<R: Reads> CaseFindings<'_, R>
where
    case_finding::Entity: VisibleTo<R::Scope>,
{
    /// What was found about the companies of some cases, the dangerous first.
    pub async fn of_cases(self, cases: &[ModerationCaseId]) -> Result<Vec<Finding>, StorageError> {
        let rows = visible::<case_finding::Entity, R>(self.0)
            .filter(case_finding::Column::CaseId.is_in(cases.iter().map(|id| id.uuid())))
            .order_by_desc(case_finding::Column::OfVerified)
            .order_by_asc(case_finding::Column::OtherCompanyId)
            .order_by_asc(case_finding::Column::Reason)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(Finding {
                    case: ModerationCaseId::from_uuid(row.case_id),
                    company: CompanyId::from_uuid(row.company_id),
                    other: CompanyId::from_uuid(row.other_company_id),
                    reason: word(&row.reason)?,
                    of_verified: row.of_verified,
                    found_at: row.found_at,
                })
            })
            .collect()
    }
}
