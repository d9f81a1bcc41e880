//! How far the models have come, and waiting for it.

use std::time::Duration;

use seatlog_projections::checkpoints::{self, Behind, ProjectionState};
use seatlog_projections::projector::{self, advance};
use seatlog_projections::runner::catch_up;
use seatlog_projections::{bookings, catalogue};
use sqlx::PgPool;
use tokio::time::Instant;

use crate::written_log::*;

const LONG: Duration = Duration::from_secs(20);

#[sqlx::test(migrations = "../migrations")]
async fn every_model_is_listed_with_its_lag(pool: PgPool) {
    append(&pool, &[registered(1), registered(2)]).await;
    while advance(&pool, projector::all()[0]).await.unwrap() > 0 {}
    let listed = checkpoints::list(&pool).await.unwrap();
    let listed: Vec<_> = listed
        .iter()
        .map(|each| (each.name.as_str(), each.position, each.head, each.lag))
        .collect();
    let expected = [
        ("bookings", 0, 2, 2),
        ("catalogue", 2, 2, 0),
        ("holds", 0, 2, 2),
        ("reports", 0, 2, 2),
    ];
    assert_eq!(listed, expected);
    let json = serde_json::to_value(checkpoints::list(&pool).await.unwrap()).unwrap();
    let caught_up = serde_json::json!(
        {"name": "catalogue", "position": 2, "head": 2, "lag": 0, "lag_ms": 0, "state": "running"});
    assert_eq!(json[1], caught_up);
    assert!(json[0]["lag_ms"].as_i64().unwrap() >= 0, "{json}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_position_that_was_reached_is_not_waited_for(pool: PgPool) {
    let position = append(&pool, &[registered(1)]).await;
    catch_up(&pool).await.unwrap();
    let models = [catalogue::NAME, bookings::NAME];
    checkpoints::wait_for(&pool, &models, position, Duration::ZERO)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn the_wait_ends_as_soon_as_the_last_model_is_there(pool: PgPool) {
    let position = append(&pool, &[registered(1)]).await;
    let models = [catalogue::NAME, bookings::NAME];
    let waiting = checkpoints::wait_for(&pool, &models, position, LONG);
    let began = Instant::now();
    let (waited, caught_up) = tokio::join!(waiting, catch_up(&pool));
    caught_up.unwrap();
    waited.unwrap();
    assert!(began.elapsed() < LONG / 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_wait_ends_in_time_when_one_model_stays_behind(pool: PgPool) {
    let position = append(&pool, &[registered(1)]).await;
    while advance(&pool, projector::all()[0]).await.unwrap() > 0 {}
    let models = [catalogue::NAME, bookings::NAME];
    let at_most = Duration::from_millis(30);
    let waited = checkpoints::wait_for(&pool, &models, position, at_most).await;
    assert!(matches!(waited, Err(Behind::TimedOut { wanted: 1 })));
    let unknown = checkpoints::wait_for(&pool, &["weather"], 0, Duration::ZERO).await;
    assert!(matches!(unknown, Err(Behind::TimedOut { .. })));
    let states = checkpoints::list(&pool).await.unwrap();
    assert!(
        states
            .iter()
            .all(|each| each.state == ProjectionState::Running)
    );
}
