//! Invitations into companies, and the letters that carry them.

use chrono::{DateTime, Utc};
use domain::{
    email_address::EmailAddress,
    id::{CompanyId, Identifier, InvitationId, UserId},
    invitation::{Invitation, InvitationState},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DbBackend, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{LockBehavior, LockType},
};

use super::word;
use crate::{
    entity::invitation,
    error::StorageError,
    page::{Page, Window, newest_first},
    scope::{AmendedBy, OwnedBy, System, VisibleTo},
    tx::{Reads, Writes, add, amend, amend_all, visible},
};

pub struct Invitations<'a, R>(pub(super) &'a R);

/// Which invitations are asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct InvitationFilter {
    pub state: Option<InvitationState>,
    /// Of whichever company; a person who acts for one reads his own by their address only.
    pub company: Option<CompanyId>,
}

/// A letter that waits to be sent.
#[derive(Debug, Clone)]
pub struct InvitationLetter {
    pub invitation: Invitation,
    pub attempts: i32,
}

fn read(row: invitation::Model) -> Result<Invitation, StorageError> {
    Ok(Invitation {
        id: InvitationId::from_uuid(row.id),
        company: CompanyId::from_uuid(row.company_id),
        company_name: row.company_name,
        email: EmailAddress::parse(&row.email).map_err(|error| StorageError::Corrupt(error.to_string()))?,
        role: word(&row.role)?,
        language: word(&row.language)?,
        state: word(&row.state)?,
        invited_by: UserId::from_uuid(row.invited_by),
        invited_at: row.invited_at,
        expires_at: row.expires_at,
        answered_at: row.answered_at,
        letters: row.letters,
        letter: row.letter_id,
        letter_asked_at: row.letter_asked_at,
        version: row.version,
    })
}

fn write(invitation: &Invitation, version: i32) -> invitation::ActiveModel {
    invitation::ActiveModel {
        id: Set(invitation.id.uuid()),
        company_id: Set(invitation.company.uuid()),
        company_name: Set(invitation.company_name.clone()),
        email: Set(invitation.email.as_str().to_owned()),
        email_key: Set(invitation.email.comparable().to_owned()),
        role: Set(invitation.role.as_str().to_owned()),
        language: Set(invitation.language.as_str().to_owned()),
        state: Set(invitation.state.as_str().to_owned()),
        invited_by: Set(invitation.invited_by.uuid()),
        invited_at: Set(invitation.invited_at),
        expires_at: Set(invitation.expires_at),
        answered_at: Set(invitation.answered_at),
        letters: Set(invitation.letters),
        letter_id: Set(invitation.letter),
        letter_asked_at: Set(invitation.letter_asked_at),
        version: Set(version),
        ..Default::default()
    }
}

fn pending() -> Condition {
    Condition::all().add(invitation::Column::State.eq(InvitationState::Pending.as_str()))
}

impl<R: Reads> Invitations<'_, R>
where
    invitation::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, id: InvitationId) -> Result<Option<Invitation>, StorageError> {
        let row = visible::<invitation::Entity, R>(self.0).filter(invitation::Column::Id.eq(id.uuid())).one(self.0.connection().0).await?;
        row.map(read).transpose()
    }

    pub async fn get(self, id: InvitationId) -> Result<Invitation, StorageError> {
        self.find(id).await?.ok_or(StorageError::NotFound)
    }

    pub async fn page(self, filter: InvitationFilter, window: &Window) -> Result<Page<Invitation>, StorageError> {
        let mut select = visible::<invitation::Entity, R>(self.0);
        if let Some(state) = filter.state {
            select = select.filter(invitation::Column::State.eq(state.as_str()));
        }
        if let Some(company) = filter.company {
            select = select.filter(invitation::Column::CompanyId.eq(company.uuid()));
        }
        let select = newest_first(select, invitation::Column::InvitedAt, invitation::Column::Id, window);
        Page::cut(select.all(self.0.connection().0).await?, window).try_map(read)
    }

    /// The invitation of an address that waits for an answer.
    pub async fn pending_for(self, company: CompanyId, email: &EmailAddress) -> Result<Option<Invitation>, StorageError> {
        let row = visible::<invitation::Entity, R>(self.0)
            .filter(invitation::Column::CompanyId.eq(company.uuid()))
            .filter(invitation::Column::EmailKey.eq(email.comparable()))
            .filter(pending())
            .one(self.0.connection().0)
            .await?;
        row.map(read).transpose()
    }

    pub async fn count_pending(self, company: CompanyId) -> Result<u64, StorageError> {
        let select = visible::<invitation::Entity, R>(self.0).filter(invitation::Column::CompanyId.eq(company.uuid())).filter(pending());
        Ok(select.count(self.0.connection().0).await?)
    }

    /// How many invitations had their last letter asked for since then.
    pub async fn letters_since(self, company: CompanyId, since: DateTime<Utc>) -> Result<u64, StorageError> {
        let select = visible::<invitation::Entity, R>(self.0)
            .filter(invitation::Column::CompanyId.eq(company.uuid()))
            .filter(invitation::Column::LetterAskedAt.gt(since));
        Ok(select.count(self.0.connection().0).await?)
    }
}

impl<W: Writes> Invitations<'_, W>
where
    invitation::Entity: OwnedBy<W::Scope>,
{
    /// Adds an invitation, whose letter is due at once.
    pub async fn add(self, invitation: &Invitation) -> Result<(), StorageError> {
        let mut row = write(invitation, 1);
        row.letter_due_at = Set(Some(invitation.letter_asked_at));
        row.letter_attempts = Set(0);
        add::<invitation::Entity, W>(self.0, vec![row]).await
    }
}

impl<W: Writes> Invitations<'_, W>
where
    invitation::Entity: AmendedBy<W::Scope>,
{
    /// Stores an invitation in the place of the version that it was read as; one that is answered sends no letter any more.
    pub async fn change(self, invitation: &Invitation) -> Result<(), StorageError> {
        let mut row = write(invitation, invitation.version + 1);
        let pending = invitation.state == InvitationState::Pending;
        row.letter_due_at = Set(pending.then_some(invitation.letter_asked_at));
        row.letter_attempts = Set(0);
        let which =
            Condition::all().add(invitation::Column::Id.eq(invitation.id.uuid())).add(invitation::Column::Version.eq(invitation.version));
        amend::<invitation::Entity, W>(self.0, row, which).await
    }

    /// Takes back whatever a company has sent that nobody has answered.
    pub async fn withdraw_all(self, company: CompanyId, at: DateTime<Utc>) -> Result<(), StorageError> {
        let row = ended(InvitationState::Withdrawn, Some(at));
        let which = Condition::all().add(invitation::Column::CompanyId.eq(company.uuid())).add(pending());
        amend_all::<invitation::Entity, W>(self.0, row, which).await?;
        Ok(())
    }
}

fn ended(state: InvitationState, at: Option<DateTime<Utc>>) -> invitation::ActiveModel {
    let mut row = invitation::ActiveModel { state: Set(state.as_str().to_owned()), letter_due_at: Set(None), ..Default::default() };
    if at.is_some() {
        row.answered_at = Set(at);
    }
    row
}

impl<W: Writes<Scope = System>> Invitations<'_, W> {
    /// Ends what waits for somebody who is erased and puts the address of his pseudonym in the place of his own.
    pub async fn forget(self, address: &EmailAddress, pseudonym: &EmailAddress, now: DateTime<Utc>) -> Result<(), StorageError> {
        let his = || Condition::all().add(invitation::Column::EmailKey.eq(address.comparable()));
        amend_all::<invitation::Entity, W>(self.0, ended(InvitationState::Expired, Some(now)), his().add(pending())).await?;
        let row = invitation::ActiveModel {
            email: Set(pseudonym.as_str().to_owned()),
            email_key: Set(pseudonym.comparable().to_owned()),
            ..Default::default()
        };
        amend_all::<invitation::Entity, W>(self.0, row, his()).await?;
        Ok(())
    }

    /// Ends at most `limit` invitations that nobody answered in time, and tells whose they were.
    pub async fn expire(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CompanyId>, StorageError> {
        let due = visible::<invitation::Entity, W>(self.0)
            .filter(pending())
            .filter(invitation::Column::ExpiresAt.lte(now))
            .order_by_asc(invitation::Column::ExpiresAt)
            .limit(limit)
            .all(self.0.connection().0)
            .await?;
        let which = Condition::all().add(invitation::Column::Id.is_in(due.iter().map(|row| row.id))).add(pending());
        amend_all::<invitation::Entity, W>(self.0, ended(InvitationState::Expired, None), which).await?;
        Ok(due.into_iter().map(|row| CompanyId::from_uuid(row.company_id)).collect())
    }

    /// Letters that are due, kept from other workers until this transaction ends.
    pub async fn take_letters(self, now: DateTime<Utc>, limit: u64) -> Result<Vec<InvitationLetter>, StorageError> {
        let mut select = visible::<invitation::Entity, W>(self.0)
            .filter(invitation::Column::LetterDueAt.lte(now))
            .order_by_asc(invitation::Column::LetterDueAt)
            .order_by_asc(invitation::Column::Id)
            .limit(limit);
        if sea_orm::ConnectionTrait::get_database_backend(self.0.connection().0) == DbBackend::Postgres {
            select = select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let rows = select.all(self.0.connection().0).await?;
        rows.into_iter()
            .map(|row| {
                let attempts = row.letter_attempts;
                Ok(InvitationLetter { invitation: read(row)?, attempts })
            })
            .collect()
    }

    /// Says what became of a letter: when it is to be tried again, or nothing more. A letter that was asked for since is not touched.
    pub async fn letter_tried(self, invitation: &Invitation, attempts: i32, again_at: Option<DateTime<Utc>>) -> Result<(), StorageError> {
        let row = invitation::ActiveModel { letter_attempts: Set(attempts), letter_due_at: Set(again_at), ..Default::default() };
        let which = Condition::all()
            .add(invitation::Column::Id.eq(invitation.id.uuid()))
            .add(invitation::Column::LetterId.eq(invitation.letter))
            .add(pending());
        amend_all::<invitation::Entity, W>(self.0, row, which).await?;
        Ok(())
    }
}

impl<R: Reads<Scope = System>> Invitations<'_, R> {
    /// Whether any has run out.
    pub async fn any_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let select = visible::<invitation::Entity, R>(self.0).filter(pending()).filter(invitation::Column::ExpiresAt.lte(now)).limit(1);
        Ok(select.count(self.0.connection().0).await? > 0)
    }

    /// Whether any letter is due.
    pub async fn any_letter_due(self, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let select = visible::<invitation::Entity, R>(self.0).filter(invitation::Column::LetterDueAt.lte(now)).limit(1);
        Ok(select.count(self.0.connection().0).await? > 0)
    }
}
