use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{CancelCause, Canceller, EventChange, HoldState, Refusal};

const SEATS: [&str; 3] = ["ST-A-1", "ST-A-2", "GA-1"];

fn kept() -> Given {
    given(on_sale()).after(hold(KEPT, ANNA, &SEATS, 1))
}

#[test]
fn all_seats_of_a_hold_are_booked_and_the_hold_has_ended() {
    kept()
        .when(book_from(KEPT, (FIRST, ANNA), 10))
        .then([booked_from(KEPT, (FIRST, ANNA), &SEATS, 10)]);
    let event = kept().after(book_from(KEPT, (FIRST, ANNA), 10)).live();
    assert_eq!((event.free(minute(99)), event.next_expiry()), (9, None));
    assert_eq!(event.hold(KEPT).map(|it| it.state), Some(HoldState::Booked));
    assert_eq!(event.booking(FIRST).map(|it| it.seats.len()), Some(3));
}

#[test]
fn the_seats_count_once_for_the_limit_whatever_the_limit_is_now() {
    let one = EventChange {
        max_seats_per_user: Some(1),
        ..EventChange::default()
    };
    let sold = kept()
        .after(update(2, one))
        .after(book_from(KEPT, (FIRST, ANNA), 3));
    sold.when(book(SECOND, ANNA, &["GA-2"], 4))
        .then_refused(Refusal::LimitReached {
            limit: 1,
            held_or_booked: 3,
        });
}

#[test]
fn nothing_but_a_buyers_own_open_hold_is_booked() {
    kept()
        .when(book_from(KEPT, (FIRST, BERT), 2))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .when(book_from(OTHER, (FIRST, ANNA), 2))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .after(release(KEPT, ANNA, 2))
        .when(book_from(KEPT, (FIRST, ANNA), 3))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .after(book_from(KEPT, (FIRST, ANNA), 2))
        .when(book_from(KEPT, (SECOND, ANNA), 3))
        .then_refused(Refusal::HoldAlreadyBooked);
    for at in [11, 12] {
        kept()
            .when(book_from(KEPT, (FIRST, ANNA), at))
            .then_refused(Refusal::HoldExpired);
        kept()
            .after(sweep(11))
            .when(book_from(KEPT, (FIRST, ANNA), at))
            .then_refused(Refusal::HoldExpired);
    }
}

#[test]
fn a_hold_is_not_booked_once_sales_are_closed_or_the_event_is_cancelled() {
    let late = |it: &mut crate::event::Details| it.sales_close_at = Some(minute(5));
    given(on_sale_with(late))
        .after(hold(KEPT, ANNA, &SEATS, 1))
        .when(book_from(KEPT, (FIRST, ANNA), 5))
        .then_refused(Refusal::SalesClosed);
    kept()
        .after(call_off(2))
        .when(book_from(KEPT, (FIRST, ANNA), 3))
        .then_refused(Refusal::EventCancelled);
}

#[test]
fn booking_again_under_the_same_id_finds_the_first_booking() {
    let sold = || kept().after(book_from(KEPT, (FIRST, ANNA), 2));
    sold()
        .when(book_from(KEPT, (FIRST, ANNA), 3))
        .then_nothing();
    sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 3))
        .when(book_from(KEPT, (FIRST, ANNA), STARTS))
        .then_nothing();
    sold()
        .when(book_from(KEPT, (FIRST, BERT), 3))
        .then_refused(Refusal::BookingNotFound);
}

#[test]
fn a_booking_from_a_hold_is_taken_back_like_any_other() {
    kept()
        .after(book_from(KEPT, (FIRST, ANNA), 2))
        .when(take_back(FIRST, Canceller::Buyer(ANNA), 3))
        .then([taken_back((FIRST, ANNA), &SEATS, CancelCause::Buyer, 3)]);
}
