//! When something happened to the seats of an event.

use seatlog_projections::log::Position;

/// The seats of one event change by facts, and by the clock when holds run out. A mark is the
/// position of the fact, or how far the log was read when the clock did it and how often it did
/// since: what happens later never has the lower mark, whatever the log tells of other events
/// meanwhile. At one position the clock cannot end more holds than the house has seats, which is
/// fewer than fit in [`TICK_BITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mark(i64);

const TICK_BITS: u32 = 20;

impl Mark {
    /// Just after the fact at a position.
    pub(super) fn at(position: Position) -> Self {
        Self(position << TICK_BITS)
    }

    /// When the clock ends holds, and the log is read up to `known`.
    pub(super) fn tick(self, known: Position) -> Self {
        Self(self.max(Self::at(known)).0 + 1)
    }

    /// How far the log was read.
    pub(super) fn position(self) -> Position {
        self.0 >> TICK_BITS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_moves_on_between_two_facts() {
        let (mut ticking, next) = (Mark::at(7), Mark::at(8));
        for _ in 0..seatlog_domain::plan::MAX_SEATS {
            assert!(ticking < ticking.tick(7));
            ticking = ticking.tick(7);
        }
        assert!(ticking < next);
        assert_eq!((ticking.position(), next.position()), (7, 8));
        assert!(Mark::at(8) < ticking.tick(8));
    }
}
