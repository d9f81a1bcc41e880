use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{CancelCause, Canceller, Refusal};

const SEATS: [&str; 2] = ["ST-A-1", "GA-1"];

fn sold() -> Given {
    given(on_sale()).after(book(FIRST, ANNA, &SEATS, 1))
}

#[test]
fn a_buyer_cancels_a_booking_until_the_event_starts() {
    for at in [2, STARTS - 1] {
        sold()
            .when(take_back(FIRST, Canceller::Buyer(ANNA), at))
            .then([taken_back((FIRST, ANNA), &SEATS, CancelCause::Buyer, at)]);
    }
    for at in [STARTS, STARTS + 1] {
        sold()
            .when(take_back(FIRST, Canceller::Buyer(ANNA), at))
            .then_refused(Refusal::TooLate);
    }
}

#[test]
fn an_admin_cancels_a_booking_at_any_time() {
    for at in [2, STARTS, STARTS + 1] {
        sold()
            .when(take_back(FIRST, Canceller::Admin, at))
            .then([taken_back((FIRST, ANNA), &SEATS, CancelCause::Admin, at)]);
    }
}

#[test]
fn the_seats_are_free_again() {
    let event = sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .live();
    assert_eq!(event.free(minute(9)), 12);
    assert!(
        event
            .booking(FIRST)
            .is_some_and(|it| it.cancelled_at.is_some())
    );
}

#[test]
fn a_booking_is_cancelled_once() {
    for by in [Canceller::Buyer(ANNA), Canceller::Admin] {
        sold()
            .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
            .when(take_back(FIRST, by, 3))
            .then_refused(Refusal::AlreadyCancelled);
        // After the start too: it is not late, it is done.
        sold()
            .after(take_back(FIRST, Canceller::Admin, 2))
            .when(take_back(FIRST, by, STARTS + 1))
            .then_refused(Refusal::AlreadyCancelled);
        sold()
            .after(call_off(2))
            .when(take_back(FIRST, by, 3))
            .then_refused(Refusal::AlreadyCancelled);
    }
}

#[test]
fn another_buyers_booking_is_not_found_cancelled_or_not() {
    sold()
        .when(take_back(FIRST, Canceller::Buyer(BERT), 2))
        .then_refused(Refusal::BookingNotFound);
    sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .when(take_back(FIRST, Canceller::Buyer(BERT), 3))
        .then_refused(Refusal::BookingNotFound);
}

#[test]
fn a_booking_that_was_never_made_is_not_found() {
    for by in [Canceller::Buyer(ANNA), Canceller::Admin] {
        sold()
            .when(take_back(SECOND, by, 2))
            .then_refused(Refusal::BookingNotFound);
    }
}

#[test]
fn cancelling_an_old_booking_leaves_the_new_owner_of_its_seats_alone() {
    sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .after(book(SECOND, BERT, &SEATS, 3))
        .when(take_back(FIRST, Canceller::Admin, 4))
        .then_refused(Refusal::AlreadyCancelled);
    sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .after(book(SECOND, BERT, &SEATS, 3))
        .when(take_back(SECOND, Canceller::Buyer(BERT), 4))
        .then([taken_back((SECOND, BERT), &SEATS, CancelCause::Buyer, 4)]);
}
