//! Who has which seat of one event, in a few bytes a seat: what the seat map is made of.
//!
//! Every seat remembers when it last changed, so what changed since any [`Mark`] is found without
//! keeping a history, and a listener may be as slow as it likes.

mod evolve;

use chrono::{DateTime, Utc};
use seatlog_domain::event::{Entrance, Live, SeatState, Status};
use seatlog_domain::plan::SeatPlan;
use seatlog_projections::log::Position;

use super::holds::Holds;
use super::mark::Mark;
use super::names::{Listed, Names};
use super::shapes::{SeatChanges, SeatMap, SectionAvailability};

pub(super) use evolve::Misfit;

/// Who may look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Those who may see drafts.
    Draft,
    /// Everyone.
    Public,
    /// Nobody: the event is gone.
    Deleted,
    /// Nobody: a fact came that does not fit.
    Lost,
}

/// The seats of one event, as of a place in its stream.
#[derive(Debug)]
pub(super) struct Chart {
    plan: SeatPlan,
    names: Names,
    /// The first seat of each section.
    firsts: Vec<u32>,
    /// How many seats of each section are free.
    free: Vec<u32>,
    seats: Vec<SeatState>,
    changed: Vec<Mark>,
    holds: Holds,
    stage: Stage,
    entrance: Entrance,
    sequence: i64,
    mark: Mark,
    /// Since when the house has this plan and every change is remembered.
    base: Mark,
}

impl Chart {
    /// The seats of an event after the fact `sequence` of its stream, which is at `position`.
    pub(super) fn of(live: &Live, sequence: i64, position: Position) -> Self {
        let mut chart = Self::empty(live.plan.clone(), Mark::at(position));
        chart.sequence = sequence;
        chart.stage = match live.status {
            Status::Draft => Stage::Draft,
            Status::Published { .. } | Status::Cancelled => Stage::Public,
        };
        chart.entrance = live.entrance.clone();
        // As the facts have it; holds that have run out since are ended by the clock like all others.
        for (seat, state) in (0..).zip(live.seat_states(DateTime::<Utc>::MIN_UTC)) {
            chart.set(seat, state);
        }
        chart.changed.fill(Mark::default());
        for hold in live.open_holds() {
            let seats = hold.seats.iter().map(|seat| seat.number()).collect();
            chart.holds.begin(hold.id, seats, hold.expires_at);
        }
        chart
    }

    /// A house in which every seat is free.
    fn empty(plan: SeatPlan, base: Mark) -> Self {
        let capacity = plan.capacity() as usize;
        let sizes: Vec<u32> = plan.section_sizes().collect();
        let first = |next: &mut u32, size: &u32| {
            let first = *next;
            *next += size;
            Some(first)
        };
        Self {
            names: Names::of(&plan),
            firsts: sizes.iter().scan(0, first).collect(),
            free: sizes,
            seats: vec![SeatState::Free; capacity],
            changed: vec![Mark::default(); capacity],
            holds: Holds::default(),
            stage: Stage::Draft,
            entrance: Entrance::default(),
            sequence: 0,
            mark: base,
            base,
            plan,
        }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage
    }

    /// Who is let in.
    pub(super) fn entrance(&self) -> &Entrance {
        &self.entrance
    }

    /// From now on nobody is shown this.
    pub(super) fn lose(&mut self) {
        self.stage = Stage::Lost;
    }

    pub(super) fn capacity(&self) -> usize {
        self.seats.len()
    }

    /// The place in the event's stream.
    pub(super) fn sequence(&self) -> i64 {
        self.sequence
    }

    /// When the seats last changed.
    pub(super) fn mark(&self) -> Mark {
        self.mark
    }

    /// Whether all that changed since a mark is known.
    pub(super) fn remembers(&self, mark: Mark) -> bool {
        mark >= self.base
    }

    /// Frees the seats of the holds that have run out; the log is read up to `known`.
    pub(super) fn lapse(&mut self, now: DateTime<Utc>, known: Position) {
        if self.next_end().is_none_or(|end| end > now) {
            return;
        }
        self.mark = self.mark.tick(known);
        while let Some(seats) = self.holds.lapse(now).map(<[u32]>::to_vec) {
            for seat in seats {
                self.set(seat, SeatState::Free);
            }
        }
    }

    /// When a hold runs out next.
    pub(super) fn next_end(&self) -> Option<DateTime<Utc>> {
        self.holds.next_end()
    }

    fn set(&mut self, seat: u32, to: SeatState) {
        let at = seat as usize;
        let was = std::mem::replace(&mut self.seats[at], to);
        if was == to {
            return;
        }
        self.changed[at] = self.mark;
        let section = self.firsts.partition_point(|first| *first <= seat) - 1;
        match (was, to) {
            (SeatState::Free, _) => self.free[section] -= 1,
            (_, SeatState::Free) => self.free[section] += 1,
            (_, _) => {}
        }
    }

    /// The whole house; `position` is how far the log is known.
    pub(super) fn map(&self, position: Position) -> SeatMap<'_> {
        let sections = self.plan.seating().sections.iter();
        let sizes = self.plan.section_sizes().zip(&self.free);
        let available = sections.zip(sizes).map(|(section, (capacity, free))| {
            let (id, free) = (section.id.as_str(), *free);
            SectionAvailability { id, free, capacity }
        });
        SeatMap {
            position,
            capacity: self.plan.capacity(),
            free: self.free.iter().sum(),
            sections: available.collect(),
            booked: self.listed(SeatState::Booked, |_| true),
            held: self.listed(SeatState::Held, |_| true),
            blocked: self.listed(SeatState::Blocked, |_| true),
        }
    }

    /// What changed after a mark and up to another. A seat that changed later, too, is left out:
    /// what becomes of it belongs to what is told next.
    pub(super) fn changes(&self, after: Mark, upto: Mark) -> SeatChanges<'_> {
        let within = |changed: Mark| after < changed && changed <= upto;
        SeatChanges {
            booked: self.listed(SeatState::Booked, within),
            held: self.listed(SeatState::Held, within),
            blocked: self.listed(SeatState::Blocked, within),
            freed: self.listed(SeatState::Free, within),
        }
    }

    fn listed(&self, what: SeatState, changed: impl Fn(Mark) -> bool) -> Listed<'_> {
        let seats = (0..).zip(&self.seats).zip(&self.changed);
        let wanted = seats.filter(|((_, seat), at)| **seat == what && changed(**at));
        Listed {
            names: &self.names,
            seats: wanted.map(|((number, _), _)| number).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
