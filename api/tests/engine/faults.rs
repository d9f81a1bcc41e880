//! A sale during which everything goes wrong that can: connections break before and after the
//! commit, processes of PostgreSQL are killed, other nodes append to the same stream, PostgreSQL
//! refuses appends at the beginning, at the end and at the commit.

use std::sync::Arc;
use std::time::Duration;

use seatlog::engine::{Engine, Limits, Standing};
use seatlog_testkit::FaultyWire;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};

use crate::audit::{audit, read};
use crate::crowding::lock;
use crate::sale::Sale;
use crate::world::{book, booking, event_with, execute};

/// How many commands are executed. A night's run asks for more by `ENGINE_FAULT_COMMANDS`.
const COMMANDS: usize = 3_000;
/// How many each buyer gives, one after the other.
const EACH: usize = 60;
/// How many buyers there are at most.
const BUYERS: usize = 400;

/// PostgreSQL says no, now and then.
const REFUSALS: &str = "
    CREATE FUNCTION refuse_at_times() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF random() < 0.02 THEN RAISE EXCEPTION 'planted'; END IF;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER refuse_first BEFORE INSERT ON events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_at_times();
    CREATE TRIGGER refuse_last AFTER INSERT ON events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_at_times();
    CREATE CONSTRAINT TRIGGER refuse_commit AFTER INSERT ON events
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.sequence % 16 = 0)
        EXECUTE FUNCTION refuse_at_times();";

/// A wire to a database, and how to reach the database through it.
async fn wire_to(options: &PgConnectOptions) -> (FaultyWire, PgConnectOptions) {
    let far = format!("{}:{}", options.get_host(), options.get_port());
    let wire = FaultyWire::to(far).await.unwrap();
    let near = options.clone().ssl_mode(PgSslMode::Disable);
    let near = near.host("127.0.0.1").port(wire.address().port());
    (wire, near)
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_is_lost_sold_twice_or_wrongly_refused_whatever_fails(pool: PgPool) {
    let commands =
        std::env::var("ENGINE_FAULT_COMMANDS").map_or(COMMANDS, |number| number.parse().unwrap());
    let options = pool.connect_options();
    let (wire, near) = wire_to(&options).await;
    wire.lose_one_in(7);
    let behind_the_wire = PgPoolOptions::new()
        .max_connections(4)
        .connect_lazy_with(near);
    let owner = Engine::start(behind_the_wire, Limits::default());
    let other = Engine::start(pool.clone(), Limits::default());
    // Hundreds of buyers wait for its connections, however slow the machine is.
    let asking = PgPoolOptions::new()
        .acquire_timeout(Duration::from_secs(3_600))
        .connect_lazy_with(options.as_ref().clone());
    let sale = Arc::new(Sale {
        event: event_with(&other, commands / 8).await,
        seats: commands / 8,
        pool: asking,
        // One in ten goes to another node, which has no right to the event.
        doors: [
            vec![(owner.clone(), Standing::Leased); 8],
            vec![(owner.clone(), Standing::Unguarded)],
            vec![(other.clone(), Standing::Unguarded)],
        ]
        .concat(),
        kill_every: 500,
        told: 0.into(),
        answers: 0.into(),
    });
    sqlx::raw_sql(REFUSALS).execute(&pool).await.unwrap();

    let buyers = (commands / EACH).min(BUYERS);
    let answers = sale.run(commands, buyers).await;

    let (facts, cuts) = (read(&pool, sale.event).await, wire.cuts());
    let wrong = audit(&facts, &answers);
    assert!(
        wrong.is_empty(),
        "{} faults: {:#?}",
        wrong.len(),
        &wrong[..5.min(wrong.len())]
    );
    assert_eq!(answers.len(), commands / buyers * buyers);
    assert!(cuts.iter().all(|(_, count)| *count > 3), "{cuts:?}");
    let refused = answers.iter().filter(|it| it.answer.is_err()).count();
    println!(
        "{} commands: {} facts, {refused} refused; wire cut {cuts:?}",
        answers.len(),
        facts.len(),
    );
    sqlx::raw_sql("DROP FUNCTION refuse_at_times CASCADE")
        .execute(&pool)
        .await
        .unwrap();
    owner.stop().await;
    other.stop().await;
    sale.pool.close().await;
}

/// The connection breaks while an append waits for the lock of the log. PostgreSQL does not notice
/// and would commit it whenever the lock is free, after the engine has looked what became of it.
#[sqlx::test(migrations = "../migrations")]
async fn an_append_whose_outcome_is_unknown_does_not_happen_later(pool: PgPool) {
    let (wire, near) = wire_to(&pool.connect_options()).await;
    let behind_the_wire = PgPoolOptions::new().connect_lazy_with(near);
    let engine = Engine::start(behind_the_wire, Limits::default());
    let event = event_with(&engine, 2).await;
    let locked = lock(&pool).await;
    let asked = async { booking(execute(&engine, event, book(1), Standing::Sole).await) };
    let broken = async {
        let first = appending(&pool, None).await;
        wire.break_now();
        appending(&pool, Some(first)).await;
        let left = sqlx::query("SELECT FROM pg_stat_activity WHERE pid = $1").bind(first);
        assert!(left.fetch_optional(&pool).await.unwrap().is_none());
        locked.rollback().await.unwrap();
    };
    let (booking, ()) = tokio::join!(asked, broken);
    assert_eq!(booking.position, 3);
}

/// Waits until a process of PostgreSQL, other than one, waits for the lock with an append.
async fn appending(pool: &PgPool, other_than: Option<i32>) -> i32 {
    loop {
        let process = sqlx::query_scalar(
            "SELECT pid FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'seatlog writer'
               AND wait_event_type = 'Lock' AND pid IS DISTINCT FROM $1",
        );
        let found = process.bind(other_than).fetch_optional(pool).await.unwrap();
        if let Some(process) = found {
            return process;
        }
    }
}
