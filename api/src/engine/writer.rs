//! The one connection that a node's engine appends through.
//!
//! What all actors hand over while an append is under way goes into the next one: one statement,
//! one transaction, one wait for the disk. There is no timer: a lone command is written at once.
//!
//! What never happens: facts of one decision in two transactions; an outcome that is told as
//! unknown and changes afterwards.

mod connection;

use std::slice::from_ref;
use std::thread;

use sqlx::postgres::PgConnectOptions;
use tokio::runtime;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use seatlog_projections::log::Position;
use seatlog_projections::spans::{Span, SpanKind};

use super::metrics;
use super::pace::Pace;
use crate::event_store::{AppendError, FactRows};
use connection::Connection;

/// From so many facts on, no more are joined into one append.
const FACTS: usize = 4_096;
/// How many batches may wait to be handed over; an actor has at most one there.
const QUEUE: usize = 1_024;

/// Where actors hand their batches over.
pub(super) struct Writer {
    batches: mpsc::Sender<Append>,
    stop: CancellationToken,
    task: TaskTracker,
}

/// The facts of one batch, all of one event.
struct Append {
    rows: FactRows,
    done: oneshot::Sender<Outcome>,
}

/// The position of a batch's last fact; the others stand right before it.
pub(super) type Outcome = Result<Position, NotAppended>;

/// What the writer appends through.
pub(super) trait Appends: Send {
    /// Appends all parts in one transaction; the position of the last row. An outcome that is
    /// unknown does not change any more.
    fn insert(
        &mut self,
        parts: &[&FactRows],
    ) -> impl Future<Output = Result<Position, AppendError>> + Send;

    /// Nothing more is appended.
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// Why a batch may not be in the log.
#[derive(Debug, Clone)]
pub(super) enum NotAppended {
    /// Another writer was first. Nothing was written.
    Conflict,
    /// The database said no. Nothing was written.
    Refused(String),
    /// The database was lost. The stream tells what happened, and that is final.
    Unknown,
}

impl From<AppendError> for NotAppended {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Conflict => Self::Conflict,
            AppendError::Unwritable(_) | AppendError::Refused(_) => {
                Self::Refused(error.to_string())
            }
            AppendError::Unknown(_) => Self::Unknown,
        }
    }
}

impl Writer {
    /// Starts writing on a thread of its own: where callers keep all others busy, the database would
    /// wait for its next append until one of them looks.
    pub(super) fn start(options: PgConnectOptions) -> Self {
        let stop = CancellationToken::new();
        let connection = Connection::new(options, stop.clone());
        let (writer, writing) = Self::over(connection, stop);
        thread::spawn(
            move || match runtime::Builder::new_current_thread().enable_all().build() {
                Ok(own) => own.block_on(writing),
                Err(error) => tracing::error!(%error, "nothing can be appended"),
            },
        );
        writer
    }

    /// A writer, and what has to run for it to write.
    pub(super) fn over(
        connection: impl Appends,
        stop: CancellationToken,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (batches, waiting) = mpsc::channel(QUEUE);
        let task = TaskTracker::new();
        let writing = task.track_future(run(waiting, connection, stop.clone()));
        task.close();
        let writer = Self {
            batches,
            stop,
            task,
        };
        (writer, writing)
    }

    /// Hands a batch over. A writer that is gone drops the sender of the outcome.
    pub(super) async fn append(&self, rows: FactRows) -> oneshot::Receiver<Outcome> {
        let (done, outcome) = oneshot::channel();
        drop(self.batches.send(Append { rows, done }).await);
        outcome
    }

    /// Ends the writer, once nobody hands anything over any more.
    pub(super) async fn stop(&self) {
        self.stop.cancel();
        self.ended().await;
    }

    /// Returns when nothing is written any more, also where the writer was not told to end.
    pub(super) async fn ended(&self) {
        self.task.wait().await;
    }
}

async fn run(
    mut waiting: mpsc::Receiver<Append>,
    mut connection: impl Appends,
    stop: CancellationToken,
) {
    let (mut joined, mut last, mut pace) = (Vec::new(), 0, Pace::default());
    loop {
        let first = tokio::select! {
            biased;
            first = waiting.recv() => first,
            () = stop.cancelled() => None,
        };
        let Some(first) = first else { break };
        joined.push(first);
        join(&mut waiting, &mut joined, (last, pace.least()));
        last = joined.len();
        write(&mut connection, &mut joined, &mut pace).await;
    }
    connection.close().await;
}

/// Joins what else is ready to be appended: so many facts at least, or half of the batches of the
/// last append and of this one together, so that one half of a crowd is written while the other
/// half is answered and decides.
fn join(
    waiting: &mut mpsc::Receiver<Append>,
    joined: &mut Vec<Append>,
    (last, least): (usize, usize),
) {
    let half = (last + joined.len() + waiting.len()).div_ceil(2);
    let mut facts: usize = joined.iter().map(|append| append.rows.len()).sum();
    while facts < FACTS
        && (facts < least || joined.len() < half)
        && let Ok(next) = waiting.try_recv()
    {
        facts += next.rows.len();
        joined.push(next);
    }
}

/// Appends everything in one transaction; if one event's facts are refused, each in its own, so
/// that what is wrong with one event is no other's concern.
async fn write(connection: &mut impl Appends, joined: &mut Vec<Append>, pace: &mut Pace) {
    let started = Instant::now();
    let facts = joined.iter().map(|append| append.rows.len()).sum();
    let outcome = insert(connection, joined).await;
    let took = started.elapsed();
    metrics::appended(facts, took);
    pace.took(facts, took);
    let error = match outcome {
        Ok(last) => {
            let mut position = last - facts as i64;
            for append in joined.drain(..) {
                position += append.rows.len() as i64;
                append.tell(Ok(position));
            }
            return;
        }
        Err(error) => NotAppended::from(error),
    };
    // What was lost may have been written: the actors find out.
    let known = matches!(error, NotAppended::Conflict | NotAppended::Refused(_));
    let alone = joined.len() == 1;
    for append in joined.drain(..) {
        if known && !alone {
            let outcome = insert(connection, from_ref(&append)).await;
            append.tell(outcome.map_err(NotAppended::from));
        } else {
            append.tell(Err(error.clone()));
        }
    }
}

/// Appends batches in one transaction; the position of the last fact. The traces of all commands
/// tell of it.
async fn insert(
    connection: &mut impl Appends,
    batches: &[Append],
) -> Result<Position, AppendError> {
    let traces = batches.iter().flat_map(|append| append.rows.traces());
    let mut span = Span::for_all(traces, SpanKind::Client, || "append".into());
    span.note("db.system.name", || "postgresql");
    span.note("db.operation.name", || "INSERT");
    span.note("seatlog.append.facts", || {
        let facts: usize = batches.iter().map(|append| append.rows.len()).sum();
        facts as i64
    });
    let parts: Vec<_> = batches.iter().map(|append| &append.rows).collect();
    let inserted = connection.insert(&parts).await;
    match &inserted {
        Ok(position) => span.note("seatlog.append.position", || *position),
        Err(error) => span.fail(|| error.label().into()),
    }
    inserted
}

impl Append {
    fn tell(self, outcome: Outcome) {
        // An actor that is gone has nobody to tell.
        drop(self.done.send(outcome));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Panics when it is to append.
    struct Faulty;

    impl Appends for Faulty {
        async fn insert(&mut self, _: &[&FactRows]) -> Result<Position, AppendError> {
            panic!("planted")
        }

        async fn close(self) {}
    }

    #[tokio::test]
    async fn a_writer_that_panics_is_seen_to_have_ended_and_keeps_nobody_waiting() {
        let (writer, writing) = Writer::over(Faulty, CancellationToken::new());
        tokio::spawn(writing);
        let outcome = writer.append(FactRows::default()).await;
        assert!(outcome.await.is_err(), "nobody knows what became of it");
        writer.ended().await;
        let outcome = writer.append(FactRows::default()).await;
        assert!(outcome.await.is_err(), "nor of what comes later");
    }
}
