//! The notifier as it runs.

use std::env;

use async_nats::Client;
use async_nats::jetstream::consumer::{AckPolicy, pull};
use async_nats::jetstream::stream::{Config, StorageType, Stream};
use async_nats::jetstream::{self, Context};
use chrono::Utc;
use futures_util::StreamExt;
use seatlog_notifier::{FactStream, Notifier};
use seatlog_projections::log::Position;
use seatlog_projections::relay::{Relay, StreamSettings};
use sqlx::PgPool;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::world::{DEADLINE, World, booked, parse};

/// A notifier at work.
struct Running {
    cancelled: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(notifier: Notifier, nats: Option<Client>) -> Self {
        let cancelled = CancellationToken::new();
        let task = tokio::spawn(notifier.run(nats, cancelled.clone()));
        Self { cancelled, task }
    }

    async fn stop(self) {
        self.cancelled.cancel();
        timeout(DEADLINE, self.task).await.unwrap().unwrap();
    }
}

/// A stream of this test's own.
struct Nats {
    client: Client,
    context: Context,
    names: FactStream,
}

impl Nats {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests are told so where the server is"
    )]
    async fn connect() -> Self {
        let url = env::var("TEST_NATS_URL").expect("TEST_NATS_URL names the test server");
        let client = async_nats::connect(url).await.unwrap();
        let own = Uuid::now_v7().simple();
        Self {
            context: jetstream::new(client.clone()),
            client,
            names: FactStream {
                stream: format!("FACTS_{own}"),
                subject: format!("facts.{own}.event.*"),
                consumer: "notifier".to_owned(),
            },
        }
    }

    async fn make_stream(&self) -> Stream {
        let config = Config {
            name: self.names.stream.clone(),
            subjects: vec![self.names.subject.clone()],
            storage: StorageType::Memory,
            ..Config::default()
        };
        self.context.create_stream(config).await.unwrap()
    }

    async fn drop_stream(&self) {
        self.context
            .delete_stream(&self.names.stream)
            .await
            .unwrap();
    }

    /// Publishes as the relay does.
    async fn publish(&self, position: Position) {
        let subject = self.names.subject.replace('*', "SeatsBooked");
        let payload = format!("{{\"position\":{position}}}");
        let sent = self.context.publish(subject, payload.into()).await;
        sent.unwrap().await.unwrap();
    }

    fn notifier(&self, world: &World) -> Notifier {
        world.notifier().reading(self.names.clone())
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn without_nats_a_fact_on_the_log_becomes_a_mail(pool: PgPool) {
    let world = World::new(pool).await;
    world.append(&booked(1, "EUR", &[4500])).await;
    let running = Running::start(world.notifier(), None);
    world.sink.wait_for(1, DEADLINE).await;
    world.append(&booked(2, "EUR", &[4500])).await;
    world.sink.wait_for(2, DEADLINE).await;
    running.stop().await;
    let states: Vec<_> = world.rows().await.into_iter().map(|row| row.1).collect();
    assert_eq!(states, ["sent", "sent"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn with_nats_a_message_becomes_a_mail(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    nats.make_stream().await;
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    for number in 1..=3 {
        let position = world.append(&booked(number, "EUR", &[4500])).await;
        nats.publish(position).await;
        nats.publish(position).await;
    }
    world.sink.wait_for(3, DEADLINE).await;
    running.stop().await;
    assert_eq!(world.rows().await.len(), 3);
    assert_eq!(world.sink.received().len(), 3);
    nats.drop_stream().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn what_the_relay_passes_on_becomes_a_mail(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    let settings = StreamSettings {
        name: nats.names.stream.clone(),
        subject_prefix: nats.names.subject.replace(".event.*", ""),
        max_bytes: 1 << 20,
    };
    let relay = Relay::new(world.pool.clone(), nats.client.clone(), settings);
    let cancelled = CancellationToken::new();
    let relay = tokio::spawn(relay.run(cancelled.clone()));
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    world.append(&booked(1, "EUR", &[4500])).await;
    world.sink.wait_for(1, DEADLINE).await;
    running.stop().await;
    cancelled.cancel();
    relay.await.unwrap();
    nats.drop_stream().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_notifier_that_starts_before_the_stream_exists_waits_for_it(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    let position = world.append(&booked(1, "EUR", &[4500])).await;
    nats.make_stream().await;
    nats.publish(position).await;
    world.sink.wait_for(1, DEADLINE).await;
    running.stop().await;
    nats.drop_stream().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stream_that_is_wiped_and_refilled_brings_what_is_new_and_repeats_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    nats.make_stream().await;
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    let first = world.append(&booked(1, "EUR", &[4500])).await;
    nats.publish(first).await;
    world.sink.wait_for(1, DEADLINE).await;

    nats.drop_stream().await;
    let second = world.append(&booked(2, "EUR", &[4500])).await;
    nats.make_stream().await;
    nats.publish(first).await;
    nats.publish(second).await;
    let received = world.sink.wait_for(2, DEADLINE).await;
    running.stop().await;
    let ids: Vec<_> = received.iter().map(|mail| parse(mail).message_id).collect();
    assert_ne!(ids[0], ids[1]);
    assert_eq!(world.sink.received().len(), 2);
    nats.drop_stream().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_message_is_acked_though_its_taker_crashed_after_writing_the_mails(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    let stream = nats.make_stream().await;
    let position = world.append(&booked(1, "EUR", &[4500])).await;
    nats.publish(position).await;

    // The first taker gets the message, writes the mails, and is gone before it acks.
    let config = pull::Config {
        durable_name: Some(nats.names.consumer.clone()),
        ack_policy: AckPolicy::Explicit,
        ack_wait: std::time::Duration::from_secs(1),
        sample_frequency: 100,
        ..pull::Config::default()
    };
    let consumer = stream.create_consumer(config).await.unwrap();
    let mut messages = consumer.fetch().max_messages(1).messages().await.unwrap();
    messages.next().await.unwrap().unwrap();
    let fact = world.fact(position).await;
    world.notifier().enqueue(&[fact], Utc::now()).await.unwrap();

    let names = &nats.names;
    let acks = format!(
        "$JS.EVENT.METRIC.CONSUMER.ACK.{}.{}",
        names.stream, names.consumer
    );
    let mut acks = nats.client.subscribe(acks).await.unwrap();
    nats.client.flush().await.unwrap();
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    let acked = timeout(DEADLINE, acks.next()).await;
    assert!(acked.unwrap().is_some());
    world.sink.wait_for(1, DEADLINE).await;
    running.stop().await;
    assert_eq!(world.sink.received().len(), 1);
    nats.drop_stream().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_fact_that_nats_lost_still_gets_its_mail(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    nats.make_stream().await;
    world.append_aged(&booked(1, "EUR", &[4500])).await;
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    world.sink.wait_for(1, DEADLINE).await;
    running.stop().await;
    nats.drop_stream().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_message_that_makes_no_sense_holds_up_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let nats = Nats::connect().await;
    nats.make_stream().await;
    let subject = nats.names.subject.replace('*', "SeatsBooked");
    for payload in ["not JSON", "{\"position\":4711}", "{\"position\":-1}"] {
        let sent = nats.context.publish(subject.clone(), payload.into()).await;
        sent.unwrap().await.unwrap();
    }
    let position = world.append(&booked(1, "EUR", &[4500])).await;
    nats.publish(position).await;
    let running = Running::start(nats.notifier(&world), Some(nats.client.clone()));
    world.sink.wait_for(1, DEADLINE).await;
    running.stop().await;
    nats.drop_stream().await;
}
