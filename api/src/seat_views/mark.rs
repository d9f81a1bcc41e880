//! When something happened to the seats of an event.

use seatlog_projections::log::Position;

/// The seats of one event change by facts, and by the clock when holds run out. A mark says how
/// far both have come: the last fact, and how often the clock ended holds since. Between two facts
/// the clock cannot end more holds than the house has seats, which is fewer than fit in
/// [`TICK_BITS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Mark(i64);

const TICK_BITS: u32 = 20;

impl Mark {
    /// Just after the fact at a position.
    pub(super) fn at(position: Position) -> Self {
        Self(position << TICK_BITS)
    }

    /// After the clock ended holds once more.
    pub(super) fn tick(self) -> Self {
        Self(self.0 + 1)
    }

    /// The position of the last fact.
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
            assert!(ticking < ticking.tick());
            ticking = ticking.tick();
        }
        assert!(ticking < next);
        assert_eq!((ticking.position(), next.position()), (7, 8));
    }
}
