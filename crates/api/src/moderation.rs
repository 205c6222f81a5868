//! What staff decide: the queue, its correspondence, and who is put on duty.

pub mod appeal;
pub mod appoint_moderator;
pub mod approve_case;
pub mod claim;
pub mod finding;
pub mod note;
pub mod reject_case;
pub mod release;
pub mod reopen;
pub mod request_changes;
pub mod write;

use app::storage::{CaseCount, CaseFilter, Position};
use async_graphql::{Context, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    actor::Actor,
    id::Identifier,
    moderation_case::{self as domain_case, CaseSubject, EntryKind},
};

use self::finding::CaseFinding;
use crate::{
    company::Company,
    context::{id, loaders, op},
    error::{failed, failed_together, nullable},
    listing::Listing,
    loader::{EntriesOf, ReportsOf},
    page::{Asked, Cursor, connection, cost},
    publication::Publication,
    report::Report,
    scalar::DateTime,
    word::{CaseEntryKind, CountryCode, ModerationCaseKind, ModerationCaseState, StaffDuty},
};

/// One thing that staff decide about, kept with the reason. A company reads its own.
#[derive(Clone)]
pub struct ModerationCase(pub domain_case::ModerationCase);

/// What was said or done about a case; kept with it for ever. Staff are told by side and duty, never by name.
#[derive(SimpleObject, Clone)]
pub struct CaseEntry {
    /// The identifier.
    pub id: ID,
    /// What was done, or that somebody wrote.
    pub kind: CaseEntryKind,
    /// The side of the staff; nothing where the company did it.
    pub side: Option<CountryCode>,
    /// The duty of the staff; nothing where the company did it.
    pub duty: Option<StaffDuty>,
    /// What was written, or the reason.
    pub text: Option<String>,
    /// When.
    pub at: DateTime,
}

impl From<&domain_case::CaseEntry> for CaseEntry {
    fn from(entry: &domain_case::CaseEntry) -> Self {
        Self {
            id: ID(entry.id.to_string()),
            kind: entry.kind.into(),
            side: entry.by.map(|(side, _)| side.into()),
            duty: entry.by.map(|(_, duty)| duty.into()),
            text: entry.text.clone(),
            at: entry.at.into(),
        }
    }
}

/// Whether the one who asks is staff who decide.
async fn decides(ctx: &Context<'_>) -> Result<bool, Error> {
    Ok(matches!(op(ctx).actor().await.map_err(failed)?, Actor::Staff(staff) if staff.duty.moderates()))
}

/// One thing that staff decide about, kept with the reason. A company reads its own.
#[Object(name = "ModerationCase")]
impl ModerationCase {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// What is to be decided.
    async fn kind(&self) -> ModerationCaseKind {
        self.0.kind.into()
    }

    /// The company that it is about.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.company).await)
    }

    /// The side whose it is: the company's, or whose moderator has to agree to a publication.
    async fn side(&self) -> CountryCode {
        self.0.side.into()
    }

    /// The listing that it is about, if it is about one.
    async fn listing(&self, ctx: &Context<'_>) -> Option<Result<Listing, Error>> {
        let CaseSubject::Listing(id) = self.0.subject else { return None };
        nullable(loaders(ctx).load_one(id).await.map(|found| found.map(Listing)).map_err(|error| failed_together(&error)))
    }

    /// The publication that it is about, if it is about one.
    async fn publication(&self, ctx: &Context<'_>) -> Option<Result<Publication, Error>> {
        let CaseSubject::Publication(id) = self.0.subject else { return None };
        nullable(loaders(ctx).load_one(id).await.map(|found| found.map(Publication)).map_err(|error| failed_together(&error)))
    }

    /// The case that an appeal is against.
    async fn against(&self) -> Option<ID> {
        let CaseSubject::Case(id) = self.0.subject else { return None };
        Some(ID(id.to_string()))
    }

    /// How far it is. A claim that has lapsed counts until somebody else claims the case or a minute has passed.
    async fn state(&self) -> ModerationCaseState {
        self.0.state.into()
    }

    /// Since when it waits.
    async fn opened_at(&self) -> DateTime {
        self.0.opened_at.into()
    }

    /// How many hours it has waited, or waited until it was decided.
    async fn age_hours(&self, ctx: &Context<'_>) -> i32 {
        let until = self.0.decided_at.unwrap_or_else(|| op(ctx).app().now());
        i32::try_from((until - self.0.opened_at).num_hours()).unwrap_or(i32::MAX)
    }

    /// Until when somebody works on it; nothing if nobody does. For staff.
    async fn claimed_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Error> {
        let claim = self.0.claim.filter(|claim| claim.until > op(ctx).app().now());
        Ok(if decides(ctx).await? { claim.map(|claim| claim.until.into()) } else { None })
    }

    /// Whether one works on it oneself.
    async fn claimed_by_me(&self, ctx: &Context<'_>) -> Result<bool, Error> {
        let person = op(ctx).actor().await.map_err(failed)?.signed_in();
        let now = op(ctx).app().now();
        Ok(self.0.claim.is_some_and(|claim| claim.until > now && person.is_some_and(|person| person.user == claim.person)))
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<DateTime> {
        self.0.decided_at.map(Into::into)
    }

    /// The side of who decided.
    async fn decided_by_side(&self) -> Option<CountryCode> {
        self.0.decided_as.map(|(side, _)| side.into())
    }

    /// The duty of who decided.
    async fn decided_by_duty(&self) -> Option<StaffDuty> {
        self.0.decided_as.map(|(_, duty)| duty.into())
    }

    /// On what grounds.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Other companies that this one may be taken for, the verified first, across scripts and countries. For staff.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn findings(&self, ctx: &Context<'_>) -> Option<Result<Vec<CaseFinding>, Error>> {
        finding::of_case(ctx, self.0.id).await
    }

    /// Whether one of them is verified, so that somebody has to look at both. For staff.
    #[graphql(complexity = 5)]
    async fn look_alike(&self, ctx: &Context<'_>) -> Option<Result<bool, Error>> {
        finding::is_look_alike(ctx, self.0.id).await
    }

    /// Everything that was said and done about it, oldest first. The company reads it without the claims.
    #[graphql(complexity = "5 + 10 * child_complexity")]
    async fn correspondence(&self, ctx: &Context<'_>) -> Result<Vec<CaseEntry>, Error> {
        let staff = decides(ctx).await?;
        let shown = |kind: EntryKind| match kind {
            EntryKind::Note => false,
            EntryKind::Claimed | EntryKind::Released => staff,
            _ => true,
        };
        Ok(self.entries(ctx).await?.iter().filter(|entry| shown(entry.kind)).map(Into::into).collect())
    }

    /// What staff note for each other, oldest first. For staff.
    #[graphql(complexity = "5 + 10 * child_complexity")]
    async fn notes(&self, ctx: &Context<'_>) -> Result<Vec<CaseEntry>, Error> {
        Ok(self.entries(ctx).await?.iter().filter(|entry| entry.kind == EntryKind::Note).map(Into::into).collect())
    }

    /// What people reported, oldest first, without who they are. For staff.
    #[graphql(complexity = "5 + 10 * child_complexity")]
    async fn reports(&self, ctx: &Context<'_>) -> Result<Vec<Report>, Error> {
        if !decides(ctx).await? {
            return Ok(Vec::new());
        }
        let found = loaders(ctx).load_one(ReportsOf(self.0.id)).await.map_err(|error| failed_together(&error))?;
        Ok(found.unwrap_or_default().into_iter().map(Report::from).collect())
    }

    /// The version, for mutations that decide about what one has read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

impl ModerationCase {
    async fn entries(&self, ctx: &Context<'_>) -> Result<Vec<domain_case::CaseEntry>, Error> {
        let found = loaders(ctx).load_one(EntriesOf(self.0.id)).await.map_err(|error| failed_together(&error))?;
        Ok(found.unwrap_or_default())
    }
}

/// Which cases are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct ModerationCaseFilter {
    /// Of this kind.
    pub kind: Option<ModerationCaseKind>,
    /// In this state.
    pub state: Option<ModerationCaseState>,
    /// Of this side.
    pub side: Option<CountryCode>,
    /// About this company.
    pub company: Option<ID>,
    /// Claimed by oneself.
    #[graphql(default)]
    pub claimed_by_me: bool,
}

/// How many cases of a kind are in a state, of one side.
#[derive(SimpleObject)]
pub struct ModerationCaseCount {
    /// The kind.
    pub kind: ModerationCaseKind,
    /// The state.
    pub state: ModerationCaseState,
    /// The side.
    pub side: CountryCode,
    /// How many.
    pub cases: i32,
    /// When the oldest of them was opened.
    pub oldest_opened_at: DateTime,
}

impl From<CaseCount> for ModerationCaseCount {
    fn from(count: CaseCount) -> Self {
        Self {
            kind: count.kind.into(),
            state: count.state.into(),
            side: count.side.into(),
            cases: i32::try_from(count.cases).unwrap_or(i32::MAX),
            oldest_opened_at: count.oldest.into(),
        }
    }
}

#[derive(Default)]
pub struct ModerationQuery;

#[Object]
impl ModerationQuery {
    /// The cases, those first that wait longest. Moderators and Administrators read all, a company its own.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn moderation_cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which cases.", default)] filter: ModerationCaseFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, ModerationCase>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let op = op(ctx);
        let company = filter.company.as_ref().map(|company| id("where.company", company)).transpose()?;
        let person = op.actor().await.map_err(failed)?.signed_in().map(|person| person.user);
        let found = CaseFilter {
            kind: filter.kind.map(Into::into),
            state: filter.state.map(Into::into),
            side: filter.side.map(Into::into),
            company,
            claimant: person.filter(|_| filter.claimed_by_me),
        };
        let view = op.view().await.map_err(failed)?;
        let page = if view.as_forum().is_some() {
            app::moderation::queue(op).await.map_err(failed)?.moderation_cases().page(&found, &window).await.map_err(failed)?
        } else {
            op.tenant_view().await.map_err(failed)?.moderation_cases().page(&found, &window).await.map_err(failed)?
        };
        let page = page.map(|row| (Position::at(row.opened_at, row.id.uuid()), row));
        Ok(connection(page, &window, ModerationCase))
    }

    /// How many cases there are of each kind in each state. Requires a Moderator or an Administrator.
    #[graphql(complexity = "20 + 5 * child_complexity")]
    async fn moderation_case_counts(&self, ctx: &Context<'_>) -> Result<Vec<ModerationCaseCount>, Error> {
        let view = app::moderation::queue(op(ctx)).await.map_err(failed)?;
        Ok(view.moderation_cases().counts().await.map_err(failed)?.into_iter().map(Into::into).collect())
    }
}
