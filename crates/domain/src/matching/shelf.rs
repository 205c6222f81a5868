//! The companies of one country, in blocks that never move: growing copies nothing.

use uuid::Uuid;

use super::{block::Block, plane::BLOCK, signature::Signature};
use crate::country::Country;

#[derive(Debug, Clone)]
pub(super) struct Shelf {
    country: Country,
    blocks: Vec<Block>,
    free: Vec<u32>,
    next: u32,
}

/// The block of a slot, and the offset in it.
fn split(slot: u32) -> (usize, u16) {
    let slot = slot as usize;
    #[expect(clippy::cast_possible_truncation, reason = "a block has 16,384 offsets")]
    let offset = (slot % BLOCK) as u16;
    (slot / BLOCK, offset)
}

impl Shelf {
    pub fn new(country: Country) -> Self {
        Self { country, blocks: Vec::new(), free: Vec::new(), next: 0 }
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    pub fn id(&self, slot: u32) -> Uuid {
        let (block, offset) = split(slot);
        self.blocks[block].id(offset)
    }

    pub fn signature(&self, slot: u32) -> Signature {
        let (block, offset) = split(slot);
        self.blocks[block].signature(offset, self.country)
    }

    /// Takes the slot of a company that left, else the next one.
    pub fn insert(&mut self, id: Uuid, signature: &Signature) -> u32 {
        let slot = self.free.pop().unwrap_or_else(|| {
            let next = self.next;
            self.next += 1;
            next
        });
        let (block, offset) = split(slot);
        if block == self.blocks.len() {
            self.blocks.push(Block::new());
        }
        self.blocks[block].insert(offset, id, signature);
        slot
    }

    pub fn replace(&mut self, slot: u32, signature: &Signature) {
        let (block, offset) = split(slot);
        let block = &mut self.blocks[block];
        let id = block.id(offset);
        block.clear(offset);
        block.insert(offset, id, signature);
    }

    pub fn set_exposures(&mut self, slot: u32, exposures: u32) {
        let (block, offset) = split(slot);
        self.blocks[block].set_exposures(offset, exposures);
    }

    pub fn remove(&mut self, slot: u32) {
        let (block, offset) = split(slot);
        self.blocks[block].clear(offset);
        self.free.push(slot);
    }

    pub fn heap_bytes(&self) -> usize {
        self.blocks.capacity() * size_of::<Block>()
            + self.blocks.iter().map(Block::heap_bytes).sum::<usize>()
            + self.free.capacity() * size_of::<u32>()
    }
}
