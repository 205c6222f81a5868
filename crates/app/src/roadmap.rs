//! The roadmap, targets, their sources and the papers between states, written and corrected by administrators.

use chrono::NaiveDate;
use domain::{
    agreement::{AgreementKind, StatePaper, StatePaperRecord},
    event::Event,
    language::Translations,
    permit::{ForumRecord, Permit},
    policy::KeepRoadmap,
    reference::Sector,
    roadmap::{Initiative, Known, MilestoneSaid, Pillar, RoadmapError},
    stamp::Timestamp,
    trade::{Source, Target},
};
use persistence::{Forum, Tx, repository::reference::Kept};

use crate::{
    failure::{Failure, Refused},
    import::derived,
    op::Op,
    sector::source_keys,
};

type Written<T> = Result<Kept<T>, Refused<RoadmapError>>;

async fn begin(op: &Op) -> Result<(Tx<Forum>, Permit<KeepRoadmap>), Failure> {
    let (tx, actor) = op.begin_staff().await?;
    let permit = actor.permit::<KeepRoadmap>(ForumRecord)?;
    Ok((tx, permit))
}

/// What a record may name now.
async fn known(tx: &Tx<Forum>) -> Result<Known, Failure> {
    let sectors: Vec<Kept<Sector>> = tx.reference().kept_sectors().await?;
    let open = sectors.into_iter().filter(|kept| kept.record.retired_at.is_none());
    Ok(Known { sources: source_keys(tx).await?, sectors: open.map(|kept| kept.code).collect() })
}

/// The record of a code in the version that the writer has read; none where he writes a new one.
fn read<T>(all: Vec<Kept<T>>, code: &str, expected: Option<i32>) -> Result<Option<Kept<T>>, Refused<RoadmapError>> {
    match (all.into_iter().find(|kept| kept.code == code), expected) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(Failure::NotFound.into()),
        (Some(_), None) => Err(RoadmapError::CodeTaken.into()),
        (Some(kept), Some(expected)) if kept.version == expected => Ok(Some(kept)),
        (Some(_), Some(_)) => Err(Failure::Conflict.into()),
    }
}

fn kept<T>(code: String, record: T, before: Option<i32>, at: Timestamp) -> Kept<T> {
    Kept { code, record, version: before.unwrap_or(0) + 1, edited_at: Some(at) }
}

/// Writes a pillar, new or in the place of the version that was read.
pub async fn write_pillar(op: &Op, said: Pillar, expected: Option<i32>) -> Written<Pillar> {
    let (tx, permit) = begin(op).await?;
    let code = said.code.clone();
    let pillars: Vec<Kept<Pillar>> = tx.reference().kept_pillars().await?;
    let others: Vec<_> = pillars.iter().filter(|kept| kept.code != code).map(|kept| kept.record.clone()).collect();
    read(pillars, &code, expected)?;
    let initiatives: Vec<Kept<Initiative>> = tx.reference().kept_initiatives().await?;
    let initiatives: Vec<_> = initiatives.into_iter().map(|kept| kept.code).collect();
    let pillar = Pillar::write(&permit, said, &initiatives, &others, &known(&tx).await?)?;
    let at = op.app().now();
    tx.reference().put_pillar(&code, &pillar, expected, at).await?;
    tx.commit(Event::PillarEdited { code: code.clone(), by: permit.by().id }).await?;
    Ok(kept(code, pillar, expected, at))
}

/// Writes an initiative, new or in the place of the version that was read.
pub async fn write_initiative(op: &Op, said: Initiative, expected: Option<i32>) -> Written<Initiative> {
    let (tx, permit) = begin(op).await?;
    let code = said.code.clone();
    let before = read(tx.reference().kept_initiatives().await?, &code, expected)?;
    let published = tx.agreements().published_among(&said.agreements).await?;
    let before = before.map(|kept: Kept<Initiative>| kept.record);
    let initiative = Initiative::write(&permit, said, before.as_ref(), &published, &known(&tx).await?)?;
    let at = op.app().now();
    tx.reference().put_initiative(&code, &initiative, expected, at).await?;
    tx.commit(Event::InitiativeEdited { code: code.clone(), by: permit.by().id }).await?;
    Ok(kept(code, initiative, expected, at))
}

async fn initiative(tx: &Tx<Forum>, code: &str, expected: i32) -> Result<Initiative, Refused<RoadmapError>> {
    let found = read(tx.reference().kept_initiatives().await?, code, Some(expected))?;
    found.map(|kept: Kept<Initiative>| kept.record).ok_or_else(|| Failure::NotFound.into())
}

/// Writes what one side promised, that its date moved, or what became of it.
pub async fn log_milestone(op: &Op, code: String, expected: i32, said: MilestoneSaid) -> Written<Initiative> {
    let (tx, permit) = begin(op).await?;
    let initiative = initiative(&tx, &code, expected).await?;
    let stamp = op.stamp();
    let (initiative, number) = initiative.log_milestone(&permit, said, &known(&tx).await?, stamp)?;
    tx.reference().put_initiative(&code, &initiative, Some(expected), stamp.at).await?;
    tx.commit(Event::InitiativeMilestoneLogged { initiative: code.clone(), number, by: permit.by().id }).await?;
    Ok(kept(code, initiative, Some(expected), stamp.at))
}

/// Writes how an initiative stands on a day.
pub async fn log_status(
    op: &Op,
    code: String,
    expected: i32,
    (on, text, sources): (NaiveDate, Translations, Vec<String>),
) -> Written<Initiative> {
    let (tx, permit) = begin(op).await?;
    let initiative = initiative(&tx, &code, expected).await?;
    let stamp = op.stamp();
    let initiative = initiative.log_status(&permit, on, text, sources, &known(&tx).await?, stamp)?;
    tx.reference().put_initiative(&code, &initiative, Some(expected), stamp.at).await?;
    tx.commit(Event::InitiativeStatusLogged { initiative: code.clone(), by: permit.by().id }).await?;
    Ok(kept(code, initiative, Some(expected), stamp.at))
}

/// Writes a target as one side states it.
pub async fn write_target(op: &Op, said: Target, expected: Option<i32>) -> Written<Target> {
    let (tx, permit) = begin(op).await?;
    let code = said.code.clone();
    read::<Target>(tx.reference().kept_targets().await?, &code, expected)?;
    let target = Target::write(&permit, said, &known(&tx).await?)?;
    let at = op.app().now();
    tx.reference().put_target(&code, &target, expected, at).await?;
    tx.commit(Event::TargetEdited { code: code.clone(), by: permit.by().id }).await?;
    Ok(kept(code, target, expected, at))
}

/// Writes where something can be read.
pub async fn write_source(op: &Op, source: Source, expected: Option<i32>) -> Written<Source> {
    let (tx, permit) = begin(op).await?;
    let key = source.key.clone();
    read::<Source>(tx.reference().kept_sources().await?, &key, expected)?;
    let at = op.app().now();
    tx.reference().put_source(&key, &source, expected, at).await?;
    tx.commit(Event::SourceEdited { key: key.clone(), by: permit.by().id }).await?;
    Ok(kept(key, source, expected, at))
}

/// Writes a paper between states.
pub async fn write_state_paper(
    op: &Op,
    kind: AgreementKind,
    record: StatePaperRecord,
    expected: Option<i32>,
) -> Result<StatePaper, Refused<RoadmapError>> {
    let (tx, permit) = begin(op).await?;
    let before = tx.agreements().state_paper(&record.code).await?;
    let id = match (before, expected) {
        (None, None) => derived(&["state paper", &record.code]),
        (None, Some(_)) => return Err(Failure::NotFound.into()),
        (Some(_), None) => return Err(RoadmapError::CodeTaken.into()),
        (Some(paper), Some(expected)) if paper.version == expected => paper.id,
        (Some(_), Some(_)) => return Err(Failure::Conflict.into()),
    };
    let known = known(&tx).await?;
    known.sources(&record.sources)?;
    known.sectors(&record.sectors)?;
    let paper = StatePaper { id, kind, record, version: expected.unwrap_or(0) + 1 };
    tx.agreements().put_state_paper(&paper, expected, op.app().now()).await?;
    tx.commit(Event::StatePaperEdited { agreement: id, by: permit.by().id }).await?;
    Ok(paper)
}
