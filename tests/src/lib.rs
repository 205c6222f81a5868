//! Worlds and people for stories: a forum of its own on either database, and people who act through GraphQL only.
#![expect(clippy::missing_panics_doc, reason = "a test that cannot go on panics")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

pub mod cluster;
pub mod ledger;
pub mod people;
pub mod world;

pub use people::{Firm, Person};
pub use world::{Kind, World};

/// Tells a story on both databases.
#[macro_export]
macro_rules! on_both_databases {
    ($($story:ident,)*) => {
        mod sqlite {
            $(#[tokio::test] async fn $story() { super::$story($crate::World::open($crate::Kind::Sqlite).await).await; })*
        }
        mod postgres {
            $(#[tokio::test] async fn $story() { super::$story($crate::World::open($crate::Kind::Postgres).await).await; })*
        }
    };
}
