//! A waiting room: 100,000 come before sales open, all at once; their order is drawn; everybody asks
//! how far the queue is, and others come behind them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{TimeDelta, Utc};
use seatlog_domain::account::Role;
use seatlog_domain::ids::{EventId, UserId};
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::house::House;
use crate::bench::{Bench, Line};
use crate::caller::{Caller, Reply};
use crate::load::{Load, Plan};
use crate::node::Setup;
use crate::wire::{Connection, head};
use crate::world::{enter_accounts, seating, strangers};

/// Who come before sales open, and who come later.
const EARLY: usize = 100_000;
const LATE: usize = 20_000;
const CONNECTIONS: usize = 256;
/// How long a round of asking lasts.
const TIME: Duration = Duration::from_secs(4);
const SEATS: usize = 1_000;

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let house = House::open(bench, Setup::Alone, "api").await?;
    let strangers = strangers(EARLY + LATE);
    enter_accounts(&house.database.pool, &strangers).await?;
    for _ in 0..bench.rounds {
        fill(bench, &house, &strangers).await?;
    }
    house.close(bench).await
}

async fn fill(bench: &mut Bench, house: &House, strangers: &[(UserId, Role)]) -> Result<()> {
    // Anew in each round: a token is good for a quarter of an hour.
    let tokens = bench.ground.people.tokens_of(strangers)?;
    let (early, late) = tokens.split_at(EARLY);
    let admin = bench.ground.people.admin_token()?;
    let mut organiser = Connection::open(house.node.address).await?;
    let event = announce(&mut organiser, &admin).await?;
    let address = house.node.address;

    let what = "coming to a waiting room before sales open";
    let line = Line::new("rooms/join", what, "places/s");
    let everybody = Plan::closed(EARLY);
    let crowd = Comer::crowd(address, heads("POST", event, early), |queue| {
        queue.place.is_none()
    });
    measure(bench, house, line, (crowd.await?, everybody)).await?;

    let body = json!({"sales_open_at": null}).to_string();
    let open = head("PATCH", &format!("/events/{event}"), &admin);
    organiser.post(&open, body.as_bytes()).await?.expect(200)?;

    let numbered = |queue: &Queue<'_>| queue.place.is_some();
    let what = "the order of 100,000 drawn, while who asks first waits";
    let line = Line::new("rooms/draw", what, "draws/s");
    let first = Comer::new(organiser, heads("GET", event, early), numbered);
    measure(bench, house, line, (vec![first], Plan::closed(1))).await?;

    let what = "asking for one's own place, 100,000 waiting";
    let line = Line::new("rooms/ask", what, "answers/s");
    let crowd = Comer::crowd(address, heads("GET", event, early), numbered).await?;
    let plan = Plan::closed(usize::MAX).within(TIME);
    measure(bench, house, line, (crowd, plan)).await?;

    let what = "coming to a waiting room after the draw";
    let line = Line::new("rooms/join-late", what, "places/s");
    let crowd = Comer::crowd(address, heads("POST", event, late), numbered).await?;
    measure(bench, house, line, (crowd, Plan::closed(LATE))).await?;

    let (held, said) = look_at_places(&house.database.pool, event).await?;
    bench.check("rooms", held, said);
    Ok(())
}

async fn measure(
    bench: &mut Bench,
    house: &House,
    line: Line,
    (crowd, plan): (Vec<Comer>, Plan),
) -> Result<Load> {
    bench.measure(line, crowd, plan, &house.server()).await
}

/// Announces an event whose sales open later and let in one buyer a minute.
async fn announce(connection: &mut Connection, admin_token: &str) -> Result<EventId> {
    let body = json!({
        "name": "Nabucco", "description": "An opera in four acts.",
        "starts_at": Utc::now() + TimeDelta::days(30), "venue": "Arena di Verona",
        "currency": "EUR", "sales_open_at": Utc::now() + TimeDelta::days(1),
        "waiting_room": {"admit_per_minute": 1}, "seating": seating(SEATS),
    });
    let head = head("POST", "/events", admin_token);
    let answer = connection.post(&head, body.to_string().as_bytes()).await?;
    let created: Value = serde_json::from_slice(answer.expect(201)?)?;
    let id = created["id"].as_str().context("an event without an id")?;
    Ok(id.parse()?)
}

/// Whether all who came have a number, and no number is given twice or left out.
async fn look_at_places(pool: &PgPool, event: EventId) -> Result<(bool, String)> {
    let sql = "SELECT count(*), count(DISTINCT place), coalesce(max(place), 0)
               FROM waiting_places WHERE event_id = $1";
    let (came, places, last): (i64, i64, i64) = sqlx::query_as(sql)
        .bind(event.uuid())
        .fetch_one(pool)
        .await?;
    let held = [came, places, last] == [(EARLY + LATE) as i64; 3];
    let said = format!("{came} people, {places} different places, the last one is {last}");
    Ok((held, said))
}

/// The first lines of the requests of all these people.
fn heads(method: &str, event: EventId, tokens: &[String]) -> Arc<[String]> {
    let path = format!("/events/{event}/queue");
    tokens.iter().map(|it| head(method, &path, it)).collect()
}

/// What is looked at in an answer.
#[derive(Deserialize)]
struct Queue<'a> {
    state: &'a str,
    place: Option<u64>,
}

/// A connection on which one after the other comes, or asks.
struct Comer {
    connection: Connection,
    heads: Arc<[String]>,
    right: fn(&Queue<'_>) -> bool,
}

impl Comer {
    fn new(connection: Connection, heads: Arc<[String]>, right: fn(&Queue<'_>) -> bool) -> Self {
        Self {
            connection,
            heads,
            right,
        }
    }

    async fn crowd(
        node: SocketAddr,
        heads: Arc<[String]>,
        right: fn(&Queue<'_>) -> bool,
    ) -> Result<Vec<Self>> {
        let mut crowd = Vec::with_capacity(CONNECTIONS);
        for _ in 0..CONNECTIONS {
            let connection = Connection::open(node).await?;
            crowd.push(Self::new(connection, Arc::clone(&heads), right));
        }
        Ok(crowd)
    }
}

impl Caller for Comer {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let head = &self.heads[job % self.heads.len()];
        let answer = match head.starts_with("GET") {
            true => self.connection.ask(head).await?,
            false => self.connection.post(head, b"{}").await?,
        };
        let body = answer.expect(200)?;
        let queue: Queue<'_> = serde_json::from_slice(body)?;
        let waits = matches!(queue.state, "waiting" | "admitted");
        ensure!(
            waits && (self.right)(&queue),
            "{}",
            String::from_utf8_lossy(body)
        );
        Ok(Reply::Done)
    }
}
