//! One request of somebody: who asks, and the transaction that serves him.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::{Actor, Member, SignedIn, Staff},
    id::{CompanyId, Identifier, SessionId, UserId},
    stamp::Stamp,
};
use persistence::{Author, Forum, Person, Public, Reader, Tenant, Tx, View, repository::standing::PersonStanding};
use tokio::sync::OnceCell;

use crate::{application::Application, failure::Failure};

/// Whom a person acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    Himself,
    Company(CompanyId),
    Forum,
}

/// Who asks, as his credential says; whether it still holds is read with what he asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Anonymous,
    Person { user: UserId, session: SessionId, acting: For },
    Operator,
}

/// How long a password or factor that was shown counts as fresh.
const FRESH: TimeDelta = TimeDelta::minutes(15);

/// One request.
pub struct Op {
    app: Arc<Application>,
    who: Who,
    request: String,
    view: OnceCell<(View<Reader>, Actor)>,
}

impl Op {
    pub(crate) fn new(app: Arc<Application>, who: Who, request: String) -> Self {
        Self { app, who, request, view: OnceCell::new() }
    }

    pub fn app(&self) -> &Arc<Application> {
        &self.app
    }

    pub fn who(&self) -> Who {
        self.who
    }

    pub fn request(&self) -> &str {
        &self.request
    }

    pub(crate) fn stamp(&self) -> Stamp {
        self.app.stamp()
    }

    pub(crate) fn secret_stamp(&self) -> Stamp {
        self.app.secret_stamp()
    }

    /// The one transaction in which this request reads, opened when something is read first.
    pub async fn view(&self) -> Result<&View<Reader>, Failure> {
        Ok(&self.opened().await?.0)
    }

    /// Who asks, as the database knows him.
    pub async fn actor(&self) -> Result<&Actor, Failure> {
        Ok(&self.opened().await?.1)
    }

    /// Whether he may do something at all, asked before work begins that is dear.
    pub async fn may<A: domain::permit::Action>(&self, subject: A::Subject) -> Result<(), Failure> {
        let _permit = self.actor().await?.permit::<A>(subject)?;
        Ok(())
    }

    /// The view of the company that asks.
    pub async fn tenant_view(&self) -> Result<View<Tenant>, Failure> {
        self.view().await?.as_tenant().ok_or_else(|| self.not_for_you("read"))
    }

    /// The view of the staff that asks.
    pub async fn staff_view(&self) -> Result<View<Forum>, Failure> {
        self.view().await?.as_forum().ok_or_else(|| self.not_for_you("read"))
    }

    fn not_for_you(&self, action: &'static str) -> Failure {
        if self.who == Who::Anonymous { Failure::Unauthenticated } else { Failure::Forbidden { action } }
    }

    async fn opened(&self) -> Result<&(View<Reader>, Actor), Failure> {
        self.view.get_or_try_init(|| self.open()).await
    }

    async fn open(&self) -> Result<(View<Reader>, Actor), Failure> {
        let database = &self.app.database;
        let scope = match self.who {
            Who::Anonymous | Who::Operator => Reader::Public(Public),
            Who::Person { user, acting: For::Himself, .. } => Reader::Person(Person(user)),
            Who::Person { user, acting: For::Company(company), .. } => Reader::Tenant(Tenant { company, user }),
            Who::Person { user, acting: For::Forum, .. } => Reader::Forum(Forum(user)),
        };
        let view = database.view(scope).await?;
        let actor = match self.who {
            Who::Anonymous => Actor::Anonymous,
            Who::Operator => Actor::Operator,
            Who::Person { user, session, acting } => {
                let now = self.app.now();
                let found = match (acting, view.as_person(), view.as_tenant(), view.as_forum()) {
                    (For::Himself, Some(view), _, _) => {
                        view.standings().of_person(session, now).await?.map(|standing| Actor::User(signed_in(user, session, standing, now)))
                    }
                    (For::Company(company), _, Some(view), _) => {
                        let standing = view.standings().of_member(session, company, now).await?;
                        standing.map(|standing| {
                            let person = signed_in(user, session, standing.person, now);
                            Actor::Member(Member { person, company, role: standing.role, state: standing.state })
                        })
                    }
                    (For::Forum, _, _, Some(view)) => match view.standings().of_person(session, now).await? {
                        Some(standing) => staff_actor(
                            signed_in(user, session, standing, now),
                            view.staff().active(user).await?,
                            view.members().of_user(user).await?,
                        ),
                        None => None,
                    },
                    _ => None,
                };
                found.ok_or(Failure::SessionEnded)?
            }
        };
        Ok((view, actor))
    }

    /// Writes as the company that asks.
    pub(crate) async fn begin(&self) -> Result<(Tx<Tenant>, Actor), Failure> {
        let Who::Person { user, session, acting: For::Company(company) } = self.who else {
            return Err(self.not_for_you("write"));
        };
        let tx = self.app.database.begin(Tenant { company, user }, self.author("MEMBER", user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_member(session, company, now).await?.ok_or(Failure::SessionEnded)?;
        let person = signed_in(user, session, standing.person, now);
        Ok((tx, Actor::Member(Member { person, company, role: standing.role, state: standing.state })))
    }

    /// Writes as the person that asks, whomever he acts for.
    pub(crate) async fn begin_person(&self) -> Result<(Tx<Person>, Actor), Failure> {
        let Who::Person { user, session, .. } = self.who else { return Err(self.not_for_you("write")) };
        let tx = self.app.database.begin(Person(user), self.author("USER", user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_person(session, now).await?.ok_or(Failure::SessionEnded)?;
        Ok((tx, Actor::User(signed_in(user, session, standing, now))))
    }

    /// Writes as the staff that asks.
    pub(crate) async fn begin_staff(&self) -> Result<(Tx<Forum>, Actor), Failure> {
        let Who::Person { user, session, acting: For::Forum } = self.who else { return Err(self.not_for_you("write")) };
        let tx = self.app.database.begin(Forum(user), self.author("STAFF", user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_person(session, now).await?.ok_or(Failure::SessionEnded)?;
        let person = signed_in(user, session, standing, now);
        let actor = staff_actor(person, tx.staff().active(user).await?, tx.members().of_user(user).await?);
        Ok((tx, actor.ok_or(Failure::SessionEnded)?))
    }

    fn author(&self, kind: &'static str, user: UserId) -> Author {
        self.app.author(kind, Some(user.uuid()), &self.request)
    }
}

fn signed_in(user: UserId, session: SessionId, standing: PersonStanding, now: DateTime<Utc>) -> SignedIn {
    SignedIn { user, session, proved: standing.proved, fresh: now - standing.authenticated_at < FRESH }
}

/// A person on duty; nobody once the duty has ended.
fn staff_actor(
    person: SignedIn,
    appointment: Option<domain::staff::Appointment>,
    memberships: Vec<domain::member::Membership>,
) -> Option<Actor> {
    let appointment = appointment?;
    let companies = memberships.into_iter().map(|membership| membership.company).collect();
    Some(Actor::Staff(Staff { person, id: appointment.id, duty: appointment.duty, companies }))
}
