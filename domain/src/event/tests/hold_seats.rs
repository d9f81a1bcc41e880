use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{
    Event, EventChange, EventCommand, HoldLife, Pass, Refusal, ReleaseCause, SeatState,
};
use crate::ids::HoldId;
use uuid::Uuid;

const ANNAS: (HoldId, crate::ids::UserId) = (KEPT, ANNA);

fn kept(seats: &[&str]) -> Given {
    given(on_sale()).after(hold(KEPT, ANNA, seats, 1))
}

#[test]
fn seats_are_held_with_prices_and_total_in_the_order_of_the_plan_until_the_time_is_over() {
    given(on_sale())
        .when(hold(KEPT, ANNA, &["GA-5", "ST-A-1"], 1))
        .then([held(ANNAS, &["ST-A-1", "GA-5"], (1, 11))]);
    given(on_sale())
        .when(keep(KEPT, ANNA, best_of(Some("ST"), 2), 1))
        .then([held(ANNAS, &["ST-A-1", "ST-A-2"], (1, 11))]);
}

#[test]
fn a_hold_never_lasts_longer_than_the_cap() {
    let life = HoldLife {
        ttl_secs: 3600,
        max_secs: 120,
    };
    given(on_sale())
        .when(EventCommand::HoldSeats {
            hold_id: KEPT,
            user_id: ANNA,
            choice: crate::event::SeatChoice::Named(names(&["GA-1"])),
            pass: Pass::None,
            life,
            now: minute(1),
        })
        .then([held(ANNAS, &["GA-1"], (1, 3))]);
}

#[test]
fn a_held_seat_is_taken_for_everybody_until_the_hold_is_over() {
    for user in [ANNA, BERT] {
        let taken = || Refusal::SeatTaken {
            seats: names(&["ST-A-1"]),
        };
        for at in [1, 10] {
            kept(&["ST-A-1"])
                .when(hold(OTHER, user, &["ST-A-1", "ST-A-2"], at))
                .then_refused(taken());
            kept(&["ST-A-1"])
                .when(book(FIRST, user, &["ST-A-1"], at))
                .then_refused(taken());
        }
        kept(&["ST-A-1"])
            .when(hold(OTHER, user, &["ST-A-1"], 11))
            .then([
                expired(ANNAS, &["ST-A-1"], 11),
                held((OTHER, user), &["ST-A-1"], (11, 21)),
            ]);
    }
}

#[test]
fn whoever_takes_a_seat_of_a_hold_that_is_over_records_its_end_first_and_no_others() {
    let both = kept(&["ST-A-1", "ST-A-2"]).after(hold(OTHER, BERT, &["GA-1"], 1));
    both.when(book(FIRST, BERT, &["ST-A-2"], 12)).then([
        expired(ANNAS, &["ST-A-1", "ST-A-2"], 12),
        booked(FIRST, BERT, &["ST-A-2"], 12),
    ]);
    // The best seats are those in the hold that is over.
    kept(&["ST-A-1", "ST-A-2"])
        .when(choose(FIRST, BERT, best_of(None, 4), 12))
        .then([
            expired(ANNAS, &["ST-A-1", "ST-A-2"], 12),
            booked(FIRST, BERT, &["ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4"], 12),
        ]);
}

#[test]
fn the_limit_counts_holds_and_bookings_together() {
    let limit = |held_or_booked| Refusal::LimitReached {
        limit: 4,
        held_or_booked,
    };
    given(on_sale())
        .when(keep(KEPT, ANNA, best_of(None, 5), 1))
        .then_refused(limit(0));
    let three = || kept(&["GA-1", "GA-2"]).after(book(FIRST, ANNA, &["GA-3"], 1));
    three()
        .when(hold(OTHER, ANNA, &["ST-A-1", "ST-A-2"], 2))
        .then_refused(limit(3));
    three()
        .when(book(SECOND, ANNA, &["ST-A-1", "ST-A-2"], 2))
        .then_refused(limit(3));
    three().when(hold(OTHER, ANNA, &["ST-A-1"], 2)).then([held(
        (OTHER, ANNA),
        &["ST-A-1"],
        (2, 12),
    )]);
}

#[test]
fn a_hold_that_is_over_does_not_count_but_its_end_is_recorded_if_that_is_what_makes_room() {
    let two = || kept(&["GA-1", "GA-2"]);
    two()
        .when(book(FIRST, ANNA, &["GA-3", "GA-4"], 11))
        .then([booked(FIRST, ANNA, &["GA-3", "GA-4"], 11)]);
    // Otherwise a clock that is behind could still sell the hold and break the limit.
    two()
        .when(book(FIRST, ANNA, &["GA-3", "GA-4", "GA-5"], 11))
        .then([
            expired(ANNAS, &["GA-1", "GA-2"], 11),
            booked(FIRST, ANNA, &["GA-3", "GA-4", "GA-5"], 11),
        ]);
    two()
        .when(book(FIRST, ANNA, &["GA-2", "GA-3", "GA-4"], 11))
        .then([
            expired(ANNAS, &["GA-1", "GA-2"], 11),
            booked(FIRST, ANNA, &["GA-2", "GA-3", "GA-4"], 11),
        ]);
}

#[test]
fn holding_again_under_the_same_id_finds_the_hold_and_does_not_extend_it() {
    kept(&["GA-1"])
        .when(hold(KEPT, ANNA, &["GA-2"], 5))
        .then_nothing();
    kept(&["GA-1"])
        .when(hold(KEPT, ANNA, &["GA-1"], 11))
        .then_refused(Refusal::HoldExpired);
    kept(&["GA-1"])
        .after(release(KEPT, ANNA, 2))
        .when(hold(KEPT, ANNA, &["GA-1"], 3))
        .then_refused(Refusal::HoldNotFound);
    kept(&["GA-1"])
        .after(book_from(KEPT, (FIRST, ANNA), 2))
        .when(hold(KEPT, ANNA, &["GA-1"], 3))
        .then_refused(Refusal::HoldAlreadyBooked);
    kept(&["GA-1"])
        .when(hold(KEPT, BERT, &["GA-2"], 2))
        .then_refused(Refusal::HoldNotFound);
}

#[test]
fn seats_are_held_only_while_they_are_on_sale() {
    for at in [-1, STARTS] {
        given(on_sale())
            .when(hold(KEPT, ANNA, &["GA-1"], at))
            .then_refused(Refusal::SalesClosed);
    }
    given([created()])
        .when(hold(KEPT, ANNA, &["GA-1"], 1))
        .then_refused(Refusal::SalesClosed);
    given(on_sale())
        .after(call_off(1))
        .when(hold(KEPT, ANNA, &["GA-1"], 2))
        .then_refused(Refusal::EventCancelled);
}

#[test]
fn a_choice_that_makes_no_sense_is_refused_and_nothing_is_held() {
    given(on_sale())
        .when(hold(KEPT, ANNA, &[], 1))
        .then_refused_fields(&["seats"]);
    given(on_sale())
        .when(hold(KEPT, ANNA, &["GA-1", "GA-1"], 1))
        .then_refused_fields(&["seats[1]"]);
    given(on_sale())
        .when(keep(KEPT, ANNA, best_of(None, 0), 1))
        .then_refused_fields(&["quantity"]);
    given(on_sale())
        .when(hold(KEPT, ANNA, &["GA-1", "XX-1"], 1))
        .then_refused(Refusal::UnknownSeat {
            seats: names(&["XX-1"]),
        });
    given(on_sale_with(|it| it.max_seats_per_user = 100))
        .after(hold(KEPT, ANNA, &["GA-1"], 1))
        .when(keep(OTHER, BERT, best_of(Some("GA"), 5), 2))
        .then_refused(Refusal::NotEnoughSeats { free: 4 });
}

#[test]
fn the_plan_and_the_currency_stay_once_anything_was_held() {
    let yen = EventChange {
        currency: Some(currency("JPY")),
        ..EventChange::default()
    };
    kept(&["GA-1"])
        .after(release(KEPT, ANNA, 2))
        .when(update(3, yen))
        .then_refused(Refusal::PlanInUse);
}

#[test]
fn cancelling_or_deleting_the_event_ends_its_holds() {
    let two = || kept(&["GA-1"]).after(hold(OTHER, BERT, &["GA-2"], 5));
    two().when(call_off(12)).then([
        cancelled(12),
        expired(ANNAS, &["GA-1"], 12),
        released((OTHER, BERT), &["GA-2"], ReleaseCause::EventCancelled, 12),
    ]);
    two().when(delete(12)).then([
        expired(ANNAS, &["GA-1"], 12),
        released((OTHER, BERT), &["GA-2"], ReleaseCause::EventDeleted, 12),
        deleted(12),
    ]);
}

#[test]
fn a_hold_is_remembered_and_its_seats_are_held_until_its_time_is_over() {
    let event = kept(&["ST-A-1", "GA-1"]).live();
    let record = event.hold(KEPT).unwrap();
    assert_eq!((record.user_id, record.seats.len()), (ANNA, 2));
    assert_eq!(record.expires_at, minute(11));
    assert_eq!(event.next_expiry(), Some(minute(11)));
    assert_eq!((event.free(minute(10)), event.free(minute(11))), (10, 12));
    let held = |at| event.held(minute(at)).collect::<Vec<_>>();
    assert_eq!(held(10), *record.seats);
    assert_eq!(held(11), []);
    let first = |at| event.seat_states(minute(at)).next();
    assert_eq!(first(10), Some(SeatState::Held));
    assert_eq!(first(11), Some(SeatState::Free));
}

#[test]
fn a_hold_is_never_made_a_second_time_however_many_have_ended_since() {
    let many = (0..=10_000).flat_map(|number| {
        let hold = (HoldId::new(Uuid::from_u128(0x1000 + number)), BERT);
        [held(hold, &["GA-1"], (1, 2)), expired(hold, &["GA-1"], 2)]
    });
    let first = [held(ANNAS, &["GA-1"], (0, 1)), expired(ANNAS, &["GA-1"], 1)];
    let story = on_sale().into_iter().chain(first).chain(many);
    let event = given(story).event();
    let again = hold(KEPT, ANNA, &["GA-1"], 3);
    for event in [&event, &Event::from_snapshot(&event.to_snapshot()).unwrap()] {
        assert_eq!(event.decide(&again), Err(Refusal::HoldExpired));
    }
}

#[test]
fn more_seats_than_anybody_may_have_are_not_looked_for() {
    let seats: Vec<_> = (0..=10_000).map(|number| format!("XX-{number}")).collect();
    let seats: Vec<_> = seats.iter().map(String::as_str).collect();
    given(on_sale())
        .when(hold(KEPT, ANNA, &seats, 1))
        .then_refused_fields(&["seats"]);
}
