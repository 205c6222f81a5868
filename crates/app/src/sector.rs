//! Sectors, subsectors and what complements what, kept by administrators. Every node hears of a change by its event.

use domain::{
    actor::Actor,
    event::Event,
    permit::{ForumRecord, Permit},
    policy::KeepSectors,
    reference::{Complementarity, Sector, SubsectorCode},
    sector::{ComplementarityError, Mapping, Naming, SectorError},
};
use persistence::{Forum, Tx, repository::reference::Kept};

use crate::{
    failure::{Failure, Refused},
    op::Op,
};

/// Everything that a change of the tree is looked at beside.
struct Tree {
    sectors: Vec<Sector>,
    sources: Vec<String>,
}

impl Tree {
    async fn read(tx: &Tx<Forum>) -> Result<Self, Failure> {
        let sectors: Vec<Kept<Sector>> = tx.reference().kept_sectors().await?;
        let sectors = sectors.into_iter().map(|kept| Sector { version: kept.version, ..kept.record }).collect();
        Ok(Self { sectors, sources: source_keys(tx).await? })
    }

    /// The sector of this code, or the one that holds the subsector of this code.
    fn holder(&self, code: &str, expected: i32) -> Result<Sector, Failure> {
        let holds =
            |sector: &&Sector| sector.code.as_str() == code || sector.subsectors.iter().any(|subsector| subsector.code.as_str() == code);
        let sector = self.sectors.iter().find(holds).ok_or(Failure::NotFound)?;
        if sector.version == expected { Ok(sector.clone()) } else { Err(Failure::Conflict) }
    }
}

pub(crate) async fn source_keys(tx: &Tx<Forum>) -> Result<Vec<String>, Failure> {
    let sources: Vec<Kept<domain::trade::Source>> = tx.reference().kept_sources().await?;
    Ok(sources.into_iter().map(|kept| kept.code).collect())
}

async fn begin(op: &Op) -> Result<(Tx<Forum>, Permit<KeepSectors>), Failure> {
    let (tx, actor): (_, Actor) = op.begin_staff().await?;
    let permit = actor.permit::<KeepSectors>(ForumRecord)?;
    Ok((tx, permit))
}

/// Stores the sector in the place of the version that it was read as, and tells every node of `code`.
async fn store(tx: Tx<Forum>, permit: &Permit<KeepSectors>, mut sector: Sector, code: String, op: &Op) -> Result<Sector, Failure> {
    let version = (sector.version > 0).then_some(sector.version);
    tx.reference().put_sector(sector.code.as_str(), &sector, version, op.app().now()).await?;
    tx.commit(Event::SectorEdited { code, by: permit.by().id }).await?;
    sector.version += 1;
    Ok(sector)
}

/// Adds a sector without subsectors.
pub async fn add(op: &Op, code: String, naming: Naming, mapping: Mapping) -> Result<Sector, Refused<SectorError>> {
    let (tx, permit) = begin(op).await?;
    let tree = Tree::read(&tx).await?;
    let sector = Sector::add(&permit, &tree.sectors, code.clone(), naming, mapping, &tree.sources)?;
    Ok(store(tx, &permit, sector, code, op).await?)
}

/// Adds a subsector to a sector of the version that was read.
pub async fn add_subsector(
    op: &Op,
    (sector, code): (String, String),
    expected: i32,
    naming: Naming,
    mapping: Mapping,
) -> Result<Sector, Refused<SectorError>> {
    let (tx, permit) = begin(op).await?;
    let tree = Tree::read(&tx).await?;
    let sector = tree.holder(&sector, expected)?;
    let sector = sector.add_subsector(&permit, &tree.sectors, code.clone(), naming, mapping, &tree.sources)?;
    Ok(store(tx, &permit, sector, code, op).await?)
}

/// Names a sector or subsector anew.
pub async fn rename(op: &Op, code: String, expected: i32, naming: Naming) -> Result<Sector, Refused<SectorError>> {
    let (tx, permit) = begin(op).await?;
    let tree = Tree::read(&tx).await?;
    let sector = tree.holder(&code, expected)?.rename(&permit, &code, naming, &tree.sources)?;
    Ok(store(tx, &permit, sector, code, op).await?)
}

/// Lets nobody choose a sector or subsector any more.
pub async fn retire(op: &Op, code: String, expected: i32) -> Result<Sector, Refused<SectorError>> {
    let (tx, permit) = begin(op).await?;
    let tree = Tree::read(&tx).await?;
    let sector = tree.holder(&code, expected)?.retire(&permit, &code, op.stamp())?;
    Ok(store(tx, &permit, sector, code, op).await?)
}

/// Lets it be chosen again.
pub async fn reinstate(op: &Op, code: String, expected: i32) -> Result<Sector, Refused<SectorError>> {
    let (tx, permit) = begin(op).await?;
    let tree = Tree::read(&tx).await?;
    let sector = tree.holder(&code, expected)?.reinstate(&permit, &tree.sectors, &code)?;
    Ok(store(tx, &permit, sector, code, op).await?)
}

/// Writes that one subsector makes what another needs, or that it does so no more.
pub async fn write_complementarity(
    op: &Op,
    row: Complementarity,
    expected: Option<i32>,
) -> Result<Kept<Complementarity>, Refused<ComplementarityError>> {
    let (tx, permit) = begin(op).await?;
    let tree = Tree::read(&tx).await?;
    let code = row.code();
    let rows: Vec<Kept<Complementarity>> = tx.reference().kept_complementarity().await?;
    let before = rows.into_iter().find(|kept| kept.code == code);
    match (&before, expected) {
        (None, Some(_)) => return Err(Failure::NotFound.into()),
        (Some(before), Some(expected)) if before.version != expected => return Err(Failure::Conflict.into()),
        _ => {}
    }
    let open = |code: &SubsectorCode| {
        let sectors = tree.sectors.iter().filter(|sector| sector.retired_at.is_none());
        sectors.flat_map(|sector| &sector.subsectors).any(|subsector| subsector.code == *code && subsector.retired_at.is_none())
    };
    let record = Complementarity::write(&permit, row, before.is_some(), expected.is_some(), open, &tree.sources)?;
    let at = op.app().now();
    tx.reference().put_complementarity(&code, &record, expected, at).await?;
    tx.commit(Event::ComplementarityEdited { code: code.clone(), by: permit.by().id }).await?;
    Ok(Kept { code, record, version: expected.unwrap_or(0) + 1, edited_at: Some(at) })
}
