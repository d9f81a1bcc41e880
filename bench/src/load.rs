//! Putting load on something: many callers at once, each answer timed.
//!
//! A closed loop asks as soon as the last answer came, so it finds the highest rate. An open loop
//! asks at a given rate whatever comes back, and counts the time from the moment at which the
//! request was meant to be sent: a server that stalls does not hide the requests that waited.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::caller::{Acknowledged, Caller, Reply};
use crate::figures::percentile;

/// How long one answer may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// When the next request is sent.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pace {
    /// As soon as the caller has its answer.
    Closed,
    /// So many a second, spread evenly, by whichever caller is free.
    Open {
        /// Requests a second.
        per_sec: f64,
    },
}

/// How much is asked for, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// So many things at most.
    pub(crate) jobs: usize,
    /// When they are asked for.
    pub(crate) pace: Pace,
    /// Nothing new is asked for after this time.
    pub(crate) time: Option<Duration>,
    /// What is not answered when the time is over is dropped, not waited for.
    pub(crate) cut: bool,
}

impl Plan {
    /// So many things, as fast as they are answered.
    pub(crate) fn closed(jobs: usize) -> Self {
        Self {
            jobs,
            pace: Pace::Closed,
            time: None,
            cut: false,
        }
    }

    /// At a rate, for a time.
    pub(crate) fn open(per_sec: f64, time: Duration) -> Self {
        Self {
            jobs: (per_sec * time.as_secs_f64()) as usize,
            pace: Pace::Open { per_sec },
            time: None,
            cut: false,
        }
    }

    /// For a time at most.
    pub(crate) fn within(self, time: Duration) -> Self {
        Self {
            time: Some(time),
            ..self
        }
    }

    /// For a time, after which nothing is waited for.
    pub(crate) fn cut_after(self, time: Duration) -> Self {
        Self {
            cut: true,
            ..self.within(time)
        }
    }

    /// When a job is meant to begin, if that does not depend on the answers before it.
    fn intended(&self, started: Instant, job: usize) -> Option<Instant> {
        match self.pace {
            Pace::Closed => None,
            Pace::Open { per_sec } => Some(started + Duration::from_secs_f64(job as f64 / per_sec)),
        }
    }
}

/// One answer.
#[derive(Debug)]
pub(crate) struct Sample {
    /// When it came, counted from the start of the load.
    pub(crate) at: Duration,
    /// How long it took.
    pub(crate) latency: Duration,
    /// What it was.
    pub(crate) reply: Reply,
}

/// What came of a load, in the order in which the answers came.
#[derive(Debug)]
pub(crate) struct Load {
    /// All answers.
    pub(crate) samples: Vec<Sample>,
    /// Until the last answer, or the end of the time if the load was cut.
    pub(crate) elapsed: Duration,
}

impl Load {
    /// How many were answered as wished.
    pub(crate) fn answered(&self) -> usize {
        let wished = |sample: &&Sample| sample.reply != Reply::Failed;
        self.samples.iter().filter(wished).count()
    }

    /// Answers a second.
    pub(crate) fn rate(&self) -> f64 {
        self.answered() as f64 / self.elapsed.as_secs_f64()
    }

    /// Answers a second between two of them, counted from 0.
    pub(crate) fn rate_between(&self, first: usize, last: usize) -> Option<f64> {
        let time = self.samples.get(last)?.at - self.samples.get(first)?.at;
        Some((last - first) as f64 / time.as_secs_f64())
    }

    /// The time that a share of the answers took at most, in milliseconds.
    pub(crate) fn latency_ms(&self, share: f64) -> Option<f64> {
        let ms = |sample: &Sample| sample.latency.as_secs_f64() * 1_000.0;
        let mut all: Vec<f64> = self.samples.iter().map(ms).collect();
        all.sort_by(f64::total_cmp);
        percentile(&all, share)
    }

    /// The bookings that callers were told to have.
    pub(crate) fn acknowledged(&self) -> Vec<Acknowledged> {
        let booked = |sample: &Sample| match &sample.reply {
            Reply::Booked(booked) => Some(booked.clone()),
            Reply::Done | Reply::Failed => None,
        };
        self.samples.iter().filter_map(booked).collect()
    }
}

/// Runs a load to its end.
///
/// # Errors
/// A caller was answered what must never be answered.
pub(crate) async fn run<C: Caller>(callers: Vec<C>, plan: Plan) -> Result<Load> {
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let mut tasks: JoinSet<Result<Vec<Sample>>> = JoinSet::new();
    for caller in callers {
        tasks.spawn(ask(caller, plan, next.clone(), started));
    }
    let mut samples = Vec::with_capacity(plan.jobs.min(1 << 20));
    while let Some(done) = tasks.join_next().await {
        samples.extend(done??);
    }
    samples.sort_by_key(|sample| sample.at);
    let last = samples.last().map_or(Duration::ZERO, |sample| sample.at);
    let elapsed = match (plan.cut, plan.time) {
        (true, Some(time)) => time,
        _ => last,
    };
    Ok(Load { samples, elapsed })
}

async fn ask<C: Caller>(
    mut caller: C,
    plan: Plan,
    next: Arc<AtomicUsize>,
    started: Instant,
) -> Result<Vec<Sample>> {
    let over = plan.time.map(|time| started + time);
    let mut samples = Vec::new();
    loop {
        let job = next.fetch_add(1, Ordering::Relaxed);
        let intended = plan.intended(started, job);
        let from = intended.unwrap_or_else(Instant::now);
        if job >= plan.jobs || over.is_some_and(|over| from >= over) {
            return Ok(samples);
        }
        if let Some(intended) = intended {
            sleep_until(intended).await;
        }
        let until = match over {
            Some(over) if plan.cut => over,
            _ => Instant::now() + PATIENCE,
        };
        let Ok(reply) = timeout_at(until, caller.call(job)).await else {
            anyhow::ensure!(plan.cut, "no answer within {PATIENCE:?}");
            return Ok(samples);
        };
        let reply = reply.with_context(|| format!("request {job} of the load"))?;
        let now = Instant::now();
        samples.push(Sample {
            at: now - started,
            latency: now - from,
            reply,
        });
    }
}

#[cfg(test)]
mod tests;
