//! Brings the checked-in reference files into the database: sectors, regions, law, trade, papers between states and the roadmap.
//!
//! The files are read whole and checked against each other before anything is written, and everything is written in one transaction:
//! a file with a fault changes nothing and says which row and field is at fault.

mod check;
mod csv;
mod object;
mod papers;
mod roadmap;
mod sources;
mod tables;
#[cfg(test)]
mod tests;
mod trade;

use std::fmt;

use domain::{
    agreement::StatePaper,
    event::Event,
    reference::Reference,
    stamp::Timestamp,
    trade::{Initiative, Pillar, Source, Target, TradeFlow},
};
use persistence::{Author, Database, StorageError, System};
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
}

impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.changed { "imported:" } else { "unchanged since the last import:" })?;
        for (kind, count) in &self.counts {
            write!(f, " {count} {kind},")?;
        }
        write!(f, " digest {}", &self.digest[..12.min(self.digest.len())])
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
    let report = ImportReport { changed, version: records.version, counts: records.counts(), digest };
    if changed {
        write(&tx, &records, &report.digest, at).await?;
        tx.commit(Event::ReferenceImported { version: records.version }).await?;
    }
    Ok(report)
}

async fn write(tx: &persistence::Tx<System>, records: &Records, digest: &str, at: Timestamp) -> Result<(), StorageError> {
    let tables = tx.reference();
    let reference = &records.reference;
    tables.replace_sectors(&coded(&reference.sectors, |sector| sector.code.to_string())).await?;
    tables.replace_regions(&coded(&reference.regions, |region| region.code.to_string())).await?;
    tables.replace_legal_forms(&coded(&reference.legal_forms, |form| form.code.to_string())).await?;
    let pair = |row: &domain::reference::Complementarity| format!("{} {} {}", row.supplier, row.consumer, row.flow);
    tables.replace_complementarity(&coded(&reference.complementarity, pair)).await?;
    tables.replace_ownership_rules(&coded(&reference.ownership_rules, |rule| rule.code.clone())).await?;
    tables.replace_pillars(&coded(&records.pillars, |pillar| pillar.code.clone())).await?;
    tables.replace_initiatives(&coded(&records.initiatives, |initiative| initiative.code.clone())).await?;
    tables.replace_targets(&coded(&records.targets, |target| target.code.clone())).await?;
    tables.replace_sources(&coded(&records.sources, |source| source.key.clone())).await?;
    tx.trade_flows().replace(&records.flows).await?;
    tx.agreements().replace_state_papers(&records.papers).await?;
    tables.note_import(NAME, digest, at).await
}

fn coded<T: Clone>(records: &[T], code: impl Fn(&T) -> String) -> Vec<(String, T)> {
    records.iter().map(|record| (code(record), record.clone())).collect()
}

/// An identity that follows from what the record is, so that importing it again finds the same one.
fn derived<I: domain::id::Identifier>(parts: &[&str]) -> I {
    let mut digest = Sha256::new().chain_update(I::PREFIX);
    for part in parts {
        digest.update([0]);
        digest.update(part);
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    I::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
