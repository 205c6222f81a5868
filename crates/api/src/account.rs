//! Accounts and sessions.

pub mod change_password;
pub mod confirm_access;
pub mod confirm_access_with_passkey;
pub mod confirm_email_change;
pub mod confirm_totp;
pub mod end_other_sessions;
pub mod end_session;
pub mod enrol_totp;
pub mod finish_passkey_registration;
pub mod finish_passkey_sign_in;
pub mod log_in;
pub mod log_in_with_second_factor;
pub mod log_out;
pub mod refresh;
pub mod register;
pub mod remove_second_factor;
pub mod renew_recovery_codes;
pub mod request_email_change;
pub mod request_email_verification;
pub mod request_password_reset;
pub mod reset_password;
pub mod session;
pub mod start_passkey_registration;
pub mod start_passkey_sign_in;
pub mod stop_email_change;
pub mod verify_email;

use app::account::{ActAs, Credentials, Shown, SignedInDevice};
use async_graphql::{Context, Enum, ID, OneofObject, SimpleObject};

use crate::{scalar::DateTime, user_error::Reading};

/// Whom a person wants to act for: exactly one of these.
#[derive(OneofObject)]
pub enum ActAsInput {
    /// A company that the person belongs to.
    Company(ID),
    /// With `true`: the forum, for those on duty.
    Forum(bool),
    /// With `true`: nobody but himself.
    Himself(bool),
}

/// What a person shows beside the password: exactly one of these.
#[derive(OneofObject)]
pub enum SecondFactorInput {
    /// The six digits of an authenticator.
    TotpCode(String),
    /// One of the codes that were written down; it serves once.
    RecoveryCode(String),
}

impl From<SecondFactorInput> for Shown {
    fn from(input: SecondFactorInput) -> Self {
        match input {
            SecondFactorInput::TotpCode(code) => Self::Totp(code),
            SecondFactorInput::RecoveryCode(code) => Self::RecoveryCode(code),
        }
    }
}

/// How the device proves itself from now on.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionKind {
    /// By an access token of five minutes, and a refresh token that changes with each use.
    #[default]
    Token,
    /// By a cookie that scripts cannot read; for browsers on the forum's own address.
    Browser,
}

/// An access token and the token that fetches the next one.
#[derive(SimpleObject)]
pub struct Tokens {
    /// Sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// When the access token ends.
    pub expires_at: DateTime,
    /// Given to `refresh`, once: each answer holds the next.
    pub refresh_token: String,
}

impl ActAsInput {
    fn read(wanted: Option<&Self>, reading: &mut Reading) -> ActAs {
        match wanted {
            None => ActAs::Unsaid,
            Some(Self::Company(id)) => reading.take("actAs.company", id.parse()).map_or(ActAs::Unsaid, ActAs::Company),
            Some(Self::Forum(true)) => ActAs::Forum,
            Some(Self::Himself(true)) => ActAs::Himself,
            Some(Self::Forum(false) | Self::Himself(false)) => {
                reading.fault("actAs", "`false` names nobody");
                ActAs::Unsaid
            }
        }
    }
}

/// Hands the credentials out, and by what the device is known: in the answer, or in cookies that scripts do not see.
fn hand_out(ctx: &Context<'_>, device: SignedInDevice) -> (Option<Tokens>, Option<String>) {
    match device.credentials {
        Credentials::Tokens { access, refresh, expires_at } => {
            (Some(Tokens { access_token: access, refresh_token: refresh, expires_at: expires_at.into() }), device.device)
        }
        Credentials::Cookie { secret, .. } => {
            crate::cookie::give(ctx, &secret);
            if let Some(known) = &device.device {
                crate::cookie::know(ctx, known);
            }
            (None, None)
        }
    }
}
