//! How leases come, go and come back.

use std::time::Duration;

use seatlog::ownership::LEASE_LIFE;
use sqlx::PgPool;
use tokio::time::timeout;

use crate::nats::NatsServer;
use crate::nodes::{LONG, TestNode, create, test_nats};
use crate::redis_server::RedisServer;

const PATIENCE: Duration = Duration::from_secs(20);

#[sqlx::test(migrations = "../migrations")]
async fn a_lease_has_a_higher_number_than_every_lease_before_it_also_after_a_flush(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), None, LONG).await;
    let mut numbers = vec![];
    for flushed in [false, false, true, false] {
        if flushed {
            redis.flush().await;
        }
        let event = create(&pool, 1).await;
        node.book(event, 1).await.unwrap();
        numbers.push(redis.lease(event).await.expect("it is owned").1);
    }
    assert_eq!(numbers, [1, 2, 3, 4]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_stops_gives_its_leases_back_and_another_takes_over_at_once(pool: PgPool) {
    let redis = RedisServer::start().await;
    let [one, other] = TestNode::two(&pool, &redis.url(), &test_nats(), LONG).await;
    let event = create(&pool, 3).await;
    one.book(event, 1).await.unwrap();
    let (first, _) = redis.lease(event).await.unwrap();
    other.book(event, 2).await.unwrap();
    assert_eq!(redis.lease(event).await, Some((first.clone(), 1)));

    one.stop().await;
    assert_eq!(redis.lease(event).await, None);
    other.book(event, 3).await.unwrap();
    let (second, number) = redis.lease(event).await.unwrap();
    assert!(second != first && number == 2, "{second} {number}");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_nobody_reaches_any_more_books_on_and_lets_its_leases_end(pool: PgPool) {
    let (redis, nats) = (RedisServer::start().await, NatsServer::start().await);
    let life = Duration::from_millis(600);
    let node = TestNode::start(&pool, &redis.url(), Some(&nats.url()), life).await;
    let event = create(&pool, 10_000).await;
    node.book(event, 1).await.unwrap();
    assert!(redis.lease(event).await.is_some());

    drop(nats);
    let mut seats = 2..;
    let ended = async {
        while redis.lease(event).await.is_some() {
            node.book(event, seats.next().unwrap()).await.unwrap();
        }
    };
    timeout(PATIENCE, ended).await.expect("the lease ends");
    node.book(event, seats.next().unwrap()).await.unwrap();
    assert_eq!(redis.lease(event).await, None, "nobody could ask its owner");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_lease_of_a_dead_node_ends_and_another_takes_over(pool: PgPool) {
    let redis = RedisServer::start().await;
    let node = TestNode::start(&pool, &redis.url(), Some(&test_nats()), LEASE_LIFE).await;
    let event = create(&pool, 10_000).await;
    // What a node leaves that was killed: a lease, and nobody who hears.
    let dead = uuid::Uuid::now_v7();
    redis.grant(event, dead, LEASE_LIFE).await;

    let mut seats = 1..;
    let taken_over = async {
        loop {
            node.book(event, seats.next().unwrap()).await.unwrap();
            let lease = redis.lease(event).await;
            if lease.is_some_and(|(owner, _)| owner != dead.to_string()) {
                return;
            }
        }
    };
    timeout(PATIENCE, taken_over).await.expect("it takes over");
}
