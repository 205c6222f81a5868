//! Stories: what people do with the forum, told through GraphQL on both databases.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

#[path = "story/account.rs"]
mod account;
#[path = "story/agreement.rs"]
mod agreement;
#[path = "story/company.rs"]
mod company;
#[path = "story/file.rs"]
mod file;
#[path = "story/introduction.rs"]
mod introduction;
#[path = "story/joint_venture.rs"]
mod joint_venture;
#[path = "story/listing.rs"]
mod listing;
#[path = "story/main_job.rs"]
mod main_job;
