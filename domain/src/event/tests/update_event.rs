use super::fixtures::*;
use super::given::given;
use crate::event::{
    CancelCause, Description, Details, EventChange, EventFact, EventName, Refusal, Venue,
    WaitingRoom,
};
use crate::text::HttpUrl;

fn renamed() -> EventChange {
    EventChange {
        name: Some(EventName::new("Aida").unwrap()),
        ..EventChange::default()
    }
}

fn updated(details: Details, at: i64) -> EventFact {
    EventFact::EventUpdated {
        details,
        currency: None,
        seating: None,
        updated_at: minute(at),
    }
}

fn other_plan() -> crate::plan::SeatPlan {
    plan(serde_json::json!([
        {"id": "P", "name": "Parkett", "kind": "general", "price_minor": 100, "capacity": 2}
    ]))
}

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let aida = Details {
        name: EventName::new("Aida").unwrap(),
        ..details()
    };
    given(on_sale())
        .when(update(1, renamed()))
        .then([updated(aida.clone(), 1)]);
    given([created()])
        .when(update(1, renamed()))
        .then([updated(aida, 1)]);
}

#[test]
fn every_detail_can_be_changed() {
    let other = Details {
        name: EventName::new("Aida").unwrap(),
        description: Description::new("In Egypt").unwrap(),
        starts_at: minute(STARTS + 10),
        ends_at: Some(minute(STARTS + 90)),
        venue: Venue::new("Terme di Caracalla").unwrap(),
        image_url: Some(HttpUrl::new("https://example.org/aida.png").unwrap()),
        sales_open_at: Some(minute(20)),
        sales_close_at: Some(minute(STARTS)),
        max_seats_per_user: 7,
        waiting_room: Some(WaitingRoom {
            admit_per_minute: 60,
        }),
    };
    let change = EventChange {
        name: Some(other.name.clone()),
        description: Some(other.description.clone()),
        starts_at: Some(other.starts_at),
        ends_at: Some(other.ends_at),
        venue: Some(other.venue.clone()),
        image_url: Some(other.image_url.clone()),
        sales_open_at: Some(other.sales_open_at),
        sales_close_at: Some(other.sales_close_at),
        max_seats_per_user: Some(other.max_seats_per_user),
        waiting_room: Some(other.waiting_room),
        currency: None,
        plan: None,
    };
    given(on_sale())
        .when(update(1, change.clone()))
        .then([updated(other.clone(), 1)]);
    let event = given(on_sale()).after(update(1, change)).live();
    assert_eq!(event.details, other);
}

#[test]
fn an_inner_none_empties_a_field() {
    let close = |it: &mut Details| it.sales_close_at = Some(minute(500));
    let change = EventChange {
        sales_close_at: Some(None),
        ..EventChange::default()
    };
    given(on_sale_with(close))
        .when(update(1, change))
        .then([updated(details(), 1)]);
}

#[test]
fn an_update_to_what_is_already_so_changes_nothing() {
    let same = EventChange {
        name: Some(details().name),
        starts_at: Some(details().starts_at),
        currency: Some(currency("EUR")),
        plan: Some(house()),
        ..EventChange::default()
    };
    given(on_sale())
        .when(update(1, same.clone()))
        .then_nothing();
    given(on_sale())
        .when(update(1, EventChange::default()))
        .then_nothing();
    // Nor does it touch a plan that is in use.
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .when(update(2, same))
        .then_nothing();
}

#[test]
fn seats_and_currency_change_while_nothing_was_booked() {
    let change = EventChange {
        currency: Some(currency("JPY")),
        plan: Some(other_plan()),
        ..EventChange::default()
    };
    let changed = EventFact::EventUpdated {
        details: details(),
        currency: Some(currency("JPY")),
        seating: Some(other_plan().seating().clone()),
        updated_at: minute(1),
    };
    given(on_sale())
        .when(update(1, change.clone()))
        .then([changed]);
    let event = given(on_sale()).after(update(1, change)).live();
    assert_eq!(
        (event.free(minute(9)), event.currency),
        (2, currency("JPY"))
    );
    assert_eq!(event.plan, other_plan());
}

#[test]
fn seats_and_currency_stay_once_anything_was_booked_even_if_it_was_taken_back() {
    let changes = [
        EventChange {
            currency: Some(currency("JPY")),
            ..EventChange::default()
        },
        EventChange {
            plan: Some(other_plan()),
            ..renamed()
        },
    ];
    for change in changes {
        given(on_sale())
            .after(book(FIRST, ANNA, &["ST-A-1"], 1))
            .when(update(2, change.clone()))
            .then_refused(Refusal::PlanInUse);
        let facts = [
            created(),
            published(),
            booked(FIRST, ANNA, &["ST-A-1"], 1),
            taken_back((FIRST, ANNA), &["ST-A-1"], CancelCause::Buyer, 2),
        ];
        given(facts)
            .when(update(3, change))
            .then_refused(Refusal::PlanInUse);
    }
}

#[test]
fn everything_else_may_change_while_seats_are_booked() {
    let aida = Details {
        name: EventName::new("Aida").unwrap(),
        ..details()
    };
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1"], 1))
        .when(update(2, renamed()))
        .then([updated(aida, 2)]);
}

#[test]
fn an_event_is_not_moved_into_the_past() {
    for starts_at in [1, 2] {
        let change = EventChange {
            starts_at: Some(minute(starts_at)),
            ..EventChange::default()
        };
        given(on_sale())
            .when(update(2, change))
            .then_refused_fields(&["starts_at"]);
    }
}

#[test]
fn an_event_that_has_started_can_still_be_described_better() {
    let aida = Details {
        name: EventName::new("Aida").unwrap(),
        ..details()
    };
    given(on_sale())
        .when(update(STARTS + 1, renamed()))
        .then([updated(aida, STARTS + 1)]);
}

#[test]
fn an_update_that_does_not_fit_what_stays_is_refused_by_field() {
    let close = |it: &mut Details| it.sales_close_at = Some(minute(900));
    let earlier = EventChange {
        starts_at: Some(minute(800)),
        ..EventChange::default()
    };
    given(on_sale_with(close))
        .when(update(1, earlier))
        .then_refused_fields(&["sales_close_at"]);
    let limit = EventChange {
        max_seats_per_user: Some(10_001),
        ..EventChange::default()
    };
    given(on_sale())
        .when(update(1, limit))
        .then_refused_fields(&["max_seats_per_user"]);
}

#[test]
fn a_cancelled_or_deleted_event_stays_as_it_was() {
    given([created(), cancelled(1)])
        .when(update(2, renamed()))
        .then_refused(Refusal::EventCancelled);
    given([created(), deleted(1)])
        .when(update(2, renamed()))
        .then_refused(Refusal::EventNotFound);
}

#[test]
fn the_version_counts_changes_of_the_event_and_not_bookings() {
    let version = |facts: Vec<EventFact>| given(facts).live().version;
    let mut facts = on_sale();
    assert_eq!(version(facts.clone()), 2);
    facts.push(booked(FIRST, ANNA, &["ST-A-1"], 1));
    assert_eq!(version(facts.clone()), 2);
    facts.push(updated(details(), 2));
    assert_eq!(version(facts), 4);
}
