//! The people of a company: asked in, let in, promoted, and gone.

pub mod accept_invitation;
pub mod accept_ownership;
pub mod admit;
pub mod ask_to_join;
pub mod change_role;
pub mod decline_invitation;
pub mod decline_ownership;
pub mod invite;
pub mod leave;
pub mod refuse;
pub mod remove;
pub mod resend_invitation;
pub mod transfer_ownership;
pub mod withdraw_invitation;
pub mod withdraw_join_request;

use app::{invitation::By, storage::Position};
use async_graphql::{Context, Error, ID, InputObject, Object, OneofObject, SimpleObject, connection::Connection};
use domain::{
    handover as domain_handover,
    id::{Identifier, UserId},
    invitation as domain_invitation, join_request as domain_join_request,
    member::FormerMembership,
};

use crate::{
    company::Company,
    context::{loaders, op},
    error::{failed, failed_together, nullable},
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    user_error::Reading,
    viewer::User,
    word::{HandoverState, InvitationState, JoinRequestState, MemberRole},
};

/// A letter that asks somebody into a company.
pub struct Invitation(pub domain_invitation::Invitation);

/// A letter that asks somebody into a company. Its owners read it, and whoever has proved the address that it was sent to.
#[Object(name = "Invitation")]
impl Invitation {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The name of the company as it was when the invitation was written; the reader may not see the company yet.
    async fn company_name(&self) -> &str {
        &self.0.company_name
    }

    /// The company, as far as one may see it.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.company).await)
    }

    /// The address that it was sent to.
    async fn email(&self) -> &str {
        self.0.email.as_str()
    }

    /// What the person would be allowed to do.
    async fn role(&self) -> MemberRole {
        self.0.role.into()
    }

    /// What became of it.
    async fn state(&self) -> InvitationState {
        self.0.state.into()
    }

    /// When it was written.
    async fn invited_at(&self) -> DateTime {
        self.0.invited_at.into()
    }

    /// When it ends by itself without an answer.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was answered or taken back.
    async fn answered_at(&self) -> Option<DateTime> {
        self.0.answered_at.map(Into::into)
    }

    /// How many letters were asked for, at most three.
    async fn letters(&self) -> i32 {
        self.0.letters
    }
}

/// An invitation by exactly one of these.
#[derive(OneofObject)]
pub enum InvitationBy {
    /// What stands behind `token=` in the link of the letter.
    Token(String),
    /// Its identifier, as `viewer { invitations }` gives it.
    Id(ID),
}

impl InvitationBy {
    fn read(self, reading: &mut Reading) -> Option<By> {
        match self {
            Self::Token(token) => Some(By::Token(token)),
            Self::Id(id) => reading.take("invitation.id", id.parse()).map(By::Id),
        }
    }
}

/// A person's request to be let into a company.
pub struct JoinRequest(pub domain_join_request::JoinRequest);

/// A person's request to be let into a company. The person reads it, and the company's owners.
#[Object(name = "JoinRequest")]
impl JoinRequest {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The company that was asked.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        nullable(Company::load(ctx, self.0.company).await)
    }

    /// Who asks. For the company's owners, while the request waits and once the person is a member.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<User, Error>> {
        let found = loaders(ctx).load_one(self.0.user).await.map_err(|error| failed_together(&error));
        nullable(found.map(|user| user.map(User)))
    }

    /// What the person wrote.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// What became of it.
    async fn state(&self) -> JoinRequestState {
        self.0.state.into()
    }

    /// When it was made.
    async fn asked_at(&self) -> DateTime {
        self.0.asked_at.into()
    }

    /// When it ends by itself without an answer.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was answered or taken back.
    async fn answered_at(&self) -> Option<DateTime> {
        self.0.answered_at.map(Into::into)
    }
}

/// One Owner's place, offered to another member.
pub struct Handover(pub domain_handover::Handover);

/// One Owner's place, offered to another member. The members of the company read it.
#[Object(name = "Handover")]
impl Handover {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The Owner who offers it.
    #[graphql(name = "from")]
    async fn from_user(&self, ctx: &Context<'_>) -> Option<Result<User, Error>> {
        colleague(ctx, self.0.from).await
    }

    /// The member to whom it is offered.
    #[graphql(name = "to")]
    async fn to_user(&self, ctx: &Context<'_>) -> Option<Result<User, Error>> {
        colleague(ctx, self.0.to).await
    }

    /// What the receiver should know.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// What became of it.
    async fn state(&self) -> HandoverState {
        self.0.state.into()
    }

    /// When it was offered.
    async fn offered_at(&self) -> DateTime {
        self.0.offered_at.into()
    }

    /// When it ends by itself without an answer.
    async fn expires_at(&self) -> DateTime {
        self.0.expires_at.into()
    }

    /// When it was acknowledged, declined or taken back.
    async fn answered_at(&self) -> Option<DateTime> {
        self.0.answered_at.map(Into::into)
    }
}

async fn colleague(ctx: &Context<'_>, user: UserId) -> Option<Result<User, Error>> {
    let found = loaders(ctx).load_one(user).await.map_err(|error| failed_together(&error));
    nullable(found.map(|user| user.map(User)))
}

/// A membership that has ended.
#[derive(SimpleObject)]
pub struct FormerMember {
    /// The person.
    pub user_id: ID,
    /// What the person was allowed to do.
    pub role: MemberRole,
    /// Since when.
    pub since: DateTime,
    /// Until when.
    pub ended_at: DateTime,
}

impl From<&FormerMembership> for FormerMember {
    fn from(former: &FormerMembership) -> Self {
        Self {
            user_id: ID(former.membership.user.to_string()),
            role: former.membership.role.into(),
            since: former.membership.since.into(),
            ended_at: former.ended_at.into(),
        }
    }
}

/// Which invitations are asked for.
#[derive(InputObject, Default)]
pub struct InvitationFilter {
    /// In this state.
    pub state: Option<InvitationState>,
}

/// Which requests are asked for.
#[derive(InputObject, Default)]
pub struct JoinRequestFilter {
    /// In this state.
    pub state: Option<JoinRequestState>,
}

pub fn invitations(
    page: app::storage::Page<domain_invitation::Invitation>,
    window: &app::storage::Window,
) -> Connection<Cursor, Invitation> {
    connection(page.map(|row| (Position::at(row.invited_at, row.id.uuid()), row)), window, Invitation)
}

pub fn join_requests(
    page: app::storage::Page<domain_join_request::JoinRequest>,
    window: &app::storage::Window,
) -> Connection<Cursor, JoinRequest> {
    connection(page.map(|row| (Position::at(row.asked_at, row.id.uuid()), row)), window, JoinRequest)
}

#[derive(Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// The invitations of one's own company, the latest first. Requires an Owner. Those to oneself are in `viewer`.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which invitations.", default)] filter: InvitationFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Invitation>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = app::invitation::of_company(op(ctx), filter.state.map(Into::into), &window).await.map_err(failed)?;
        Ok(invitations(page, &window))
    }

    /// The requests to be let into one's own company, the latest first. Requires an Owner. One's own are in `viewer`.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn join_requests(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which requests.", default)] filter: JoinRequestFilter,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, JoinRequest>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = app::join_request::of_company(op(ctx), filter.state.map(Into::into), &window).await.map_err(failed)?;
        Ok(join_requests(page, &window))
    }
}
