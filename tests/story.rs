//! Stories: what people do with the forum, told through GraphQL on both databases.

#[path = "story/main_job.rs"]
mod main_job;
