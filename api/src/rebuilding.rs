//! `seatlog projections rebuild`: building read models anew, and watching.

use std::time::Duration;

use seatlog_projections::checkpoints::{self, Projection};
use seatlog_projections::projector::Projector;
use seatlog_projections::rebuild::{self, Request};
use sqlx::PgPool;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::program::{Database, Failure};
use crate::settings::Settings;

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Builds read models anew, here or on a node that runs already, and waits until they are in use.
///
/// # Errors
/// A name is not that of a read model, a fact cannot be applied, or the database fails.
pub async fn rebuild(settings: &Settings, names: &[String]) -> Result<(), Failure> {
    let models = names.iter().map(|name| rebuild::model(name));
    let models: Vec<_> = models.collect::<Result<_, _>>().map_err(Failure::setting)?;
    let database = Database::join(settings).await?;
    let stop = CancellationToken::new();
    for model in &models {
        rebuild::request(&database.pool, *model).await?;
    }
    let building = tokio::spawn(rebuild::run(database.pool.clone(), stop.clone()));
    let watched = watch(&database.pool, &models).await;
    stop.cancel();
    building.await.map_err(Failure::new)?;
    database.close().await?;
    watched
}

async fn watch(pool: &PgPool, models: &[&dyn Projector]) -> Result<(), Failure> {
    for model in models {
        loop {
            match rebuild::outcome(pool, *model).await? {
                Request::Open => {}
                Request::Done => break println!("{} is new", model.name()),
                Request::GivenUp(reason) => {
                    return Err(Failure::new(format!("{}: {reason}", model.name())));
                }
            }
            for each in checkpoints::list(pool).await? {
                let progress = progress(&each);
                if !progress.is_empty() {
                    println!("{}{progress}", each.name);
                }
            }
            sleep(LOOK_EVERY).await;
        }
    }
    Ok(())
}

/// How far a rebuild has come, if there is one.
pub fn progress(of: &Projection) -> String {
    let Some(share) = of.progress else {
        return String::new();
    };
    let rate = of.facts_per_sec.unwrap_or_default();
    let remaining = match of.remaining_ms {
        Some(ms) => format!(", about {} s left", ms / 1_000 + 1),
        None => String::new(),
    };
    format!(" {:.1} % at {rate:.0} facts/s{remaining}", share * 100.0)
}
