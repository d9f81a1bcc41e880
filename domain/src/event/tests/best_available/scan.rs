//! The best seats by looking at every seat of the house: what the index of free seats must find.

use crate::event::best::{Stretch, groups};
use crate::plan::{Run, SeatIndex, SeatPlan};
use crate::seating::SectionKind;

/// Picks `quantity` free seats, in one section if one is named; `Err` is the number that is free
/// there when that is too few.
pub(super) fn scan(
    plan: &SeatPlan,
    section: Option<usize>,
    quantity: u32,
    is_free: impl Fn(SeatIndex) -> bool,
) -> Result<Vec<SeatIndex>, u32> {
    let stretches = stretches(plan, section, &is_free);
    let free = stretches.iter().map(|stretch| stretch.len).sum::<u32>();
    if free < quantity {
        return Err(free);
    }
    if let Some(first) = side_by_side(plan, &stretches, quantity) {
        return Ok((first..first + quantity).map(SeatIndex).collect());
    }
    let standing = stretches.iter().find(|it| it.general && it.len >= quantity);
    let groups = match standing {
        Some(standing) => vec![(*standing, quantity)],
        None => groups::fewest(&stretches, quantity),
    };
    let mut seats = Vec::with_capacity(quantity as usize);
    for (stretch, take) in groups {
        let run = &plan.runs()[stretch.run];
        if stretch.general {
            seats.extend(places(run, take, &is_free));
        } else {
            seats.extend(nearest_the_middle(run, stretch, take));
        }
    }
    seats.sort_unstable();
    Ok(seats)
}

/// All stretches, in the plan's order.
fn stretches(
    plan: &SeatPlan,
    only: Option<usize>,
    is_free: impl Fn(SeatIndex) -> bool,
) -> Vec<Stretch> {
    let mut found = Vec::new();
    let runs = plan.runs().iter().enumerate();
    for (number, run) in runs.filter(|(_, run)| only.is_none_or(|only| run.section == only)) {
        let general = plan.seating().sections[run.section].kind == SectionKind::General;
        let mut last: Option<Stretch> = None;
        for seat in (run.first..run.first + run.len).filter(|seat| is_free(SeatIndex(*seat))) {
            match &mut last {
                Some(last) if general || last.first + last.len == seat => last.len += 1,
                _ => found.extend(last.replace(Stretch {
                    section: run.section,
                    run: number,
                    first: seat,
                    len: 1,
                    general,
                })),
            }
        }
        found.extend(last);
    }
    found
}

/// The first seat of the best place for `quantity` neighbours in a row.
fn side_by_side(plan: &SeatPlan, stretches: &[Stretch], quantity: u32) -> Option<u32> {
    stretches
        .iter()
        .filter(|stretch| !stretch.general && stretch.len >= quantity)
        .flat_map(|stretch| (0..=stretch.len - quantity).map(move |before| (stretch, before)))
        .min_by_key(|(stretch, before)| {
            let after = stretch.len - quantity - before;
            let stranded = u32::from(*before == 1) + u32::from(after == 1);
            let first = stretch.first + before;
            let off_centre = off_centre(&plan.runs()[stretch.run], first, quantity);
            (stranded, stretch.run, off_centre)
        })
        .map(|(stretch, before)| stretch.first + before)
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
fn places(run: &Run, take: u32, is_free: impl Fn(SeatIndex) -> bool) -> Vec<SeatIndex> {
    let free: Vec<_> = (run.first..run.first + run.len)
        .map(SeatIndex)
        .filter(|place| is_free(*place))
        .collect();
    let take = take as usize;
    let following = free
        .chunk_by(|a, b| a.0 + 1 == b.0)
        .find(|places| places.len() >= take);
    following.unwrap_or(&free)[..take].to_vec()
}
