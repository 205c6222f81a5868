//! The tree of RFC 6962 over the heads of all chains, in the order in which checkpoints took them.
//!
//! It only grows: a leaf keeps its place, so that each later root contains each earlier one. With every leaf are kept the hashes of the
//! whole subtrees that end with it, so that a proof asks for a few rows and not for all of them.

use uuid::Uuid;

use super::Digest;

/// The head of a chain at a checkpoint: how long the chain was, and the hash of its last entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub chain: Uuid,
    pub length: i64,
    pub hash: Digest,
}

impl Head {
    /// The bytes of the leaf, as anybody can write them down again.
    #[must_use]
    pub fn leaf(&self) -> String {
        format!("pkf-audit-head-v1\n{}\n{}\n{}\n", self.chain.simple(), self.length, self.hash)
    }

    /// The hash of the leaf.
    #[must_use]
    pub fn hash(&self) -> Digest {
        Digest::of(&[&[0], self.leaf().as_bytes()])
    }
}

fn node(left: &Digest, right: &Digest) -> Digest {
    Digest::of(&[&[1], &left.0, &right.0])
}

/// The root of a tree without leaves.
#[must_use]
pub fn empty() -> Digest {
    Digest::of(&[])
}

/// A whole subtree: the `index`-th of those with `2^level` leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subtree {
    pub level: u32,
    pub index: u64,
}

impl Subtree {
    /// The leaf with which the subtree ends, beside which its hash is kept.
    #[must_use]
    pub fn last_leaf(self) -> u64 {
        ((self.index + 1) << self.level) - 1
    }
}

/// The whole subtrees, largest first, of which the leaves from `start` up to `end` consist; `start` is where a subtree may begin.
#[must_use]
pub fn whole(mut start: u64, end: u64) -> Vec<Subtree> {
    let mut subtrees = Vec::new();
    while start < end {
        let mut level = (end - start).ilog2();
        if start > 0 {
            level = level.min(start.trailing_zeros());
        }
        subtrees.push(Subtree { level, index: start >> level });
        start += 1 << level;
    }
    subtrees
}

/// The root over whole subtrees, largest first.
#[must_use]
pub fn root(subtrees: &[Digest]) -> Digest {
    subtrees.iter().rev().copied().reduce(|right, left| node(&left, &right)).unwrap_or_else(empty)
}

/// A tree as it grows: only the whole subtrees at its right edge are held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    edge: Vec<Digest>,
}

impl Tree {
    /// A tree of that many leaves, from the hashes of the subtrees that `whole(0, size)` names.
    #[must_use]
    pub fn resumed(size: u64, edge: Vec<Digest>) -> Self {
        Self { size, edge }
    }

    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    #[must_use]
    pub fn root(&self) -> Digest {
        root(&self.edge)
    }

    /// Adds a leaf, and gives the hashes of the subtrees of two leaves and more that end with it, smallest first.
    pub fn push(&mut self, leaf: Digest) -> Vec<Digest> {
        let mut ended = Vec::new();
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.edge.pop() else { break };
            hash = node(&left, &hash);
            ended.push(hash);
        }
        self.edge.push(hash);
        self.size += 1;
        ended
    }
}

/// The parts of a tree of `size` leaves that prove the leaf at `index`, nearest first: each the range of leaves that it covers.
#[must_use]
pub fn path(index: u64, size: u64) -> Vec<(u64, u64)> {
    let mut parts = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let half = 1 << (end - start - 1).ilog2();
        if index < start + half {
            parts.push((start + half, end));
            end = start + half;
        } else {
            parts.push((start, start + half));
            start += half;
        }
    }
    parts.reverse();
    parts
}

/// Whether a leaf is where a root says it is (RFC 9162, 2.1.3.2).
#[must_use]
pub fn includes(root: &Digest, size: u64, index: u64, leaf: Digest, path: &[Digest]) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last) = (index, size - 1);
    let mut hash = leaf;
    for part in path {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            hash = node(part, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, part);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(number: u64) -> Digest {
        Digest::of(&[&[0], &number.to_be_bytes()])
    }

    /// The definition of RFC 6962, 2.1, word for word.
    fn defined(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => empty(),
            [only] => *only,
            _ => {
                let half = 1 << (leaves.len() - 1).ilog2();
                node(&defined(&leaves[..half]), &defined(&leaves[half..]))
            }
        }
    }

    #[test]
    fn a_growing_tree_has_the_defined_root_at_every_size() {
        let mut tree = Tree::default();
        assert_eq!(tree.root(), empty());
        let leaves: Vec<_> = (0..70).map(leaf).collect();
        for (size, hash) in leaves.iter().enumerate() {
            tree.push(*hash);
            assert_eq!(tree.root(), defined(&leaves[..=size]));
        }
    }

    #[test]
    fn what_is_kept_beside_the_leaves_proves_each_of_them() {
        let mut kept: Vec<Vec<Digest>> = Vec::new();
        let mut tree = Tree::default();
        for number in 0..70 {
            let ended = tree.push(leaf(number));
            kept.push(std::iter::once(leaf(number)).chain(ended).collect());
            let size = number + 1;
            let hash_of = |start, end| {
                let at = |subtree: Subtree| kept[usize::try_from(subtree.last_leaf()).unwrap()][subtree.level as usize];
                root(&whole(start, end).into_iter().map(at).collect::<Vec<_>>())
            };
            assert_eq!(hash_of(0, size), tree.root());
            for index in 0..size {
                let proof: Vec<_> = path(index, size).into_iter().map(|(start, end)| hash_of(start, end)).collect();
                assert!(includes(&tree.root(), size, index, leaf(index), &proof), "{index} of {size}");
                assert!(!includes(&tree.root(), size, index, leaf(index + 1), &proof), "another leaf at {index} of {size}");
                assert!(!includes(&tree.root(), size, (index + 1) % size, leaf(index), &proof) || size == 1, "{index} elsewhere in {size}");
                let mut longer = proof.clone();
                longer.push(Digest::ZERO);
                assert!(!includes(&tree.root(), size, index, leaf(index), &longer), "a longer path");
            }
        }
    }

    #[test]
    fn a_tree_goes_on_where_it_was_left() {
        let mut tree = Tree::default();
        for number in 0..37 {
            tree.push(leaf(number));
        }
        let mut resumed = Tree::resumed(37, tree.edge.clone());
        for number in 37..50 {
            assert_eq!(resumed.push(leaf(number)), tree.push(leaf(number)));
        }
        assert_eq!(resumed, tree);
    }
}
