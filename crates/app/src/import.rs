//! Brings the checked-in reference files into the database: sectors, regions, law, trade, papers between states and the roadmap.
//!
//! The files are read whole and checked against each other before anything is written, and everything is written in one transaction:
//! a file with a fault changes nothing and says which row and field is at fault.

mod check;
mod csv;
mod object;
pub(crate) mod papers;
mod roadmap;
mod sources;
mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod trade;

use std::fmt;

use domain::{
    agreement::StatePaper,
    event::Event,
    reference::{Complementarity, Reference, Sector},
    roadmap::{Initiative, Pillar},
    stamp::Timestamp,
    trade::{Source, Target, TradeFlow},
};
use persistence::{Author, Database, StorageError, System, repository::reference::Kept};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The texts of the reference files.
#[derive(Debug, Clone, Copy)]
pub struct ReferenceFiles<'a> {
    pub sectors: &'a str,
    pub regions: &'a str,
    /// Legal forms and ownership rules.
    pub law: &'a str,
    pub complementarity: &'a str,
    pub agreements: &'a str,
    pub initiatives: &'a str,
    pub trade: &'a str,
    pub sources: &'a str,
}

impl ReferenceFiles<'static> {
    /// The files that the program was built with.
    #[must_use]
    pub fn built_in() -> Self {
        Self {
            sectors: include_str!("../reference/sectors.json"),
            regions: include_str!("../reference/regions.json"),
            law: include_str!("../reference/jv.json"),
            complementarity: include_str!("../reference/complementarity.json"),
            agreements: include_str!("../reference/agreements.json"),
            initiatives: include_str!("../reference/initiatives.json"),
            trade: include_str!("../reference/trade.csv"),
            sources: include_str!("../reference/SOURCES.md"),
        }
    }
}

impl ReferenceFiles<'_> {
    /// SHA-256 over the files and over how they are read, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        let files =
            [self.sectors, self.regions, self.law, self.complementarity, self.agreements, self.initiatives, self.trade, self.sources];
        let mut digest = Sha256::new().chain_update(READING.to_be_bytes());
        for text in crate::legal::built_in() {
            digest.update(text.digest);
        }
        for file in files {
            digest.update(file.len().to_be_bytes());
            digest.update(file);
        }
        hex::encode(digest.finalize())
    }

    /// Reads every file and checks them against each other.
    pub fn read(&self) -> Result<Records, Malformed> {
        let sectors = tables::sectors(self.sectors)?;
        let (regions, cities) = tables::regions(self.regions)?;
        let (legal_forms, ownership_rules) = tables::law(self.law)?;
        let complementarity = tables::complementarity(self.complementarity)?;
        let (initiatives, pillars) = roadmap::read(self.initiatives)?;
        let (papers, targets) = papers::read(self.agreements, &cities)?;
        let mut reference = Reference::default();
        reference.sectors = sectors;
        reference.regions = regions;
        reference.legal_forms = legal_forms;
        reference.complementarity = complementarity;
        reference.ownership_rules = ownership_rules;
        let records = Records {
            version: tables::version("sectors.json", self.sectors)?,
            reference: reference.arranged(),
            papers,
            targets,
            initiatives,
            pillars,
            flows: trade::read(self.trade)?,
            sources: sources::read(self.sources)?,
        };
        check::check(&records)?;
        Ok(records)
    }
}

pub use papers::is_date;

/// Raised when the same files are read into other records, so that an import after an update of the program writes again.
const READING: u32 = 1;

/// The name under which the import is noted.
const NAME: &str = "reference";

/// Everything that the files say.
#[derive(Debug, Clone)]
pub struct Records {
    pub version: i32,
    pub reference: Reference,
    pub papers: Vec<StatePaper>,
    pub targets: Vec<Target>,
    pub initiatives: Vec<Initiative>,
    pub pillars: Vec<Pillar>,
    pub flows: Vec<TradeFlow>,
    pub sources: Vec<Source>,
}

/// A fault in a file: where it is, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    pub file: &'static str,
    /// A line number, or the path of a row within a document.
    pub row: String,
    pub field: String,
    pub problem: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, row, field, problem } = self;
        write!(f, "{file}, {row}, `{field}`: {problem}")
    }
}

impl std::error::Error for Malformed {}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// False where the same files were imported before and nothing was written.
    pub changed: bool,
    pub digest: String,
    pub version: i32,
    /// The kinds of record with how many there are of each.
    pub counts: Vec<(&'static str, usize)>,
    /// What the files say otherwise or again, and was left as administrators wrote it: the kind of record and its code.
    pub kept: Vec<(&'static str, String)>,
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.changed { "imported:" } else { "unchanged since the last import:" })?;
        for (kind, count) in &self.counts {
            write!(f, " {count} {kind},")?;
        }
        write!(f, " digest {}", &self.digest[..12.min(self.digest.len())])?;
        if !self.kept.is_empty() {
            f.write_str("; left as administrators wrote it:")?;
            for (at, (kind, code)) in self.kept.iter().enumerate() {
                write!(f, "{} {kind} {code}", if at == 0 { "" } else { "," })?;
            }
        }
        Ok(())
    }
}

impl Records {
    fn counts(&self) -> Vec<(&'static str, usize)> {
        vec![
            ("sectors", self.reference.sectors.len()),
            ("subsectors", self.reference.subsectors().count()),
            ("regions", self.reference.regions.len()),
            ("legal forms", self.reference.legal_forms.len()),
            ("complementarity rows", self.reference.complementarity.len()),
            ("ownership rules", self.reference.ownership_rules.len()),
            ("state papers", self.papers.len()),
            ("initiatives", self.initiatives.len()),
            ("pillars", self.pillars.len()),
            ("targets", self.targets.len()),
            ("trade flows", self.flows.len()),
            ("sources", self.sources.len()),
        ]
    }
}

/// Imports the files, unless the very same were imported before.
pub async fn import(database: &Database, files: &ReferenceFiles<'_>, author: impl FnOnce() -> Author) -> Result<ImportReport, ImportError> {
    let records = files.read()?;
    let digest = files.digest();
    let author = author();
    let at = author.at;
    let tx = database.begin(System, author).await?.in_bulk();
    let changed = tx.reference().imported(NAME).await?.as_deref() != Some(digest.as_str());
    let mut report = ImportReport { changed, version: records.version, counts: records.counts(), digest, kept: Vec::new() };
    if changed {
        report.kept = write(&tx, &records, &report.digest, at).await?;
        tx.commit(Event::ReferenceImported { version: records.version }).await?;
    }
    Ok(report)
}

/// Writes what the files say, but for what administrators have edited since: their word counts more than a file's, and the report names
/// each record that was left alone for that.
async fn write(
    tx: &persistence::Tx<System>,
    records: &Records,
    digest: &str,
    at: Timestamp,
) -> Result<Vec<(&'static str, String)>, StorageError> {
    let tables = tx.reference();
    let reference = &records.reference;
    let before: Vec<Kept<Sector>> = tables.kept_sectors().await?;
    let imported = before.into_iter().filter(|kept| kept.edited_at.is_none()).map(|kept| kept.record).collect();
    let sectors = with_those_in_use(&reference.sectors, imported, at);
    let mut kept = Vec::new();
    let mut left = |kind: &'static str, codes: Vec<String>| kept.extend(codes.into_iter().map(|code| (kind, code)));
    left("sector", tables.replace_sectors(&coded(&sectors, |sector| sector.code.to_string())).await?);
    left("region", tables.replace_regions(&coded(&reference.regions, |region| region.code.to_string())).await?);
    left("legal form", tables.replace_legal_forms(&coded(&reference.legal_forms, |form| form.code.to_string())).await?);
    left("complementarity", tables.replace_complementarity(&coded(&reference.complementarity, Complementarity::code)).await?);
    left("ownership rule", tables.replace_ownership_rules(&coded(&reference.ownership_rules, |rule| rule.code.clone())).await?);
    left("pillar", tables.replace_pillars(&coded(&records.pillars, |pillar| pillar.code.clone())).await?);
    left("initiative", tables.replace_initiatives(&coded(&records.initiatives, |initiative| initiative.code.clone())).await?);
    left("target", tables.replace_targets(&coded(&records.targets, |target| target.code.clone())).await?);
    left("source", tables.replace_sources(&coded(&records.sources, |source| source.key.clone())).await?);
    left("state paper", tx.agreements().replace_state_papers(&records.papers).await?);
    let flows = tx.trade_flows().replace(&records.flows).await?;
    if flows > 0 {
        left("trade flows", vec![format!("({flows})")]);
    }
    tx.legal_texts().publish(&crate::legal::built_in()).await?;
    tables.note_import(NAME, digest, at).await?;
    Ok(kept)
}

/// The sectors of the file with those that it has dropped: old records name them, so they are retired and not deleted.
fn with_those_in_use(file: &[Sector], before: Vec<Sector>, at: Timestamp) -> Vec<Sector> {
    let mut sectors = file.to_vec();
    for mut old in before {
        if let Some(sector) = sectors.iter_mut().find(|sector| sector.code == old.code) {
            for mut subsector in old.subsectors {
                if sector.subsectors.iter().all(|known| known.code != subsector.code) {
                    subsector.retired_at.get_or_insert(at);
                    sector.subsectors.push(subsector);
                }
            }
        } else {
            old.retired_at.get_or_insert(at);
            sectors.push(old);
        }
    }
    sectors
}

fn coded<T: Clone>(records: &[T], code: impl Fn(&T) -> String) -> Vec<(String, T)> {
    records.iter().map(|record| (code(record), record.clone())).collect()
}

/// An identity that follows from what the record is, so that importing it again finds the same one.
pub(crate) fn derived<I: domain::id::Identifier>(parts: &[&str]) -> I {
    let mut digest = Sha256::new().chain_update(I::PREFIX);
    for part in parts {
        digest.update([0]);
        digest.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    I::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
