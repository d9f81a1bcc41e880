//! The Merkle tree over the leaves, as in RFC 6962, 2.1: any number of leaves, split at the largest
//! power of two. Blocks are a power of two long, so the tree over all leaves is the tree over the
//! roots of the blocks, the last of which may not be full.

use super::BLOCK;
use super::hash::Hash;

/// The level of a full block's root; a leaf is of level 0.
const BLOCK_LEVEL: u32 = BLOCK.ilog2();

/// A tree that grows on its right side, as the full subtrees that it consists of: as many as there
/// are ones in the binary number of its leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier(Vec<(u32, Hash)>);

impl Frontier {
    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        self.push_subtree(0, leaf);
    }

    /// Adds a full block behind full blocks.
    pub fn push_block(&mut self, root: Hash) {
        self.push_subtree(BLOCK_LEVEL, root);
    }

    fn push_subtree(&mut self, mut level: u32, mut root: Hash) {
        while let Some((_, left)) = self.0.pop_if(|(of, _)| *of == level) {
            root = Hash::of_children(left, root);
            level += 1;
        }
        self.0.push((level, root));
    }

    /// The root of what was added; nothing for an empty tree.
    pub fn root(&self) -> Option<Hash> {
        self.root_with(&Self::default())
    }

    /// The root of what was added to this one and then to `tail`, which is not longer than a block
    /// where this one consists of blocks.
    pub fn root_with(&self, tail: &Self) -> Option<Hash> {
        let from_the_right = tail.0.iter().rev().chain(self.0.iter().rev());
        from_the_right
            .map(|(_, root)| *root)
            .reduce(|right, left| Hash::of_children(left, right))
    }
}

/// The root over leaves, or over the roots of full blocks and what follows them.
pub fn root(hashes: &[Hash]) -> Option<Hash> {
    let mut frontier = Frontier::default();
    hashes.iter().for_each(|hash| frontier.push(*hash));
    frontier.root()
}

/// What stands beside the way from one of these up to their root, from below.
/// Source: RFC 6962, 2.1.1.
pub fn path(hashes: &[Hash], index: usize) -> Vec<Hash> {
    if hashes.len() < 2 || index >= hashes.len() {
        return Vec::new();
    }
    let middle = hashes.len().next_power_of_two() / 2;
    let (left, right) = hashes.split_at(middle);
    let (mut below, beside) = match index < middle {
        true => (path(left, index), root(right)),
        false => (path(right, index - middle), root(left)),
    };
    below.extend(beside);
    below
}

/// The root to which a path leads. Source: RFC 9162, 2.1.3.2.
pub fn root_of_path(leaf: Hash, index: u64, tree_size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut at, mut last) = (index, tree_size.checked_sub(1)?);
    let mut root = leaf;
    if at > last {
        return None;
    }
    for beside in path {
        if last == 0 {
            return None;
        }
        if at % 2 == 1 || at == last {
            root = Hash::of_children(*beside, root);
            while at % 2 == 0 && at != 0 {
                (at, last) = (at / 2, last / 2);
            }
        } else {
            root = Hash::of_children(root, *beside);
        }
        (at, last) = (at / 2, last / 2);
    }
    (last == 0).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: u8) -> Vec<Hash> {
        (0..count).map(|n| Hash::of_record(&[n])).collect()
    }

    /// RFC 6962, 2.1, word for word.
    fn by_the_book(leaves: &[Hash]) -> Hash {
        match leaves {
            [leaf] => *leaf,
            _ => {
                let mut k = 1;
                while k * 2 < leaves.len() {
                    k *= 2;
                }
                Hash::of_children(by_the_book(&leaves[..k]), by_the_book(&leaves[k..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_rfc_for_every_size() {
        assert_eq!(root(&[]), None);
        for count in 1..=70 {
            let leaves = leaves(count);
            assert_eq!(root(&leaves), Some(by_the_book(&leaves)), "{count}");
        }
    }

    #[test]
    fn every_path_leads_to_the_root_and_from_no_other_leaf_or_place() {
        for count in 1..=20 {
            let leaves = leaves(count);
            let (root, size) = (root(&leaves), u64::from(count));
            for (index, leaf) in (0..).zip(&leaves) {
                let path = path(&leaves, index as usize);
                assert_eq!(root_of_path(*leaf, index, size, &path), root);
                assert_ne!(root_of_path(Hash::NOTHING, index, size, &path), root);
                assert_ne!(
                    root_of_path(*leaf, index, size, &[&path[..], &[*leaf]].concat()),
                    root
                );
                if count > 1 {
                    assert_ne!(root_of_path(*leaf, index ^ 1, size, &path), root);
                    assert_ne!(root_of_path(*leaf, index, size, &path[1..]), root);
                }
            }
            assert_eq!(root_of_path(leaves[0], size, size, &[]), None);
        }
    }

    #[test]
    fn blocks_and_a_tail_make_the_tree_over_all_leaves() {
        let block = |n: i64| -> Vec<_> {
            let number = |i: i64| Hash::of_record(&(n * BLOCK + i).to_be_bytes());
            (0..BLOCK).map(number).collect()
        };
        let (mut all, mut blocks) = (Vec::new(), Frontier::default());
        for n in 0..3 {
            let leaves = block(n);
            let mut tail = Frontier::default();
            leaves[..5].iter().for_each(|leaf| tail.push(*leaf));
            let some = [&all[..], &leaves[..5]].concat();
            assert_eq!(blocks.root_with(&tail), root(&some));
            blocks.push_block(root(&leaves).unwrap());
            all.extend(leaves);
            assert_eq!(blocks.root(), root(&all));
        }
    }
}
