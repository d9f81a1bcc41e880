use super::fixtures::*;
use super::given::given;
use crate::event::{Canceller, EventChange, Refusal};

fn reached(held_or_booked: u32) -> Refusal {
    Refusal::LimitReached {
        limit: 4,
        held_or_booked,
    }
}

#[test]
fn a_buyer_books_up_to_the_limit_and_no_further() {
    given(on_sale())
        .when(book(FIRST, ANNA, &["GA-1", "GA-2", "GA-3", "GA-4"], 1))
        .then([booked(FIRST, ANNA, &["GA-1", "GA-2", "GA-3", "GA-4"], 1)]);
    given(on_sale())
        .when(book(
            FIRST,
            ANNA,
            &["GA-1", "GA-2", "GA-3", "GA-4", "GA-5"],
            1,
        ))
        .then_refused(reached(0));
}

#[test]
fn all_bookings_of_a_buyer_count_together_and_nobody_elses() {
    let sold = || given(on_sale()).after(book(FIRST, ANNA, &["GA-1", "GA-2", "GA-3"], 1));
    sold()
        .when(book(SECOND, ANNA, &["ST-A-1", "ST-A-2"], 2))
        .then_refused(reached(3));
    sold()
        .when(choose(SECOND, ANNA, best_of(None, 2), 2))
        .then_refused(reached(3));
    sold()
        .when(book(SECOND, ANNA, &["ST-A-1"], 2))
        .then([booked(SECOND, ANNA, &["ST-A-1"], 2)]);
    sold()
        .when(book(SECOND, BERT, &["ST-A-1", "ST-A-2"], 2))
        .then([booked(SECOND, BERT, &["ST-A-1", "ST-A-2"], 2)]);
}

#[test]
fn a_booking_that_was_taken_back_no_longer_counts() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["GA-1", "GA-2", "GA-3"], 1))
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .when(book(SECOND, ANNA, &["ST-A-1", "ST-A-2", "ST-A-3"], 3))
        .then([booked(SECOND, ANNA, &["ST-A-1", "ST-A-2", "ST-A-3"], 3)]);
}

#[test]
fn a_lower_limit_takes_nothing_away_but_allows_nothing_more() {
    let lower = EventChange {
        max_seats_per_user: Some(1),
        ..EventChange::default()
    };
    given(on_sale())
        .after(book(FIRST, ANNA, &["GA-1", "GA-2"], 1))
        .after(update(2, lower))
        .when(book(SECOND, ANNA, &["GA-3"], 3))
        .then_refused(Refusal::LimitReached {
            limit: 1,
            held_or_booked: 2,
        });
}

#[test]
fn an_absurd_quantity_reaches_the_limit_and_does_not_overflow() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["GA-1"], 1))
        .when(choose(SECOND, ANNA, best_of(None, u32::MAX), 2))
        .then_refused(reached(1));
}
