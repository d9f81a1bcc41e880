//! A chart says of every seat what the aggregate says, at every moment, by every way there.

use std::iter::zip;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use seatlog_domain::event::{
    Canceller, Description, Details, Event, EventCommand, EventName, HoldLife, SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, HoldId, UserId};
use seatlog_domain::seat::SeatName;
use serde_json::json;
use uuid::Uuid;

use super::*;

const SEATS: [&str; 6] = ["ST-A-1", "ST-A-2", "ST-A-3", "GA-1", "GA-2", "GA-3"];

/// What somebody wants, and how many seconds after the one before.
#[derive(Debug, Clone)]
struct Step {
    after_secs: i64,
    wish: Wish,
}

#[derive(Debug, Clone)]
enum Wish {
    Hold(Vec<usize>),
    Extend(usize),
    Release(usize),
    BookHold(usize),
    Book(Vec<usize>),
    Cancel(usize),
    Block(usize),
    Unblock(usize),
    Expire,
    Nothing,
}

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

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000, 0).unwrap()
}

fn create() -> EventCommand {
    let seating = json!({"sections": [
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
         "rows": [{"label": "A", "seats": 3}]},
        {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 2500, "capacity": 3},
    ]});
    EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco").unwrap(),
            description: Description::default(),
            starts_at: start() + TimeDelta::days(1),
            ends_at: None,
            venue: Venue::new("Arena").unwrap(),
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: 10,
        }),
        currency: "EUR".parse().unwrap(),
        plan: Box::new(SeatPlan::check(serde_json::from_value(seating).unwrap()).unwrap()),
        draft: false,
        now: start(),
    }
}

/// An event, and the chart that follows it. Between two facts of the event the log holds some of
/// others.
struct World {
    event: Event,
    facts: i64,
    chart: Chart,
    now: DateTime<Utc>,
    wishes: u128,
}

const OTHERS: i64 = 2;

fn position(sequence: i64) -> Position {
    sequence * (OTHERS + 1)
}

fn live(event: &Event) -> &Live {
    match event {
        Event::Live(live) => live,
        Event::Unknown | Event::Deleted => panic!("the event is gone"),
    }
}

impl World {
    fn new() -> Self {
        let mut event = Event::default();
        let created = event.decide(&create()).unwrap();
        for fact in &created {
            event.evolve(fact);
        }
        let facts = created.len() as i64;
        let chart = Chart::of(live(&event), facts, position(facts));
        Self {
            event,
            facts,
            chart,
            now: start(),
            wishes: 0,
        }
    }

    fn command(&mut self, wish: &Wish) -> EventCommand {
        self.wishes += 1;
        let now = self.now;
        let name = |seat: &usize| SeatName::new(SEATS[*seat]).unwrap();
        let named = |seats: &[usize]| SeatChoice::Named(seats.iter().map(name).collect());
        let user_id = UserId::new(Uuid::from_u128(0xa));
        let life = HoldLife {
            ttl_secs: 10,
            max_secs: 15,
        };
        // Ids are the numbers of the wishes; some numbers are of wishes that made neither.
        let hold_id = |nth: usize| HoldId::new(Uuid::from_u128(nth as u128 + 1));
        let new = Uuid::from_u128(self.wishes);
        match wish {
            Wish::Hold(seats) => EventCommand::HoldSeats {
                hold_id: HoldId::new(new),
                user_id,
                choice: named(seats),
                life,
                now,
            },
            Wish::Extend(nth) => EventCommand::ExtendHold {
                hold_id: hold_id(*nth),
                user_id,
                life,
                now,
            },
            Wish::Release(nth) => EventCommand::ReleaseHold {
                hold_id: hold_id(*nth),
                user_id,
                now,
            },
            Wish::BookHold(nth) => EventCommand::BookHold {
                booking_id: BookingId::new(new),
                user_id,
                hold_id: hold_id(*nth),
                now,
            },
            Wish::Book(seats) => EventCommand::BookSeats {
                booking_id: BookingId::new(new),
                user_id,
                choice: named(seats),
                now,
            },
            Wish::Cancel(nth) => EventCommand::CancelBooking {
                booking_id: BookingId::new(Uuid::from_u128(*nth as u128 + 1)),
                by: Canceller::Admin,
                now,
            },
            Wish::Block(seat) => EventCommand::BlockSeats {
                seats: vec![name(seat)],
                now,
            },
            Wish::Unblock(seat) => EventCommand::UnblockSeats {
                seats: vec![name(seat)],
                now,
            },
            Wish::Expire | Wish::Nothing => EventCommand::ExpireHolds { now },
        }
    }

    fn step(&mut self, step: &Step) {
        self.now += TimeDelta::seconds(step.after_secs);
        let command = self.command(&step.wish);
        if matches!(step.wish, Wish::Nothing) {
            return;
        }
        // What is refused changes nothing, and is of no interest here.
        for fact in self.event.decide(&command).unwrap_or_default() {
            self.event.evolve(&fact);
            self.facts += 1;
            let place = (self.facts, position(self.facts));
            self.chart.apply(place, &fact).unwrap();
        }
    }

    /// What the clock has ended by now; of the others' facts, the log is read as far as it goes.
    fn lapse(&mut self) {
        self.chart.lapse(self.now, position(self.facts) + OTHERS);
    }

    fn truth(&self) -> Vec<SeatState> {
        live(&self.event).seat_states(self.now).collect()
    }
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
