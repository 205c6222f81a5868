//! How often something may be tried: so many times within a window, and after a few failures in a row only after a wait that doubles.

use chrono::TimeDelta;

use crate::stamp::Timestamp;

/// What is bounded, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// So many tries fit into one window. A stretch of time as long as a window touches two of them at most, so that it never holds more
    /// than twice as many.
    pub most: i32,
    pub window: TimeDelta,
    /// So many failures in a row cost nothing but themselves; each further one doubles the wait. None: there is no wait but for the window.
    pub free: Option<i32>,
}

/// Guesses at a password from devices that nobody knows. With those from known devices there are at most 100 in any 24 hours.
pub const PASSWORD: Bound = Bound { most: 40, window: TimeDelta::hours(24), free: Some(10) };
/// Guesses from devices that the person has signed in on before: counted apart, so that strangers cannot lock him out.
pub const PASSWORD_ON_KNOWN_DEVICE: Bound = Bound { most: 10, window: TimeDelta::hours(24), free: Some(5) };
/// Guesses at a second factor or recovery code, which only those come to who know the password.
pub const SECOND_FACTOR: Bound = Bound { most: 50, window: TimeDelta::hours(24), free: Some(10) };
/// Registrations from one address of the network.
pub const REGISTRATION: Bound = Bound { most: 3, window: TimeDelta::hours(1), free: None };
/// Letters with a link that one address of the network asks for.
pub const LETTERS_ASKED: Bound = Bound { most: 10, window: TimeDelta::hours(1), free: None };
/// Letters with a link that one person gets, whoever asked for them.
pub const LETTERS_SENT: Bound = Bound { most: 3, window: TimeDelta::hours(1), free: None };

/// How often it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meter {
    /// Tries in the present window.
    pub taken: i32,
    /// Tries in a row that were not given back.
    pub streak: i32,
    /// When the present window began.
    pub since: Timestamp,
    pub blocked_until: Option<Timestamp>,
}

impl Meter {
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self { taken: 0, streak: 0, since: now, blocked_until: None }
    }

    /// Counts one try before it is made, so that those made at one moment count like those made in turn; or says when to come again.
    pub fn take(mut self, bound: &Bound, now: Timestamp) -> Result<Self, Timestamp> {
        if let Some(until) = self.blocked_until.filter(|until| *until > now) {
            return Err(until);
        }
        let over = now - self.since >= bound.window;
        if over || now < self.since {
            self.taken = 0;
            self.since = now;
        }
        if self.taken >= bound.most {
            return Err(self.since + bound.window);
        }
        self.taken += 1;
        self.streak += 1;
        self.blocked_until = match bound.free {
            Some(free) if self.streak > free => Some(now + TimeDelta::seconds(1 << (self.streak - free).clamp(0, 16))),
            _ => None,
        };
        Ok(self)
    }

    /// The try was no guess: it is not counted, and the failures before it are forgotten.
    #[must_use]
    pub fn give_back(mut self) -> Self {
        self.taken = (self.taken - 1).max(0);
        self.streak = 0;
        self.blocked_until = None;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        Timestamp::from_timestamp(1_790_000_000, 0).unwrap()
    }

    #[test]
    fn some_tries_are_free_and_each_further_one_doubles_the_wait() {
        let mut meter = Meter::new(start());
        for _ in 0..10 {
            meter = meter.take(&PASSWORD, start()).unwrap();
            assert_eq!(meter.blocked_until, None);
        }
        let mut now = start();
        for seconds in [2, 4, 8, 16, 32] {
            meter = meter.take(&PASSWORD, now).unwrap();
            let until = now + TimeDelta::seconds(seconds);
            assert_eq!(meter.take(&PASSWORD, until - TimeDelta::milliseconds(1)), Err(until));
            now = until;
        }
    }

    #[test]
    fn what_is_given_back_is_not_counted() {
        let mut meter = Meter::new(start());
        for _ in 0..1_000 {
            meter = meter.take(&PASSWORD, start()).unwrap().give_back();
        }
        assert_eq!(meter, Meter::new(start()));
        for _ in 0..11 {
            meter = meter.take(&PASSWORD, start()).unwrap();
        }
        let given_back = meter.give_back();
        assert_eq!((given_back.taken, given_back.streak, given_back.blocked_until), (10, 0, None));
    }

    /// Whoever guesses whenever he may, and is now and then forgiven because the right person signs in, makes no more than 100 a day.
    #[test]
    fn no_day_holds_more_than_a_hundred_guesses() {
        for forgiven_every in [1, 3, 7, 1_000_000] {
            let (mut strangers, mut known) = (Meter::new(start()), Meter::new(start()));
            let mut guesses: Vec<i64> = Vec::new();
            for second in 0..3 * 24 * 3_600 {
                let now = start() + TimeDelta::seconds(second);
                if let Ok(taken) = strangers.take(&PASSWORD, now) {
                    strangers = taken;
                    guesses.push(second);
                }
                if let Ok(taken) = known.take(&PASSWORD_ON_KNOWN_DEVICE, now) {
                    known = taken;
                    guesses.push(second);
                }
                if second % forgiven_every == 0 {
                    strangers.streak = 0;
                    strangers.blocked_until = None;
                    known.streak = 0;
                    known.blocked_until = None;
                }
            }
            for from in &guesses {
                let day = guesses.iter().filter(|at| (*from..from + 86_400).contains(at)).count();
                assert!(day <= 100, "{day} guesses within a day when forgiven every {forgiven_every} s");
            }
        }
    }

    #[test]
    fn a_window_is_full_until_it_is_over() {
        let mut meter = Meter::new(start());
        for _ in 0..3 {
            meter = meter.take(&REGISTRATION, start()).unwrap();
        }
        assert_eq!(meter.take(&REGISTRATION, start() + TimeDelta::minutes(59)), Err(start() + TimeDelta::hours(1)));
        assert_eq!(meter.take(&REGISTRATION, start() + TimeDelta::hours(1)).unwrap().taken, 1);
    }

    /// A clock that was set back does not leave anybody waiting for a window that begins in the future.
    #[test]
    fn a_clock_that_went_back_begins_a_new_window() {
        let mut meter = Meter::new(start());
        for _ in 0..3 {
            meter = meter.take(&REGISTRATION, start()).unwrap();
        }
        assert_eq!(meter.take(&REGISTRATION, start() - TimeDelta::hours(26)).unwrap().taken, 1);
    }
}
