//! Choosing the best seats that are free. In this order:
//!
//! 1. side by side in one row, while any row has them: without leaving a single seat that nobody
//!    wants, then as near to the front and then to the middle as possible;
//! 2. else all in one general section, whose places have no neighbours;
//! 3. else in as few groups as possible, close together ([`groups`]).
//!
//! Only rows that have what is wanted are looked at: at 100,000 seats a choice takes microseconds.

pub(super) mod groups;

use super::free_seats::{FreeSeats, Lengths};
use crate::plan::{Run, SeatIndex};

/// Seats that one group can have: free neighbours in a row, or what is free in a general section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) section: usize,
    pub(super) run: usize,
    pub(super) first: u32,
    pub(super) len: u32,
    pub(super) general: bool,
}

/// Picks `quantity` free seats, in one section if one is named; `Err` is the number that is free
/// there when that is too few.
pub(super) fn best(
    free: &FreeSeats,
    section: Option<usize>,
    quantity: u32,
) -> Result<Vec<SeatIndex>, u32> {
    let count = free.count(section);
    if count < quantity {
        return Err(count);
    }
    if let Some(first) = side_by_side(free, section, quantity) {
        return Ok((first..first + quantity).map(SeatIndex).collect());
    }
    let groups = match all_standing(free, section, quantity) {
        Some(standing) => vec![(standing, quantity)],
        None => in_groups(free, section, quantity),
    };
    let mut seats = Vec::with_capacity(quantity as usize);
    for (stretch, take) in groups {
        let run = free.runs()[stretch.run];
        if stretch.general {
            seats.extend(places(free, run, take));
        } else {
            seats.extend(nearest_the_middle(&run, stretch, take));
        }
    }
    seats.sort_unstable();
    Ok(seats)
}

/// The first seat of the best place for `quantity` neighbours in a row. A stretch that is longer
/// by one is the only kind that always leaves a single seat.
fn side_by_side(free: &FreeSeats, section: Option<usize>, quantity: u32) -> Option<u32> {
    let fitting = Lengths::exactly(quantity).and(Lengths::at_least(quantity + 2));
    let too_long = Lengths::exactly(quantity + 1);
    let rows = |lengths, leaves_one| {
        let rows = free.runs_with(section, lengths);
        let mut rows = rows.filter(|run| !free.runs()[*run].general);
        rows.find_map(|run| place_in_row(free, run, quantity, leaves_one))
    };
    rows(fitting, false).or_else(|| rows(too_long, true))
}

/// The place that is nearest to the middle of the row, among those that leave no single seat, or
/// that leave one.
fn place_in_row(free: &FreeSeats, run: usize, quantity: u32, leaves_one: bool) -> Option<u32> {
    let row = free.runs()[run];
    let enough = free.stretches(run).filter(|(_, len)| *len >= quantity);
    let places = enough.filter_map(|(first, len)| {
        let room = len - quantity;
        // The middle of the row is `middle` seats from the stretch's first: only its neighbours
        // can be better than it, for it alone may leave a single seat.
        let middle = (row.first + row.len.saturating_sub(quantity) / 2).saturating_sub(first);
        let middle = middle.min(room);
        let near = middle.saturating_sub(1)..=room.min(middle + 1);
        let wanted = near.filter(|before| (*before == 1 || room - before == 1) == leaves_one);
        let places = wanted.map(|before| first + before);
        places.min_by_key(|place| off_centre(&row, *place, quantity))
    });
    places.min_by_key(|place| off_centre(&row, *place, quantity))
}

/// The first general section that has places for all.
fn all_standing(free: &FreeSeats, section: Option<usize>, quantity: u32) -> Option<Stretch> {
    free.runs_with(section, Lengths::at_least(quantity))
        .filter(|run| free.runs()[*run].general)
        .flat_map(|run| stretches(free, run))
        .find(|standing| standing.len >= quantity)
}

/// The fewest groups, when no stretch has enough alone.
fn in_groups(free: &FreeSeats, section: Option<usize>, quantity: u32) -> Vec<(Stretch, u32)> {
    let (number, shortest) = fewest(free, section, quantity);
    let useful = |run| stretches(free, run).filter(move |it| it.len >= shortest);
    let mut all = Vec::new();
    for run in free.runs_with(section, Lengths::at_least(shortest)) {
        let first = all.len();
        all.extend(useful(run));
        // Nothing is better than the first row that has all groups and leaves no single seat.
        if let Some(groups) = groups::in_one_row(&all[first..], number, quantity) {
            return groups;
        }
    }
    groups::fewest(&all, quantity)
}

/// How few groups there can be, and the length of the shortest stretch that can be one of them:
/// with a shorter one not even the longest others would be enough.
fn fewest(free: &FreeSeats, section: Option<usize>, quantity: u32) -> (usize, u32) {
    let (mut number, mut sum, mut longest) = (0, 0, 0);
    for len in free.lengths(section).descending() {
        // Of one length no more are counted than it takes; the great ones differ.
        let enough = match len {
            Lengths::MANY => usize::MAX,
            len => (quantity - sum).div_ceil(len) as usize,
        };
        let runs = free.runs_with(section, Lengths::exactly(len));
        let mut lens: Vec<u32> = runs
            .flat_map(|run| free.stretches(run))
            .map(|(_, found)| found)
            .filter(|found| (*found).min(Lengths::MANY) == len)
            .take(enough)
            .collect();
        lens.sort_unstable_by(|a, b| b.cmp(a));
        for len in lens {
            (number, sum, longest) = (number + 1, sum + len, longest.max(len));
            if sum >= quantity {
                let others = (number as u32 - 1).saturating_mul(longest);
                return (number, quantity.saturating_sub(others).max(1));
            }
        }
    }
    (number, 1)
}

fn stretches(free: &FreeSeats, number: usize) -> impl Iterator<Item = Stretch> {
    let run = free.runs()[number];
    free.stretches(number).map(move |(first, len)| Stretch {
        section: run.section,
        run: number,
        first,
        len,
        general: run.general,
    })
}

/// Twice the distance between the middle of some neighbours and the middle of their row.
fn off_centre(run: &Run, first: u32, quantity: u32) -> u32 {
    (2 * (first - run.first) + quantity).abs_diff(run.len)
}

/// The end of a stretch that is nearer to the middle of its row.
fn nearest_the_middle(
    run: &Run,
    stretch: Stretch,
    take: u32,
) -> impl Iterator<Item = SeatIndex> + use<> {
    let right = stretch.first + stretch.len - take;
    let off = |first: u32| off_centre(run, first, take);
    let first = if off(right) < off(stretch.first) {
        right
    } else {
        stretch.first
    };
    (first..first + take).map(SeatIndex)
}

/// Free places of a general section: the first that follow each other, else the first.
fn places(free: &FreeSeats, run: Run, take: u32) -> impl Iterator<Item = SeatIndex> {
    let following = free.neighbours(run).find(|(_, len)| *len >= take);
    let first = following.map(|(first, _)| (first, take));
    let rest = following.is_none().then(|| free.neighbours(run));
    let all = first.into_iter().chain(rest.into_iter().flatten());
    let seats = all.flat_map(|(first, len)| first..first + len);
    seats.take(take as usize).map(SeatIndex)
}
