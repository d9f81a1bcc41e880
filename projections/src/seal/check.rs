//! Checking records against seals and checkpoints. Pure: what reads the database is in
//! [`super::verify`], and what reads nothing is tested with ten thousand changes.

use std::collections::BTreeSet;

use super::hash::Hash;
use super::note::Checkpoint;
use super::record::Record;
use super::tree::Frontier;
use super::{BLOCK, Seals};
use crate::log::Position;

/// What does not check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The lowest position of which something does not check.
    pub position: Position,
    /// What that is.
    pub reason: String,
}

/// What a range of the log comes to.
#[derive(Debug)]
pub enum Milestone {
    /// As many facts as a checkpoint speaks of: the tree over those since the last full block, and
    /// the chain.
    Size(Position, Frontier, Hash),
    /// The end of a full block, and its root.
    Block(Hash),
}

/// Checks the records of a range that begins with a block.
pub struct RangeCheck<'a> {
    next: Position,
    chain: Hash,
    seals: SealReader<'a>,
    sizes: BTreeSet<Position>,
    tree: Frontier,
    milestones: Vec<Milestone>,
    bad: Option<Bad>,
    form: Vec<u8>,
}

/// What came of a range.
#[derive(Debug)]
pub struct RangeChecked {
    /// How many records were as they were sealed, from the beginning on.
    pub checked: i64,
    /// The chain up to the last one of them.
    pub chain: Hash,
    milestones: Vec<Milestone>,
    bad: Option<Bad>,
}

impl<'a> RangeCheck<'a> {
    /// A check of what follows a position, up to which the chain is as given; `sizes` are those
    /// that checkpoints speak of.
    pub fn new(
        after: Position,
        chain: Hash,
        seals: &'a [Seals],
        sizes: BTreeSet<Position>,
    ) -> Self {
        Self {
            next: after + 1,
            chain,
            seals: SealReader { rows: seals, at: 0 },
            sizes,
            tree: Frontier::default(),
            milestones: Vec::new(),
            bad: None,
            form: Vec::new(),
        }
    }

    /// Takes the next record. What comes after the first one that does not check is not looked at.
    pub fn take(&mut self, record: Record<'_>) {
        if self.bad.is_some() {
            return;
        }
        let bad = match self.link(record) {
            Ok(()) => return,
            Err(bad) => bad,
        };
        self.bad = Some(bad);
    }

    fn link(&mut self, record: Record<'_>) -> Result<(), Bad> {
        let position = self.next;
        if record.position > position {
            return bad(position, "the fact is missing");
        }
        if record.position < position {
            return bad(record.position, "a fact is here that cannot be here");
        }
        let leaf = record.leaf(&mut self.form);
        let Some((sealed, chain)) = self.seals.next(position) else {
            return bad(position, "the seal is missing");
        };
        if leaf != sealed {
            return bad(position, "the fact is not the one that was sealed");
        }
        self.chain = self.chain.chained(leaf);
        if self.chain != chain {
            return bad(position, "the chain breaks here");
        }
        self.tree.push(leaf);
        if self.sizes.contains(&position) {
            let size = Milestone::Size(position, self.tree.clone(), chain);
            self.milestones.push(size);
        }
        if position % BLOCK == 0 {
            let root = std::mem::take(&mut self.tree).root();
            let root = root.filter(|_| root == self.seals.root());
            let Some(root) = root else {
                return bad(position - BLOCK + 1, "the root of the block is another");
            };
            self.milestones.push(Milestone::Block(root));
        }
        self.next += 1;
        Ok(())
    }

    /// The range ends here.
    pub fn finish(mut self, last: Position, began_after: Position) -> RangeChecked {
        if self.bad.is_none() && self.next <= last {
            self.bad = bad(self.next, "the fact is missing").err();
        }
        RangeChecked {
            checked: self.next - 1 - began_after,
            chain: self.chain,
            milestones: self.milestones,
            bad: self.bad,
        }
    }
}

fn bad(position: Position, reason: &str) -> Result<(), Bad> {
    Err(Bad {
        position,
        reason: reason.to_owned(),
    })
}

/// The seals one by one; rows that do not follow each other end it.
struct SealReader<'a> {
    rows: &'a [Seals],
    at: usize,
}

impl SealReader<'_> {
    fn next(&mut self, position: Position) -> Option<(Hash, Hash)> {
        if self.rows.first()?.leaves.len() == self.at {
            (self.rows, self.at) = (&self.rows[1..], 0);
        }
        let row = self.rows.first()?;
        let at = self.at;
        self.at += 1;
        let here = row.first + at as Position == position;
        let seal = (*row.leaves.get(at)?, *row.chain.get(at)?);
        here.then_some(seal)
    }

    /// The root that the row says that was just read.
    fn root(&self) -> Option<Hash> {
        self.rows.first()?.root
    }
}

/// The way through the log: ranges in order.
#[derive(Debug, Default)]
pub struct Course {
    blocks: Frontier,
    /// How many facts the last checkpoint spoke of that agreed.
    agreed: Position,
    /// How many checkpoints agreed.
    pub checkpoints: i64,
}

impl Course {
    /// Goes through the next range; `checkpoints` are all that speak of a size in it.
    ///
    /// # Errors
    /// The lowest position that does not check.
    pub fn go(&mut self, range: RangeChecked, checkpoints: &[Checkpoint]) -> Result<(), Bad> {
        for milestone in range.milestones {
            match milestone {
                Milestone::Block(root) => self.blocks.push_block(root),
                Milestone::Size(size, tree, chain) => {
                    let root = self.blocks.root_with(&tree);
                    let mut spoken = checkpoints.iter().filter(|it| it.tree_size == size);
                    let agree = |it: &Checkpoint| Some(it.root) == root && it.chain == chain;
                    if !spoken.all(agree) {
                        return Err(self.contradicted(size));
                    }
                    self.agreed = size;
                    self.checkpoints += 1;
                }
            }
        }
        range.bad.map_or(Ok(()), Err)
    }

    /// A checkpoint of that size says otherwise, or is none.
    pub fn contradicted(&self, size: Position) -> Bad {
        Bad {
            position: self.agreed + 1,
            reason: format!(
                "the checkpoint of {size} facts says otherwise: something from position {} to \
                 {size} was changed together with its seals",
                self.agreed + 1
            ),
        }
    }
}
