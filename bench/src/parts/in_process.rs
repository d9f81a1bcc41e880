//! (e) Commands straight to the command bus, in this process: one event, each seat booked by
//! itself; and (g) the same over a hundred events. In turns with (b), the limit of the storage.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use seatlog::command_bus::{CommandBus, Outcome};
use seatlog::engine::{Engine, Limits};
use seatlog::event_store::Origin;
use seatlog::ownership::Ownership;
use seatlog_domain::ids::{EventId, UserId};
use seatlog_domain::seat::SeatName;
use sqlx::PgPool;
use uuid::Uuid;

use super::{Part, raw_inserts};
use crate::bench::{Bench, Line};
use crate::caller::{Acknowledged, Caller, Reply};
use crate::ground::Database;
use crate::load::Plan;
use crate::world::{book, create, origin, wanted_seats};

/// Seats of the one event.
pub(super) const SEATS: usize = 100_000;
/// How many commands wait for their answer at the same time.
const IN_FLIGHT: [usize; 3] = [64, 256, 1_024];
/// Events that are on sale at once in (g), and the seats of each.
const EVENTS: usize = 100;
const SEATS_EACH: usize = 1_000;
/// How long a round may last at most.
const TIME: Duration = Duration::from_secs(12);

/// Measures (b), (e) and (g), as far as they are wanted, in turns.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    let database = bench.ground.database().await?;
    raw_inserts::prepare(&database.pool).await?;
    let rows = raw_inserts::Rows::sold_stream(bench, SEATS)?;
    for _ in 0..bench.rounds {
        if bench.wants(Part::B) {
            raw_inserts::round(bench, &database, &rows).await?;
        }
        for in_flight in IN_FLIGHT {
            if bench.wants(Part::E) {
                let what = format!("in process, one event, {in_flight} commands in flight");
                let line = Line::new(format!("e/{in_flight}"), what, "bookings/s");
                sell(bench, &database, line, (in_flight, 1, SEATS)).await?;
            }
            if bench.wants(Part::G) && in_flight > 64 {
                let what = format!("in process, {EVENTS} events, {in_flight} in flight in all");
                let line = Line::new(format!("g/{in_flight}"), what, "bookings/s");
                sell(bench, &database, line, (in_flight, EVENTS, SEATS_EACH)).await?;
            }
        }
    }
    bench.ground.drop(database).await
}

/// Sells out new events, and checks the log.
pub(super) async fn sell(
    bench: &mut Bench,
    database: &Database,
    line: Line,
    (in_flight, events, seats_each): (usize, usize, usize),
) -> Result<()> {
    let bus = bus(&database.pool);
    let seats = wanted_seats(seats_each);
    let mut ids = Vec::with_capacity(events);
    for _ in 0..events {
        let id = EventId::new(Uuid::now_v7());
        bus.execute(id, create(seats_each)?, &Origin::system())
            .await?;
        ids.push(id);
    }
    let ids: Arc<[EventId]> = ids.into();
    let caller = |_| BusCaller {
        bus: bus.clone(),
        events: ids.clone(),
        seats: seats.clone(),
        buyers: bench.ground.people.buyers.clone(),
    };
    let callers = (0..in_flight).map(caller).collect();
    let name = line.key.clone();
    let plan = Plan::closed(events * seats_each).within(TIME);
    let load = bench.measure(line, callers, plan, &[]).await?;
    bus.stop().await;
    bench.verify(&name, database, &ids, &[&load]).await
}

/// The bus of a node that is alone.
pub(super) fn bus(pool: &PgPool) -> CommandBus {
    let engine = Engine::start(pool.clone(), Limits::default());
    CommandBus::new(engine, Ownership::Sole)
}

/// Books one seat after the other through the bus; the next event with each.
struct BusCaller {
    bus: CommandBus,
    events: Arc<[EventId]>,
    seats: Arc<[SeatName]>,
    buyers: Arc<[UserId]>,
}

impl Caller for BusCaller {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let event = self.events[job % self.events.len()];
        let seat = &self.seats[job / self.events.len()];
        let buyer = self.buyers[job % self.buyers.len()];
        let id = Uuid::now_v7();
        let origin = origin(id, Some(buyer));
        let executed = self
            .bus
            .execute(event, book(id, buyer, seat), &origin)
            .await?;
        let Outcome::Booking(booking) = executed.outcome else {
            bail!("no booking: {:?}", executed.outcome);
        };
        ensure!(
            booking.id.uuid() == id && booking.user_id == buyer,
            "another's: {booking:?}"
        );
        let [booked] = booking.seats.as_slice() else {
            bail!("not one seat: {booking:?}");
        };
        ensure!(booked.seat == *seat, "another seat: {booking:?}");
        ensure!(
            executed.position == Some(booking.position),
            "another position: {booking:?}"
        );
        Ok(Reply::Booked(Acknowledged {
            booking: id,
            seat: seat.as_str().to_owned(),
            position: booking.position,
        }))
    }
}
