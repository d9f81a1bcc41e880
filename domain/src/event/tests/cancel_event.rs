use super::fixtures::*;
use super::given::given;
use crate::event::{CancelCause, Refusal, Status};

#[test]
fn an_event_is_cancelled_whether_published_or_not() {
    given(on_sale()).when(call_off(5)).then([cancelled(5)]);
    given([created()]).when(call_off(5)).then([cancelled(5)]);
    given(on_sale())
        .when(call_off(STARTS + 5))
        .then([cancelled(STARTS + 5)]);
}

#[test]
fn cancelling_an_event_cancels_each_booking_that_still_stands_oldest_first() {
    let third = crate::ids::BookingId::new(uuid::Uuid::from_u128(3));
    given(on_sale())
        .after(book(SECOND, BERT, &["ST-A-2", "GA-1"], 1))
        .after(book(FIRST, ANNA, &["ST-A-1"], 2))
        .after(book(third, ANNA, &["GA-2"], 3))
        .after(take_back(FIRST, crate::event::Canceller::Admin, 4))
        .when(call_off(5))
        .then([
            cancelled(5),
            taken_back(
                (SECOND, BERT),
                &["ST-A-2", "GA-1"],
                CancelCause::EventCancelled,
                5,
            ),
            taken_back((third, ANNA), &["GA-2"], CancelCause::EventCancelled, 5),
        ]);
}

#[test]
fn nothing_is_booked_in_a_cancelled_event_and_nothing_is_sold() {
    let event = given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .after(call_off(5))
        .live();
    assert_eq!(
        (event.status, event.free(minute(9))),
        (Status::Cancelled, 12)
    );
    given([created(), published(), cancelled(5)])
        .when(book(SECOND, BERT, &["ST-A-1"], 6))
        .then_refused(Refusal::EventCancelled);
}

#[test]
fn cancelling_it_again_changes_nothing() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .after(call_off(5))
        .when(call_off(6))
        .then_nothing();
}

#[test]
fn a_deleted_event_is_not_cancelled() {
    given([created(), deleted(1)])
        .when(call_off(2))
        .then_refused(Refusal::EventNotFound);
}
