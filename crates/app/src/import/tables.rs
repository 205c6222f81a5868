//! What everybody agrees on: sectors, regions, legal forms, ownership rules and complementarity.

use domain::reference::{
    Complementarity, LegalForm, LegalFormCode, OwnershipRule, Region, RegionCode, Sector, SectorCode, Subsector, SubsectorCode,
};

use super::{Malformed, object::Object};

const SECTORS: &str = "sectors.json";
const REGIONS: &str = "regions.json";
const LAW: &str = "jv.json";
const COMPLEMENTARITY: &str = "complementarity.json";

/// The version that a document gives itself.
pub fn version(file: &'static str, text: &str) -> Result<i32, Malformed> {
    let mut document = Object::document(file, text)?;
    let version = document.number("version")?;
    i32::try_from(version).map_err(|_| document.fault("version", "is too large"))
}

pub fn sectors(text: &str) -> Result<Vec<Sector>, Malformed> {
    let mut document = Object::document(SECTORS, text)?;
    document.passed_over(&["version", "classifications", "note"])?;
    let sectors = document.rows("sectors")?.into_iter().map(sector).collect::<Result<_, _>>()?;
    document.done()?;
    Ok(sectors)
}

fn sector(mut row: Object) -> Result<Sector, Malformed> {
    let sector = Sector {
        code: SectorCode::stored(row.text("code")?),
        order: order(&mut row)?,
        names: row.translations("names")?,
        isic4_sections: row.texts("isic4_sections")?,
        isic4_divisions: row.texts("isic4_divisions")?,
        hs2022_chapters: row.texts("hs2022_chapters")?,
        subsectors: row.rows("subsectors")?.into_iter().map(subsector).collect::<Result<_, _>>()?,
        sources: Vec::new(),
        retired_at: None,
        version: 0,
    };
    row.done()?;
    Ok(sector)
}

fn subsector(mut row: Object) -> Result<Subsector, Malformed> {
    let subsector = Subsector {
        code: SubsectorCode::stored(row.text("code")?),
        order: order(&mut row)?,
        names: row.translations("names")?,
        isic4: row.texts("isic4")?,
        isic4_divisions: row.texts("isic4_divisions")?,
        hs2022_chapters: row.texts("hs2022_chapters")?,
        sources: Vec::new(),
        retired_at: None,
    };
    if let Some(wrong) = subsector.hs2022_chapters.iter().find(|chapter| domain::listing::HsCode::parse(chapter).is_err()) {
        return Err(row.fault("hs2022_chapters", format!("`{wrong}` is no chapter of the Harmonized System")));
    }
    row.done()?;
    Ok(subsector)
}

fn order(row: &mut Object) -> Result<i32, Malformed> {
    let order = row.number("order")?;
    i32::try_from(order).map_err(|_| row.fault("order", "is too large"))
}

/// The regions, and the names of the cities by which a party may be one.
pub fn regions(text: &str) -> Result<(Vec<Region>, Vec<String>), Malformed> {
    let mut document = Object::document(REGIONS, text)?;
    document.passed_over(&["version", "source", "countries"])?;
    let regions = document.rows("regions")?.into_iter().map(region).collect::<Result<_, _>>()?;
    let city = |mut row: Object| row.text("name");
    let cities = document.rows("cities")?.into_iter().map(city).collect::<Result<_, _>>()?;
    document.done()?;
    Ok((regions, cities))
}

fn region(mut row: Object) -> Result<Region, Malformed> {
    let region = Region {
        code: RegionCode::stored(row.text("code")?),
        country: row.word("country")?,
        kind: row.text("kind")?,
        names: row.translations("names")?,
        centre: row.optional("centre")?,
    };
    row.passed_over(&["former_code", "note"])?;
    if !region.code.as_str().starts_with(region.country.as_str()) {
        return Err(row.fault("code", "does not begin with the letters of its country"));
    }
    row.done()?;
    Ok(region)
}

/// Legal forms and ownership rules. The states of ventures in the same file are background: the forum has its own stages.
pub fn law(text: &str) -> Result<(Vec<LegalForm>, Vec<OwnershipRule>), Malformed> {
    let mut document = Object::document(LAW, text)?;
    document.passed_over(&["version", "jv_states", "jv_fields", "approvals", "dispute_resolution", "disclaimer"])?;
    let forms = document.rows("legal_forms")?.into_iter().map(legal_form).collect::<Result<_, _>>()?;
    let rules = document.rows("ownership_rules")?.into_iter().map(ownership_rule).collect::<Result<_, _>>()?;
    document.done()?;
    Ok((forms, rules))
}

fn legal_form(mut row: Object) -> Result<LegalForm, Malformed> {
    let form = LegalForm {
        code: LegalFormCode::stored(row.text("code")?),
        country: row.word("country")?,
        abbr: row.translations("abbr")?,
        names: row.translations("names")?,
        jv_use: row.optional("jv_use")?,
    };
    row.passed_over(&["min_capital", "verified"])?;
    if !form.code.as_str().starts_with(form.country.as_str()) {
        return Err(row.fault("code", "does not begin with the letters of its country"));
    }
    row.done()?;
    Ok(form)
}

fn ownership_rule(mut row: Object) -> Result<OwnershipRule, Malformed> {
    let rule = OwnershipRule {
        code: row.text("code")?,
        country: row.word("country")?,
        sectors: row.texts("sectors")?.into_iter().map(SubsectorCode::stored).collect(),
        rule: row.text("rule")?,
        effect: row.text("effect")?,
        sources: row.texts("sources")?,
        as_of: row.text("as_of")?,
    };
    row.done()?;
    Ok(rule)
}

pub fn complementarity(text: &str) -> Result<Vec<Complementarity>, Malformed> {
    let mut document = Object::document(COMPLEMENTARITY, text)?;
    document.passed_over(&["version", "legend"])?;
    let rows = document.rows("rows")?.into_iter().map(complement).collect::<Result<_, _>>()?;
    document.done()?;
    Ok(rows)
}

fn complement(mut row: Object) -> Result<Complementarity, Malformed> {
    let weight = row.number("weight")?;
    let weight = u8::try_from(weight).ok().filter(|weight| (1..=3).contains(weight));
    let complement = Complementarity {
        supplier: SubsectorCode::stored(row.text("supplier")?),
        consumer: SubsectorCode::stored(row.text("consumer")?),
        kind: row.one_of("kind", &["input", "service", "market", "technology", "capital"])?,
        flow: row.one_of("flow", &["KZ>PK", "PK>KZ", "BOTH"])?,
        weight: weight.ok_or_else(|| row.fault("weight", "is 1, 2 or 3"))?,
        reason: row.text("reason")?,
        evidence: row.texts("evidence")?,
        retired: false,
    };
    row.done()?;
    Ok(complement)
}
