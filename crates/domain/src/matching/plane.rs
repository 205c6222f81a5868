//! One property over the companies of a block: who has it. Few are listed, many are bits.

use super::taxonomy::bits;

/// The companies of a block.
pub(super) const BLOCK: usize = 16_384;
pub(super) const WORDS: usize = BLOCK / 64;

/// A bit for each company of a block.
pub(super) type Bitmap = [u64; WORDS];

/// From this many on a bitmap is smaller than a list of two bytes each.
const MANY: usize = WORDS * 4;
/// From this many down a bitmap becomes a list again: well below `MANY`, so that a company that comes and goes moves nothing.
const FEW: usize = MANY / 2;

#[derive(Debug, Clone, Default)]
pub(super) enum Plane {
    #[default]
    Empty,
    /// In rising order.
    Few(Vec<u16>),
    Many(Box<Bitmap>),
}

pub(super) fn set(bitmap: &mut Bitmap, offset: u16) {
    bitmap[usize::from(offset) / 64] |= 1 << (offset % 64);
}

pub(super) fn is_set(bitmap: &Bitmap, offset: u16) -> bool {
    bitmap[usize::from(offset) / 64] >> (offset % 64) & 1 == 1
}

impl Plane {
    pub fn contains(&self, offset: u16) -> bool {
        match self {
            Self::Empty => false,
            Self::Few(list) => list.binary_search(&offset).is_ok(),
            Self::Many(bitmap) => is_set(bitmap, offset),
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    pub fn insert(&mut self, offset: u16) {
        match self {
            Self::Empty => *self = Self::Few(vec![offset]),
            Self::Few(list) => {
                let Err(place) = list.binary_search(&offset) else { return };
                if list.len() + 1 < MANY {
                    // A quarter more instead of twice as much: there are hundreds of these lists to a block.
                    if list.len() == list.capacity() {
                        list.reserve_exact(list.len() / 4 + 2);
                    }
                    list.insert(place, offset);
                } else {
                    let mut bitmap = Box::new([0; WORDS]);
                    for &held in &*list {
                        set(&mut bitmap, held);
                    }
                    set(&mut bitmap, offset);
                    *self = Self::Many(bitmap);
                }
            }
            Self::Many(bitmap) => set(bitmap, offset),
        }
    }

    pub fn remove(&mut self, offset: u16) {
        match self {
            Self::Few(list) => {
                if let Ok(place) = list.binary_search(&offset) {
                    list.remove(place);
                }
                if list.is_empty() {
                    *self = Self::Empty;
                }
            }
            Self::Many(bitmap) if is_set(bitmap, offset) => {
                bitmap[usize::from(offset) / 64] &= !(1 << (offset % 64));
                if bitmap.iter().map(|word| word.count_ones() as usize).sum::<usize>() <= FEW {
                    *self = Self::Few(offsets(bitmap).collect());
                }
            }
            Self::Empty | Self::Many(_) => {}
        }
    }

    /// Adds these companies to a bitmap.
    pub fn add_to(&self, sum: &mut Bitmap) {
        match self {
            Self::Empty => {}
            Self::Few(list) => list.iter().for_each(|&offset| set(sum, offset)),
            Self::Many(bitmap) => sum.iter_mut().zip(bitmap.iter()).for_each(|(sum, word)| *sum |= word),
        }
    }

    /// Adds these companies to a count that stops at three: who has one, two, three of the planes added.
    pub fn count_into(&self, counts: &mut [Bitmap; 3]) {
        let [one, two, three] = counts;
        match self {
            Self::Empty => {}
            Self::Few(list) => {
                for &offset in list {
                    let (word, bit) = (usize::from(offset) / 64, 1 << (offset % 64));
                    three[word] |= two[word] & bit;
                    two[word] |= one[word] & bit;
                    one[word] |= bit;
                }
            }
            Self::Many(bitmap) => {
                for (word, bits) in bitmap.iter().enumerate() {
                    three[word] |= two[word] & bits;
                    two[word] |= one[word] & bits;
                    one[word] |= bits;
                }
            }
        }
    }

    pub fn heap_bytes(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Few(list) => list.capacity() * size_of::<u16>(),
            Self::Many(_) => size_of::<Bitmap>(),
        }
    }
}

/// The companies of a bitmap, in rising order.
pub(super) fn offsets(bitmap: &Bitmap) -> impl Iterator<Item = u16> {
    let mut words = (0_u16..).step_by(64).zip(bitmap.iter().copied());
    let (mut base, mut left) = (0, 0_u64);
    std::iter::from_fn(move || {
        while left == 0 {
            (base, left) = words.next()?;
        }
        #[expect(clippy::cast_possible_truncation, reason = "a bit of 64 has a number below 64")]
        let offset = base + left.trailing_zeros() as u16;
        left &= left - 1;
        Some(offset)
    })
}

/// The planes of 128 properties, and which of them anyone has.
#[derive(Debug, Clone)]
pub(super) struct Planes {
    planes: Box<[Plane]>,
    present: u128,
}

impl Planes {
    pub fn new() -> Self {
        Self { planes: vec![Plane::Empty; 128].into_boxed_slice(), present: 0 }
    }

    pub fn insert(&mut self, mask: u128, offset: u16) {
        for bit in bits(mask) {
            self.planes[usize::from(bit)].insert(offset);
        }
        self.present |= mask;
    }

    /// Takes a company out of every plane.
    pub fn clear(&mut self, offset: u16) {
        for bit in bits(self.present) {
            let plane = &mut self.planes[usize::from(bit)];
            plane.remove(offset);
            if plane.is_empty() {
                self.present &= !(1 << bit);
            }
        }
    }

    /// The properties of one company.
    pub fn mask_of(&self, offset: u16) -> u128 {
        bits(self.present).filter(|bit| self.planes[usize::from(*bit)].contains(offset)).fold(0, |mask, bit| mask | 1 << bit)
    }

    /// The planes of a mask that anyone has.
    pub fn among(&self, mask: u128) -> impl Iterator<Item = &Plane> {
        bits(mask & self.present).map(|bit| &self.planes[usize::from(bit)])
    }

    pub fn heap_bytes(&self) -> usize {
        size_of_val(&*self.planes) + self.planes.iter().map(Plane::heap_bytes).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn bitmap_of(plane: &Plane) -> Bitmap {
        let mut bitmap = [0; WORDS];
        plane.add_to(&mut bitmap);
        bitmap
    }

    #[test]
    fn a_plane_that_fills_and_empties_keeps_its_members() {
        let mut plane = Plane::default();
        let all: Vec<u16> = (0..16_384).step_by(7).collect();
        for (count, &offset) in all.iter().enumerate() {
            plane.insert(offset);
            plane.insert(offset);
            assert_eq!(matches!(plane, Plane::Many(_)), count + 1 >= MANY);
        }
        assert_eq!(offsets(&bitmap_of(&plane)).collect::<Vec<_>>(), all);
        for (count, &offset) in all.iter().enumerate() {
            plane.remove(offset);
            plane.remove(offset);
            assert_eq!(matches!(plane, Plane::Many(_)), all.len() - count - 1 > FEW);
        }
        assert!(plane.is_empty());
    }

    proptest! {
        #[test]
        fn a_plane_is_a_set(steps in prop::collection::vec((any::<bool>(), 0_u16..600), 0..1500)) {
            let (mut plane, mut model) = (Plane::default(), BTreeSet::new());
            for (insert, offset) in steps {
                if insert {
                    plane.insert(offset);
                    model.insert(offset);
                } else {
                    plane.remove(offset);
                    model.remove(&offset);
                }
                prop_assert_eq!(plane.contains(offset), model.contains(&offset));
            }
            prop_assert_eq!(plane.is_empty(), model.is_empty());
            prop_assert_eq!(offsets(&bitmap_of(&plane)).collect::<BTreeSet<_>>(), model);
        }

        #[test]
        fn counts_stop_at_three(sets in prop::collection::vec(prop::collection::btree_set(0_u16..400, 0..350), 0..6)) {
            let mut counts = [[0; WORDS]; 3];
            for set in &sets {
                let mut plane = Plane::default();
                for &offset in set {
                    plane.insert(offset);
                }
                plane.count_into(&mut counts);
            }
            for offset in 0..400 {
                let held = sets.iter().filter(|set| set.contains(&offset)).count();
                prop_assert_eq!(counts.each_ref().map(|bitmap| is_set(bitmap, offset)), [held >= 1, held >= 2, held >= 3]);
            }
        }
    }
}
