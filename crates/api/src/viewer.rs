//! Who asks.

use async_graphql::{Context, Error, ID, Object, SimpleObject, connection::Connection};
use domain::actor::Actor;

use crate::{
    account::session::Session,
    company::Company,
    consent::{self, Consent},
    context::op,
    error::{failed, nullable},
    member::{self, Invitation, InvitationFilter, JoinRequest, JoinRequestFilter},
    notification::{Notification, NotificationPreference, language, somebody},
    page::{Asked, Cursor, connection, cost},
    scalar::DateTime,
    word::{CountryCode, LanguageTag, MemberRole, SecondFactorKind, StaffDuty},
};

/// A person of the forum.
pub struct User(pub domain::user::User);

/// A person of the forum. One reads oneself and one's colleagues.
#[Object(name = "User")]
impl User {
    /// The identifier.
    async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The e-mail address.
    async fn email(&self) -> &str {
        self.0.email.as_str()
    }

    /// Whether the address is proved.
    async fn email_verified(&self) -> bool {
        self.0.email_verified_at.is_some()
    }

    /// The language that letters are written in.
    async fn language(&self) -> LanguageTag {
        self.0.language.into()
    }

    /// When the person registered.
    async fn registered_at(&self) -> DateTime {
        self.0.registered_at.into()
    }
}

/// A company that the person belongs to, and may act for.
#[derive(SimpleObject)]
pub struct ViewerMembership {
    /// What the person may do for it.
    pub role: MemberRole,
    /// Since when.
    pub since: DateTime,
    /// The company.
    pub company: Option<Company>,
}

/// The duty that the person is on.
#[derive(SimpleObject)]
pub struct Staff {
    /// The identifier of the appointment.
    pub id: ID,
    /// What the forum asks.
    pub duty: StaffDuty,
    /// For which side.
    pub side: CountryCode,
}

/// Something that the person shows beside the password.
#[derive(SimpleObject)]
pub struct SecondFactor {
    /// The identifier.
    pub id: ID,
    /// What shows it.
    pub kind: SecondFactorKind,
    /// What the person calls it.
    pub name: String,
    /// When it was added.
    pub added_at: DateTime,
    /// When it was last shown.
    pub used_at: Option<DateTime>,
}

/// What the person shows beside the password.
#[derive(SimpleObject)]
pub struct SecondFactors {
    /// The factors, the oldest first; ten at most.
    pub factors: Vec<SecondFactor>,
    /// How many recovery codes are left.
    pub recovery_codes_left: i32,
    /// With this session the person would serve the forum, and may not before a second factor was added or shown.
    pub required: bool,
}

pub struct Viewer;

/// Who asks: the person of the token or cookie, and whom he acts for.
#[Object(name = "Viewer")]
impl Viewer {
    /// The person.
    async fn user(&self, ctx: &Context<'_>) -> Result<User, Error> {
        let op = op(ctx);
        let signed_in = op.actor().await.map_err(failed)?.signed_in().ok_or_else(|| failed(app::Failure::Unauthenticated))?;
        Ok(User(app::account::person(op, signed_in.user).await.map_err(failed)?))
    }

    /// The company that the person acts for with this token or cookie.
    async fn company(&self, ctx: &Context<'_>) -> Option<Result<Company, Error>> {
        let company = match op(ctx).actor().await.map_err(failed) {
            Ok(Actor::Member(member)) => member.company,
            Ok(_) => return None,
            Err(error) => return Some(Err(error)),
        };
        nullable(Company::load(ctx, company).await)
    }

    /// What the person may do for that company.
    async fn role(&self, ctx: &Context<'_>) -> Result<Option<MemberRole>, Error> {
        let actor = op(ctx).actor().await.map_err(failed)?;
        Ok(if let Actor::Member(member) = actor { Some(member.role.into()) } else { None })
    }

    /// The duty that the person is on with this token or cookie.
    async fn staff(&self, ctx: &Context<'_>) -> Result<Option<Staff>, Error> {
        let op = op(ctx);
        let Actor::Staff(staff) = op.actor().await.map_err(failed)? else { return Ok(None) };
        let view = op.staff_view().await.map_err(failed)?;
        let appointment = view.staff().active(staff.person.user).await.map_err(failed)?;
        Ok(appointment.map(|found| Staff { id: ID(found.id.to_string()), duty: found.duty.into(), side: found.side.into() }))
    }

    /// What the person said of what he agrees to, the latest first: nothing of it is ever changed.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn consents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Consent>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        consent::history(ctx, &window).await
    }

    /// The devices that the person is signed in on, the latest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Session>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let page = app::account::session::page(op(ctx), &window).await.map_err(failed)?;
        Ok(connection(page, &window, Session))
    }

    /// What the person shows beside the password. Where `required` is true, nothing can be done for the forum before.
    #[graphql(complexity = "5 + child_complexity")]
    async fn second_factors(&self, ctx: &Context<'_>) -> Result<SecondFactors, Error> {
        let op = op(ctx);
        let required = op.lacks_second_factor().await.map_err(failed)?;
        let (factors, codes) = app::account::factor::own(op).await.map_err(failed)?;
        let factors = factors.into_iter().map(|factor| SecondFactor {
            id: ID(factor.id.to_string()),
            kind: factor.kind.into(),
            name: factor.name,
            added_at: factor.added_at.into(),
            used_at: factor.used_at.map(Into::into),
        });
        Ok(SecondFactors { factors: factors.collect(), recovery_codes_left: i32::try_from(codes).unwrap_or(i32::MAX), required })
    }

    /// Every company that the person belongs to. To act for another, refresh the token with `actAs`.
    #[graphql(complexity = "5 + 5 * child_complexity")]
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Vec<ViewerMembership>, Error> {
        let op = op(ctx);
        let signed_in = op.actor().await.map_err(failed)?.signed_in().ok_or_else(|| failed(app::Failure::Unauthenticated))?;
        let memberships = app::account::memberships(op, signed_in.user).await.map_err(failed)?;
        Ok(memberships
            .into_iter()
            .map(|(membership, company)| ViewerMembership {
                role: membership.role.into(),
                since: membership.since.into(),
                company: company.map(Into::into),
            })
            .collect())
    }

    /// The invitations to the address that the person has proved, the latest first, whomever he acts for.
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
        let op = op(ctx);
        let signed_in = op.actor().await.map_err(failed)?.signed_in().ok_or_else(|| failed(app::Failure::Unauthenticated))?;
        let page = app::invitation::mine(op, signed_in.user, filter.state.map(Into::into), &window).await.map_err(failed)?;
        Ok(member::invitations(page, &window))
    }

    /// The person's own requests to be let into companies, the latest first, whomever he acts for.
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
        let op = op(ctx);
        let signed_in = op.actor().await.map_err(failed)?.signed_in().ok_or_else(|| failed(app::Failure::Unauthenticated))?;
        let page = app::join_request::mine(op, signed_in.user, filter.state.map(Into::into), &window).await.map_err(failed)?;
        Ok(member::join_requests(page, &window))
    }

    /// What the person was told, the latest first, whomever he acts for at present. What concerned a company that he has left is not there.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what has not been marked as read.", default)] unread_only: bool,
        #[graphql(desc = "At most this many, 1 to 100, from the beginning.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most this many, 1 to 100, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Cursor, Notification>, Error> {
        let window = Asked { first, after, last, before }.window()?;
        let language = language(ctx).await?;
        let view = op(ctx).view().await.map_err(failed)?;
        let page = view.notifications().page(unread_only, &window).await.map_err(failed)?;
        Ok(connection(page, &window, |told| Notification { told, language }))
    }

    /// How many notifications wait to be read.
    #[graphql(complexity = 2)]
    async fn unread_count(&self, ctx: &Context<'_>) -> Result<i32, Error> {
        let unread = op(ctx).view().await.map_err(failed)?.notifications().count_unread().await.map_err(failed)?;
        Ok(i32::try_from(unread).unwrap_or(i32::MAX))
    }

    /// How the person is told of each topic.
    #[graphql(complexity = "2 + 10 * child_complexity")]
    async fn notification_preferences(&self, ctx: &Context<'_>) -> Result<Vec<NotificationPreference>, Error> {
        let preferences = app::notification::preferences(op(ctx)).await.map_err(failed)?;
        Ok(preferences.into_iter().map(Into::into).collect())
    }

    /// Since when the person's mailbox refuses letters, so that news come to the inbox only; nothing if letters arrive.
    #[graphql(complexity = 2)]
    async fn mail_refused_since(&self, ctx: &Context<'_>) -> Result<Option<DateTime>, Error> {
        somebody(ctx).await?;
        Ok(app::notification::refused_since(op(ctx)).await.map_err(failed)?.map(Into::into))
    }
}

#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who asks; nothing for those who have not signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Result<Viewer, Error>> {
        match op(ctx).actor().await.map_err(failed) {
            Ok(actor) => actor.signed_in().map(|_| Ok(Viewer)),
            Err(error) => Some(Err(error)),
        }
    }
}
