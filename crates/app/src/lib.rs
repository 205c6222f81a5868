//! What the forum does, one use case at a time, for whoever asks: resolvers, workers and commands share them.

pub mod account;
pub mod agreement;
pub mod announcement;
pub mod application;
pub mod approval;
pub mod audit;
pub mod break_glass;
pub mod company;
pub mod consent;
pub mod conversation;
pub mod credential;
pub mod data_export;
pub mod dismissal;
pub mod erasure;
pub mod failure;
pub mod handover;
pub mod import;
pub mod introduction;
pub mod invitation;
pub mod join_request;
pub mod joint_venture;
pub mod keys;
pub mod legal;
pub mod legal_hold;
pub mod letter;
pub mod listing;
pub mod lock;
pub mod matching;
pub mod member;
pub mod merge;
pub mod milestone;
pub mod moderation;
pub mod notification;
pub mod op;
pub mod outcome;
pub mod port;
pub mod publication;
pub mod report;
pub mod roadmap;
pub mod scoreboard;
pub mod search;
pub mod sector;
pub mod seed;
pub mod staff;
mod suspension;
pub mod trade_import;
pub mod worker;

pub use application::{Application, Noted, Ports, Settings};
pub use failure::{Failure, Refused};
pub use op::{Op, Origin, Who};
/// What the interface needs of the database's words: pages, positions, filters and cards.
pub mod storage {
    pub use persistence::{
        Author, Database, Forum, Page, Person, Position, Public, Reader, StorageError, Tenant, View, Window,
        database::Location,
        repository::{
            agreement::{AgreementFilter, Paper},
            approval::ApprovalFilter,
            audit::{AuditFilter, Audited, ChainEntry},
            directory::{Card, DirectoryFilter},
            event::Recorded,
            introduction::IntroductionFilter,
            invitation::InvitationFilter,
            listing::ListingFilter,
            moderation_case::{CaseCount, CaseFilter},
            notification::Notification,
            proposal::SubjectKind,
            reference::Kept,
            report::FiledReport,
            session::Session,
            staff::StaffFilter,
        },
    };
}
