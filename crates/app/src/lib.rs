//! What the forum does, one use case at a time, for whoever asks: resolvers, workers and commands share them.

pub mod credential;
pub mod port;
