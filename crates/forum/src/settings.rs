//! What the operator decides, read once, from a file and the environment, into one checked value.

mod network;
mod problem;
mod secret;
mod source;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use app::credential::seal::MasterSecret;
use delivery::{
    files::Bucket,
    mail::{Sender, SmtpMailer, Timeouts},
    system::SystemClock,
};
use persistence::database::Location;
use secrecy::SecretString;
use tracing_subscriber::EnvFilter;

pub use network::{Network, client};
pub use problem::{Problem, Problems};
pub use source::Source;

/// Everything that the forum is told from outside. It holds secrets, so it cannot be printed.
pub struct Settings {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database: Location,
    pub secret: Secret,
    /// Without one, the address that the node listens on.
    pub public_url: Option<PublicUrl>,
    pub mail: Mail,
    /// Where files lie, if not in the data folder.
    pub bucket: Option<Bucket>,
    pub log: Log,
    pub trusted_proxies: Vec<Network>,
    pub migrate: Migrate,
    pub demo_anywhere: bool,
}

/// Where the secret of the installation is.
pub enum Secret {
    Given(MasterSecret),
    /// In a file of the data folder, where a single node keeps one of its own.
    Kept(PathBuf),
}

/// The address that people type into their browsers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    pub origin: String,
    pub https: bool,
}

/// How letters leave.
pub enum Mail {
    Smtp(SmtpMailer),
    Folder(Sender),
}

/// What is logged and how it looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Directives that were checked.
    pub filter: String,
    pub format: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// Whether a node that starts may change the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrate {
    Auto,
    Never,
}

impl Settings {
    /// Reads every setting, and says all that is wrong at once.
    pub fn read(source: &Source) -> Result<Self, Problems> {
        let mut reader = Reader { source, problems: source.problems().to_vec() };
        let listen = reader
            .read("FORUM_LISTEN", "an IP address and a port, such as 127.0.0.1:8080", |text| text.parse().ok())
            .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let data = reader.read("FORUM_DATA", "a folder", |text| Some(PathBuf::from(text))).unwrap_or_else(|| PathBuf::from("data"));
        let database = database(&mut reader, &data);
        let secret = secret(&mut reader, &data, &database);
        let public_url = reader.read(
            "FORUM_PUBLIC_URL",
            "http:// or https:// and a host without a path, such as https://forum.example.org",
            PublicUrl::parse,
        );
        let mail = mail(&mut reader);
        let bucket = bucket(&mut reader);
        let filter = reader.read("FORUM_LOG", "a level such as info, or levels by target such as info,app=debug", |text| {
            EnvFilter::try_new(text).is_ok().then(|| text.to_owned())
        });
        let format = reader.read("FORUM_LOG_FORMAT", "text or json", |text| match text {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        });
        let trusted_proxies =
            reader.read("FORUM_TRUSTED_PROXIES", "IP addresses or networks with commas between them, such as 10.0.0.0/8,::1", |text| {
                text.split(',').map(|part| Network::parse(part.trim())).collect()
            });
        let migrate = reader.read("FORUM_MIGRATE", "auto or never", |text| match text {
            "auto" => Some(Migrate::Auto),
            "never" => Some(Migrate::Never),
            _ => None,
        });
        let demo_anywhere = reader.read("FORUM_DEMO_ANYWHERE", "yes or no", |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        match (mail, secret) {
            (Some(mail), Some(secret)) if reader.problems.is_empty() => Ok(Self {
                listen,
                data,
                database,
                secret,
                public_url,
                mail,
                bucket,
                log: Log { filter: filter.unwrap_or_else(|| "info".to_owned()), format: format.unwrap_or(LogFormat::Text) },
                trusted_proxies: trusted_proxies.unwrap_or_default(),
                migrate: migrate.unwrap_or(Migrate::Auto),
                demo_anywhere: demo_anywhere.unwrap_or(false),
            }),
            _ => Err(Problems(reader.problems)),
        }
    }

    /// The folder that letters go into where there is no mail server.
    pub fn mail_folder(&self) -> PathBuf {
        self.data.join("mail")
    }

    /// The address that letters and tokens name, if nothing else is told of the one listened on.
    pub fn public_url_or(&self, listen: SocketAddr) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::of(listen))
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.database, Location::Postgres { .. })
    }
}

impl PublicUrl {
    /// Where a browser on this machine finds what listens on the address.
    pub fn of(listen: SocketAddr) -> Self {
        let mut address = listen;
        if address.ip().is_unspecified() {
            address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { std::net::Ipv6Addr::LOCALHOST.into() });
        }
        Self { origin: format!("http://{address}"), https: false }
    }

    fn parse(text: &str) -> Option<Self> {
        let https = text.starts_with("https://");
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
        let host = rest.strip_suffix('/').unwrap_or(rest);
        let authority: axum::http::uri::Authority = host.parse().ok()?;
        if host.contains('@') || authority.host().is_empty() {
            return None;
        }
        let (scheme, usual) = if https { ("https", 443) } else { ("http", 80) };
        let port = match host.strip_prefix(authority.host())? {
            "" => None,
            port => Some(port.strip_prefix(':')?.parse::<u16>().ok()?).filter(|port| *port != usual),
        };
        // Compared with what browsers send: in lower case, and without the port that goes without saying.
        let host = authority.host().to_ascii_lowercase();
        let origin = port.map_or_else(|| format!("{scheme}://{host}"), |port| format!("{scheme}://{host}:{port}"));
        Some(Self { origin, https })
    }
}

fn database(reader: &mut Reader<'_>, data: &std::path::Path) -> Location {
    const RIGHT: &str = "postgres://user:password@host/database, or sqlite://path, or nothing for a SQLite file in the data folder";
    let migrator =
        reader.read("FORUM_MIGRATION_URL", "postgres://user:password@host/database", |text| is_postgres(text).then(|| text.to_owned()));
    let found = reader.read("DATABASE_URL", RIGHT, |text| {
        if is_postgres(text) {
            return Some(Location::Postgres { url: text.to_owned(), migrator: None });
        }
        let path = text.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        (!path.is_empty() && !path.contains(['?', ':'])).then(|| Location::Sqlite(PathBuf::from(path)))
    });
    match found {
        Some(Location::Postgres { url, .. }) => Location::Postgres { url, migrator },
        Some(sqlite) => sqlite,
        None => Location::Sqlite(data.join("forum.sqlite")),
    }
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn secret(reader: &mut Reader<'_>, data: &std::path::Path, database: &Location) -> Option<Secret> {
    const NAME: &str = "FORUM_SECRET";
    const RIGHT: &str = "32 random bytes in hexadecimal or base64, such as `openssl rand -hex 32` writes";
    let given = reader.read(NAME, RIGHT, |text| MasterSecret::parse(text).ok());
    match (given, database) {
        (Some(secret), _) => Some(Secret::Given(secret)),
        (None, Location::Sqlite(_)) => Some(Secret::Kept(data.join("secret.key"))),
        (None, Location::Postgres { .. }) => {
            if reader.source.get(NAME).is_none() {
                reader.problems.push(Problem::missing(NAME, format!("{RIGHT}, the same on every node of a PostgreSQL database")));
            }
            None
        }
    }
}

fn mail(reader: &mut Reader<'_>) -> Option<Mail> {
    const FROM: &str = "an address with or without a name, such as Business Forum <forum@example.org>";
    let parse = |text: &str| {
        let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, address)) => (name.trim().trim_matches('"'), address.trim()),
            None => ("", text),
        };
        Sender::parse(name, address).ok()
    };
    let default = || Sender::parse("Pakistan-Kazakhstan Business Forum", "forum@example.org").ok();
    let sender = match reader.source.get("FORUM_MAIL_FROM") {
        Some(_) => reader.read("FORUM_MAIL_FROM", FROM, parse),
        None => default(),
    };
    // A bad sender must not hide a bad mail server.
    let server_sender = sender.clone().or_else(default)?;
    let Some(url) = reader.source.get("FORUM_SMTP_URL").map(|found| SecretString::from(found.value.as_str())) else {
        return sender.map(Mail::Folder);
    };
    match SmtpMailer::parse(&url, server_sender, Arc::new(SystemClock), Timeouts::default()) {
        Ok(mailer) => sender.map(|_| Mail::Smtp(mailer)),
        Err(error) => {
            reader.wrong("FORUM_SMTP_URL", &error.to_string());
            None
        }
    }
}

fn bucket(reader: &mut Reader<'_>) -> Option<Bucket> {
    const NAME: &str = "FORUM_FILES_BUCKET";
    let name = reader.read(NAME, "the name of a bucket", |text| (!text.is_empty()).then(|| text.to_owned()));
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let region = reader.read("FORUM_FILES_REGION", "a region, such as eu-central-1", given);
    let endpoint = reader.read("FORUM_FILES_ENDPOINT", "an address that begins with https://, or http:// on this machine", |text| {
        (text.starts_with("https://") || text.starts_with("http://")).then(|| text.to_owned())
    });
    let key_id = reader.read("FORUM_FILES_KEY_ID", "the name of the key", given);
    let secret = reader.read("FORUM_FILES_SECRET", "the secret of the key", |text| (!text.is_empty()).then(|| SecretString::from(text)));
    let name = name?;
    for (missing, what) in [("FORUM_FILES_KEY_ID", key_id.is_none()), ("FORUM_FILES_SECRET", secret.is_none())] {
        if what && reader.source.get(missing).is_none() {
            reader.problems.push(Problem::missing(missing, "needed beside FORUM_FILES_BUCKET".to_owned()));
        }
    }
    Some(Bucket { name, region: region.unwrap_or_else(|| "us-east-1".to_owned()), endpoint, key_id: key_id?, secret: secret? })
}

/// Reads settings one by one and remembers what was wrong.
struct Reader<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// The value, if it is given and right.
    fn read<T>(&mut self, name: &'static str, right: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = parse(&self.source.get(name)?.value);
        if value.is_none() {
            self.wrong(name, right);
        }
        value
    }

    fn wrong(&mut self, name: &'static str, right: &str) {
        if let Some(found) = self.source.get(name) {
            self.problems.push(Problem::wrong(name, found, right));
        }
    }
}

#[cfg(test)]
mod tests;
