//! Chromium and its driver, for the tests of the pages.

use super::debian;
use crate::failure::Failure;
use crate::process;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Finds or installs the browser. Where it cannot be had the tests of the pages skip themselves and say so, unless
/// `FORUM_TEST_BROWSER` insists on them.
pub fn find_or_install() -> Result<(), Failure> {
    if find() {
        return Ok(());
    }
    if debian::can_install()? {
        debian::install(&["chromium", "fonts-noto-core", "fonts-noto-ui-core", "fonts-liberation"])?;
        if find() {
            return Ok(());
        }
    }
    let missing = "neither Chromium nor Chrome is in PATH: install `chromium`";
    if std::env::var_os("FORUM_TEST_BROWSER").is_some() {
        return Err(Failure::new(format!("FORUM_TEST_BROWSER is set, and {missing}")));
    }
    eprintln!("the tests of the pages in a browser are SKIPPED: {missing}");
    Ok(())
}

fn find() -> bool {
    NAMES.iter().any(|name| process::find(name).is_some())
}
