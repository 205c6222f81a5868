use std::{fs, path::Path};

use super::*;

const SECRET: &str = "5f0e1d2c3b4a59687786958493a2b1c05f0e1d2c3b4a59687786958493a2b1c0";

/// A folder that is gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("forum-settings-{}-{name}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn read_in(folder: &Path, environment: &[(&str, &str)]) -> Result<Settings, Problems> {
    let environment = environment.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    Settings::read(&Source::gather(environment, folder))
}

fn read(environment: &[(&str, &str)]) -> Result<Settings, Problems> {
    read_in(Path::new("/nonexistent"), environment)
}

fn complaints(environment: &[(&str, &str)]) -> Vec<String> {
    read(environment).err().unwrap().0.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_said_is_a_single_node_on_sqlite() {
    let settings = read(&[]).unwrap();
    assert_eq!(settings.listen, "127.0.0.1:8080".parse().unwrap());
    assert_eq!(settings.database, Location::Sqlite("data/forum.sqlite".into()));
    assert_eq!(settings.public_url_or(settings.listen), PublicUrl { origin: "http://127.0.0.1:8080".to_owned(), https: false });
    assert_eq!(settings.log, Log { filter: "info".to_owned(), format: LogFormat::Text });
    assert_eq!((settings.trusted_proxies.len(), settings.migrate, settings.demo_anywhere), (0, Migrate::Auto, false));
    assert!(matches!(settings.secret, Secret::Kept(path) if path == Path::new("data/secret.key")));
    assert!(matches!(settings.mail, Mail::Folder(_)));
}

#[test]
fn everything_said_is_taken() {
    let settings = read(&[
        ("FORUM_LISTEN", "0.0.0.0:80"),
        ("FORUM_DATA", "/data"),
        ("DATABASE_URL", "postgres://forum:a@database/forum"),
        ("FORUM_MIGRATION_URL", "postgres://forum_migrator:b@database/forum"),
        ("FORUM_SECRET", SECRET),
        ("FORUM_PUBLIC_URL", "https://Forum.example.org:8443/"),
        ("FORUM_SMTP_URL", "smtps://user:password@mail.example.org"),
        ("FORUM_MAIL_FROM", "Business Forum <forum@example.org>"),
        ("FORUM_LOG", "warn,app=debug"),
        ("FORUM_LOG_FORMAT", "json"),
        ("FORUM_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("FORUM_MIGRATE", "never"),
        ("FORUM_DEMO_ANYWHERE", "yes"),
        ("PATH", "/usr/bin"),
    ]);
    let settings = settings.unwrap();
    let (url, migrator) = ("postgres://forum:a@database/forum".to_owned(), "postgres://forum_migrator:b@database/forum".to_owned());
    assert_eq!(settings.database, Location::Postgres { url, migrator: Some(migrator) });
    assert_eq!(settings.public_url, Some(PublicUrl { origin: "https://forum.example.org:8443".to_owned(), https: true }));
    assert_eq!(settings.log, Log { filter: "warn,app=debug".to_owned(), format: LogFormat::Json });
    assert_eq!((settings.trusted_proxies.len(), settings.migrate, settings.demo_anywhere), (2, Migrate::Never, true));
    assert!(matches!(settings.secret, Secret::Given(_)));
    assert!(matches!(settings.mail, Mail::Smtp(_)));
}

#[test]
fn what_is_bad_is_told_all_at_once_with_what_would_be_right() {
    let found = complaints(&[
        ("FORUM_LISTEN", "8080"),
        ("FORUM_PUBLIC_URL", "forum.example.org"),
        ("FORUM_MAIL_FROM", "nobody"),
        ("FORUM_LOG", "info,=loud"),
        ("FORUM_LOG_FORMAT", "xml"),
        ("FORUM_TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
        ("FORUM_MIGRATE", "maybe"),
        ("FORUM_DEMO_ANYWHERE", "1"),
    ]);
    assert_eq!(
        found,
        [
            "FORUM_LISTEN: found \"8080\" in the environment; it must be an IP address and a port, such as 127.0.0.1:8080",
            "FORUM_PUBLIC_URL: found \"forum.example.org\" in the environment; it must be http:// or https:// and a host without a path, such as https://forum.example.org",
            "FORUM_MAIL_FROM: found \"nobody\" in the environment; it must be an address with or without a name, such as Business Forum <forum@example.org>",
            "FORUM_LOG: found \"info,=loud\" in the environment; it must be a level such as info, or levels by target such as info,app=debug",
            "FORUM_LOG_FORMAT: found \"xml\" in the environment; it must be text or json",
            "FORUM_TRUSTED_PROXIES: found \"10.0.0.0/8,proxy\" in the environment; it must be IP addresses or networks with commas between them, such as 10.0.0.0/8,::1",
            "FORUM_MIGRATE: found \"maybe\" in the environment; it must be auto or never",
            "FORUM_DEMO_ANYWHERE: found \"1\" in the environment; it must be yes or no",
        ]
    );
}

#[test]
fn what_may_hold_a_secret_is_not_shown() {
    let found = complaints(&[
        ("DATABASE_URL", "mysql://forum:steppe-wind@host/forum"),
        ("FORUM_MIGRATION_URL", "steppe-wind"),
        ("FORUM_SECRET", "steppe-wind"),
        ("FORUM_SMTP_URL", "smtp://user:steppe-wind@mail.example.org"),
    ]);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found.iter().all(|line| !line.contains("steppe-wind") && line.contains("characters that are not shown")), "{found:#?}");
    assert!(found[3].contains("needs TLS"), "{found:#?}");
}

#[test]
fn a_secret_is_asked_for_on_postgresql_only() {
    let found = complaints(&[("DATABASE_URL", "postgres://forum@host/forum")]);
    assert!(found.len() == 1 && found[0].starts_with("FORUM_SECRET: is not set; it must be 32 random bytes"), "{found:#?}");
    assert!(read(&[("DATABASE_URL", "postgres://forum@host/forum"), ("FORUM_SECRET", SECRET)]).is_ok());
    // A secret that is given and wrong is one complaint, not two.
    assert_eq!(complaints(&[("DATABASE_URL", "postgres://forum@host/forum"), ("FORUM_SECRET", "short")]).len(), 1);
}

#[test]
fn a_name_that_nobody_knows_is_refused_with_the_nearest_one() {
    let found = complaints(&[("FORUM_LISTN", "127.0.0.1:1"), ("FORUM_TRUSTED_PROXY", "::1")]);
    assert_eq!(
        found,
        [
            "FORUM_LISTN: is set in the environment, and there is no such setting; did you mean FORUM_LISTEN?",
            "FORUM_TRUSTED_PROXY: is set in the environment, and there is no such setting; did you mean FORUM_TRUSTED_PROXIES?",
        ]
    );
}

#[test]
fn what_is_meant_for_compose_or_for_tests_is_passed_over() {
    let environment =
        [("FORUM_SITE", "x"), ("FORUM_DATABASE_PASSWORD", "x"), ("FORUM_MIGRATOR_PASSWORD", "x"), ("FORUM_TEST_POSTGRES", "x")];
    assert!(read(&environment).is_ok());
}

#[test]
fn empty_is_as_if_it_were_not_said() {
    assert!(matches!(read(&[("FORUM_SMTP_URL", ""), ("DATABASE_URL", " ")]).unwrap().mail, Mail::Folder(_)));
}

#[test]
fn sqlite_can_be_given_a_path() {
    for (url, path) in [("sqlite:///var/forum.sqlite", "/var/forum.sqlite"), ("sqlite:forum.sqlite", "forum.sqlite")] {
        assert_eq!(read(&[("DATABASE_URL", url)]).unwrap().database, Location::Sqlite(path.into()));
    }
    assert_eq!(complaints(&[("DATABASE_URL", "sqlite::memory:")]).len(), 1);
}

#[test]
fn an_address_of_all_interfaces_is_reached_on_the_loopback() {
    assert_eq!(PublicUrl::of("0.0.0.0:9000".parse().unwrap()).origin, "http://127.0.0.1:9000");
    assert_eq!(PublicUrl::of("[::]:9000".parse().unwrap()).origin, "http://[::1]:9000");
}

#[test]
fn a_public_url_is_an_origin() {
    for text in
        ["https://example.org/forum", "https://a@example.org", "https://", "ftp://example.org", "https://example.org?x", "https://h:99999"]
    {
        assert_eq!(PublicUrl::parse(text), None, "{text}");
    }
    for (text, origin) in [
        ("HTTPS://example.org", None),
        ("https://Example.org:443/", Some("https://example.org")),
        ("http://localhost:80", Some("http://localhost")),
        ("http://[::1]:8080", Some("http://[::1]:8080")),
    ] {
        assert_eq!(PublicUrl::parse(text).map(|url| url.origin).as_deref(), origin, "{text}");
    }
}

#[test]
fn the_file_is_read_and_the_environment_wins() {
    let folder = Folder::new("file");
    let text =
        "listen = \"127.0.0.1:1\"\ndata = \"/data\"\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\ndatabase_url = \"sqlite:x.sqlite\"\n";
    fs::write(folder.0.join("forum.toml"), text).unwrap();
    let settings = read_in(&folder.0, &[("FORUM_LISTEN", "127.0.0.1:2")]).unwrap();
    assert_eq!((settings.listen.port(), settings.data, settings.trusted_proxies.len()), (2, "/data".into(), 2));
    assert_eq!(settings.database, Location::Sqlite("x.sqlite".into()));

    fs::rename(folder.0.join("forum.toml"), folder.0.join("other.toml")).unwrap();
    assert_eq!(read_in(&folder.0, &[("FORUM_CONFIG", "other.toml")]).unwrap().listen.port(), 1);
    assert_eq!(read_in(&folder.0, &[]).unwrap().listen.port(), 8080);
}

#[test]
fn the_file_is_checked_as_the_environment_is() {
    let folder = Folder::new("bad-file");
    let path = folder.0.join("forum.toml");
    let told = |text: &str| {
        fs::write(&path, text).unwrap();
        read_in(&folder.0, &[]).err().unwrap().to_string().replace(&folder.0.display().to_string(), ".")
    };
    let found = told("listen = 8080\nlisten_on = \"x\"\n[mail]\nfrom = \"x\"\n");
    for line in [
        "FORUM_LISTEN: found \"8080\" in ./forum.toml; it must be an IP address and a port",
        "FORUM_LISTEN_ON: is set in ./forum.toml, and there is no such setting; did you mean FORUM_LISTEN?",
        "./forum.toml: `mail` must be a text, a number or a list of texts",
    ] {
        assert!(found.contains(line), "{line} is missing in {found}");
    }
    let found = told("secret = \"steppe-wind\n");
    assert!(found.contains("./forum.toml: ") && !found.contains("steppe-wind"), "{found}");
    let missing = read_in(&folder.0, &[("FORUM_CONFIG", "nowhere.toml")]).err().unwrap().to_string();
    assert!(missing.contains("nowhere.toml"), "{missing}");
}
