//! The devices that a person is signed in on.

use app::{Who, storage::Session as Stored};
use async_graphql::{Context, ID, Object};
use domain::id::Identifier;

use super::SessionKind;
use crate::{context::op, scalar::DateTime};

/// A device that the person is signed in on.
pub struct Session(pub Stored);

/// A device that the person is signed in on.
#[Object(name = "Session")]
impl Session {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// How the device proves itself.
    async fn kind(&self) -> SessionKind {
        match self.0.kind.as_str() {
            "BROWSER" => SessionKind::Browser,
            _ => SessionKind::Token,
        }
    }

    /// The family of the program, as it called itself when it signed in: nothing proves it.
    async fn agent(&self) -> Option<&str> {
        self.0.agent.as_deref()
    }

    /// When the device signed in.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it was last used: of a browser to five minutes, of a program when it last refreshed its token.
    async fn last_used_at(&self) -> DateTime {
        self.0.used_at.into()
    }

    /// When it ends by itself at the latest.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// The company that the person acts for on it; nothing if for none.
    async fn company_id(&self) -> Option<ID> {
        self.0.company.map(|company| ID(company.to_string()))
    }

    /// Whether the person serves the forum on it.
    async fn on_duty(&self) -> bool {
        self.0.on_duty
    }

    /// Whether it is the one that asks.
    async fn current(&self, ctx: &Context<'_>) -> bool {
        matches!(op(ctx).who(), Who::Person { session, .. } if session.uuid() == self.0.id.uuid())
    }
}
