//! Snapshots are used when they can be trusted, and only then.

use cqrs_es::Aggregate;
use futures_util::future::join_all;
use seatlog::engine::{Engine, Limits, Standing};
use seatlog::event_store::load_event;
use seatlog_domain::event::{Event, EventFact};
use seatlog_domain::ids::EventId;
use sqlx::PgPool;

use crate::audit::read;
use crate::world::{book, event_with, execute};

/// Enough that a snapshot is kept when an event leaves the memory.
const SOLD: usize = 70;

/// An event with a snapshot of all its facts, and what they add up to.
async fn with_snapshot(pool: &PgPool) -> (EventId, Event) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let event = event_with(&engine, SOLD + 1).await;
    let sold = (1..=SOLD).map(|number| execute(&engine, event, book(number), Standing::Sole));
    assert!(join_all(sold).await.iter().all(Result::is_ok));
    engine.forget(event).await;
    let mut folded = Event::default();
    for stored in read(pool, event).await {
        folded.apply(stored.fact);
    }
    (event, folded)
}

/// Replaces a snapshot by one in which another seat is sold, so that it shows whether it is used.
async fn doctor(pool: &PgPool, event: EventId, folded: &Event) -> Event {
    let mut doctored = folded.clone();
    let facts = doctored.decide(&book(SOLD + 1)).unwrap();
    facts
        .iter()
        .for_each(|fact: &EventFact| doctored.evolve(fact));
    let state = doctored.to_snapshot();
    let replaced = sqlx::query("UPDATE event_snapshots SET state = $2 WHERE event_id = $1")
        .bind(event.uuid())
        .bind(state)
        .execute(pool);
    assert_eq!(replaced.await.unwrap().rows_affected(), 1);
    doctored
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_is_read_from_its_snapshot_and_the_facts_after_it(pool: PgPool) {
    let (event, folded) = with_snapshot(&pool).await;
    let loaded = load_event(&pool, event).await.unwrap();
    assert_eq!((&loaded.event, loaded.sequence), (&folded, SOLD as i64 + 2));

    let engine = Engine::start(pool.clone(), Limits::default());
    execute(&engine, event, book(SOLD + 1), Standing::Sole)
        .await
        .unwrap();
    let loaded = load_event(&pool, event).await.unwrap();
    assert_eq!(loaded.sequence, SOLD as i64 + 3);
    assert_eq!(loaded.position, SOLD as i64 + 3);
    assert_ne!(loaded.event, folded);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_snapshot_that_cannot_be_trusted_is_not_used(pool: PgPool) {
    for harm in [
        "state = set_byte(state, 200, get_byte(state, 200) # 1)",
        "state = substring(state FOR 200)",
        "state = ''",
        "version = version - 1",
        "version = version + 1",
        "sequence = sequence + 1, position = position + 1",
        "position = position - 1",
    ] {
        let (event, folded) = with_snapshot(&pool).await;
        let doctored = doctor(&pool, event, &folded).await;
        let loaded = load_event(&pool, event).await.unwrap();
        assert_eq!(loaded.event, doctored, "it is used as it is");

        let sql = format!("UPDATE event_snapshots SET {harm} WHERE event_id = $1");
        let harmed = sqlx::query(&sql).bind(event.uuid()).execute(&pool);
        assert_eq!(harmed.await.unwrap().rows_affected(), 1);
        let loaded = load_event(&pool, event).await.unwrap();
        assert_eq!(loaded.event, folded, "{harm}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_snapshot_is_kept_while_a_stream_grows(pool: PgPool) {
    let limits = Limits {
        snapshot_facts: 10,
        ..Limits::default()
    };
    let engine = Engine::start(pool.clone(), limits);
    // Too few for the snapshot that an event gets when it leaves the memory.
    let sold = 40;
    let event = event_with(&engine, sold).await;
    for number in 1..=sold {
        execute(&engine, event, book(number), Standing::Sole)
            .await
            .unwrap();
    }
    engine.stop().await;
    let kept: i64 = sqlx::query_scalar("SELECT sequence FROM event_snapshots WHERE event_id = $1")
        .bind(event.uuid())
        .fetch_one(&pool)
        .await
        .unwrap();
    // How far the last one reaches depends on how long the one before took to write.
    assert!((10..=sold as i64 + 2).contains(&kept), "{kept}");
    let loaded = load_event(&pool, event).await.unwrap().event;
    assert!(matches!(loaded, Event::Live(live) if live.booked().count() == sold));
}

#[sqlx::test(migrations = "../migrations")]
async fn snapshots_are_kept_while_a_crowd_leaves_nothing_durable_for_long(pool: PgPool) {
    sqlx::raw_sql(
        "CREATE TABLE saved (sequence bigint);
         CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO saved VALUES (NEW.sequence); RETURN NULL; END $$;
         CREATE TRIGGER note AFTER INSERT OR UPDATE ON event_snapshots
         FOR EACH ROW EXECUTE FUNCTION note();",
    )
    .execute(&pool)
    .await
    .unwrap();
    let limits = Limits {
        snapshot_facts: 10,
        ..Limits::default()
    };
    let engine = Engine::start(pool.clone(), limits);
    let (buyers, each) = (64, 30);
    let event = event_with(&engine, buyers * each).await;
    // Everybody asks again as soon as there is an answer.
    let crowd = (0..buyers).map(|buyer| {
        let engine = engine.clone();
        tokio::spawn(async move {
            for number in 1..=each {
                execute(&engine, event, book(buyer * each + number), Standing::Sole)
                    .await
                    .unwrap();
            }
        })
    });
    assert!(join_all(crowd).await.iter().all(Result::is_ok));
    let saved: i64 = sqlx::query_scalar("SELECT count(*) FROM saved")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert!(saved > 1, "{saved} while {} facts came", buyers * each);
}
