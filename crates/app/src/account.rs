//! Accounts: an address that is proved, a password, a second factor, and sessions that can be ended.

pub mod access;
pub mod challenge;
pub mod email;
pub mod factor;
pub(crate) mod guess;
pub mod passkey;
pub mod password;
mod register;
pub mod session;
mod sign_in;

use domain::{
    id::{CompanyId, Identifier, LetterId, UserId},
    stamp::Timestamp,
    user::User,
};
use persistence::repository::letter::WaitingLetter;

use crate::{
    failure::Failure,
    letter::Content,
    op::{Op, Who},
};

pub use access::{ConfirmAccessError, Proof, confirm_access};
pub use email::{EmailChangeError, EmailLinkError};
pub use factor::{FactorError, SecondFactorError, Shown};
pub use password::{ChangePasswordError, ResetPasswordError, Wanted};
pub(crate) use register::email_token;
pub use register::{RegisterUserError, Registration, VerifyEmailError, register, verify_email};
pub use session::{RefreshError, bearer, cookie, log_out, refresh};
pub use sign_in::{Asked, LogInError, SignIn, SigningIn, log_in, log_in_with_second_factor};

/// Whom a person wants to act for; his only company if he does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ActAs {
    Unsaid,
    Himself,
    Company(CompanyId),
    Forum,
}

/// How the device will prove itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Device {
    /// By an access token that is refreshed.
    Token,
    /// By a cookie.
    Browser,
}

/// What a device is given.
pub enum Credentials {
    Tokens { access: String, refresh: String, expires_at: Timestamp },
    Cookie { secret: String, expires_at: Timestamp },
}

/// A device that has signed in.
pub struct SignedInDevice {
    pub who: Who,
    pub credentials: Credentials,
    /// By what the device is known when somebody signs in on it again; nothing where it was not asked for the password.
    pub device: Option<String>,
}

/// A letter that waits to be put into words.
fn waiting(op: &Op, user: &User, content: &Content) -> Result<WaitingLetter, Failure> {
    let at = op.app().now();
    Ok(WaitingLetter {
        id: LetterId::from_uuid(op.app().ports.ids.uuid_v7(at)),
        user: user.id,
        language: user.language,
        content: serde_json::to_value(content).map_err(|error| Failure::Internal(error.to_string()))?,
        attempts: 0,
        written_at: at,
    })
}

/// One's own person.
pub async fn person(op: &Op, user: UserId) -> Result<User, Failure> {
    let view = op.app().database.view(persistence::Person(user)).await?;
    Ok(view.users().get(user).await?)
}

/// One's own memberships with their companies, whomever one acts for just now.
pub async fn memberships(op: &Op, user: UserId) -> Result<Vec<(domain::member::Membership, Option<domain::company::Company>)>, Failure> {
    let view = op.app().database.view(persistence::Person(user)).await?;
    let memberships = view.members().of_user(user).await?;
    let ids: Vec<_> = memberships.iter().map(|membership| membership.company).collect();
    let companies = view.companies().by_ids(&ids).await?;
    Ok(memberships
        .into_iter()
        .map(|membership| {
            let company = companies.iter().find(|company| company.id == membership.company).cloned();
            (membership, company)
        })
        .collect())
}
