//! One statement for all records of a kind that a request names, however many fields name them.

use std::{collections::HashMap, sync::Arc};

use app::{Failure, Op, storage::Card};
use async_graphql::dataloader::Loader;
use domain::{
    agreement::Agreement,
    company::Company,
    file::StoredFile,
    id::{AgreementId, CompanyId, IntroductionId, JointVentureId, ListingId, UserId},
    introduction::Introduction,
    joint_venture::JointVenture,
    listing::Listing,
    member::Membership,
    milestone::Milestone,
    outcome::Outcome,
    user::User,
};

/// Loads within what the request may see; what it may not see is not there.
pub struct Loaders {
    pub op: Arc<Op>,
}

/// Loaders share one result among several fields, so the failure is shared too.
type Shared = Arc<Failure>;

/// The public card of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardOf(pub CompanyId);

impl Loader<CardOf> for Loaders {
    type Value = Card;
    type Error = Shared;

    async fn load(&self, keys: &[CardOf]) -> Result<HashMap<CardOf, Card>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let cards = self.op.view().await.map_err(Arc::new)?.directory().by_ids(&ids).await.map_err(shared)?;
        Ok(cards.into_iter().map(|card| (CardOf(card.id), card)).collect())
    }
}

/// The whole company, for those who may read it: its own people, and staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WholeCompany(pub CompanyId);

impl Loader<WholeCompany> for Loaders {
    type Value = Company;
    type Error = Shared;

    async fn load(&self, keys: &[WholeCompany]) -> Result<HashMap<WholeCompany, Company>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let view = self.op.view().await.map_err(Arc::new)?;
        let companies = if let Some(view) = view.as_tenant() {
            // Others' companies are read by their cards, even where the row could be seen.
            let domain::actor::Actor::Member(member) = self.op.actor().await.map_err(Arc::new)? else { return Ok(HashMap::new()) };
            let own: Vec<_> = ids.into_iter().filter(|id| *id == member.company).collect();
            if own.is_empty() { Vec::new() } else { view.companies().by_ids(&own).await.map_err(shared)? }
        } else if let Some(view) = view.as_forum() {
            view.companies().by_ids(&ids).await.map_err(shared)?
        } else if let Some(view) = view.as_person() {
            view.companies().by_ids(&ids).await.map_err(shared)?
        } else {
            Vec::new()
        };
        Ok(companies.into_iter().map(|company| (WholeCompany(company.id), company)).collect())
    }
}

macro_rules! tenant_loaders {
    ($($(#[doc = $doc:literal])+ $key:ty => $value:ty: |$view:ident, $keys:ident| $load:expr, |$row:ident| $found:expr;)*) => {$(
        $(#[doc = $doc])+
        impl Loader<$key> for Loaders {
            type Value = $value;
            type Error = Shared;

            async fn load(&self, $keys: &[$key]) -> Result<HashMap<$key, $value>, Shared> {
                let Some($view) = self.op.view().await.map_err(Arc::new)?.as_tenant() else { return Ok(HashMap::new()) };
                let rows = $load.await.map_err(shared)?;
                Ok(rows.into_iter().map(|$row| ($found, $row)).collect())
            }
        }
    )*};
}

tenant_loaders! {
    /// Papers of one's own company.
    AgreementId => Agreement: |view, keys| view.agreements().by_ids(keys), |row| row.id;
    /// Ventures of one's own company.
    JointVentureId => JointVenture: |view, keys| view.joint_ventures().by_ids(keys), |row| row.id;
    /// Introductions of one's own company.
    IntroductionId => Introduction: |view, keys| view.introductions().by_ids(keys), |row| row.id;
    /// One's own colleagues.
    UserId => User: |view, keys| view.users().by_ids(keys), |row| row.id;
}

impl Loader<ListingId> for Loaders {
    type Value = Listing;
    type Error = Shared;

    async fn load(&self, keys: &[ListingId]) -> Result<HashMap<ListingId, Listing>, Shared> {
        let listings = self.op.view().await.map_err(Arc::new)?.listings().by_ids(keys).await.map_err(shared)?;
        Ok(listings.into_iter().map(|listing| (listing.id, listing)).collect())
    }
}

/// The milestones of a venture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MilestonesOf(pub JointVentureId);

impl Loader<MilestonesOf> for Loaders {
    type Value = Vec<Milestone>;
    type Error = Shared;

    async fn load(&self, keys: &[MilestonesOf]) -> Result<HashMap<MilestonesOf, Vec<Milestone>>, Shared> {
        let Some(view) = self.op.view().await.map_err(Arc::new)?.as_tenant() else { return Ok(HashMap::new()) };
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        Ok(grouped(view.milestones().of(&ids).await.map_err(shared)?, |row| MilestonesOf(row.joint_venture)))
    }
}

/// The outcomes of a venture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OutcomesOf(pub JointVentureId);

impl Loader<OutcomesOf> for Loaders {
    type Value = Vec<Outcome>;
    type Error = Shared;

    async fn load(&self, keys: &[OutcomesOf]) -> Result<HashMap<OutcomesOf, Vec<Outcome>>, Shared> {
        let Some(view) = self.op.view().await.map_err(Arc::new)?.as_tenant() else { return Ok(HashMap::new()) };
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        Ok(grouped(view.outcomes().of(&ids).await.map_err(shared)?, |row| OutcomesOf(row.joint_venture)))
    }
}

/// The members of a company, for its own people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MembersOf(pub CompanyId);

impl Loader<MembersOf> for Loaders {
    type Value = Vec<Membership>;
    type Error = Shared;

    async fn load(&self, keys: &[MembersOf]) -> Result<HashMap<MembersOf, Vec<Membership>>, Shared> {
        let Some(view) = self.op.view().await.map_err(Arc::new)?.as_tenant() else { return Ok(HashMap::new()) };
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        Ok(grouped(view.members().of_companies(&ids).await.map_err(shared)?, |row| MembersOf(row.company)))
    }
}

/// The picture that a company shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LogoOf(pub CompanyId);

impl Loader<LogoOf> for Loaders {
    type Value = StoredFile;
    type Error = Shared;

    async fn load(&self, keys: &[LogoOf]) -> Result<HashMap<LogoOf, StoredFile>, Shared> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let logos = self.op.view().await.map_err(Arc::new)?.files().logos(&ids).await.map_err(shared)?;
        Ok(logos.into_iter().map(|logo| (LogoOf(logo.company), logo)).collect())
    }
}

/// The texts beside a paper of one's own company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextsOf(pub AgreementId);

impl Loader<TextsOf> for Loaders {
    type Value = Vec<StoredFile>;
    type Error = Shared;

    async fn load(&self, keys: &[TextsOf]) -> Result<HashMap<TextsOf, Vec<StoredFile>>, Shared> {
        let Some(view) = self.op.view().await.map_err(Arc::new)?.as_tenant() else { return Ok(HashMap::new()) };
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut groups: HashMap<TextsOf, Vec<StoredFile>> = HashMap::new();
        for file in view.files().beside(&ids).await.map_err(shared)? {
            if let Some(agreement) = file.agreement {
                groups.entry(TextsOf(agreement)).or_default().push(file);
            }
        }
        Ok(groups)
    }
}

fn grouped<K: std::hash::Hash + Eq, V>(rows: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

fn shared(error: app::storage::StorageError) -> Shared {
    Arc::new(error.into())
}
