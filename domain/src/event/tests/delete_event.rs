use super::fixtures::*;
use super::given::given;
use crate::event::{Canceller, Event, Refusal};

#[test]
fn an_event_without_bookings_is_deleted() {
    given(on_sale()).when(delete(5)).then([deleted(5)]);
    given([created()]).when(delete(5)).then([deleted(5)]);
}

#[test]
fn an_event_with_confirmed_bookings_is_not_deleted() {
    let sold = || {
        given(on_sale())
            .after(book(FIRST, ANNA, &["ST-A-1", "ST-A-2"], 1))
            .after(book(SECOND, BERT, &["ST-A-3"], 1))
    };
    sold()
        .when(delete(5))
        .then_refused(Refusal::EventHasBookings { bookings: 2 });
    sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .when(delete(5))
        .then_refused(Refusal::EventHasBookings { bookings: 1 });
}

#[test]
fn an_event_whose_bookings_were_all_taken_back_is_deleted() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .when(delete(5))
        .then([deleted(5)]);
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .after(call_off(2))
        .when(delete(5))
        .then([deleted(5)]);
}

#[test]
fn a_deleted_event_knows_no_command_at_all() {
    assert_eq!(given([created(), deleted(1)]).event(), Event::Deleted);
    for command in every_command_but_create(2) {
        given([created(), deleted(1)])
            .when(command)
            .then_refused(Refusal::EventNotFound);
    }
}
