//! The pages in a real browser, on a forum with the demonstration world: what a person does, in four languages, wide and narrow.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on panics")]
#![expect(clippy::print_stderr, reason = "a test that cannot run says so aloud")]
#![expect(
    clippy::disallowed_methods,
    reason = "the program is looked for where programs are, and a letter written by another process is waited for"
)]

mod chromium;
mod demonstration;
mod sound;

use chromium::{Chromium, program};
use demonstration::Demonstration;
use sound::{eyesores, violations};

/// A browser and a forum, or nothing where no browser can be had.
fn both(name: &str) -> Option<(Chromium, Demonstration)> {
    if program().is_none() {
        eprintln!("SKIPPED {name}: neither Chromium nor Chrome is in PATH; `cargo xtask test` installs it where it can");
        return None;
    }
    Some((Chromium::starts(name), Demonstration::starts(name)))
}

const LANGUAGES: [&str; 4] = ["en", "ru", "kk", "ur"];

/// What must hold for a page at this address, wide and narrow, light and dark.
fn is_sound(chromium: &mut Chromium, address: &str, faults: &mut Vec<String>) {
    chromium.prefers("light");
    chromium.is_wide(1280);
    chromium.visits(address);
    let mut note = |what: &str, found: Vec<String>| faults.extend(found.into_iter().map(|fault| format!("{address} ({what}): {fault}")));
    note("complaint", chromium.complaints());
    note("1280", eyesores(chromium));
    note("1280 light", violations(chromium));
    chromium.prefers("dark");
    note("1280 dark", violations(chromium));
    for width in [360, 320] {
        chromium.is_wide(width);
        note(&width.to_string(), eyesores(chromium));
    }
    note("320 dark", violations(chromium));
}

#[test]
fn every_public_page_is_sound_in_every_language() {
    let Some((mut chromium, forum)) = both("public") else { return };
    let mut faults = Vec::new();
    let company = forum.a_company(&mut chromium);
    for language in LANGUAGES {
        for path in [
            "",
            "/companies",
            "/companies?country=PK&search=zzzz",
            &company,
            "/sign-in",
            "/register",
            "/register/company",
            "/agreements",
            "/ventures",
            "/roadmap",
            "/integrators",
            "/nowhere",
        ] {
            is_sound(&mut chromium, &format!("{}/{language}{path}", forum.origin), &mut faults);
        }
    }
    // The page that is not there is a complaint of the browser, rightly.
    faults.retain(|fault| !fault.contains("/nowhere (complaint)"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_of_a_member_is_sound_in_every_language() {
    let Some((mut chromium, forum)) = both("member") else { return };
    let mut faults = Vec::new();
    forum.signs_in(&mut chromium, "almaty@demo.example");
    let venture = first(&mut chromium, &forum, "/en/ventures", "ventures/one?");
    let agreement = first(&mut chromium, &forum, "/en/agreements", "agreements/one?");
    for language in LANGUAGES {
        for path in [
            "/desk",
            "/account",
            "/company",
            "/listings",
            "/listings/new",
            "/matches",
            "/introductions",
            "/introductions?view=sent",
            "/agreements",
            "/agreements/new",
            "/ventures",
            "/ventures/new",
        ] {
            is_sound(&mut chromium, &format!("{}/{language}{path}", forum.origin), &mut faults);
        }
        for path in [&venture, &agreement].into_iter().flatten() {
            is_sound(&mut chromium, &format!("{}/{language}{path}", forum.origin), &mut faults);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The address of the first thing on a list, without its language.
fn first(chromium: &mut Chromium, forum: &Demonstration, list: &str, part: &str) -> Option<String> {
    chromium.visits(&format!("{}{list}", forum.origin));
    let found = chromium.asks(&format!("[...document.links].map((link) => link.href).find((href) => href.includes('{part}')) ?? ''"));
    let address = found.as_str().filter(|address| !address.is_empty())?.to_owned();
    address.strip_prefix(&format!("{}/en", forum.origin)).map(str::to_owned)
}

#[test]
fn a_first_visit_stays_within_its_budget() {
    let Some((mut chromium, forum)) = both("budget") else { return };
    chromium.is_wide(1280);
    let company = forum.a_company(&mut chromium);
    let mut report = String::new();
    for language in LANGUAGES {
        let most = if language == "ur" { 170_000 } else { 60_000 };
        for path in ["", "/companies", &company, "/register", "/roadmap", "/agreements", "/integrators"] {
            chromium.forgets();
            chromium.visits(&format!("{}/{language}{path}", forum.origin));
            let fetched = chromium.fetched(&forum.origin);
            report.push_str(&format!("/{language}{path}: {} bytes, {} requests\n", fetched.bytes, fetched.requests));
            assert!(fetched.bytes <= most && fetched.requests <= 10, "/{language}{path} is too heavy: {fetched:?}");
            assert!(fetched.foreign.is_empty(), "/{language}{path} asks others: {:?}", fetched.foreign);
            assert!(fetched.bytes > 5_000, "/{language}{path}: what was fetched is not counted");
        }
    }
    // Whoever wants no Nastaliq, or saves data, gets along with less.
    chromium.call("Network.setExtraHTTPHeaders", &serde_json::json!({ "headers": { "Save-Data": "on" } }));
    for path in ["", "/companies"] {
        chromium.forgets();
        chromium.visits(&format!("{}/ur{path}", forum.origin));
        let fetched = chromium.fetched(&forum.origin);
        report.push_str(&format!("/ur{path} with Save-Data: {} bytes, {} requests\n", fetched.bytes, fetched.requests));
        assert!(fetched.bytes <= 100_000, "/ur{path} with Save-Data: {fetched:?}");
    }
    eprintln!("{report}");
}

#[test]
fn the_directory_works_with_and_without_script() {
    let Some((mut chromium, forum)) = both("directory") else { return };
    for script in [true, false] {
        chromium.runs_script(script);
        chromium.is_wide(1280);
        chromium.visits(&format!("{}/en/companies", forum.origin));
        assert!(chromium.reads().contains("Verified"), "companies are listed");
        chromium.asks("document.querySelector('form.filters details').open = true");
        chromium.fills("country", "PK");
        if script {
            chromium.asks("document.querySelector('[name=country]').dispatchEvent(new Event('change', { bubbles: true }))");
            let settled = "new Promise((done) => { const look = () => location.search.includes('country=PK') && document.querySelector('#results .chips') ? done(true) : setTimeout(look, 50); look(); })";
            assert_eq!(chromium.asks(settled), serde_json::json!(true));
        } else {
            chromium.clicks("form.filters button[type=submit]");
            assert!(chromium.address().contains("country=PK"));
        }
        let cards = chromium.asks("[...document.querySelectorAll('#results .card')].map((card) => card.innerText)");
        let cards = cards.as_array().unwrap().clone();
        assert!(!cards.is_empty() && cards.iter().all(|card| card.as_str().unwrap().contains("Pakistan")), "only companies of Pakistan");
        // The switch keeps the filters.
        chromium.clicks(".languages a[hreflang=ur]");
        assert!(
            chromium.address().ends_with("/ur/companies?search=&country=PK&region=&sector=&subsector=")
                || chromium.address().contains("/ur/companies?") && chromium.address().contains("country=PK")
        );
        assert_eq!(chromium.asks("document.documentElement.dir"), serde_json::json!("rtl"));
    }
}

#[test]
fn a_person_registers_a_company_and_loses_nothing_on_the_way() {
    let Some((mut chromium, forum)) = both("register") else { return };
    for (language, script) in [("ru", true), ("ur", false)] {
        chromium.runs_script(script);
        chromium.is_wide(360);
        chromium.forgets_everybody();
        chromium.visits(&format!("{}/{language}/register", forum.origin));
        let email = format!("{language}@new.example");
        chromium.fills("name", "Айгүл Сәрсенова");
        chromium.fills("email", &email);
        // A weak password comes back as an error at its field; the rest stays.
        chromium.fills("password", "123456789012");
        chromium.clicks("main button[type=submit]");
        assert_eq!(chromium.asks("document.querySelector('[name=email]').value"), serde_json::json!(email));
        assert_eq!(chromium.asks("document.querySelector('[name=password]').getAttribute('aria-invalid')"), serde_json::json!("true"));
        assert_eq!(violations(&mut chromium), Vec::<String>::new());
        chromium.fills("password", "walnut-saddle-monsoon-77");
        chromium.clicks("main button[type=submit]");
        assert!(chromium.address().ends_with("/register/letter"), "{}", chromium.reads());
        let link = forum.link_in_letter(&email);
        chromium.visits(&link.replace("/en/", &format!("/{language}/")));
        chromium.clicks("main button[type=submit]");
        chromium.visits(&format!("{}/{language}/sign-in?to=/{language}/register/company", forum.origin));
        chromium.fills("email", &email);
        chromium.fills("password", "walnut-saddle-monsoon-77");
        chromium.clicks("main button[type=submit]");
        assert!(chromium.address().ends_with("/register/company"), "{}: {}", chromium.address(), chromium.reads());
        // A number whose check digit is wrong is refused at its field, four steps later, and everything else is still there.
        chromium.fills("country", "KZ");
        let form = chromium.asks("[...document.querySelector('[name=legalForm]').options].map((one) => one.value).find((code) => code.startsWith('KZ')) ?? document.querySelector('[name=legalForm]').options[1].value");
        chromium.fills("legalForm", form.as_str().unwrap());
        chromium.fills("registrationNumber.kind", "BIN");
        chromium.fills("registrationNumber.value", "060140001235");
        chromium.clicks("main button[type=submit]");
        chromium.fills("legalNames.CYRILLIC", &format!("ТОО «Жаңа {language}»"));
        chromium.fills("region", "KZ-75");
        chromium.fills("size", "SMALL");
        chromium.clicks("main button[type=submit]");
        chromium
            .asks("const box = document.querySelector('[name=subsectors]'); box.closest('details').open = true; box.checked = true; true");
        chromium.clicks("main button[type=submit]");
        chromium.fills("languages", "RU");
        chromium.clicks("main button[type=submit]");
        chromium.clicks("main .actions button[type=submit]");
        let number =
            chromium.asks("document.querySelector('[name=\"registrationNumber.value\"]')?.getAttribute('aria-invalid') ?? 'not there'");
        assert_eq!(number, serde_json::json!("true"), "{}", chromium.reads());
        chromium.fills("registrationNumber.value", &forum.free_bin(language));
        for _ in 0..4 {
            chromium.clicks("main .actions button[type=submit]");
        }
        chromium.clicks("main .actions button[type=submit]");
        assert!(chromium.address().contains("/confirm-access"), "{}: {}", chromium.address(), chromium.reads());
        chromium.fills("password", "walnut-saddle-monsoon-77");
        chromium.clicks("main button[type=submit]");
        assert!(chromium.address().ends_with("/company"), "{}", chromium.address());
        assert!(chromium.reads().contains(&format!("Жаңа {language}")));
        // And hands it in.
        chromium.clicks("main form button[type=submit]");
        assert!(chromium.asks("!!document.querySelector('.flash')") == serde_json::json!(true), "{}", chromium.reads());
    }
}

#[test]
fn two_companies_meet_and_a_moderator_decides() {
    let Some((mut chromium, forum)) = both("meet") else { return };
    chromium.is_wide(1280);
    forum.signs_in(&mut chromium, "almaty@demo.example");
    // A match leads to a request, with its reasons in sentences.
    chromium.visits(&format!("{}/en/matches", forum.origin));
    assert!(chromium.reads().contains("Fits to"), "{}", chromium.reads());
    chromium.clicks("main .card .button");
    chromium.fills("message", "We mill wheat near Almaty and look for a buyer in Karachi.");
    chromium.clicks("main form button[type=submit]");
    assert!(chromium.address().contains("/introductions?view=sent"), "{}", chromium.reads());
    assert!(chromium.reads().contains("We mill wheat near Almaty") && chromium.reads().contains("on its way"));
    // A listing is drafted, published and closed.
    chromium.visits(&format!("{}/en/listings/new", forum.origin));
    chromium.fills("kind", "OFFER");
    chromium.fills("title", "Flour of the first grade, tested in a browser");
    chromium.fills("expiresAt", &forum.in_days(60));
    let subsector = chromium.asks("document.querySelector('[name=subsector]').querySelectorAll('option')[5].value");
    chromium.fills("subsector", subsector.as_str().unwrap());
    chromium.clicks("main form button[value=draft]");
    assert!(chromium.reads().contains("tested in a browser") && chromium.reads().contains("The draft is saved"), "{}", chromium.reads());
    chromium.clicks("main .card form button");
    assert!(chromium.reads().contains("Published"), "{}", chromium.reads());
    // Signing out ends it.
    chromium.visits(&format!("{}/en/account", forum.origin));
    chromium.clicks("main form.inline button");
    chromium.visits(&format!("{}/en/listings", forum.origin));
    assert!(chromium.reads().contains("Please sign in"), "{}", chromium.reads());
    // A moderator finds a case and decides.
    forum.signs_in(&mut chromium, "moderator@demo.example");
    let case = first(&mut chromium, &forum, "/en/moderation", "moderation/case?").expect("a case is open");
    let mut faults = Vec::new();
    for language in LANGUAGES {
        is_sound(&mut chromium, &format!("{}/{language}/moderation", forum.origin), &mut faults);
        is_sound(&mut chromium, &format!("{}/{language}{case}", forum.origin), &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    chromium.visits(&format!("{}/en{case}", forum.origin));
    chromium.fills("evidence", "Registry extract of today.");
    chromium.clicks("section.card form button");
    assert!(chromium.address().ends_with("/moderation") && chromium.reads().contains("Decided"), "{}", chromium.reads());
}

/// Not a test of anything: draws every screen, to be looked at. `FORUM_PICTURES=/folder cargo test ... pictures -- --ignored`.
#[test]
#[ignore = "draws pictures for people to look at"]
fn pictures() {
    let folder = std::path::PathBuf::from(option_env!("FORUM_PICTURES").unwrap_or("/tmp/forum-pictures"));
    std::fs::create_dir_all(&folder).unwrap();
    let Some((mut chromium, forum)) = both("pictures") else { return };
    let company = forum.a_company(&mut chromium);
    let public = ["", "/companies", &company, "/sign-in", "/register", "/roadmap", "/integrators"];
    let draw = |chromium: &mut Chromium, path: &str, languages: &[&str]| {
        for (language, width, scheme) in languages.iter().flat_map(|language| [(language, 1280, "light"), (language, 360, "dark")]) {
            chromium.is_wide(width);
            chromium.prefers(scheme);
            chromium.visits(&format!("{}/{language}{path}", forum.origin));
            let name: String = path.chars().take(24).map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
            chromium.draws(&folder.join(format!("{language}{name}-{width}.png")));
        }
    };
    for path in public {
        draw(&mut chromium, path, &LANGUAGES);
    }
    forum.signs_in(&mut chromium, "almaty@demo.example");
    let venture = first(&mut chromium, &forum, "/en/ventures", "ventures/one?").unwrap_or_default();
    for path in ["/desk", "/matches", "/introductions", "/listings/new", "/agreements", &venture] {
        draw(&mut chromium, path, &["en", "ru", "ur"]);
    }
}
