//! Executing what other nodes ask for.

use std::sync::Arc;
use std::time::Duration;

use async_nats::{Client, Message, Subject};
use chrono::Utc;
use futures_util::StreamExt;
use futures_util::future::join_all;
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::leases::Leases;
use super::message::{Answer, Asked, Order, Reply, Said, pack, unpack};
use super::seal::Sealer;
use super::{NodeId, Place};
use crate::engine::{Engine, Standing};

/// How many requests are worked on at a time; each may hold many commands.
const AT_ONCE: usize = 1_024;
/// How long a subscription that failed waits before it is tried again.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a node that stops waits for NATS.
const LAST_WORD: Duration = Duration::from_secs(1);

/// The ear of a node.
pub(super) struct Answering {
    node: NodeId,
    client: Client,
    sealer: Sealer,
    leases: Arc<Leases>,
    started: Instant,
    room: Semaphore,
    listening: watch::Sender<bool>,
}

impl Answering {
    pub(super) fn new(node: NodeId, client: Client, sealer: Sealer, leases: Arc<Leases>) -> Self {
        Self {
            node,
            client,
            sealer,
            leases,
            started: Instant::now(),
            room: Semaphore::new(AT_ONCE),
            listening: watch::Sender::new(false),
        }
    }

    /// Whether others have been able to reach this node since it started. Before that it must own
    /// nothing.
    pub(super) fn is_listening(&self) -> bool {
        *self.listening.borrow()
    }

    /// Returns when others can reach this node.
    pub(super) async fn listening(&self) {
        let mut listening = self.listening.subscribe();
        // The sender lives as long as this.
        let _ = listening.wait_for(|listening| *listening).await;
    }

    /// Answers until `stop`, and then what has arrived by then.
    pub(super) async fn run(self: Arc<Self>, engine: Engine, stop: CancellationToken) {
        let begun = TaskTracker::new();
        while !stop.is_cancelled() {
            if let Err(error) = self.listen(&engine, &begun, &stop).await {
                tracing::warn!(%error, "other nodes cannot ask this one; trying again");
            }
            stop.run_until_cancelled(sleep(PAUSE)).await;
        }
        begun.close();
        begun.wait().await;
        if timeout(LAST_WORD, self.client.flush()).await.is_err() {
            tracing::warn!("NATS is away; other nodes may wait for answers");
        }
    }

    async fn listen(
        self: &Arc<Self>,
        engine: &Engine,
        begun: &TaskTracker,
        stop: &CancellationToken,
    ) -> Result<(), async_nats::Error> {
        let subscription = stop.run_until_cancelled(async {
            let requests = self.client.subscribe(self.node.subject()).await?;
            self.client.flush().await?;
            Ok::<_, async_nats::Error>(requests)
        });
        let Some(requests) = subscription.await else {
            return Ok(());
        };
        let mut requests = requests?;
        self.listening.send_replace(true);
        while let Some(Some(request)) = stop.run_until_cancelled(requests.next()).await {
            self.begin(request, engine, begun);
        }
        requests.drain().await?;
        let rest = async {
            while let Some(request) = requests.next().await {
                self.begin(request, engine, begun);
            }
        };
        // Without NATS nothing arrives any more, and nobody says so.
        timeout(LAST_WORD, rest).await.unwrap_or_default();
        Ok(())
    }

    fn begin(self: &Arc<Self>, request: Message, engine: &Engine, begun: &TaskTracker) {
        if let Some(reply_to) = request.reply.clone() {
            let (answering, engine) = (Arc::clone(self), engine.clone());
            begun.spawn(async move { answering.answer(engine, request, reply_to).await });
        }
    }

    async fn answer(&self, engine: Engine, request: Message, reply_to: Subject) {
        let sealed = &request.payload;
        let (said, answers) = match self.sealer.open_request(self.node.0, sealed) {
            None => {
                tracing::warn!("a request that no node of this installation sealed");
                (Said::NotUnderstood, vec![])
            }
            Some([]) => (Said::Here, vec![]),
            Some(request) => match self.room.try_acquire() {
                Ok(_permit) => self.execute(engine, request).await,
                Err(_) => (Said::Full, vec![]),
            },
        };
        let mut message = self.sealer.reply(sealed, &self.reply(said, &answers));
        if message.len() > self.client.max_payload() {
            let too_long = self.reply(Said::TooLong, &[]);
            message = self.sealer.reply(sealed, &too_long);
        }
        if let Err(error) = self.client.publish(reply_to, message.into()).await {
            tracing::warn!(%error, "another node was not answered");
        }
    }

    fn reply(&self, said: Said, answers: &[Answer]) -> Vec<u8> {
        let uptime = self.started.elapsed();
        let lines: Result<Vec<_>, _> = answers.iter().map(serde_json::to_vec).collect();
        let packed = lines.map_err(std::io::Error::from).and_then(|lines| {
            let lines = lines.iter().map(Vec::as_slice);
            pack(&Reply { uptime, said }, lines)
        });
        packed.unwrap_or_else(|error| {
            tracing::error!(%error, "answers for another node cannot be written");
            vec![]
        })
    }

    async fn execute(&self, engine: Engine, request: &[u8]) -> (Said, Vec<Answer>) {
        let (asked, orders): (Asked, Vec<Order>) = match unpack(request) {
            Ok(unpacked) => unpacked,
            Err(error) => {
                tracing::warn!(%error, "the request of another node makes no sense");
                return (Said::NotUnderstood, vec![]);
            }
        };
        let standing = match self.leases.place(asked.event).await {
            Place::Here => Standing::Leased,
            // Nobody can tell who owns it; that others still ask this node keeps them out of each
            // other's way.
            Place::Unknown if self.leases.is_away() && !self.leases.is_leaving() => {
                Standing::Unguarded
            }
            Place::Unknown | Place::There(_) => return (Said::NotMine, vec![]),
        };
        if self.started.elapsed() > asked.begin_by {
            return (Said::TooLate, vec![]);
        }
        let engine = &engine;
        let executed = orders.into_iter().map(|order| async move {
            // One clock decides about an event: that of the node that owns it.
            let command = order.command.at(Utc::now());
            engine
                .execute(asked.event, command, &order.origin, standing)
                .await
        });
        (Said::Done, join_all(executed).await)
    }
}
