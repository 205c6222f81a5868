//! Everything that is held on a person, place by place: what he is shown of it, and what becomes of it when he is erased.
//!
//! A column that names a person stands here or a test fails, so a new table can be forgotten neither by an export nor by an erasure.

use domain::{
    email_address::EmailAddress,
    id::{Identifier, UserId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IdenStatic, Iterable, ModelTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, Value,
};
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::{
    entity::{
        announcement, approval, challenge, company, consent, data_export, email_change, event, factor_secret, former_member, handover,
        introduction, invitation, join_request, legal_hold, letter, letter_request, member, milestone, moderation_case, password, proposal,
        proposal_answer, recovery_code, second_factor, session, staff, subject_salt, trade_import, user_account,
    },
    error::StorageError,
    scope::{System, VisibleTo},
    tx::{Reads, Writes, remove, visible},
};

/// What becomes of rows when their person is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They go.
    Deleted,
    /// They stay, and why that is right.
    Kept(&'static str),
}

/// A column that names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub table: &'static str,
    pub column: &'static str,
    pub fate: Fate,
}

/// Which columns a person is shown.
enum Shown<C: 'static> {
    /// The row is his: all but what would be a secret even to him.
    AllBut(&'static [C]),
    /// The row is a company's or the forum's: his part in it.
    Only(&'static [C]),
}

/// How many rows are read at a time.
const ROWS: u64 = 500;

pub struct Personal<'a, R>(pub(super) &'a R);

macro_rules! places {
    ($($table:ident.$column:ident $how:ident [$($name:ident)*], $fate:ident $($why:literal)?;)*) => {
        /// Every column that names a person.
        pub const PLACES: &[Place] = &[$(Place {
            table: stringify!($table),
            column: stringify!($column),
            fate: places!(@ $fate $($why)?),
        }),*];

        impl<R: Reads<Scope = System>> Personal<'_, R> {
            /// The next rows of a place that name the person, after the first `from` of them, as he is shown them.
            pub async fn rows(self, place: usize, names: &[Uuid], from: u64) -> Result<Vec<Json>, StorageError> {
                let mut at = 0..;
                $(if at.next() == Some(place) {
                    let shown = Shown::$how(&[$($table::Column::$name),*]);
                    return self.read::<$table::Entity>(column_of::<$table::Entity>(stringify!($column))?, &shown, names, from).await;
                })*
                Ok(Vec::new())
            }
        }

        impl<W: Writes<Scope = System>> Personal<'_, W> {
            /// Deletes whatever goes with a person who is erased.
            pub async fn delete(self, names: &[Uuid]) -> Result<(), StorageError> {
                $(places!(@ self names $table $column $fate);)*
                Ok(())
            }
        }
    };
    (@ deleted) => {
        Fate::Deleted
    };
    (@ kept $why:literal) => {
        Fate::Kept($why)
    };
    (@ $self:ident $names:ident $table:ident $column:ident deleted) => {
        let which = column_of::<$table::Entity>(stringify!($column))?.is_in($names.iter().copied());
        remove::<$table::Entity, W>($self.0, which.into()).await?;
    };
    (@ $self:ident $names:ident $table:ident $column:ident kept) => {};
}

places! {
    user_account.id AllBut [EmailKey], kept "what is left of it is a pseudonym, by which what companies signed still has an author";
    password.user_id AllBut [Hash], deleted;
    factor_secret.user_id Only [Counter], deleted;
    second_factor.user_id AllBut [], deleted;
    recovery_code.user_id Only [UsedAt], deleted;
    challenge.user_id Only [Purpose MadeAt ExpiresAt UsedAt], deleted;
    email_change.user_id AllBut [], deleted;
    session.user_id AllBut [SecretHash PreviousHash], deleted;
    letter.user_id AllBut [], deleted;
    consent.user_id AllBut [], kept "that somebody agreed has to be shown after he has left; it names the pseudonym";
    data_export.user_id AllBut [], deleted;
    subject_salt.user_id Only [MadeAt], deleted;
    legal_hold.user_id Only [Id PlacedAt LiftedAt], kept "that there was one; what was said in it is blanked";
    legal_hold.placed_by Only [Id PlacedAt], kept "the duty's act";
    legal_hold.lifted_by Only [Id LiftedAt], kept "the duty's act";
    staff.user_id AllBut [], kept "the duty ended before; its acts name it";
    staff.proposed_by Only [Id Since], kept "the duty's act";
    staff.approved_by Only [Id Since], kept "the duty's act";
    member.user_id AllBut [], deleted;
    former_member.user_id AllBut [EndedBy], kept "who spoke for a company when; it names the pseudonym";
    former_member.ended_by Only [Id CompanyId EndedAt], kept "the company's act";
    invitation.invited_by Only [Id CompanyId Role InvitedAt], kept "the company's act; the address of whoever was invited is cleared when he is erased";
    join_request.user_id Only [Id CompanyId Message State AskedAt ExpiresAt AnsweredAt], kept "that somebody asked; what he wrote is cleared";
    join_request.answered_by Only [Id CompanyId AnsweredAt], kept "the company's answer";
    handover.from_user_id Only [Id CompanyId Note State OfferedAt AnsweredAt], kept "the company's record of who owned it";
    handover.to_user_id Only [Id CompanyId State OfferedAt AnsweredAt], kept "the company's record of who owned it";
    company.registered_by Only [Id RegisteredAt], kept "the company's record";
    introduction.requested_by Only [Id FromCompanyId ToCompanyId Message RequestedAt], kept "the company's letter to another";
    introduction.answered_by Only [Id FromCompanyId ToCompanyId AnsweredAt DeclineReason], kept "the company's answer";
    proposal.proposer Only [Id RecordId SubjectKind Number ProposedAt], kept "what companies put to one another";
    proposal_answer.by Only [ProposalId RecordId Verdict Words At], kept "what companies answered one another";
    milestone.logged_by Only [Id JointVentureId Title LoggedAt], kept "the venture's record";
    approval.proposer Only [Id Kind State ProposedAt], kept "the duty's act";
    approval.proposed_by Only [Id ProposedAt], kept "the duty's act";
    approval.decided_by Only [Id State DecidedAt], kept "the duty's act";
    trade_import.by Only [Id Basis At], kept "the duty's act";
    announcement.drafted_by Only [Id DraftedAt], kept "the duty's act";
    moderation_case.claimed_by Only [Id Kind State], kept "the duty's act";
    moderation_case.claimant Only [Id Kind State], kept "the duty's act";
    moderation_case.decided_by Only [Id Kind State DecidedAt Reason], kept "the duty's act";
    event.actor_id Only [EventId Name At RequestId], kept "what happened is not undone; it names the pseudonym";
}

impl<W: Writes<Scope = System>> Personal<'_, W> {
    /// Forgets what waits for an address and names no person yet.
    pub async fn forget_address(self, address: &EmailAddress) -> Result<(), StorageError> {
        let his = letter_request::Column::EmailKey.eq(address.comparable());
        remove::<letter_request::Entity, W>(self.0, his.into()).await?;
        Ok(())
    }
}

fn stands_in<C: IdenStatic>(columns: &[C], column: &C) -> bool {
    columns.iter().any(|one| one.as_str() == column.as_str())
}

fn column_of<E: EntityTrait>(name: &str) -> Result<E::Column, StorageError> {
    let found = E::Column::iter().find(|column| column.as_str() == name);
    found.ok_or_else(|| StorageError::Corrupt(format!("no column `{name}`")))
}

/// A stored value as its owner reads it.
fn told(value: Value) -> Json {
    match value {
        Value::Bytes(Some(bytes)) => Json::String(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        Value::Uuid(Some(uuid)) => Json::String(uuid.to_string()),
        Value::ChronoDateTimeUtc(Some(at)) => Json::String(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        other => sea_orm::sea_query::sea_value_to_json_value(&other),
    }
}

impl<R: Reads<Scope = System>> Personal<'_, R> {
    /// Under which identities a person is named: his own, and those of his duties.
    pub async fn names(self, user: UserId) -> Result<Vec<Uuid>, StorageError> {
        let duties = visible::<staff::Entity, R>(self.0)
            .filter(staff::Column::UserId.eq(user.uuid()))
            .order_by_asc(staff::Column::Id)
            .all(self.0.connection().0)
            .await?;
        Ok(std::iter::once(user.uuid()).chain(duties.into_iter().map(|duty| duty.id)).collect())
    }

    async fn read<E>(self, names_him: E::Column, shown: &Shown<E::Column>, names: &[Uuid], from: u64) -> Result<Vec<Json>, StorageError>
    where
        E: EntityTrait + VisibleTo<System>,
        E::Model: ModelTrait<Entity = E> + Sync,
    {
        let mut select = visible::<E, R>(self.0).filter(names_him.is_in(names.iter().copied())).offset(from).limit(ROWS);
        for key in E::PrimaryKey::iter() {
            select = select.order_by_asc(key.into_column());
        }
        let columns = E::Column::iter().filter(|column| match shown {
            Shown::AllBut(hidden) => !stands_in(hidden, column),
            Shown::Only(his) => stands_in(his, column),
        });
        let columns: Vec<E::Column> = columns.collect();
        let rows = select.all(self.0.connection().0).await?;
        let row =
            |model: E::Model| columns.iter().map(|column| (column.as_str().to_owned(), told(model.get(*column)))).collect::<Map<_, _>>();
        Ok(rows.into_iter().map(|model| Json::Object(row(model))).collect())
    }
}
