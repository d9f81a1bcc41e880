//! The runner follows the log by itself.

use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use seatlog_projections::checkpoints::{self, Behind, Projection, ProjectionState};
use seatlog_projections::{bookings, catalogue, holds, reports, runner};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::fold::compare;
use crate::random_sales::{Dice, box_office};
use crate::written_log::*;

const ALL: [&str; 4] = [catalogue::NAME, holds::NAME, bookings::NAME, reports::NAME];
const LONG: Duration = Duration::from_secs(20);

async fn wait(pool: &PgPool, position: i64) -> Result<(), Behind> {
    checkpoints::wait_for(pool, &ALL, position, LONG).await
}

async fn states(pool: &PgPool) -> Vec<Projection> {
    checkpoints::list(pool).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_appended_is_soon_in_every_model_and_the_runner_stops_when_told(pool: PgPool) {
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    for number in 1..=5 {
        let name = format!("Evening {number}");
        let position = append(&pool, &[created(number, &name, at(24)), published(number)]).await;
        wait(&pool, position).await.unwrap();
    }
    let event = catalogue::get(&pool, event(5)).await.unwrap().unwrap();
    assert_eq!(event.name, "Evening 5");
    stop.cancel();
    running.await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_notification_wakes_the_projectors_long_before_the_slow_poll(pool: PgPool) {
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    // Ten rounds would take 20 s by the poll alone.
    let began = tokio::time::Instant::now();
    for number in 1..=10 {
        let position = append(&pool, &[registered(number)]).await;
        wait(&pool, position).await.unwrap();
    }
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    stop.cancel();
    running.await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_halted_projector_says_so_and_tries_again_after_a_restart(pool: PgPool) {
    let prometheus = PrometheusBuilder::new().build_recorder();
    let figures = prometheus.handle();
    let _guard = metrics::set_default_local_recorder(&prometheus);
    append(&pool, &[registered(1)]).await;
    let bad = append_nonsense(&pool).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    eventually("all have halted", async || {
        let mut all = states(&pool).await.into_iter();
        all.all(|each| each.state == ProjectionState::Halted)
    })
    .await;
    for each in states(&pool).await {
        assert_eq!((each.position, each.lag), (bad - 1, 1));
        let error = each.error.unwrap();
        assert!(error.contains(&format!("position {bad}")), "{error}");
    }
    let shown = figures.render();
    for line in [
        "seatlog_projection_halted{projection=\"reports\"} 1",
        "seatlog_projection_position{projection=\"reports\"} 1",
        "seatlog_projection_lag{projection=\"reports\"} 1",
    ] {
        assert!(shown.contains(line), "{line} is not in\n{shown}");
    }
    stop.cancel();
    running.await.unwrap();

    make_sense_of(&pool, bad).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    wait(&pool, bad).await.unwrap();
    for each in states(&pool).await {
        assert_eq!((each.state, each.error), (ProjectionState::Running, None));
    }
    stop.cancel();
    running.await.unwrap();
    assert!(
        figures
            .render()
            .contains("seatlog_projection_halted{projection=\"reports\"} 0")
    );
}

/// Stands for a newer program that understands the record: the log itself never changes.
async fn make_sense_of(pool: &PgPool, position: i64) {
    let mut tx = pool.begin().await.unwrap();
    for sql in [
        "ALTER TABLE events DISABLE TRIGGER events_refuse_change",
        "UPDATE events SET aggregate_type = 'account', event_type = 'UserRegistered',
                payload = '{\"UserRegistered\":{\"role\":\"user\",
                            \"registered_at\":\"2027-01-01T00:00:00Z\"}}'
         WHERE event_type = 'SeatsPainted'",
        "ALTER TABLE events ENABLE TRIGGER events_refuse_change",
    ] {
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let head = seatlog_projections::log::head(pool).await.unwrap();
    assert_eq!(head, position);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_halt_does_not_mark_a_model_that_another_node_has_brought_further(pool: PgPool) {
    let bad = append_nonsense(&pool).await;
    sqlx::query("UPDATE projection_checkpoints SET position = $1 WHERE name <> 'reports'")
        .bind(bad)
        .execute(&pool)
        .await
        .unwrap();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    let halted = async || {
        let states = states(&pool).await.into_iter();
        let halted = states.filter(|each| each.state == ProjectionState::Halted);
        halted.map(|each| each.name).collect::<Vec<_>>()
    };
    eventually("one has halted", async || !halted().await.is_empty()).await;
    assert_eq!(halted().await, ["reports"]);
    stop.cancel();
    running.await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lost_connection_is_made_up_for(pool: PgPool) {
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    let position = append(&pool, &[registered(1)]).await;
    wait(&pool, position).await.unwrap();
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(sql).execute(&pool).await.unwrap();
    // The pool may hand out a connection that was just cut; the runner lives through that too.
    let fresh = sqlx::postgres::PgPoolOptions::new()
        .connect_with(pool.connect_options().as_ref().clone())
        .await
        .unwrap();
    let position = append(&fresh, &[registered(2)]).await;
    checkpoints::wait_for(&fresh, &ALL, position, LONG)
        .await
        .unwrap();
    fresh.close().await;
    stop.cancel();
    running.await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn two_nodes_that_follow_a_growing_log_lead_to_what_the_fold_says(pool: PgPool) {
    let stop = CancellationToken::new();
    let nodes = [0, 1].map(|_| tokio::spawn(runner::run(pool.clone(), stop.clone())));
    let facts = box_office(&mut Dice(11), 400);
    let mut position = 0;
    for few in facts.chunks(3) {
        position = append(&pool, few).await;
    }
    wait(&pool, position).await.unwrap();
    compare(&pool, &facts).await;
    stop.cancel();
    for node in nodes {
        node.await.unwrap();
    }
}
