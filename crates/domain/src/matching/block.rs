//! 16,384 companies of one country, stored by property: a block is what fits in a core's cache while it is searched.

use uuid::Uuid;

use super::{
    plane::{BLOCK, Plane, Planes},
    profile::Day,
    signature::{Marks, Signature, counted, is_quiet},
};
use crate::country::Country;

#[derive(Debug, Clone)]
pub(super) struct Block {
    ids: Vec<Uuid>,
    fresh: Vec<Day>,
    joined: Vec<Day>,
    exposures: Vec<u8>,
    pub offers: Planes,
    pub needs: Planes,
    pub offer_chapters: Planes,
    pub need_chapters: Planes,
    pub marks: Planes,
    pub quiet: Plane,
    /// Nobody here has a lower id; somebody who had it may have left.
    pub lowest_id: Uuid,
    /// Nobody here joined later; somebody who did may have left.
    pub latest_joined: Day,
}

impl Block {
    pub fn new() -> Self {
        Self {
            ids: Vec::with_capacity(BLOCK),
            fresh: Vec::with_capacity(BLOCK),
            joined: Vec::with_capacity(BLOCK),
            exposures: Vec::with_capacity(BLOCK),
            offers: Planes::new(),
            needs: Planes::new(),
            offer_chapters: Planes::new(),
            need_chapters: Planes::new(),
            marks: Planes::new(),
            quiet: Plane::Empty,
            lowest_id: Uuid::max(),
            latest_joined: Day::default(),
        }
    }

    pub fn id(&self, offset: u16) -> Uuid {
        self.ids[usize::from(offset)]
    }

    pub fn fresh(&self, offset: u16) -> Day {
        self.fresh[usize::from(offset)]
    }

    pub fn joined(&self, offset: u16) -> Day {
        self.joined[usize::from(offset)]
    }

    pub fn is_quiet(&self, offset: u16) -> bool {
        is_quiet(self.exposures[usize::from(offset)])
    }

    /// Puts a company on the next offset, or on one that was cleared.
    pub fn insert(&mut self, offset: u16, id: Uuid, signature: &Signature) {
        let place = usize::from(offset);
        if place == self.ids.len() {
            self.ids.push(id);
            self.fresh.push(signature.fresh);
            self.joined.push(signature.joined);
            self.exposures.push(signature.exposures);
        } else {
            self.ids[place] = id;
            self.fresh[place] = signature.fresh;
            self.joined[place] = signature.joined;
            self.exposures[place] = signature.exposures;
        }
        self.offers.insert(signature.offers, offset);
        self.needs.insert(signature.needs, offset);
        self.offer_chapters.insert(signature.offer_chapters, offset);
        self.need_chapters.insert(signature.need_chapters, offset);
        self.marks.insert(signature.marks.0, offset);
        self.lowest_id = self.lowest_id.min(id);
        self.latest_joined = self.latest_joined.max(signature.joined);
        if is_quiet(signature.exposures) {
            self.quiet.insert(offset);
        }
    }

    /// Takes a company out of every plane: an offset in no plane is never a candidate.
    pub fn clear(&mut self, offset: u16) {
        self.offers.clear(offset);
        self.needs.clear(offset);
        self.offer_chapters.clear(offset);
        self.need_chapters.clear(offset);
        self.marks.clear(offset);
        self.quiet.remove(offset);
    }

    pub fn set_exposures(&mut self, offset: u16, exposures: u32) {
        self.exposures[usize::from(offset)] = counted(exposures);
        if self.is_quiet(offset) {
            self.quiet.insert(offset);
        } else {
            self.quiet.remove(offset);
        }
    }

    /// The company as it was put in.
    pub fn signature(&self, offset: u16, country: Country) -> Signature {
        Signature {
            country,
            offers: self.offers.mask_of(offset),
            needs: self.needs.mask_of(offset),
            offer_chapters: self.offer_chapters.mask_of(offset),
            need_chapters: self.need_chapters.mask_of(offset),
            marks: Marks(self.marks.mask_of(offset)),
            fresh: self.fresh(offset),
            joined: self.joined(offset),
            exposures: self.exposures[usize::from(offset)],
        }
    }

    pub fn heap_bytes(&self) -> usize {
        let planes = [&self.offers, &self.needs, &self.offer_chapters, &self.need_chapters, &self.marks];
        self.ids.capacity() * size_of::<Uuid>()
            + (self.fresh.capacity() + self.joined.capacity()) * size_of::<Day>()
            + self.exposures.capacity()
            + planes.map(Planes::heap_bytes).iter().sum::<usize>()
            + self.quiet.heap_bytes()
    }
}
