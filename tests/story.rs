//! Stories: what people do with the forum, told through GraphQL on both databases.
