//! How many sockets and event streams are open, on this node and by one caller.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_subject: HashMap<String, usize>,
}

#[derive(Debug)]
struct Room {
    taken: Mutex<Taken>,
    limit: usize,
    per_subject: usize,
}

impl Room {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room for long-lived connections of one node.
#[derive(Debug, Clone)]
pub struct Seats(Arc<Room>);

/// One place in the room, given back when dropped.
#[derive(Debug)]
pub struct Seat {
    room: Arc<Room>,
    subject: Option<String>,
}

impl Seats {
    /// A room with so many seats, and so many for one subject.
    pub fn new(limit: usize, per_subject: usize) -> Self {
        Self(Arc::new(Room { taken: Mutex::default(), limit, per_subject }))
    }

    /// The number of seats taken.
    pub fn open(&self) -> usize {
        self.0.taken().all
    }

    /// Takes a seat for somebody not yet known; none if the room is full.
    pub fn take(&self) -> Option<Seat> {
        let mut taken = self.0.taken();
        if taken.all >= self.0.limit {
            return None;
        }
        taken.all += 1;
        Some(Seat { room: Arc::clone(&self.0), subject: None })
    }
}

impl Seat {
    /// Writes a name on the seat; false if that subject has its share already.
    #[must_use]
    pub fn name(&mut self, subject: String) -> bool {
        let mut taken = self.room.taken();
        let count = taken.by_subject.get(&subject).copied().unwrap_or(0);
        if self.subject.is_some() || count >= self.room.per_subject {
            return false;
        }
        taken.by_subject.insert(subject.clone(), count + 1);
        self.subject = Some(subject);
        true
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.room.taken();
        taken.all = taken.all.saturating_sub(1);
        if let Some(subject) = self.subject.take() {
            let left = taken.by_subject.get(&subject).map_or(0, |count| count.saturating_sub(1));
            if left == 0 {
                taken.by_subject.remove(&subject);
            } else {
                taken.by_subject.insert(subject, left);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_counted_and_given_back() {
        let seats = Seats::new(3, 2);
        let mut taken: Vec<Seat> = (0..3).filter_map(|_| seats.take()).collect();
        assert_eq!((taken.len(), seats.open()), (3, 3));
        assert!(seats.take().is_none());
        let named: Vec<bool> = taken.iter_mut().map(|seat| seat.name("aliya".to_owned())).collect();
        assert_eq!(named, [true, true, false]);
        drop(taken);
        assert_eq!(seats.open(), 0);
        assert!(seats.take().unwrap().name("aliya".to_owned()));
        assert!(seats.0.taken().by_subject.is_empty());
    }
}
