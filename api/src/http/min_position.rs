//! `Seatlog-Min-Position`: a read that must know of a certain command waits for its read models.
//! Anybody can ask for it, and who waits keeps asking the database: only so many do at once.
//!
//! A read without it waits a moment, too, for what this node has just recorded, so that a person
//! or a script that reads straight after writing finds it. That is a courtesy: it is short, only a
//! few reads enjoy it at once, and nobody is refused for it.

use std::future::{Ready, ready};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::HeaderMap;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, FromRequest, HttpRequest};
use seatlog_projections::checkpoints;
use seatlog_projections::log::{self, Position};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::answer::POSITION;
use super::problem::Problem;
use super::state::AppState;
use crate::seat_views::Newness;

/// The header.
pub const MIN_POSITION: &str = "Seatlog-Min-Position";

/// How long a read, or a command that has to find its event first, waits at most.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// The read models that a route answers from; `app_data` of its resource.
#[derive(Debug, Clone, Copy)]
pub struct ReadModels(pub &'static [&'static str]);

/// How many reads that ask for it wait at once.
const WAITS: usize = 256;
/// How many wait at once for what is not in the log yet. Nobody was ever told of such a position, so
/// whoever makes one up takes no place from those who were told of theirs.
const EARLY: usize = 4;

/// How long a read waits that did not ask for it, how many do at once, and how long after a
/// command: an on-sale must not make every reader ask for checkpoints.
const COURTESY: Duration = Duration::from_secs(1);
const COURTESIES: usize = 4;
const RECENTLY: Duration = Duration::from_secs(3);

/// What this node recorded last, for reads that follow, and room for those who wait.
#[derive(Debug)]
pub struct Waits {
    last: Mutex<Option<(Position, Instant)>>,
    asked: Semaphore,
    early: Semaphore,
    courtesies: Semaphore,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            last: Mutex::default(),
            asked: Semaphore::new(WAITS),
            early: Semaphore::new(EARLY),
            courtesies: Semaphore::new(COURTESIES),
        }
    }
}

impl Waits {
    fn note(&self, position: Position) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let highest = last.map_or(position, |(known, _)| known.max(position));
        *last = Some((highest, Instant::now()));
    }

    fn recent(&self) -> Option<Position> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.filter(|(_, at)| at.elapsed() < RECENTLY)
            .map(|(position, _)| position)
    }

    /// Waits until a read's models have come to where it asks.
    async fn wait(
        &self,
        state: &AppState,
        models: &[&str],
        wanted: Position,
    ) -> Result<(), Problem> {
        if checkpoints::reached(&state.pool, models, wanted).await? {
            return Ok(());
        }
        let _room = self.room(wanted, log::head(&state.pool).await?)?;
        let reached = checkpoints::wait_for(&state.pool, models, wanted, PATIENCE);
        Ok(reached.await?)
    }

    /// Room for somebody who waits, given where the log ends.
    fn room(&self, wanted: Position, head: Position) -> Result<SemaphorePermit<'_>, Problem> {
        let rooms = if wanted > head {
            &self.early
        } else {
            &self.asked
        };
        rooms.try_acquire().map_err(|_| Problem::ProjectionBehind)
    }

    async fn wait_as_a_courtesy(&self, state: &AppState, models: &[&str]) {
        let Some(position) = self.recent() else {
            return;
        };
        let Ok(_courtesy) = self.courtesies.try_acquire() else {
            return;
        };
        let reached = checkpoints::wait_for(&state.pool, models, position, COURTESY).await;
        if let Err(error) = reached {
            tracing::debug!(%error, "a read did not wait any longer");
        }
    }
}

/// Waits, if a read asks for it, until what it reads has come so far; notes what a command
/// recorded.
pub async fn wait<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let Some(state) = request.app_data::<Data<AppState>>().cloned() else {
        return next.call(request).await;
    };
    if request.method().is_safe()
        && let Some(ReadModels(models)) = request.app_data()
    {
        // In boxes: other calls need not carry this with them.
        match wanted(request.headers())? {
            Some(position) => Box::pin(state.waits.wait(&state, models, position)).await?,
            None => Box::pin(state.waits.wait_as_a_courtesy(&state, models)).await,
        }
    }
    let response = next.call(request).await?;
    let recorded = response
        .headers()
        .get(POSITION)
        .and_then(|text| text.to_str().ok());
    if let Some(position) = recorded.and_then(|text| text.parse().ok()) {
        state.waits.note(position);
    }
    Ok(response)
}

/// What a read that is answered from memory must know of; its route names no read models.
#[derive(Debug, Clone, Copy)]
pub struct MinPosition(Option<Position>);

impl FromRequest for MinPosition {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(wanted(request.headers()).map(Self))
    }
}

impl MinPosition {
    /// Waits until the seats in memory have come so far, or, as a courtesy, as far as this node
    /// has just recorded. Returns how new a picture of them has to be.
    pub(super) async fn reached_by(self, state: &AppState) -> Result<Newness, Problem> {
        if let Some(wanted) = self.0 {
            state.seats.reached(wanted, PATIENCE).await?;
            return Ok(Newness::Position(wanted));
        }
        match state.waits.recent() {
            Some(recent) if state.seats.reached(recent, COURTESY).await.is_ok() => Ok(Newness::Now),
            Some(_) | None => Ok(Newness::Any),
        }
    }
}

fn wanted(headers: &HeaderMap) -> Result<Option<Position>, Problem> {
    let Some(header) = headers.get(MIN_POSITION) else {
        return Ok(None);
    };
    let position = header.to_str().ok().and_then(|text| text.parse().ok());
    match position.filter(|position: &Position| *position >= 0) {
        Some(position) => Ok(Some(position)),
        None => Err(Problem::BadRequest(format!(
            "{MIN_POSITION} must be a log position."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_wait_and_made_up_positions_take_no_place_of_others() {
        let waits = Waits::default();
        let fill = |wanted| -> Vec<_> { (0..).map_while(|_| waits.room(wanted, 7).ok()).collect() };
        let early = fill(8);
        assert_eq!(early.len(), EARLY);
        let asked = fill(7);
        assert_eq!(asked.len(), WAITS);
        assert!(matches!(waits.room(7, 7), Err(Problem::ProjectionBehind)));
        drop(asked);
        assert!(waits.room(7, 7).is_ok());
        assert!(waits.room(8, 7).is_err());
    }
}
