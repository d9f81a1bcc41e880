//! What buyers were refused is kept beside the log, for auditors and for as long as it may be.

use chrono::{TimeDelta, Utc};
use seatlog::command_bus::CommandError;
use seatlog::refusals::Asked;
use seatlog_domain::event::what_if::{Reason, RefusedWish, Wanted};
use seatlog_domain::event::{Refusal, SeatChoice};
use seatlog_domain::ids::{EventId, HoldId};
use seatlog_domain::seat::SeatName;
use seatlog_projections::audit::refusals::{self, KEPT, Refused};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::House;

fn of_hold(house: &House, event_id: EventId) -> Refused {
    Refused {
        event_id,
        wish: RefusedWish {
            user_id: house.bob.id,
            at: Utc::now() - KEPT,
            wanted: Wanted::Hold(HoldId::new(Uuid::now_v7())),
            reason: Reason::HoldExpired,
        },
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_wanted_a_seat_and_did_not_get_it_is_in_its_story(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let at = |place: &str| format!("/events/{event}/{place}");
    let seats = json!({"seats": ["ST-A-2", "ST-A-1"]});
    let refused = house.post(&at("bookings"), &house.bob, seats).await;
    assert_eq!(refused.refused(), (409, "seat-taken"));
    let best = json!({"best_available": {"section": "ST", "quantity": 6}});
    let refused = house.post(&at("holds"), &house.bob, best).await;
    assert_eq!(refused.status, 409, "{refused:?}");
    house.state.refusals.flush(&house.pool).await;

    let path = format!("/audit/events/{event}/seats/ST-A-2");
    let story = house.get(&path, &house.admin).await;
    assert_eq!(story.body["items"].as_array().unwrap().len(), 1);
    let told = story.body["refused"].as_array().unwrap();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["user_id"], json!(house.bob.id));
    assert_eq!(told[0]["reason"], "seat-taken");
    assert_eq!(told[0]["seats"], json!(["ST-A-2", "ST-A-1"]));

    let kept = refusals::of_event(&house.pool, event.parse().unwrap()).await;
    let wanted: Vec<_> = kept.unwrap().into_iter().map(|wish| wish.wanted).collect();
    let names = ["ST-A-2", "ST-A-1"].map(|name| SeatName::new(name).unwrap());
    let best = SeatChoice::BestAvailable {
        section: Some("ST".to_owned()),
        quantity: 6,
    };
    let named = SeatChoice::Named(names.to_vec());
    assert_eq!(wanted, [Wanted::Seats(named), Wanted::Seats(best)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn auditors_list_refusals_by_event_buyer_and_reason(pool: PgPool) {
    let house = House::open(pool).await;
    let (event, other) = (house.event().await, house.event().await);
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let named = json!({"seats": ["ST-A-1"]});
    let best = json!({"best_available": {"section": "ST", "quantity": 6}});
    for (of, by, wish) in [
        (&event, &house.bob, &named),
        (&event, &house.ada, &best),
        (&other, &house.bob, &best),
    ] {
        let path = format!("/events/{of}/holds");
        assert_eq!(house.post(&path, by, wish.clone()).await.status, 409);
    }
    house.state.refusals.flush(&house.pool).await;

    let whose = async |query: String| {
        let path = format!("/audit/refusals{query}");
        let list = house.get(&path, &house.admin).await;
        assert_eq!(list.status, 200, "{list:?}");
        let items = list.body["items"].as_array().unwrap().clone();
        let user = |refusal: &serde_json::Value| refusal["user_id"].clone();
        (items.iter().map(user).collect::<Vec<_>>(), list.body)
    };
    let (ada, bob) = (json!(house.ada.id), json!(house.bob.id));
    let (all, listed) = whose(String::new()).await;
    assert_eq!(all, [bob.clone(), ada.clone(), bob.clone()], "newest first");
    assert_eq!(listed["items"][2]["reason"], "seat-taken");
    assert_eq!(listed["items"][2]["seats"], json!(["ST-A-1"]));
    assert_eq!(listed["items"][1]["quantity"], 6);
    let of_event = whose(format!("?event_id={event}")).await.0;
    assert_eq!(of_event, [ada.clone(), bob.clone()]);
    let of_ada = whose(format!("?user_id={}", house.ada.id)).await.0;
    assert_eq!(of_ada, std::slice::from_ref(&ada));
    let taken = whose("?reason=seat-taken".to_owned()).await.0;
    assert_eq!(taken, std::slice::from_ref(&bob));
    let first = whose("?limit=1".to_owned()).await.1;
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = whose(format!("?limit=1&cursor={cursor}")).await.0;
    assert_eq!(second, [ada]);

    let unheard = house.get("/audit/refusals?reason=envy", &house.admin).await;
    assert_eq!(unheard.refused(), (422, "validation"));
    assert_eq!(unheard.fields(), ["reason"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_wish_for_more_than_a_hundred_seats_is_not_kept(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    for count in [100, 101] {
        let seats: Vec<_> = (0..count).map(|number| format!("XX-{number}")).collect();
        house.state.refusals.note(
            Asked {
                event_id: event.parse().unwrap(),
                user_id: house.bob.id,
                wanted: Wanted::Seats(SeatChoice::Named(
                    seats.iter().map(|it| SeatName::new(it).unwrap()).collect(),
                )),
                at: Utc::now(),
            },
            &Err(CommandError::Refused(Refusal::SalesClosed)),
        );
    }
    house.state.refusals.flush(&house.pool).await;
    let kept = refusals::of_event(&house.pool, event.parse().unwrap()).await;
    assert_eq!(kept.unwrap().len(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn refusals_go_with_the_person_and_those_that_come_late_are_not_kept(pool: PgPool) {
    let house = House::open(pool).await;
    let event = EventId::new(Uuid::now_v7());
    let late = of_hold(&house, event);
    refusals::keep(&house.pool, std::slice::from_ref(&late), 0)
        .await
        .unwrap();
    let kept = refusals::of_event(&house.pool, event).await.unwrap();
    let wanted = |wish: &RefusedWish| wish.wanted.clone();
    assert_eq!(
        kept.iter().map(wanted).collect::<Vec<_>>(),
        [wanted(&late.wish)]
    );

    let export = house.get("/me/export", &house.bob).await;
    let exported = export.body["refusals"].as_array().unwrap();
    assert_eq!(exported.len(), 1, "{export:?}");
    assert_eq!(exported[0]["reason"], "hold-expired");
    assert_eq!(exported[0]["event_id"], json!(event));

    let path = format!("/admin/users/{}", house.bob.id);
    let erased = house.delete(&path, &house.admin).await;
    assert_eq!(erased.status, 204, "{erased:?}");
    assert_eq!(refusals::of_event(&house.pool, event).await.unwrap(), []);
    refusals::keep(&house.pool, &[late], 0).await.unwrap();
    assert_eq!(refusals::of_event(&house.pool, event).await.unwrap(), []);
}

#[sqlx::test(migrations = "../migrations")]
async fn refusals_beyond_the_room_are_counted_and_all_are_forgotten_in_time(pool: PgPool) {
    let house = House::open(pool).await;
    let event_id = EventId::new(Uuid::now_v7());
    let refused = Err(CommandError::Refused(Refusal::SalesClosed));
    for _ in 0..503 {
        let asked = Asked {
            event_id,
            user_id: house.bob.id,
            wanted: Wanted::Hold(HoldId::new(Uuid::now_v7())),
            at: Utc::now(),
        };
        house.state.refusals.note(asked, &refused);
    }
    house.state.refusals.flush(&house.pool).await;
    let kept = refusals::of_event(&house.pool, event_id).await.unwrap();
    assert_eq!(kept.len(), 500);
    assert_eq!(refusals::left_out(&house.pool).await.unwrap(), 3);

    let old = of_hold(&house, event_id);
    refusals::keep(&house.pool, &[old], 0).await.unwrap();
    refusals::sweep(&house.pool, Utc::now()).await.unwrap();
    let kept = refusals::of_event(&house.pool, event_id).await.unwrap();
    assert_eq!(kept.len(), 500, "the old one is forgotten");
    refusals::sweep(&house.pool, Utc::now() + KEPT + TimeDelta::minutes(1))
        .await
        .unwrap();
    assert_eq!(refusals::of_event(&house.pool, event_id).await.unwrap(), []);
    assert_eq!(refusals::left_out(&house.pool).await.unwrap(), 0);
}
