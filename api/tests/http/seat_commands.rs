//! What tests of the seats let happen to them, without an account or a call for each.

use chrono::{TimeDelta, Utc};
use seatlog::event_store::{Origin, append_in};
use seatlog_domain::event::{EventCommand, EventFact, HoldLife, Pass, SeatChoice};
use seatlog_domain::ids::{EventId, HoldId};
use seatlog_domain::seat::SeatName;
use serde_json::json;
use uuid::Uuid;

use crate::harness::House;

fn names(seats: &[&str]) -> Vec<SeatName> {
    seats
        .iter()
        .map(|seat| SeatName::new(seat).unwrap())
        .collect()
}

impl House {
    /// Gives a command about an event; the position of its last fact.
    pub(crate) async fn command(&self, event: &str, command: EventCommand) -> i64 {
        let (event, origin) = (event.parse().unwrap(), Origin::system());
        let done = self.state.bus.execute(event, command, &origin).await;
        done.unwrap().position.unwrap()
    }

    /// Holds seats for somebody; the hold's id, and the position.
    pub(crate) async fn held(&self, event: &str, seats: &[&str], ttl_secs: u32) -> (HoldId, i64) {
        let hold_id = HoldId::new(Uuid::now_v7());
        let hold = EventCommand::HoldSeats {
            hold_id,
            user_id: self.ada.id,
            choice: SeatChoice::Named(names(seats)),
            pass: Pass::None,
            life: HoldLife {
                ttl_secs,
                max_secs: 3_600,
            },
            now: Utc::now(),
        };
        (hold_id, self.command(event, hold).await)
    }

    /// Writes down that a seat is held, past the engine: as if the node that would record the
    /// hold's end had died. Returns the position.
    pub(crate) async fn held_elsewhere(&self, event: &str, seat: &str, until: TimeDelta) -> i64 {
        let (event, now) = (event.parse::<EventId>().unwrap().uuid(), Utc::now());
        let held = json!({"SeatsHeld": {
            "hold_id": Uuid::now_v7(), "user_id": self.bob.id, "total_minor": 1, "currency": "EUR",
            "seats": [{"seat": seat, "price_minor": 1}],
            "held_at": now, "expires_at": now + until,
        }});
        let held: EventFact = serde_json::from_value(held).unwrap();
        let sql = "SELECT max(sequence) FROM events WHERE aggregate_id = $1";
        let last = sqlx::query_scalar(sql).bind(event.to_string());
        let last: i64 = last.fetch_one(&self.pool).await.unwrap();
        let stream = ("event", event);
        let appended = append_in(&self.pool, stream, last, &[held], &Origin::system()).await;
        appended.unwrap()[0]
    }

    pub(crate) async fn blocked(&self, event: &str, seats: &[&str]) -> i64 {
        let block = EventCommand::BlockSeats {
            seats: names(seats),
            now: Utc::now(),
        };
        self.command(event, block).await
    }
}
