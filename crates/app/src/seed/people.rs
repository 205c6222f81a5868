//! The people of the world, and those on duty.

use chrono::TimeDelta;
use domain::{
    actor::{Actor, Member, SignedIn, Staff},
    company::Company,
    country::Country,
    email_address::EmailAddress,
    id::{Identifier, SessionId, StaffId, UserId},
    language::Language,
    member::Role,
    policy::AppointModerator,
    staff::{Appointment, Duty, Office},
    stamp::Timestamp,
    user::User,
};
use persistence::{StorageError, System, Tx};

use super::{Account, SeedError, chance::Chance, refused, words, world::World};

/// The owners of the first company of each country.
pub const OWNERS: [&str; 2] = ["almaty@demo.example", "faisalabad@demo.example"];

pub const ON_DUTY: [(&str, Duty, Country, &str); 3] = [
    ("moderator@demo.example", Duty::Moderator, Country::Kz, "moderator of the side of Kazakhstan"),
    ("moderator.pk@demo.example", Duty::Moderator, Country::Pk, "moderator of the side of Pakistan"),
    ("admin@demo.example", Duty::Administrator, Country::Kz, "administrator"),
];

/// When the forum opened: before anything else happened in the world.
pub const OPENED: TimeDelta = TimeDelta::days(340);

/// The people on duty.
pub struct OnDuty {
    users: Vec<User>,
    appointments: Vec<Appointment>,
}

impl OnDuty {
    pub fn new(chance: &mut Chance, now: Timestamp) -> Result<Self, SeedError> {
        let at = now - OPENED;
        let mut duty = Self { users: Vec::new(), appointments: Vec::new() };
        for (email, office, side, _) in ON_DUTY {
            let user = user(chance, email, side, if side == Country::Kz { Language::Ru } else { Language::En }, at)?;
            let office = Office { user: user.id, duty: office, side, standing: None };
            let permit = Actor::Operator.permit::<AppointModerator>(office).map_err(refused)?;
            duty.appointments.push(Appointment::propose(permit, chance.stamp(at)).map_err(refused)?);
            duty.users.push(user);
        }
        Ok(duty)
    }

    /// The moderator of a side, acting.
    pub fn moderator(&self, side: Country) -> Option<(Actor, StaffId)> {
        let appointment = self.appointments.iter().find(|appointment| appointment.side == side && appointment.duty == Duty::Moderator)?;
        let person = signed_in(appointment.user);
        let staff = Staff { person, id: appointment.id, duty: appointment.duty, side: appointment.side, companies: Vec::new() };
        Some((Actor::Staff(staff), appointment.id))
    }

    pub fn count(&self) -> u64 {
        self.users.len() as u64
    }

    pub fn accounts(&self) -> Vec<Account> {
        let pairs = self.users.iter().zip(ON_DUTY);
        let account = |(user, (email, .., standing)): (&User, (&str, Duty, Country, &str))| Account {
            email: email.to_owned(),
            standing: standing.to_owned(),
            user: user.id,
            company: None,
        };
        pairs.map(account).collect()
    }

    pub async fn write(&self, tx: &Tx<System>, world: &World<'_>) -> Result<(), StorageError> {
        tx.users().add_all(&self.users, |user| world.subject_salt(user)).await?;
        let hash = &world.plan().password_hash;
        let hashes = self.users.iter().map(|user| (user.id, hash.clone())).collect();
        tx.passwords().set_all(hashes, world.plan().now - OPENED).await?;
        for appointment in &self.appointments {
            tx.staff().add(appointment).await?;
        }
        Ok(())
    }
}

/// A person with a proved address.
pub fn user(chance: &mut Chance, email: &str, country: Country, language: Language, at: Timestamp) -> Result<User, SeedError> {
    Ok(User {
        id: chance.stamp(at).id(),
        email: EmailAddress::parse(email).map_err(refused)?,
        name: words::person(chance, country),
        language,
        email_verified_at: Some(at + TimeDelta::minutes(chance.between(2, 90))),
        registered_at: at,
        erased_at: None,
    })
}

/// The person, as he is after signing in a moment ago.
pub fn signed_in(user: UserId) -> SignedIn {
    SignedIn { user, session: SessionId::from_uuid(user.uuid()), proved: true, fresh: true, founds: true }
}

/// The owner of a company, acting for it.
pub fn owner(company: &Company, user: UserId) -> Actor {
    Actor::Member(Member { person: signed_in(user), company: company.id, role: Role::Owner, state: company.state })
}
