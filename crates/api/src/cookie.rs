//! The cookie of a browser's session.

use async_graphql::Context;
use http::header::SET_COOKIE;

/// How the cookie is called and guarded, which depends on whether the forum is reached by https.
#[derive(Debug, Clone, Copy)]
pub struct CookieRule {
    pub secure: bool,
}

impl CookieRule {
    /// With the prefix that makes browsers insist on https, on this very host and on no path.
    #[must_use]
    pub fn name(self) -> &'static str {
        if self.secure { "__Host-forum" } else { "forum" }
    }

    /// The cookie by which a device is known when somebody signs in on it again.
    #[must_use]
    pub fn device_name(self) -> &'static str {
        if self.secure { "__Host-forum-device" } else { "forum-device" }
    }

    fn attributes(self) -> &'static str {
        if self.secure { "; Path=/; HttpOnly; SameSite=Lax; Secure" } else { "; Path=/; HttpOnly; SameSite=Lax" }
    }
}

/// Sets the cookie with the answer.
pub fn give(ctx: &Context<'_>, secret: &str) {
    let rule = ctx.data_unchecked::<CookieRule>();
    ctx.insert_http_header(SET_COOKIE, format!("{}={secret}{}", rule.name(), rule.attributes()));
}

/// Lets the device be known for a year, whoever signs out on it.
pub fn know(ctx: &Context<'_>, device: &str) {
    let rule = ctx.data_unchecked::<CookieRule>();
    ctx.append_http_header(SET_COOKIE, format!("{}={device}; Max-Age=31536000{}", rule.device_name(), rule.attributes()));
}

/// Takes the cookie back with the answer.
pub fn take_back(ctx: &Context<'_>) {
    let rule = ctx.data_unchecked::<CookieRule>();
    ctx.insert_http_header(SET_COOKIE, format!("{}=; Max-Age=0{}", rule.name(), rule.attributes()));
}

/// The cookie's value in a request.
pub fn read(rule: CookieRule, headers: &http::HeaderMap) -> Option<String> {
    value(rule.name(), headers)
}

/// By what the device is known, if somebody signed in on it before.
pub fn read_device(rule: CookieRule, headers: &http::HeaderMap) -> Option<String> {
    value(rule.device_name(), headers)
}

fn value(wanted: &str, headers: &http::HeaderMap) -> Option<String> {
    let cookies = headers.get_all(http::header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted && !value.is_empty()).then(|| value.to_owned())
    })
}
