//! Nodes under test, all in this process.

use std::time::Duration;

use async_nats::Client;
use chrono::{TimeDelta, Utc};
use seatlog::accounts::secrets::Secrets;
use seatlog::command_bus::{CommandBus, CommandError, Executed, Outcome};
use seatlog::engine::{Engine, Limits};
use seatlog::event_store::Origin;
use seatlog::ownership::seal::Sealer;
use seatlog::ownership::{Node, Ownership};
use seatlog_domain::event::{
    Description, Details, EventCommand, EventName, Pass, SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use seatlog_projections::bookings::Booking;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Long enough that nothing ends by itself on a busy machine.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// What the nodes of these tests know each other by.
pub(crate) fn sealer() -> Sealer {
    let secret = "a secret that the nodes share, long enough".to_owned();
    Sealer::new(&Secrets::new(vec![secret]).unwrap())
}

/// A node that works.
pub(crate) struct TestNode {
    pub(crate) bus: CommandBus,
    leave: CancellationToken,
    stop: CancellationToken,
    kept: JoinHandle<()>,
}

impl TestNode {
    /// A node that others can reach, if there is a NATS.
    pub(crate) async fn start(
        pool: &PgPool,
        redis: &str,
        nats: Option<&str>,
        lease_life: Duration,
    ) -> Self {
        let client = match nats {
            Some(url) => Some((connect(url).await, sealer())),
            None => None,
        };
        let node = Node::new(redis, client, lease_life).unwrap();
        let bus = CommandBus::new(
            Engine::start(pool.clone(), Limits::default()),
            Ownership::Node(node.clone()),
        );
        let (leave, stop) = (CancellationToken::new(), CancellationToken::new());
        let (kept, leaving, stopping) = (bus.clone(), leave.clone(), stop.clone());
        let kept = tokio::spawn(async move { kept.keep_up(leaving, stopping).await });
        node.listening().await;
        Self {
            bus,
            leave,
            stop,
            kept,
        }
    }

    /// Two nodes that know of each other.
    pub(crate) async fn two(pool: &PgPool, redis: &str, nats: &str, life: Duration) -> [Self; 2] {
        let start = || Self::start(pool, redis, Some(nats), life);
        [start().await, start().await]
    }

    /// Gives back what it owns; it still answers.
    pub(crate) fn leave(&self) {
        self.leave.cancel();
    }

    /// As at the end of the program.
    pub(crate) async fn stop(self) {
        self.leave.cancel();
        self.stop.cancel();
        self.kept.await.unwrap();
    }

    /// A command that nobody has given before.
    pub(crate) async fn execute(
        &self,
        event: EventId,
        command: EventCommand,
    ) -> Result<Executed, CommandError> {
        self.bus.execute(event, command, &Origin::system()).await
    }

    pub(crate) async fn book(&self, event: EventId, seat: usize) -> Result<Executed, CommandError> {
        let id = Uuid::now_v7();
        self.bus.execute(event, book(id, seat), &origin(id)).await
    }
}

pub(crate) async fn connect(url: &str) -> Client {
    async_nats::connect(url).await.unwrap()
}

pub(crate) fn test_redis() -> String {
    std::env::var("TEST_REDIS_URL").expect("TEST_REDIS_URL names a Redis")
}

pub(crate) fn test_nats() -> String {
    std::env::var("TEST_NATS_URL").expect("TEST_NATS_URL names a NATS")
}

/// Who writes to the log beside the nodes.
pub(crate) fn guest(pool: &PgPool) -> CommandBus {
    CommandBus::new(
        Engine::start(pool.clone(), Limits::default()),
        Ownership::Guest,
    )
}

/// An event that nobody owns, with one row of so many seats, named `ST-A-1` and so on.
pub(crate) async fn create(pool: &PgPool, seats: usize) -> EventId {
    let event = EventId::new(Uuid::now_v7());
    let created = guest(pool)
        .execute(event, creation(seats), &Origin::system())
        .await;
    created.unwrap();
    event
}

fn creation(seats: usize) -> EventCommand {
    let now = Utc::now();
    EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco").unwrap(),
            description: Description::default(),
            starts_at: now + TimeDelta::days(30),
            ends_at: None,
            venue: Venue::new("Arena").unwrap(),
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: 10,
            waiting_room: None,
        }),
        currency: "EUR".parse().unwrap(),
        plan: Box::new(plan(json!(seats))),
        draft: false,
        now,
    }
}

/// One row with so many seats, or with seats of these names.
pub(crate) fn plan(seats: Value) -> SeatPlan {
    let rows = json!([{"label": "A", "seats": seats}]);
    let sections = json!([{"id": "ST", "name": "Stalls", "kind": "reserved",
        "price_minor": 4500, "rows": rows}]);
    let seating = serde_json::from_value(json!({"sections": sections}));
    SeatPlan::check(seating.unwrap()).unwrap()
}

pub(crate) fn book(booking: Uuid, seat: usize) -> EventCommand {
    EventCommand::BookSeats {
        booking_id: BookingId::new(booking),
        user_id: UserId::new(Uuid::now_v7()),
        choice: SeatChoice::Named(vec![SeatName::new(&format!("ST-A-{seat}")).unwrap()]),
        pass: Pass::None,
        now: Utc::now(),
    }
}

pub(crate) fn origin(command_id: Uuid) -> Origin {
    Origin {
        actor_id: None,
        command_id,
        correlation_id: None,
        traceparent: None,
    }
}

#[track_caller]
pub(crate) fn booking(executed: Executed) -> Booking {
    let Outcome::Booking(booking) = executed.outcome else {
        panic!("not a booking: {:?}", executed.outcome);
    };
    *booking
}
