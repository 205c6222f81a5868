//! Who belongs to which company.

use domain::{
    id::{CompanyId, Identifier, UserId},
    member::{FormerMembership, Membership, Role},
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, DbBackend, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use uuid::Uuid;

use super::word;
use crate::{
    entity::{former_member, member},
    error::StorageError,
    scope::{OwnedBy, System, Tenant, VisibleTo},
    tx::{Reads, Writes, add, amend, remove, visible},
};

pub struct Members<'a, R>(pub(super) &'a R);

fn read(row: &member::Model) -> Result<Membership, StorageError> {
    Ok(Membership {
        company: CompanyId::from_uuid(row.company_id),
        user: UserId::from_uuid(row.user_id),
        role: word(&row.role)?,
        since: row.since,
    })
}

fn write(membership: &Membership) -> member::ActiveModel {
    member::ActiveModel {
        company_id: Set(membership.company.uuid()),
        user_id: Set(membership.user.uuid()),
        role: Set(membership.role.as_str().to_owned()),
        since: Set(membership.since),
    }
}

fn the(company: CompanyId, user: UserId) -> Condition {
    Condition::all().add(member::Column::CompanyId.eq(company.uuid())).add(member::Column::UserId.eq(user.uuid()))
}

/// One person's companies, and one company's people, at most.
const MANY: u64 = 500;

impl<R: Reads> Members<'_, R>
where
    member::Entity: VisibleTo<R::Scope>,
{
    pub async fn find(self, company: CompanyId, user: UserId) -> Result<Option<Membership>, StorageError> {
        let row = visible::<member::Entity, R>(self.0)
            .filter(member::Column::CompanyId.eq(company.uuid()))
            .filter(member::Column::UserId.eq(user.uuid()))
            .one(self.0.connection().0)
            .await?;
        row.as_ref().map(read).transpose()
    }

    pub async fn of_user(self, user: UserId) -> Result<Vec<Membership>, StorageError> {
        let rows = visible::<member::Entity, R>(self.0)
            .filter(member::Column::UserId.eq(user.uuid()))
            .order_by_asc(member::Column::Since)
            .order_by_asc(member::Column::CompanyId)
            .limit(MANY)
            .all(self.0.connection().0)
            .await?;
        rows.iter().map(read).collect()
    }

    pub async fn of_companies(self, companies: &[CompanyId]) -> Result<Vec<Membership>, StorageError> {
        let rows = visible::<member::Entity, R>(self.0)
            .filter(member::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .order_by_asc(member::Column::Since)
            .order_by_asc(member::Column::UserId)
            .limit(MANY)
            .all(self.0.connection().0)
            .await?;
        rows.iter().map(read).collect()
    }
}

impl<W: Writes<Scope = System>> Members<'_, W> {
    /// The owners of companies, of whom none leaves before this transaction ends.
    pub async fn owners_locked(self, companies: &[CompanyId]) -> Result<Vec<Membership>, StorageError> {
        let mut select = visible::<member::Entity, W>(self.0)
            .filter(member::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .filter(member::Column::Role.eq(Role::Owner.as_str()))
            .order_by_asc(member::Column::CompanyId)
            .order_by_asc(member::Column::UserId);
        if sea_orm::ConnectionTrait::get_database_backend(self.0.connection().0) == DbBackend::Postgres {
            select = select.lock(LockType::Update);
        }
        let rows = select.all(self.0.connection().0).await?;
        rows.iter().map(read).collect()
    }
}

impl<R: Reads<Scope = crate::scope::System>> Members<'_, R> {
    /// Everybody who speaks for one of the companies: Owners and Editors.
    pub async fn speaking_for(self, companies: &[CompanyId]) -> Result<Vec<Membership>, StorageError> {
        let rows = visible::<member::Entity, R>(self.0)
            .filter(member::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .filter(member::Column::Role.is_in([Role::Owner.as_str(), Role::Editor.as_str()]))
            .order_by_asc(member::Column::Since)
            .order_by_asc(member::Column::UserId)
            .all(self.0.connection().0)
            .await?;
        rows.iter().map(read).collect()
    }

    /// Which of these people belong to which of these companies.
    pub async fn among(self, users: &[UserId], companies: &[CompanyId]) -> Result<Vec<(UserId, CompanyId)>, StorageError> {
        let rows = visible::<member::Entity, R>(self.0)
            .filter(member::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
            .filter(member::Column::CompanyId.is_in(companies.iter().map(|id| id.uuid())))
            .all(self.0.connection().0)
            .await?;
        Ok(rows.iter().map(|row| (UserId::from_uuid(row.user_id), CompanyId::from_uuid(row.company_id))).collect())
    }
}

impl<W: Writes> Members<'_, W>
where
    member::Entity: OwnedBy<W::Scope>,
{
    pub async fn add(self, membership: &Membership) -> Result<(), StorageError> {
        add::<member::Entity, W>(self.0, vec![write(membership)]).await
    }

    pub async fn add_all(self, memberships: &[Membership]) -> Result<(), StorageError> {
        add::<member::Entity, W>(self.0, memberships.iter().map(write).collect()).await
    }
}

impl<W: Writes<Scope = Tenant>> Members<'_, W> {
    /// Gives a member the role that is said, if he has the one that was read.
    pub async fn change_role(self, membership: &Membership, read: Role) -> Result<(), StorageError> {
        let row = member::ActiveModel { role: Set(membership.role.as_str().to_owned()), ..Default::default() };
        let which = the(membership.company, membership.user).add(member::Column::Role.eq(read.as_str()));
        amend::<member::Entity, W>(self.0, row, which).await
    }

    /// Ends a membership and keeps that it was.
    pub async fn end(self, id: Uuid, former: &FormerMembership) -> Result<(), StorageError> {
        let was = &former.membership;
        let row = former_member::ActiveModel {
            id: Set(id),
            company_id: Set(was.company.uuid()),
            user_id: Set(was.user.uuid()),
            role: Set(was.role.as_str().to_owned()),
            since: Set(was.since),
            ended_at: Set(former.ended_at),
            ended_by: Set(former.ended_by.uuid()),
        };
        add::<former_member::Entity, W>(self.0, vec![row]).await?;
        let ended = remove::<member::Entity, W>(self.0, the(was.company, was.user)).await?;
        if ended == 1 { Ok(()) } else { Err(StorageError::Stale) }
    }
}
