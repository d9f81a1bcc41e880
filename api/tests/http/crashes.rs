//! What is left after a crash: of the database in mid-answer, and of a node with holds in hand.

use std::path::Path;
use std::process::Command;

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use seatlog::embedded_postgres::EmbeddedPostgres;
use seatlog::event_store::{Origin, append_in};
use seatlog::hold_sweep;
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::HoldId;
use serde_json::{Value, json};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::harness::{Answer, House, changed, event_body, send};
use crate::holds::minutes_ago;

/// How many bookings are under way when the database dies.
const AT_ONCE: usize = 12;

/// Kills every process of the PostgreSQL in a folder, so that nothing more reaches the disk.
fn kill_postgres_in(home: &Path) {
    let home = home.canonicalize().unwrap();
    let lives_there = |process: &Path| {
        std::fs::read_link(process.join("cwd")).is_ok_and(|folder| folder.starts_with(&home))
    };
    let processes = std::fs::read_dir("/proc").unwrap();
    let processes = processes.map(|entry| entry.unwrap().path());
    let theirs = processes.filter(|process| lives_there(process));
    let ids = theirs.map(|process| process.file_name().unwrap().to_owned());
    let killed = Command::new("kill").arg("-KILL").args(ids).status();
    assert!(killed.unwrap().success());
}

async fn connect(postgres: &EmbeddedPostgres) -> PgPool {
    let options = PgPoolOptions::new().max_connections(8);
    let pool = options.connect(postgres.url()).await.unwrap();
    sqlx::migrate!("../migrations").run(&pool).await.unwrap();
    pool
}

/// Books the next best seat under a key.
async fn book(call: reqwest::RequestBuilder, key: String) -> (String, Answer) {
    let call = call.json(&json!({"best_available": {"quantity": 1}}));
    let booked = send(call.header("idempotency-key", &key)).await;
    (key, booked)
}

#[tokio::test]
async fn a_booking_that_was_answered_before_the_database_was_killed_is_the_keys_for_ever() {
    let dir = tempfile::tempdir().unwrap();
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(dir.path(), everybody).unwrap();
    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let house = House::open(connect(&postgres).await).await;
    let section =
        json!({"id": "GA", "name": "G", "kind": "general", "price_minor": 1, "capacity": 1000});
    let large = json!({"seating": {"sections": [section]}, "max_seats_per_user": 1000});
    let created = house.post("/events", &house.admin, changed(event_body(), large));
    let path = format!("/events/{}/bookings", created.await.text("id"));
    let call = |house: &House| house.call(Method::POST, &path, Some(&house.ada));

    let mut calls = JoinSet::new();
    for number in 0..AT_ONCE {
        calls.spawn(book(call(&house), format!("key-{number}")));
    }
    let (first_key, first) = calls.join_next().await.unwrap().unwrap();
    kill_postgres_in(dir.path());
    assert_eq!(first.status, 201, "{first:?}");
    calls.shutdown().await;
    postgres.stop().await.unwrap();

    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let house = house.again(connect(&postgres).await).await;
    // The runners died with their node: nobody has to wait for their claims to run out.
    let over = "UPDATE idempotency_keys SET running_until = clock_timestamp()";
    sqlx::query(over).execute(&house.pool).await.unwrap();
    for number in 0..AT_ONCE {
        let (key, again) = book(call(&house), format!("key-{number}")).await;
        assert_eq!(again.status, 201, "{again:?}");
        if key == first_key {
            assert_eq!(again.body, first.body);
        }
    }
    let bookings: i64 =
        sqlx::query_scalar("SELECT count(*) FROM events WHERE event_type = 'SeatsBooked'")
            .fetch_one(&house.pool)
            .await
            .unwrap();
    assert_eq!(usize::try_from(bookings), Ok(AT_ONCE), "one for each key");
    drop(house);
    postgres.stop().await.unwrap();
}

/// A hold as a node left it that crashed right after: its time was over half an hour ago, and no
/// actor is awake.
async fn abandoned(house: &House, event: &str) -> String {
    let id = Uuid::now_v7();
    let (held_at, expires_at) = (minutes_ago(60), minutes_ago(30));
    let held: EventFact = serde_json::from_value(json!({"SeatsHeld": {
        "hold_id": id, "user_id": house.ada.id, "total_minor": 4500, "currency": "EUR",
        "seats": [{"seat": "ST-A-1", "price_minor": 4500}],
        "held_at": held_at, "expires_at": expires_at,
    }}))
    .unwrap();
    let stream = ("event", event.parse().unwrap());
    append_in(&house.pool, stream, 2, &[held], &Origin::system())
        .await
        .unwrap();
    house.settle().await;
    HoldId::new(id).to_string()
}

async fn free(house: &House, event: &str) -> Value {
    house.settle().await;
    house.get(&format!("/events/{event}"), None).await.body["free"].clone()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_its_crashed_node_left_behind_is_ended_by_the_sweep(pool: PgPool) {
    let before = House::open(pool.clone()).await;
    let event = before.event_on_sale_since(minutes_ago(120)).await;
    before.state.bus.stop().await;
    let house = before.again(pool).await;
    let hold = abandoned(&house, &event).await;
    assert_eq!(free(&house, &event).await, 9, "nobody has seen its end");
    let too_early = Utc::now() - TimeDelta::minutes(31);
    let sweep = async |now| hold_sweep::sweep(&house.pool, &house.state.bus, now).await;
    assert_eq!(sweep(too_early).await.unwrap(), 0);

    let stop = CancellationToken::new();
    let (pool, bus, until) = (house.pool.clone(), house.state.bus.clone(), stop.clone());
    let sweeping = tokio::spawn(async move { hold_sweep::run(&pool, &bus, &until).await });
    let head = house.head().await;
    house.log_reaches(head + 1).await;
    stop.cancel();
    sweeping.await.unwrap();
    assert_eq!(free(&house, &event).await, 10);
    let gone = house.get(&format!("/holds/{hold}"), &house.ada).await;
    assert_eq!(gone.refused(), (410, "hold-expired"));
    assert_eq!(sweep(Utc::now()).await.unwrap(), 0, "it was recorded once");
    assert_eq!(house.head().await, head + 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_ends_by_itself_when_its_time_is_over(pool: PgPool) {
    let house = House::open_with(pool, "HOLD_TTL_SECS = 1\nHOLD_MAX_SECS = 1").await;
    let event = house.event().await;
    let hold = house.hold(&event, &house.ada, &["ST-A-1"]).await;
    let head = house.head().await;
    house.log_reaches(head + 1).await;
    assert_eq!(free(&house, &event).await, 10);
    let path = format!("/holds/{}", hold.text("id"));
    let gone = house.get(&path, &house.ada).await;
    assert_eq!(gone.refused(), (410, "hold-expired"));
    house.booking(&event, &house.bob, &["ST-A-1"]).await;
    assert_eq!(house.head().await, head + 2);
}
