//! Stands in for what other crates are about to offer, with the signatures that were agreed on, so that the rest is written against
//! them. Nothing else in this crate is a placeholder; this file goes when `app::import`, `app::seed`, `api::Engine`,
//! `api::schema` and `web::router` are there.

pub mod app {
    pub mod import {
        use std::fmt;

        use persistence::{Author, Database};

        #[derive(Debug)]
        pub struct ImportReport;

        impl fmt::Display for ImportReport {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("nothing was imported")
            }
        }

        #[expect(clippy::unused_async, reason = "the real one waits for the database")]
        pub async fn import(_: &Database, author: impl Fn() -> Author + Send + Sync) -> Result<ImportReport, std::convert::Infallible> {
            let _ = author();
            Ok(ImportReport)
        }
    }

    pub mod seed {
        use std::fmt;

        use domain::reference::Reference;
        use persistence::{Author, Database};

        #[derive(Debug, Clone, Copy)]
        pub struct Plan {
            pub companies: u32,
            pub seed: u64,
        }

        #[derive(Debug)]
        pub struct SeedReport(Plan);

        impl fmt::Display for SeedReport {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "nothing was seeded of {} companies by {}", self.0.companies, self.0.seed)
            }
        }

        #[expect(clippy::unused_async, reason = "the real one waits for the database")]
        pub async fn seed(
            _: &Database,
            _: &Reference,
            plan: Plan,
            author: impl Fn() -> Author + Send + Sync,
        ) -> Result<SeedReport, std::convert::Infallible> {
            let _ = author();
            Ok(SeedReport(plan))
        }

        /// The address of a demonstration company's owner, one of each side.
        pub const DEMONSTRATION_OWNERS: [(domain::country::Country, &str); 2] =
            [(domain::country::Country::Kz, "owner.kz@demo.example.org"), (domain::country::Country::Pk, "owner.pk@demo.example.org")];
    }
}

pub mod api {
    use std::sync::Arc;

    use ::api::front::FrontSettings;
    use app::Application;
    use axum::{Router, http::StatusCode, routing::any};

    #[derive(Clone)]
    pub struct ForumSchema(Arc<Application>);

    #[derive(Default)]
    pub struct EngineSettings {}

    pub struct Engine(ForumSchema);

    impl Engine {
        pub fn new(_: Arc<Application>, schema: ForumSchema, _: EngineSettings) -> Arc<Self> {
            Arc::new(Self(schema))
        }
    }

    pub fn schema(application: Arc<Application>) -> ForumSchema {
        ForumSchema(application)
    }

    pub fn sdl() -> String {
        String::new()
    }

    /// `api::front::router`, which needs a real engine.
    pub fn router(engine: Arc<Engine>, front: FrontSettings) -> Router {
        let held = Arc::new((engine, front));
        let answer = move || {
            let companies = held.0.0.0.match_index_size().0;
            async move { (StatusCode::SERVICE_UNAVAILABLE, format!("no schema is wired yet; {companies} companies")) }
        };
        Router::new().route("/graphql", any(answer))
    }
}

pub mod web {
    use std::sync::Arc;

    use axum::{Router, response::IntoResponse, response::Response};

    pub trait Executor: Send + Sync {}

    impl Executor for super::api::ForumSchema {}

    #[derive(Default)]
    pub struct Settings {}

    pub fn router(_: Arc<dyn Executor>, _: Settings) -> Router {
        Router::new()
    }

    pub fn graphiql() -> Response {
        ().into_response()
    }
}
