//! What happens, told while it happens.

use std::sync::Arc;

use app::{Op, op::For, storage::Recorded};
use async_graphql::{Context, Error, Subscription};
use domain::{event::Event, id::CompanyId};
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{
    context::op,
    conversation::Message,
    error::failed,
    introduction::Introduction,
    notification::{Notification, language, somebody},
};

/// What happens, told while it happens.
#[derive(Default)]
pub struct SubscriptionRoot;

/// Everything that is sent; who is too slow for it reads what he missed in the lists.
fn heard<T: Clone + Send + 'static>(listener: broadcast::Receiver<T>) -> impl Stream<Item = T> + Send {
    stream::unfold(listener, async |mut listener| {
        loop {
            match listener.recv().await {
                Ok(told) => return Some((told, listener)),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    })
}

/// The company that the person acts for, which may read what is its own.
async fn own_company(ctx: &Context<'_>) -> Result<CompanyId, Error> {
    let op = op(ctx);
    op.tenant_view().await.map_err(failed)?;
    match op.who() {
        app::Who::Person { acting: For::Company(own), .. } => Ok(own),
        _ => Err(failed(app::Failure::Unauthenticated)),
    }
}

/// What happens, told while it happens.
#[Subscription(name = "Subscription")]
impl SubscriptionRoot {
    /// Requests to meet that reach one's own company from now on, whichever node they were made on. Requires a member of a company.
    async fn introduction_received(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<Introduction, Error>> + use<>, Error> {
        let own = own_company(ctx).await?;
        let (app, who, request) = (op(ctx).app().clone(), op(ctx).who(), op(ctx).request().to_owned());
        let received = heard(app.listen()).filter_map(move |recorded: Arc<Recorded>| {
            let id = match recorded.event {
                Event::IntroductionRequested { introduction, to, .. } if to == own => Some(introduction),
                _ => None,
            };
            let (app, request) = (app.clone(), request.clone());
            async move {
                let id = id?;
                // Read anew, in a transaction of its own and with the standing of that moment.
                let op: Op = app.op(who, request);
                let found = match op.tenant_view().await {
                    Ok(view) => view.introductions().find(id).await.map_err(Into::into),
                    Err(failure) => Err(failure),
                };
                found.map(|found| found.map(Introduction)).map_err(failed).transpose()
            }
        });
        Ok(received.boxed())
    }

    /// Messages of the conversations of one's own company from now on, those of one's own colleagues among them, and again those that are
    /// taken back. Requires a member of a company.
    async fn message_received(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<Message, Error>> + use<>, Error> {
        let own = own_company(ctx).await?;
        let (app, who, request) = (op(ctx).app().clone(), op(ctx).who(), op(ctx).request().to_owned());
        let received = heard(app.listen()).filter_map(move |recorded: Arc<Recorded>| {
            let id = match recorded.event {
                Event::MessageSent { message, by, to, .. } | Event::MessageRetracted { message, by, to, .. } if own == by || own == to => {
                    Some(message)
                }
                _ => None,
            };
            let (app, request) = (app.clone(), request.clone());
            async move {
                let id = id?;
                let op: Op = app.op(who, request);
                let found = match op.tenant_view().await {
                    Ok(view) => view.conversations().find_message(id).await.map_err(Into::into),
                    Err(failure) => Err(failure),
                };
                found.map(|found| found.map(Message)).map_err(failed).transpose()
            }
        });
        Ok(received.boxed())
    }

    /// What the person is told from now on, whichever node found it out. Requires a person who has signed in.
    async fn notification_received(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<Notification, Error>> + use<>, Error> {
        let (user, language) = (somebody(ctx).await?, language(ctx).await?);
        let (app, who, request) = (op(ctx).app().clone(), op(ctx).who(), op(ctx).request().to_owned());
        let received = heard(app.listen_to_inboxes()).filter_map(move |noted| {
            let (app, request) = (app.clone(), request.clone());
            async move {
                if noted.user != user {
                    return None;
                }
                let op: Op = app.op(who, request);
                // The standing is read with it: whoever has been signed out hears nothing more.
                let found = match op.view().await {
                    Ok(view) => view.notifications().find(noted.id).await.map_err(Into::into),
                    Err(failure) => Err(failure),
                };
                found.map(|found| found.map(|told| Notification { told, language })).map_err(failed).transpose()
            }
        });
        Ok(received.boxed())
    }
}
