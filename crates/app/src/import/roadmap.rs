//! Initiatives as they were published, and the pillars that we group them by.

use domain::{
    language::{Language, Translations},
    roadmap::{Initiative, Pillar},
};

use super::{Malformed, object::Object};

const FILE: &str = "initiatives.json";

/// Which sectors and initiatives stand under the pillar of this order. No official text is known, so the grouping is our own.
const GROUPING: [(&str, &[&str], &[&str]); 7] = [
    ("trade", &["FIN"], &[]),
    ("transport", &["TRL", "MAR"], &["ktap", "uap", "brkuap", "qtta", "ports", "consortium"]),
    ("industry", &["CON", "MFG", "TEX", "LSS", "PHA"], &["samruk-fauji"]),
    ("energy", &["PET", "MIN", "ENE"], &["tapi"]),
    ("food", &["AGR", "CHE"], &["food"]),
    ("digital", &["ICT", "EDU"], &["digital"]),
    ("people", &["AVI", "TOU"], &["air"]),
];

pub fn read(text: &str) -> Result<(Vec<Initiative>, Vec<Pillar>), Malformed> {
    let mut document = Object::document(FILE, text)?;
    document.passed_over(&["version"])?;
    let initiatives = document.rows("initiatives")?.into_iter().map(initiative).collect::<Result<_, _>>()?;
    let mut grouping = document.object("roadmap_pillars")?;
    let note = grouping.text("note")?;
    let pillars = grouping.rows("pillars")?.into_iter().map(|row| pillar(row, &note)).collect::<Result<_, _>>()?;
    grouping.done()?;
    document.done()?;
    Ok((initiatives, pillars))
}

fn initiative(mut row: Object) -> Result<Initiative, Malformed> {
    let initiative = Initiative {
        code: row.text("id")?,
        name: row.translations("name")?,
        kind: row.text("kind")?,
        mode: row.optional("mode")?,
        sectors: row.texts("sectors")?,
        status: row.text("status")?,
        facts: row.texts("facts")?,
        risks: row.texts("risks")?,
        sources: row.texts("sources")?,
        summary: Translations::default(),
        owners: Vec::new(),
        milestones: Vec::new(),
        statuses: Vec::new(),
        agreements: Vec::new(),
        retired: false,
    };
    row.passed_over(&["nodes"])?;
    row.done()?;
    Ok(initiative)
}

fn pillar(mut row: Object, note: &str) -> Result<Pillar, Malformed> {
    let order = row.number("order")?;
    let group = usize::try_from(order - 1).ok().and_then(|at| GROUPING.get(at));
    let (code, sectors, initiatives) = group.ok_or_else(|| row.fault("order", "no group is known for it"))?;
    let (measure, basis) = (row.text("kpi")?, row.text("basis")?);
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let pillar = Pillar {
        code: (*code).to_owned(),
        name: Translations::new([(Language::En, row.text("pillar")?)]),
        sectors: owned(sectors),
        initiatives: owned(initiatives),
        note: Some(format!("{note} Measured by: {measure}. Basis: {basis}.")),
        sources: Vec::new(),
        official: false,
        retired: false,
    };
    row.done()?;
    Ok(pillar)
}
