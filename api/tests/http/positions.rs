//! A read that must know of a command waits for it.

use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::harness::{House, event_body, send};

const MIN_POSITION: &str = "seatlog-min-position";

#[sqlx::test(migrations = "../migrations")]
async fn a_read_waits_until_its_read_model_knows_of_the_command(pool: PgPool) {
    let house = House::open(pool).await;
    let created = house.post("/events", &house.admin, event_body()).await;
    let path = format!("/events/{}", created.text("id"));
    assert_eq!(
        house.get(&path, None).await.status,
        404,
        "the read model is behind"
    );
    let waiting = house.call(Method::GET, &path, None);
    let waiting = send(waiting.header(MIN_POSITION, created.position()));
    let (answer, ()) = tokio::join!(waiting, house.settle());
    assert_eq!((answer.status, answer.body), (200, created.body));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_read_straight_after_a_command_waits_a_moment_by_itself(pool: PgPool) {
    let house = House::open(pool).await;
    let created = house.post("/events", &house.admin, event_body()).await;
    let path = format!("/events/{}", created.text("id"));
    let (answer, ()) = tokio::join!(house.get(&path, None), house.settle());
    assert_eq!((answer.status, answer.body), (200, created.body));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_read_model_that_stays_behind_is_told_after_two_seconds(pool: PgPool) {
    let house = House::open(pool).await;
    house.event().await;
    let ahead = house.head().await + 1;
    let asked = house
        .call(Method::GET, "/events", None)
        .header(MIN_POSITION, ahead);
    let answer = send(asked).await;
    assert_eq!(answer.refused(), (503, "projection-behind"));
    assert_eq!(answer.body["retryable"], json!(true));
    // Commands and what is not read from a read model do not wait.
    let asked = house.call(Method::GET, "/admin/projections", Some(&house.admin));
    assert_eq!(send(asked.header(MIN_POSITION, ahead)).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_position_that_is_no_number_is_a_bad_request(pool: PgPool) {
    let house = House::open(pool).await;
    for position in ["", "x", "-1", "1.5", "99999999999999999999"] {
        let asked = house
            .call(Method::GET, "/events", None)
            .header(MIN_POSITION, position);
        assert_eq!(
            send(asked).await.refused(),
            (400, "bad-request"),
            "{position}"
        );
    }
}
