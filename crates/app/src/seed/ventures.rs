//! Joint ventures, each brought as far as its turn says by the steps that lead there.

mod contents;

use chrono::{Days, TimeDelta};
use domain::{
    agreement::AgreementKind,
    id::{AgreementId, Identifier},
    joint_venture::{Answered, DORMANT_DAYS, Evidence, Facts, Health, JointVenture, Stage, StageChange, VentureParties},
    milestone::{Milestone, MilestoneChange, MilestoneState},
    outcome::{Outcome, OutcomeKind},
    policy::{
        AdvanceJointVenture, BindJointVenture, ConfirmJointVenture, ConfirmOutcome, DisputeJointVenture, LogMilestone, ProposeJointVenture,
        WithdrawJointVenture,
    },
    stamp::Timestamp,
};

use super::{Chunk, SeedError, chance::Chance, dealings::Acquainted, firms::Firm, papers, refused, world::World};

/// What is on the table where a venture stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Table {
    Clear,
    /// The next stage, or the terms, wait for the other side.
    Waiting,
    /// The other side said what is wrong.
    Disputed,
}

/// How far the ventures of a chunk are, in turn.
const TURNS: [(Stage, Table); 19] = [
    (Stage::Operating, Table::Clear),
    (Stage::Proposed, Table::Waiting),
    (Stage::Negotiating, Table::Clear),
    (Stage::MouSigned, Table::Clear),
    (Stage::AgreementSigned, Table::Clear),
    (Stage::Incorporated, Table::Clear),
    (Stage::Financed, Table::Clear),
    (Stage::Implementing, Table::Clear),
    (Stage::Completed, Table::Clear),
    (Stage::Declined, Table::Clear),
    (Stage::Withdrawn, Table::Clear),
    (Stage::Lapsed, Table::Clear),
    (Stage::Terminated, Table::Clear),
    (Stage::MouSigned, Table::Waiting),
    (Stage::Proposed, Table::Disputed),
    (Stage::Operating, Table::Waiting),
    (Stage::Implementing, Table::Clear),
    (Stage::Financed, Table::Disputed),
    (Stage::Negotiating, Table::Waiting),
];

/// About how many steps the venture of a turn takes, so that its last ones lie near the present.
pub fn steps(nth: usize) -> i64 {
    let steps = match TURNS[nth % TURNS.len()].0 {
        Stage::Proposed | Stage::Declined => 1,
        Stage::Negotiating | Stage::Withdrawn => 4,
        Stage::MouSigned => 8,
        Stage::AgreementSigned | Stage::Terminated => 13,
        // Its memorandum was signed early and has run out since.
        Stage::Lapsed => 30,
        _ => 24,
    };
    // Every fifth goes through them early and has been silent since.
    if nth % 5 == 4 { steps * 4 } else { steps }
}

/// Brings a venture of two acquainted companies as far as its turn says.
pub fn build(world: &World<'_>, between: Acquainted<'_>, nth: usize, chance: &mut Chance, chunk: &mut Chunk) -> Result<(), SeedError> {
    let (goal, table) = TURNS[nth % TURNS.len()];
    let mut story = Story { world, between, nth, chance, chunk, outcomes: 0 };
    let mut venture = story.begin(goal)?;
    if goal == Stage::Declined {
        venture = story.end(venture, Stage::Declined)?;
    } else if goal != Stage::Proposed {
        venture = story.believe_terms(venture)?;
        story.milestone(&venture)?;
        let last = match goal {
            Stage::Withdrawn => Stage::Negotiating,
            Stage::Lapsed => Stage::MouSigned,
            Stage::Terminated => Stage::AgreementSigned,
            other => other,
        };
        while let Some(next) = venture.stage.next().filter(|_| venture.stage < last) {
            venture = story.reach(venture, next)?;
            story.milestone(&venture)?;
        }
        if goal.is_end() {
            venture = story.end(venture, goal)?;
        }
    }
    venture = story.lay(venture, table)?;
    if venture.stage == Stage::Implementing || venture.stage == Stage::Operating {
        let pending = story.report(&venture, OutcomeKind::Jobs)?;
        story.chunk.outcomes.push(pending);
    }
    venture.touched_at = story.between.pace.reached();
    venture.health = story.health(&venture);
    chunk.joint_ventures.push(venture);
    Ok(())
}

/// One venture in the making.
struct Story<'a, 'w> {
    world: &'a World<'w>,
    between: Acquainted<'a>,
    nth: usize,
    chance: &'a mut Chance,
    chunk: &'a mut Chunk,
    /// Outcomes that both believe.
    outcomes: u64,
}

impl Story<'_, '_> {
    fn step(&mut self) -> Timestamp {
        self.between.pace.step(self.chance)
    }

    /// A side: 0 proposed the venture, 1 is its counterpart.
    fn side(&self, nth: usize) -> &Firm {
        if nth == 0 { self.between.from } else { self.between.to }
    }

    /// A memorandum where the way leads past one, then the venture itself.
    fn begin(&mut self, goal: Stage) -> Result<JointVenture, SeedError> {
        let signs = !matches!(goal, Stage::Proposed | Stage::Declined | Stage::Negotiating | Stage::Withdrawn);
        let memorandum = if signs { Some(self.paper(AgreementKind::Memorandum, goal == Stage::Lapsed)?) } else { None };
        let terms = self.terms()?;
        let at = self.step();
        let parties = VentureParties(vec![self.between.from.company.clone(), self.between.to.company.clone()]);
        let permit = self.between.from.actor().permit::<ProposeJointVenture>(parties).map_err(refused)?;
        let introduction = Some(self.between.introduction.id);
        JointVenture::propose(permit, terms, introduction, memorandum, true, self.chance.stamp(at)).map_err(refused)
    }

    /// A paper that both sides believe.
    fn paper(&mut self, kind: AgreementKind, short: bool) -> Result<AgreementId, SeedError> {
        let at = self.step();
        let mut terms = papers::terms(self.world, &self.between, kind, at.date_naive(), self.chance)?;
        if short {
            // It ran out before a contract was signed.
            terms.expires_on = Some((self.world.plan().now - TimeDelta::days(10)).date_naive());
        }
        let agreement = papers::propose(&self.between, terms, self.chance.stamp(at))?;
        let at = self.step();
        let agreement = papers::confirm(self.between.to, agreement, self.chance.stamp(at))?;
        let id = agreement.id;
        self.chunk.agreements.push(agreement);
        Ok(id)
    }

    fn believe_terms(&mut self, venture: JointVenture) -> Result<JointVenture, SeedError> {
        let hash = venture.terms.hash.as_str().to_owned();
        let at = self.step();
        let permit = self.side(1).actor().permit::<ConfirmJointVenture>(venture).map_err(refused)?;
        let (venture, _) = JointVenture::confirm(permit, &hash, self.chance.stamp(at)).map_err(refused)?;
        Ok(venture)
    }

    /// Proposes a stage with what it asks for and lets the other side believe it.
    fn reach(&mut self, venture: JointVenture, to: Stage) -> Result<JointVenture, SeedError> {
        let venture = self.propose(venture, to)?;
        self.answer(venture)
    }

    fn propose(&mut self, venture: JointVenture, to: Stage) -> Result<JointVenture, SeedError> {
        let mut evidence = Evidence { note: Some("fictional, for demonstration".to_owned()), ..Evidence::default() };
        let mut facts = Facts { outcomes: self.outcomes, ..Facts::default() };
        match to {
            Stage::MouSigned => {
                evidence.agreement = match venture.agreement {
                    Some(memorandum) => Some(memorandum),
                    None => Some(self.paper(AgreementKind::Memorandum, false)?),
                };
                facts.agreement_confirmed = true;
            }
            Stage::AgreementSigned => {
                let kind = self.chance.pick(&[AgreementKind::Contract, AgreementKind::ShareholdersAgreement]);
                evidence.agreement = Some(self.paper(kind, false)?);
                (facts.agreement_confirmed, facts.agreement_binds) = (true, true);
            }
            Stage::Incorporated => {
                evidence.vehicle = Some(self.vehicle()?);
                evidence.capital = venture.terms.terms.capital;
            }
            Stage::Financed => evidence.sources_of_funds = Some("own funds of both parties and a bank loan (demonstration)".to_owned()),
            Stage::Operating => {
                let outcome =
                    self.report(&venture, if self.nth.is_multiple_of(2) { OutcomeKind::Trade } else { OutcomeKind::Investment })?;
                let hash = outcome.proposal.hash.as_str().to_owned();
                let at = self.step();
                let permit = self.side(1).actor().permit::<ConfirmOutcome>(outcome).map_err(refused)?;
                let outcome = Outcome::confirm(permit, &hash, self.chance.stamp(at)).map_err(refused)?;
                self.chunk.outcomes.push(outcome);
                self.outcomes += 1;
                facts.outcomes = self.outcomes;
            }
            _ => {}
        }
        if let Some(previous) = venture.stage_change.clone() {
            self.chunk.stages.push((venture.id, previous));
        }
        let change = StageChange { to, reason: to.is_end().then(|| "the market has changed (demonstration)".to_owned()), evidence };
        let at = self.step();
        let actor = self.side(0).actor();
        if to == Stage::Withdrawn {
            let permit = actor.permit::<WithdrawJointVenture>(venture).map_err(refused)?;
            return JointVenture::withdraw(permit, change.reason, self.chance.stamp(at)).map_err(refused);
        }
        let permit = actor.permit::<AdvanceJointVenture>(venture).map_err(refused)?;
        JointVenture::advance(permit, change, &facts, self.chance.stamp(at)).map_err(refused)
    }

    fn answer(&mut self, venture: JointVenture) -> Result<JointVenture, SeedError> {
        let Some(hash) = venture.pending_stage().map(|pending| pending.hash.as_str().to_owned()) else { return Ok(venture) };
        let at = self.step();
        let stamp = self.chance.stamp(at);
        let actor = self.side(1).actor();
        let (venture, answered) = if venture.asks_the_owner() {
            JointVenture::bind(actor.permit::<BindJointVenture>(venture).map_err(refused)?, &hash, stamp).map_err(refused)?
        } else {
            JointVenture::confirm(actor.permit::<ConfirmJointVenture>(venture).map_err(refused)?, &hash, stamp).map_err(refused)?
        };
        if answered == Answered::Stage { Ok(venture) } else { Err(refused("the terms were answered where a stage was meant")) }
    }

    /// Ends a venture in the way that the end asks for.
    fn end(&mut self, mut venture: JointVenture, end: Stage) -> Result<JointVenture, SeedError> {
        match end {
            Stage::Declined => {
                let reason = Some("it does not fit our plans (demonstration)".to_owned());
                let change = StageChange { to: end, evidence: Evidence::default(), reason };
                let at = self.step();
                let permit = self.side(1).actor().permit::<AdvanceJointVenture>(venture).map_err(refused)?;
                JointVenture::advance(permit, change, &Facts::default(), self.chance.stamp(at)).map_err(refused)
            }
            Stage::Lapsed => {
                // By date only: the memorandum ran out, and nobody's word is asked.
                venture.stage = end;
                venture.end_reason = Some("the memorandum ran out before an agreement was signed (demonstration)".to_owned());
                Ok(venture)
            }
            Stage::Withdrawn => self.propose(venture, end),
            _ => self.reach(venture, end),
        }
    }

    /// Leaves on the table what the turn says.
    fn lay(&mut self, venture: JointVenture, table: Table) -> Result<JointVenture, SeedError> {
        if table == Table::Clear || venture.stage.is_final() {
            return Ok(venture);
        }
        let venture = match venture.stage.next() {
            Some(next) if venture.stage != Stage::Proposed => self.propose(venture, next)?,
            _ => venture,
        };
        if table == Table::Waiting {
            return Ok(venture);
        }
        let hash = venture.pending_stage().map_or(venture.terms.hash.as_str(), |pending| pending.hash.as_str()).to_owned();
        let words = "This is not what we agreed on: the second part was to come first (demonstration).".to_owned();
        let at = self.step();
        let permit = self.side(1).actor().permit::<DisputeJointVenture>(venture).map_err(refused)?;
        let (venture, _) = JointVenture::dispute(permit, &hash, words, self.chance.stamp(at)).map_err(refused)?;
        Ok(venture)
    }

    /// A promise, kept or moved or open in turn.
    fn milestone(&mut self, venture: &JointVenture) -> Result<(), SeedError> {
        if venture.stage.is_final() || self.chance.percent(35) {
            return Ok(());
        }
        let titles = [
            "Samples tested",
            "Site chosen",
            "Working group formed",
            "Equipment ordered",
            "First trial delivery",
            "Bank account opened",
            "Staff trained",
            "Permits obtained",
        ];
        let by = self.side(self.nth % 2).actor();
        let permit = by.permit::<LogMilestone>(venture.clone()).map_err(refused)?;
        let at = self.between.pace.step(self.chance);
        let due = at.date_naive() + Days::new(self.chance.between(20, 150).unsigned_abs());
        let title = format!("{} (demonstration)", self.chance.pick(&titles));
        let mut milestone = Milestone::log(&permit, title, due, self.chance.stamp(at)).map_err(refused)?;
        let turn = self.chunk.milestones.len() % 6;
        if matches!(turn, 1 | 3) {
            let due = due + Days::new(self.chance.between(10, 60).unsigned_abs());
            let change = MilestoneChange::Move { due, reason: "the papers took longer than planned (demonstration)".to_owned() };
            let at = self.between.pace.step(self.chance);
            milestone = milestone.change(&permit, change, self.chance.stamp(at)).map_err(refused)?;
        }
        let state = match turn {
            2 | 3 => MilestoneState::Met,
            4 => MilestoneState::PartlyMet,
            5 => MilestoneState::NotMet,
            _ => MilestoneState::Open,
        };
        if state != MilestoneState::Open {
            let change = MilestoneChange::Settle { state, evidence: "minutes of both sides (demonstration)".to_owned() };
            let at = self.between.pace.step(self.chance);
            milestone = milestone.change(&permit, change, self.chance.stamp(at)).map_err(refused)?;
        }
        self.chunk.milestones.push(milestone);
        Ok(())
    }

    /// What the parties report, or the silence that speaks for itself.
    fn health(&self, venture: &JointVenture) -> Health {
        if venture.stage.is_final() {
            return Health::OnTrack;
        }
        if venture.touched_at < self.world.plan().now - TimeDelta::days(DORMANT_DAYS) {
            return Health::Dormant;
        }
        match venture.id.uuid().as_u128() % 5 {
            0 => Health::AtRisk,
            1 => Health::Delayed,
            _ => Health::OnTrack,
        }
    }
}
