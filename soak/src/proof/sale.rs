//! A sale like that of the long run, during which one thing goes wrong.

use std::time::Duration;

use anyhow::Result;

use super::{Trial, tickets};
use crate::ground::Ground;
use crate::load::{Door, Evening, Load, Remembered};

/// How many people buy.
const BUYERS: usize = 12;
/// When the manager calls an event off.
const CALL_OFF: Duration = Duration::from_secs(20);

/// People buy until it has happened; what came of it, and what they remember.
pub(super) async fn during<T>(
    trial: &Trial,
    ground: &Ground,
    happens: impl AsyncFnOnce(&Evening) -> Result<T>,
) -> Result<(T, Remembered)> {
    let door = Door::to(ground.doors())?;
    let manager = tickets::admin(ground).await?;
    let (evening, people) = Load::gather(trial.seed, (&door, &manager), BUYERS).await?;
    let load = Load::begin(&evening, people, (manager, CALL_OFF));
    let happened = happens(&evening).await?;
    println!("the sale ends");
    Ok((happened, load.end().await?))
}
