//! The terms and the privacy notice, every version that was ever in force.

use domain::{language::Language, legal_text::LegalText};
use sea_orm::{ActiveValue::Set, ColumnTrait, QueryFilter, QueryOrder};

use super::word;
use crate::{
    entity::legal_text,
    error::StorageError,
    scope::{System, VisibleTo},
    tx::{Reads, Writes, add, visible},
};

pub struct LegalTexts<'a, R>(pub(super) &'a R);

fn read(row: legal_text::Model) -> Result<LegalText, StorageError> {
    Ok(LegalText {
        kind: word(&row.kind)?,
        version: row.version,
        language: word(&row.language)?,
        body: row.body,
        digest: row.digest,
        in_force_from: row.in_force_from,
    })
}

fn write(text: &LegalText) -> legal_text::ActiveModel {
    legal_text::ActiveModel {
        kind: Set(text.kind.as_str().to_owned()),
        version: Set(text.version.clone()),
        language: Set(text.language.as_str().to_owned()),
        body: Set(text.body.clone()),
        digest: Set(text.digest.clone()),
        in_force_from: Set(text.in_force_from),
    }
}

impl<R: Reads> LegalTexts<'_, R>
where
    legal_text::Entity: VisibleTo<R::Scope>,
{
    /// Every text of a language, by kind and by when it came into force.
    pub async fn in_language(self, language: Language) -> Result<Vec<LegalText>, StorageError> {
        let rows = visible::<legal_text::Entity, R>(self.0)
            .filter(legal_text::Column::Language.eq(language.as_str()))
            .order_by_asc(legal_text::Column::Kind)
            .order_by_asc(legal_text::Column::InForceFrom)
            .order_by_asc(legal_text::Column::Version)
            .all(self.0.connection().0)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

impl<W: Writes<Scope = System>> LegalTexts<'_, W> {
    /// Adds texts. A version that is there already stays as it is: people have agreed to it.
    pub async fn publish(self, texts: &[LegalText]) -> Result<(), StorageError> {
        for text in texts {
            let known = visible::<legal_text::Entity, W>(self.0)
                .filter(legal_text::Column::Kind.eq(text.kind.as_str()))
                .filter(legal_text::Column::Version.eq(text.version.as_str()))
                .filter(legal_text::Column::Language.eq(text.language.as_str()));
            if known.one(self.0.connection().0).await?.is_none() {
                add::<legal_text::Entity, W>(self.0, vec![write(text)]).await?;
            }
        }
        Ok(())
    }
}
