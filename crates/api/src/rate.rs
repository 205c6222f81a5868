//! What a request costs and how much its sender has left.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use app::Who;
use async_graphql::{
    Context, Error, Object, ServerError, SimpleObject, Value,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
    value,
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

/// The dearest document that is run at all.
const DEAREST: u32 = 5_000;
const DEAREST_ANONYMOUS: u32 = 1_000;
/// Points in a full bucket, refilled within a minute.
const PERSON: u32 = 60_000;
const ANONYMOUS: u32 = 12_000;

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Bucket {
    Person(uuid::Uuid),
    Address(IpAddr),
    /// The forum's own pages and commands.
    Own,
}

type Limiter = RateLimiter<Bucket, DefaultKeyedStateStore<Bucket>, DefaultClock, StateInformationMiddleware>;

/// The buckets of this node.
pub struct Buckets {
    person: Limiter,
    anonymous: Limiter,
}

impl Default for Buckets {
    fn default() -> Self {
        let limiter = |points: u32| {
            let points = NonZeroU32::new(points).unwrap_or(NonZeroU32::MIN);
            RateLimiter::keyed(Quota::per_minute(points)).with_middleware::<StateInformationMiddleware>()
        };
        Self { person: limiter(PERSON), anonymous: limiter(ANONYMOUS) }
    }
}

/// What a request has cost, filled in when its document has been weighed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Charged {
    pub requested: u32,
    pub limit: u32,
    pub remaining: u32,
}

/// The meter of one request.
#[derive(Clone)]
pub struct Meter {
    buckets: Arc<Buckets>,
    bucket: Bucket,
    charged: Arc<Mutex<Charged>>,
}

impl Meter {
    pub fn new(buckets: Arc<Buckets>, who: Who, peer: Option<IpAddr>) -> Self {
        let bucket = match (who, peer) {
            (Who::Person { user, .. }, _) => Bucket::Person(domain::id::Identifier::uuid(user)),
            (_, Some(address)) => Bucket::Address(address),
            (_, None) => Bucket::Own,
        };
        Self { buckets, bucket, charged: Arc::default() }
    }

    pub fn charged(&self) -> Charged {
        *self.charged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn full(&self) -> u32 {
        if matches!(self.bucket, Bucket::Person(_)) { PERSON } else { ANONYMOUS }
    }

    /// Takes the cost out of the bucket; says how long to wait where there is not enough in it.
    pub fn charge(&self, cost: u32) -> Result<(), Duration> {
        let full = self.full();
        let limiter = if matches!(self.bucket, Bucket::Person(_)) { &self.buckets.person } else { &self.buckets.anonymous };
        let points = NonZeroU32::new(cost).unwrap_or(NonZeroU32::MIN);
        let mut charged = Charged { requested: cost, limit: full, remaining: full };
        let result = if self.bucket == Bucket::Own {
            Ok(())
        } else {
            match limiter.check_key_n(&self.bucket, points) {
                Ok(Ok(state)) => {
                    charged.remaining = state.remaining_burst_capacity();
                    Ok(())
                }
                Ok(Err(not_until)) => {
                    charged.remaining = 0;
                    Err(not_until.wait_time_from(DefaultClock::default().now()))
                }
                Err(_) => Err(Duration::from_mins(1)),
            }
        };
        *self.charged.lock().unwrap_or_else(PoisonError::into_inner) = charged;
        result
    }
}

/// Weighs each document before it runs.
pub struct Weighing;

impl ExtensionFactory for Weighing {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Weighing {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<async_graphql::ValidationResult, Vec<ServerError>> {
        let result = next.run(ctx).await?;
        let Some(meter) = ctx.data_opt::<Meter>() else { return Ok(result) };
        let cost = u32::try_from(result.complexity).unwrap_or(u32::MAX).max(1);
        let introspection = ctx.data_opt::<Arc<crate::front::Operation>>().is_some_and(|operation| operation.introspection);
        let dearest = if matches!(meter.bucket, Bucket::Address(_)) { DEAREST_ANONYMOUS } else { DEAREST };
        if cost > dearest && !introspection {
            let message = format!("The document costs {cost} points, more than the {dearest} that one may cost.");
            return Err(vec![coded(message, "BAD_USER_INPUT", None)]);
        }
        match meter.charge(cost.min(dearest)) {
            Ok(()) => Ok(result),
            Err(wait) => {
                let seconds = wait.as_secs().max(1);
                Err(vec![coded(format!("Too many requests. Come again in {seconds} seconds."), "RATE_LIMITED", Some(seconds))])
            }
        }
    }
}

fn coded(message: String, code: &str, retry_after: Option<u64>) -> ServerError {
    let mut error = ServerError::new(message, None);
    let extensions = error.extensions.get_or_insert_default();
    extensions.set("code", code);
    if let Some(seconds) = retry_after {
        extensions.set("retryAfter", seconds);
    }
    error
}

/// The cost as the answer tells it.
pub fn told(charged: Charged) -> Value {
    value!({
        "requested": charged.requested,
        "limit": charged.limit,
        "remaining": charged.remaining,
        "restoreRate": charged.limit / 60,
    })
}

/// What this request has cost and what is left. Points come back evenly within a minute.
#[derive(SimpleObject)]
pub struct RateLimit {
    /// What this document costs.
    pub cost: i32,
    /// How many points a full bucket holds.
    pub limit: i32,
    /// How many are left.
    pub remaining: i32,
    /// How many come back in a second.
    pub restore_rate: i32,
}

#[derive(Default)]
pub struct RateQuery;

#[Object]
#[expect(clippy::unused_async, reason = "resolvers are asynchronous whether they wait or not")]
impl RateQuery {
    /// What this request has cost and what is left; the same stands in `extensions.cost` of every answer.
    async fn rate_limit(&self, ctx: &Context<'_>) -> Result<RateLimit, Error> {
        let charged = ctx.data_opt::<Meter>().map(Meter::charged).unwrap_or_default();
        let whole = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Ok(RateLimit {
            cost: whole(charged.requested),
            limit: whole(charged.limit),
            remaining: whole(charged.remaining),
            restore_rate: whole(charged.limit / 60),
        })
    }
}
