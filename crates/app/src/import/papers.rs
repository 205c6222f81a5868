//! Papers between states, and the target that both sides named in different words.

use domain::{
    agreement::{AgreementKind, StatePaper, StatePaperRecord},
    language::{Language, Translations},
    trade::Target,
};

use super::{Malformed, derived, object::Object};

const FILE: &str = "agreements.json";

/// A million dollars in cents.
const MILLION: i64 = 100_000_000;

pub fn read(text: &str, cities: &[String]) -> Result<(Vec<StatePaper>, Vec<Target>), Malformed> {
    let mut document = Object::document(FILE, text)?;
    document.passed_over(&["version", "as_of", "business_forums"])?;
    let papers = document.rows("agreements")?.into_iter().map(|row| paper(row, cities)).collect::<Result<Vec<_>, _>>()?;
    let mut visit = document.object("visit")?;
    let disagreements = document.rows("disagreements")?;
    let targets = targets(&mut visit, disagreements, &papers)?;
    visit.passed_over(&["place", "first_in_years", "award"])?;
    visit.done()?;
    document.done()?;
    Ok((papers, targets))
}

fn paper(mut row: Object, cities: &[String]) -> Result<StatePaper, Malformed> {
    let code = row.text("id")?;
    let parties = row.texts("parties")?;
    let word = row.text("kind")?;
    let kind =
        kind(&word, parties.iter().any(|party| cities.contains(party))).ok_or_else(|| row.fault("kind", "is no known kind of paper"))?;
    let value = row.optional_number("value_usd_m")?.map(|millions| millions.checked_mul(MILLION).filter(|value| *value >= 0));
    let date = row.optional("date")?;
    if date.as_deref().is_some_and(|date| !is_date(date)) {
        return Err(row.fault("date", "is no day, month or year"));
    }
    let record = StatePaperRecord {
        title: row.text("title")?,
        date,
        date_quality: row.one_of("date_quality", &["exact", "approximate"])?,
        parties,
        sectors: row.texts("sectors")?,
        kind: word,
        status: row.text("status")?,
        value_usd_minor: value.map(|value| value.ok_or_else(|| row.fault("value_usd_m", "is negative or too large"))).transpose()?,
        evidence: row.text("evidence")?,
        sources: row.texts("sources")?,
        note: row.optional("note")?,
        code,
    };
    row.done()?;
    Ok(StatePaper { id: derived(&["state paper", &record.code]), kind, record, version: 1 })
}

/// The forum's word for the source's. Where the source does not say whether a paper binds, the weaker reading is taken.
fn kind(word: &str, of_cities: bool) -> Option<AgreementKind> {
    Some(match word {
        "declaration" => AgreementKind::Declaration,
        // Cities bind themselves to friendship, not by treaty.
        "agreement" if of_cities => AgreementKind::Memorandum,
        "treaty" | "agreement" => AgreementKind::Treaty,
        "mou" | "mou_or_agreement" | "commercial" | "commercial_package" => AgreementKind::Memorandum,
        "commission" => AgreementKind::Protocol,
        "roadmap" | "action_plan" => AgreementKind::Programme,
        _ => return None,
    })
}

/// `2026`, `2026-02` or `2026-02-04`.
#[must_use]
pub fn is_date(text: &str) -> bool {
    let day = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    day.len() == 10 && chrono::NaiveDate::parse_from_str(&day, "%Y-%m-%d").is_ok()
}

/// Who is meant by the words in parentheses behind a deadline: code, name, and the sources that are known to carry the words.
const VOICES: [(&str, &str, &str, &[&str]); 3] = [
    ("PM, press point", "prime-minister", "Prime Minister of Pakistan", &["ptimou"]),
    ("seed article; metro-morning", "press", "Press reports", &["seed"]),
    // Which report carries these words is not noted in the file.
    ("Tokayev", "president", "President of Kazakhstan", &[]),
];

/// The paper of the foreign ministries with which the target was first named, and the reports of it.
const FIRST_NAMED: (&str, &[&str]) = ("ap-2025-2026", &["astana2025", "icma2025"]);

fn targets(visit: &mut Object, disagreements: Vec<Object>, papers: &[StatePaper]) -> Result<Vec<Target>, Malformed> {
    let millions = visit.number("trade_target_usd_m")?;
    let value = millions.checked_mul(MILLION).ok_or_else(|| visit.fault("trade_target_usd_m", "is too large"))?;
    let dates = visit.text("dates")?;
    let stated_on = dates.rsplit("..").next().unwrap_or_default().to_owned();
    if !is_date(&stated_on) {
        return Err(visit.fault("dates", "does not end with a day"));
    }
    let (mut deadlines, mut current) = (None, None);
    for mut row in disagreements {
        let topic = row.text("topic")?;
        let values = row.texts("values")?;
        // How the compiler of the file reads them is a note to himself.
        row.text("reading")?;
        match topic.as_str() {
            "Deadline of the $1bn target" => deadlines = Some((row, values)),
            "Current trade" => current = Some(values),
            "Number of state documents" | "Roadmap" => row.done()?,
            _ => return Err(row.fault("topic", "is not known here")),
        }
    }
    let Some((row, values)) = deadlines else {
        return Err(visit.fault("trade_target_usd_m", "has no deadlines in `disagreements`"));
    };
    let Some(trade) = current else { return Err(visit.fault("trade_target_usd_m", "has no current trade in `disagreements`")) };
    let note = format!("Current trade as it was named at the time, on different bases: {}.", trade.join("; "));
    let target = |code: &str, stated_by: &str, stated_on: String, deadline, sources: &[&str]| Target {
        code: format!("trade-1bn-{code}"),
        name: name(),
        value_usd_minor: value,
        stated_by: stated_by.to_owned(),
        stated_on,
        deadline,
        note: Some(note.clone()),
        sources: sources.iter().map(|source| (*source).to_owned()).collect(),
        side: None,
        deadline_on: None,
        baseline: None,
        retired: false,
    };
    let (code, sources) = FIRST_NAMED;
    let first = papers.iter().find(|paper| paper.record.code == code);
    let first = first.ok_or_else(|| visit.fault("trade_target_usd_m", format!("the paper `{code}` is missing")))?;
    let day = first.record.date.clone().unwrap_or_default();
    let mut targets = vec![target("ministries", &first.record.parties.join(", "), day, None, sources)];
    for text in values {
        let (words, voice) =
            quoted(&text).ok_or_else(|| row.fault("values", format!("`{text}` is not words in quotes and who said them")))?;
        let found = VOICES.iter().find(|(who, ..)| *who == voice);
        let (_, code, stated_by, sources) = found.ok_or_else(|| row.fault("values", format!("it is not known who `{voice}` is")))?;
        targets.push(target(code, stated_by, stated_on.clone(), Some(words.to_owned()), sources));
    }
    row.done()?;
    Ok(targets)
}

/// `'the words' (who said them)`.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (words, voice) = text.strip_prefix('\'')?.split_once("' (")?;
    Some((words, voice.strip_suffix(')')?))
}

fn name() -> Translations {
    Translations::new([
        (Language::En, "Trade of 1 billion US dollars between the two countries".to_owned()),
        (Language::Ru, "Товарооборот двух стран в 1 миллиард долларов США".to_owned()),
        (Language::Kk, "Екі ел арасындағы 1 миллиард АҚШ доллары көлеміндегі сауда".to_owned()),
        (Language::Ur, "دونوں ممالک کے درمیان ایک ارب امریکی ڈالر کی تجارت".to_owned()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_say_that_it_binds_is_a_memorandum() {
        assert_eq!(kind("mou_or_agreement", false), Some(AgreementKind::Memorandum));
        assert_eq!(kind("agreement", true), Some(AgreementKind::Memorandum));
        assert_eq!(kind("agreement", false), Some(AgreementKind::Treaty));
        assert_eq!(kind("handshake", false), None);
    }

    #[test]
    fn dates_are_days_months_or_years() {
        assert!(["2004", "2026-02", "2026-02-04"].into_iter().all(is_date));
        assert!(!["", "04", "2026-13", "2026-02-30", "February"].into_iter().any(is_date));
    }

    #[test]
    fn deadlines_are_quoted_with_who_said_them() {
        assert_eq!(quoted("'in the near term' (Tokayev)"), Some(("in the near term", "Tokayev")));
        assert_eq!(quoted("soon (Tokayev)"), None);
    }
}
