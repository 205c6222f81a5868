//! The binary as a new user starts it: the demonstration world, and clients that others have written.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]

use std::{
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use app::{credential::totp::TotpSecret, port::Clock};
use delivery::system::SystemClock;

/// A forum with the demonstration world, ended with the value.
struct Forum {
    process: Child,
    origin: String,
    folder: PathBuf,
    welcome: String,
}

impl Forum {
    /// Starts it on a free port and reads what it tells a new user.
    fn demonstrates(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("forum-binary-{name}-{}", std::process::id()));
        let mut process = Command::new(env!("CARGO_BIN_EXE_forum"))
            .args(["serve", "--demo"])
            .env("FORUM_DATA", &folder)
            .env("FORUM_LISTEN", "127.0.0.1:0")
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut welcome = String::new();
        for line in lines.by_ref() {
            let line = line.unwrap();
            welcome.push_str(&line);
            welcome.push('\n');
            if line.contains("Ctrl-C ends the forum") {
                break;
            }
        }
        let pages = welcome.lines().find_map(|line| line.trim().strip_prefix("Pages")).unwrap_or_else(|| panic!("no address: {welcome}"));
        let origin = pages.trim().strip_suffix("/en").expect("the address of the pages").to_owned();
        // Whatever else it says must not block it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, origin, folder, welcome }
    }

    /// Asks it to end, as a supervisor does, and says whether it ended well.
    fn ends(mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        asked.success() && self.process.wait().unwrap().success()
    }

    fn node(&self, script: &str, arguments: &[&str]) -> (bool, String) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/node");
        assert!(folder.join("node_modules").is_dir(), "the Node clients are not installed: run the tests by `cargo xtask test`");
        let output = Command::new("node").arg(folder.join(script)).arg(&self.origin).args(arguments).stdin(Stdio::null()).output();
        let output = output.expect("Node is needed: run the tests by `cargo xtask test`");
        (output.status.success(), format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
    }

    /// Signs somebody of the demonstration in and gives back the access token.
    fn signs_in(&self, address: &str) -> String {
        let password = self.welcome.split("with the password ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a password");
        let document = "mutation($email: String!, $password: String!) { logIn(input: { email: $email, password: $password }) { tokens { accessToken } challenge { token } } }";
        let body = format!(r#"{{"query":"{document}","variables":{{"email":"{address}","password":"{password}"}}}}"#);
        let mut answer = self.posts(&body, None);
        if let Some(challenge) = answer.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next()) {
            let secret =
                self.welcome.split("demonstration only: ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a secret");
            let now = SystemClock.now();
            let (code, _) = TotpSecret::parse(secret).expect("a secret of an authenticator").code(now);
            let document = "mutation($challenge: String!, $code: String!) { logInWithSecondFactor(input: { challenge: $challenge, factor: { totpCode: $code } }) { tokens { accessToken } } }";
            let body = format!(r#"{{"query":"{document}","variables":{{"challenge":"{challenge}","code":"{code}"}}}}"#);
            answer = self.posts(&body, None);
        }
        let token = answer.split("\"accessToken\":\"").nth(1).and_then(|rest| rest.split('"').next());
        token.unwrap_or_else(|| panic!("{address} could not sign in: {answer}")).to_owned()
    }

    /// Sends one request over a plain connection.
    fn posts(&self, body: &str, token: Option<&str>) -> String {
        use std::io::Write;
        let host = self.origin.trim_start_matches("http://");
        let mut connection = std::net::TcpStream::connect(host).unwrap();
        let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n{authorization}Content-Length: {}\r\n\r\n",
            body.len()
        );
        connection.write_all(head.as_bytes()).unwrap();
        connection.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Forum {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn everybody_whom_the_welcome_names_can_sign_in_and_see_his_own() {
    let forum = Forum::demonstrates("people");
    for (address, field, sign) in [
        ("almaty@demo.example", "{ viewer { company { country } } matches(first: 1) { nodes { score } } }", "\"country\":\"KZ\""),
        ("faisalabad@demo.example", "{ viewer { company { country } } matches(first: 1) { nodes { score } } }", "\"country\":\"PK\""),
        (
            "moderator@demo.example",
            "{ viewer { staff { duty side } } moderationCases(last: 1) { nodes { id } } }",
            "\"duty\":\"MODERATOR\"",
        ),
        ("moderator.pk@demo.example", "{ viewer { staff { duty side } } moderationCases(last: 1) { nodes { id } } }", "\"side\":\"PK\""),
        (
            "admin@demo.example",
            "{ viewer { staff { duty side } } moderationCases(last: 1) { nodes { id } } }",
            "\"duty\":\"ADMINISTRATOR\"",
        ),
    ] {
        assert!(forum.welcome.contains(address), "{address} is not in the welcome");
        let answer = forum.posts(&format!(r#"{{"query":"{field}"}}"#), Some(&forum.signs_in(address)));
        assert!(answer.contains(sign) && !answer.contains("\"errors\""), "{address}: {answer}");
        assert!(answer.contains("\"score\":") || answer.contains("\"cas_"), "{address} sees nothing to do: {answer}");
    }
    assert!(forum.ends(), "the forum did not end well");
}

#[test]
fn every_audit_of_graphql_over_http_passes() {
    let forum = Forum::demonstrates("audit");
    let (good, said) = forum.node("audit.mjs", &[]);
    assert!(good && said.contains("61 of 61 audits ok"), "{said}");
}

#[test]
fn clients_that_others_wrote_are_served_over_sockets_and_events() {
    let forum = Forum::demonstrates("clients");
    let (own, other) = (forum.signs_in("almaty@demo.example"), forum.signs_in("faisalabad@demo.example"));
    let answer = forum.posts(r#"{"query":"{ viewer { company { id } } }"}"#, Some(&own));
    let company = answer.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id");
    let (good, said) = forum.node("clients.mjs", &["subscription { introductionReceived { id state } }", &own, &other, company]);
    assert!(good, "{said}");
}
