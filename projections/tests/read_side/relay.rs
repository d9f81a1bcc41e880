//! The relay to JetStream. Each test has a stream of its own on the server at `TEST_NATS_URL`.

use async_nats::jetstream::{self, stream::Stream};
use seatlog_projections::log::Position;
use seatlog_projections::relay::{Relay, RelayError, StreamSettings};
use sqlx::PgPool;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::written_log::*;

/// A stream that no other test uses.
struct TestStream {
    client: async_nats::Client,
    settings: StreamSettings,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the environment tells tests where the servers are"
)]
fn nats_address() -> String {
    let url = std::env::var("TEST_NATS_URL").expect("TEST_NATS_URL names a NATS server for tests");
    url.trim_start_matches("nats://").to_owned()
}

impl TestStream {
    async fn new() -> Self {
        let unique = Uuid::now_v7().simple().to_string();
        Self {
            client: async_nats::connect(nats_address()).await.unwrap(),
            settings: StreamSettings {
                name: format!("TEST_{unique}"),
                subject_prefix: format!("test{unique}.facts"),
                max_bytes: 1 << 20,
            },
        }
    }

    fn relay(&self, pool: &PgPool) -> Relay {
        Relay::new(pool.clone(), self.client.clone(), self.settings.clone())
    }

    async fn stream(&self) -> Stream {
        let jetstream = jetstream::new(self.client.clone());
        jetstream.get_stream(&self.settings.name).await.unwrap()
    }

    async fn delete(&self) {
        let jetstream = jetstream::new(self.client.clone());
        jetstream.delete_stream(&self.settings.name).await.unwrap();
    }

    /// The positions that its messages speak of, in order.
    async fn positions(&self) -> Vec<Position> {
        let stream = self.stream().await;
        let state = stream.get_info().await.unwrap().state;
        let mut positions = vec![];
        for sequence in state.first_sequence..=state.last_sequence {
            let message = stream.get_raw_message(sequence).await.unwrap();
            let payload: serde_json::Value = serde_json::from_slice(&message.payload).unwrap();
            let position = payload["position"].as_i64().unwrap();
            assert_eq!(
                message.headers.get("Nats-Msg-Id").unwrap().as_str(),
                position.to_string()
            );
            positions.push(position);
        }
        positions
    }
}

/// Relays to the end of the log; the stream may be found foreign on the way, and made anew.
async fn drain(relay: &Relay) {
    loop {
        match relay.advance().await {
            Ok(0) => return,
            Ok(_) | Err(RelayError::Foreign(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

async fn checkpoint(pool: &PgPool) -> Position {
    let sql = "SELECT position FROM relay_checkpoint";
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

async fn append_accounts(pool: &PgPool, numbers: std::ops::Range<u128>) -> Position {
    append(pool, &numbers.map(registered).collect::<Vec<_>>()).await
}

#[sqlx::test(migrations = "../migrations")]
async fn facts_are_published_in_order_under_their_kind(pool: PgPool) {
    let nats = TestStream::new().await;
    let facts = [
        created(1, "Nabucco", at(24)),
        registered(1),
        sold(1, 1, &["ST-A-1"]).booked(),
    ];
    append(&pool, &facts).await;
    drain(&nats.relay(&pool)).await;
    assert_eq!(nats.positions().await, [1, 2, 3]);
    assert_eq!(checkpoint(&pool).await, 3);
    let stream = nats.stream().await;
    for (sequence, kind) in [(1, "event.EventCreated"), (2, "account.UserRegistered")] {
        let message = stream.get_raw_message(sequence).await.unwrap();
        let subject = format!("{}.{kind}", nats.settings.subject_prefix);
        assert_eq!(message.subject.as_str(), subject);
    }
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn no_fact_is_missing_or_doubled_when_two_nodes_relay_a_growing_log(pool: PgPool) {
    let nats = TestStream::new().await;
    let (one, other) = (nats.relay(&pool), nats.relay(&pool));
    let mut head = 0;
    for round in 0..8 {
        head = append_accounts(&pool, round * 150..(round + 1) * 150).await;
        tokio::join!(drain(&one), drain(&other));
    }
    assert_eq!(nats.positions().await, (1..=head).collect::<Vec<_>>());
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_record_that_no_program_understands_is_passed_on_all_the_same(pool: PgPool) {
    let nats = TestStream::new().await;
    append_nonsense(&pool).await;
    append(&pool, &[registered(1)]).await;
    drain(&nats.relay(&pool)).await;
    assert_eq!(nats.positions().await, [1, 2]);
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_restarted_relay_goes_on_where_the_last_one_ended(pool: PgPool) {
    let nats = TestStream::new().await;
    append_accounts(&pool, 0..3).await;
    drain(&nats.relay(&pool)).await;
    append_accounts(&pool, 3..5).await;
    drain(&nats.relay(&pool)).await;
    assert_eq!(nats.positions().await, [1, 2, 3, 4, 5]);
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_crash_between_acknowledgement_and_checkpoint_doubles_nothing(pool: PgPool) {
    let nats = TestStream::new().await;
    append_accounts(&pool, 0..4).await;
    drain(&nats.relay(&pool)).await;
    let sql = "UPDATE relay_checkpoint SET position = 1";
    sqlx::query(sql).execute(&pool).await.unwrap();
    append_accounts(&pool, 4..5).await;
    drain(&nats.relay(&pool)).await;
    assert_eq!(nats.positions().await, [1, 2, 3, 4, 5]);
    assert_eq!(checkpoint(&pool).await, 5);
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_deleted_stream_is_made_anew_and_filled_from_the_log(pool: PgPool) {
    let nats = TestStream::new().await;
    append_accounts(&pool, 0..3).await;
    let relay = nats.relay(&pool);
    drain(&relay).await;
    nats.delete().await;
    // Nothing new happened: the loss alone is reason enough.
    drain(&relay).await;
    assert_eq!(nats.positions().await, [1, 2, 3]);
    nats.delete().await;
    append_accounts(&pool, 3..4).await;
    drain(&nats.relay(&pool)).await;
    assert_eq!(nats.positions().await, [1, 2, 3, 4]);
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_purged_stream_is_filled_again_though_the_server_remembers_the_ids(pool: PgPool) {
    let nats = TestStream::new().await;
    append_accounts(&pool, 0..3).await;
    let relay = nats.relay(&pool);
    drain(&relay).await;
    nats.stream().await.purge().await.unwrap();
    drain(&relay).await;
    assert_eq!(nats.positions().await, [1, 2, 3]);
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stream_that_lost_its_tail_gets_it_back(pool: PgPool) {
    let nats = TestStream::new().await;
    append_accounts(&pool, 0..4).await;
    let relay = nats.relay(&pool);
    drain(&relay).await;
    for lost in [3, 4] {
        nats.stream().await.delete_message(lost).await.unwrap();
    }
    drain(&relay).await;
    assert_eq!(nats.positions().await, [1, 2, 3, 4]);
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stream_that_another_log_filled_is_replaced(pool: PgPool) {
    let nats = TestStream::new().await;
    append_accounts(&pool, 0..3).await;
    drain(&nats.relay(&pool)).await;
    // The same database with another identity is another log.
    let sql = "UPDATE relay_checkpoint SET log_id = gen_random_uuid(), position = 0";
    sqlx::query(sql).execute(&pool).await.unwrap();
    append_accounts(&pool, 3..4).await;
    let relay = nats.relay(&pool);
    assert!(matches!(relay.advance().await, Err(RelayError::Foreign(_))));
    drain(&relay).await;
    assert_eq!(nats.positions().await, [1, 2, 3, 4]);
    nats.delete().await;
}

/// Forwards a port to the NATS server, until it is dropped.
struct Cable(tokio::task::JoinSet<()>);

impl Cable {
    /// Forwards everything, except one message with that id per connection.
    fn plug_in(listener: TcpListener, lost: Option<&'static str>) -> Self {
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                connections.spawn(async move {
                    let far = TcpStream::connect(nats_address()).await.unwrap();
                    let (from_near, mut to_near) = near.into_split();
                    let (mut from_far, to_far) = far.into_split();
                    // Ends when either side hangs up, which is all the same here.
                    tokio::select! {
                        _ = copy(&mut from_far, &mut to_near) => {}
                        _ = forward(BufReader::new(from_near), to_far, lost) => {}
                    }
                });
            }
        });
        Self(tasks)
    }

    async fn pull(mut self) {
        self.0.shutdown().await;
    }
}

/// Forwards what a client says, except the first message with a certain id. A publication with
/// headers is `HPUB subject reply header-bytes all-bytes`, a line break, and so many bytes.
async fn forward(
    mut from: BufReader<OwnedReadHalf>,
    mut to: OwnedWriteHalf,
    mut lost: Option<&str>,
) -> std::io::Result<()> {
    loop {
        let mut frame = Vec::new();
        if from.read_until(b'\n', &mut frame).await? == 0 {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&frame).into_owned();
        if line.starts_with("HPUB ") {
            let len = line.split_whitespace().next_back().unwrap_or_default();
            let mut body = vec![0; len.parse::<usize>().unwrap() + 2];
            from.read_exact(&mut body).await?;
            let header = |id| format!("Nats-Msg-Id: {id}\r\n");
            if lost.is_some_and(|id| String::from_utf8_lossy(&body).contains(&header(id))) {
                lost = None;
                continue;
            }
            frame.extend(body);
        }
        to.write_all(&frame).await?;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_message_lost_on_the_way_takes_those_behind_it_with_it_and_all_come_again(pool: PgPool) {
    let nats = TestStream::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let cable = Cable::plug_in(listener, Some("3"));
    let client = async_nats::connect(address.to_string()).await.unwrap();
    let relay = Relay::new(pool.clone(), client, nats.settings.clone());
    append_accounts(&pool, 0..5).await;
    let failed = relay.advance().await;
    assert!(matches!(failed, Err(RelayError::JetStream(_))));
    assert_eq!(checkpoint(&pool).await, 0);
    assert_eq!(nats.positions().await, [1, 2]);
    drain(&relay).await;
    assert_eq!(nats.positions().await, [1, 2, 3, 4, 5]);
    assert_eq!(checkpoint(&pool).await, 5);
    cable.pull().await;
    nats.delete().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn while_nats_is_away_the_relay_keeps_trying_and_then_catches_up(pool: PgPool) {
    let nats = TestStream::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client = async_nats::ConnectOptions::new()
        .retry_on_initial_connect()
        .connect(address.to_string())
        .await
        .unwrap();
    let relay = Relay::new(pool.clone(), client, nats.settings.clone());
    let refused = relay.advance().await;
    assert!(matches!(refused, Err(RelayError::JetStream(_))));

    let stop = CancellationToken::new();
    let running = tokio::spawn(relay.run(stop.clone()));
    for round in 0..3 {
        let head = append_accounts(&pool, round * 10..(round + 1) * 10).await;
        let cable = Cable::plug_in(TcpListener::bind(address).await.unwrap(), None);
        eventually("the relay catches up", async || {
            checkpoint(&pool).await == head
        })
        .await;
        cable.pull().await;
    }
    stop.cancel();
    running.await.unwrap();
    assert_eq!(nats.positions().await, (1..=30).collect::<Vec<_>>());
    nats.delete().await;
}
