//! Commands at a node that does not own their event. Where it matters who decided, the node has no
//! way to the log.

use chrono::{TimeDelta, Utc};
use futures_util::future::join_all;
use seatlog::command_bus::{CommandError, Outcome};
use seatlog_domain::event::{
    Canceller, EventChange, EventCommand, HoldLife, Pass, Reason, Refusal, SeatChoice,
};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_domain::seat::SeatName;
use seatlog_projections::bookings::BookingStatus;
use seatlog_projections::catalogue::EventStatus;
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::nats::NatsServer;
use crate::nodes::{LONG, TestNode, book, booking, create, origin, plan, test_nats, test_redis};
use crate::sale::bookings_in_log;

/// An event of so many seats whose first one was booked at its owner, and a node without a way to
/// the log.
async fn owner_and_helpless(pool: &PgPool, seats: usize) -> (TestNode, EventId, TestNode) {
    let start =
        |pool| async move { TestNode::start(&pool, &test_redis(), Some(&test_nats()), LONG).await };
    let owner = start(pool.clone()).await;
    let event = create(pool, seats).await;
    owner.book(event, 1).await.unwrap();

    let closed = PgPool::connect_lazy_with((*pool.connect_options()).clone());
    closed.close().await;
    (owner, event, start(closed).await)
}

#[sqlx::test(migrations = "../migrations")]
async fn commands_are_executed_by_the_owner_and_its_answers_come_back(pool: PgPool) {
    let (_owner, event, helpless) = owner_and_helpless(&pool, 300).await;
    let booked = join_all((2..=300).map(|seat| helpless.book(event, seat))).await;
    let recorded = bookings_in_log(&pool, event).await;
    for (booked, seat) in booked.into_iter().zip(2..) {
        let booked = booking(booked.unwrap());
        assert_eq!(booked.seats[0].seat.to_string(), format!("ST-A-{seat}"));
        assert_eq!(recorded[&booked.id].0, booked.position);
    }
    let refused = helpless.book(event, 1).await.unwrap_err();
    assert!(
        matches!(&refused, CommandError::Refused(Refusal::SeatTaken { seats }) if seats.len() == 1),
        "{refused:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn whatever_a_command_leads_to_comes_back(pool: PgPool) {
    let (_owner, event, helpless) = owner_and_helpless(&pool, 9).await;
    let (hold_id, user_id) = (HoldId::new(Uuid::now_v7()), UserId::new(Uuid::now_v7()));
    let seat = |n| SeatName::new(&format!("ST-A-{n}")).unwrap();
    let (now, booking_id) = (Utc::now(), BookingId::new(Uuid::now_v7()));
    let life = HoldLife {
        ttl_secs: 60,
        max_secs: 120,
    };
    let by = Canceller::Buyer(user_id);
    let choice = SeatChoice::Named(vec![seat(3), seat(4)]);
    let hold = EventCommand::HoldSeats {
        hold_id,
        user_id,
        choice,
        pass: Pass::None,
        life,
        now,
    };
    let book = EventCommand::BookHold {
        booking_id,
        user_id,
        hold_id,
        now,
    };
    let cancel = EventCommand::CancelBooking {
        booking_id,
        by,
        now,
    };
    let seats = vec![seat(9)];
    let block = EventCommand::BlockSeats { seats, now };
    let cancel_event = EventCommand::CancelEvent {
        reason: Reason::new("rain").unwrap(),
        now,
    };
    let delete = EventCommand::DeleteEvent { now };

    let mut told = vec![];
    for command in [hold, book, cancel, block, cancel_event, delete] {
        told.push(helpless.execute(event, command).await.unwrap().outcome);
    }
    match &told[..] {
        [
            Outcome::Hold(held),
            Outcome::Booking(booked),
            Outcome::Booking(cancelled),
            Outcome::Blocked(blocked),
            Outcome::Event(called_off),
            Outcome::Deleted,
        ] => {
            assert_eq!((held.id, held.seats.len()), (hold_id, 2));
            assert_eq!((booked.id, booked.seats.len()), (booking_id, 2));
            assert_eq!(cancelled.status, BookingStatus::Cancelled);
            assert_eq!(*blocked, [seat(9)]);
            assert_eq!(called_off.status, EventStatus::Cancelled);
        }
        other => panic!("{other:?}"),
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_plan_that_is_larger_than_a_message_travels_both_ways(pool: PgPool) {
    let owner = TestNode::start(&pool, &test_redis(), Some(&test_nats()), LONG).await;
    let event = create(&pool, 1).await;
    let publish = EventCommand::PublishEvent { now: Utc::now() };
    owner.execute(event, publish).await.unwrap();
    let closed = PgPool::connect_lazy_with((*pool.connect_options()).clone());
    closed.close().await;
    let helpless = TestNode::start(&closed, &test_redis(), Some(&test_nats()), LONG).await;

    let labels: Vec<_> = (0..100_000).map(|n| format!("LEFTSIDE{n}")).collect();
    let large = plan(json!(labels));
    let change = EventChange {
        plan: Some(large.clone()),
        ..EventChange::default()
    };
    let command = EventCommand::UpdateEvent {
        change: Box::new(change),
        now: Utc::now(),
    };
    assert!(serde_json::to_vec(&command).unwrap().len() > 1024 * 1024);
    let Outcome::Event(updated) = helpless.execute(event, command).await.unwrap().outcome else {
        panic!("not an event");
    };
    assert!(updated.seating == *large.seating());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_clock_of_the_owner_decides(pool: PgPool) {
    let (owner, event, helpless) = owner_and_helpless(&pool, 3).await;
    let change = EventChange {
        sales_close_at: Some(Some(Utc::now() + TimeDelta::hours(1))),
        ..EventChange::default()
    };
    let command = EventCommand::UpdateEvent {
        change: Box::new(change),
        now: Utc::now(),
    };
    owner.execute(event, command).await.unwrap();

    // A node whose clock is two hours ahead.
    let id = Uuid::now_v7();
    let ahead = || book(id, 2).at(Utc::now() + TimeDelta::hours(2));
    let at_owner = owner.bus.execute(event, ahead(), &origin(id)).await;
    assert_eq!(at_owner, Err(Refusal::SalesClosed.into()));
    let forwarded = helpless.bus.execute(event, ahead(), &origin(id)).await;
    let booked_at = booking(forwarded.unwrap()).booked_at;
    assert!(booked_at <= Utc::now(), "{booked_at}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_caller_who_hangs_up_leaves_a_whole_booking_or_none(pool: PgPool) {
    let (_owner, event, helpless) = owner_and_helpless(&pool, 2).await;
    let (id, command) = (Uuid::now_v7(), book(Uuid::now_v7(), 2));
    let origin = origin(id);
    {
        let abandoned = helpless.bus.execute(event, command.clone(), &origin);
        let abandoned = Box::pin(abandoned);
        // Polled once, so that it has begun, and dropped.
        assert!(futures_util::poll!(abandoned).is_pending());
    }
    // Whoever asks again under the same id finds the booking or makes it, once.
    let again = helpless.bus.execute(event, command, &origin).await;
    let again = booking(again.unwrap());
    let recorded = bookings_in_log(&pool, event).await;
    assert_eq!(recorded[&again.id].0, again.position);
    assert_eq!(recorded.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_nats_every_node_decides_on_the_log(pool: PgPool) {
    let nats = NatsServer::start().await;
    let [one, other] = TestNode::two(&pool, &test_redis(), &nats.url(), LONG).await;
    let event = create(&pool, 20).await;
    one.book(event, 1).await.unwrap();
    other.book(event, 2).await.unwrap();
    drop(nats);
    for seat in (3..20).step_by(2) {
        let (a, b) = tokio::join!(one.book(event, seat), other.book(event, seat + 1));
        assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
        let taken = one.book(event, seat + 1).await;
        assert!(
            matches!(taken, Err(CommandError::Refused(Refusal::SeatTaken { .. }))),
            "{taken:?}"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_owner_that_leaves_has_its_commands_executed_by_the_next_one(pool: PgPool) {
    let (owner, event, _) = owner_and_helpless(&pool, 3).await;
    let next = TestNode::start(&pool, &test_redis(), Some(&test_nats()), LONG).await;
    next.book(event, 2).await.unwrap();
    owner.leave();
    let taken = next.book(event, 1).await;
    assert_eq!(owner.book(event, 1).await, taken);
    booking(owner.book(event, 3).await.unwrap());
}
