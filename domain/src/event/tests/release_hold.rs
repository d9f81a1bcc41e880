use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{Refusal, ReleaseCause};

fn kept() -> Given {
    given(on_sale()).after(hold(KEPT, ANNA, &["ST-A-1", "GA-1"], 1))
}

#[test]
fn a_hold_is_given_back_and_its_seats_are_free() {
    kept().when(release(KEPT, ANNA, 2)).then([released(
        (KEPT, ANNA),
        &["ST-A-1", "GA-1"],
        ReleaseCause::Buyer,
        2,
    )]);
    let event = kept().after(release(KEPT, ANNA, 2)).live();
    assert_eq!((event.free(minute(2)), event.next_expiry()), (12, None));
    kept()
        .after(release(KEPT, ANNA, 2))
        .when(book(FIRST, BERT, &["GA-1"], 2))
        .then([booked(FIRST, BERT, &["GA-1"], 2)]);
}

#[test]
fn giving_it_back_again_changes_nothing() {
    kept()
        .after(release(KEPT, ANNA, 2))
        .when(release(KEPT, ANNA, 3))
        .then_nothing();
}

#[test]
fn nothing_but_a_buyers_own_open_hold_is_given_back() {
    for released in [false, true] {
        let kept = if released {
            kept().after(release(KEPT, ANNA, 2))
        } else {
            kept()
        };
        kept.when(release(KEPT, BERT, 3))
            .then_refused(Refusal::HoldNotFound);
    }
    kept()
        .when(release(OTHER, ANNA, 2))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .when(release(KEPT, ANNA, 11))
        .then_refused(Refusal::HoldExpired);
    kept()
        .after(book_from(KEPT, (FIRST, ANNA), 2))
        .when(release(KEPT, ANNA, 3))
        .then_refused(Refusal::HoldAlreadyBooked);
}
