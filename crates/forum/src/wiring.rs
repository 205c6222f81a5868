//! The parts put together: the ports of the running forum, the database, the application, and the doors to it.

mod pages;

use std::{fs::DirBuilder, num::NonZeroUsize, os::unix::fs::DirBuilderExt, path::Path, sync::Arc};

use api::{ForumEngine, front::FrontSettings};
use app::{
    Application, Ports,
    credential::password::Cost,
    import::{ImportReport, ReferenceFiles},
    seed::{Plan, SeedReport},
};
use axum::Router;
use delivery::{
    files::{Bucket, Files},
    mail::FolderMailer,
    system::{SystemClock, SystemIds},
};
use domain::id::{EventId, Identifier};
use persistence::{Author, Database};

use crate::{
    command,
    failure::Failure,
    settings::{Mail, Secret, Settings},
};
use pages::SchemaExecutor;

/// The outside world, as a running forum has it.
pub fn ports(data: &Path, mail: Mail, bucket: Option<&Bucket>) -> Result<Ports, Failure> {
    let clock = Arc::new(SystemClock);
    let mailer: Arc<dyn app::port::Mailer> = match mail {
        Mail::Smtp(mailer) => Arc::new(mailer),
        Mail::Folder(sender) => Arc::new(FolderMailer::new(data.join("mail"), sender, Arc::<SystemClock>::clone(&clock))),
    };
    let files = match bucket {
        Some(bucket) => Files::bucket(bucket).map_err(|error| Failure::Refused(error.to_string()))?,
        None => Files::folder(&data.join("files")).map_err(Failure::io("the folder of files"))?,
    };
    Ok(Ports { clock, ids: Arc::new(SystemIds::new()), mailer, files: Arc::new(files) })
}

/// Opens the database without looking whether it is fit.
pub async fn open_database(settings: &Settings) -> Result<Database, Failure> {
    // Letters, the secret and the database lie in it.
    let folder = DirBuilder::new().recursive(true).mode(0o700).create(&settings.data);
    folder.map_err(|error| Failure::Refused(format!("the data folder {}: {error}", settings.data.display())))?;
    Ok(Database::open(settings.database.clone()).await?)
}

/// Opens the database for a command that needs the schema to be there.
pub async fn open_ready_database(settings: &Settings) -> Result<Database, Failure> {
    let database = open_database(settings).await?;
    command::prepare(&database, settings).await?;
    Ok(database)
}

/// One node, filled from the database.
pub async fn open_application(database: Database, ports: Ports, public_url: String, secret: Secret) -> Result<Arc<Application>, Failure> {
    let secret = secret.open(&*ports.ids).map_err(Failure::io("the secret of the installation"))?;
    // One core is left for everybody who is not signing in.
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let password_permits = NonZeroUsize::new(cores.saturating_sub(1)).unwrap_or(NonZeroUsize::MIN);
    let settings = app::Settings { public_url, secret, password_cost: Cost::default(), password_permits };
    Ok(Application::open(database, ports, settings).await?)
}

/// Names the operator as the author of what a command writes.
fn author(ports: &Ports, request: &'static str) -> impl Fn() -> Author + Send + Sync + 'static {
    let Ports { clock, ids, .. } = ports.clone();
    move || {
        let now = clock.now();
        let at = chrono::DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now);
        Author { kind: "OPERATOR", id: None, request: request.to_owned(), at, event: EventId::from_uuid(ids.uuid_v7(at)) }
    }
}

/// Loads what the forum carries.
pub async fn import(database: &Database, ports: &Ports) -> Result<ImportReport, Failure> {
    let imported = app::import::import(database, &ReferenceFiles::built_in(), author(ports, "import")).await;
    imported.map_err(|error| Failure::Refused(error.to_string()))
}

/// Adds a demonstration world whose people share a password, and lets the node know of it.
pub async fn seed(application: &Application, ports: &Ports, companies: u32, seed: u64, password: &str) -> Result<SeedReport, Failure> {
    let reference = application.reference();
    let plan = Plan { companies, seed, now: application.now(), password_hash: application.hash_password(password).await? };
    let report = app::seed::seed(application.database(), &reference, plan, author(ports, "seed")).await;
    let report = report.map_err(|error| Failure::Refused(error.to_string()))?;
    application.refill().await?;
    Ok(report)
}

/// The GraphQL schema as text.
pub fn sdl() -> String {
    api::sdl()
}

/// `/graphql`, its sockets, and the pages, which ask the same schema.
pub fn doors(application: &Arc<Application>, mut front: FrontSettings, public_url: &str, https: bool) -> Result<Router, Failure> {
    let engine = ForumEngine::new(Arc::clone(application), https).map_err(|error| Failure::Refused(error.to_string()))?;
    let engine = Arc::new(engine);
    front.graphiql = Some(Arc::new(web::graphiql));
    let settings = web::Settings { public_url: public_url.to_owned(), graphiql: true };
    let files = api::file_door::router(Arc::clone(&engine), vec![public_url.to_owned()]);
    let pages = web::router(Arc::new(SchemaExecutor(Arc::clone(&engine))), &settings);
    Ok(api::front::router(engine, front).merge(files).merge(pages))
}
