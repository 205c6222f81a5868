//! The tables as rows, each with which of them a scope may see. No entity leaves this crate.

/// What everybody reads and workers write.
macro_rules! public {
    ($entity:ty, $row:ty) => {
        impl<S: crate::scope::Scope> crate::scope::VisibleTo<S> for $entity
        where
            S: crate::scope::Everybody,
        {
            fn visible(_: &S) -> sea_orm::Condition {
                crate::scope::all()
            }
        }

        impl crate::scope::OwnedBy<crate::scope::System> for $entity {
            fn own(_: &crate::scope::System, _: &mut $row) {}
        }

        impl crate::scope::AmendedBy<crate::scope::System> for $entity {}
    };
}

/// What administrators add to and change as well.
macro_rules! kept_by_staff {
    ($entity:ty, $row:ty) => {
        impl crate::scope::OwnedBy<crate::scope::Forum> for $entity {
            fn own(_: &crate::scope::Forum, _: &mut $row) {}
        }

        impl crate::scope::AmendedBy<crate::scope::Forum> for $entity {}
    };
}
pub(crate) use kept_by_staff;

/// A table of coded records, all of one shape.
macro_rules! coded {
    () => {
        impl crate::audited::Audited for Entity {
            const AUDIT: crate::audited::Audit<Column> = crate::audited::Audit::rows();
        }

        impl super::Coded for Entity {
            fn row(stored: super::Stored) -> ActiveModel {
                ActiveModel {
                    code: sea_orm::ActiveValue::Set(stored.code),
                    position: sea_orm::ActiveValue::Set(stored.position),
                    record: sea_orm::ActiveValue::Set(stored.record),
                    version: sea_orm::ActiveValue::Set(stored.version),
                    edited_at: sea_orm::ActiveValue::Set(stored.edited_at),
                }
            }
            fn stored(row: Model) -> super::Stored {
                let Model { code, position, record, version, edited_at } = row;
                super::Stored { code, position, record, version, edited_at }
            }
            fn code() -> Column {
                Column::Code
            }
            fn position() -> Column {
                Column::Position
            }
            fn version() -> Column {
                Column::Version
            }
            fn edited_at() -> Column {
                Column::EditedAt
            }
        }
    };
}
pub(crate) use coded;

/// A coded record as a row holds it.
pub(crate) struct Stored {
    pub code: String,
    pub position: i32,
    pub record: serde_json::Value,
    pub version: i32,
    /// When an administrator wrote it last; an import leaves it alone from then on.
    pub edited_at: Option<domain::stamp::Timestamp>,
}

/// A table of coded records.
pub(crate) trait Coded: sea_orm::EntityTrait {
    fn row(stored: Stored) -> Self::ActiveModel;
    fn stored(row: Self::Model) -> Stored;
    fn code() -> Self::Column;
    fn position() -> Self::Column;
    fn version() -> Self::Column;
    fn edited_at() -> Self::Column;
}

pub mod agreement;
pub mod announcement;
pub mod approval;
pub mod audit_chain;
pub mod audit_checkpoint;
pub mod audit_entry;
pub mod audit_key;
pub mod audit_leaf;
pub mod case_finding;
pub mod break_glass;
pub mod case_entry;
pub mod challenge;
pub mod company;
pub mod company_key;
pub mod company_public;
pub mod company_redirect;
pub mod complementarity;
pub mod consent;
pub mod conversation;
pub mod conversation_mark;
pub mod data_export;
pub mod directory_entry;
pub mod dismissal;
pub mod email_change;
pub mod event;
pub mod event_company;
pub mod former_member;
pub mod handover;
pub mod exposure;
pub mod factor_secret;
pub mod import;
pub mod initiative;
pub mod introduction;
pub mod invitation;
pub mod join_request;
pub mod joint_venture;
pub mod legal_form;
pub mod legal_hold;
pub mod legal_text;
pub mod letter;
pub mod letter_request;
pub mod listing;
pub mod mail_refusal;
pub mod member;
pub mod message;
pub mod meter;
pub mod milestone;
pub mod moderation_case;
pub mod notification;
pub mod notification_preference;
pub mod outcome;
pub mod ownership_rule;
pub mod party;
pub mod password;
pub mod pillar;
pub mod proposal;
pub mod proposal_answer;
pub mod publication;
pub mod published_record;
pub mod reading;
pub mod recovery_code;
pub mod region;
pub mod report;
pub mod second_factor;
pub mod sector;
pub mod session;
pub mod signing_key;
pub mod source;
pub mod staff;
pub mod subject_salt;
pub mod target;
pub mod trade_flow;
pub mod trade_import;
pub mod user_account;
