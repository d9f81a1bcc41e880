use super::fixtures::*;
use super::given::given;
use crate::event::{Details, EventChange, EventFact, Refusal};

/// Whether a seat is sold at each of these minutes.
#[track_caller]
fn sold_at(facts: &[EventFact], minutes: &[(i64, bool)]) {
    for &(at, open) in minutes {
        let outcome = given(facts.iter().cloned()).when(book(FIRST, ANNA, &["ST-A-1"], at));
        if open {
            outcome.then([booked(FIRST, ANNA, &["ST-A-1"], at)]);
        } else {
            outcome.then_refused(Refusal::SalesClosed);
        }
    }
}

#[test]
fn seats_are_sold_from_publication_until_the_start() {
    sold_at(
        &on_sale(),
        &[(-1, false), (0, true), (STARTS - 1, true), (STARTS, false)],
    );
}

#[test]
fn seats_are_sold_from_the_opening_of_sales_until_their_close() {
    let window = |it: &mut Details| {
        it.sales_open_at = Some(minute(10));
        it.sales_close_at = Some(minute(20));
    };
    sold_at(
        &on_sale_with(window),
        &[(9, false), (10, true), (19, true), (20, false)],
    );
}

#[test]
fn sales_may_have_opened_before_publication_but_nothing_is_sold_before_it() {
    let early = |it: &mut Details| it.sales_open_at = Some(minute(-100));
    sold_at(&on_sale_with(early), &[(0, true)]);
    let mut draft = on_sale_with(early);
    draft.truncate(1);
    sold_at(&draft, &[(0, false)]);
}

#[test]
fn seats_may_be_sold_after_the_start_if_the_organiser_says_so() {
    let late = |it: &mut Details| {
        it.ends_at = Some(minute(STARTS + 60));
        it.sales_close_at = Some(minute(STARTS + 30));
    };
    sold_at(
        &on_sale_with(late),
        &[(STARTS, true), (STARTS + 29, true), (STARTS + 30, false)],
    );
}

#[test]
fn a_moved_start_moves_the_close_of_sales() {
    let later = EventChange {
        starts_at: Some(minute(STARTS + 100)),
        ..EventChange::default()
    };
    given(on_sale())
        .after(update(1, later))
        .when(book(FIRST, ANNA, &["ST-A-1"], STARTS + 99))
        .then([booked(FIRST, ANNA, &["ST-A-1"], STARTS + 99)]);
}
