//! Stories: what people do with the forum, told through GraphQL on both databases.

#[path = "story/account.rs"]
mod account;
#[path = "story/main_job.rs"]
mod main_job;
