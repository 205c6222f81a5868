//! Public versions of records: while they are talked about, and as everybody reads them.

use domain::{
    id::{CompanyId, Identifier, PublicationId},
    money::{Currency, Money},
    publication::{Publication, PublishedRecord, SharedRecord},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter};

use super::{json, value, word};
use crate::{
    entity::{publication, published_record},
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, remove, visible},
};

pub struct Publications<'a, R>(pub(super) &'a R);
pub struct PublishedRecords<'a, R>(pub(super) &'a R);

fn read(row: publication::Model) -> Result<Publication, StorageError> {
    let record = SharedRecord::stored(&row.record_kind, row.record_id);
    Ok(Publication {
        id: PublicationId::from_uuid(row.id),
        record: record.ok_or_else(|| StorageError::Corrupt(format!("`{}` is no kind of record", row.record_kind)))?,
        level: word(&row.level)?,
        title: row.title,
        text: row.text,
        facts: value(row.facts)?,
        state: word(&row.state)?,
        proposed_by: CompanyId::from_uuid(row.proposed_by),
        parties: value(row.parties)?,
        answers: value(row.answers)?,
        proposed_at: row.proposed_at,
        published_at: row.published_at,
        withdrawn_at: row.withdrawn_at,
        reason: row.reason,
        version: row.version,
    })
}

fn write(publication: &Publication, version: i32) -> Result<publication::ActiveModel, StorageError> {
    Ok(publication::ActiveModel {
        id: Set(publication.id.uuid()),
        record_kind: Set(publication.record.kind().to_owned()),
        record_id: Set(publication.record.uuid()),
        level: Set(publication.level.as_str().to_owned()),
        title: Set(publication.title.clone()),
        text: Set(publication.text.clone()),
        state: Set(publication.state.as_str().to_owned()),
        proposed_by: Set(publication.proposed_by.uuid()),
        parties: Set(json(&publication.parties)?),
        answers: Set(json(&publication.answers)?),
        facts: Set(json(&publication.facts)?),
        proposed_at: Set(publication.proposed_at),
        published_at: Set(publication.published_at),
        withdrawn_at: Set(publication.withdrawn_at),
        reason: Set(publication.reason.clone()),
        version: Set(version),
    })
}

impl<R: Reads> Publications<'_, R>
where
    publication::Entity: VisibleTo<R::Scope>,
{
    pub async fn get(self, id: PublicationId) -> Result<Publication, StorageError> {
        let row =
            visible::<publication::Entity, R>(self.0).filter(publication::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()?.ok_or(StorageError::NotFound)
    }

    pub async fn by_ids(self, ids: &[PublicationId]) -> Result<Vec<Publication>, StorageError> {
        let ids = ids.iter().map(|id| id.uuid());
        let rows = visible::<publication::Entity, R>(self.0).filter(publication::Column::Id.is_in(ids)).all(self.0.connection().0).await?;
        rows.into_iter().map(read).collect()
    }

    pub async fn page(self, window: &Window) -> Result<Page<Publication>, StorageError> {
        let select = visible::<publication::Entity, R>(self.0);
        let select = newest_first(select, publication::Column::ProposedAt, publication::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes> Publications<'_, W>
where
    publication::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, publication: &Publication) -> Result<(), StorageError> {
        add::<publication::Entity, W>(self.0, vec![write(publication, 1)?]).await
    }
}

impl<W: Writes> Publications<'_, W>
where
    publication::Entity: AmendedBy<W::Scope>,
{
    pub async fn change(self, publication: &Publication) -> Result<(), StorageError> {
        let which = Condition::all()
            .add(publication::Column::Id.eq(publication.id.uuid()))
            .add(publication::Column::Version.eq(publication.version));
        amend::<publication::Entity, W>(self.0, write(publication, publication.version + 1)?, which).await
    }
}

const OF_VENTURES: &str = "JOINT_VENTURE";
const OF_AGREEMENTS: &str = "AGREEMENT";

fn read_public(row: published_record::Model) -> Result<PublishedRecord, StorageError> {
    let currency = row.value_currency.as_deref().map(word::<Currency>).transpose()?;
    Ok(PublishedRecord {
        id: PublicationId::from_uuid(row.id),
        of_venture: row.kind == OF_VENTURES,
        level: word(&row.level)?,
        title: row.title,
        text: row.text,
        paper_kind: row.paper_kind.as_deref().map(word).transpose()?,
        stage: row.stage.as_deref().map(word).transpose()?,
        subsectors: value(row.subsectors)?,
        parties: value(row.parties)?,
        value: row.value_minor.zip(currency).map(|(minor, currency)| Money { minor, currency }),
        published_at: row.published_at,
    })
}

impl<R: Reads> PublishedRecords<'_, R>
where
    published_record::Entity: VisibleTo<R::Scope>,
{
    pub async fn page(self, ventures: bool, window: &Window) -> Result<Page<PublishedRecord>, StorageError> {
        let kind = if ventures { OF_VENTURES } else { OF_AGREEMENTS };
        let select = visible::<published_record::Entity, R>(self.0).filter(published_record::Column::Kind.eq(kind));
        let select = newest_first(select, published_record::Column::PublishedAt, published_record::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read_public)
    }
}

impl<W: Writes> PublishedRecords<'_, W>
where
    published_record::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, record: &PublishedRecord) -> Result<(), StorageError> {
        let row = published_record::ActiveModel {
            id: Set(record.id.uuid()),
            kind: Set(if record.of_venture { OF_VENTURES } else { OF_AGREEMENTS }.to_owned()),
            level: Set(record.level.as_str().to_owned()),
            title: Set(record.title.clone()),
            text: Set(record.text.clone()),
            paper_kind: Set(record.paper_kind.map(|kind| kind.as_str().to_owned())),
            stage: Set(record.stage.map(|stage| stage.as_str().to_owned())),
            subsectors: Set(json(&record.subsectors)?),
            parties: Set(json(&record.parties)?),
            value_minor: Set(record.value.map(|value| value.minor)),
            value_currency: Set(record.value.map(|value| value.currency.code().to_owned())),
            published_at: Set(record.published_at),
        };
        add::<published_record::Entity, W>(self.0, vec![row]).await
    }

    /// Takes a public version from sight.
    pub async fn withdraw(self, id: PublicationId) -> Result<(), StorageError> {
        remove::<published_record::Entity, W>(self.0, published_record::Column::Id.eq(id.uuid()).into()).await?;
        Ok(())
    }
}
