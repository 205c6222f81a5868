//! Chromium and its driver, for the tests of the pages.

use super::debian;
use crate::failure::Failure;
use crate::process;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Finds or installs a browser when `FORUM_TEST_BROWSER` asks for one; it is large, so nobody gets it unasked.
pub fn find_or_install() -> Result<(), Failure> {
    if std::env::var_os("FORUM_TEST_BROWSER").is_none() || find() {
        return Ok(());
    }
    if debian::can_install()? {
        debian::install(&["chromium", "chromium-driver"])?;
        if find() {
            return Ok(());
        }
    }
    Err(Failure::new("FORUM_TEST_BROWSER is set, and neither Chromium nor Chrome is in PATH: install `chromium` and `chromium-driver`"))
}

fn find() -> bool {
    NAMES.iter().any(|name| process::find(name).is_some())
}
