//! Sectors and what complements what, as administrators keep them.

pub mod add;
pub mod add_subsector;
pub mod reinstate;
pub mod rename;
pub mod retire;
pub mod write_complementarity;

use app::storage::Kept;
use async_graphql::{Context, Enum, Error, Object, SimpleObject, connection::Connection};
use domain::reference::Complementarity as Domain;

use crate::{
    context::op,
    error::failed,
    page::{Asked, Cursor, connection, cost, slice},
    translation::{LocalizedTextInput, codes},
    user_error::Reading,
};

/// Which way the goods or services of a row go.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplementarityFlow {
    /// From Kazakhstan to Pakistan.
    KazakhstanToPakistan,
    /// From Pakistan to Kazakhstan.
    PakistanToKazakhstan,
    /// Either way.
    Both,
}

impl ComplementarityFlow {
    fn word(self) -> &'static str {
        match self {
            Self::KazakhstanToPakistan => "KZ>PK",
            Self::PakistanToKazakhstan => "PK>KZ",
            Self::Both => "BOTH",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "KZ>PK" => Self::KazakhstanToPakistan,
            "PK>KZ" => Self::PakistanToKazakhstan,
            _ => Self::Both,
        }
    }
}

/// How one subsector feeds another.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComplementarityKind {
    /// What one makes goes into what the other makes.
    Input,
    /// One serves the other.
    Service,
    /// One is the market of the other.
    Market,
    /// One has the know-how that the other needs.
    Technology,
    /// One has the money that the other needs.
    Capital,
}

impl ComplementarityKind {
    fn word(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Service => "service",
            Self::Market => "market",
            Self::Technology => "technology",
            Self::Capital => "capital",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "service" => Self::Service,
            "market" => Self::Market,
            "technology" => Self::Technology,
            "capital" => Self::Capital,
            _ => Self::Input,
        }
    }
}

/// One subsector's output is another's need, with the reason.
#[derive(SimpleObject)]
pub struct Complementarity {
    /// The code of the subsector that supplies.
    pub supplier: String,
    /// The code of the subsector that needs.
    pub consumer: String,
    /// Which way.
    pub flow: ComplementarityFlow,
    /// How one feeds the other.
    pub kind: ComplementarityKind,
    /// How well the two fit: 1, 2 or 3.
    pub weight: i32,
    /// Why, in English.
    pub reason: String,
    /// Keys of the sources; `reasoned` stands for the author's own reasoning.
    pub evidence: Vec<String>,
    /// Whether it speaks for no match any more.
    pub retired: bool,
    /// The version, for `writeComplementarity`.
    pub version: i32,
}

impl From<Kept<Domain>> for Complementarity {
    fn from(kept: Kept<Domain>) -> Self {
        let Kept { record, version, .. } = kept;
        Self {
            supplier: record.supplier.as_str().to_owned(),
            consumer: record.consumer.as_str().to_owned(),
            flow: ComplementarityFlow::of(&record.flow),
            kind: ComplementarityKind::of(&record.kind),
            weight: i32::from(record.weight),
            reason: record.reason,
            evidence: record.evidence,
            retired: record.retired,
            version,
        }
    }
}

fn naming(names: &LocalizedTextInput, sources: &[String], reading: &mut Reading) -> Option<domain::sector::Naming> {
    let sources = codes(sources, reading, "sources", 20);
    let names = names.read(reading, "names", 2, 120)?;
    Some(domain::sector::Naming { names, sources })
}

/// The sections or classes of ISIC and the chapters of HS that are named.
fn mapping(isic: &[String], chapters: &[String], reading: &mut Reading) -> domain::sector::Mapping {
    let isic = codes(isic, reading, "isic", 50);
    let mut hs_chapters = Vec::new();
    for (at, chapter) in codes(chapters, reading, "hsChapters", 99).into_iter().enumerate() {
        let sound = chapter.len() == 2 && domain::listing::HsCode::parse(&chapter).is_ok();
        let chapter = if sound { Ok(chapter) } else { Err("two digits of a chapter of the Harmonized System") };
        hs_chapters.extend(reading.take(format!("hsChapters.{at}"), chapter));
    }
    domain::sector::Mapping { isic, hs_chapters }
}

/// The code of a sector or of a subsector.
fn either(code: &str) -> Result<String, &'static str> {
    let sound = domain::code::sector(code).is_ok() || domain::code::subsector(code).is_ok();
    if sound { Ok(code.to_owned()) } else { Err("the code of a sector, such as AGR, or of a subsector, such as AGR-GR") }
}

#[derive(Default)]
pub struct ComplementarityQuery;

#[Object]
impl ComplementarityQuery {
    /// What complements what: the rows that speak for a match of two subsectors.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn complementarity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Also rows that speak for no match any more.", default)] include_retired: bool,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Complementarity>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let mut rows: Vec<Kept<Domain>> = op(ctx).view().await.map_err(failed)?.reference().kept_complementarity().await.map_err(failed)?;
        rows.retain(|row| include_retired || !row.record.retired);
        Ok(connection(slice(rows, &window), &window, Complementarity::from))
    }
}
