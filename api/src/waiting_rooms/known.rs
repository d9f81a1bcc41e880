//! What a node remembers of one room.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard};

use seatlog_domain::ids::UserId;

use super::places::{Place, Room};

/// A room is forgotten that nobody asked for that long.
const IDLE: Duration = Duration::from_secs(10 * 60);

/// What cannot change any more, or changes once: a room, when it is drawn; a place, when it gets its
/// number.
#[derive(Debug, Default)]
pub(super) struct Known {
    memory: Mutex<Memory>,
    drawing: AsyncMutex<()>,
}

#[derive(Debug, Default)]
struct Memory {
    room: Option<Room>,
    places: HashMap<UserId, Place>,
    asked_at: Option<Instant>,
}

impl Known {
    pub(super) fn room(&self) -> Option<Room> {
        self.memory().room
    }

    /// A draw is not forgotten for what was read before it.
    pub(super) fn keep_room(&self, room: Room) {
        let mut memory = self.memory();
        if memory.room.is_none_or(|known| known.drawn.is_none()) {
            memory.room = Some(room);
        }
    }

    pub(super) fn place(&self, account: UserId) -> Option<Place> {
        self.memory().places.get(&account).copied()
    }

    pub(super) fn keep_place(&self, account: UserId, place: Place) {
        self.memory().places.insert(account, place);
    }

    /// Whether somebody is having the order drawn.
    pub(super) fn is_drawing(&self) -> bool {
        self.drawing.try_lock().is_err()
    }

    /// Whoever has this may have the order drawn.
    pub(super) async fn drawing(&self) -> AsyncMutexGuard<'_, ()> {
        self.drawing.lock().await
    }

    pub(super) fn touch(&self) {
        self.memory().asked_at = Some(Instant::now());
    }

    pub(super) fn is_idle(&self) -> bool {
        let asked_at = self.memory().asked_at;
        asked_at.is_none_or(|asked_at| asked_at.elapsed() > IDLE)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
