//! The pages over their router, with a scripted schema behind them.
#![expect(clippy::unwrap_used, reason = "in a test what is missing is a failure")]

mod scripted;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use scripted::{Scripted, World};
use tower::ServiceExt;
use web::{Settings, router};

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }
}

struct Browser {
    executor: Arc<Scripted>,
}

impl Browser {
    fn of(world: World) -> Self {
        Self { executor: Arc::new(Scripted::new(world)) }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let settings = Settings { public_url: "https://forum.example/".to_owned(), graphiql: true };
        let response = router(self.executor.clone(), &settings).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, uri: &str) -> Answer {
        self.get_with(uri, "").await
    }

    async fn get_with(&self, uri: &str, cookie: &str) -> Answer {
        self.send(Request::get(uri).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, uri: &str, form: &str, origin: &str) -> Answer {
        // The token of whoever has no session; a page of any language carries it.
        let page = self.get("/en/sign-in").await.text;
        let token = page.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        self.executor.seen.lock().unwrap().clear();
        self.post_plain(uri, &format!("{form}&token={token}"), origin).await
    }

    async fn post_plain(&self, uri: &str, form: &str, origin: &str) -> Answer {
        let request = Request::post(uri).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").header(header::ORIGIN, origin);
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    fn documents(&self) -> usize {
        self.executor.seen.lock().unwrap().len()
    }
}

const HOME: &str = "https://forum.example";

/// Every page says what it is, and needs neither script nor inline style.
fn assert_sound(answer: &Answer, uri: &str) {
    let text = &answer.text;
    let tag = ["ru", "kk", "ur"].into_iter().find(|tag| uri.starts_with(&format!("/{tag}"))).unwrap_or("en");
    let direction = if tag == "ur" { "rtl" } else { "ltr" };
    assert!(text.starts_with(&format!("<!DOCTYPE html><html lang=\"{tag}\" dir=\"{direction}\">")), "{uri}: {}", &text[..80]);
    assert_eq!(text.matches("<h1").count(), 1, "{uri}");
    for landmark in ["<main id=\"main\"", "<header", "<nav", "<footer", "class=\"skip\" href=\"#main\""] {
        assert!(text.contains(landmark), "{uri}: {landmark}");
    }
    let mut paragraphs = text.split("<p>").skip(1).chain(text.split("<p class=").skip(1)).map(|rest| rest.split("</p>").next().unwrap());
    assert!(
        !paragraphs.any(|inside| ["<ul", "<div", "<dl", "<table"].iter().any(|block| inside.contains(block))),
        "{uri}: a block in a paragraph"
    );
    let scripts = text.matches("<script").count();
    assert_eq!(scripts, text.matches("<script src=\"/assets/").count(), "{uri}: script within the page");
    for unwanted in ["<style", " style=", " onerror=alert", "<img", "javascript:"] {
        let escaped = text.replace("&lt;img src=x onerror=alert", "");
        assert!(!escaped.contains(unwanted), "{uri}: {unwanted}");
    }
    let mut ids: Vec<_> = text.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let number = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), number, "{uri}: an id stands twice");
    for label in text.split(" for=\"").skip(1).chain(text.split("aria-labelledby=\"").skip(1)).map(|rest| rest.split('"').next().unwrap()) {
        assert!(label.split(' ').all(|label| ids.contains(&label)), "{uri}: nothing is called {label}");
    }
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'"), "{uri}: {policy}");
    for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("cache-control", "no-store")] {
        assert_eq!(answer.header(name), value, "{uri}");
    }
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000", "{uri}");
}

#[tokio::test]
async fn every_page_is_sound_in_every_language_and_world() {
    let failing = World::Failing("INTERNAL_SERVER_ERROR", "");
    for world in [World::Empty, World::Full, failing] {
        let browser = Browser::of(world);
        for tag in ["en", "ru", "kk", "ur"] {
            for rest in [
                "",
                "/companies",
                "/companies?country=PK",
                "/companies/alatau",
                "/sign-in",
                "/verify-email?token=x",
                "/verify-email",
                "/nowhere",
            ] {
                for cookie in ["", "forum=owner", "forum=ended", "forum=busy", "forum=broken"] {
                    let uri = format!("/{tag}{rest}");
                    let answer = browser.get_with(&uri, cookie).await;
                    // Whoever has signed in is led past the form.
                    if answer.status == StatusCode::SEE_OTHER && rest == "/sign-in" && cookie == "forum=owner" {
                        continue;
                    }
                    assert_sound(&answer, &uri);
                }
            }
        }
    }
}

#[tokio::test]
async fn the_entrance_leads_to_the_visitors_language() {
    let browser = Browser::of(World::Empty);
    let request = Request::get("/").header(header::ACCEPT_LANGUAGE, "ur-PK, en;q=0.5").body(Body::empty()).unwrap();
    let answer = browser.send(request).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::TEMPORARY_REDIRECT, "/ur"));
    assert!(answer.header("vary").contains("accept-language"));
    assert_eq!(browser.get_with("/", "language=kk").await.header("location"), "/kk");
    assert_eq!(browser.documents(), 0);
}

#[tokio::test]
async fn the_scoreboard_keeps_apart_what_is_different() {
    let text = Browser::of(World::Full).get("/en").await.text;
    assert!(text.contains("US$946.3\u{a0}million"), "the gap by Kazakhstan's customs");
    assert!(text.contains("US$772.41\u{a0}million"), "the gap by the State Bank");
    assert!(text.contains("<bdi>KZT</bdi>: withheld, because fewer than three records would be given away."));
    assert!(text.contains("US$212.5\u{a0}million") && text.contains("US$41.25\u{a0}million"));
    assert!(!text.contains("253.75"), "pledged and committed are never added");
    assert!(text.contains("President Tokayev and Prime Minister Sharif") && text.contains("4 February 2026"));
    assert!(text.contains("no figure</td>"), "an official word without a figure is told as that");
    // Three bodies have years that follow one another, joined by four lines in all; drawn once wide, once narrow.
    assert_eq!(text.matches("class=\"run\"").count(), 2 * 4);
    assert_eq!(text.matches("class=\"aim\"").count(), 2);
}

#[tokio::test]
async fn an_empty_forum_says_so_everywhere() {
    let browser = Browser::of(World::Empty);
    let text = browser.get("/en").await.text;
    for said in [
        "No target is on record yet.",
        "No official figure of a whole year is on record yet.",
        "Nothing yet.",
        "No venture has been logged yet.",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(browser.get("/en/companies").await.text.contains("No company has been verified yet."));
}

#[tokio::test]
async fn names_are_shown_in_the_readers_language() {
    let text = Browser::of(World::Full).get("/ur/companies?sector=AGR").await.text;
    assert!(text.contains(">زراعت اور خوراک</option>"));
    assert!(text.contains("<h1>کمپنیاں</h1>"));
}

#[tokio::test]
async fn hostile_names_stay_names() {
    let text = Browser::of(World::Full).get("/en/companies").await.text;
    assert!(text.contains("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\u{202e}gnp.exe</bdi>"));
    assert!(text.contains("&quot;&gt;&lt;img src=x onerror=alert(2)&gt;"));
    let answer = Browser::of(World::Full).get("/en/companies?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert_sound(&answer, "/en/companies");
    assert!(answer.text.contains("value=\"&quot;&gt;&lt;script&gt;"));
}

#[tokio::test]
async fn links_keep_the_filters() {
    let browser = Browser::of(World::Full);
    let text = browser.get("/en/companies?country=PK&sector=AGR&search=%D0%B0%26b").await.text;
    assert!(
        text.contains(r#"href="/en/companies?search=%D0%B0%26b&amp;country=PK&amp;sector=AGR&amp;after=cur%2Bsor%3D""#),
        "the next page"
    );
    assert!(text.contains(r#"href="/en/companies?search=%D0%B0%26b&amp;sector=AGR""#), "the chip of the country");
    assert!(text.contains(r#"href="/kk/companies?country=PK&amp;sector=AGR&amp;search=%D0%B0%26b""#), "the switch of languages");
    let seen = browser.executor.seen.lock().unwrap();
    assert_eq!(seen[0].variables["filter"], serde_json::json!({ "country": "PK", "sector": "AGR", "search": "а&b" }));
    assert_eq!(seen[0].variables["after"], serde_json::Value::Null);
}

#[tokio::test]
async fn an_empty_list_names_the_filter_to_drop() {
    let browser = Browser::of(World::Full);
    let text = browser.get("/en/companies?search=nobody&country=PK").await.text;
    let hints = text.split("Somebody is found when you drop one of these:").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(hints.contains(r#"href="/en/companies?country=PK""#) && !hints.contains("search=nobody"), "{hints}");
    assert_eq!(browser.documents(), 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let browser = Browser::of(World::Full);
    for uri in ["/en/companies?country=DE", "/en/companies?country=PK&country=KZ", "/en/verify-email?token=a&token=b"] {
        assert_eq!(browser.get(uri).await.status, StatusCode::BAD_REQUEST, "{uri}");
    }
    assert_eq!(browser.documents(), 0);
}

#[tokio::test]
async fn a_company_is_shown_with_what_was_verified() {
    let browser = Browser::of(World::Full);
    let text = browser.get("/en/companies/alatau").await.text;
    for said in [
        "Registry extract of 18 February 2026",
        "20 February 2026",
        "060140001234",
        "Basmati rice for &lt;retail&gt;",
        "5,000 tonnes",
        "US$1.75\u{a0}million",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert_eq!(browser.get("/en/companies/other").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn errors_of_the_schema_become_pages() {
    for (code, reason, status, said) in [
        ("NOT_FOUND", "", 404, "not here"),
        ("BAD_USER_INPUT", "", 400, "no &lt;b&gt;"),
        ("UNAUTHENTICATED", "", 401, "Please sign in"),
        ("UNAUTHENTICATED", "SESSION_ENDED", 401, "Your session has ended"),
        ("FORBIDDEN", "", 403, "not for you"),
        ("FORBIDDEN", "FRESH_FACTOR_REQUIRED", 403, "/en/confirm-access?to=%2Fen"),
        ("CONFLICT", "", 409, "changed this meanwhile"),
        ("RATE_LIMITED", "", 429, "after 7 seconds"),
        ("RATE_LIMITED", "UNAVAILABLE", 503, "busy"),
        ("INTERNAL_SERVER_ERROR", "", 500, "request-0001"),
        ("SOMETHING_NEW", "", 500, "request-0001"),
    ] {
        let answer = Browser::of(World::Failing(code, reason)).get("/en").await;
        assert_eq!(answer.status, status, "{code}");
        assert!(answer.text.contains(said), "{code}: {said}");
        assert_eq!(answer.header("retry-after"), if [429, 503].contains(&status) { "7" } else { "" });
    }
}

#[tokio::test]
async fn an_ended_session_reads_what_everybody_reads() {
    let answer = Browser::of(World::Full).get_with("/en/companies", "forum=ended").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("Your session has ended; you see what everybody sees.") && answer.text.contains("Alatau Astyk LLP"));
    let busy = Browser::of(World::Full).get_with("/en", "forum=busy").await;
    assert_eq!((busy.status, busy.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, "1"));
}

#[tokio::test]
async fn looking_at_the_link_changes_nothing_and_the_button_does() {
    let browser = Browser::of(World::Full);
    let text = browser.get("/ru/verify-email?token=good").await.text;
    assert!(text.contains(r#"<input type="hidden" name="link" value="good">"#));
    assert_eq!(browser.documents(), 0);
    let answer = browser.post("/ru/verify-email?token=good", "link=good", HOME).await;
    assert!(answer.status.is_success() && answer.text.contains("Ваш адрес подтверждён"));
    let answer = browser.post("/ru/verify-email", "link=old", HOME).await;
    assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.text.contains("Ссылка больше не действует."));
}

#[tokio::test]
async fn signing_in_hands_the_cookie_on() {
    let browser = Browser::of(World::Full);
    let answer = browser.post("/ur/sign-in", "email=a%40b.kz&password=right", HOME).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/ur/desk"));
    assert_eq!(answer.cookies()[0], "forum=owner; Path=/; HttpOnly; SameSite=Lax");
    assert_eq!(browser.executor.seen.lock().unwrap()[0].variables["input"]["kind"], "BROWSER");
    let shown = browser.get_with("/en/account", "forum=owner").await.text;
    assert!(shown.contains("<bdi>Ayşe &lt;i&gt;</bdi>") && shown.contains("<bdi>Алатау ТОО</bdi>") && shown.contains("Sign out"));
    let answer = browser.post("/en/sign-out", "", HOME).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/en"));
    assert_eq!(answer.cookies(), ["forum=; Max-Age=0; Path=/"]);
}

#[tokio::test]
async fn a_wrong_password_keeps_the_address_and_not_the_password() {
    let answer = Browser::of(World::Full).post("/en/sign-in", "email=a%40b.kz&password=wr0ng", HOME).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("The address or the password is not right.") && answer.text.contains("value=\"a@b.kz\""));
    assert!(!answer.text.contains("wr0ng") && answer.cookies().is_empty());
}

#[tokio::test]
async fn forms_from_elsewhere_change_nothing() {
    let browser = Browser::of(World::Full);
    for (uri, form) in [("/en/sign-in", "email=a&password=right"), ("/en/sign-out", ""), ("/en/verify-email", "token=good")] {
        for origin in ["https://evil.example", "null", "http://forum.example"] {
            let answer = browser.post(uri, form, origin).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{uri} {origin}");
            assert!(answer.cookies().is_empty());
        }
        let silent = Request::post(uri).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(Body::from(form)).unwrap();
        assert_eq!(browser.send(silent).await.status, StatusCode::FORBIDDEN, "{uri}");
    }
    assert_eq!(browser.documents(), 0);
    let huge = browser.post("/en/sign-in", &format!("email={}&password=x", "a".repeat(70_000)), HOME).await;
    assert_eq!(huge.status, StatusCode::BAD_REQUEST);
    // A form that was drawn in another session, or without a token, does not count either.
    for form in ["email=a%40b.kz&password=right", "email=a%40b.kz&password=right&token=00112233445566778899aabbccddeeff"] {
        let answer = browser.post_plain("/en/sign-in", form, HOME).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.text.contains("another session") && answer.cookies().is_empty());
    }
    assert_eq!(browser.documents(), 0);
}

#[tokio::test]
async fn assets_are_kept_for_good_and_packed() {
    let browser = Browser::of(World::Empty);
    let page = browser.get("/en").await.text;
    let style = page.split("href=\"").find(|rest| rest.starts_with("/assets/site-")).unwrap().split('"').next().unwrap();
    let answer = browser.get(style).await;
    assert_eq!(answer.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "text/css; charset=utf-8"),
        ("content-encoding", "gzip"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(answer.header(name), value);
    }
    assert_eq!(browser.get("/assets/site.css").await.status, StatusCode::NOT_FOUND);
    let plain = Request::get(style).header(header::ACCEPT_ENCODING, "identity").body(Body::empty()).unwrap();
    assert_eq!(browser.send(plain).await.status, StatusCode::NOT_ACCEPTABLE);
}

#[tokio::test]
async fn choices_of_appearance_are_remembered_and_lead_back() {
    let browser = Browser::of(World::Empty);
    let answer = browser.post("/ur/appearance", "theme=dark&face=plain&to=%2Fur%2Fcompanies%3Fcountry%3DPK", HOME).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/ur/companies?country=PK"));
    assert_eq!(
        answer.cookies(),
        ["theme=dark; Path=/; Max-Age=31536000; SameSite=Lax", "face=plain; Path=/; Max-Age=31536000; SameSite=Lax"]
    );
    let page = browser.get_with("/ur", "theme=dark; face=plain").await.text;
    assert!(page.contains("data-theme=\"dark\"") && !page.contains("/assets/nastaliq-"));
    assert!(browser.get("/ur").await.text.contains("/assets/nastaliq-") && !browser.get("/en").await.text.contains("/assets/nastaliq-"));
    let elsewhere = browser.post("/en/appearance", "theme=light&to=%2F%2Fevil.example", HOME).await;
    assert_eq!(elsewhere.header("location"), "/en");
}

#[tokio::test]
async fn a_click_on_a_filter_fetches_the_results_alone() {
    let browser = Browser::of(World::Full);
    let request = Request::get("/en/companies?country=PK").header("hx-request", "true").header("hx-target", "results");
    let answer = browser.send(request.body(Body::empty()).unwrap()).await;
    assert!(answer.text.contains("Lahore Yarn") && !answer.text.contains("<html") && !answer.text.contains("<h1"));
    assert_eq!(answer.header("vary").to_lowercase().matches("hx-target").count(), 1);
}

#[tokio::test]
async fn graphiql_comes_from_our_own_address_alone() {
    let response = web::graphiql();
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("script-src 'self';") && policy.contains("style-src 'self' 'unsafe-inline'"));
    let page = String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
    assert!(!page.contains("://") && !page.contains("<style"));
    let browser = Browser::of(World::Empty);
    let assets = page.split(['"']).filter(|part| part.starts_with("/assets/"));
    let mut number = 0;
    for asset in assets {
        assert_eq!(browser.get(asset).await.status, StatusCode::OK, "{asset}");
        number += 1;
    }
    assert_eq!(number, 6);
}

#[tokio::test]
async fn graphiql_can_be_left_out() {
    let settings = Settings { public_url: HOME.to_owned(), graphiql: false };
    let page = web::graphiql().into_body().collect().await.unwrap().to_bytes();
    let page = String::from_utf8(page.to_vec()).unwrap();
    let script = page.split('"').find(|part| part.contains("/assets/graphiql/react-")).unwrap();
    let request = Request::get(script).body(Body::empty()).unwrap();
    let response = router(Arc::new(Scripted::new(World::Empty)), &settings).oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
}
