//! A chart says of every seat what the aggregate says, at every moment, by every way there.

mod world;

use std::iter::zip;

use chrono::TimeDelta;
use proptest::prelude::*;
use seatlog_domain::seat::SeatName;

use super::*;
use world::*;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let seats = || proptest::sample::subsequence((0..SEATS.len()).collect::<Vec<_>>(), 1..=3);
    let nth = 0..8_usize;
    let wish = prop_oneof![
        4 => seats().prop_map(Wish::Hold),
        1 => nth.clone().prop_map(Wish::Extend),
        1 => nth.clone().prop_map(Wish::Release),
        2 => nth.clone().prop_map(Wish::BookHold),
        2 => seats().prop_map(Wish::Book),
        2 => nth.prop_map(Wish::Cancel),
        1 => (0..SEATS.len()).prop_map(Wish::Block),
        1 => (0..SEATS.len()).prop_map(Wish::Unblock),
        1 => Just(Wish::Expire),
        1 => Just(Wish::Nothing),
    ];
    let step = (0..8_i64, wish).prop_map(|(after_secs, wish)| Step { after_secs, wish });
    proptest::collection::vec(step, 1..40)
}

/// Takes in what a listener is told.
fn told(seats: &mut [SeatState], changes: &SeatChanges<'_>) {
    for (list, state) in [
        (&changes.booked, SeatState::Booked),
        (&changes.held, SeatState::Held),
        (&changes.blocked, SeatState::Blocked),
        (&changes.freed, SeatState::Free),
    ] {
        for seat in &list.seats {
            seats[*seat as usize] = state;
        }
    }
}

proptest! {
    #[test]
    fn a_chart_says_what_the_aggregate_says_and_whoever_listens_knows_it(
        steps in steps(),
        listens in proptest::collection::vec(any::<bool>(), 40),
    ) {
        let mut world = World::new();
        let (mut heard, mut seen) = (world.truth(), world.chart.mark());
        let known = |world: &World| position(world.facts) + OTHERS;
        let mut earlier = vec![(known(&world), heard.clone())];
        for (step, listens) in zip(&steps, listens) {
            world.step(step);
            world.lapse();
            let truth = world.truth();
            prop_assert_eq!(&world.chart.seats, &truth);
            let free = live(&world.event).free(world.now);
            prop_assert_eq!(world.chart.free.iter().sum::<u32>(), free);

            // One that now and then misses some steps.
            if listens {
                told(&mut heard, &world.chart.changes(seen, world.chart.mark()));
                seen = world.chart.mark();
                prop_assert_eq!(&heard, &truth);
            }
            earlier.push((known(&world), truth.clone()));

            // One that comes from a node that was stopped, and knows the facts, but of no hold
            // that the clock has ended since.
            let mut known: Vec<_> =
                live(&world.event).seat_states(DateTime::<Utc>::MIN_UTC).collect();
            let mut anew = Chart::of(live(&world.event), world.facts, position(world.facts));
            let resumed = Mark::at(position(world.facts) + 1);
            anew.lapse(world.now, position(world.facts) + OTHERS);
            prop_assert_eq!(&anew.seats, &truth);
            prop_assert_eq!(&anew.free, &world.chart.free);
            prop_assert!(anew.remembers(resumed));
            told(&mut known, &anew.changes(resumed, anew.mark()));
            prop_assert_eq!(&known, &truth);
        }
        // Whoever left at any time and comes back.
        for (position, mut known) in earlier {
            let seen = Mark::at(position);
            prop_assert!(world.chart.remembers(seen));
            told(&mut known, &world.chart.changes(seen, world.chart.mark()));
            prop_assert_eq!(known, world.truth());
        }
    }
}

#[test]
fn a_hold_that_ended_by_this_clock_but_was_extended_by_the_owners_keeps_its_seats() {
    let mut world = World::new();
    world.step(&Step {
        after_secs: 0,
        wish: Wish::Hold(vec![0]),
    });
    // This node's clock is ahead.
    world
        .chart
        .lapse(world.now + TimeDelta::seconds(10), position(world.facts));
    assert_eq!(world.chart.seats[0], SeatState::Free);
    world.step(&Step {
        after_secs: 9,
        wish: Wish::Extend(0),
    });
    world.lapse();
    assert_eq!(world.chart.seats[0], SeatState::Held);
}

#[test]
fn a_log_that_sells_a_seat_twice_is_not_followed() {
    let mut world = World::new();
    let book = world.command(&Wish::Book(vec![1, 0]));
    let [sold] = <[_; 1]>::try_from(world.event.decide(&book).unwrap()).unwrap();
    world.chart.apply((3, 9), &sold).unwrap();
    let twice = world.chart.apply((4, 12), &sold);
    let first = SeatName::new("ST-A-1").unwrap();
    assert_eq!(twice, Err(Misfit::SoldTwice(first)));
}

#[test]
fn a_fact_that_is_known_changes_nothing_and_one_that_follows_a_gap_is_not_taken() {
    let mut world = World::new();
    let book = world.command(&Wish::Book(vec![0]));
    let sold = world.event.decide(&book).unwrap().remove(0);
    assert_eq!(world.chart.apply((2, 6), &sold), Ok(()));
    assert_eq!(world.chart.seats[0], SeatState::Free);
    let gap = Misfit::Gap { known: 2, found: 4 };
    assert_eq!(world.chart.apply((4, 12), &sold), Err(gap));
}

#[test]
fn a_change_is_told_once_and_what_changed_again_is_told_with_the_next() {
    let mut world = World::new();
    let hold = Step {
        after_secs: 0,
        wish: Wish::Hold(vec![0, 3]),
    };
    let before = world.chart.mark();
    world.step(&hold);
    let held = world.chart.mark();
    assert_eq!(world.chart.changes(before, held).held.seats, [0, 3]);
    assert!(world.chart.changes(held, held).is_empty());
    world.step(&Step {
        after_secs: 0,
        wish: Wish::BookHold(0),
    });
    let booked = world.chart.mark();
    assert!(world.chart.changes(before, held).is_empty());
    assert_eq!(world.chart.changes(held, booked).booked.seats, [0, 3]);
}
