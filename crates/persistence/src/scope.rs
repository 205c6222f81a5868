//! Which rows somebody sees. The scope comes from who he is, never from what he asks.

use domain::id::{CompanyId, Identifier, UserId};
use sea_orm::{Condition, EntityTrait};

use crate::audited::Audited;

/// Nobody known: what is public.
#[derive(Debug, Clone, Copy)]
pub struct Public;
/// A person who acts for no company.
#[derive(Debug, Clone, Copy)]
pub struct Person(pub UserId);
/// A company, through one of its members.
#[derive(Debug, Clone, Copy)]
pub struct Tenant {
    pub company: CompanyId,
    pub user: UserId,
}
/// Staff on duty.
#[derive(Debug, Clone, Copy)]
pub struct Forum(pub UserId);
/// Staff who look into the audit of all.
#[derive(Debug, Clone, Copy)]
pub struct Auditor(pub UserId);
/// Workers, and what happens before it is known who asks.
#[derive(Debug, Clone, Copy)]
pub struct System;

/// Any of the four that ask through the interface, known only when they do.
#[derive(Debug, Clone, Copy)]
pub enum Reader {
    Public(Public),
    Person(Person),
    Tenant(Tenant),
    Forum(Forum),
}

/// What PostgreSQL is told when the transaction opens.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub role: &'static str,
    pub company: Option<CompanyId>,
    pub person: Option<UserId>,
}

/// A way of looking at the database.
pub trait Scope: Clone + Send + Sync + 'static {
    fn standing(&self) -> Standing;
}

const APP: &str = "forum_app";

impl Scope for Public {
    fn standing(&self) -> Standing {
        Standing { role: APP, company: None, person: None }
    }
}

impl Scope for Person {
    fn standing(&self) -> Standing {
        Standing { role: APP, company: None, person: Some(self.0) }
    }
}

impl Scope for Tenant {
    fn standing(&self) -> Standing {
        Standing { role: APP, company: Some(self.company), person: Some(self.user) }
    }
}

impl Scope for Forum {
    fn standing(&self) -> Standing {
        Standing { role: "forum_staff", company: None, person: Some(self.0) }
    }
}

impl Scope for Auditor {
    fn standing(&self) -> Standing {
        Standing { role: "forum_auditor", company: None, person: Some(self.0) }
    }
}

impl Scope for System {
    fn standing(&self) -> Standing {
        Standing { role: "forum_worker", company: None, person: None }
    }
}

impl Scope for Reader {
    fn standing(&self) -> Standing {
        match self {
            Self::Public(scope) => scope.standing(),
            Self::Person(scope) => scope.standing(),
            Self::Tenant(scope) => scope.standing(),
            Self::Forum(scope) => scope.standing(),
        }
    }
}

impl Standing {
    /// The statements that follow BEGIN, in the same round trip. A UUID prints hexadecimal digits and dashes only.
    pub(crate) fn sql(self) -> String {
        let text = |uuid: Option<uuid::Uuid>| uuid.map(|uuid| uuid.to_string()).unwrap_or_default();
        format!(
            "SET LOCAL ROLE {}; SELECT set_config('app.company', '{}', true), set_config('app.person', '{}', true)",
            self.role,
            text(self.company.map(Identifier::uuid)),
            text(self.person.map(Identifier::uuid)),
        )
    }
}

/// Which rows of a table a scope sees, said from the scope alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has not said which rows `{S}` may see",
    note = "write `impl VisibleTo<{S}> for {Self}` beside the entity, or ask in another scope"
)]
pub trait VisibleTo<S: Scope>: EntityTrait {
    fn visible(scope: &S) -> Condition;
}

/// A table in which the scope owns what it adds: the owner is taken from the scope, whatever the input says.
#[diagnostic::on_unimplemented(message = "`{S}` adds no rows to `{Self}`")]
pub trait OwnedBy<S: Scope>: VisibleTo<S> + Audited {
    fn own(scope: &S, row: &mut Self::ActiveModel);
}

/// A table in which the scope changes rows that it sees.
#[diagnostic::on_unimplemented(message = "`{S}` changes no rows of `{Self}`")]
pub trait AmendedBy<S: Scope>: VisibleTo<S> + Audited {
    /// Which of the visible rows it may change.
    fn amendable(scope: &S) -> Condition {
        Self::visible(scope)
    }
}

impl<E> VisibleTo<Reader> for E
where
    E: VisibleTo<Public> + VisibleTo<Person> + VisibleTo<Tenant> + VisibleTo<Forum>,
{
    fn visible(scope: &Reader) -> Condition {
        match scope {
            Reader::Public(scope) => E::visible(scope),
            Reader::Person(scope) => E::visible(scope),
            Reader::Tenant(scope) => E::visible(scope),
            Reader::Forum(scope) => E::visible(scope),
        }
    }
}

/// The scopes that read what is public: all but `Reader`, which decides by what it stands for.
pub trait Everybody: Scope {}
impl Everybody for Public {}
impl Everybody for Person {}
impl Everybody for Tenant {}
impl Everybody for Forum {}
impl Everybody for System {}

/// Every row.
pub(crate) fn all() -> Condition {
    Condition::all()
}

/// No row at all.
pub(crate) fn none() -> Condition {
    Condition::all().add(sea_orm::sea_query::ExprTrait::eq(sea_orm::sea_query::Expr::value(1), 0))
}
