use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{
    ADMIT_PER_MINUTE, Details, EventChange, EventCommand, Pass, Refusal, TURN, WaitingRoom,
};

/// One a minute: place 1 comes at the opening, place 2 a minute later.
fn slow(details: &mut Details) {
    details.waiting_room = Some(WaitingRoom {
        admit_per_minute: 1,
    });
}

fn slow_sale() -> Given {
    given(on_sale_with(slow))
}

fn showing(pass: Pass, mut command: EventCommand) -> EventCommand {
    if let EventCommand::BookSeats { pass: shown, .. }
    | EventCommand::HoldSeats { pass: shown, .. } = &mut command
    {
        *shown = pass;
    }
    command
}

#[test]
fn whoever_shows_nothing_gets_no_seats() {
    slow_sale()
        .when(book(FIRST, ANNA, &["ST-A-1"], 1))
        .then_refused(Refusal::NotAdmitted);
    slow_sale()
        .when(hold(KEPT, ANNA, &["ST-A-1"], 1))
        .then_refused(Refusal::NotAdmitted);
}

#[test]
fn a_place_gets_seats_from_its_turn_until_ten_minutes_later() {
    for (at, may) in [(0, false), (1, true), (10, true), (11, false)] {
        let booking = showing(Pass::Place(2), book(FIRST, ANNA, &["ST-A-1"], at));
        let holding = showing(Pass::Place(2), hold(KEPT, ANNA, &["ST-A-1"], at));
        if may {
            let sold = booked(FIRST, ANNA, &["ST-A-1"], at);
            slow_sale().when(booking).then([sold]);
            let held = held((KEPT, ANNA), &["ST-A-1"], (at, at + 10));
            slow_sale().when(holding).then([held]);
        } else {
            slow_sale().when(booking).then_refused(Refusal::NotAdmitted);
            slow_sale().when(holding).then_refused(Refusal::NotAdmitted);
        }
    }
    assert_eq!(TURN.num_minutes(), 10);
}

#[test]
fn staff_wait_for_nobody() {
    slow_sale()
        .when(showing(Pass::Staff, book(FIRST, ANNA, &["ST-A-1"], 0)))
        .then([booked(FIRST, ANNA, &["ST-A-1"], 0)]);
}

#[test]
fn nobody_waits_where_there_is_no_waiting_room() {
    for pass in [Pass::None, Pass::Place(1_000), Pass::Staff] {
        given(on_sale())
            .when(showing(pass, book(FIRST, ANNA, &["ST-A-1"], 0)))
            .then([booked(FIRST, ANNA, &["ST-A-1"], 0)]);
    }
}

#[test]
fn who_holds_seats_books_and_keeps_them_after_the_turn_too() {
    let late = slow_sale().after(showing(Pass::Place(1), hold(KEPT, ANNA, &["ST-A-1"], 9)));
    late.after(extend(KEPT, ANNA, 15))
        .when(book_from(KEPT, (FIRST, ANNA), 20))
        .then([booked_from(KEPT, (FIRST, ANNA), &["ST-A-1"], 20)]);
}

#[test]
fn what_was_booked_or_held_is_found_again_after_the_turn() {
    let booking = showing(Pass::Place(1), book(FIRST, ANNA, &["ST-A-1"], 9));
    slow_sale()
        .after(booking)
        .when(book(FIRST, ANNA, &["ST-A-1"], 30))
        .then_nothing();
    let holding = showing(Pass::Place(1), hold(KEPT, ANNA, &["ST-A-1"], 9));
    slow_sale()
        .after(holding)
        .when(hold(KEPT, ANNA, &["ST-A-1"], 12))
        .then_nothing();
}

#[test]
fn before_sales_open_that_is_what_is_said() {
    let later = |details: &mut Details| {
        slow(details);
        details.sales_open_at = Some(minute(10));
    };
    let first = |at| showing(Pass::Place(1), book(FIRST, ANNA, &["ST-A-1"], at));
    given(on_sale_with(later))
        .when(first(9))
        .then_refused(Refusal::SalesClosed);
    given(on_sale_with(later))
        .when(first(10))
        .then([booked(FIRST, ANNA, &["ST-A-1"], 10)]);
}

#[test]
fn a_waiting_room_can_be_opened_and_closed_during_the_sale() {
    let change = |waiting_room| EventChange {
        waiting_room: Some(waiting_room),
        ..EventChange::default()
    };
    let room = WaitingRoom {
        admit_per_minute: 1,
    };
    let opened = || given(on_sale()).after(update(5, change(Some(room))));
    opened()
        .when(book(FIRST, ANNA, &["ST-A-1"], 6))
        .then_refused(Refusal::NotAdmitted);
    opened()
        .after(update(7, change(None)))
        .when(book(FIRST, ANNA, &["ST-A-1"], 8))
        .then([booked(FIRST, ANNA, &["ST-A-1"], 8)]);
}

#[test]
fn a_rate_that_cannot_be_is_refused_by_name() {
    let too_fast = |details: &mut Details| {
        details.waiting_room = Some(WaitingRoom {
            admit_per_minute: ADMIT_PER_MINUTE.end() + 1,
        });
    };
    let mut fast = details();
    too_fast(&mut fast);
    given([])
        .when(create_with(fast, false))
        .then_refused_fields(&["waiting_room.admit_per_minute"]);
    let mut paused = details();
    paused.waiting_room = Some(WaitingRoom {
        admit_per_minute: 0,
    });
    given([])
        .when(create_with(paused.clone(), false))
        .then([created_with(paused), published()]);
}

#[test]
fn nobody_waits_for_what_does_not_take_place() {
    let event = slow_sale().after(call_off(5)).live();
    assert_eq!(event.entrance.room(), None);
    slow_sale()
        .after(call_off(5))
        .when(book(FIRST, ANNA, &["ST-A-1"], 6))
        .then_refused(Refusal::EventCancelled);
}

#[test]
fn a_snapshot_knows_whose_turn_it_is() {
    let event = slow_sale().event();
    let read = crate::event::Event::from_snapshot(&event.to_snapshot());
    assert_eq!(read, Ok(event));
}
