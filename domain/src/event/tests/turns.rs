//! Whose turn it is, as a function of the facts and the time.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::fixtures::*;
use crate::event::{Details, Entrance, EventFact, TURN, Turn, WaitingRoom};

fn at(rate: Option<u32>, opens: Option<DateTime<Utc>>) -> Details {
    Details {
        sales_open_at: opens,
        waiting_room: rate.map(|admit_per_minute| WaitingRoom { admit_per_minute }),
        ..details()
    }
}

fn updated(details: Details, updated_at: DateTime<Utc>) -> EventFact {
    EventFact::EventUpdated {
        details,
        currency: None,
        seating: None,
        updated_at,
    }
}

/// Published at minute 0.
fn entrance(details: Details) -> Entrance {
    after(&[created_with(details), published()])
}

fn after(facts: &[EventFact]) -> Entrance {
    let mut entrance = Entrance::default();
    facts.iter().for_each(|fact| entrance.evolve(fact));
    entrance
}

fn secs(secs: i64) -> DateTime<Utc> {
    minute(0) + TimeDelta::seconds(secs)
}

#[test]
fn places_come_one_after_the_other_at_the_rate() {
    let entrance = entrance(at(Some(6), None));
    let comes = |place, now| entrance.turn(place, now);
    let until = |secs_| Turn::Now {
        until: secs(secs_) + TURN,
    };
    assert_eq!(comes(1, secs(0)), until(0));
    assert_eq!(
        comes(4, secs(0)),
        Turn::Waiting {
            ahead: 2,
            comes_at: Some(secs(30))
        },
        "2 and 3 come before; 1 is in"
    );
    assert_eq!(comes(4, secs(30)), until(30));
    assert_eq!(comes(4, secs(629)), until(30));
    assert_eq!(comes(4, secs(630)), Turn::Over);
    assert_eq!(entrance.let_in(secs(-1)), 0);
    assert_eq!(entrance.let_in(secs(0)), 1);
    assert_eq!(entrance.let_in(secs(29)), 3);
}

#[test]
fn nobody_is_let_in_before_sales_open() {
    let entrance = entrance(at(Some(60), Some(minute(10))));
    assert_eq!(entrance.opens_at(), Some(minute(10)));
    assert!(!entrance.has_opened(minute(9)));
    assert_eq!(entrance.let_in(minute(9)), 0);
    let waits = Turn::Waiting {
        ahead: 1,
        comes_at: Some(minute(10) + TimeDelta::seconds(1)),
    };
    assert_eq!(entrance.turn(2, minute(9)), waits);
}

#[test]
fn a_draft_lets_nobody_in() {
    let draft = after(&[created_with(at(Some(60), None))]);
    assert_eq!(draft.opens_at(), None);
    let never = Turn::Waiting {
        ahead: 0,
        comes_at: None,
    };
    assert_eq!(draft.turn(1, minute(500)), never);
}

#[test]
fn what_was_earned_before_publication_counts_for_nothing() {
    let late = EventFact::EventPublished {
        published_at: minute(20),
    };
    let entrance = after(&[created_with(at(Some(1), Some(minute(0)))), late]);
    assert_eq!(entrance.let_in(minute(20)), 1);
}

#[test]
fn a_pause_stops_and_goes_on_where_it_stopped() {
    let facts = |upto| {
        let all = [
            created_with(at(Some(1), None)),
            published(),
            updated(at(Some(0), None), minute(5)),
            updated(at(Some(2), None), minute(100)),
        ];
        after(&all[..upto])
    };
    let paused = facts(3);
    assert_eq!(paused.let_in(minute(50)), 6);
    let waits = Turn::Waiting {
        ahead: 3,
        comes_at: None,
    };
    assert_eq!(paused.turn(10, minute(50)), waits);
    let again = facts(4);
    assert_eq!(again.let_in(minute(100)), 6);
    assert_eq!(again.let_in(minute(101)), 8);
    let comes = Turn::Waiting {
        ahead: 1,
        comes_at: Some(minute(102)),
    };
    assert_eq!(again.turn(10, minute(101)), comes);
}

#[test]
fn a_room_that_pauses_from_the_beginning_lets_nobody_in_until_it_goes_on() {
    let paused = [created_with(at(Some(0), None)), published()];
    assert_eq!(after(&paused).let_in(minute(5)), 0);
    let [created, published] = paused;
    let goes_on = updated(at(Some(1), None), minute(10));
    let entrance = after(&[created, published, goes_on]);
    assert_eq!(entrance.let_in(minute(9)), 0);
    assert_eq!(entrance.let_in(minute(10)), 1);
}

#[test]
fn an_opening_that_is_moved_is_planned_anew() {
    let first = created_with(at(Some(1), Some(minute(10))));
    let later = updated(at(Some(1), Some(minute(30))), minute(5));
    let moved = after(&[first.clone(), published(), later]);
    assert_eq!(moved.let_in(minute(29)), 0);
    assert_eq!(moved.let_in(minute(31)), 2);
    // Into the past: it counts from the change on, not from then.
    let earlier = updated(at(Some(1), Some(minute(2))), minute(5));
    let moved = after(&[first.clone(), published(), earlier]);
    assert_eq!(moved.let_in(minute(5)), 1);
    // After the opening: who was let in stays so, and nobody else comes until then.
    let closed = updated(at(Some(1), Some(minute(40))), minute(12));
    let moved = after(&[first, published(), closed]);
    assert_eq!(moved.let_in(minute(39)), 3);
    assert_eq!(moved.let_in(minute(41)), 4);
}

#[test]
fn the_fact_of_a_node_whose_clock_is_behind_takes_nothing_back() {
    let entrance = after(&[
        created_with(at(Some(60), None)),
        published(),
        updated(at(Some(600), None), minute(2)),
        updated(at(Some(1), None), minute(1)),
    ]);
    assert_eq!(entrance.let_in(minute(2)), 121);
    assert_eq!(entrance.let_in(minute(3)), 122);
}

/// What an organiser does in a sale: how much later, the new rate or none, and when sales open.
fn deeds() -> impl Strategy<Value = Vec<(i64, Option<u32>, Option<i64>)>> {
    let rate = prop::option::weighted(0.9, prop_oneof![Just(0), 1..=5_u32, 1..=60_000_u32]);
    let opens = prop::option::weighted(0.3, -600..3_600_i64);
    prop::collection::vec((0..900_i64, rate, opens), 0..12)
}

/// The event after each of the deeds, from one time to the next.
fn sale(deeds: &[(i64, Option<u32>, Option<i64>)]) -> Vec<(Entrance, DateTime<Utc>)> {
    let mut entrance = entrance(at(Some(3), Some(secs(100))));
    let (mut now, mut states) = (minute(0), Vec::new());
    for (later, rate, opens) in deeds {
        states.push((entrance.clone(), now));
        now += TimeDelta::seconds(*later);
        let opens = opens.map(|secs| now + TimeDelta::seconds(secs));
        entrance.evolve(&updated(at(*rate, opens), now));
    }
    states.push((entrance, now));
    states
}

#[test]
fn who_comes_to_an_empty_room_is_let_in_at_once() {
    let entrance = entrance(at(Some(1), None));
    // An hour after the opening, nobody was here before: place 61 came 30 s ago.
    let now = minute(60) + TimeDelta::seconds(30);
    let place = entrance.next_place(0, now);
    assert_eq!(place, 61);
    let until = minute(60) + TURN;
    assert_eq!(entrance.turn(place, now), Turn::Now { until });
    assert_eq!(entrance.next_place(61, now), 62, "and the next one waits");
    // Before anybody is let in, and while nobody is.
    assert_eq!(entrance.next_place(0, minute(-1)), 1);
    let paused = after(&[
        created_with(at(Some(1), None)),
        published(),
        updated(at(Some(0), None), minute(5)),
    ]);
    assert_eq!(paused.next_place(0, minute(50)), 7);
}

proptest! {
    #[test]
    fn never_more_are_let_in_than_the_rate_allows_however_they_come(
        rate in 1..600_u32, gaps in prop::collection::vec(0..40_000_i64, 1..200)
    ) {
        let entrance = entrance(at(Some(rate), None));
        let (mut now, mut last, mut came) = (minute(0), 0, Vec::new());
        for gap in gaps {
            now += TimeDelta::milliseconds(gap);
            let place = entrance.next_place(last, now);
            prop_assert!(place > last, "later ones stand behind");
            last = place;
            // Its turn has just come or is yet to come; it is never over already.
            match entrance.turn(place, now) {
                Turn::Now { until } => {
                    prop_assert!(until - now >= TURN - TimeDelta::minutes(1));
                    came.push(until - TURN);
                }
                Turn::Waiting { comes_at, .. } => came.push(comes_at.unwrap()),
                Turn::Over => return Err(TestCaseError::fail("over before it began")),
            }
        }
        for (nth, at) in came.iter().enumerate() {
            let within = came[nth..].iter().take_while(|it| **it < *at + TimeDelta::minutes(1));
            prop_assert!(within.count() <= rate as usize);
        }
    }

    #[test]
    fn nobody_overtakes_and_nobody_is_put_back(
        deeds in deeds(), place in 1..400_u64, more in 1..400_u64
    ) {
        let (mut let_in, mut came) = (0, None);
        let states = sale(&deeds);
        for (nth, (entrance, since)) in states.iter().enumerate() {
            let end = states.get(nth + 1).map_or(*since + TimeDelta::hours(2), |next| next.1);
            for step in 0..=8 {
                let now = *since + (end - *since) * step / 8;
                // The number never goes back, whatever the organiser does.
                prop_assert!(entrance.let_in(now) >= let_in);
                let_in = entrance.let_in(now);
                let turn = entrance.turn(place, now);
                // It says the same as the turn of each place.
                prop_assert_eq!(matches!(turn, Turn::Waiting { .. }), place > let_in);
                if let Turn::Waiting { ahead, comes_at } = turn {
                    prop_assert_eq!(ahead, place - 1 - let_in);
                    prop_assert!(comes_at.is_none_or(|at| at > now));
                    prop_assert_eq!(came, None, "was let in, and waits again");
                }
                // A higher place is not let in before.
                if matches!(turn, Turn::Waiting { .. }) {
                    let waits = matches!(entrance.turn(place + more, now), Turn::Waiting { .. });
                    prop_assert!(waits);
                }
                // A turn that has come keeps its end.
                if let Turn::Now { until } = turn {
                    prop_assert!(came.is_none_or(|before| before == until));
                    prop_assert!(now < until && until <= now + TURN);
                    came = Some(until);
                }
            }
        }
    }

    #[test]
    fn what_is_foretold_comes_true_if_nothing_changes(deeds in deeds(), place in 1..2_000_u64) {
        let states = sale(&deeds);
        let (entrance, now) = states.last().unwrap();
        if let Turn::Waiting { comes_at: Some(at), .. } = entrance.turn(place, *now) {
            let until = at + TURN;
            prop_assert_eq!(entrance.turn(place, at), Turn::Now { until });
            let before = entrance.turn(place, at - TimeDelta::microseconds(1));
            let waits = matches!(before, Turn::Waiting { .. });
            prop_assert!(waits);
        }
    }

    #[test]
    fn who_does_not_come_holds_up_nobody(rate in 1..60_000_u32, place in 1..100_000_u64) {
        // The turn of a place depends on nothing but its number: not on who had the others.
        let entrance = entrance(at(Some(rate), None));
        let micros = (place - 1) * 60_000_000_u64;
        let at = minute(0) + TimeDelta::microseconds(micros.div_ceil(rate.into()) as i64);
        prop_assert_eq!(entrance.turn(place, at), Turn::Now { until: at + TURN });
    }
}
