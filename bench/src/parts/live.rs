//! (l) Seats as everybody sees them: the seat map that is read again and again, and 5,000 people
//! who watch one event live while seats are booked.

mod listeners;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use tokio::time::Instant;

use self::listeners::{Audience, Board};
use super::callers::{Asker, Wish};
use super::house::House;
use crate::bench::{Bench, Line};
use crate::caller::{Caller, Reply};
use crate::cpu::{Meter, resident_bytes};
use crate::figures::{Round, percentile};
use crate::load::{self, Plan};
use crate::node::Setup;
use crate::wire::{Connection, head};
use crate::world::wanted_seats;

/// Seats of the event; half of them are sold when the map is read.
const SEATS: usize = 50_000;
/// Connections that read the map.
const READERS: usize = 64;
const TIME: Duration = Duration::from_secs(4);
/// Seats of the event that is watched.
const WATCHED_SEATS: usize = 10_000;
/// People who watch.
const LISTENERS: usize = 5_000;
/// Bookings a second while they do, and for how long.
const PER_SEC: f64 = 200.0;
const WATCHED: Duration = Duration::from_secs(8);
/// How long the last change may take to reach everybody.
const PATIENCE: Duration = Duration::from_secs(20);

/// Measures both.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    for _ in 0..bench.rounds {
        let house = House::open(bench, Setup::Alone, "api,projections").await?;
        let event = house.event(bench, SEATS).await?;
        let crowd = house.crowd(bench, Wish::Book, (event, SEATS, 64)).await?;
        let sold = load::run(crowd, Plan::closed(SEATS / 2)).await?;
        read(
            bench,
            &house,
            event,
            sold.acknowledged().last().map_or(0, |it| it.position),
        )
        .await?;
        watch(bench, &house).await?;
        house.close(bench).await?;
    }
    Ok(())
}

/// Reads the seat map, plain and compressed.
async fn read(bench: &mut Bench, house: &House, event: EventId, position: i64) -> Result<()> {
    for (key, what, accepted) in [
        (
            "l/seats",
            "reading the seats of a half-sold house of 50,000",
            "",
        ),
        (
            "l/seats-gzip",
            "the same, compressed",
            "accept-encoding: gzip\r\n",
        ),
    ] {
        let path = format!("/events/{event}/seats");
        let request = head("GET", &path, &bench.ground.people.admin_token()?) + accepted;
        let mut first = Connection::open(house.node.address).await?;
        let caught_up = format!("{request}seatlog-min-position: {position}\r\n");
        let expected: Arc<[u8]> = first.ask(&caught_up).await?.expect(200)?.into();
        let mut readers = Vec::with_capacity(READERS);
        for _ in 0..READERS {
            readers.push(Reader {
                connection: Connection::open(house.node.address).await?,
                request: request.clone(),
                expected: expected.clone(),
            });
        }
        let plan = Plan::closed(usize::MAX).within(TIME);
        let line = Line::new(
            key,
            format!("{what}: {} bytes", expected.len()),
            "requests/s",
        );
        bench.measure(line, readers, plan, &house.server()).await?;
    }
    Ok(())
}

/// Reads a map that does not change, and says so if it does.
struct Reader {
    connection: Connection,
    request: String,
    expected: Arc<[u8]>,
}

impl Caller for Reader {
    async fn call(&mut self, _: usize) -> Result<Reply> {
        let answer = self.connection.ask(&self.request).await?;
        ensure!(answer.expect(200)? == &*self.expected, "the map changed");
        Ok(Reply::Done)
    }
}

/// Books seats while thousands watch, until everybody has heard of the last one.
async fn watch(bench: &mut Bench, house: &House) -> Result<()> {
    let event = house.event(bench, WATCHED_SEATS).await?;
    let before = resident_bytes(house.node.pid())?;
    let seats = wanted_seats(WATCHED_SEATS);
    let board = Arc::new(Board::new(seats.iter().map(SeatName::as_str)));
    let audience = Audience::gather(house.node.address, event, LISTENERS).await?;
    let each = (resident_bytes(house.node.pid())? - before) / LISTENERS as f64;
    let line = Line::new("l/listener", "memory of one who watches", "kB");
    bench.record(line, Round::of(each / 1e3));

    let crowd = house
        .crowd(bench, Wish::Book, (event, WATCHED_SEATS, 64))
        .await?;
    let buyer = |asker: Asker| Buyer {
        asker,
        board: board.clone(),
    };
    let buyers = crowd.into_iter().map(buyer).collect();
    let meter = Meter::start(&house.server())?;
    let load = load::run(buyers, Plan::open(PER_SEC, WATCHED)).await?;
    let last = load
        .acknowledged()
        .iter()
        .map(|it| it.position)
        .max()
        .unwrap_or(0);
    let heard = audience.all_have_heard(last, PATIENCE).await;
    let used: f64 = meter.used_us()?.iter().map(|(_, us)| us).sum();
    bench.check(
        "live seats",
        heard.is_ok(),
        format!("{LISTENERS} listeners: {heard:?}"),
    );
    let mut late_ms = audience.late_ms(&board);
    late_ms.sort_by(f64::total_cmp);
    let deliveries = (LISTENERS * load.answered()) as f64;
    let what = "share of a core for 5,000 who watch 200 bookings a second";
    let round = Round {
        p50_ms: percentile(&late_ms, 0.5),
        p99_ms: percentile(&late_ms, 0.99),
        cpu_us: [("server", used / deliveries)].into(),
        ..Round::of(used / 1e6 / load.elapsed.as_secs_f64())
    };
    bench.record(Line::new("l/live", what, "cores"), round);
    Ok(())
}

/// Books, and writes down when it asked for what.
struct Buyer {
    asker: Asker,
    board: Arc<Board>,
}

impl Caller for Buyer {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        self.board.asked(job, Instant::now());
        self.asker.call(job).await
    }
}
