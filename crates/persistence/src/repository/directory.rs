//! The public directory: what everybody reads of verified companies, filtered and paged along one index.

use domain::{
    company::{Check, Company, CompanySize, LegalNames, registration_number::RegistrationNumber, website::Link},
    country::Country,
    id::{CompanyId, Identifier},
    language::{Language, Translations},
    reference::{LegalFormCode, RegionCode, SectorCode, SubsectorCode},
    stamp::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, PaginatorTrait, QueryFilter};

use super::{company::number, json, value, word};
use crate::{
    entity::{company_public, directory_entry},
    error::StorageError,
    page::{Page, Position, Window, newest_first},
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, remove, visible},
};

/// One card: what the public reads of a verified company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: CompanyId,
    pub slug: String,
    pub country: Country,
    pub legal_form: LegalFormCode,
    pub number: RegistrationNumber,
    pub names: LegalNames,
    pub region: RegionCode,
    pub subsectors: Vec<SubsectorCode>,
    pub size: CompanySize,
    pub languages: Vec<Language>,
    pub profile: Translations,
    /// What was looked at when it was verified.
    pub evidence: String,
    pub verified_at: Timestamp,
    pub valid_until: Timestamp,
    pub tagline: Translations,
    pub website: Option<Link>,
    /// Without their links.
    pub checks: Vec<Check>,
    pub verified_by_side: Option<Country>,
}

/// Which companies are asked for. A sector stands for all its subsectors.
#[derive(Debug, Clone, Default)]
pub struct DirectoryFilter {
    pub country: Option<Country>,
    pub region: Option<RegionCode>,
    /// A sector's or a subsector's code; nothing is the whole directory.
    pub code: Option<String>,
}

/// What everybody reads of the checks: a link may lead to a paper that is not for everybody.
fn shown(checks: &[Check]) -> Vec<Check> {
    checks.iter().map(|check| Check { link: None, ..check.clone() }).collect()
}

/// The list of every company.
const WHOLE: &str = "*";

pub struct Directory<'a, R>(pub(super) &'a R);

fn read(row: company_public::Model) -> Result<Card, StorageError> {
    Ok(Card {
        id: CompanyId::from_uuid(row.id),
        slug: row.slug,
        country: word(&row.country)?,
        legal_form: LegalFormCode::stored(row.legal_form),
        number: number(&row.number_kind, &row.number)?,
        names: value(row.names)?,
        region: RegionCode::stored(row.region),
        subsectors: value(row.subsectors)?,
        size: word(&row.size)?,
        languages: value(row.languages)?,
        profile: value(row.profile)?,
        evidence: row.evidence,
        verified_at: row.verified_at,
        valid_until: row.valid_until,
        tagline: row.tagline.map(value).transpose()?.unwrap_or_default(),
        website: row.website.as_deref().map(Link::parse).transpose().map_err(|error| StorageError::Corrupt(error.to_string()))?,
        checks: row.checks.map(value).transpose()?.unwrap_or_default(),
        verified_by_side: row.verified_by_side.as_deref().map(word).transpose()?,
    })
}

impl<R: Reads> Directory<'_, R>
where
    company_public::Entity: VisibleTo<R::Scope>,
    directory_entry::Entity: VisibleTo<R::Scope>,
{
    fn entries(self, filter: &DirectoryFilter) -> sea_orm::Select<directory_entry::Entity> {
        let code = filter.code.as_deref().unwrap_or(WHOLE);
        let mut select = visible::<directory_entry::Entity, R>(self.0).filter(directory_entry::Column::Code.eq(code));
        if let Some(country) = filter.country {
            select = select.filter(directory_entry::Column::Country.eq(country.as_str()));
        }
        if let Some(region) = &filter.region {
            select = select.filter(directory_entry::Column::Region.eq(region.as_str()));
        }
        select
    }

    /// A page of cards with the place of each, newest first: the keys by one index, then the cards by their keys.
    pub async fn page(self, filter: &DirectoryFilter, window: &Window) -> Result<Page<(Position, Card)>, StorageError> {
        let select = newest_first(self.entries(filter), directory_entry::Column::ListedAt, directory_entry::Column::CompanyId, window);
        let page = Page::cut(select.all(self.0.connection().0).await?, window);
        let ids: Vec<_> = page.items.iter().map(|entry| CompanyId::from_uuid(entry.company_id)).collect();
        let cards = self.by_ids(&ids).await?;
        page.try_map(|entry| {
            let card = cards.iter().find(|card| card.id.uuid() == entry.company_id).cloned();
            let card = card.ok_or_else(|| StorageError::Corrupt("a directory entry without a card".to_owned()))?;
            Ok((Position::at(entry.listed_at, entry.company_id), card))
        })
    }

    /// How many there are, counted no further than `cap`.
    pub async fn count(self, filter: &DirectoryFilter, cap: u64) -> Result<u64, StorageError> {
        use sea_orm::QuerySelect;
        Ok(self.entries(filter).limit(cap).count(self.0.connection().0).await?)
    }

    pub async fn by_ids(self, ids: &[CompanyId]) -> Result<Vec<Card>, StorageError> {
        let rows = visible::<company_public::Entity, R>(self.0)
            .filter(company_public::Column::Id.is_in(ids.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn find(self, id: CompanyId) -> Result<Option<Card>, StorageError> {
        Ok(self.by_ids(&[id]).await?.pop())
    }

    pub async fn by_slug(self, slug: &str) -> Result<Option<Card>, StorageError> {
        let row =
            visible::<company_public::Entity, R>(self.0).filter(company_public::Column::Slug.eq(slug)).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn by_number(self, number: &RegistrationNumber) -> Result<Option<Card>, StorageError> {
        let row = visible::<company_public::Entity, R>(self.0)
            .filter(company_public::Column::NumberKind.eq(number.kind().as_str()))
            .filter(company_public::Column::Number.eq(number.as_str()))
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    /// Every card after an id, in the order of ids: how an index is filled.
    pub async fn sweep(self, after: Option<CompanyId>, limit: u64) -> Result<Vec<Card>, StorageError> {
        use sea_orm::{QueryOrder, QuerySelect};
        let mut select = visible::<company_public::Entity, R>(self.0).order_by_asc(company_public::Column::Id).limit(limit);
        if let Some(after) = after {
            select = select.filter(company_public::Column::Id.gt(after.uuid()));
        }
        select.all(self.0.connection().0).await?.into_iter().map(read).collect()
    }
}

impl<W: Writes> Directory<'_, W>
where
    company_public::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
    directory_entry::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    /// Takes companies out of every list.
    pub async fn unlist(self, companies: &[CompanyId]) -> Result<(), StorageError> {
        let ids = || companies.iter().map(|id| id.uuid());
        remove::<directory_entry::Entity, W>(self.0, directory_entry::Column::CompanyId.is_in(ids()).into()).await?;
        remove::<company_public::Entity, W>(self.0, company_public::Column::Id.is_in(ids()).into()).await?;
        Ok(())
    }

    /// Lists verified companies, each in the lists of its sectors and subsectors; what was listed of them before is replaced.
    pub async fn list(self, companies: &[(Company, Vec<SectorCode>)]) -> Result<(), StorageError> {
        let mut cards = Vec::new();
        let mut entries = Vec::new();
        for (company, sectors) in companies {
            let said = &company.registration;
            let Some(verification) = &company.verification else { continue };
            cards.push(company_public::ActiveModel {
                id: Set(company.id.uuid()),
                slug: Set(company.slug.clone()),
                country: Set(said.country.as_str().to_owned()),
                legal_form: Set(said.legal_form.as_str().to_owned()),
                number_kind: Set(said.number.kind().as_str().to_owned()),
                number: Set(said.number.as_str().to_owned()),
                names: Set(json(&said.names)?),
                region: Set(said.region.as_str().to_owned()),
                subsectors: Set(json(&said.subsectors)?),
                size: Set(said.size.as_str().to_owned()),
                languages: Set(json(&said.languages)?),
                profile: Set(json(&said.profile)?),
                evidence: Set(verification.evidence.clone()),
                verified_at: Set(verification.at),
                valid_until: Set(verification.valid_until),
                tagline: Set((!company.tagline.is_empty()).then(|| json(&company.tagline)).transpose()?),
                website: Set(company.website.as_ref().map(|website| website.as_str().to_owned())),
                checks: Set(Some(json(&shown(&verification.checks))?)),
                verified_by_side: Set(verification.side.map(|side| side.as_str().to_owned())),
            });
            let codes = std::iter::once(WHOLE)
                .chain(sectors.iter().map(SectorCode::as_str))
                .chain(said.subsectors.iter().map(SubsectorCode::as_str));
            entries.extend(codes.map(|code| directory_entry::ActiveModel {
                code: Set(code.to_owned()),
                country: Set(said.country.as_str().to_owned()),
                region: Set(said.region.as_str().to_owned()),
                listed_at: Set(verification.at),
                company_id: Set(company.id.uuid()),
            }));
        }
        self.unlist(&companies.iter().map(|(company, _)| company.id).collect::<Vec<_>>()).await?;
        add::<company_public::Entity, W>(self.0, cards).await?;
        add::<directory_entry::Entity, W>(self.0, entries).await
    }
}
