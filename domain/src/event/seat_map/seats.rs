//! The seats themselves: who has each, and the next seat of the same booking or hold. Eight bytes
//! a seat, and no booking needs a list of its own.

use super::register::Slot;
use crate::event::free_seats::FreeSeats;
use crate::plan::{SeatIndex, SeatPlan};

/// The end of a chain of seats.
pub(super) const NO_SEAT: u32 = u32::MAX;

/// Who has a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taker {
    /// Nobody.
    Nobody,
    /// The seat is blocked.
    Admin,
    /// The booking in that slot.
    Booking(Slot),
    /// The hold in that slot.
    Hold(Slot),
}

impl Taker {
    /// Four bytes: 0, 1, or the slot with its lowest bit saying what it is a slot of. There are
    /// never more slots than seats, so nothing is lost.
    fn pack(self) -> u32 {
        match self {
            Self::Nobody => 0,
            Self::Admin => 1,
            Self::Booking(Slot(slot)) => 2 + 2 * slot,
            Self::Hold(Slot(slot)) => 3 + 2 * slot,
        }
    }

    fn unpack(packed: u32) -> Self {
        match packed {
            0 => Self::Nobody,
            1 => Self::Admin,
            taker if taker % 2 == 0 => Self::Booking(Slot(taker / 2 - 1)),
            taker => Self::Hold(Slot(taker / 2 - 1)),
        }
    }
}

/// All seats of an event.
#[derive(Debug, Clone)]
pub(super) struct Seats {
    takers: Vec<u32>,
    /// For a seat that somebody has, the next one of the same chain.
    next: Vec<u32>,
    free: FreeSeats,
}

impl Seats {
    pub(super) fn new(plan: &SeatPlan) -> Self {
        let capacity = plan.capacity() as usize;
        Self {
            takers: vec![Taker::Nobody.pack(); capacity],
            next: vec![NO_SEAT; capacity],
            free: FreeSeats::all(plan),
        }
    }

    pub(super) fn capacity(&self) -> u32 {
        u32::try_from(self.takers.len()).unwrap_or(u32::MAX)
    }

    /// Prepares for many seats to be taken.
    pub(super) fn expect(&mut self, seats: impl Iterator<Item = SeatIndex>) {
        let capacity = self.capacity();
        self.free.remove_all(seats.filter(|seat| seat.0 < capacity));
    }

    pub(super) fn free(&self) -> &FreeSeats {
        &self.free
    }

    pub(super) fn taker(&self, seat: SeatIndex) -> Taker {
        // What is no seat is never for sale.
        let packed = self.takers.get(seat.0 as usize);
        packed.map_or(Taker::Admin, |packed| Taker::unpack(*packed))
    }

    /// Gives seats to somebody, those that are free; returns the first seat of the chain that
    /// they form, and how many they are.
    pub(super) fn take(&mut self, seats: &[SeatIndex], taker: Taker) -> (u32, u32) {
        let (mut first, mut count) = (NO_SEAT, 0);
        for seat in seats.iter().rev() {
            // A seat of an unbroken log is always free here; a broken one forms no endless chain.
            if self.taker(*seat) == Taker::Nobody {
                self.takers[seat.0 as usize] = taker.pack();
                self.next[seat.0 as usize] = first;
                self.free.remove(*seat);
                first = seat.0;
                count += 1;
            }
        }
        (first, count)
    }

    /// The seats of a chain, in the order in which they were given.
    pub(super) fn chain(&self, first: u32) -> impl Iterator<Item = SeatIndex> {
        let next = |seat: &u32| self.next.get(*seat as usize).copied();
        let is_seat = |seat: &u32| *seat != NO_SEAT;
        std::iter::successors(Some(first).filter(is_seat), move |seat| {
            next(seat).filter(is_seat)
        })
        .map(SeatIndex)
    }

    /// Frees a chain; returns how many seats it had.
    pub(super) fn free_all(&mut self, first: u32) -> u32 {
        let (mut seat, mut count) = (first, 0);
        while seat != NO_SEAT {
            self.takers[seat as usize] = Taker::Nobody.pack();
            self.free.insert(SeatIndex(seat));
            seat = std::mem::replace(&mut self.next[seat as usize], NO_SEAT);
            count += 1;
        }
        count
    }

    /// Frees those of some seats that are blocked.
    pub(super) fn unblock(&mut self, seats: &[SeatIndex]) {
        for seat in seats {
            if self.takers.get(seat.0 as usize) == Some(&Taker::Admin.pack()) {
                self.takers[seat.0 as usize] = Taker::Nobody.pack();
                self.next[seat.0 as usize] = NO_SEAT;
                self.free.insert(*seat);
            }
        }
    }
}
