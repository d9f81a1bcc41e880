use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{EventChange, Refusal, SeatState};

fn shut(seats: &[&str]) -> Given {
    given(on_sale()).after(block(seats, 1))
}

#[test]
fn seats_are_blocked_in_the_order_of_the_plan_and_are_not_for_sale() {
    given(on_sale())
        .when(block(&["GA-1", "ST-A-2"], 1))
        .then([blocked(&["ST-A-2", "GA-1"], 1)]);
    let event = shut(&["GA-1", "ST-A-2"]).live();
    assert_eq!(event.free(minute(2)), 10);
    assert_eq!(event.blocked().count(), 2);
    assert_eq!(
        event.seat_states(minute(2)).nth(1),
        Some(SeatState::Blocked)
    );
    for command in [
        book(FIRST, ANNA, &["GA-1"], 2),
        hold(KEPT, ANNA, &["GA-1"], 2),
    ] {
        shut(&["GA-1"])
            .when(command)
            .then_refused(Refusal::SeatTaken {
                seats: names(&["GA-1"]),
            });
    }
    shut(&["ST-A-1", "ST-A-2", "ST-B-1"])
        .when(choose(FIRST, ANNA, best_of(Some("ST"), 3), 2))
        .then([booked(FIRST, ANNA, &["ST-A-3", "ST-A-4", "ST-B-2"], 2)]);
}

#[test]
fn blocked_seats_are_put_back_on_sale() {
    shut(&["ST-A-2", "GA-1"])
        .when(unblock(&["GA-1", "ST-A-2"], 2))
        .then([unblocked(&["ST-A-2", "GA-1"], 2)]);
    shut(&["GA-1"])
        .after(unblock(&["GA-1"], 2))
        .when(book(FIRST, ANNA, &["GA-1"], 3))
        .then([booked(FIRST, ANNA, &["GA-1"], 3)]);
}

#[test]
fn blocking_or_unblocking_again_changes_only_what_is_not_so_yet() {
    shut(&["GA-1"]).when(block(&["GA-1"], 2)).then_nothing();
    shut(&["GA-1"])
        .when(block(&["GA-2", "GA-1"], 2))
        .then([blocked(&["GA-2"], 2)]);
    shut(&["GA-1"]).when(unblock(&["GA-2"], 2)).then_nothing();
    shut(&["GA-1"])
        .when(unblock(&["GA-2", "GA-1"], 2))
        .then([unblocked(&["GA-1"], 2)]);
    given(on_sale())
        .after(book(FIRST, ANNA, &["GA-1"], 1))
        .when(unblock(&["GA-1"], 2))
        .then_nothing();
}

#[test]
fn a_seat_that_somebody_has_is_not_blocked_and_neither_are_the_others() {
    given(on_sale())
        .after(book(FIRST, ANNA, &["GA-1"], 1))
        .after(hold(KEPT, ANNA, &["GA-2"], 1))
        .when(block(&["GA-1", "GA-2", "GA-3"], 2))
        .then_refused(Refusal::SeatTaken {
            seats: names(&["GA-1", "GA-2"]),
        });
    given(on_sale())
        .after(hold(KEPT, ANNA, &["GA-2"], 1))
        .when(block(&["GA-2"], 11))
        .then([expired((KEPT, ANNA), &["GA-2"], 11), blocked(&["GA-2"], 11)]);
}

#[test]
fn what_makes_no_sense_is_refused() {
    for command in [block, unblock] {
        given(on_sale())
            .when(command(&[], 1))
            .then_refused_fields(&["seats"]);
        given(on_sale())
            .when(command(&["GA-1", "GA-1"], 1))
            .then_refused_fields(&["seats[1]"]);
        given(on_sale())
            .when(command(&["GA-1", "XX-1"], 1))
            .then_refused(Refusal::UnknownSeat {
                seats: names(&["XX-1"]),
            });
        given(on_sale())
            .after(call_off(1))
            .when(command(&["GA-1"], 2))
            .then_refused(Refusal::EventCancelled);
    }
}

#[test]
fn seats_are_blocked_before_the_event_is_seen_and_stay_so_under_another_plan() {
    let another = plan(serde_json::json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
         "rows": [{"label": "B", "seats": 3}, {"label": "A", "seats": 2}]},
    ]));
    let draft = given([created()]).after(block(&["ST-A-2", "GA-1"], 1));
    let change = EventChange {
        plan: Some(another),
        ..EventChange::default()
    };
    let event = draft.after(update(2, change)).live();
    let names: Vec<_> = event.blocked().map(|seat| event.plan.name(seat)).collect();
    assert_eq!(names, [name("ST-A-2")]);
    assert_eq!(event.free(minute(2)), 4);
}
