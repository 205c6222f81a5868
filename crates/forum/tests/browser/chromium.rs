//! A real browser, driven over its own protocol: one page that visits, fills and clicks as a person does, and counts what it fetched.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Message, WebSocket, client::client};

/// What a person would not wait longer for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Chromium with one page.
pub struct Chromium {
    process: Child,
    folder: PathBuf,
    socket: WebSocket<TcpStream>,
    session: String,
    next: u64,
    /// What came while something else was waited for.
    events: Vec<Value>,
}

/// What a visit fetched.
#[derive(Debug, Default, Clone)]
pub struct Fetched {
    pub requests: usize,
    pub bytes: u64,
    pub foreign: Vec<String>,
}

/// The program, where it is installed.
pub fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name))).find(|program| program.is_file())
}

impl Chromium {
    /// Starts it with an empty profile.
    pub fn starts(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("forum-browser-{name}-{}", std::process::id()));
        let flags = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
        ];
        let mut process = Command::new(program().expect("Chromium is installed"))
            .args(flags)
            .arg(format!("--user-data-dir={}", folder.display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| line.strip_prefix("DevTools listening on ").map(str::to_owned));
        let address = address.expect("the browser tells where it listens");
        // Whatever else it says must not block it.
        std::thread::spawn(move || lines.for_each(drop));
        let host = address.trim_start_matches("ws://").split('/').next().unwrap().to_owned();
        let stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let (socket, _) = client(address.as_str(), stream).unwrap();
        let mut chromium = Self { process, folder, socket, session: String::new(), next: 0, events: Vec::new() };
        let target = chromium.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let session = chromium.call("Target.attachToTarget", &json!({ "targetId": target["targetId"], "flatten": true }));
        session["sessionId"].as_str().unwrap().clone_into(&mut chromium.session);
        for domain in ["Page.enable", "Runtime.enable", "Network.enable", "Log.enable"] {
            chromium.call(domain, &json!({}));
        }
        chromium
    }

    /// One call of the protocol and its answer.
    pub fn call(&mut self, method: &str, parameters: &Value) -> Value {
        self.next += 1;
        let id = self.next;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        let start = Instant::now();
        loop {
            assert!(start.elapsed() < PATIENCE, "{method} was not answered");
            let Some(value) = self.hears() else { continue };
            if value["id"] == json!(id) {
                assert!(value["error"].is_null(), "{method}: {}", value["error"]);
                return value["result"].clone();
            }
            self.events.push(value);
        }
    }

    fn hears(&mut self) -> Option<Value> {
        match self.socket.read() {
            Ok(Message::Text(text)) => Some(serde_json::from_str(&text).unwrap()),
            _ => None,
        }
    }

    /// Waits for an event.
    fn waits_for(&mut self, method: &str) {
        let start = Instant::now();
        while !self.events.iter().any(|event| event["method"] == method) {
            assert!(start.elapsed() < PATIENCE, "{method} did not come");
            if let Some(event) = self.hears() {
                self.events.push(event);
            }
        }
    }

    /// What an expression of the page gives, once it is settled.
    pub fn asks(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.call("Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Goes to an address and waits until everything on the page is there.
    pub fn visits(&mut self, address: &str) {
        self.events.clear();
        self.call("Page.navigate", &json!({ "url": address }));
        self.settles();
    }

    fn settles(&mut self) {
        self.waits_for("Page.loadEventFired");
        self.asks("document.fonts.ready.then(() => true)");
    }

    /// Clicks on something that leads to another page.
    pub fn clicks(&mut self, selector: &str) {
        assert!(self.asks(&format!("!!document.querySelector({})", json!(selector))) == json!(true), "no {selector} on {}", self.address());
        self.events.clear();
        self.asks(&format!("setTimeout(() => document.querySelector({}).click(), 0), true", json!(selector)));
        self.settles();
    }

    /// Types into a field, or chooses in a list.
    pub fn fills(&mut self, name: &str, value: &str) {
        let field = format!("[name={}]", json!(name));
        let script = format!(
            "(() => {{ const field = document.querySelector({}); if (!field) return 'missing';
               if (field.tagName === 'SELECT') {{ field.value = {value}; return field.value === {value} ? 'chosen' : 'no such choice'; }}
               if (['checkbox', 'radio'].includes(field.type)) {{
                 const box = [...document.getElementsByName({name})].find((box) => box.value === {value});
                 if (!box) return 'no such box'; box.checked = true; return 'chosen'; }}
               field.focus(); field.value = ''; return 'typed'; }})()",
            json!(field),
            value = json!(value),
            name = json!(name)
        );
        match self.asks(&script).as_str() {
            Some("chosen") => {}
            Some("typed") => {
                // Dates and numbers have fields of their own for keys, which take no running text.
                let kind = self.asks(&format!("document.querySelector({}).type", json!(field)));
                if kind == json!("date") {
                    self.asks(&format!("document.querySelector({}).value = {}", json!(field), json!(value)));
                } else {
                    self.call("Input.insertText", &json!({ "text": value }));
                }
            }
            other => panic!("{name} = {value}: {other:?} on {}", self.address()),
        }
    }

    pub fn address(&mut self) -> String {
        self.asks("location.href").as_str().unwrap_or_default().to_owned()
    }

    /// The words of the page.
    pub fn reads(&mut self) -> String {
        self.asks("document.body.innerText").as_str().unwrap_or_default().to_owned()
    }

    /// The size of the window.
    pub fn is_wide(&mut self, width: u32) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Light or dark.
    pub fn prefers(&mut self, scheme: &str) {
        self.call("Emulation.setEmulatedMedia", &json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }));
    }

    /// Whether pages may run script.
    pub fn runs_script(&mut self, runs: bool) {
        self.call("Emulation.setScriptExecutionDisabled", &json!({ "value": !runs }));
    }

    /// Forgets everything that was fetched before, as on a first visit.
    pub fn forgets(&mut self) {
        self.call("Network.clearBrowserCache", &json!({}));
    }

    pub fn forgets_everybody(&mut self) {
        self.call("Network.clearBrowserCookies", &json!({}));
    }

    /// What the last visit fetched over the wire.
    pub fn fetched(&mut self, origin: &str) -> Fetched {
        // One more call lets what is on its way arrive.
        self.asks("new Promise((done) => setTimeout(() => done(true), 100))");
        let mut fetched = Fetched::default();
        let mut from_memory: HashMap<String, bool> = HashMap::new();
        for event in &self.events {
            let id = event["params"]["requestId"].as_str().unwrap_or_default().to_owned();
            match event["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
                    if url.starts_with("data:") {
                        from_memory.insert(id, true);
                        continue;
                    }
                    fetched.requests += 1;
                    if !url.starts_with(origin) {
                        fetched.foreign.push(url.to_owned());
                    }
                }
                Some("Network.loadingFinished") if !from_memory.contains_key(&id) => {
                    fetched.bytes += event["params"]["encodedDataLength"].as_u64().unwrap_or_default();
                }
                _ => {}
            }
        }
        fetched
    }

    /// What the browser complained of: breaches of the policy, script that failed, files that are not there.
    pub fn complaints(&self) -> Vec<String> {
        let complaint = |event: &Value| match event["method"].as_str() {
            Some("Log.entryAdded") if event["params"]["entry"]["level"] == "error" => Some(event["params"]["entry"]["text"].to_string()),
            Some("Runtime.exceptionThrown") => Some(event["params"]["exceptionDetails"].to_string()),
            _ => None,
        };
        self.events.iter().filter_map(complaint).collect()
    }

    /// Writes a picture of the whole page.
    pub fn draws(&mut self, file: &Path) {
        use base64::Engine as _;
        let picture = self.call("Page.captureScreenshot", &json!({ "format": "png", "captureBeyondViewport": true }));
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
