//! An executor that answers from a script, so that pages are looked at without a forum behind them.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a script that does not fit the page is to be seen at once")]

use std::sync::Mutex;

use axum::http::{HeaderMap, HeaderValue, header};
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use web::{Credential, CredentialError, Executor, PageRequest, PageResponse};

/// What the forum holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    Empty,
    Full,
    /// Whatever is asked, the schema answers with an error of this code and reason.
    Failing(&'static str, &'static str),
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Somebody {
    Nobody,
    Owner,
}

pub struct Scripted {
    pub world: World,
    pub seen: Mutex<Vec<PageRequest>>,
}

impl Scripted {
    pub fn new(world: World) -> Self {
        Self { world, seen: Mutex::default() }
    }
}

impl Executor for Scripted {
    fn credential<'a>(&'a self, headers: &'a HeaderMap) -> BoxFuture<'a, Result<Credential, CredentialError>> {
        let cookie = headers.get(header::COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
        let credential = match cookie.trim_start_matches("forum=") {
            "owner" => Ok(Credential::new(Somebody::Owner)),
            "ended" => Err(CredentialError::SessionEnded),
            "busy" => Err(CredentialError::Busy),
            "broken" => Err(CredentialError::Broken),
            _ => Ok(self.nobody()),
        };
        async move { credential }.boxed()
    }

    fn nobody(&self) -> Credential {
        Credential::new(Somebody::Nobody)
    }

    fn request_id(&self, _: &HeaderMap) -> String {
        "request-0001".to_owned()
    }

    fn execute(&self, request: PageRequest) -> BoxFuture<'_, PageResponse> {
        let response = answer(self.world, &request);
        self.seen.lock().unwrap().push(request);
        async move { response }.boxed()
    }
}

fn answer(world: World, request: &PageRequest) -> PageResponse {
    if let World::Failing(code, reason) = world {
        let error = json!({ "message": "no <b>", "path": ["x"], "extensions": { "code": code, "reason": reason, "retryAfter": 7 } });
        return PageResponse { json: json!({ "data": null, "errors": [error] }), set_cookie: Vec::new() };
    }
    let full = world == World::Full;
    let operation = request.document.split([' ', '(', '{']).filter(|word| !word.is_empty()).nth(1).unwrap_or_default();
    let who = *request.who.get::<Somebody>().unwrap();
    let viewer = match who {
        Somebody::Nobody => Value::Null,
        Somebody::Owner => json!({ "user": { "name": "Ayşe <i>", "email": "ayse@alatau.example" }, "role": "OWNER", "staff": null,
            "company": { "id": "Q29tcGFueToy", "name": "Алатау ТОО", "state": "VERIFIED" } }),
    };
    let mut set_cookie = Vec::new();
    let mut data = match operation {
        "PublicHome" => home(full),
        "Directory" => {
            let filter = &request.variables["filter"];
            let nobody = !full || filter["search"] == "nobody";
            json!({ "companies": companies(nobody), "sectors": sectors(full), "regions": regions(full) })
        }
        "DirectoryWithout" => {
            let found = |name: &str| json!({ "nodes": if request.variables[name]["search"] == "nobody" { json!([]) } else { json!([{ "slug": "x" }]) } });
            json!({ "search": found("search"), "country": found("country"), "region": found("region"),
                "sector": found("sector"), "subsector": found("subsector") })
        }
        "CompanyPage" => json!({ "company": if full && request.variables["slug"] == "alatau" { company() } else { Value::Null } }),
        "CompanyListings" => json!({ "listings": listings() }),
        "WhoIsSignedIn" => json!({}),
        "Account" => {
            let company = json!({ "id": "Q29tcGFueToy", "name": "Алатау ТОО" });
            let standings = json!({ "user": { "name": "Ayşe <i>", "email": "ayse@alatau.example" }, "memberships": [{ "company": company, "role": "OWNER" }] });
            json!({ "standings": if who == Somebody::Owner { standings } else { Value::Null } })
        }
        "LogIn" => {
            let right = request.variables["input"]["password"] == "right";
            if right {
                set_cookie.push(HeaderValue::from_static("forum=owner; Path=/; HttpOnly; SameSite=Lax"));
            }
            let errors = if right { json!([]) } else { json!([{ "code": "INVALID_CREDENTIALS", "message": "no", "path": ["input"] }]) };
            json!({ "logIn": { "signedIn": right, "userErrors": errors } })
        }
        "LogOut" => {
            set_cookie.push(HeaderValue::from_static("forum=; Max-Age=0; Path=/"));
            json!({ "logOut": { "signedOut": true } })
        }
        "VerifyEmail" => {
            let right = request.variables["input"]["token"] == "good";
            let errors = if right { json!([]) } else { json!([{ "code": "LINK_INVALID", "message": "no", "path": ["input", "token"] }]) };
            json!({ "verifyEmail": { "verified": right, "userErrors": errors } })
        }
        other => panic!("no script for {other}"),
    };
    if request.document.contains("viewer") {
        data["viewer"] = viewer;
    }
    PageResponse { json: json!({ "data": data }), set_cookie }
}

fn name(en: &str, ru: &str, kk: &str, ur: &str) -> Value {
    json!({ "en": en, "ru": ru, "kk": kk, "ur": ur })
}

fn usd(amount: &str) -> Value {
    json!({ "amount": amount, "currency": "USD" })
}

fn home(full: bool) -> Value {
    let funnel = |number: i32| {
        json!({ "verifiedCompanies": number * 40, "introductions": number * 21, "acceptedIntroductions": number * 13, "memoranda": number * 5,
            "bindingAgreements": number * 3, "jointVentures": number * 4, "operating": number })
    };
    if !full {
        return json!({
            "scoreboard": { "asOf": "2026-03-14T09:00:00Z", "targets": [], "officialTrade": [], "pledged": [], "committed": [], "realised": [],
                "funnel": funnel(0), "stages": [{ "stage": "PROPOSED", "jointVentures": 0 }] },
            "agreements": { "nodes": [], "pageInfo": { "hasNextPage": false } },
            "initiatives": { "nodes": [] },
        });
    }
    let flow = |basis: &str, period: &str, year: i32, value: Option<&str>, quality: &str, note: &str| {
        json!({ "basis": basis, "period": period, "year": year, "value": value.map(usd), "quality": quality, "note": note,
            "sourceKey": "inform2024", "sourceUrl": "https://en.inform.kz/news/pakistan-keen-to-import-energy-resources" })
    };
    let target = json!({ "name": name("Bilateral trade", "Двусторонняя торговля", "Екіжақты сауда", "دو طرفہ تجارت"), "value": usd("1000000000.00"),
        "statedBy": "President Tokayev and Prime Minister Sharif", "statedOn": "2026-02-04", "deadline": "in the next two years",
        "note": "Sources differ on the deadline.", "sources": ["satimes2026", "astana2026"] });
    let paper =
        |title: &str, date: &str| json!({ "title": title, "record": { "date": date, "status": "signed", "sources": ["astana2026"] } });
    let initiative = |en: &str, ru: &str, kk: &str, ur: &str, kind: &str| json!({ "name": name(en, ru, kk, ur), "kind": kind, "status": "planned; first section in preparation", "sources": ["qazinform2026"] });
    json!({
        "scoreboard": {
            "asOf": "2026-03-14T09:00:00Z",
            "targets": [target],
            "officialTrade": [
                flow("KZ_customs", "2022", 2022, Some("73500000.00"), "REPORTED", "quoted beside 2023"),
                flow("KZ_customs", "2023", 2023, Some("52500000.00"), "REPORTED", "the article says 40% less than 2022; the two figures give -28.6%"),
                flow("KZ_customs", "2024", 2024, Some("53700000.00"), "REPORTED", "+0.9% on the year"),
                flow("PK_SBP", "FY2024", 2024, Some("185927000.00"), "DERIVED", "sum"),
                flow("PK_SBP", "FY2025", 2025, Some("227590000.00"), "DERIVED", "sum"),
                flow("KZ_envoy_in_PK", "2020", 2020, Some("103000000.00"), "REPORTED", "basis not stated"),
                flow("KZ_envoy_in_PK", "2021", 2021, Some("200000000.00"), "APPROXIMATE", "'almost reached $200 million'"),
                flow("KZ_customs_via_envoy", "2021", 2021, Some("95000000.00"), "REPORTED", "same envoy, 2023"),
                flow("KZ_president", "2025", 2025, None, "NO_FIGURE", "turnover 'nearly doubled' last year; no amount found"),
            ],
            "pledged": [{ "currency": "USD", "records": 14, "sum": usd("212500000.00") }, { "currency": "KZT", "records": 2, "sum": null }],
            "committed": [{ "currency": "USD", "records": 6, "sum": usd("41250000.00") }],
            "realised": [],
            "funnel": funnel(8),
            "stages": [
                { "stage": "PROPOSED", "jointVentures": 9 }, { "stage": "NEGOTIATING", "jointVentures": 12 },
                { "stage": "MOU_SIGNED", "jointVentures": 6 }, { "stage": "OPERATING", "jointVentures": 1 },
            ],
        },
        "agreements": { "nodes": [
            paper("Joint Declaration on Establishing Strategic Partnership between the Islamic Republic of Pakistan and the Republic of Kazakhstan", "2026-02-04"),
            paper("Transit trade agreement", "2026-02-04"),
            paper("Roadmap for Trade and Economic Cooperation", "2025"),
        ], "pageInfo": { "hasNextPage": false } },
        "initiatives": { "nodes": [
            initiative("Kazakhstan-Turkmenistan-Afghanistan-Pakistan corridor", "Коридор Казахстан - Туркменистан - Афганистан - Пакистан",
                "Қазақстан - Түрікменстан - Ауғанстан - Пәкістан дәлізі", "قازقستان ترکمانستان افغانستان پاکستان راہداری", "corridor"),
            initiative("Direct flights", "Прямые рейсы", "Тікелей рейстер", "براہ راست پروازیں", "air"),
        ] },
    })
}

fn sectors(full: bool) -> Value {
    let food = json!({ "code": "AGR-1", "name": name("Grain and flour", "Зерно и мука", "Астық пен ұн", "اناج اور آٹا") });
    let cotton = json!({ "code": "TEX-1", "name": name("Cotton yarn", "Хлопчатобумажная пряжа", "Мақта жібі", "سوتی دھاگہ") });
    json!({ "nodes": if full { json!([
        { "code": "AGR", "name": name("Agriculture and food", "Сельское хозяйство и продовольствие", "Ауыл шаруашылығы және азық-түлік", "زراعت اور خوراک"), "subsectors": [food] },
        { "code": "TEX", "name": name("Textiles", "Текстиль", "Тоқыма", "ٹیکسٹائل"), "subsectors": [cotton] },
    ]) } else { json!([]) } })
}

fn regions(full: bool) -> Value {
    json!({ "nodes": if full { json!([
        { "code": "KZ-75", "name": name("Almaty", "Алматы", "Алматы", "الماتی"), "country": "KZ" },
        { "code": "PK-PB", "name": name("Punjab", "Пенджаб", "Пенджаб", "پنجاب"), "country": "PK" },
    ]) } else { json!([]) } })
}

fn verification() -> Value {
    json!({ "verifiedAt": "2026-02-20T08:00:00Z", "validUntil": "2027-02-20T08:00:00Z", "evidence": "Registry extract of 18 February 2026 and a call to the director" })
}

fn companies(nobody: bool) -> Value {
    if nobody {
        return json!({ "nodes": [], "pageInfo": { "hasNextPage": false, "endCursor": null } });
    }
    let grain = json!([{ "name": name("Grain and flour", "Зерно и мука", "Астық пен ұн", "اناج اور آٹا") }]);
    let cotton = json!([{ "name": name("Cotton yarn", "Хлопчатобумажная пряжа", "Мақта жібі", "سوتی دھاگہ") }]);
    let card = |slug: &str, shown: &str, other: (&str, &str), country: &str, region: Value, subsectors: &Value| {
        json!({ "slug": slug, "name": shown, "legalNames": [{ "name": shown, "script": "LATIN" }, { "name": other.0, "script": other.1 }],
            "country": country, "region": { "name": region }, "subsectors": subsectors, "verification": verification() })
    };
    let almaty = || name("Almaty", "Алматы", "Алматы", "الماتی");
    let punjab = || name("Punjab", "Пенджаб", "Пенджаб", "پنجاب");
    json!({ "nodes": [
        card("alatau", "Alatau Astyk LLP", ("ТОО «Алатау Астық»", "CYRILLIC"), "KZ", almaty(), &grain),
        card("lahore-yarn", "Lahore Yarn (Private) Limited", ("لاہور یارن پرائیویٹ لمیٹڈ", "ARABIC"), "PK", punjab(), &cotton),
        card("hostile", "<script>alert(1)</script>\u{202e}gnp.exe", ("\"><img src=x onerror=alert(2)>", "CYRILLIC"), "PK", punjab(), &cotton),
        card("long", "Kazakhstan-Pakistan-International-Agricultural-Machinery-Manufacturing-and-Leasing Consortium LLP", ("ТОО", "CYRILLIC"), "KZ", almaty(), &grain),
    ], "pageInfo": { "hasNextPage": true, "endCursor": "cur+sor=" } })
}

fn company() -> Value {
    json!({
        "id": "Q29tcGFueTox", "name": "Alatau Astyk LLP",
        "legalNames": [{ "name": "Alatau Astyk LLP", "script": "LATIN" }, { "name": "ТОО «Алатау Астық»", "script": "CYRILLIC" }],
        "country": "KZ", "region": { "name": name("Almaty", "Алматы", "Алматы", "الماتی") },
        "legalForm": { "name": name("Limited liability partnership", "Товарищество с ограниченной ответственностью", "Жауапкершілігі шектеулі серіктестік", "محدود ذمہ داری شراکت") },
        "registrationNumber": { "kind": "BIN", "value": "060140001234" }, "size": "MEDIUM", "languages": ["KK", "RU", "EN"],
        "subsectors": [{ "name": name("Grain and flour", "Зерно и мука", "Астық пен ұн", "اناج اور آٹا") }],
        "profile": { "en": "We mill 200,000 tonnes of wheat a year.\nWe ship through Khorgos & Aktau <b>weekly</b>.", "ru": null, "kk": null, "ur": null },
        "verification": verification(),
    })
}

fn listings() -> Value {
    let subsector = json!({ "name": name("Grain and flour", "Зерно и мука", "Астық пен ұн", "اناج اور آٹا") });
    json!({ "nodes": [
        { "kind": "OFFER", "title": "Flour, first grade, 5,000 tonnes a month", "text": "FCA Almaty, halal certificate.", "subsector": subsector,
          "quantity": { "amount": 5000, "unit": "TONNE" }, "value": usd("1750000.00"), "expiresAt": "2026-08-01T00:00:00Z" },
        { "kind": "NEED", "title": "Basmati rice for <retail>", "text": "", "subsector": null, "quantity": null, "value": null, "expiresAt": "2026-06-01T00:00:00Z" },
    ] })
}
