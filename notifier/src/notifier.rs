//! The notifier: everything that runs, wired up.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::join_all;
use seatlog_projections::log::RecordedFact;
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::enqueue::{EnqueueError, Scribe};
use crate::erasure::{self, ForgetError};
use crate::feed::FactStream;
use crate::feed::jetstream::Subscriber;
use crate::feed::walk::{self, FEED, SWEEPER};
use crate::gauges;
use crate::occasion::Descriptions;
use crate::outbox::{Clock, DatabaseClock};
use crate::sender::Sender;
use crate::settings::{CheckedSettings, Office};

/// Notified when mails were written or retried.
const MAILS_CHANNEL: &str = "seatlog_mails";
/// Notified when facts were appended.
const LOG_CHANNEL: &str = "seatlog_log";
/// How many mails are sent at a time.
const SENDERS: usize = 4;
/// How often the log is looked at although nothing was heard.
const POLL: Duration = Duration::from_secs(10);
/// How often what NATS may have lost is looked for.
const SWEEP: Duration = Duration::from_secs(30);
/// How often files of erased mails are looked for although nothing was heard.
const FORGET: Duration = Duration::from_secs(10 * 60);
/// How often the gauges are set.
const MEASURE: Duration = Duration::from_secs(15);
/// The pause after the database has failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Why a step of the notifier failed.
#[derive(Debug, thiserror::Error)]
pub enum NotifierError {
    /// Mails could not be written.
    #[error(transparent)]
    Enqueue(#[from] EnqueueError),
    /// The mails could not be read or marked.
    #[error("the mails cannot be reached: {0}")]
    Database(#[from] sqlx::Error),
}

/// Turns facts into mails. [`Notifier::run`] does all of it; the other methods are its steps.
#[derive(Debug)]
pub struct Notifier {
    pool: PgPool,
    office: Office,
    names: FactStream,
    descriptions: Descriptions,
}

impl Notifier {
    /// A notifier that does nothing yet.
    pub fn new(pool: PgPool, settings: CheckedSettings) -> Self {
        Self {
            pool,
            office: settings.0,
            names: FactStream::default(),
            descriptions: Descriptions::default(),
        }
    }

    /// Reads another JetStream stream than the relay's.
    #[must_use]
    pub fn reading(mut self, names: FactStream) -> Self {
        self.names = names;
        self
    }

    /// Runs until cancelled; a mail that is being sent is still seen through. With NATS facts come
    /// over JetStream, without it from the log. Failures are logged, and tried again.
    pub async fn run(self, nats: Option<async_nats::Client>, cancelled: CancellationToken) {
        let (wake_senders, mails) = watch::channel(());
        let (wake_feed, facts) = watch::channel(());
        let (wake_forgetting, erased) = watch::channel(());
        let bells = Bells {
            mails: wake_senders,
            facts: wake_feed,
            erased: wake_forgetting,
        };
        let senders = join_all(
            (0..SENDERS)
                .map(|_| Sender::new(&self.pool, &self.office).run(mails.clone(), &cancelled)),
        );
        let feed = async {
            match &nats {
                Some(client) => {
                    let subscriber = self.subscriber();
                    tokio::join!(
                        subscriber.run(client, &cancelled),
                        self.sweep_on(&cancelled)
                    );
                }
                None => self.follow_log(facts, &cancelled).await,
            }
        };
        tokio::join!(
            self.listen(&bells, &cancelled),
            feed,
            senders,
            self.forget_on(erased, &cancelled),
            self.measure(&cancelled),
        );
    }

    /// Writes the mails of all facts in the log, and sends what is due: all that there is to do
    /// at this moment. For tests and for the command line.
    pub async fn drain(&self) -> Result<(), NotifierError> {
        self.read_on().await?;
        self.send_by(&self.clock()).await?;
        Ok(())
    }

    /// Writes the mails of all facts in the log that have none yet, and sends none; returns how
    /// many.
    ///
    /// # Errors
    /// The database failed, or a mail could not be composed.
    pub async fn write_all(&self, now: DateTime<Utc>) -> Result<u64, NotifierError> {
        walk::level(&self.pool).await?;
        let written = FEED.run(&self.pool, &self.scribe(), now).await?;
        walk::level(&self.pool).await?;
        Ok(written)
    }

    /// Writes the mails of facts; returns how many. A fact whose mails are written is passed over.
    pub async fn enqueue(
        &self,
        facts: &[RecordedFact],
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        self.scribe().enqueue(&self.pool, facts, now).await
    }

    /// Writes the mails that facts older than half a minute should have and do not; returns how
    /// many.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<u64, EnqueueError> {
        SWEEPER.run(&self.pool, &self.scribe(), now).await
    }

    /// Sends the mails that are due at a time; returns how many were tried.
    pub async fn send_due(&self, now: DateTime<Utc>) -> Result<u64, sqlx::Error> {
        self.send_by(&now).await
    }

    async fn send_by(&self, clock: &impl Clock) -> Result<u64, sqlx::Error> {
        let mut sender = Sender::new(&self.pool, &self.office);
        sender.send_due(clock, &CancellationToken::new()).await
    }

    /// Deletes the files of erased mails; returns of how many this node had some.
    pub async fn delete_erased_files(&self) -> Result<usize, ForgetError> {
        erasure::delete_files(&self.pool, &self.office.mail_dir).await
    }

    async fn forget_on(&self, mut erased: watch::Receiver<()>, cancelled: &CancellationToken) {
        while !cancelled.is_cancelled() {
            erased.mark_unchanged();
            let pause = match self.delete_erased_files().await {
                Ok(_) => FORGET,
                Err(error) => {
                    tracing::error!(%error, "erased mails are still in the folder");
                    PAUSE
                }
            };
            tokio::select! {
                () = cancelled.cancelled() => {}
                _ = erased.changed() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Facts are recorded, and mails are due, by this clock.
    fn clock(&self) -> DatabaseClock<'_> {
        DatabaseClock(&self.pool)
    }

    fn scribe(&self) -> Scribe<'_> {
        Scribe {
            office: &self.office,
            descriptions: &self.descriptions,
        }
    }

    fn subscriber(&self) -> Subscriber<'_> {
        Subscriber {
            pool: &self.pool,
            scribe: self.scribe(),
            names: &self.names,
        }
    }

    /// Writes the mails of the facts that the feed has not come to yet.
    async fn read_on(&self) -> Result<u64, EnqueueError> {
        let now = self.clock().now().await?;
        FEED.run(&self.pool, &self.scribe(), now).await
    }

    async fn follow_log(&self, mut grown: watch::Receiver<()>, cancelled: &CancellationToken) {
        while !cancelled.is_cancelled() {
            grown.mark_unchanged();
            let pause = match self.read_on().await {
                Ok(_) => POLL,
                Err(error) => {
                    tracing::error!(%error, "the log cannot be followed");
                    PAUSE
                }
            };
            tokio::select! {
                () = cancelled.cancelled() => {}
                _ = grown.changed() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn sweep_on(&self, cancelled: &CancellationToken) {
        while !cancelled.is_cancelled() {
            let swept = async { self.sweep(self.clock().now().await?).await };
            match swept.await {
                Ok(0) => {}
                Ok(found) => tracing::warn!(mails = found, "facts had not come over NATS"),
                Err(error) => tracing::error!(%error, "the log cannot be swept"),
            }
            rest(SWEEP, cancelled).await;
        }
    }

    async fn measure(&self, cancelled: &CancellationToken) {
        while !cancelled.is_cancelled() {
            if let Err(error) = gauges::measure(&self.pool).await {
                tracing::warn!(%error, "mails cannot be counted");
            }
            rest(MEASURE, cancelled).await;
        }
    }

    async fn listen(&self, bells: &Bells, cancelled: &CancellationToken) {
        while !cancelled.is_cancelled() {
            let heard = tokio::select! {
                () = cancelled.cancelled() => Ok(()),
                heard = self.hear(bells) => heard,
            };
            if let Err(error) = heard {
                tracing::warn!(%error, "cannot listen for new mails and facts");
                rest(PAUSE, cancelled).await;
            }
        }
    }

    /// Tells of what is heard until the connection is lost.
    async fn hear(&self, bells: &Bells) -> Result<(), sqlx::Error> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        let channels = [MAILS_CHANNEL, LOG_CHANNEL, erasure::CHANNEL];
        listener.listen_all(channels).await?;
        // Something may have come while nobody listened.
        for bell in [&bells.mails, &bells.facts, &bells.erased] {
            bell.send_replace(());
        }
        loop {
            let Some(heard) = listener.try_recv().await? else {
                return Ok(());
            };
            let bell = match heard.channel() {
                MAILS_CHANNEL => &bells.mails,
                erasure::CHANNEL => &bells.erased,
                _ => &bells.facts,
            };
            bell.send_replace(());
        }
    }
}

/// What wakes the parts that sleep.
struct Bells {
    mails: watch::Sender<()>,
    facts: watch::Sender<()>,
    erased: watch::Sender<()>,
}

async fn rest(pause: Duration, cancelled: &CancellationToken) {
    tokio::select! {
        () = cancelled.cancelled() => {}
        () = tokio::time::sleep(pause) => {}
    }
}
