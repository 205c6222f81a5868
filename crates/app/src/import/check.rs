//! What one file says of another: every code and every source that is named exists, and nothing stands twice.

use std::collections::HashSet;

use domain::reference::SubsectorCode;

use super::{Malformed, Records};

/// Words that stand in the place of a source, and why no source is named.
pub const NO_SOURCE: [(&str, &str); 1] = [("reasoned", "the author's own reasoning, which nobody published")];

pub fn check(records: &Records) -> Result<(), Malformed> {
    let reference = &records.reference;
    let sectors = reference.sectors.iter().map(|sector| sector.code.to_string());
    let subsectors = reference.subsectors().map(|(_, subsector)| subsector.code.to_string());
    distinct("sectors.json", "code", sectors.chain(subsectors))?;
    distinct("regions.json", "code", reference.regions.iter().map(|region| region.code.to_string()))?;
    distinct("jv.json", "legal_forms.code", reference.legal_forms.iter().map(|form| form.code.to_string()))?;
    distinct("jv.json", "ownership_rules.code", reference.ownership_rules.iter().map(|rule| rule.code.clone()))?;
    let rows = reference.complementarity.iter().map(|row| format!("{} {} {}", row.supplier, row.consumer, row.flow));
    distinct("complementarity.json", "supplier, consumer, flow", rows)?;
    distinct("agreements.json", "id", records.papers.iter().map(|paper| paper.record.code.clone()))?;
    distinct("initiatives.json", "id", records.initiatives.iter().map(|initiative| initiative.code.clone()))?;
    distinct("initiatives.json", "order", records.pillars.iter().map(|pillar| pillar.code.clone()))?;
    codes(records)?;
    sources(records)
}

fn distinct(file: &'static str, field: &str, codes: impl Iterator<Item = String>) -> Result<(), Malformed> {
    let mut known = HashSet::new();
    for code in codes {
        if known.contains(&code) {
            return Err(Malformed { file, row: code, field: field.to_owned(), problem: "stands twice".to_owned() });
        }
        known.insert(code);
    }
    Ok(())
}

fn codes(records: &Records) -> Result<(), Malformed> {
    let reference = &records.reference;
    let subsector = |file, row: &str, field, code: &SubsectorCode| {
        known(file, row, field, code.as_str(), reference.subsector(code.as_str()).is_some(), "no subsector")
    };
    let sector = |file, row: &str, code: &str| known(file, row, "sectors", code, reference.sector(code).is_some(), "no sector");
    for (row, at) in reference.complementarity.iter().zip(0..) {
        let place = format!("rows[{at}]");
        subsector("complementarity.json", &place, "supplier", &row.supplier)?;
        subsector("complementarity.json", &place, "consumer", &row.consumer)?;
    }
    for rule in &reference.ownership_rules {
        rule.sectors.iter().try_for_each(|code| subsector("jv.json", &rule.code, "sectors", code))?;
    }
    for paper in &records.papers {
        paper.record.sectors.iter().try_for_each(|code| sector("agreements.json", &paper.record.code, code))?;
    }
    for initiative in &records.initiatives {
        initiative.sectors.iter().try_for_each(|code| sector("initiatives.json", &initiative.code, code))?;
    }
    for pillar in &records.pillars {
        pillar.sectors.iter().try_for_each(|code| sector("initiatives.json", &pillar.code, code))?;
        for code in &pillar.initiatives {
            let exists = records.initiatives.iter().any(|initiative| initiative.code == *code);
            known("initiatives.json", &pillar.code, "initiatives", code, exists, "no initiative")?;
        }
    }
    for initiative in &records.initiatives {
        let groups = records.pillars.iter().filter(|pillar| pillar.initiatives.contains(&initiative.code)).count();
        known("initiatives.json", &initiative.code, "id", &initiative.code, groups == 1, "not under exactly one pillar")?;
    }
    Ok(())
}

fn sources(records: &Records) -> Result<(), Malformed> {
    let keys: HashSet<&str> = records.sources.iter().map(|source| source.key.as_str()).collect();
    let check = |file, row: &str, field, names: &[String]| {
        names.iter().try_for_each(|name| {
            let exists = keys.contains(name.as_str()) || NO_SOURCE.iter().any(|(word, _)| word == name);
            known(file, row, field, name, exists, "no source")
        })
    };
    for (row, at) in records.reference.complementarity.iter().zip(0..) {
        check("complementarity.json", &format!("rows[{at}]"), "evidence", &row.evidence)?;
    }
    for rule in &records.reference.ownership_rules {
        check("jv.json", &rule.code, "sources", &rule.sources)?;
    }
    for paper in &records.papers {
        check("agreements.json", &paper.record.code, "sources", &paper.record.sources)?;
    }
    for initiative in &records.initiatives {
        check("initiatives.json", &initiative.code, "sources", &initiative.sources)?;
    }
    for target in &records.targets {
        check("agreements.json", &target.code, "sources", &target.sources)?;
    }
    for flow in &records.flows {
        check("trade.csv", &flow.period, "source_key", std::slice::from_ref(&flow.source_key))?;
    }
    Ok(())
}

fn known(file: &'static str, row: &str, field: &str, code: &str, exists: bool, what: &str) -> Result<(), Malformed> {
    if exists {
        return Ok(());
    }
    Err(Malformed { file, row: row.to_owned(), field: field.to_owned(), problem: format!("`{code}` is {what}") })
}
