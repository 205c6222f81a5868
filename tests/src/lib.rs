//! Worlds and people for stories: a forum of its own on either database, and people who act through GraphQL only.
#![expect(clippy::missing_panics_doc, reason = "a test that cannot go on panics")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

pub mod authenticator;
pub mod cluster;
pub mod ledger;
pub mod people;
pub mod world;

pub use people::{Firm, Person};
pub use world::{Kind, World};

/// Tells a story on both databases, and sees that nothing is left to be done when it has ended.
#[macro_export]
macro_rules! on_both_databases {
    ($($story:ident,)*) => {
        mod sqlite {
            $(#[tokio::test] async fn $story() { $crate::tells!($crate::Kind::Sqlite, super::$story); })*
        }
        mod postgres {
            $(#[tokio::test] async fn $story() { $crate::tells!($crate::Kind::Postgres, super::$story); })*
        }
    };
}

/// Tells one story in a world of its own.
#[macro_export]
macro_rules! tells {
    ($kind:expr, $story:path) => {
        let world = $crate::World::open($kind).await;
        let rest = world.rest();
        $story(world).await;
        rest.is_quiet().await;
    };
}
