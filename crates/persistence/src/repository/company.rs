//! Tenants.

use chrono::{DateTime, Utc};
use domain::{
    company::{
        Company, CompanyState, Registration, Verification,
        registration_number::{Lei, RegistrationNumber, RegistrationNumberKind, Secp},
        website::Link,
    },
    id::{CompanyId, Identifier, UserId},
    reference::{LegalFormCode, RegionCode},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DbBackend, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType,
};

use super::{json, value, word};
use crate::{
    entity::company,
    error::StorageError,
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Companies<'a, R>(pub(super) &'a R);

pub(super) fn number(kind: &str, number: &str) -> Result<RegistrationNumber, StorageError> {
    let kind = RegistrationNumberKind::parse(kind).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    RegistrationNumber::parse(kind, number).map_err(|error| StorageError::Corrupt(error.to_string()))
}

fn read(row: company::Model) -> Result<Company, StorageError> {
    let corrupt = |error: &dyn std::fmt::Display| StorageError::Corrupt(error.to_string());
    Ok(Company {
        id: CompanyId::from_uuid(row.id),
        slug: row.slug,
        registration: Registration {
            country: word(&row.country)?,
            legal_form: LegalFormCode::stored(row.legal_form),
            number: number(&row.number_kind, &row.number)?,
            secp: row.secp.as_deref().map(Secp::parse).transpose().map_err(|error| corrupt(&error))?,
            lei: row.lei.as_deref().map(Lei::parse).transpose().map_err(|error| corrupt(&error))?,
            names: value(row.names)?,
            region: RegionCode::stored(row.region),
            subsectors: value(row.subsectors)?,
            size: word(&row.size)?,
            languages: value(row.languages)?,
            profile: value(row.profile)?,
        },
        state: word(&row.state)?,
        verification: row.verification.map(value).transpose()?,
        rejection_reason: row.rejection_reason,
        tagline: row.tagline.map(value).transpose()?.unwrap_or_default(),
        website: row.website.as_deref().map(Link::parse).transpose().map_err(|error| corrupt(&error))?,
        papers: row.papers.map(value).transpose()?.unwrap_or_default(),
        registered_at: row.registered_at,
        closed_at: row.closed_at,
        version: row.version,
    })
}

fn write(company: &Company, version: i32) -> Result<company::ActiveModel, StorageError> {
    let said = &company.registration;
    // When somebody has to look again follows from what was found and what was done about it, so it cannot be forgotten.
    let standing = company.verification.as_ref().filter(|_| company.state == CompanyState::Verified);
    let recheck = standing.filter(|found| found.recheck_opened_at.is_none()).map(Verification::recheck_at);
    let lapse = standing.filter(|found| found.lapse_told_at.is_none()).map(|found| found.valid_until);
    Ok(company::ActiveModel {
        id: Set(company.id.uuid()),
        slug: Set(company.slug.clone()),
        country: Set(said.country.as_str().to_owned()),
        legal_form: Set(said.legal_form.as_str().to_owned()),
        number_kind: Set(said.number.kind().as_str().to_owned()),
        number: Set(said.number.as_str().to_owned()),
        secp: Set(said.secp.as_ref().map(|secp| secp.as_str().to_owned())),
        lei: Set(said.lei.as_ref().map(|lei| lei.as_str().to_owned())),
        names: Set(json(&said.names)?),
        region: Set(said.region.as_str().to_owned()),
        subsectors: Set(json(&said.subsectors)?),
        size: Set(said.size.as_str().to_owned()),
        languages: Set(json(&said.languages)?),
        profile: Set(json(&said.profile)?),
        state: Set(company.state.as_str().to_owned()),
        verification: Set(company.verification.as_ref().map(json).transpose()?),
        rejection_reason: Set(company.rejection_reason.clone()),
        registered_at: Set(company.registered_at),
        version: Set(version),
        tagline: Set((!company.tagline.is_empty()).then(|| json(&company.tagline)).transpose()?),
        website: Set(company.website.as_ref().map(|website| website.as_str().to_owned())),
        papers: Set((!company.papers.is_empty()).then(|| json(&company.papers)).transpose()?),
        recheck_due_at: Set(recheck),
        lapse_due_at: Set(lapse),
        closed_at: Set(company.closed_at),
        ..Default::default()
    })
}

impl<R: Reads> Companies<'_, R>
where
    company::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: CompanyId) -> Result<Option<Company>, StorageError> {
        let row = visible::<company::Entity, R>(self.0).filter(company::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: CompanyId) -> Result<Company, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[CompanyId]) -> Result<Vec<Company>, StorageError> {
        let rows = visible::<company::Entity, R>(self.0)
            .filter(company::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// The companies in the order of their ids; one that is not there is an error.
    pub async fn get_all(self, ids: &[CompanyId]) -> Result<Vec<Company>, StorageError> {
        let found = self.by_ids(ids).await?;
        ids.iter().map(|id| found.iter().find(|company| company.id == *id).cloned().ok_or(StorageError::NotFound)).collect()
    }

    /// Whether a company is verified with this number, as far as the scope can see.
    pub async fn number_taken(self, number: &RegistrationNumber) -> Result<bool, StorageError> {
        let proved = [CompanyState::Verified.as_str(), CompanyState::Suspended.as_str()];
        let found = visible::<company::Entity, R>(self.0)
            .filter(company::Column::NumberKind.eq(number.kind().as_str()))
            .filter(company::Column::Number.eq(number.as_str()))
            .filter(company::Column::State.is_in(proved))
            .count(self.0.connection().0)
            .await?;
        Ok(found > 0)
    }

    /// Whether the scope sees any company at all, in whatever state.
    pub async fn any(self) -> Result<bool, StorageError> {
        Ok(visible::<company::Entity, R>(self.0).one(self.0.connection().0).await?.is_some())
    }

    /// How many companies that a person registered were never verified. One that was closed counts if that was after `since`: whoever
    /// registers and closes without end is bounded too.
    pub async fn unverified_of(self, user: UserId, since: DateTime<Utc>) -> Result<u64, StorageError> {
        let open = [CompanyState::Draft, CompanyState::Submitted, CompanyState::InReview, CompanyState::Rejected];
        let closed = Condition::all()
            .add(company::Column::State.eq(CompanyState::Closed.as_str()))
            .add(company::Column::Verification.is_null())
            .add(company::Column::ClosedAt.gt(since));
        let unverified = Condition::any().add(company::Column::State.is_in(open.map(CompanyState::as_str))).add(closed);
        let found = visible::<company::Entity, R>(self.0)
            .filter(company::Column::RegisteredBy.eq(user.uuid()))
            .filter(company::Column::Verification.is_null())
            .filter(unverified)
            .count(self.0.connection().0)
            .await?;
        Ok(found)
    }
}

impl<W: Writes> Companies<'_, W>
where
    company::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, company: &Company) -> Result<(), StorageError> {
        add::<company::Entity, W>(self.0, vec![write(company, company.version)?]).await
    }

    /// Adds companies that their owners registered elsewhere: the demonstration world.
    pub async fn add_all(self, companies: &[(Company, UserId)]) -> Result<(), StorageError> {
        let rows = companies.iter().map(|(company, owner)| {
            let mut row = write(company, company.version)?;
            row.registered_by = Set(owner.uuid());
            Ok(row)
        });
        add::<company::Entity, W>(self.0, rows.collect::<Result<_, StorageError>>()?).await
    }
}

impl<W: Writes> Companies<'_, W>
where
    company::Entity: AmendedBy<W::Scope>,
{
    /// The company, kept from whoever else would change it or its people until the transaction ends.
    pub async fn lock(self, id: CompanyId) -> Result<Company, StorageError> {
        let mut select = visible::<company::Entity, W>(self.0).filter(company::Column::Id.eq(id.uuid()));
        // On SQLite whoever writes at all is alone.
        if sea_orm::ConnectionTrait::get_database_backend(self.0.connection().0) == DbBackend::Postgres {
            select = select.lock(LockType::NoKeyUpdate);
        }
        select.one(self.0.connection().0).await?.map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    /// Stores the company in the place of the version that it was read as.
    pub async fn change(self, company: &Company) -> Result<(), StorageError> {
        let which = Condition::all().add(company::Column::Id.eq(company.id.uuid())).add(company::Column::Version.eq(company.version));
        amend::<company::Entity, W>(self.0, write(company, company.version + 1)?, which).await
    }
}

impl<R: Reads<Scope = System>> Companies<'_, R> {
    /// Verified companies that somebody has to look at again by now, at most `limit`.
    pub async fn due_for_recheck(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        self.due(company::Column::RecheckDueAt, now, limit).await
    }

    /// Verified companies whose verification has run out untold, at most `limit`.
    pub async fn due_to_lapse(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        self.due(company::Column::LapseDueAt, now, limit).await
    }

    async fn due(self, column: company::Column, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        let ids: Vec<uuid::Uuid> = visible::<company::Entity, R>(self.0)
            .filter(column.lte(now))
            .order_by_asc(column)
            .limit(limit)
            .select_only()
            .column(company::Column::Id)
            .into_tuple()
            .all(self.0.connection().0)
            .await?;
        Ok(ids.into_iter().map(CompanyId::from_uuid).collect())
    }
}
