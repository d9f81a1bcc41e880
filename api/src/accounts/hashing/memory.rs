//! The memory that hashes are made in, kept between them.

use std::sync::{Mutex, MutexGuard};

use argon2::Block;

/// Pieces of memory that nobody uses at the moment. There are never more than there were
/// borrowers at once.
#[derive(Default)]
pub(super) struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Lends a piece, as large as its last borrower left it; an empty one if all are lent. What
    /// is in it has no meaning. A piece whose borrower panics is lost.
    pub(super) fn lend<T>(&self, work: impl FnOnce(&mut Vec<Block>) -> T) -> T {
        let mut piece = self.idle().pop().unwrap_or_default();
        let worked = work(&mut piece);
        self.idle().push(piece);
        worked
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Vec<Block>>> {
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The sizes of what is not lent, in blocks.
    #[cfg(test)]
    pub(super) fn kept(&self) -> Vec<usize> {
        self.idle().iter().map(Vec::len).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_piece_is_lent_again_and_another_only_while_it_is_out() {
        let memory = Memory::default();
        let place = |blocks: &mut Vec<Block>| {
            blocks.resize(8, Block::default());
            blocks.as_ptr()
        };
        let first = memory.lend(place);
        assert_eq!(memory.lend(place), first);
        memory.lend(|outer| {
            assert_eq!(outer.as_ptr(), first);
            assert_ne!(memory.lend(place), first);
        });
        assert_eq!(memory.kept(), [8, 8]);
    }
}
