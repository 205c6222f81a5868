//! A forum with the demonstration world, as the binary starts it.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::chromium::Chromium;

/// A forum with the demonstration world, ended with the value.
pub struct Demonstration {
    process: Child,
    pub origin: String,
    folder: PathBuf,
    password: String,
}

impl Demonstration {
    /// Starts it on a free port and reads what it tells a new user.
    pub fn starts(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("forum-pages-{name}-{}", std::process::id()));
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
        for line in lines.by_ref().map_while(Result::ok) {
            welcome.push_str(&line);
            welcome.push('\n');
            if line.contains("Ctrl-C ends the forum") {
                break;
            }
        }
        let pages = welcome.lines().find_map(|line| line.trim().strip_prefix("Pages")).unwrap_or_else(|| panic!("no address: {welcome}"));
        let origin = pages.trim().strip_suffix("/en").expect("the address of the pages").to_owned();
        let password =
            welcome.split("with the password ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a password").to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, origin, folder, password }
    }

    /// Signs somebody of the world in, by the form.
    pub fn signs_in(&self, chromium: &mut Chromium, address: &str) {
        chromium.forgets_everybody();
        chromium.visits(&format!("{}/en/sign-in", self.origin));
        chromium.fills("email", address);
        chromium.fills("password", &self.password);
        chromium.clicks("main button[type=submit]");
        assert!(chromium.address().ends_with("/en/desk"), "{address}: {}", chromium.reads());
    }

    /// The path of the page of some company, without its language.
    pub fn a_company(&self, chromium: &mut Chromium) -> String {
        chromium.visits(&format!("{}/en/companies", self.origin));
        let href = chromium.asks("document.querySelector('#results .card a').getAttribute('href')");
        href.as_str().unwrap().trim_start_matches("/en").to_owned()
    }

    /// The link in the newest letter to an address, as an operator reads the letters.
    pub fn link_in_letter(&self, email: &str) -> String {
        for _ in 0..100 {
            let output = Command::new(env!("CARGO_BIN_EXE_forum"))
                .arg("mail")
                .env("FORUM_DATA", &self.folder)
                .env_remove("DATABASE_URL")
                .output()
                .unwrap();
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            // Long lines of a letter are folded by an equals sign at their end.
            let text = text.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
            if let Some(letter) = text.rsplit(email).next().filter(|_| text.contains(email)) {
                let link = letter.split_whitespace().find(|word| word.contains("/verify-email?token="));
                if let Some(link) = link {
                    let path = link.split("/verify-email").nth(1).unwrap().trim_end_matches(['>', '"', '.', ')']);
                    return format!("{}/en/verify-email{path}", self.origin);
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("no letter to {email}");
    }

    /// A business number of Kazakhstan whose check digit is right, one for each language.
    pub fn free_bin(&self, language: &str) -> String {
        let first = language.bytes().fold(0u32, |sum, byte| sum * 31 + u32::from(byte));
        (0..100)
            .find_map(|number| with_check_digit(&format!("2401400{:04}", (first + number) % 10_000)))
            .expect("a number has a check digit")
    }

    /// The day that lies so many days ahead, as the forum's own clock runs.
    pub fn in_days(&self, days: u64) -> String {
        let output = Command::new("date").args(["-u", "+%Y-%m-%d", "-d", &format!("+{days} days")]).output().unwrap();
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }
}

/// The check digit of Kazakhstan's identification numbers: two rounds of weights.
fn with_check_digit(eleven: &str) -> Option<String> {
    let digits: Vec<u32> = eleven.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let sum = |from: u32| -> u32 { (0u32..11).map(|place| digits[place as usize] * ((place + from) % 11 + 1)).sum() };
    let check = match sum(0) % 11 {
        10 => sum(2) % 11,
        check => check,
    };
    (check < 10).then(|| format!("{eleven}{check}"))
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
