//! Requests to meet.

pub mod accept;
pub mod decline;
pub mod edit;
pub mod request;
pub mod withdraw;

use app::storage::{IntroductionFilter as Filter, Position};
use async_graphql::{Context, Enum, Error, ID, InputObject, Object, SimpleObject, connection::Connection};
use domain::{
    actor::Actor,
    id::{CompanyId, Identifier},
    introduction as domain_introduction,
};

use crate::{
    company::Company,
    context::{loaders, op},
    error::{failed, failed_together, nullable},
    listing::Listing,
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    word::{IntroductionState, MemberRole},
};

/// A request of one company to meet another; contacts open only when the other side accepts.
#[derive(Clone)]
pub struct Introduction(pub domain_introduction::Introduction);

/// A person of the other company whom one may write to.
#[derive(SimpleObject)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// What the person may do for the company.
    pub role: MemberRole,
}

/// A request of one company to meet another; contacts open only when the other side accepts.
#[Object(name = "Introduction")]
impl Introduction {
    /// The identifier.
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The company that asked.
    #[graphql(name = "from")]
    async fn from_company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.from).await)
    }

    /// The company that was asked.
    #[graphql(name = "to")]
    async fn to_company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.to).await)
    }

    /// What the asking company wrote.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// The listing that it is about.
    async fn listing(&self, ctx: &Context<'_>) -> Option<Result<Listing, Error>> {
        let id = self.0.listing?;
        nullable(loaders(ctx).load_one(id).await.map(|found| found.map(Listing)).map_err(|error| failed_together(&error)))
    }

    /// What became of it.
    async fn state(&self) -> IntroductionState {
        self.0.state.into()
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        self.0.requested_at.into()
    }

    /// When it ends by itself without an answer.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was answered.
    async fn answered_at(&self) -> Option<DateTime> {
        self.0.answered_at.map(Into::into)
    }

    /// Why one's own side declined; the other side does not read it.
    async fn decline_reason(&self, ctx: &Context<'_>) -> Result<Option<&str>, Error> {
        let own = own_company(ctx).await?;
        Ok(self.0.decline_reason.as_deref().filter(|_| own == Some(self.0.to)))
    }

    /// The version of the record.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Whom to write to on the other side; nothing before it was accepted.
    #[graphql(complexity = "10 + 5 * child_complexity")]
    async fn contacts(&self, ctx: &Context<'_>) -> Result<Vec<Contact>, Error> {
        let contacts = app::introduction::contacts(op(ctx), &self.0).await.map_err(failed)?;
        Ok(contacts
            .into_iter()
            .map(|(user, role)| Contact { name: user.name, email: user.email.as_str().to_owned(), role: role.into() })
            .collect())
    }
}

async fn own_company(ctx: &Context<'_>) -> Result<Option<CompanyId>, Error> {
    let actor = op(ctx).actor().await.map_err(failed)?;
    Ok(if let Actor::Member(member) = actor { Some(member.company) } else { None })
}

/// Which way a request went.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntroductionDirection {
    /// One's own company asked.
    Sent,
    /// One's own company was asked.
    Received,
}

/// Which introductions are asked for; all conditions hold together.
#[derive(InputObject, Default)]
pub struct IntroductionFilter {
    /// Sent or received.
    pub direction: Option<IntroductionDirection>,
    /// In this state.
    pub state: Option<IntroductionState>,
}

#[derive(Default)]
pub struct IntroductionQuery;

#[Object]
impl IntroductionQuery {
    /// The introductions of one's own company, the latest first. Requires a member of a company.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn introductions(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which introductions.", default)] filter: IntroductionFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Introduction>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let view = op(ctx).tenant_view().await.map_err(failed)?;
        let own = own_company(ctx).await?;
        let filter = Filter {
            from: own.filter(|_| filter.direction == Some(IntroductionDirection::Sent)),
            to: own.filter(|_| filter.direction == Some(IntroductionDirection::Received)),
            state: filter.state.map(Into::into),
        };
        let page = view.introductions().page(&filter, &window).await.map_err(failed)?;
        let page = page.map(|row| (Position::at(row.requested_at, row.id.uuid()), row));
        Ok(connection(page, &window, Introduction))
    }
}
