//! The seats that are free, found without looking at those that are not.
//!
//! One bit a seat; and for each row, which lengths its stretches of free neighbours have. So the
//! row that has what is wanted is found among thousands without looking into any other, and that
//! too few seats are left is known at once.

mod lengths;

use std::ops::Range;
use std::sync::Arc;

pub(super) use lengths::Lengths;

use crate::plan::{Run, SeatIndex, SeatPlan};

const WORD: u32 = u64::BITS;

/// The free seats of one event.
#[derive(Debug, Clone)]
pub(super) struct FreeSeats {
    runs: Arc<[Run]>,
    /// One bit a seat, set while it is free.
    bits: Vec<u64>,
    /// Per run the lengths of its stretches; all places of a general section are one stretch.
    lengths: Vec<Lengths>,
    /// Per section.
    counts: Vec<u32>,
    count: u32,
}

impl FreeSeats {
    /// All seats of a plan.
    pub(super) fn all(plan: &SeatPlan) -> Self {
        let words = plan.capacity().div_ceil(WORD) as usize;
        let mut counts = vec![0; plan.seating().sections.len()];
        for run in plan.runs().iter() {
            counts[run.section] += run.len;
        }
        let lengths = plan.runs().iter().map(|run| Lengths::exactly(run.len));
        Self {
            lengths: lengths.collect(),
            runs: Arc::clone(plan.runs()),
            bits: vec![!0; words],
            counts,
            count: plan.capacity(),
        }
    }

    /// How many seats are free, in one section or in all.
    pub(super) fn count(&self, section: Option<usize>) -> u32 {
        match section {
            Some(section) => self.counts.get(section).copied().unwrap_or_default(),
            None => self.count,
        }
    }

    /// Every run of the plan.
    pub(super) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Takes in a seat of the plan, if it was not free.
    pub(super) fn insert(&mut self, seat: SeatIndex) {
        if !self.has(seat) {
            let run = self.run_of(seat);
            self.bits[(seat.0 / WORD) as usize] |= 1 << (seat.0 % WORD);
            self.counts[self.runs[run].section] += 1;
            self.count += 1;
            self.measure(run);
        }
    }

    /// Drops a seat of the plan, if it was free.
    pub(super) fn remove(&mut self, seat: SeatIndex) {
        if let Some(run) = self.take_out(seat) {
            self.measure(run);
        }
    }

    /// Drops many seats: each row is measured once.
    pub(super) fn remove_all(&mut self, seats: impl Iterator<Item = SeatIndex>) {
        for seat in seats {
            self.take_out(seat);
        }
        (0..self.runs.len()).for_each(|run| self.measure(run));
    }

    fn take_out(&mut self, seat: SeatIndex) -> Option<usize> {
        if !self.has(seat) {
            return None;
        }
        let run = self.run_of(seat);
        self.bits[(seat.0 / WORD) as usize] &= !(1 << (seat.0 % WORD));
        self.counts[self.runs[run].section] -= 1;
        self.count -= 1;
        Some(run)
    }

    fn has(&self, seat: SeatIndex) -> bool {
        self.bits[(seat.0 / WORD) as usize] & 1 << (seat.0 % WORD) != 0
    }

    /// The runs that may have a stretch of one of these lengths, in the plan's order: surely do,
    /// where [`Lengths`] tells the length from all others.
    pub(super) fn runs_with(
        &self,
        section: Option<usize>,
        lengths: Lengths,
    ) -> impl Iterator<Item = usize> {
        let runs = self.runs_of(section);
        runs.filter(move |run| self.lengths[*run].has_any_of(lengths))
    }

    /// The lengths of all stretches, in one section or in all.
    pub(super) fn lengths(&self, section: Option<usize>) -> Lengths {
        let all = self.lengths[self.runs_of(section)].iter();
        all.fold(Lengths::default(), |all, lengths| all.and(*lengths))
    }

    /// The stretches of a run, each as its first seat and its length. Where nobody has neighbours
    /// there is one at most, of all free places.
    pub(super) fn stretches(&self, run: usize) -> impl Iterator<Item = (u32, u32)> {
        let run = self.runs[run];
        let places = run.general.then(|| {
            let first = self.next(true, run.first..run.first + run.len);
            (first, self.counts[run.section])
        });
        let rows = (!run.general).then(|| self.neighbours(run));
        let places = places.into_iter().filter(|(_, len)| *len > 0);
        places.chain(rows.into_iter().flatten())
    }

    /// Free seats that follow each other, each time as many as do.
    pub(super) fn neighbours(&self, run: Run) -> impl Iterator<Item = (u32, u32)> {
        let (mut at, end) = (run.first, run.first + run.len);
        std::iter::from_fn(move || {
            let first = self.next(true, at..end);
            at = self.next(false, first..end);
            (first < end).then(|| (first, at - first))
        })
    }

    /// The first seat of a range that is free, or is not; else the end of the range.
    fn next(&self, free: bool, range: Range<u32>) -> u32 {
        let mut at = range.start;
        while at < range.end {
            let word = self.bits[(at / WORD) as usize];
            let word = if free { word } else { !word } >> (at % WORD);
            if word != 0 {
                return range.end.min(at + word.trailing_zeros());
            }
            at = (at / WORD + 1) * WORD;
        }
        range.end
    }

    fn measure(&mut self, run: usize) {
        let lengths = self.stretches(run).map(|(_, len)| Lengths::exactly(len));
        self.lengths[run] = lengths.fold(Lengths::default(), Lengths::and);
    }

    fn run_of(&self, seat: SeatIndex) -> usize {
        let before = |run: &Run| run.first + run.len <= seat.0;
        self.runs.partition_point(before)
    }

    fn runs_of(&self, section: Option<usize>) -> Range<usize> {
        match section {
            Some(section) => {
                let first = self.runs.partition_point(|run| run.section < section);
                let end = self.runs.partition_point(|run| run.section <= section);
                first..end
            }
            None => 0..self.runs.len(),
        }
    }
}
