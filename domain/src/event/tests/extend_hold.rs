use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{EventCommand, HoldLife, Refusal};

const ANNAS: (crate::ids::HoldId, crate::ids::UserId) = (KEPT, ANNA);

fn kept() -> Given {
    given(on_sale()).after(hold(KEPT, ANNA, &["GA-1"], 1))
}

#[test]
fn a_hold_is_extended_from_now_on() {
    kept()
        .when(extend(KEPT, ANNA, 5))
        .then([extended(ANNAS, (5, 15))]);
    let event = kept().after(extend(KEPT, ANNA, 5)).live();
    assert_eq!(event.next_expiry(), Some(minute(15)));
    assert_eq!(event.free(minute(14)), 11);
    assert_eq!(event.free(minute(15)), 12);
}

#[test]
fn it_ends_at_the_cap_however_often_it_is_extended_and_stays_as_it_was_there() {
    let at_the_cap = || {
        let extensions = [10, 19, 28].map(|at| extend(KEPT, ANNA, at));
        extensions.into_iter().fold(kept(), Given::after)
    };
    assert_eq!(at_the_cap().live().next_expiry(), Some(minute(31)));
    at_the_cap()
        .when(extend(KEPT, ANNA, 30))
        .then_refused(Refusal::HoldCapReached);
    at_the_cap()
        .when(extend(KEPT, ANNA, 31))
        .then_refused(Refusal::HoldExpired);
}

#[test]
fn extending_twice_at_once_or_by_less_than_is_left_changes_nothing() {
    kept().when(extend(KEPT, ANNA, 1)).then_nothing();
    kept()
        .after(extend(KEPT, ANNA, 5))
        .when(extend(KEPT, ANNA, 5))
        .then_nothing();
    let shorter = EventCommand::ExtendHold {
        hold_id: KEPT,
        user_id: ANNA,
        life: HoldLife {
            ttl_secs: 60,
            ..LIFE
        },
        now: minute(2),
    };
    kept().when(shorter).then_nothing();
}

#[test]
fn nothing_but_a_buyers_own_open_hold_is_extended() {
    kept()
        .when(extend(KEPT, BERT, 2))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .when(extend(OTHER, ANNA, 2))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .when(extend(KEPT, ANNA, 11))
        .then_refused(Refusal::HoldExpired);
    kept()
        .after(sweep(11))
        .when(extend(KEPT, ANNA, 12))
        .then_refused(Refusal::HoldExpired);
    kept()
        .after(release(KEPT, ANNA, 2))
        .when(extend(KEPT, ANNA, 3))
        .then_refused(Refusal::HoldNotFound);
    kept()
        .after(book_from(KEPT, (FIRST, ANNA), 2))
        .when(extend(KEPT, ANNA, 3))
        .then_refused(Refusal::HoldAlreadyBooked);
    kept()
        .after(call_off(2))
        .when(extend(KEPT, ANNA, 3))
        .then_refused(Refusal::HoldNotFound);
}
