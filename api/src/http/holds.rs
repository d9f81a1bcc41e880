//! Holds: seats kept for a buyer who is about to pay.

pub mod extend;
pub mod release;
pub mod show;

pub mod input;

use seatlog_domain::ids::HoldId;
use seatlog_projections::holds::{self, KnownHold};

use super::min_position::PATIENCE;
use super::problem::Problem;
use super::state::AppState;

/// A hold that was ever made, unless it ended long ago.
async fn find(state: &AppState, id: HoldId) -> Result<KnownHold, Problem> {
    let known = holds::find(&state.pool, id, PATIENCE).await?;
    known.ok_or(Problem::NotFound)
}
