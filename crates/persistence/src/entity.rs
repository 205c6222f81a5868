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

/// A table of coded records, all of one shape.
macro_rules! coded {
    () => {
        impl super::Coded for Entity {
            fn row(code: String, position: i32, record: Json) -> ActiveModel {
                ActiveModel {
                    code: sea_orm::ActiveValue::Set(code),
                    position: sea_orm::ActiveValue::Set(position),
                    record: sea_orm::ActiveValue::Set(record),
                }
            }
            fn record(row: Model) -> Json {
                row.record
            }
            fn position() -> Column {
                Column::Position
            }
        }
    };
}
pub(crate) use coded;

/// A table of coded records.
pub(crate) trait Coded: sea_orm::EntityTrait {
    fn row(code: String, position: i32, record: serde_json::Value) -> Self::ActiveModel;
    fn record(row: Self::Model) -> serde_json::Value;
    fn position() -> Self::Column;
}

pub mod agreement;
pub mod company;
pub mod company_public;
pub mod complementarity;
pub mod directory_entry;
pub mod event;
pub mod event_company;
pub mod file;
pub mod import;
pub mod initiative;
pub mod introduction;
pub mod joint_venture;
pub mod legal_form;
pub mod letter;
pub mod listing;
pub mod member;
pub mod milestone;
pub mod moderation_case;
pub mod outcome;
pub mod ownership_rule;
pub mod party;
pub mod password;
pub mod pillar;
pub mod proposal;
pub mod proposal_answer;
pub mod reading;
pub mod region;
pub mod sector;
pub mod session;
pub mod signing_key;
pub mod source;
pub mod staff;
pub mod subject_salt;
pub mod target;
pub mod trade_flow;
pub mod user_account;
