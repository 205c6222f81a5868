//! Ventures of companies of both countries, with their milestones and outcomes.

pub mod advance;
pub mod confirm;
pub mod confirm_outcome;
pub mod dispute;
pub mod log_milestone;
pub mod propose;
pub mod report_health;
pub mod report_outcome;

use async_graphql::{ComplexObject, Context, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    id::CompanyId,
    joint_venture::{self as domain_venture, StageChange, VentureTerms as DomainTerms},
    milestone as domain_milestone, outcome as domain_outcome,
    proposal::Proposal as DomainProposal,
    reference::{RegionCode, SubsectorCode},
};

use crate::{
    agreement::Agreement,
    company::{Company, load_all},
    context::{loaders, op},
    error::{failed, failed_together, nullable},
    introduction::Introduction,
    loader::{MilestonesOf, OutcomesOf},
    page::{Asked, Cursor, connection, cost},
    proposal::Proposal,
    reference::{OwnershipRule, Region, Subsector},
    scalar::{Date, DateTime, Money},
    word::{
        Confidentiality, ContributionKind, CountryCode, MilestoneState, OutcomeKind, VentureHealth, VentureMissing, VenturePartyRole,
        VentureStage, VentureStructure,
    },
};

/// An undertaking of two or more companies, at least one of each country. Read by its parties.
#[derive(Clone)]
pub struct JointVenture(pub domain_venture::JointVenture);

/// Something a party brings.
#[derive(SimpleObject, Clone)]
pub struct Contribution {
    /// What it is.
    pub kind: ContributionKind,
    /// What it is worth, where that is known.
    pub value: Option<Money>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// One party's part in a venture.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct VentureParty {
    /// What the party is to the venture.
    pub role: VenturePartyRole,
    /// Its stake in basis points: 10,000 are the whole. Nothing while the parties leave it open.
    pub stake_basis_points: Option<i32>,
    /// What it brings.
    pub contributions: Vec<Contribution>,
    #[graphql(skip)]
    company: CompanyId,
}

#[ComplexObject]
impl VentureParty {
    /// The party.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.company).await)
    }
}

/// What the parties of a venture agree on.
#[derive(SimpleObject, Clone)]
#[graphql(complex)]
pub struct VentureTerms {
    /// What it is about.
    pub summary: String,
    /// How it is built.
    pub structure: VentureStructure,
    /// The capital that is planned.
    pub capital: Option<Money>,
    /// Who brings what and owns how much.
    pub parties: Vec<VentureParty>,
    /// Who may read it.
    pub confidentiality: Confidentiality,
    #[graphql(skip)]
    subsectors: Vec<SubsectorCode>,
    #[graphql(skip)]
    region: Option<RegionCode>,
}

#[ComplexObject]
impl VentureTerms {
    /// The subsectors that it works in.
    async fn subsectors(&self, ctx: &Context<'_>) -> Vec<Subsector> {
        Subsector::of(ctx, &self.subsectors)
    }

    /// The region that it works in.
    async fn region(&self, ctx: &Context<'_>) -> Option<Region> {
        let code = self.region.as_ref()?;
        op(ctx).app().reference().region(code.as_str()).cloned().map(Region)
    }
}

impl From<&DomainTerms> for VentureTerms {
    fn from(terms: &DomainTerms) -> Self {
        let contribution = |brought: &domain_venture::Contribution| Contribution {
            kind: brought.kind.into(),
            value: brought.value.map(Into::into),
            note: brought.note.clone(),
        };
        Self {
            summary: terms.summary.clone(),
            structure: terms.structure.into(),
            capital: terms.capital.map(Into::into),
            parties: terms
                .parties
                .iter()
                .map(|party| VentureParty {
                    role: party.role.into(),
                    stake_basis_points: party.stake.map(|stake| i32::from(stake.get())),
                    contributions: party.contributions.iter().map(contribution).collect(),
                    company: party.company,
                })
                .collect(),
            confidentiality: terms.confidentiality.into(),
            subsectors: terms.subsectors.clone(),
            region: terms.region.clone(),
        }
    }
}

/// The company that a venture has founded.
#[derive(SimpleObject, Clone)]
pub struct VentureVehicle {
    /// Its name.
    pub name: String,
    /// The country whose law it is founded under.
    pub country: CountryCode,
    /// The code of its legal form.
    pub legal_form_code: String,
    /// Its registration number.
    pub registration_number: String,
}

/// A stage that a party proposed, with its evidence and what the others say to it.
#[derive(SimpleObject, Clone)]
pub struct VentureStageChange {
    /// The stage.
    pub to: VentureStage,
    /// The company that was founded.
    pub vehicle: Option<VentureVehicle>,
    /// The capital that was paid in.
    pub capital: Option<Money>,
    /// Where the funds come from.
    pub sources_of_funds: Option<String>,
    /// What else shows it.
    pub note: Option<String>,
    /// Why it ends.
    pub reason: Option<String>,
    /// The version and the answers.
    pub proposal: Proposal,
}

impl From<&DomainProposal<StageChange>> for VentureStageChange {
    fn from(change: &DomainProposal<StageChange>) -> Self {
        let evidence = &change.terms.evidence;
        Self {
            to: change.terms.to.into(),
            vehicle: evidence.vehicle.as_ref().map(|vehicle| VentureVehicle {
                name: vehicle.name.clone(),
                country: vehicle.country.into(),
                legal_form_code: vehicle.legal_form.as_str().to_owned(),
                registration_number: vehicle.number.clone(),
            }),
            capital: evidence.capital.map(Into::into),
            sources_of_funds: evidence.sources_of_funds.clone(),
            note: evidence.note.clone(),
            reason: change.terms.reason.clone(),
            proposal: change.into(),
        }
    }
}

/// An undertaking of two or more companies, at least one of each country. Read by its parties.
#[Object(name = "JointVenture")]
impl JointVenture {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.terms.terms.title
    }

    /// How far it is.
    async fn stage(&self) -> VentureStage {
        self.0.stage.into()
    }

    /// How it goes.
    async fn health(&self) -> VentureHealth {
        self.0.health.into()
    }

    /// The companies that share it.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn parties(&self, ctx: &Context<'_>) -> Result<Vec<Company>, Error> {
        load_all(ctx, &self.0.parties).await
    }

    /// The current terms.
    async fn terms(&self) -> VentureTerms {
        (&self.0.terms.terms).into()
    }

    /// The version of the terms and what the parties say to it.
    async fn proposal(&self) -> Proposal {
        (&self.0.terms).into()
    }

    /// Every version of the terms, oldest first: a dispute shows both sides' words.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<VentureVersion>, Error> {
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let history = view.joint_ventures().terms_history(self.0.id).await.map_err(failed)?;
        let version = |version: &DomainProposal<DomainTerms>| VentureVersion {
            title: version.terms.title.clone(),
            terms: (&version.terms).into(),
            proposal: version.into(),
        };
        Ok(history.iter().map(version).collect())
    }

    /// The stage that waits for an answer.
    async fn proposed_stage(&self) -> Option<VentureStageChange> {
        self.0.pending_stage().map(Into::into)
    }

    /// Every stage that was proposed, oldest first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn stage_history(&self, ctx: &Context<'_>) -> Result<Vec<VentureStageChange>, Error> {
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let history = view.joint_ventures().stage_history(self.0.id).await.map_err(failed)?;
        Ok(history.iter().map(Into::into).collect())
    }

    /// What the next stage still asks for.
    #[graphql(complexity = 5)]
    async fn missing_for_next_stage(&self, ctx: &Context<'_>) -> Result<Vec<VentureMissing>, Error> {
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let facts = app::joint_venture::facts_in(&view, &self.0).await.map_err(failed)?;
        Ok(self.0.missing_for_next(&facts).into_iter().map(Into::into).collect())
    }

    /// Rules of law that the parties should know of: told with source and date, not enforced.
    async fn ownership_rules(&self, ctx: &Context<'_>) -> Vec<OwnershipRule> {
        op(ctx).app().reference().rules_for(&self.0.terms.terms.subsectors).map(Into::into).collect()
    }

    /// The introduction that led to it.
    async fn introduction(&self, ctx: &Context<'_>) -> Option<Result<Introduction, Error>> {
        let id = self.0.introduction?;
        nullable(loaders(ctx).load_one(id).await.map(|found| found.map(Introduction)).map_err(|error| failed_together(&error)))
    }

    /// The paper that it follows.
    async fn agreement(&self, ctx: &Context<'_>) -> Option<Result<Agreement, Error>> {
        let id = self.0.agreement?;
        let found = loaders(ctx).load_one(id).await.map_err(|error| failed_together(&error));
        nullable(found.map(|found| found.map(|agreement| Agreement::OfCompanies(Box::new(agreement)))))
    }

    /// What was promised by when, in the order in which it falls due.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn milestones(&self, ctx: &Context<'_>) -> Result<Vec<Milestone>, Error> {
        let found = loaders(ctx).load_one(MilestonesOf(self.0.id)).await.map_err(|error| failed_together(&error))?;
        Ok(found.unwrap_or_default().into_iter().map(Milestone::from).collect())
    }

    /// What was realised, oldest first.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn outcomes(&self, ctx: &Context<'_>) -> Result<Vec<Outcome>, Error> {
        let found = loaders(ctx).load_one(OutcomesOf(self.0.id)).await.map_err(|error| failed_together(&error))?;
        Ok(found.unwrap_or_default().into_iter().map(Outcome).collect())
    }

    /// Why it ended.
    async fn end_reason(&self) -> Option<&str> {
        self.0.end_reason.as_deref()
    }

    /// When it was logged.
    async fn proposed_at(&self) -> DateTime {
        self.0.proposed_at.into()
    }

    /// When somebody last wrote about it.
    async fn touched_at(&self) -> DateTime {
        self.0.touched_at.into()
    }

    /// The version of the record.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// One version of a venture's terms.
#[derive(SimpleObject)]
pub struct VentureVersion {
    /// Its title.
    pub title: String,
    /// What the parties are to agree on.
    pub terms: VentureTerms,
    /// What they say to it.
    pub proposal: Proposal,
}

/// A date that moved, and why.
#[derive(SimpleObject, Clone)]
pub struct DueChange {
    /// The date before.
    pub from: Date,
    /// The date since.
    pub to: Date,
    /// Why.
    pub reason: String,
    /// When it was moved.
    pub at: DateTime,
}

/// A dated promise of a venture. Dates keep their original, every change and its reason.
#[derive(SimpleObject, Clone)]
pub struct Milestone {
    /// The identifier.
    pub id: ID,
    /// What was promised.
    pub title: String,
    /// By when, as it stands.
    pub due: Date,
    /// By when, as it was promised first.
    pub original_due: Date,
    /// How the date moved.
    pub changes: Vec<DueChange>,
    /// Whether it was kept.
    pub state: MilestoneState,
    /// What shows it.
    pub evidence: Option<String>,
    /// When it was promised.
    pub logged_at: DateTime,
}

impl From<domain_milestone::Milestone> for Milestone {
    fn from(milestone: domain_milestone::Milestone) -> Self {
        let change = |change: domain_milestone::DueChange| DueChange {
            from: change.from.into(),
            to: change.to.into(),
            reason: change.reason,
            at: change.at.into(),
        };
        Self {
            id: ID(milestone.id.to_string()),
            title: milestone.title,
            due: milestone.due.into(),
            original_due: milestone.original_due.into(),
            changes: milestone.changes.into_iter().map(change).collect(),
            state: milestone.state.into(),
            evidence: milestone.evidence,
            logged_at: milestone.logged_at.into(),
        }
    }
}

/// What a venture has realised; it counts when every party confirmed it.
#[derive(Clone)]
pub struct Outcome(pub domain_outcome::Outcome);

/// What a venture has realised; it counts when every party confirmed it.
#[Object(name = "Outcome")]
impl Outcome {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What was realised.
    async fn kind(&self) -> OutcomeKind {
        self.0.proposal.terms.kind.into()
    }

    /// The first day of the period.
    async fn from(&self) -> Date {
        self.0.proposal.terms.from.into()
    }

    /// The last day of the period.
    async fn to(&self) -> Date {
        self.0.proposal.terms.to.into()
    }

    /// The sum.
    async fn value(&self) -> Option<Money> {
        self.0.proposal.terms.value.map(Into::into)
    }

    /// The people employed.
    async fn jobs(&self) -> Option<i32> {
        self.0.proposal.terms.jobs
    }

    /// What shows it.
    async fn evidence(&self) -> &str {
        &self.0.proposal.terms.evidence
    }

    /// The version and what the parties say to it.
    async fn proposal(&self) -> Proposal {
        (&self.0.proposal).into()
    }
}

/// Which ventures are asked for.
#[derive(InputObject, Default)]
pub struct JointVentureFilter {
    /// At this stage.
    pub stage: Option<VentureStage>,
}

#[derive(Default)]
pub struct JointVentureQuery;

#[Object]
impl JointVentureQuery {
    /// The ventures of one's own company, the latest first. Requires a member of a company.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn joint_ventures(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ventures.", default)] filter: JointVentureFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, JointVenture>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let page = view.joint_ventures().page(filter.stage.map(Into::into), &window).await.map_err(failed)?;
        Ok(connection(page, &window, JointVenture))
    }
}
