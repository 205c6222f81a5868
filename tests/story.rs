//! Stories: what people do with the forum, told through GraphQL on both databases.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

#[path = "story/account.rs"]
mod account;
#[path = "story/administration.rs"]
mod administration;
#[path = "story/agreement.rs"]
mod agreement;
#[path = "story/audit.rs"]
mod audit;
#[path = "story/company.rs"]
mod company;
#[path = "story/conversation.rs"]
mod conversation;
#[path = "story/introduction.rs"]
mod introduction;
#[path = "story/joint_venture.rs"]
mod joint_venture;
#[path = "story/listing.rs"]
mod listing;
#[path = "story/main_job.rs"]
mod main_job;
#[path = "story/member.rs"]
mod member;
#[path = "story/moderation.rs"]
mod moderation;
#[path = "story/verification.rs"]
mod verification;
#[path = "story/notification.rs"]
mod notification;
#[path = "story/person.rs"]
mod person;
