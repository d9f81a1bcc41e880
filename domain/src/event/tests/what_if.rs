//! Small sales, gone through again by hand first.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::fixtures::*;
use crate::event::what_if::{
    BadSetting, Outcome, Reason, RefusedWish, Setting, Wanted, WhatIf, what_if,
};
use crate::event::{CancelCause, EventFact, HoldLife, SeatChoice};
use crate::ids::UserId;
use crate::money::PriceMinor;

const CARL: UserId = UserId::new(Uuid::from_u128(0xc));

fn gone_through(facts: &[EventFact], refused: &[RefusedWish], setting: &Setting) -> WhatIf {
    what_if(facts, refused, setting).unwrap()
}

fn refused(user_id: UserId, at: i64, seats: &[&str], reason: Reason) -> RefusedWish {
    RefusedWish {
        user_id,
        at: minute(at),
        wanted: Wanted::Seats(SeatChoice::Named(names(seats))),
        reason,
    }
}

fn sold(bookings: i64, seats_sold: i64, revenue_minor: i64) -> Outcome {
    Outcome {
        bookings,
        seats_sold,
        revenue_minor,
        ..Outcome::default()
    }
}

fn once(reason: Reason, empty_handed_buyers: u64) -> Outcome {
    Outcome {
        refused_wishes: BTreeMap::from([(reason, 1)]),
        refused_buyers: 1,
        empty_handed_buyers,
        ..Outcome::default()
    }
}

fn limit(max_seats_per_user: u32) -> Setting {
    Setting {
        max_seats_per_user: Some(max_seats_per_user),
        ..Setting::default()
    }
}

fn holds_of(minutes: u32) -> Setting {
    Setting {
        hold_life: Some(HoldLife {
            ttl_secs: 60 * minutes,
            max_secs: 60 * minutes.max(30),
        }),
        ..Setting::default()
    }
}

fn sale(facts: impl IntoIterator<Item = EventFact>) -> Vec<EventFact> {
    on_sale().into_iter().chain(facts).collect()
}

/// Anna holds two seats and books them, Bert's hold runs out, Carl is refused Anna's seat and
/// books a place, which he gives back.
fn evening() -> (Vec<EventFact>, Vec<RefusedWish>) {
    let facts = sale([
        held((KEPT, ANNA), &["ST-A-1", "ST-A-2"], (1, 11)),
        held((OTHER, BERT), &["ST-B-1"], (2, 12)),
        extended((KEPT, ANNA), (9, 19)),
        booked(SECOND, CARL, &["GA-1"], 14),
        booked_from(KEPT, (FIRST, ANNA), &["ST-A-1", "ST-A-2"], 15),
        expired((OTHER, BERT), &["ST-B-1"], 16),
        taken_back((SECOND, CARL), &["GA-1"], CancelCause::Buyer, 20),
    ]);
    (
        facts,
        vec![refused(CARL, 13, &["ST-A-1"], Reason::SeatTaken)],
    )
}

#[test]
fn under_the_setting_that_it_had_a_sale_comes_to_what_it_came_to() {
    let (facts, wishes) = evening();
    let it = gone_through(&facts, &wishes, &Setting::default());
    let expected = Outcome {
        bookings: 1,
        seats_sold: 2,
        revenue_minor: 9000,
        ..once(Reason::SeatTaken, 1)
    };
    assert_eq!(it.as_it_was, expected);
    assert_eq!(it.as_it_would_have_been, expected);
}

#[test]
fn under_shorter_holds_late_buyers_are_refused_and_others_get_their_seats() {
    // Of five minutes, Anna's hold is over at minute 6: she cannot extend it at 9 nor book it at
    // 15, and Carl gets her first seat at 13 instead of the place that he took at 14.
    let (facts, wishes) = evening();
    let it = gone_through(&facts, &wishes, &holds_of(5));
    let expected = Outcome {
        bookings: 1,
        seats_sold: 1,
        revenue_minor: 4500,
        ..once(Reason::HoldExpired, 1)
    };
    assert_eq!(it.as_it_would_have_been, expected);
}

#[test]
fn under_longer_holds_a_late_buyer_is_in_time() {
    let facts = sale([
        held((KEPT, ANNA), &["ST-A-1"], (1, 11)),
        expired((KEPT, ANNA), &["ST-A-1"], 12),
    ]);
    let late = RefusedWish {
        user_id: ANNA,
        at: minute(15),
        wanted: Wanted::Hold(KEPT),
        reason: Reason::HoldExpired,
    };
    let it = gone_through(&facts, &[late], &holds_of(20));
    assert_eq!(it.as_it_was, once(Reason::HoldExpired, 1));
    assert_eq!(it.as_it_would_have_been, sold(1, 1, 4500));
}

#[test]
fn under_longer_holds_whoever_came_after_one_ran_out_is_refused() {
    let facts = sale([
        held((KEPT, ANNA), &["ST-A-1"], (1, 11)),
        expired((KEPT, ANNA), &["ST-A-1"], 12),
        booked(FIRST, BERT, &["ST-A-1"], 12),
    ]);
    let it = gone_through(&facts, &[], &holds_of(20));
    assert_eq!(it.as_it_was, sold(1, 1, 4500));
    assert_eq!(it.as_it_would_have_been, once(Reason::SeatTaken, 1));
}

#[test]
fn under_a_lower_limit_whoever_took_more_takes_nothing() {
    let facts = sale([
        booked(FIRST, ANNA, &["GA-1", "GA-2", "GA-3"], 1),
        booked(SECOND, BERT, &["GA-4"], 2),
    ]);
    let it = gone_through(&facts, &[], &limit(2));
    assert_eq!(it.as_it_was, sold(2, 4, 10_000));
    let expected = Outcome {
        bookings: 1,
        seats_sold: 1,
        revenue_minor: 2500,
        ..once(Reason::LimitReached, 1)
    };
    assert_eq!(it.as_it_would_have_been, expected);
}

#[test]
fn under_a_higher_limit_a_refused_buyer_is_served_once_and_not_for_both_wishes() {
    // Anna wanted five twice and took two instead: she gets five. Bert's place is gone then.
    let five = ["GA-1", "GA-2", "GA-3", "GA-4", "GA-5"];
    let facts = sale([
        booked(FIRST, ANNA, &["ST-A-1", "ST-A-2"], 3),
        booked(SECOND, BERT, &["GA-5"], 4),
    ]);
    let wishes = [
        refused(ANNA, 1, &five, Reason::LimitReached),
        refused(ANNA, 2, &five, Reason::LimitReached),
    ];
    let it = gone_through(&facts, &wishes, &limit(8));
    let was = Outcome {
        refused_wishes: BTreeMap::from([(Reason::LimitReached, 2)]),
        refused_buyers: 1,
        ..sold(2, 3, 11_500)
    };
    assert_eq!(it.as_it_was, was);
    let expected = Outcome {
        bookings: 1,
        seats_sold: 5,
        revenue_minor: 12_500,
        ..once(Reason::SeatTaken, 1)
    };
    assert_eq!(it.as_it_would_have_been, expected);
}

#[test]
fn another_price_list_changes_the_revenue_alone() {
    let (facts, wishes) = evening();
    let setting = Setting {
        prices: BTreeMap::from([("ST".to_owned(), PriceMinor::new(6000).unwrap())]),
        ..Setting::default()
    };
    let it = gone_through(&facts, &wishes, &setting);
    let expected = Outcome {
        revenue_minor: 12_000,
        ..it.as_it_was.clone()
    };
    assert_eq!(it.as_it_would_have_been, expected);
}

#[test]
fn what_was_paid_back_when_the_event_was_called_off_is_not_deducted() {
    let facts = sale([
        booked(FIRST, ANNA, &["GA-1"], 1),
        cancelled(2),
        taken_back((FIRST, ANNA), &["GA-1"], CancelCause::EventCancelled, 2),
        deleted(3),
    ]);
    let it = gone_through(&facts, &[], &limit(1));
    assert_eq!(it.as_it_was, sold(1, 1, 2500));
    assert_eq!(it.as_it_would_have_been, sold(1, 1, 2500));
}

#[test]
fn seats_that_were_blocked_stay_out_of_the_sale_unless_they_are_sold_by_then() {
    // Served at minute 1, Bert has the seat that is blocked with another one at minute 2.
    let facts = sale([
        blocked(&["ST-A-1", "ST-A-2"], 2),
        booked(FIRST, ANNA, &["ST-A-3"], 3),
    ]);
    let wishes = [
        refused(BERT, 1, &["ST-A-1"], Reason::LimitReached),
        refused(CARL, 4, &["ST-A-2"], Reason::SeatTaken),
    ];
    let it = gone_through(&facts, &wishes, &limit(8));
    let expected = Outcome {
        bookings: 2,
        seats_sold: 2,
        revenue_minor: 9000,
        ..once(Reason::SeatTaken, 1)
    };
    assert_eq!(it.as_it_would_have_been, expected);
}

#[test]
fn a_setting_that_no_event_could_have_is_refused() {
    let facts = on_sale();
    let prices = BTreeMap::from([("XX".to_owned(), PriceMinor::new(1).unwrap())]);
    let unknown = Setting {
        prices,
        ..Setting::default()
    };
    let of = |facts: &[EventFact], setting: &Setting| what_if(facts, &[], setting).unwrap_err();
    assert_eq!(
        of(&facts, &unknown),
        BadSetting::UnknownSection("XX".to_owned())
    );
    assert_eq!(of(&facts, &limit(0)), BadSetting::Limit);
    assert_eq!(of(&facts, &holds_of(0)), BadSetting::HoldLife);
    assert_eq!(of(&[], &Setting::default()), BadSetting::NoEvent);
}
