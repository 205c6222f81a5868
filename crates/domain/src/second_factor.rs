//! What a person shows beside the password: a code of an authenticator, or a passkey.

use serde::{Deserialize, Serialize};

use crate::{
    id::{SecondFactorId, UserId},
    stamp::Timestamp,
    words::words,
};

words! {
    /// What shows the factor.
    pub enum FactorKind {
        /// An app that makes a code of six digits every half minute.
        Totp = "TOTP",
        /// A key that a device or a browser keeps.
        Passkey = "PASSKEY",
    }
}

/// A second factor of a person. It counts once it was shown for the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    pub id: SecondFactorId,
    pub user: UserId,
    pub kind: FactorKind,
    /// What the person calls it.
    pub name: String,
    pub added_at: Timestamp,
    pub confirmed_at: Option<Timestamp>,
    pub used_at: Option<Timestamp>,
}
