//! A person's membership of a company.

use serde::{Deserialize, Serialize};

use crate::{
    id::{CompanyId, UserId},
    stamp::Timestamp,
    words::words,
};

words! {
    /// What a member may do, from least to most.
    pub enum Role {
        /// Reads.
        Viewer = "VIEWER",
        /// Speaks for the company.
        Editor = "EDITOR",
        /// Binds the company and keeps its members.
        Owner = "OWNER",
    }
}

/// A person's membership of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub company: CompanyId,
    pub user: UserId,
    pub role: Role,
    pub since: Timestamp,
}
