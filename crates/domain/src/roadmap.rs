//! The roadmap: pillars, initiatives with an owner on each side, their milestones and what is said of them from day to day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    country::Country,
    id::AgreementId,
    language::Translations,
    milestone::MilestoneState,
    permit::Permit,
    policy::KeepRoadmap,
    sector::known_sources,
    stamp::{Stamp, Timestamp},
};

/// A group of initiatives; our own grouping until an official text is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pillar {
    pub code: String,
    pub name: Translations,
    pub sectors: Vec<String>,
    pub initiatives: Vec<String>,
    pub note: Option<String>,
    #[serde(default)]
    pub sources: Vec<String>,
    /// It stands in an official text, which its sources name.
    #[serde(default)]
    pub official: bool,
    /// It is kept and not shown.
    #[serde(default)]
    pub retired: bool,
}

/// Who answers for an initiative on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InitiativeOwner {
    pub side: Country,
    pub name: Translations,
}

/// A project of the roadmap, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initiative {
    pub code: String,
    pub name: Translations,
    pub kind: String,
    pub mode: Option<String>,
    pub sectors: Vec<String>,
    pub status: String,
    pub facts: Vec<String>,
    pub risks: Vec<String>,
    pub sources: Vec<String>,
    /// What it is, in the languages of the forum.
    #[serde(default)]
    pub summary: Translations,
    /// At most one a side.
    #[serde(default)]
    pub owners: Vec<InitiativeOwner>,
    #[serde(default)]
    pub milestones: Vec<RoadmapMilestone>,
    /// The latest last.
    #[serde(default)]
    pub statuses: Vec<StatusEntry>,
    /// Published papers that it rests on or has brought about.
    #[serde(default)]
    pub agreements: Vec<AgreementId>,
    /// It is kept and not shown.
    #[serde(default)]
    pub retired: bool,
}

/// A date that moved, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadmapDueChange {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub reason: String,
    pub at: Timestamp,
}

/// What one side promised by a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadmapMilestone {
    /// 1 for the first of the initiative, and so on.
    pub number: i32,
    pub side: Country,
    pub title: Translations,
    pub due: NaiveDate,
    pub original_due: NaiveDate,
    pub changes: Vec<RoadmapDueChange>,
    pub state: MilestoneState,
    pub evidence: Option<String>,
    pub sources: Vec<String>,
    pub logged_at: Timestamp,
}

/// What was said of an initiative on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusEntry {
    pub on: NaiveDate,
    pub text: Translations,
    pub sources: Vec<String>,
    pub at: Timestamp,
}

/// An initiative has room for this many of each.
const MAX_ENTRIES: usize = 200;

/// What is said about a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MilestoneSaid {
    New { side: Country, title: Translations, due: NaiveDate, sources: Vec<String> },
    Move { number: i32, due: NaiveDate, reason: String },
    Settle { number: i32, state: MilestoneState, evidence: String, sources: Vec<String> },
}

/// Why a record of the roadmap is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RoadmapError {
    #[error("there is a record with this code already; name its version to change it")]
    CodeTaken,
    #[error("there is no source with the key `{key}`; record it first")]
    UnknownSource { key: String },
    #[error("there is no sector `{code}` that can be chosen")]
    UnknownSector { code: String },
    #[error("there is no initiative `{code}`")]
    UnknownInitiative { code: String },
    #[error("the initiative `{code}` stands under the pillar `{pillar}`")]
    UnderAnotherPillar { code: String, pillar: String },
    #[error("an official text is one that a source carries; name it")]
    OfficialWithoutSource,
    #[error("each side has one owner of an initiative")]
    TwoOwnersOfOneSide,
    #[error("no published paper has this identifier")]
    PaperNotPublished,
    #[error("there is no milestone with this number")]
    UnknownMilestone,
    #[error("the milestone is {state} already")]
    Settled { state: MilestoneState },
    #[error("say whether it was met, partly met or not met")]
    StateMissing,
    #[error("the same date as before")]
    DueUnchanged,
    #[error("what is not yet cannot be told: the day lies in the future")]
    DayInTheFuture,
    #[error("an initiative has room for {MAX_ENTRIES} of these")]
    TooMany,
    #[error("a target is an aim of more than nothing")]
    NoValue,
}

/// What a record may name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub sources: Vec<String>,
    pub sectors: Vec<String>,
}

impl Known {
    /// The first source that is not known is the fault.
    pub fn sources(&self, named: &[String]) -> Result<(), RoadmapError> {
        known_sources(named, &self.sources).map_err(|key| RoadmapError::UnknownSource { key })
    }

    pub fn sectors(&self, named: &[String]) -> Result<(), RoadmapError> {
        let unknown = named.iter().find(|code| !self.sectors.contains(code));
        unknown.map_or(Ok(()), |code| Err(RoadmapError::UnknownSector { code: code.clone() }))
    }
}

impl Pillar {
    /// Writes a pillar: `initiatives` are all that there are, `others` the pillars beside it.
    pub fn write(
        _: &Permit<KeepRoadmap>,
        said: Self,
        initiatives: &[String],
        others: &[Self],
        known: &Known,
    ) -> Result<Self, RoadmapError> {
        known.sources(&said.sources)?;
        known.sectors(&said.sectors)?;
        if said.official && said.sources.is_empty() {
            return Err(RoadmapError::OfficialWithoutSource);
        }
        for code in &said.initiatives {
            if !initiatives.contains(code) {
                return Err(RoadmapError::UnknownInitiative { code: code.clone() });
            }
            let other = others.iter().filter(|pillar| !pillar.retired).find(|pillar| pillar.initiatives.contains(code));
            if let Some(other) = other.filter(|_| !said.retired) {
                return Err(RoadmapError::UnderAnotherPillar { code: code.clone(), pillar: other.code.clone() });
            }
        }
        Ok(said)
    }
}

impl Initiative {
    /// Writes what is known of a project; its milestones and statuses are logged one by one and stay as they stand in `before`.
    pub fn write(
        _: &Permit<KeepRoadmap>,
        said: Self,
        before: Option<&Self>,
        published: &[AgreementId],
        known: &Known,
    ) -> Result<Self, RoadmapError> {
        known.sources(&said.sources)?;
        // What it touched before may have been retired meanwhile.
        let old = before.map(|before| before.sectors.as_slice()).unwrap_or_default();
        let new: Vec<_> = said.sectors.iter().filter(|code| !old.contains(code)).cloned().collect();
        known.sectors(&new)?;
        if said.owners.len() > 1 && said.owners.iter().any(|owner| said.owners.iter().filter(|other| other.side == owner.side).count() > 1)
        {
            return Err(RoadmapError::TwoOwnersOfOneSide);
        }
        if said.agreements.iter().any(|id| !published.contains(id)) {
            return Err(RoadmapError::PaperNotPublished);
        }
        let (milestones, statuses) = before.map(|before| (before.milestones.clone(), before.statuses.clone())).unwrap_or_default();
        Ok(Self { milestones, statuses, ..said })
    }

    /// Writes what one side promised, that its date moved, or what became of it. Gives back the number of the milestone.
    pub fn log_milestone(
        mut self,
        _: &Permit<KeepRoadmap>,
        said: MilestoneSaid,
        known: &Known,
        stamp: Stamp,
    ) -> Result<(Self, i32), RoadmapError> {
        let number = match said {
            MilestoneSaid::New { side, title, due, sources } => {
                known.sources(&sources)?;
                if self.milestones.len() >= MAX_ENTRIES {
                    return Err(RoadmapError::TooMany);
                }
                let number = self.milestones.iter().map(|milestone| milestone.number).max().unwrap_or(0) + 1;
                self.milestones.push(RoadmapMilestone {
                    number,
                    side,
                    title,
                    due,
                    original_due: due,
                    changes: Vec::new(),
                    state: MilestoneState::Open,
                    evidence: None,
                    sources,
                    logged_at: stamp.at,
                });
                number
            }
            MilestoneSaid::Move { number, due, reason } => {
                let milestone = self.open_milestone(number)?;
                if milestone.due == due {
                    return Err(RoadmapError::DueUnchanged);
                }
                milestone.changes.push(RoadmapDueChange { from: milestone.due, to: due, reason, at: stamp.at });
                milestone.due = due;
                number
            }
            MilestoneSaid::Settle { number, state, evidence, sources } => {
                known.sources(&sources)?;
                if state == MilestoneState::Open {
                    return Err(RoadmapError::StateMissing);
                }
                let milestone = self.open_milestone(number)?;
                milestone.state = state;
                milestone.evidence = Some(evidence);
                milestone.sources.extend(sources);
                milestone.sources.dedup();
                number
            }
        };
        Ok((self, number))
    }

    fn open_milestone(&mut self, number: i32) -> Result<&mut RoadmapMilestone, RoadmapError> {
        let milestone = self.milestones.iter_mut().find(|milestone| milestone.number == number).ok_or(RoadmapError::UnknownMilestone)?;
        match milestone.state {
            MilestoneState::Open => Ok(milestone),
            state => Err(RoadmapError::Settled { state }),
        }
    }

    /// Writes how the project stands on a day; what was written before stays.
    pub fn log_status(
        mut self,
        _: &Permit<KeepRoadmap>,
        on: NaiveDate,
        text: Translations,
        sources: Vec<String>,
        known: &Known,
        stamp: Stamp,
    ) -> Result<Self, RoadmapError> {
        known.sources(&sources)?;
        if on > stamp.at.date_naive() + chrono::Days::new(1) {
            return Err(RoadmapError::DayInTheFuture);
        }
        if self.statuses.len() >= MAX_ENTRIES {
            return Err(RoadmapError::TooMany);
        }
        self.statuses.push(StatusEntry { on, text, sources, at: stamp.at });
        self.statuses.sort_by_key(|entry| (entry.on, entry.at));
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        actor::{Actor, SignedIn, Staff},
        id::{Identifier, SessionId, StaffId, UserId},
        language::Language,
        permit::ForumRecord,
        staff::Duty,
    };
    use uuid::Uuid;

    fn permit() -> Permit<KeepRoadmap> {
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
        Actor::Staff(staff).permit::<KeepRoadmap>(ForumRecord).unwrap()
    }

    fn text(text: &str) -> Translations {
        Translations::new([(Language::En, text.to_owned())])
    }

    fn known() -> Known {
        Known { sources: vec!["here".to_owned()], sectors: vec!["AGR".to_owned()] }
    }

    fn stamp() -> Stamp {
        Stamp::new("2026-03-02T09:00:00Z".parse().unwrap(), Uuid::nil())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn initiative() -> Initiative {
        Initiative {
            code: "rail".to_owned(),
            name: text("A railway"),
            kind: "corridor".to_owned(),
            mode: None,
            sectors: vec!["AGR".to_owned()],
            status: "planned".to_owned(),
            facts: Vec::new(),
            risks: Vec::new(),
            sources: vec!["here".to_owned()],
            summary: Translations::default(),
            owners: Vec::new(),
            milestones: Vec::new(),
            statuses: Vec::new(),
            agreements: Vec::new(),
            retired: false,
        }
    }

    fn pillar(code: &str, initiatives: &[&str]) -> Pillar {
        Pillar {
            code: code.to_owned(),
            name: text("Transport"),
            sectors: vec!["AGR".to_owned()],
            initiatives: initiatives.iter().map(|code| (*code).to_owned()).collect(),
            note: None,
            sources: Vec::new(),
            official: false,
            retired: false,
        }
    }

    #[test]
    fn an_initiative_stands_under_one_pillar() {
        let all = ["rail".to_owned(), "road".to_owned()];
        let write = |said: Pillar, others: &[Pillar]| Pillar::write(&permit(), said, &all, others, &known());
        assert!(write(pillar("a", &["rail"]), &[pillar("b", &["road"])]).is_ok());
        let elsewhere = write(pillar("a", &["rail"]), &[pillar("b", &["rail"])]).unwrap_err();
        assert_eq!(elsewhere, RoadmapError::UnderAnotherPillar { code: "rail".to_owned(), pillar: "b".to_owned() });
        assert!(write(pillar("a", &["rail"]), &[Pillar { retired: true, ..pillar("b", &["rail"]) }]).is_ok());
        let unknown = write(pillar("a", &["canal"]), &[]).unwrap_err();
        assert_eq!(unknown, RoadmapError::UnknownInitiative { code: "canal".to_owned() });
        let official = Pillar { official: true, ..pillar("a", &[]) };
        assert_eq!(write(official.clone(), &[]).unwrap_err(), RoadmapError::OfficialWithoutSource);
        assert!(write(Pillar { sources: vec!["here".to_owned()], ..official }, &[]).is_ok());
    }

    #[test]
    fn what_is_written_anew_keeps_what_was_logged() {
        let said = MilestoneSaid::New { side: Country::Kz, title: text("Survey"), due: day("2026-06-01"), sources: Vec::new() };
        let (before, number) = initiative().log_milestone(&permit(), said, &known(), stamp()).unwrap();
        assert_eq!(number, 1);
        let after = Initiative::write(&permit(), initiative(), Some(&before), &[], &known()).unwrap();
        assert_eq!(after.milestones, before.milestones);

        let retired = Known { sectors: Vec::new(), ..known() };
        assert!(Initiative::write(&permit(), initiative(), Some(&before), &[], &retired).is_ok());
        let fresh = Initiative::write(&permit(), initiative(), None, &[], &retired).unwrap_err();
        assert_eq!(fresh, RoadmapError::UnknownSector { code: "AGR".to_owned() });
        let owner = |side| InitiativeOwner { side, name: text("A ministry") };
        let twice = Initiative { owners: vec![owner(Country::Kz), owner(Country::Kz)], ..initiative() };
        assert_eq!(Initiative::write(&permit(), twice, None, &[], &known()).unwrap_err(), RoadmapError::TwoOwnersOfOneSide);
        let both = Initiative { owners: vec![owner(Country::Kz), owner(Country::Pk)], ..initiative() };
        assert!(Initiative::write(&permit(), both, None, &[], &known()).is_ok());
        let paper = AgreementId::from_uuid(Uuid::from_u128(7));
        let linked = Initiative { agreements: vec![paper], ..initiative() };
        assert_eq!(Initiative::write(&permit(), linked.clone(), None, &[], &known()).unwrap_err(), RoadmapError::PaperNotPublished);
        assert!(Initiative::write(&permit(), linked, None, &[paper], &known()).is_ok());
    }

    #[test]
    fn a_milestone_keeps_its_first_date_and_is_settled_once() {
        let log = |initiative: Initiative, said| initiative.log_milestone(&permit(), said, &known(), stamp());
        let new = MilestoneSaid::New { side: Country::Pk, title: text("Survey"), due: day("2026-06-01"), sources: Vec::new() };
        let (one, _) = log(initiative(), new).unwrap();
        let moved = |number, due: &str| MilestoneSaid::Move { number, due: day(due), reason: "floods".to_owned() };
        assert_eq!(log(one.clone(), moved(2, "2026-07-01")).unwrap_err(), RoadmapError::UnknownMilestone);
        assert_eq!(log(one.clone(), moved(1, "2026-06-01")).unwrap_err(), RoadmapError::DueUnchanged);
        let (later, _) = log(one, moved(1, "2026-07-01")).unwrap();
        assert_eq!((later.milestones[0].original_due, later.milestones[0].due), (day("2026-06-01"), day("2026-07-01")));
        assert_eq!(later.milestones[0].changes.len(), 1);
        let settle = |state| MilestoneSaid::Settle { number: 1, state, evidence: "a report".to_owned(), sources: vec!["here".to_owned()] };
        assert_eq!(log(later.clone(), settle(MilestoneState::Open)).unwrap_err(), RoadmapError::StateMissing);
        let (met, _) = log(later, settle(MilestoneState::Met)).unwrap();
        assert_eq!(log(met.clone(), settle(MilestoneState::NotMet)).unwrap_err(), RoadmapError::Settled { state: MilestoneState::Met });
        assert_eq!(log(met, moved(1, "2026-08-01")).unwrap_err(), RoadmapError::Settled { state: MilestoneState::Met });
    }

    #[test]
    fn a_status_is_of_a_day_that_has_come() {
        let log = |on: &str| initiative().log_status(&permit(), day(on), text("Digging"), vec!["here".to_owned()], &known(), stamp());
        assert_eq!(log("2026-03-05").unwrap_err(), RoadmapError::DayInTheFuture);
        // It is tomorrow already in Almaty while it is still today in UTC.
        assert!(log("2026-03-03").is_ok());
        let two =
            log("2026-03-02").unwrap().log_status(&permit(), day("2026-01-01"), text("Drawn"), Vec::new(), &known(), stamp()).unwrap();
        assert_eq!(two.statuses.iter().map(|entry| entry.on).collect::<Vec<_>>(), [day("2026-01-01"), day("2026-03-02")]);
    }
}
