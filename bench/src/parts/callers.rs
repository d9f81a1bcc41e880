//! Buyers on connections of their own. Each request comes from another buyer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use serde::Deserialize;
use tokio::time::sleep;
use uuid::Uuid;

use crate::caller::{Acknowledged, Caller, Reply};
use crate::wire::{Connection, head};
use crate::world::People;

/// How long somebody waits who was not answered, before asking for something else.
const PAUSE: Duration = Duration::from_millis(20);

/// What buyers want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    /// To know whether the request would be understood.
    Check,
    /// To book a seat that is free.
    Book,
    /// The same, with an `Idempotency-Key`.
    BookWithKey,
    /// To hold a seat that is free, and then to book it.
    HoldThenBook,
    /// To book a seat that is gone.
    TakenSeat,
    /// The same, with an `Idempotency-Key`: the refusal is kept.
    TakenSeatWithKey,
}

/// What all connections of a load have in common.
pub(super) struct Crowd {
    wish: Wish,
    /// The first lines of a request of each buyer.
    heads: Arc<[String]>,
    hold_heads: Arc<[String]>,
    seats: Arc<[SeatName]>,
}

impl Crowd {
    /// Buyers who want seats of an event.
    pub(super) fn new(
        people: &People,
        wish: Wish,
        event: EventId,
        seats: Arc<[SeatName]>,
    ) -> Result<Self> {
        let tokens = people.tokens()?;
        let to = |path: &str| {
            tokens
                .iter()
                .map(|token| head("POST", path, token))
                .collect()
        };
        let bookings = format!("/events/{event}/bookings");
        let heads = match wish == Wish::Check {
            true => to("/bookings/check"),
            false => to(&bookings),
        };
        let hold_heads = match wish == Wish::HoldThenBook {
            true => to(&format!("/events/{event}/holds")),
            false => Arc::default(),
        };
        Ok(Self {
            wish,
            heads,
            hold_heads,
            seats,
        })
    }

    /// So many of them, connected to a node.
    pub(super) async fn connect(&self, node: SocketAddr, connections: usize) -> Result<Vec<Asker>> {
        let mut askers = Vec::with_capacity(connections);
        for _ in 0..connections {
            askers.push(Asker {
                connection: Connection::open(node).await?,
                wish: self.wish,
                heads: self.heads.clone(),
                hold_heads: self.hold_heads.clone(),
                seats: self.seats.clone(),
            });
        }
        Ok(askers)
    }
}

/// One connection.
pub(super) struct Asker {
    connection: Connection,
    wish: Wish,
    heads: Arc<[String]>,
    hold_heads: Arc<[String]>,
    seats: Arc<[SeatName]>,
}

impl Asker {
    /// Wants only the seats from one of them on.
    pub(super) fn wanting_from(mut self, first: usize) -> Self {
        self.seats = self.seats[first..].into();
        self
    }
}

impl Caller for Asker {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let buyer = job % self.heads.len();
        let seat = self.seats[job % self.seats.len()].as_str();
        let mut body = format!(r#"{{"seats":["{seat}"]}}"#);
        if self.wish == Wish::HoldThenBook {
            let head = &self.hold_heads[buyer];
            let answer = self.connection.post(head, body.as_bytes()).await?;
            let hold = held(answer.expect(201)?, seat)?;
            body = format!(r#"{{"hold_id":"{hold}"}}"#);
        }
        let mut head = &self.heads[buyer];
        let keyed;
        if matches!(self.wish, Wish::BookWithKey | Wish::TakenSeatWithKey) {
            keyed = format!("{head}idempotency-key: {}\r\n", Uuid::now_v7());
            head = &keyed;
        }
        let answer = self.connection.post(head, body.as_bytes()).await?;
        match self.wish {
            Wish::Check => {
                let said = answer.expect(200)?;
                ensure!(
                    said == br#"{"seats":1}"#,
                    "{}",
                    String::from_utf8_lossy(said)
                );
                Ok(Reply::Done)
            }
            Wish::Book | Wish::BookWithKey | Wish::HoldThenBook => {
                booked(answer.expect(201)?, seat).map(Reply::Booked)
            }
            Wish::TakenSeat | Wish::TakenSeatWithKey => {
                let problem: Problem<'_> = serde_json::from_slice(answer.expect(409)?)?;
                ensure!(
                    problem.r#type == "/problems/seat-taken",
                    "{}",
                    problem.r#type
                );
                Ok(Reply::Done)
            }
        }
    }
}

/// One who goes on when the node is killed or says that it is busy. What is answered otherwise is
/// checked all the same.
pub(super) struct Stubborn(pub(super) Asker);

impl Caller for Stubborn {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let asker = &mut self.0;
        let seat = asker.seats[job % asker.seats.len()].as_str();
        let body = format!(r#"{{"seats":["{seat}"]}}"#);
        let head = &asker.heads[job % asker.heads.len()];
        match asker.connection.post(head, body.as_bytes()).await {
            Ok(answer) if answer.status != 503 => {
                booked(answer.expect(201)?, seat).map(Reply::Booked)
            }
            Ok(_) | Err(_) => {
                sleep(PAUSE).await;
                Ok(Reply::Failed)
            }
        }
    }
}

#[derive(Deserialize)]
struct Booking<'a> {
    id: Uuid,
    status: &'a str,
    #[serde(borrow)]
    seats: Vec<Seat<'a>>,
    position: i64,
}

#[derive(Deserialize)]
struct Hold<'a> {
    id: Uuid,
    #[serde(borrow)]
    seats: Vec<Seat<'a>>,
}

#[derive(Deserialize)]
struct Seat<'a> {
    seat: &'a str,
}

#[derive(Deserialize)]
struct Problem<'a> {
    r#type: &'a str,
}

/// The booking in an answer, if it is of this one seat.
fn booked(body: &[u8], seat: &str) -> Result<Acknowledged> {
    let booking: Booking<'_> = serde_json::from_slice(body)?;
    let right = booking.status == "confirmed" && is_just(seat, &booking.seats);
    ensure!(
        right,
        "not a booking of {seat}: {}",
        String::from_utf8_lossy(body)
    );
    Ok(Acknowledged {
        booking: booking.id,
        seat: seat.to_owned(),
        position: booking.position,
    })
}

/// The hold in an answer, if it is of this one seat.
fn held(body: &[u8], seat: &str) -> Result<Uuid> {
    let hold: Hold<'_> = serde_json::from_slice(body)?;
    ensure!(
        is_just(seat, &hold.seats),
        "not a hold of {seat}: {}",
        String::from_utf8_lossy(body)
    );
    Ok(hold.id)
}

fn is_just(seat: &str, seats: &[Seat<'_>]) -> bool {
    matches!(seats, [only] if only.seat == seat)
}

#[cfg(test)]
mod tests;
