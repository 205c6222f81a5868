//! Where each company stands, in about eight bytes a company: a table of places that asks the index whose place it is.

use uuid::Uuid;

use crate::country::Country;

/// A company's place: its country, and its slot among that country's companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub country: Country,
    pub slot: u32,
}

const EMPTY: u32 = u32::MAX;
const PK: u32 = 1 << 31;

impl Place {
    fn packed(self) -> u32 {
        match self.country {
            Country::Kz => self.slot,
            Country::Pk => self.slot | PK,
        }
    }

    fn unpacked(packed: u32) -> Self {
        let country = if packed & PK == 0 { Country::Kz } else { Country::Pk };
        Self { country, slot: packed & !PK }
    }
}

/// An open-addressing table with linear probing and deletion by moving back, so that it never fills with tombstones.
#[derive(Debug, Clone, Default)]
pub(super) struct Locator {
    table: Vec<u32>,
    len: usize,
}

impl Locator {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn heap_bytes(&self) -> usize {
        self.table.capacity() * size_of::<u32>()
    }

    pub fn find(&self, id: Uuid, id_at: impl Fn(Place) -> Uuid) -> Option<Place> {
        let place = Place::unpacked(self.table.get(self.cell(id, id_at)?).copied()?);
        Some(place)
    }

    /// Adds a company that is not there yet.
    pub fn insert(&mut self, id: Uuid, place: Place, id_at: impl Fn(Place) -> Uuid) {
        if (self.len + 1) * 8 > self.table.len() * 7 {
            let doubled = (self.table.len() * 2).max(16);
            let old = std::mem::replace(&mut self.table, vec![EMPTY; doubled]);
            for packed in old.into_iter().filter(|packed| *packed != EMPTY) {
                self.settle(id_at(Place::unpacked(packed)), packed);
            }
        }
        self.settle(id, place.packed());
        self.len += 1;
    }

    pub fn remove(&mut self, id: Uuid, id_at: impl Fn(Place) -> Uuid) {
        let Some(mut hole) = self.cell(id, &id_at) else { return };
        let wrap = self.table.len() - 1;
        let mut next = (hole + 1) & wrap;
        while self.table[next] != EMPTY {
            let wanted = self.home(id_at(Place::unpacked(self.table[next])));
            // An entry moves back into the hole unless that would put it before its home cell.
            if next.wrapping_sub(wanted) & wrap >= next.wrapping_sub(hole) & wrap {
                self.table[hole] = self.table[next];
                hole = next;
            }
            next = (next + 1) & wrap;
        }
        self.table[hole] = EMPTY;
        self.len -= 1;
    }

    fn settle(&mut self, id: Uuid, packed: u32) {
        let wrap = self.table.len() - 1;
        let mut cell = self.home(id);
        while self.table[cell] != EMPTY {
            cell = (cell + 1) & wrap;
        }
        self.table[cell] = packed;
    }

    fn cell(&self, id: Uuid, id_at: impl Fn(Place) -> Uuid) -> Option<usize> {
        if self.table.is_empty() {
            return None;
        }
        let wrap = self.table.len() - 1;
        let mut cell = self.home(id);
        while self.table[cell] != EMPTY {
            if id_at(Place::unpacked(self.table[cell])) == id {
                return Some(cell);
            }
            cell = (cell + 1) & wrap;
        }
        None
    }

    /// The cell an id would have if it were alone. Ids rise with time, so their bits are mixed first.
    fn home(&self, id: Uuid) -> usize {
        let (high, low) = id.as_u64_pair();
        let mut mixed = (high ^ low.rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ mixed >> 29 ^ low).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        #[expect(clippy::cast_possible_truncation, reason = "the lower bits are all that the table's length keeps")]
        let home = (mixed ^ mixed >> 32) as usize;
        home & (self.table.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_place_survives_packing() {
        for country in [Country::Kz, Country::Pk] {
            let place = Place { country, slot: 1_234_567 };
            assert_eq!(Place::unpacked(place.packed()), place);
        }
    }

    proptest! {
        #[test]
        fn a_locator_is_a_map(steps in prop::collection::vec((any::<bool>(), 0_u128..60), 0..400)) {
            let (mut locator, mut model) = (Locator::default(), HashMap::new());
            let mut ids: Vec<Uuid> = Vec::new();
            for (insert, id) in steps {
                let id = Uuid::from_u128(id);
                if insert && !model.contains_key(&id) {
                    let place = Place { country: Country::Pk, slot: u32::try_from(ids.len()).unwrap() };
                    ids.push(id);
                    locator.insert(id, place, |place| ids[place.slot as usize]);
                    model.insert(id, place);
                } else if !insert {
                    locator.remove(id, |place| ids[place.slot as usize]);
                    model.remove(&id);
                }
                prop_assert_eq!(locator.len(), model.len());
            }
            for id in (0..60).map(Uuid::from_u128) {
                prop_assert_eq!(locator.find(id, |place| ids[place.slot as usize]), model.get(&id).copied());
            }
        }
    }
}
