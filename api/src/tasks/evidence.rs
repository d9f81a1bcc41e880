//! `seatlog audit verify`, `checkpoint` and `public-key`: what an auditor asks.

use std::path::{Path, PathBuf};
use std::time::Duration;

use seatlog_projections::seal::note::{Checkpoint, PublicKey};
use seatlog_projections::seal::sealer;
use seatlog_projections::seal::verify::{self, Verdict};

use crate::audit_key;
use crate::program::{Database, Failure};
use crate::settings::Settings;

/// Verifies the log, also against checkpoints that were kept elsewhere, and prints what was found
/// as JSON. A public key that is given is believed instead of this installation's own.
///
/// # Errors
/// The log is not what it was (exit status 3), a file cannot be read, or the database fails.
pub async fn verify_log(
    settings: Settings,
    kept: &[PathBuf],
    public_key: Option<PublicKey>,
) -> Result<(), Failure> {
    let database = Database::join(&settings).await?;
    let verified = verify_in(&database, settings, kept, public_key).await;
    database.close().await?;
    let verdict = verified?;
    println!(
        "{}",
        serde_json::to_string_pretty(&verdict).map_err(Failure::new)?
    );
    match (verdict.first_bad_position, verdict.reason) {
        (Some(position), reason) => Err(Failure::tampered(format!(
            "the log was changed: position {position}: {}",
            reason.unwrap_or_default()
        ))),
        (None, _) => Ok(()),
    }
}

async fn verify_in(
    database: &Database,
    settings: Settings,
    kept: &[PathBuf],
    public_key: Option<PublicKey>,
) -> Result<Verdict, Failure> {
    let trusted = match public_key {
        Some(key) => vec![key],
        None => {
            let settings = audit_key::with_key(settings)?;
            let notary = audit_key::notary(database.pool.clone(), &settings);
            notary.public_keys().await?
        }
    };
    let kept: Vec<_> = kept
        .iter()
        .map(|path| open_kept(path, &trusted))
        .collect::<Result<_, _>>()?;
    Ok(verify::verify(&database.pool, &trusted, &kept).await?)
}

fn open_kept(path: &Path, trusted: &[PublicKey]) -> Result<Checkpoint, Failure> {
    let failed = |why: String| Failure::new(format!("{}: {why}", path.display()));
    let note = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    Checkpoint::open(&note, trusted).map_err(|error| failed(error.to_string()))
}

/// Signs the log as it is now, and prints the checkpoint.
///
/// # Errors
/// The log is not what was signed before (exit status 3), or the database fails.
pub async fn print_checkpoint(settings: Settings) -> Result<(), Failure> {
    let database = Database::join(&settings).await?;
    let signed = async {
        let notary = audit_key::notary(database.pool.clone(), &audit_key::with_key(settings)?);
        sealer::catch_up(&database.pool)
            .await
            .map_err(Failure::new)?;
        notary.sign(Duration::ZERO).await.map_err(Failure::new)
    }
    .await;
    database.close().await?;
    match signed? {
        Some(signed) => print!("{}", signed.note),
        None => return Err(Failure::new("the log is empty")),
    }
    Ok(())
}

/// Prints the key that checkpoints and proofs are checked with.
///
/// # Errors
/// The key's file or the database fails.
pub async fn print_public_key(settings: Settings) -> Result<(), Failure> {
    let database = Database::join(&settings).await?;
    let keys = async {
        let notary = audit_key::notary(database.pool.clone(), &audit_key::with_key(settings)?);
        Ok::<_, Failure>(notary.public_keys().await?)
    }
    .await;
    database.close().await?;
    keys?.iter().for_each(|key| println!("{key}"));
    Ok(())
}
