//! Commands on a real PostgreSQL, with and without a real Redis.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "the test servers are named by the environment"
)]

use std::collections::HashSet;

use chrono::{Duration, Utc};
use futures_util::future::join_all;
use seatlog::command_bus::{CommandBus, CommandError, Executed, Outcome};
use seatlog::engine::{Engine, Limits};
use seatlog::event_store::Origin;
use seatlog::ownership::{LEASE_LIFE, Node, Ownership};
use seatlog_domain::event::{
    Canceller, Description, Details, EventCommand, EventName, Pass, Refusal, SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use seatlog_projections::bookings::{Booking, BookingStatus};
use seatlog_projections::log;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

const SEATS: usize = 20;

fn create() -> EventCommand {
    let seating = json!({"sections": [{"id": "ST", "name": "Stalls", "kind": "reserved",
        "price_minor": 4500, "rows": [{"label": "A", "seats": SEATS}]}]});
    let plan = SeatPlan::check(serde_json::from_value(seating).unwrap()).unwrap();
    let now = Utc::now();
    EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco").unwrap(),
            description: Description::default(),
            starts_at: now + Duration::days(1),
            ends_at: None,
            venue: Venue::new("Arena").unwrap(),
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: 10,
            waiting_room: None,
        }),
        currency: "EUR".parse().unwrap(),
        plan: Box::new(plan),
        draft: false,
        now,
    }
}

fn book(booking: Uuid, seat: usize) -> EventCommand {
    EventCommand::BookSeats {
        booking_id: BookingId::new(booking),
        user_id: UserId::new(Uuid::now_v7()),
        choice: SeatChoice::Named(vec![SeatName::new(&format!("ST-A-{seat}")).unwrap()]),
        pass: Pass::None,
        now: Utc::now(),
    }
}

fn origin(command_id: Uuid) -> Origin {
    Origin {
        actor_id: None,
        command_id,
        correlation_id: None,
        traceparent: None,
    }
}

/// The only node.
fn sole(pool: &PgPool) -> CommandBus {
    CommandBus::new(
        Engine::start(pool.clone(), Limits::default()),
        Ownership::Sole,
    )
}

/// One of several nodes, which cannot talk to each other.
fn among_others(pool: &PgPool, redis_url: &str) -> CommandBus {
    let node = Node::new(redis_url, None, LEASE_LIFE).unwrap();
    CommandBus::new(
        Engine::start(pool.clone(), Limits::default()),
        Ownership::Node(node),
    )
}

fn booking(executed: Executed) -> Booking {
    let Outcome::Booking(booking) = executed.outcome else {
        panic!("not a booking: {:?}", executed.outcome);
    };
    *booking
}

/// Four buyers for each seat, spread over the nodes: each seat is sold once, everyone else is told
/// that it is taken, and the log holds just what was answered.
async fn everyone_races_for_every_seat(pool: PgPool, nodes: Vec<CommandBus>) {
    let event = EventId::new(Uuid::now_v7());
    nodes[0]
        .execute(event, create(), &Origin::system())
        .await
        .unwrap();
    let before = log::head(&pool).await.unwrap();

    let attempts = (0..SEATS * 4).map(|n| {
        let (bus, id) = (nodes[n % nodes.len()].clone(), Uuid::now_v7());
        async move {
            bus.execute(event, book(id, n % SEATS + 1), &origin(id))
                .await
        }
    });
    let answers = join_all(attempts).await;

    let (booked, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    let refused: Vec<_> = refused.into_iter().filter_map(Result::err).collect();
    let taken =
        |error: &CommandError| matches!(error, CommandError::Refused(Refusal::SeatTaken { .. }));
    assert!(refused.iter().all(taken), "{refused:?}");
    let booked: Vec<_> = booked.into_iter().flatten().map(booking).collect();
    let seats: HashSet<_> = booked.iter().map(|it| it.seats[0].seat.clone()).collect();
    assert_eq!((booked.len(), seats.len()), (SEATS, SEATS));
    let positions: HashSet<_> = booked.iter().map(|it| it.position).collect();
    assert_eq!(positions, (before + 1..=before + SEATS as i64).collect());
    assert_eq!(log::head(&pool).await.unwrap(), before + SEATS as i64);
}

#[sqlx::test(migrations = "../migrations")]
async fn one_node_sells_each_seat_once(pool: PgPool) {
    let bus = sole(&pool);
    everyone_races_for_every_seat(pool, vec![bus]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn three_nodes_that_share_a_redis_sell_each_seat_once(pool: PgPool) {
    let url = std::env::var("TEST_REDIS_URL").expect("TEST_REDIS_URL names a Redis");
    let node = || among_others(&pool, &url);
    everyone_races_for_every_seat(pool.clone(), vec![node(), node(), node()]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn three_nodes_whose_redis_is_away_sell_each_seat_once(pool: PgPool) {
    // Nothing listens there: port 1 needs a privilege that no Redis has.
    let node = || among_others(&pool, "redis://127.0.0.1:1");
    everyone_races_for_every_seat(pool.clone(), vec![node(), node(), node()]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn three_nodes_that_own_nothing_sell_each_seat_once(pool: PgPool) {
    let node = || {
        CommandBus::new(
            Engine::start(pool.clone(), Limits::default()),
            Ownership::Guest,
        )
    };
    everyone_races_for_every_seat(pool.clone(), vec![node(), node(), node()]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn booking_again_under_the_same_id_finds_the_first_booking(pool: PgPool) {
    let bus = sole(&pool);
    let event = EventId::new(Uuid::now_v7());
    bus.execute(event, create(), &Origin::system())
        .await
        .unwrap();
    let id = Uuid::now_v7();
    let command = book(id, 1);
    let first = bus
        .execute(event, command.clone(), &origin(id))
        .await
        .unwrap();

    // Another node, as after a crash: it knows nothing but the log.
    let other = sole(&pool);
    let second = other.execute(event, command, &origin(id)).await.unwrap();
    assert_eq!(booking(first), booking(second));
    assert_eq!(log::head(&pool).await.unwrap(), 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_booking_keeps_the_position_of_the_fact_that_made_it(pool: PgPool) {
    let bus = sole(&pool);
    let event = EventId::new(Uuid::now_v7());
    bus.execute(event, create(), &Origin::system())
        .await
        .unwrap();
    let id = Uuid::now_v7();
    bus.execute(event, book(id, 1), &origin(id)).await.unwrap();
    let cancel = EventCommand::CancelBooking {
        booking_id: BookingId::new(id),
        by: Canceller::Admin,
        now: Utc::now(),
    };
    let cancelled = bus.execute(event, cancel, &Origin::system()).await.unwrap();
    assert_eq!(cancelled.position, Some(4));
    let booking = booking(cancelled);
    assert_eq!(
        (booking.position, booking.status),
        (3, BookingStatus::Cancelled)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_caller_who_hangs_up_leaves_a_whole_booking_or_none(pool: PgPool) {
    let bus = sole(&pool);
    let event = EventId::new(Uuid::now_v7());
    bus.execute(event, create(), &Origin::system())
        .await
        .unwrap();
    let id = Uuid::now_v7();
    {
        let origin = origin(id);
        let abandoned = Box::pin(bus.execute(event, book(id, 1), &origin));
        // Polled once, so that it has begun, and dropped.
        assert!(futures_util::poll!(abandoned).is_pending());
    }
    // The next command waits for the abandoned one, and sees what it did.
    let other = bus
        .execute(event, book(Uuid::now_v7(), 1), &Origin::system())
        .await;
    assert!(
        matches!(other, Err(CommandError::Refused(Refusal::SeatTaken { .. }))),
        "{other:?}"
    );
}
