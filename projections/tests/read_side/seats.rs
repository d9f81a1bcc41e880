//! Read model `seats`.

use seatlog_domain::event::EventFact;
use seatlog_projections::log::Fact;
use seatlog_projections::runner::catch_up;
use seatlog_projections::seats;
use sqlx::PgPool;

use crate::written_log::*;

async fn map(pool: &PgPool) -> serde_json::Value {
    let map = seats::map(pool, event(1)).await.unwrap();
    serde_json::to_value(map).unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_map_lists_what_is_taken_and_counts_what_is_free(pool: PgPool) {
    let facts = [
        created(1, "Nabucco", at(24)),
        sold(1, 1, &["ST-A-2", "ST-A-10"]).booked(),
        sold(1, 2, &["GA-5"]).booked(),
    ];
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    let expected = serde_json::json!({
        "position": 3, "capacity": 15, "free": 12,
        "sections": [
            {"id": "ST", "free": 8, "capacity": 10},
            {"id": "GA", "free": 4, "capacity": 5},
        ],
        "booked": ["GA-5", "ST-A-10", "ST-A-2"], "held": [], "blocked": [],
    });
    assert_eq!(map(&pool).await, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_booking_frees_its_seats_for_the_next(pool: PgPool) {
    let first = sold(1, 1, &["ST-A-1", "ST-A-2"]);
    let again = sold(1, 2, &["ST-A-2"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        first.booked(),
        first.cancelled(),
        again.booked(),
    ];
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    assert_eq!(map(&pool).await["booked"], serde_json::json!(["ST-A-2"]));
    assert_eq!(map(&pool).await["free"], 14);
}

#[sqlx::test(migrations = "../migrations")]
async fn seats_of_one_event_are_not_those_of_another(pool: PgPool) {
    let facts = [
        created(1, "Nabucco", at(24)),
        created(2, "Aida", at(24)),
        sold(2, 1, &["ST-A-1"]).booked(),
        sold(1, 2, &["ST-A-1"]).booked(),
        sold(2, 3, &["ST-A-2"]).booked(),
    ];
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    assert_eq!(map(&pool).await["booked"], serde_json::json!(["ST-A-1"]));
}

#[sqlx::test(migrations = "../migrations")]
async fn new_seats_replace_the_old_ones(pool: PgPool) {
    let mut smaller = seating();
    smaller.sections.truncate(1);
    let update = EventFact::EventUpdated {
        details: details("Nabucco", at(24)),
        currency: None,
        seating: Some(smaller),
        updated_at: at(0),
    };
    append(
        &pool,
        &[created(1, "Nabucco", at(24)), Fact::Event(event(1), update)],
    )
    .await;
    catch_up(&pool).await.unwrap();
    let sections = serde_json::json!([{"id": "ST", "free": 10, "capacity": 10}]);
    assert_eq!(map(&pool).await["sections"], sections);
}

#[sqlx::test(migrations = "../migrations")]
async fn there_is_no_map_of_an_unknown_or_deleted_event(pool: PgPool) {
    assert_eq!(seats::map(&pool, event(1)).await.unwrap(), None);
    let sale = sold(1, 1, &["ST-A-1"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        sale.booked(),
        sale.cancelled(),
        deleted(1),
    ];
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    assert_eq!(seats::map(&pool, event(1)).await.unwrap(), None);
}
