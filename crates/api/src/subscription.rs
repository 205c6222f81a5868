//! What happens, told while it happens.

use app::{Op, op::For};
use async_graphql::{Context, Error, Subscription};
use domain::event::Event;
use futures_util::{Stream, StreamExt, stream};
use tokio::sync::broadcast::error::RecvError;

use crate::{context::op, error::failed, introduction::Introduction};

/// What happens, told while it happens.
#[derive(Default)]
pub struct SubscriptionRoot;

/// What happens, told while it happens.
#[Subscription(name = "Subscription")]
impl SubscriptionRoot {
    /// Requests to meet that reach one's own company from now on, whichever node they were made on. Requires a member of a company.
    async fn introduction_received(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = Result<Introduction, Error>> + use<>, Error> {
        let op = op(ctx);
        op.tenant_view().await.map_err(failed)?;
        let app::Who::Person { acting: For::Company(own), .. } = op.who() else {
            return Err(failed(app::Failure::Unauthenticated));
        };
        let (app, who, request) = (op.app().clone(), op.who(), op.request().to_owned());
        let heard = stream::unfold(op.app().listen(), async |mut listener| {
            loop {
                match listener.recv().await {
                    Ok(recorded) => return Some((recorded, listener)),
                    // Too slow: what was missed is in the list of introductions.
                    Err(RecvError::Lagged(_)) => {}
                    Err(RecvError::Closed) => return None,
                }
            }
        });
        let received = heard.filter_map(move |recorded| {
            let id = match recorded.event {
                Event::IntroductionRequested { introduction, to, .. } if to == own => Some(introduction),
                _ => None,
            };
            let (app, request) = (app.clone(), request.clone());
            async move {
                // Read anew, in a transaction of its own and with the standing of that moment.
                let op: Op = app.op(who, request);
                let found = match op.tenant_view().await {
                    Ok(view) => view.introductions().find(id?).await.map_err(Into::into),
                    Err(failure) => Err(failure),
                };
                found.map(|found| found.map(Introduction)).map_err(failed).transpose()
            }
        });
        Ok(received.boxed())
    }
}
