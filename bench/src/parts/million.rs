//! A log of a million bookings: what reports, audits and rebuilds are measured on. The year 2024
//! of 200 events, written straight into the log: holds that are booked, released and run out,
//! bookings and cancellations, edits, events that are called off and deleted, and people who come
//! and are forgotten. The aggregates decide every fact, and the same log comes of it each time.

mod agenda;
mod copy;
mod market;

use anyhow::Result;
use seatlog_domain::account::Role;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::log::Position;
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::mpsc;

use crate::ground::{Database, Ground};
use crate::world::{People, enter_accounts};
use copy::Rows;
use market::Market;

/// Rows of one statement.
const BATCH: usize = 20_000;
/// Statements that may wait for the database.
const AHEAD: usize = 4;

/// How much is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// Events.
    pub(super) events: usize,
    /// Bookings of all of them, about.
    pub(super) bookings: usize,
}

impl Size {
    /// A million bookings of 200 events.
    pub(super) const MILLION: Self = Self {
        events: 200,
        bookings: 1_000_000,
    };
}

/// What a log is about.
#[derive(Debug)]
pub(super) struct Written {
    /// The last position.
    pub(super) head: Position,
    /// Every event, deleted ones too, in the order in which they were created.
    pub(super) events: Vec<EventId>,
    /// Everybody who was not forgotten, the people of the run first.
    pub(super) users: Vec<(UserId, Role)>,
}

/// Every event, and everybody who was not forgotten.
type Remaining = (Vec<EventId>, Vec<(UserId, Role)>);

/// A database with such a log and the accounts of its people; its read models are empty.
pub(super) async fn database(ground: &Ground, size: Size) -> Result<(Database, Written)> {
    let database = ground.empty_database().await?;
    let written = write(&database.pool, &ground.people, size).await?;
    Ok((database, written))
}

/// Writes the log into an empty database, while it is being thought up.
async fn write(pool: &PgPool, people: &People, size: Size) -> Result<Written> {
    let (batches, mut written) = mpsc::channel::<Rows>(AHEAD);
    let buyers = people.everybody();
    let thinking = tokio::task::spawn_blocking(move || think_up(&buyers, size, &batches));
    let mut connection = PgConnection::connect_with(&pool.connect_options()).await?;
    while let Some(rows) = written.recv().await {
        rows.copy_into(&mut connection).await?;
    }
    let (events, users) = thinking.await??;
    enter_accounts(pool, &users).await?;
    sqlx::raw_sql("VACUUM (ANALYZE) events")
        .execute(&mut connection)
        .await?;
    let head = seatlog_projections::log::head(&mut connection).await?;
    connection.close().await?;
    Ok(Written {
        head,
        events,
        users,
    })
}

fn think_up(
    people: &[(UserId, Role)],
    size: Size,
    batches: &mpsc::Sender<Rows>,
) -> Result<Remaining> {
    let mut market = Market::open(people, size)?;
    let mut rows = Rows::default();
    while market.go_on(&mut rows)? {
        if rows.len() >= BATCH {
            let full = std::mem::take(&mut rows);
            batches.blocking_send(full)?;
        }
    }
    batches.blocking_send(rows)?;
    Ok(market.close())
}

#[cfg(test)]
mod tests {
    use seatlog_domain::event::Event;
    use seatlog_projections::log::{self, Fact};
    use seatlog_projections::runner::catch_up;

    use super::*;

    const SMALL: Size = Size {
        events: 50,
        bookings: 1_500,
    };

    async fn count(pool: &PgPool, sql: &str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
    }

    #[sqlx::test(migrations = "../migrations")]
    async fn every_read_model_can_follow_the_log_and_has_its_bookings(pool: PgPool) {
        let people = People::invent().unwrap();
        let written = write(&pool, &people, SMALL).await.unwrap();
        catch_up(&pool).await.unwrap();
        let bookings = count(&pool, "SELECT count(*) FROM bookings").await;
        assert!((1_300..=1_700).contains(&bookings), "{bookings}");
        let users = count(&pool, "SELECT sum(users)::bigint FROM reports_users").await;
        assert_eq!(users, written.users.len() as i64);
        let kinds = count(&pool, "SELECT count(DISTINCT event_type) FROM events").await;
        assert_eq!(kinds, 15, "all but RoleChanged");
        let late = "SELECT count(*) FROM (SELECT recorded_at < lag(recorded_at)
            OVER (ORDER BY position) AS back FROM events) AS pairs WHERE back";
        assert_eq!(count(&pool, late).await, 0);
    }

    #[sqlx::test(migrations = "../migrations")]
    async fn the_facts_are_those_that_a_stream_can_have_and_the_same_each_time(pool: PgPool) {
        let people = People::invent().unwrap();
        let written = write(&pool, &people, SMALL).await.unwrap();
        let facts = log::read_after(&pool, 0, 1_000_000).await.unwrap();
        assert_eq!(facts.len() as i64, written.head);
        let mut streams = std::collections::HashMap::<EventId, (Event, i64)>::new();
        for recorded in &facts {
            let Fact::Event(id, fact) = &recorded.fact else {
                continue;
            };
            let (event, sequence) = streams.entry(*id).or_default();
            event.evolve(fact);
            *sequence += 1;
            assert_eq!(recorded.sequence, *sequence);
        }
        assert_eq!(streams.len(), written.events.len());

        let mut again = Market::open(&people.everybody(), SMALL).unwrap();
        let mut rows = Rows::default();
        while again.go_on(&mut rows).unwrap() {}
        assert_eq!(rows.len(), facts.len());
        assert_eq!(again.close(), (written.events, written.users));
    }
}
