use super::fixtures::*;
use super::given::given;
use crate::event::{CancelCause, Canceller, Refusal};

#[test]
fn named_seats_are_booked_with_prices_and_total_in_the_order_of_the_plan() {
    given(on_sale())
        .when(book(FIRST, ANNA, &["GA-5", "ST-B-2A", "ST-A-1"], 1))
        .then([booked(FIRST, ANNA, &["ST-A-1", "ST-B-2A", "GA-5"], 1)]);
}

#[test]
fn a_seat_that_somebody_has_is_refused_and_so_are_the_others_of_the_request() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1", "ST-A-2"], 1))
        .when(book(SECOND, BERT, &["ST-A-3", "ST-A-2", "ST-A-1"], 2))
        .then_refused(Refusal::SeatTaken {
            seats: names(&["ST-A-1", "ST-A-2"]),
        });
}

#[test]
fn a_seat_that_the_buyer_has_already_is_taken_too() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .when(book(SECOND, ANNA, &["ST-A-1"], 2))
        .then_refused(Refusal::SeatTaken {
            seats: names(&["ST-A-1"]),
        });
}

#[test]
fn a_seat_whose_booking_was_taken_back_is_booked_again() {
    let facts = [
        created(),
        published(),
        booked(FIRST, ANNA, &["ST-A-1"], 1),
        taken_back((FIRST, ANNA), &["ST-A-1"], CancelCause::Buyer, 2),
    ];
    given(facts)
        .when(book(SECOND, BERT, &["ST-A-1"], 3))
        .then([booked(SECOND, BERT, &["ST-A-1"], 3)]);
}

#[test]
fn unknown_seats_are_named_and_nothing_is_booked() {
    given(on_sale())
        .when(book(FIRST, ANNA, &["ST-A-5", "ST-A-1", "XX-1", "GA-0"], 1))
        .then_refused(Refusal::UnknownSeat {
            seats: names(&["ST-A-5", "XX-1", "GA-0"]),
        });
}

#[test]
fn a_request_for_no_seat_or_for_one_seat_twice_is_refused_by_field() {
    given(on_sale())
        .when(book(FIRST, ANNA, &[], 1))
        .then_refused_fields(&["seats"]);
    given(on_sale())
        .when(book(FIRST, ANNA, &["ST-A-1", "ST-A-2", "ST-A-1"], 1))
        .then_refused_fields(&["seats[2]"]);
    given(on_sale())
        .when(choose(FIRST, ANNA, best_of(None, 0), 1))
        .then_refused_fields(&["quantity"]);
}

#[test]
fn booking_again_under_the_same_id_finds_the_first_booking() {
    let sold = || given(on_sale()).after(book(FIRST, ANNA, &["ST-A-1"], 1));
    sold()
        .when(book(FIRST, ANNA, &["ST-A-1"], 2))
        .then_nothing();
    // Whatever it asks for now, and whatever has happened since.
    sold()
        .when(book(FIRST, ANNA, &["ST-A-2"], 2))
        .then_nothing();
    sold()
        .when(book(FIRST, ANNA, &["ST-A-1"], STARTS + 1))
        .then_nothing();
    sold()
        .after(take_back(FIRST, Canceller::Buyer(ANNA), 2))
        .when(book(FIRST, ANNA, &["ST-A-1"], 3))
        .then_nothing();
    sold()
        .after(call_off(2))
        .when(book(FIRST, ANNA, &["ST-A-1"], 3))
        .then_nothing();
}

#[test]
fn another_buyer_does_not_find_that_booking() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .when(book(FIRST, BERT, &["ST-A-2"], 2))
        .then_refused(Refusal::BookingNotFound);
}

#[test]
fn a_booking_is_remembered_with_its_seats_and_prices() {
    let event = given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1", "GA-1"], 1))
        .live();
    let record = event.booking(FIRST).unwrap();
    assert_eq!((record.user_id, record.sequence), (ANNA, 3));
    assert!(record.cancelled_at.is_none());
    let prices: Vec<_> = event.priced(&record.seats).into_iter().collect();
    assert_eq!(prices.len(), 2);
    assert_eq!(prices[0].seat, name("ST-A-1"));
    assert_eq!((prices[0].price_minor, prices[1].price_minor), (4500, 2500));
    assert_eq!(event.free(minute(9)), 10);
    assert_eq!(event.booking(SECOND), None);
}
