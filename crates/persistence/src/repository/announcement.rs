//! What the forum announces.

use chrono::{DateTime, Utc};
use domain::{
    announcement::{Announcement, AnnouncementState, AnnouncementWords},
    id::{AnnouncementId, Identifier, StaffId},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, QueryFilter};

use super::{json, value, word};
use crate::{
    entity::announcement,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, VisibleTo},
    tx::{Reads, Writes, add, amend, visible},
};

pub struct Announcements<'a, R>(pub(super) &'a R);

fn read(row: announcement::Model) -> Result<Announcement, StorageError> {
    Ok(Announcement {
        id: AnnouncementId::from_uuid(row.id),
        words: AnnouncementWords {
            title: value(row.title)?,
            text: value(row.text)?,
            audience: word(&row.audience)?,
            side: row.side.as_deref().map(word).transpose()?,
            from: row.from_at,
            until: row.until_at,
        },
        state: word(&row.state)?,
        drafted_by: StaffId::from_uuid(row.drafted_by),
        drafted_at: row.drafted_at,
        published_at: row.published_at,
        withdrawn_at: row.withdrawn_at,
        version: row.version,
    })
}

fn write(announcement: &Announcement, version: i32) -> Result<announcement::ActiveModel, StorageError> {
    let words = &announcement.words;
    Ok(announcement::ActiveModel {
        id: Set(announcement.id.uuid()),
        title: Set(json(&words.title)?),
        text: Set(json(&words.text)?),
        audience: Set(words.audience.as_str().to_owned()),
        side: Set(words.side.map(|side| side.as_str().to_owned())),
        from_at: Set(words.from),
        until_at: Set(words.until),
        state: Set(announcement.state.as_str().to_owned()),
        drafted_by: Set(announcement.drafted_by.uuid()),
        drafted_at: Set(announcement.drafted_at),
        published_at: Set(announcement.published_at),
        withdrawn_at: Set(announcement.withdrawn_at),
        version: Set(version),
    })
}

impl<R: Reads> Announcements<'_, R>
where
    announcement::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: AnnouncementId) -> Result<Option<Announcement>, StorageError> {
        let row =
            visible::<announcement::Entity, R>(self.0).filter(announcement::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: AnnouncementId) -> Result<Announcement, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    /// What is announced at a moment to whoever reads, the latest first.
    pub async fn current(self, now: DateTime<Utc>, window: &Window) -> Result<Page<Announcement>, StorageError> {
        let lasting = Condition::any().add(announcement::Column::UntilAt.is_null()).add(announcement::Column::UntilAt.gt(now));
        let select = visible::<announcement::Entity, R>(self.0)
            .filter(announcement::Column::State.eq(AnnouncementState::Published.as_str()))
            .filter(announcement::Column::FromAt.lte(now))
            .filter(lasting);
        let select = newest_first(select, announcement::Column::FromAt, announcement::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// Everything that was ever drafted, the latest first: for staff.
    pub async fn page(self, state: Option<AnnouncementState>, window: &Window) -> Result<Page<Announcement>, StorageError> {
        let mut select = visible::<announcement::Entity, R>(self.0);
        if let Some(state) = state {
            select = select.filter(announcement::Column::State.eq(state.as_str()));
        }
        let select = newest_first(select, announcement::Column::DraftedAt, announcement::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }
}

impl<W: Writes> Announcements<'_, W>
where
    announcement::Entity: OwnedBy<W::Scope> + AmendedBy<W::Scope>,
{
    pub async fn add(self, announcement: &Announcement) -> Result<(), StorageError> {
        add::<announcement::Entity, W>(self.0, vec![write(announcement, 1)?]).await
    }

    pub async fn change(self, announcement: &Announcement) -> Result<(), StorageError> {
        let which = Condition::all()
            .add(announcement::Column::Id.eq(announcement.id.uuid()))
            .add(announcement::Column::Version.eq(announcement.version));
        amend::<announcement::Entity, W>(self.0, write(announcement, announcement.version + 1)?, which).await
    }
}
