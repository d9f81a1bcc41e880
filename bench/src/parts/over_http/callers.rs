//! Buyers on connections of their own. Each request comes from another buyer.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Result, ensure};
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use serde::Deserialize;
use uuid::Uuid;

use crate::caller::{Acknowledged, Caller, Reply};
use crate::wire::{Connection, head};
use crate::world::{People, wanted_seats};

/// What buyers want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parts) enum Wish {
    /// To know whether the request would be understood.
    Check,
    /// To book a seat that is free.
    Book,
    /// To book a seat that is gone.
    TakenSeat,
}

/// What all connections of a load have in common.
pub(in crate::parts) struct Crowd {
    wish: Wish,
    /// The first lines of a request of each buyer.
    heads: Arc<[String]>,
    seats: Arc<[SeatName]>,
}

impl Crowd {
    /// Buyers who want the seats of an event.
    pub(in crate::parts) fn new(
        people: &People,
        wish: Wish,
        event: EventId,
        seats: usize,
    ) -> Result<Self> {
        let path = match wish {
            Wish::Check => "/bookings/check".to_owned(),
            Wish::Book | Wish::TakenSeat => format!("/events/{event}/bookings"),
        };
        let tokens = people.tokens()?;
        let heads = tokens.iter().map(|token| head("POST", &path, token));
        Ok(Self {
            wish,
            heads: heads.collect(),
            seats: wanted_seats(seats),
        })
    }

    /// So many of them, connected.
    pub(in crate::parts) async fn connect(
        &self,
        node: SocketAddr,
        connections: usize,
    ) -> Result<Vec<Asker>> {
        let mut askers = Vec::with_capacity(connections);
        for _ in 0..connections {
            askers.push(Asker {
                connection: Connection::open(node).await?,
                wish: self.wish,
                heads: self.heads.clone(),
                seats: self.seats.clone(),
            });
        }
        Ok(askers)
    }
}

/// One connection.
pub(in crate::parts) struct Asker {
    connection: Connection,
    wish: Wish,
    heads: Arc<[String]>,
    seats: Arc<[SeatName]>,
}

#[derive(Deserialize)]
struct Booking<'a> {
    id: Uuid,
    status: &'a str,
    #[serde(borrow)]
    seats: Vec<BookedSeat<'a>>,
    position: i64,
}

#[derive(Deserialize)]
struct BookedSeat<'a> {
    seat: &'a str,
}

#[derive(Deserialize)]
struct Problem<'a> {
    r#type: &'a str,
}

impl Caller for Asker {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let head = &self.heads[job % self.heads.len()];
        let seat = self.seats[job % self.seats.len()].as_str();
        let body = format!(r#"{{"seats":["{seat}"]}}"#);
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
            Wish::Book => booked(answer.expect(201)?, seat).map(Reply::Booked),
            Wish::TakenSeat => {
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

/// The booking in an answer, if it is of this one seat.
pub(in crate::parts) fn booked(body: &[u8], seat: &str) -> Result<Acknowledged> {
    let booking: Booking<'_> = serde_json::from_slice(body)?;
    let right = booking.status == "confirmed"
        && matches!(booking.seats.as_slice(), [booked] if booked.seat == seat);
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
