//! One request of somebody: who asks, and the transaction that serves him.

use std::{net::IpAddr, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    actor::{Actor, Member, SignedIn, Staff},
    id::{CompanyId, Identifier, SessionId, UserId},
    stamp::Stamp,
};
use persistence::{Author, Forum, Person, Public, Reader, System, Tenant, Tx, View, repository::standing::PersonStanding};
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

/// Where a request comes from, as far as it tells.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// The address in the network; nothing for the operator's commands.
    pub address: Option<IpAddr>,
    /// What the device was given when somebody signed in on it before.
    pub device: Option<String>,
    /// The family of the program that asks.
    pub agent: Option<String>,
}

/// How long a password or factor that was shown counts as fresh.
pub const FRESH: TimeDelta = TimeDelta::minutes(15);

/// One request.
pub struct Op {
    app: Arc<Application>,
    who: Who,
    request: String,
    origin: Origin,
    view: OnceCell<Opened>,
}

/// What is known once something has been read.
struct Opened {
    view: View<Reader>,
    actor: Actor,
    /// He signed in to serve the forum and has yet to show a second factor: until then he is a person like others.
    lacks_factor: bool,
}

impl Op {
    pub(crate) fn new(app: Arc<Application>, who: Who, request: String) -> Self {
        Self { app, who, request, origin: Origin::default(), view: OnceCell::new() }
    }

    /// The same request with where it comes from.
    #[must_use]
    pub fn from(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    pub fn origin(&self) -> &Origin {
        &self.origin
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
        Ok(&self.opened().await?.view)
    }

    /// Who asks, as the database knows him.
    pub async fn actor(&self) -> Result<&Actor, Failure> {
        Ok(&self.opened().await?.actor)
    }

    /// Whether he signed in to serve the forum and has yet to show a second factor.
    pub async fn lacks_second_factor(&self) -> Result<bool, Failure> {
        Ok(self.opened().await?.lacks_factor)
    }

    /// The view of the company that asks.
    pub async fn tenant_view(&self) -> Result<View<Tenant>, Failure> {
        let opened = self.opened().await?;
        opened.view.as_tenant().ok_or_else(|| if opened.lacks_factor { Failure::SecondFactorRequired } else { self.not_for_you("read") })
    }

    /// The view of the staff that asks.
    pub async fn staff_view(&self) -> Result<View<Forum>, Failure> {
        let opened = self.opened().await?;
        opened.view.as_forum().ok_or_else(|| if opened.lacks_factor { Failure::SecondFactorRequired } else { self.not_for_you("read") })
    }

    fn not_for_you(&self, action: &'static str) -> Failure {
        if self.who == Who::Anonymous { Failure::Unauthenticated } else { Failure::Forbidden { action } }
    }

    async fn opened(&self) -> Result<&Opened, Failure> {
        self.view.get_or_try_init(|| self.open()).await
    }

    async fn open(&self) -> Result<Opened, Failure> {
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
                        Some(standing) => {
                            let appointment = view.staff().active(user).await?;
                            if appointment.is_some() && !serves(standing) {
                                return self.open_for_himself(user, session).await;
                            }
                            staff_actor(signed_in(user, session, standing, now), appointment, view.members().of_user(user).await?)
                        }
                        None => None,
                    },
                    _ => None,
                };
                found.ok_or(Failure::SessionEnded)?
            }
        };
        Ok(Opened { view, actor, lacks_factor: false })
    }

    /// Staff without a second factor read what any person reads.
    async fn open_for_himself(&self, user: UserId, session: SessionId) -> Result<Opened, Failure> {
        let view = self.app.database.view(Reader::Person(Person(user))).await?;
        let now = self.app.now();
        let own = view.as_person().ok_or(Failure::SessionEnded)?;
        let standing = own.standings().of_person(session, now).await?.ok_or(Failure::SessionEnded)?;
        Ok(Opened { view, actor: Actor::User(signed_in(user, session, standing, now)), lacks_factor: true })
    }

    /// Writes as the company that asks.
    pub(crate) async fn begin(&self) -> Result<(Tx<Tenant>, Actor), Failure> {
        let Who::Person { user, session, acting: For::Company(company) } = self.who else {
            return Err(self.not_for_you("write"));
        };
        let tx = self.app.database.begin(Tenant { company, user }, self.author("MEMBER", user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_writing_member(session, company, now).await?.ok_or(Failure::SessionEnded)?;
        let person = signed_in(user, session, standing.person, now);
        Ok((tx, Actor::Member(Member { person, company, role: standing.role, state: standing.state })))
    }

    /// Writes as the person that asks, whomever he acts for.
    pub(crate) async fn begin_person(&self) -> Result<(Tx<Person>, Actor), Failure> {
        let Who::Person { user, session, .. } = self.who else { return Err(self.not_for_you("write")) };
        let tx = self.app.database.begin(Person(user), self.author("USER", user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_person_alone(session, now).await?.ok_or(Failure::SessionEnded)?;
        Ok((tx, Actor::User(signed_in(user, session, standing, now))))
    }

    /// Writes what proves who the person is that asks: rows that only the forum itself reads. Other changes of the same kind wait.
    pub(crate) async fn begin_own(&self) -> Result<(Tx<System>, Actor, PersonStanding), Failure> {
        let Who::Person { user, session, .. } = self.who else { return Err(self.not_for_you("write")) };
        let tx = self.app.database.begin(System, self.author("USER", user)).await?;
        tx.users().hold(user).await?;
        let now = self.app.now();
        let standing = tx.standings().of_person_alone(session, now).await?.ok_or(Failure::SessionEnded)?;
        Ok((tx, Actor::User(signed_in(user, session, standing, now)), standing))
    }

    /// Writes as the staff that asks.
    pub(crate) async fn begin_staff(&self) -> Result<(Tx<Forum>, Actor), Failure> {
        let Who::Person { user, session, acting: For::Forum } = self.who else { return Err(self.not_for_you("write")) };
        let tx = self.app.database.begin(Forum(user), self.author("STAFF", user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_writing_person(session, now).await?.ok_or(Failure::SessionEnded)?;
        let person = signed_in(user, session, standing, now);
        let appointment = tx.staff().active(user).await?;
        if appointment.is_some() && !serves(standing) {
            return Err(Failure::SecondFactorRequired);
        }
        let actor = staff_actor(person, appointment, tx.members().of_user(user).await?);
        Ok((tx, actor.ok_or(Failure::SessionEnded)?))
    }

    /// Writes as workers may, for somebody whose standing is read in the same transaction: for the few things that touch what his own
    /// scope must not show him. What he may do it to his permit says, and what he may see his own view.
    pub(crate) async fn begin_beyond(&self) -> Result<(Tx<System>, Actor), Failure> {
        let Who::Person { user, session, acting } = self.who else { return Err(self.not_for_you("write")) };
        let kind = match acting {
            For::Himself => "USER",
            For::Company(_) => "MEMBER",
            For::Forum => "STAFF",
        };
        let tx = self.app.database.begin(System, self.author(kind, user)).await?;
        let now = self.app.now();
        let standing = tx.standings().of_person(session, now).await?.ok_or(Failure::SessionEnded)?;
        let person = signed_in(user, session, standing, now);
        let actor = match acting {
            For::Himself => Some(Actor::User(person)),
            For::Company(company) => {
                let standing = tx.standings().of_member(session, company, now).await?;
                standing.map(|standing| Actor::Member(Member { person, company, role: standing.role, state: standing.state }))
            }
            For::Forum => staff_actor(person, tx.staff().active(user).await?, tx.members().of_user(user).await?),
        };
        Ok((tx, actor.ok_or(Failure::SessionEnded)?))
    }

    fn author(&self, kind: &'static str, user: UserId) -> Author {
        self.app.author(kind, Some(user.uuid()), &self.request)
    }
}

fn signed_in(user: UserId, session: SessionId, standing: PersonStanding, now: DateTime<Utc>) -> SignedIn {
    let shown_at = if standing.enrolled { standing.second_factor_at } else { Some(standing.authenticated_at) };
    let fresh = shown_at.is_some_and(|at| now - at < FRESH);
    SignedIn { user, session, proved: standing.proved, fresh, founds: standing.founds }
}

/// Whoever serves the forum has a second factor, and has shown it on this device.
fn serves(standing: PersonStanding) -> bool {
    standing.enrolled && standing.second_factor_at.is_some()
}

/// A person on duty; nobody once the duty has ended.
fn staff_actor(
    person: SignedIn,
    appointment: Option<domain::staff::Appointment>,
    memberships: Vec<domain::member::Membership>,
) -> Option<Actor> {
    let appointment = appointment?;
    let companies = memberships.into_iter().map(|membership| membership.company).collect();
    Some(Actor::Staff(Staff { person, id: appointment.id, duty: appointment.duty, side: appointment.side, companies }))
}
