//! Lists come in pages that neither repeat nor hide an item.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;
use sqlx::PgPool;

use crate::harness::House;
use crate::people::Person;

/// Follows the cursors of a list to its end; the ids of its items.
async fn walk(house: &House, list: &str, by: Option<&Person>) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = house.get(&format!("{list}limit=2{cursor}"), by).await;
        assert_eq!(page.status, 200, "{page:?}");
        let items = page.body["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        ids.extend(
            items
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        match page.body["next_cursor"].as_str() {
            None => return ids,
            Some(next) => cursor = format!("&cursor={next}"),
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_pages_of_a_list_are_the_list(pool: PgPool) {
    let house = House::open(pool).await;
    let mut events = Vec::new();
    for day in 1..=5 {
        let starts_at = format!("2999-01-0{day}T00:00:00Z");
        events.push(house.event_with(json!({"starts_at": starts_at})).await);
    }
    assert_eq!(walk(&house, "/events?", None).await, events);

    let mut bookings = Vec::new();
    for seat in ["ST-A-1", "ST-A-2", "ST-A-3"] {
        bookings.insert(0, house.booking(&events[0], &house.ada, &[seat]).await);
    }
    house.settle().await;
    assert_eq!(walk(&house, "/bookings?", Some(&house.ada)).await, bookings);
    assert_eq!(
        walk(&house, "/admin/bookings?", Some(&house.admin)).await,
        bookings
    );
    let of_ada = format!("/reports/users/{}/bookings?", house.ada.id);
    assert_eq!(walk(&house, &of_ada, Some(&house.admin)).await, bookings);
}

/// What a caller could make of a cursor: without its signature, with another place in the same
/// list, with another signature.
fn forged(cursor: &str) -> Vec<String> {
    let (inner, signature) = cursor.split_once('.').unwrap();
    let json = String::from_utf8(URL_SAFE_NO_PAD.decode(inner).unwrap()).unwrap();
    let (tag, place) = json.split_once(',').unwrap();
    let elsewhere = format!("{tag},{}", place.replace(['1', '2', '3', '4'], "0"));
    assert_ne!(json, elsewhere);
    let elsewhere = URL_SAFE_NO_PAD.encode(elsewhere);
    vec![
        inner.to_owned(),
        format!("{inner}."),
        elsewhere.clone(),
        format!("{elsewhere}.{signature}"),
        format!("{inner}.{}", signature.chars().rev().collect::<String>()),
        format!("{inner}.{}", &signature[1..]),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn only_a_cursor_that_was_given_out_is_taken(pool: PgPool) {
    let house = House::open(pool).await;
    let events = [house.event().await, house.event().await];
    for event in &events {
        house.booking(event, &house.ada, &["ST-A-1"]).await;
    }
    house.settle().await;
    let of_ada = format!("/reports/users/{}/bookings?", house.ada.id);
    for list in [
        "/events?",
        "/admin/bookings?",
        "/admin/users?",
        "/reports/events?",
        "/reports/sales?from=2026-01-01T00:00:00Z&to=2026-01-09T00:00:00Z&",
        &of_ada,
    ] {
        let list = format!("{list}limit=1&cursor=");
        let first = house
            .get(list.trim_end_matches("&cursor="), &house.admin)
            .await;
        let cursor = first.text("next_cursor");
        let second = house.get(&format!("{list}{cursor}"), &house.admin).await;
        assert_eq!(second.status, 200, "{list}");
        assert_ne!(first.body["items"], second.body["items"], "{list}");
        for forged in forged(&cursor) {
            let answer = house.get(&format!("{list}{forged}"), &house.admin).await;
            assert_eq!(answer.refused(), (422, "validation"), "{list}{forged}");
            assert_eq!(answer.fields(), ["cursor"], "{list}{forged}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cursor_of_another_list_is_refused(pool: PgPool) {
    let house = House::open(pool).await;
    for _ in 0..2 {
        house.event().await;
    }
    let page = house.get("/events?limit=1", None).await;
    let cursor = page.text("next_cursor");
    let foreign = format!("limit=1&cursor={cursor}");
    for list in [
        "/events?q=nabucco",
        "/bookings?",
        "/reports/events?",
        "/reports/sales?",
    ] {
        let answer = house.get(&format!("{list}&{foreign}"), &house.admin).await;
        assert_eq!(answer.refused(), (422, "validation"), "{list}");
        assert_eq!(answer.fields(), ["cursor"], "{list}");
    }
}
