//! Anything by its identifier: what is not there and what is not for the one who asks are the same nothing.

use async_graphql::{Context, Error, ID, Interface, Object};
use domain::{
    actor::Actor,
    id::{AgreementId, CompanyId, ConversationId, IdError, Identifier, IntroductionId, JointVentureId, ListingId, ModerationCaseId, split},
};

use crate::{
    agreement::Agreement,
    company::Company,
    context::{loaders, op},
    conversation::Conversation,
    error::{bad_input, failed, failed_together, nullable},
    introduction::Introduction,
    joint_venture::JointVenture,
    listing::Listing,
    moderation::ModerationCase,
};

/// Anything that has an identifier of its own.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The identifier."))]
#[expect(clippy::large_enum_variant, reason = "it lives for one field of one answer")]
pub enum Node {
    Company(Company),
    Listing(Listing),
    Introduction(Introduction),
    Agreement(Agreement),
    JointVenture(JointVenture),
    Conversation(Conversation),
    ModerationCase(ModerationCase),
}

/// Finds it within what the request may see.
pub async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Error> {
    let (prefix, uuid) = split(id).map_err(|error: IdError| bad_input("id", error))?;
    let loaders = loaders(ctx);
    Ok(match prefix {
        CompanyId::PREFIX => Company::load(ctx, CompanyId::from_uuid(uuid)).await?.map(Node::Company),
        ListingId::PREFIX => {
            let found = loaders.load_one(ListingId::from_uuid(uuid)).await.map_err(|error| failed_together(&error))?;
            found.map(|listing| Node::Listing(Listing(listing)))
        }
        IntroductionId::PREFIX => {
            let found = loaders.load_one(IntroductionId::from_uuid(uuid)).await.map_err(|error| failed_together(&error))?;
            found.map(|introduction| Node::Introduction(Introduction(introduction)))
        }
        AgreementId::PREFIX => {
            let id = AgreementId::from_uuid(uuid);
            let own = loaders.load_one(id).await.map_err(|error| failed_together(&error))?;
            if let Some(agreement) = own {
                Some(Node::Agreement(Agreement::OfCompanies(Box::new(agreement))))
            } else {
                let paper = op(ctx).view().await.map_err(failed)?.agreements().find_state_paper(id).await.map_err(failed)?;
                paper.map(|paper| Node::Agreement(Agreement::OfStates(Box::new(paper))))
            }
        }
        JointVentureId::PREFIX => {
            let found = loaders.load_one(JointVentureId::from_uuid(uuid)).await.map_err(|error| failed_together(&error))?;
            found.map(|venture| Node::JointVenture(JointVenture(venture)))
        }
        ConversationId::PREFIX => {
            let found = loaders.load_one(ConversationId::from_uuid(uuid)).await.map_err(|error| failed_together(&error))?;
            found.map(|conversation| Node::Conversation(Conversation(conversation)))
        }
        ModerationCaseId::PREFIX => {
            let id = ModerationCaseId::from_uuid(uuid);
            let view = op(ctx).view().await.map_err(failed)?;
            let decides = matches!(op(ctx).actor().await.map_err(failed)?, Actor::Staff(staff) if staff.duty.moderates());
            let found = match (view.as_forum(), view.as_tenant()) {
                (Some(_), _) if !decides => None,
                (Some(view), _) => view.moderation_cases().find(id).await.map_err(failed)?,
                (_, Some(view)) => view.moderation_cases().find(id).await.map_err(failed)?,
                _ => None,
            };
            found.map(|case| Node::ModerationCase(ModerationCase(case)))
        }
        _ => None,
    })
}

/// At most this many at a time.
const MANY: usize = 100;

#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its identifier; nothing if it is not there or not for you.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The identifier.")] id: ID) -> Option<Result<Node, Error>> {
        nullable(find(ctx, &id).await)
    }

    /// Things by their identifiers, in the order that was asked for; nothing in the place of what is not there or not for you.
    #[graphql(complexity = "1 + ids.len().min(100) * child_complexity")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The identifiers, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, Error> {
        if ids.len() > MANY {
            return Err(bad_input("ids", format!("at most {MANY}")));
        }
        futures_util::future::try_join_all(ids.iter().map(|id| find(ctx, id))).await
    }
}
