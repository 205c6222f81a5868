//! What every resolver finds in its context: the request's operation and its loaders.

use std::sync::Arc;

use app::Op;
use async_graphql::{Context, Error, ID, dataloader::DataLoader};
use domain::id::{IdError, Identifier};

use crate::{error::bad_input, loader::Loaders};

/// The operation of this request.
pub fn op<'a>(ctx: &Context<'a>) -> &'a Arc<Op> {
    ctx.data_unchecked::<Arc<Op>>()
}

/// The loaders of this request: they see what it sees and live as long as it.
pub fn loaders<'a>(ctx: &Context<'a>) -> &'a DataLoader<Loaders> {
    ctx.data_unchecked::<DataLoader<Loaders>>()
}

/// An identifier in an argument of a query.
pub fn id<I: Identifier>(argument: &str, id: &ID) -> Result<I, Error> {
    id.parse().map_err(|error: IdError| bad_input(argument, error))
}
