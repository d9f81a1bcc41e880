//! Nodes that say nothing, and messages that no node of today would send.

use std::sync::Arc;
use std::time::Duration;

use async_nats::Client;
use futures_util::StreamExt;
use seatlog::accounts::secrets::Secrets;
use seatlog::command_bus::CommandBus;
use seatlog::event_store::Origin;
use seatlog::ownership::seal::Sealer;
use seatlog_domain::event::{Canceller, EventCommand};
use seatlog_domain::ids::{BookingId, EventId};
use seatlog_projections::bookings::BookingStatus;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::nodes::{
    LONG, TestNode, book, booking, connect, create, guest, origin, sealer, test_nats,
};
use crate::redis_server::RedisServer;
use crate::sale::bookings_in_log;

/// What a node is asked for, as it stands in a message.
#[derive(Deserialize)]
struct Order {
    command: EventCommand,
    origin: Origin,
}

/// A node that says once that it is there, and then falls silent.
struct SilentNode {
    id: Uuid,
    heard: Arc<Mutex<usize>>,
}

impl SilentNode {
    /// If it has a bus, it executes what it is asked for, and still says nothing.
    async fn start(bus: Option<CommandBus>) -> Self {
        let (id, heard) = (Uuid::now_v7(), Arc::new(Mutex::new(0)));
        let client = connect(&test_nats()).await;
        let mut requests = subscribe(&client, id).await;
        let counter = Arc::clone(&heard);
        tokio::spawn(async move {
            let sealer = sealer();
            while let Some(request) = requests.next().await {
                let message = sealer.open_request(id, &request.payload).unwrap();
                let mut heard = counter.lock().await;
                *heard += 1;
                if *heard == 1 {
                    let here = json!({"uptime": Duration::ZERO, "said": "here"});
                    let reply = sealer.reply(&request.payload, here.to_string().as_bytes());
                    let reply_to = request.reply.unwrap();
                    client.publish(reply_to, reply.into()).await.unwrap();
                } else if let Some(bus) = &bus
                    && !message.is_empty()
                {
                    execute(bus, message).await;
                }
            }
        });
        Self { id, heard }
    }
}

async fn subscribe(client: &Client, node: Uuid) -> async_nats::Subscriber {
    let requests = client.subscribe(subject(node)).await.unwrap();
    client.flush().await.unwrap();
    requests
}

fn subject(node: impl std::fmt::Display) -> String {
    format!("seatlog.node.{node}.commands")
}

async fn execute(bus: &CommandBus, message: &[u8]) {
    let text = std::str::from_utf8(message).unwrap();
    let mut lines = text.lines();
    let asked: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
    let event: EventId = serde_json::from_value(asked["event"].clone()).unwrap();
    for line in lines {
        let order: Order = serde_json::from_str(line).unwrap();
        let done = bus.execute(event, order.command, &order.origin).await;
        done.unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_owner_that_says_nothing_is_not_waited_for_twice(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LONG).await;
    let event = create(&pool, 2).await;
    let silent = SilentNode::start(None).await;
    redis.grant(event, silent.id, LONG).await;

    node.book(event, 1).await.unwrap();
    let heard = *silent.heard.lock().await;
    assert!(heard > 1, "it was asked");
    node.book(event, 2).await.unwrap();
    assert_eq!(*silent.heard.lock().await, heard, "it was asked again");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_an_owner_did_before_it_fell_silent_is_found_and_not_done_again(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LONG).await;
    let event = create(&pool, 2).await;
    let id = Uuid::now_v7();
    let to_cancel = guest(&pool).execute(event, book(id, 1), &origin(id)).await;
    let to_cancel = booking(to_cancel.unwrap());

    let booked = {
        let silent = SilentNode::start(Some(guest(&pool))).await;
        redis.grant(event, silent.id, LONG).await;
        booking(node.book(event, 2).await.unwrap())
    };
    assert!(bookings_in_log(&pool, event).await.contains_key(&booked.id));

    // Cancelling a second time would be refused.
    let other = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LONG).await;
    let silent = SilentNode::start(Some(guest(&pool))).await;
    redis.grant(event, silent.id, LONG).await;
    let cancel = EventCommand::CancelBooking {
        booking_id: BookingId::new(id),
        by: Canceller::Buyer(to_cancel.user_id),
        now: to_cancel.booked_at,
    };
    let cancelled = other.execute(event, cancel).await;
    let cancelled = booking(cancelled.unwrap());
    assert_eq!(cancelled.status, BookingStatus::Cancelled);
}

/// Sends the owner of an event a message; returns what it says.
async fn say(redis: &RedisServer, event: EventId, message: impl AsRef<[u8]>) -> String {
    let owner = owner(redis, event).await;
    let (request, seal) = sealer().request(owner, message.as_ref());
    let reply = send(owner, request).await;
    let reply = sealer().open_reply(&seal, &reply).unwrap().to_vec();
    said(&reply)
}

async fn owner(redis: &RedisServer, event: EventId) -> Uuid {
    let (owner, _) = redis.lease(event).await.expect("somebody owns it");
    owner.parse().unwrap()
}

/// Sends a node a message as it is; returns its reply as it is.
async fn send(node: Uuid, message: Vec<u8>) -> Vec<u8> {
    let client = connect(&test_nats()).await;
    let reply = client.request(subject(node), message.into()).await;
    reply.unwrap().payload.to_vec()
}

fn said(reply: &[u8]) -> String {
    let first = reply.split(|byte| *byte == b'\n').next().unwrap();
    let first: Value = serde_json::from_slice(first).unwrap();
    first["said"].as_str().unwrap().to_owned()
}

/// A request to book seat 2, to be begun within so long after the node started.
fn request(event: EventId, begin_by: Duration) -> String {
    let id = Uuid::now_v7();
    let asked = json!({"event": event, "begin_by": begin_by});
    let order = json!({"command": book(id, 2), "origin": origin(id)});
    format!("{asked}\n{order}")
}

#[sqlx::test(migrations = "../migrations")]
async fn a_node_begins_nothing_that_it_must_not(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LONG).await;
    let event = create(&pool, 2).await;
    node.book(event, 1).await.unwrap();
    let far = Duration::from_secs(600);

    assert_eq!(say(&redis, event, "").await, "here");
    assert_eq!(say(&redis, event, "book!").await, "not_understood");
    let newer = format!(
        "{}\n{{\"command\":{{\"SwapSeats\":{{}}}}}}",
        request(event, far)
    );
    assert_eq!(say(&redis, event, newer).await, "not_understood");
    let late = request(event, Duration::ZERO);
    assert_eq!(say(&redis, event, late).await, "too_late");
    let others = create(&pool, 2).await;
    redis.grant(others, Uuid::now_v7(), LONG).await;
    assert_eq!(say(&redis, event, request(others, far)).await, "not_mine");
    assert_eq!(bookings_in_log(&pool, event).await.len(), 1);
    assert!(bookings_in_log(&pool, others).await.is_empty());

    // It was not for want of trying.
    assert_eq!(say(&redis, event, request(event, far)).await, "done");
    assert_eq!(bookings_in_log(&pool, event).await.len(), 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn who_may_publish_but_has_no_secret_can_have_nothing_done(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LONG).await;
    let event = create(&pool, 2).await;
    node.book(event, 1).await.unwrap();
    let owner = owner(&redis, event).await;
    let theirs = "a secret that somebody else made up by himself";
    let theirs = Sealer::new(&Secrets::new(vec![theirs.to_owned()]).unwrap());
    let book = request(event, Duration::from_secs(600));
    let sealed_by_others = theirs.request(owner, book.as_bytes()).0;
    let for_another_node = sealer().request(Uuid::now_v7(), book.as_bytes()).0;
    for forged in [
        book.clone().into_bytes(),
        sealed_by_others,
        for_another_node,
    ] {
        let reply = send(owner, forged).await;
        assert_eq!(said(&reply[32..]), "not_understood");
    }
    assert_eq!(bookings_in_log(&pool, event).await.len(), 1);
    assert_eq!(say(&redis, event, book).await, "done");
}

#[sqlx::test(migrations = "../migrations")]
async fn who_answers_in_the_place_of_a_node_is_not_believed(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LONG).await;
    let event = create(&pool, 2).await;
    let impostor = Uuid::now_v7();
    redis.grant(event, impostor, LONG).await;
    let client = connect(&test_nats()).await;
    let mut requests = subscribe(&client, impostor).await;
    tokio::spawn(async move {
        while let Some(request) = requests.next().await {
            // It says what a node would: that all is done, or refused.
            let done = json!({"uptime": Duration::ZERO, "said": "done"});
            let reply = [vec![0; 32], done.to_string().into_bytes()].concat();
            client
                .publish(request.reply.unwrap(), reply.into())
                .await
                .unwrap();
        }
    });
    let booked = booking(node.book(event, 1).await.unwrap());
    assert!(bookings_in_log(&pool, event).await.contains_key(&booked.id));
}
