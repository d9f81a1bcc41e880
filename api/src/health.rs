//! Which of the parts that a process rests on are there.

use std::time::Duration;

use async_nats::connection::State as Connection;
use seatlog_projections::checkpoints::{self, ProjectionState};
use serde::Serialize;
use sqlx::PgPool;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::command_bus::CommandBus;
use crate::schema;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Looks after the parts of a process. Cloned into every worker; each part is a handle.
#[derive(Clone)]
pub struct Health {
    pool: PgPool,
    draining: CancellationToken,
    bus: Option<CommandBus>,
    nats: Option<async_nats::Client>,
}

/// Whether a process can do its work.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// It can.
    pub ready: bool,
    /// What is amiss.
    pub reasons: Vec<String>,
    /// What it rests on.
    pub parts: Vec<Part>,
}

/// Something that a process rests on.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// Whether it is there.
    pub state: State,
    /// What is amiss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Whether a part is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is.
    Ok,
    /// It is not, and the work goes on without it, though not as well.
    Degraded,
    /// It is not, and the process is of no use.
    Missing,
}

impl Part {
    fn of(name: &'static str, amiss: Option<(State, String)>) -> Self {
        let (state, detail) = amiss.map_or((State::Ok, None), |(state, why)| (state, Some(why)));
        Self {
            name,
            state,
            detail,
        }
    }
}

impl Health {
    /// The health of a process that rests on a database, and stops when `draining` says so.
    pub fn new(pool: PgPool, draining: CancellationToken) -> Self {
        Self {
            pool,
            draining,
            bus: None,
            nats: None,
        }
    }

    /// The same, of one that also takes commands.
    #[must_use]
    pub fn with_bus(mut self, bus: CommandBus) -> Self {
        self.bus = Some(bus);
        self
    }

    /// The same, of one that also hears or tells of facts by NATS.
    #[must_use]
    pub fn with_nats(mut self, nats: Option<async_nats::Client>) -> Self {
        self.nats = nats;
        self
    }

    /// The database.
    pub(crate) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Whether Redis answers; nothing where there is none.
    pub(crate) fn redis(&self) -> Option<bool> {
        self.bus.as_ref()?.redis_answers()
    }

    /// Whether NATS is connected, for all that it is there for; nothing where there is none.
    pub(crate) fn nats(&self) -> Option<bool> {
        let commands = self.bus.as_ref().and_then(CommandBus::nats_is_connected);
        let facts = self.nats.as_ref().map(async_nats::Client::connection_state);
        let facts = facts.map(|state| state == Connection::Connected);
        let known = commands.into_iter().chain(facts);
        known.reduce(|one, other| one && other)
    }

    /// Looks at every part.
    pub async fn look(&self) -> Readiness {
        let mut parts = Vec::new();
        if self.draining.is_cancelled() {
            let stopping = (State::Missing, "stopping".to_owned());
            parts.push(Part::of("process", Some(stopping)));
        }
        match timeout(PATIENCE, self.look_at_tables()).await {
            Ok(Ok(tables)) => {
                parts.push(Part::of("postgresql", None));
                parts.extend(tables);
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                parts.push(gone("the database does not answer"));
            }
            Err(_) => parts.push(gone("the database does not answer in time")),
        }
        let without = |name, there: Option<bool>, meaning: &str| {
            let amiss = |there: bool| (!there).then(|| (State::Degraded, meaning.to_owned()));
            there.map(|there| Part::of(name, amiss(there)))
        };
        parts.extend(without(
            "redis",
            self.redis(),
            "Redis does not answer: nobody owns an event, commands are decided on the log",
        ));
        parts.extend(without(
            "nats",
            self.nats(),
            "NATS is not connected: commands are not passed on, mails come by the sweep of the log",
        ));
        let missing = parts.iter().filter(|part| part.state == State::Missing);
        let reasons: Vec<_> = missing.filter_map(|part| part.detail.clone()).collect();
        Readiness {
            ready: reasons.is_empty(),
            reasons,
            parts,
        }
    }

    async fn look_at_tables(&self) -> Result<Vec<Part>, sqlx::Error> {
        let pending = schema::pending(&self.pool).await?;
        if pending > 0 {
            let amiss = (
                State::Missing,
                format!("{pending} migrations are not applied"),
            );
            return Ok(vec![Part::of("migrations", Some(amiss))]);
        }
        let mut parts = vec![Part::of("migrations", None)];
        for model in checkpoints::list(&self.pool).await? {
            if model.state == ProjectionState::Halted {
                let position = model.position + 1;
                let name = model.name;
                let amiss = format!("read model {name} has halted at position {position}");
                parts.push(Part::of("read_models", Some((State::Missing, amiss))));
            }
        }
        if parts.len() == 1 {
            parts.push(Part::of("read_models", None));
        }
        Ok(parts)
    }
}

fn gone(what: &str) -> Part {
    Part::of("postgresql", Some((State::Missing, what.to_owned())))
}
