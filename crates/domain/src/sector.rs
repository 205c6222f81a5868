//! Sectors and subsectors kept by administrators: named, added, retired, and never deleted, so that old records keep what they chose.

use thiserror::Error;

use crate::{
    language::{Language, Translations},
    permit::Permit,
    policy::KeepSectors,
    reference::{Complementarity, Sector, SectorCode, Subsector, SubsectorCode},
    stamp::Stamp,
};

/// The match masks have a place for this many sectors, and for this many subsectors that can be chosen.
pub const MAX_SECTORS: usize = 32;
pub const MAX_SUBSECTORS: usize = 128;

/// What is said of a sector or a subsector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    pub names: Translations,
    pub sources: Vec<String>,
}

/// What it is mapped to in the classifications of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    pub isic: Vec<String>,
    pub hs_chapters: Vec<String>,
}

/// Why a sector is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SectorError {
    #[error("there is a sector or subsector with this code already")]
    CodeTaken,
    #[error("a name in each of the four languages is needed")]
    NameMissing,
    #[error("the matches have room for {MAX_SECTORS} sectors")]
    TooManySectors,
    #[error("the matches have room for {MAX_SUBSECTORS} subsectors that can be chosen; retire one first")]
    TooManySubsectors,
    #[error("the sector is retired")]
    SectorRetired,
    #[error("it is retired already")]
    RetiredAlready,
    #[error("it is not retired")]
    NotRetired,
    #[error("there is no source with the key `{key}`; record it first")]
    UnknownSource { key: String },
}

/// Why a row of the complementarity table is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ComplementarityError {
    #[error("there is no subsector `{code}` that can be chosen")]
    UnknownSubsector { code: String },
    #[error("a subsector does not feed itself")]
    SameSubsector,
    #[error("there is no source with the key `{key}`; record it first")]
    UnknownSource { key: String },
    #[error("there is such a row already; name its version to change it")]
    Exists,
}

/// The sources that are known, and those that were named.
pub fn known_sources(named: &[String], known: &[String]) -> Result<(), String> {
    named.iter().find(|key| !known.contains(key)).map_or(Ok(()), |key| Err(key.clone()))
}

fn named(naming: &Naming, known: &[String]) -> Result<(), SectorError> {
    if Language::ALL.iter().any(|language| naming.names.get(*language).is_none()) {
        return Err(SectorError::NameMissing);
    }
    known_sources(&naming.sources, known).map_err(|key| SectorError::UnknownSource { key })
}

fn choosable(tree: &[Sector]) -> usize {
    let open = tree.iter().filter(|sector| sector.retired_at.is_none());
    open.flat_map(|sector| &sector.subsectors).filter(|subsector| subsector.retired_at.is_none()).count()
}

impl Sector {
    /// Adds a sector behind the others, without subsectors yet.
    pub fn add(
        _: &Permit<KeepSectors>,
        tree: &[Self],
        code: String,
        naming: Naming,
        mapping: Mapping,
        known: &[String],
    ) -> Result<Self, SectorError> {
        named(&naming, known)?;
        if tree.iter().any(|sector| sector.code.as_str() == code) {
            return Err(SectorError::CodeTaken);
        }
        if tree.len() >= MAX_SECTORS {
            return Err(SectorError::TooManySectors);
        }
        Ok(Self {
            code: SectorCode::stored(code),
            order: tree.iter().map(|sector| sector.order).max().unwrap_or(0) + 1,
            names: naming.names,
            isic4_sections: mapping.isic,
            isic4_divisions: Vec::new(),
            hs2022_chapters: mapping.hs_chapters,
            subsectors: Vec::new(),
            sources: naming.sources,
            retired_at: None,
            version: 0,
        })
    }

    /// Adds a subsector behind the others of this sector.
    pub fn add_subsector(
        mut self,
        _: &Permit<KeepSectors>,
        tree: &[Self],
        code: String,
        naming: Naming,
        mapping: Mapping,
        known: &[String],
    ) -> Result<Self, SectorError> {
        named(&naming, known)?;
        if self.retired_at.is_some() {
            return Err(SectorError::SectorRetired);
        }
        if self.subsectors.iter().any(|subsector| subsector.code.as_str() == code) {
            return Err(SectorError::CodeTaken);
        }
        if choosable(tree) >= MAX_SUBSECTORS {
            return Err(SectorError::TooManySubsectors);
        }
        self.subsectors.push(Subsector {
            code: SubsectorCode::stored(code),
            order: self.subsectors.iter().map(|subsector| subsector.order).max().unwrap_or(0) + 1,
            names: naming.names,
            isic4: mapping.isic,
            isic4_divisions: Vec::new(),
            hs2022_chapters: mapping.hs_chapters,
            sources: naming.sources,
            retired_at: None,
        });
        Ok(self)
    }

    /// Names the sector, or the subsector of that code, anew.
    pub fn rename(mut self, _: &Permit<KeepSectors>, code: &str, naming: Naming, known: &[String]) -> Result<Self, SectorError> {
        named(&naming, known)?;
        if let Some(subsector) = self.subsectors.iter_mut().find(|subsector| subsector.code.as_str() == code) {
            (subsector.names, subsector.sources) = (naming.names, naming.sources);
        } else {
            (self.names, self.sources) = (naming.names, naming.sources);
        }
        Ok(self)
    }

    /// From now on the sector, or the subsector of that code, cannot be chosen; what was chosen before stays.
    pub fn retire(mut self, _: &Permit<KeepSectors>, code: &str, stamp: Stamp) -> Result<Self, SectorError> {
        let retired_at = self.retirement(code);
        if retired_at.is_some() {
            return Err(SectorError::RetiredAlready);
        }
        *retired_at = Some(stamp.at);
        Ok(self)
    }

    /// It can be chosen again.
    pub fn reinstate(mut self, _: &Permit<KeepSectors>, tree: &[Self], code: &str) -> Result<Self, SectorError> {
        if self.retirement(code).take().is_none() {
            return Err(SectorError::NotRetired);
        }
        let open = self.subsectors.iter().filter(|subsector| subsector.retired_at.is_none()).count();
        let others = tree.iter().filter(|sector| sector.code != self.code).cloned().collect::<Vec<_>>();
        let more = if self.retired_at.is_none() { open } else { 0 };
        if choosable(&others) + more > MAX_SUBSECTORS {
            return Err(SectorError::TooManySubsectors);
        }
        Ok(self)
    }

    fn retirement(&mut self, code: &str) -> &mut Option<crate::stamp::Timestamp> {
        match self.subsectors.iter_mut().find(|subsector| subsector.code.as_str() == code) {
            Some(subsector) => &mut subsector.retired_at,
            None => &mut self.retired_at,
        }
    }
}

impl Complementarity {
    /// Writes what one subsector makes of another's need.
    pub fn write(
        _: &Permit<KeepSectors>,
        row: Self,
        exists: bool,
        changes: bool,
        open: impl Fn(&SubsectorCode) -> bool,
        known: &[String],
    ) -> Result<Self, ComplementarityError> {
        if exists && !changes {
            return Err(ComplementarityError::Exists);
        }
        if row.supplier == row.consumer {
            return Err(ComplementarityError::SameSubsector);
        }
        // A row that is taken back may name what was retired meanwhile.
        if let Some(code) = [&row.supplier, &row.consumer].into_iter().find(|code| !row.retired && !open(code)) {
            return Err(ComplementarityError::UnknownSubsector { code: code.to_string() });
        }
        known_sources(&row.evidence, known).map_err(|key| ComplementarityError::UnknownSource { key })?;
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::{Actor, SignedIn, Staff},
        id::{Identifier, SessionId, StaffId, UserId},
        permit::ForumRecord,
        reference::Reference,
        staff::Duty,
    };
    use uuid::Uuid;

    fn permit() -> Permit<KeepSectors> {
        let person = SignedIn {
            user: UserId::from_uuid(Uuid::nil()),
            session: SessionId::from_uuid(Uuid::nil()),
            proved: true,
            fresh: true,
            founds: false,
        };
        let staff = Staff {
            person,
            id: StaffId::from_uuid(Uuid::nil()),
            duty: Duty::Administrator,
            side: crate::country::Country::Kz,
            companies: Vec::new(),
        };
        Actor::Staff(staff).permit::<KeepSectors>(ForumRecord).unwrap()
    }

    fn naming(text: &str) -> Naming {
        let names = Translations::new(Language::ALL.iter().map(|language| (*language, format!("{text} {language}"))));
        Naming { names, sources: vec!["here".to_owned()] }
    }

    fn known() -> Vec<String> {
        vec!["here".to_owned()]
    }

    fn stamp() -> Stamp {
        Stamp::new("2026-03-02T09:00:00Z".parse().unwrap(), Uuid::nil())
    }

    fn tree(subsectors: usize) -> Vec<Sector> {
        let mut sector = Sector::add(&permit(), &[], "AA".to_owned(), naming("a"), Mapping::default(), &known()).unwrap();
        for at in 0..subsectors {
            let tree = [sector.clone()];
            sector = sector.add_subsector(&permit(), &tree, format!("AA-{at:03}"), naming("s"), Mapping::default(), &known()).unwrap();
        }
        vec![sector]
    }

    #[test]
    fn a_sector_needs_a_code_of_its_own_four_names_and_known_sources() {
        let tree = tree(1);
        let add = |code: &str, naming| Sector::add(&permit(), &tree, code.to_owned(), naming, Mapping::default(), &known());
        assert_eq!(add("BB", naming("b")).unwrap().order, 2);
        assert_eq!(add("AA", naming("b")).unwrap_err(), SectorError::CodeTaken);
        let short = Naming { names: Translations::new([(Language::En, "B".to_owned())]), sources: Vec::new() };
        assert_eq!(add("BB", short).unwrap_err(), SectorError::NameMissing);
        let unsourced = Naming { sources: vec!["nowhere".to_owned()], ..naming("b") };
        assert_eq!(add("BB", unsourced).unwrap_err(), SectorError::UnknownSource { key: "nowhere".to_owned() });
        let many: Vec<_> = (0..MAX_SECTORS).map(|_| tree[0].clone()).collect();
        let add = Sector::add(&permit(), &many, "BB".to_owned(), naming("b"), Mapping::default(), &known());
        assert_eq!(add.unwrap_err(), SectorError::TooManySectors);
    }

    #[test]
    fn there_is_room_for_so_many_subsectors_that_can_be_chosen() {
        let full = tree(MAX_SUBSECTORS);
        let add = |tree: &[Sector]| {
            tree[0].clone().add_subsector(&permit(), tree, "AA-NEW".to_owned(), naming("n"), Mapping::default(), &known())
        };
        assert_eq!(add(&full).unwrap_err(), SectorError::TooManySubsectors);
        let freed = vec![full[0].clone().retire(&permit(), "AA-000", stamp()).unwrap()];
        let grown = vec![add(&freed).unwrap()];
        assert_eq!(grown[0].clone().reinstate(&permit(), &grown, "AA-000").unwrap_err(), SectorError::TooManySubsectors);

        // What is retired is the one without a bit, and is found all the same.
        let mut reference = Reference::default();
        reference.sectors = grown;
        let reference = reference.arranged();
        assert_eq!(reference.subsectors().count(), MAX_SUBSECTORS + 1);
        assert_eq!(reference.bit(&SubsectorCode::stored("AA-000".to_owned())), Some(MAX_SUBSECTORS));
        assert!(reference.subsector("AA-000").is_some() && reference.open_subsector("AA-000").is_none());
        assert!(reference.open_subsector("AA-NEW").is_some());
    }

    #[test]
    fn what_is_retired_is_retired_once_and_comes_back() {
        let tree = tree(2);
        let retired = tree[0].clone().retire(&permit(), "AA", stamp()).unwrap();
        assert_eq!(retired.retired_at, Some(stamp().at));
        assert_eq!(retired.clone().retire(&permit(), "AA", stamp()).unwrap_err(), SectorError::RetiredAlready);
        assert_eq!(
            retired.clone().add_subsector(&permit(), &tree, "AA-NEW".to_owned(), naming("n"), Mapping::default(), &known()).unwrap_err(),
            SectorError::SectorRetired
        );
        let mut reference = Reference::default();
        reference.sectors = vec![retired.clone()];
        let reference = reference.arranged();
        assert!(reference.open_subsector("AA-000").is_none(), "a sector takes its subsectors along");
        let back = retired.reinstate(&permit(), &tree, "AA").unwrap();
        assert_eq!(back, tree[0]);
        assert_eq!(back.reinstate(&permit(), &tree, "AA").unwrap_err(), SectorError::NotRetired);
    }

    #[test]
    fn a_row_of_complementarity_is_between_two_that_can_be_chosen() {
        let row = |supplier: &str, consumer: &str, retired| Complementarity {
            supplier: SubsectorCode::stored(supplier.to_owned()),
            consumer: SubsectorCode::stored(consumer.to_owned()),
            kind: "input".to_owned(),
            flow: "BOTH".to_owned(),
            weight: 2,
            reason: "one mills what the other grows".to_owned(),
            evidence: vec!["here".to_owned()],
            retired,
        };
        let write = |row, exists, changes| {
            Complementarity::write(&permit(), row, exists, changes, |code| code.as_str() == "A" || code.as_str() == "B", &known())
        };
        assert!(write(row("A", "B", false), false, false).is_ok());
        assert_eq!(write(row("A", "B", false), true, false), Err(ComplementarityError::Exists));
        assert!(write(row("A", "B", false), true, true).is_ok());
        assert_eq!(write(row("A", "A", false), false, false), Err(ComplementarityError::SameSubsector));
        assert_eq!(write(row("A", "C", false), false, false), Err(ComplementarityError::UnknownSubsector { code: "C".to_owned() }));
        assert!(write(row("A", "C", true), true, true).is_ok());
        let unsourced = Complementarity { evidence: vec!["nowhere".to_owned()], ..row("A", "B", false) };
        assert_eq!(write(unsourced, false, false), Err(ComplementarityError::UnknownSource { key: "nowhere".to_owned() }));
    }
}
