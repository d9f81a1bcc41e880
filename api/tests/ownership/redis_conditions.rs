//! Whatever Redis does: no seat is sold twice, no acknowledged booking is lost, and nearly every
//! attempt gets an answer.

use std::time::Duration;

use seatlog::ownership::LEASE_LIFE;
use sqlx::PgPool;
use tokio::time::{interval, sleep, timeout};

use crate::lying_redis::LyingRedis;
use crate::nodes::{TestNode, create, test_nats};
use crate::redis_server::RedisServer;
use crate::sale::sell_everything;

/// Sells one event after the other until `harm` is done, at least one.
async fn sell_during(harm: impl Future<Output = ()>, pool: &PgPool, nodes: &[TestNode]) {
    tokio::pin!(harm);
    let mut done = false;
    loop {
        let sale = sell_everything(pool, nodes);
        tokio::pin!(sale);
        tokio::select! {
            _ = &mut sale => {}
            () = &mut harm, if !done => {
                done = true;
                sale.await;
            }
        }
        if done {
            return;
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn with_redis_and_nats_one_lease_lasts_for_the_whole_sale(pool: PgPool) {
    let redis = RedisServer::start().await;
    // So short that it has to be renewed while seats are sold.
    let life = Duration::from_millis(900);
    let nodes = TestNode::two(&pool, &redis.url(), &test_nats(), life).await;
    let event = sell_everything(&pool, &nodes).await;
    let (_, fence) = redis.lease(event).await.expect("somebody owns it");
    assert_eq!(fence, 1, "the lease was given once");
}

#[sqlx::test(migrations = "../migrations")]
async fn with_redis_but_without_nats_each_seat_is_sold_once(pool: PgPool) {
    let redis = RedisServer::start().await;
    let redis_url = redis.url();
    let start = || TestNode::start(&pool, &redis_url, None, LEASE_LIFE);
    sell_everything(&pool, &[start().await, start().await]).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn without_redis_each_seat_is_sold_once(pool: PgPool) {
    // Nothing listens there: port 1 needs a privilege that no Redis has.
    let nodes = TestNode::two(&pool, "redis://127.0.0.1:1", &test_nats(), LEASE_LIFE).await;
    sell_everything(&pool, &nodes).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_redis_that_is_flushed_again_and_again_sells_no_seat_twice(pool: PgPool) {
    let redis = RedisServer::start().await;
    let nodes = TestNode::two(&pool, &redis.url(), &test_nats(), LEASE_LIFE).await;
    let flush = async {
        let mut moments = interval(Duration::from_millis(50));
        loop {
            moments.tick().await;
            redis.flush().await;
        }
    };
    tokio::select! {
        () = flush => {}
        _ = sell_everything(&pool, &nodes) => {}
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn leases_that_end_after_a_millisecond_sell_no_seat_twice(pool: PgPool) {
    let redis = RedisServer::start().await;
    let life = Duration::from_millis(1);
    let nodes = TestNode::two(&pool, &redis.url(), &test_nats(), life).await;
    sell_everything(&pool, &nodes).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_redis_that_gives_the_lease_to_everyone_sells_no_seat_twice(pool: PgPool) {
    let redis = LyingRedis::start().await;
    let nodes = TestNode::two(&pool, redis.url(), &test_nats(), LEASE_LIFE).await;
    sell_everything(&pool, &nodes).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_redis_that_stands_still_for_ten_seconds_sells_no_seat_twice(pool: PgPool) {
    let redis = RedisServer::start().await;
    let nodes = TestNode::two(&pool, &redis.url(), &test_nats(), LEASE_LIFE).await;
    let stand_still = async {
        redis.stand_still();
        sleep(Duration::from_secs(10)).await;
        redis.go_on();
    };
    sell_during(stand_still, &pool, &nodes).await;
    // And when it is over, events have owners again.
    let owned = async {
        loop {
            let event = create(&pool, 1).await;
            nodes[0].book(event, 1).await.unwrap();
            if redis.lease(event).await.is_some() {
                return;
            }
        }
    };
    timeout(Duration::from_secs(20), owned).await.unwrap();
}
