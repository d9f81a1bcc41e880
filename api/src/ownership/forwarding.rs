//! Asking the owner of an event to execute commands.
//!
//! What never happens: a caller waits without end, because the owner has to give signs of life; a
//! command that was given up is begun afterwards by the node that was asked, because each request
//! says until when (see [`super::clocks`]). What a node began before it fell silent may have been
//! done: then the command's id is found in the log.

use std::sync::Arc;
use std::time::Duration;

use async_nats::client::RequestErrorKind;
use async_nats::connection::State;
use async_nats::{Client, Message, Request, RequestError};
use serde::de::DeserializeOwned;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use seatlog_projections::spans::{Span, SpanKind};

use super::NodeId;
use super::clocks::Clocks;
use super::lanes::{Added, Lane, Lanes, Parcel};
use super::message::{Answer, Asked, Order, Reply, Said, Uptime, pack, unpack};
use super::seal::{Seal, Sealer};

/// Commands that were passed on, by what came of it.
const FORWARDED: &str = "seatlog_forwarded_commands_total";
/// How soon after it was sent a request must have been begun.
const BEGIN_WITHIN: Duration = Duration::from_secs(1);
/// How long an owner that gives signs of life is waited for.
const PATIENCE: Duration = Duration::from_secs(15);
/// After so long without an answer, the owner is asked for a sign of life, again and again.
const ASK_AGAIN: Duration = Duration::from_millis(500);
/// How long a sign of life may take.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// Why there is no answer of the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unanswered {
    /// It says that it does not own the event. It did nothing.
    NotMine,
    /// It is gone. It did nothing.
    Gone,
    /// It gives no sign of life. What it began may have been done.
    Silent,
    /// This command cannot be forwarded now. What the owner began may have been done.
    Unfit,
    /// It, or the way there, has too much to do. It did nothing.
    Full,
    /// It is there, but took longer than anybody waits. It may still do it.
    Slow,
}

impl Unanswered {
    const fn label(self) -> &'static str {
        match self {
            Self::NotMine => "not_mine",
            Self::Gone => "gone",
            Self::Silent => "silent",
            Self::Unfit => "unfit",
            Self::Full => "full",
            Self::Slow => "slow",
        }
    }
}

/// What somebody waits for who asked another node.
type Outcome = Result<Answer, Unanswered>;

/// The way to other nodes.
pub(super) struct Forwarding {
    client: Client,
    sealer: Sealer,
    clocks: Clocks,
    lanes: Lanes<Outcome>,
}

impl Forwarding {
    pub(super) fn new(client: Client, sealer: Sealer) -> Self {
        Self {
            client,
            sealer,
            clocks: Clocks::default(),
            lanes: Lanes::new(),
        }
    }

    /// Whether messages come and go.
    pub(super) fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// Has a node execute a command.
    pub(super) async fn ask(self: &Arc<Self>, lane: Lane, order: &Order) -> Outcome {
        let mut span = Span::under(order.origin.traceparent, SpanKind::Client, || {
            format!("forward {}", order.command.name()).into()
        });
        span.note("messaging.system", || "nats");
        span.note("seatlog.node.id", || lane.0.to_string());
        let line = match span.context() {
            None => serde_json::to_vec(order),
            Some(_) => serde_json::to_vec(&order.inside(&span)),
        };
        let line = line.map_err(|_| Unanswered::Unfit)?;
        let (answer, answered) = oneshot::channel();
        match self.lanes.add(lane, Parcel { line, answer }) {
            Added::Waits => {}
            Added::NeedsCarrier => {
                let forwarding = Arc::clone(self);
                tokio::spawn(async move { forwarding.carry(lane).await });
            }
            Added::TurnedAway => return Err(Unanswered::Full),
        }
        let outcome = answered.await.unwrap_or(Err(Unanswered::Unfit));
        let label = outcome
            .as_ref()
            .map_or_else(|why| why.label(), |_| "answered");
        metrics::counter!(FORWARDED, "outcome" => label).increment(1);
        span.note("seatlog.outcome", || label);
        outcome
    }

    /// Goes to and fro until nothing waits.
    async fn carry(&self, lane: Lane) {
        loop {
            let load = self.lanes.take(lane);
            if load.is_empty() {
                return;
            }
            let lines = load.iter().map(|parcel| parcel.line.as_slice());
            let outcomes: Vec<Outcome> = match self.send(lane, lines.collect()).await {
                Ok(answers) => answers.into_iter().map(Ok).collect(),
                Err(why) => load.iter().map(|_| Err(why)).collect(),
            };
            for (parcel, outcome) in load.into_iter().zip(outcomes) {
                // Whoever hung up does not want to know.
                let _ = parcel.answer.send(outcome);
            }
        }
    }

    /// Sends commands to the owner; returns as many answers.
    async fn send(
        &self,
        (node, event): Lane,
        lines: Vec<&[u8]>,
    ) -> Result<Vec<Answer>, Unanswered> {
        if !self.is_connected() {
            return Err(Unanswered::Unfit);
        }
        let wanted = lines.len();
        let uptime = match self.clocks.at_least(node, Instant::now()) {
            Some(uptime) => uptime,
            None => self.sign_of_life(node).await?,
        };
        let (begin_by, given_up_at) = (uptime + BEGIN_WITHIN, Instant::now() + BEGIN_WITHIN);
        let message = pack(&Asked { event, begin_by }, lines).map_err(|_| Unanswered::Unfit)?;
        let (message, seal) = self.sealer.request(node.0, &message);
        let request = Request::new()
            .payload(message.into())
            .timeout(Some(PATIENCE));
        let request = self.client.send_request(node.subject(), request);
        tokio::pin!(request);
        let reply = tokio::select! {
            reply = &mut request => reply,
            () = self.silence(node) => match timeout_at(given_up_at, &mut request).await {
                Ok(reply) => reply,
                Err(_) => return Err(Unanswered::Silent),
            },
        };
        match reply {
            Ok(reply) => self.read(node, &seal, &reply, wanted),
            Err(error) => {
                let (why, undelivered) = unanswered(&error);
                if !undelivered {
                    // As long as the owner may begin, nobody else may.
                    sleep_until(given_up_at).await;
                }
                Err(why)
            }
        }
    }

    fn read(
        &self,
        node: NodeId,
        seal: &Seal,
        reply: &Message,
        wanted: usize,
    ) -> Result<Vec<Answer>, Unanswered> {
        let (reply, answers): (Reply, Vec<Answer>) = self.unsealed(node, seal, reply)?;
        self.clocks.heard(node, reply.uptime, Instant::now());
        match reply.said {
            Said::Done if answers.len() == wanted => Ok(answers),
            Said::NotMine => Err(Unanswered::NotMine),
            Said::Full => Err(Unanswered::Full),
            Said::Done | Said::Here | Said::TooLate | Said::NotUnderstood | Said::TooLong => {
                Err(Unanswered::Unfit)
            }
        }
    }

    /// What a node replied to the request with this seal.
    fn unsealed<T: DeserializeOwned>(
        &self,
        node: NodeId,
        seal: &Seal,
        reply: &Message,
    ) -> Result<(Reply, Vec<T>), Unanswered> {
        let Some(message) = self.sealer.open_reply(seal, &reply.payload) else {
            tracing::warn!(node.id = %node, "a reply that no node of this installation sealed");
            return Err(Unanswered::Unfit);
        };
        unpack(message).map_err(|error| {
            tracing::warn!(node.id = %node, %error, "the reply of another node makes no sense");
            Unanswered::Unfit
        })
    }

    /// Returns when a node gives no sign of life any more.
    async fn silence(&self, node: NodeId) {
        loop {
            sleep(ASK_AGAIN).await;
            if self.sign_of_life(node).await.is_err() {
                return;
            }
        }
    }

    /// Asks a node whether it is there; returns what its clock shows.
    async fn sign_of_life(&self, node: NodeId) -> Result<Uptime, Unanswered> {
        if !self.is_connected() {
            return Err(Unanswered::Unfit);
        }
        let (message, seal) = self.sealer.request(node.0, &[]);
        let request = Request::new()
            .payload(message.into())
            .timeout(Some(SIGN_OF_LIFE));
        let reply = match self.client.send_request(node.subject(), request).await {
            Ok(reply) => reply,
            Err(error) => {
                return Err(match error.kind() == RequestErrorKind::TimedOut {
                    true => Unanswered::Silent,
                    false => unanswered(&error).0,
                });
            }
        };
        let (reply, _): (Reply, Vec<()>) = self.unsealed(node, &seal, &reply)?;
        self.clocks.heard(node, reply.uptime, Instant::now());
        Ok(reply.uptime)
    }
}

/// What a failed request means, and whether it certainly reached nobody.
fn unanswered(error: &RequestError) -> (Unanswered, bool) {
    match error.kind() {
        RequestErrorKind::NoResponders => (Unanswered::Gone, true),
        RequestErrorKind::TimedOut => (Unanswered::Slow, false),
        RequestErrorKind::MaxPayloadExceeded | RequestErrorKind::InvalidSubject => {
            (Unanswered::Unfit, true)
        }
        RequestErrorKind::Other => (Unanswered::Unfit, false),
    }
}
