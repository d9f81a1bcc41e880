//! A log in memory, with the log's primary key, and the ways of nodes to it: slow, broken before
//! and after the commit, refused.

use std::collections::HashMap;
use std::future::pending;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::Error;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use seatlog_domain::event::Event;
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::EventId;
use seatlog_domain::upcasting;
use seatlog_projections::log::{Fact, LogError, Position};
use seatlog_testkit::Dice;

use crate::engine::writer::Appends;
use crate::event_store::{
    AppendError, EventLog, FactRows, LoadError, Snapshot, StoredFact, Take, command_of,
};

/// What PostgreSQL keeps.
#[derive(Clone, Default)]
pub(in crate::engine) struct SimulatedLog(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    /// The fact at position 1 comes first.
    rows: Vec<Row>,
    snapshots: HashMap<EventId, (i64, Position, Vec<u8>)>,
}

struct Row {
    stream: String,
    sequence: i64,
    kind: String,
    version: String,
    payload: String,
    metadata: String,
}

/// What befalls a node on its way to the log.
#[derive(Debug, Clone, Copy)]
pub(in crate::engine) struct Weather {
    /// How long a way takes at most.
    pub(in crate::engine) slowest_ms: u64,
    /// Reads in a hundred that fail.
    pub(in crate::engine) failed: usize,
    /// Appends in a hundred that are refused.
    pub(in crate::engine) refused: usize,
    /// Appends in a hundred whose outcome nobody is told, half of them committed.
    pub(in crate::engine) lost: usize,
}

pub(in crate::engine) const CALM: Weather = Weather {
    slowest_ms: 5,
    failed: 0,
    refused: 0,
    lost: 0,
};

impl SimulatedLog {
    /// All facts of an event.
    pub(in crate::engine) fn facts(&self, id: EventId) -> Vec<StoredFact<EventFact>> {
        let kept = self.kept();
        kept.of(id).map(|(row, at)| row.read(at).unwrap()).collect()
    }

    /// The sequence of an event's last fact.
    pub(in crate::engine) fn head(&self, id: EventId) -> i64 {
        self.kept().of(id).last().map_or(0, |(row, _)| row.sequence)
    }

    /// What all facts say, in order.
    pub(in crate::engine) fn payloads(&self) -> Vec<String> {
        let kept = self.kept();
        kept.rows.iter().map(|row| row.payload.clone()).collect()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }

    /// All rows or none.
    fn append(&self, rows: Vec<Row>) -> Result<Position, AppendError> {
        let mut kept = self.kept();
        for (number, new) in rows.iter().enumerate() {
            let same = |row: &Row| (&row.stream, row.sequence) == (&new.stream, new.sequence);
            if kept.rows.iter().any(same) || rows[..number].iter().any(same) {
                return Err(AppendError::Conflict);
            }
        }
        kept.rows.extend(rows);
        Ok(kept.rows.len() as Position)
    }
}

impl Kept {
    /// An event's rows, each with its position.
    fn of(&self, id: EventId) -> impl Iterator<Item = (&Row, Position)> {
        let stream = id.to_string();
        let rows = self.rows.iter().zip(1..);
        rows.filter(move |(row, _)| row.stream == stream)
    }
}

impl Row {
    fn read(&self, position: Position) -> Result<StoredFact<EventFact>, LoadError> {
        Ok(StoredFact {
            sequence: self.sequence,
            position,
            command_id: command_of(&self.metadata),
            fact: upcasting::read(&self.kind, &self.version, &self.payload)
                .map_err(|reason| LoadError::Unreadable { position, reason })?,
        })
    }
}

/// A node's way to the log.
#[derive(Clone)]
pub(in crate::engine) struct Way {
    pub(in crate::engine) log: SimulatedLog,
    pub(in crate::engine) dice: Arc<Mutex<Dice>>,
    pub(in crate::engine) weather: Arc<Mutex<Weather>>,
    /// Whoever is dead hears no answer.
    pub(in crate::engine) dead: CancellationToken,
}

impl Way {
    fn roll<T>(&self, roll: impl FnOnce(&mut Dice, Weather) -> T) -> T {
        let weather = *self.weather.lock().unwrap();
        roll(&mut self.dice.lock().unwrap(), weather)
    }

    async fn go(&self) {
        let pause = self.roll(|dice, weather| dice.time_ms(0, weather.slowest_ms));
        if pause > Duration::ZERO {
            sleep(pause).await;
        }
    }

    async fn come_back(&self) {
        self.go().await;
        if self.dead.is_cancelled() {
            pending::<()>().await;
        }
    }

    async fn read<T>(&self, what: impl FnOnce(&mut Kept) -> T) -> Result<T, Error> {
        self.go().await;
        let found = what(&mut self.log.kept());
        self.come_back().await;
        match self.roll(|dice, weather| dice.percent(weather.failed)) {
            true => Err(Error::PoolTimedOut),
            false => Ok(found),
        }
    }
}

#[async_trait]
impl EventLog for Way {
    async fn snapshot(&self, id: EventId) -> Result<Option<Snapshot>, Error> {
        let kept = self.read(|kept| kept.snapshots.get(&id).cloned()).await?;
        Ok(kept.map(|(sequence, position, state)| {
            Snapshot::new(Event::from_snapshot(&state).unwrap(), sequence, position)
        }))
    }

    async fn keep(&self, id: EventId, snapshot: Snapshot) -> Result<(), Error> {
        let (sequence, position) = (snapshot.sequence, snapshot.position);
        let state = snapshot.event.to_snapshot();
        let keep = move |kept: &mut Kept| {
            let at = kept.of(id).find(|(row, _)| row.sequence == sequence);
            assert_eq!(
                at.map(|it| it.1),
                Some(position),
                "a snapshot of what is not in the log"
            );
            let later = kept.snapshots.get(&id).is_some_and(|it| it.0 >= sequence);
            if !later {
                kept.snapshots.insert(id, (sequence, position, state));
            }
        };
        self.read(keep).await
    }

    async fn facts_after(&self, id: EventId, after: i64, take: Take<'_>) -> Result<(), LoadError> {
        let read = |kept: &mut Kept| -> Result<Vec<_>, LoadError> {
            let later = kept.of(id).filter(|(row, _)| row.sequence > after);
            later.map(|(row, at)| row.read(at)).collect()
        };
        self.read(read).await??.into_iter().for_each(take);
        Ok(())
    }

    async fn commands(
        &self,
        id: EventId,
        sequences: RangeInclusive<i64>,
    ) -> Result<Vec<(Uuid, i64)>, Error> {
        let command = |(row, _): (&Row, Position)| {
            let wanted = sequences.contains(&row.sequence);
            let command = command_of(&row.metadata).filter(|_| wanted)?;
            Some((command, row.sequence))
        };
        self.read(|kept| kept.of(id).filter_map(command).collect())
            .await
    }

    async fn head(&self, id: EventId) -> Result<i64, Error> {
        let head = |kept: &mut Kept| kept.of(id).last().map_or(0, |(row, _)| row.sequence);
        self.read(head).await
    }

    async fn position_of(&self, id: EventId, sequence: i64) -> Result<Position, Error> {
        let find = |kept: &mut Kept| {
            let found = kept.of(id).find(|(row, _)| row.sequence == sequence);
            found.map(|(_, position)| position)
        };
        self.read(find).await?.ok_or(Error::RowNotFound)
    }

    async fn fact_at(&self, position: Position) -> Result<Option<Fact>, LogError> {
        let find = |kept: &mut Kept| {
            let row = kept.rows.get(position as usize - 1)?;
            let id = EventId::new(row.stream.parse().unwrap());
            Some(Fact::Event(id, row.read(position).unwrap().fact))
        };
        Ok(self.read(find).await?)
    }
}

/// The connection of a node's writer.
pub(in crate::engine) struct Connection(pub(in crate::engine) Way);

/// What becomes of an append.
enum Fate {
    Done,
    Refused,
    LostBefore,
    LostAfter,
}

impl Connection {
    fn fate(&self) -> Fate {
        self.0
            .roll(|dice, weather| match dice.percent(weather.refused) {
                true => Fate::Refused,
                false => match (dice.percent(weather.lost), dice.percent(50)) {
                    (false, _) => Fate::Done,
                    (true, true) => Fate::LostBefore,
                    (true, false) => Fate::LostAfter,
                },
            })
    }
}

impl Appends for Connection {
    async fn insert(&mut self, parts: &[&FactRows]) -> Result<Position, AppendError> {
        let rows = parts
            .iter()
            .flat_map(|part| part.texts())
            .map(row)
            .collect();
        let fate = self.fate();
        self.0.go().await;
        // What a node sent before it died may still be done.
        if self.0.dead.is_cancelled() && self.0.roll(|dice, _| dice.percent(50)) {
            pending::<()>().await;
        }
        let lost = || AppendError::Unknown(Error::WorkerCrashed);
        let outcome = match fate {
            Fate::Done => self.0.log.append(rows),
            Fate::Refused => Err(AppendError::Refused(Error::WorkerCrashed)),
            Fate::LostBefore => Err(lost()),
            Fate::LostAfter => self.0.log.append(rows).and_then(|_| Err(lost())),
        };
        self.0.come_back().await;
        outcome
    }

    async fn close(self) {}
}

fn row([stream, sequence, kind, version, payload, metadata]: [String; 6]) -> Row {
    Row {
        stream,
        sequence: sequence.parse().unwrap(),
        kind,
        version,
        payload,
        metadata,
    }
}
