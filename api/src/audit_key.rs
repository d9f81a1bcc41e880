//! The keys that checkpoints of the log are signed with.

use seatlog_projections::seal::notary::Notary;
use sqlx::PgPool;

use crate::program::{Failure, generated_secret};
use crate::settings::{BadSetting, Secret, Settings, audit_seed};

/// The notary of a node; without any key set it can only list.
pub fn notary(pool: PgPool, settings: &Settings) -> Notary {
    let seeds = settings.audit_keys.iter();
    let seeds = seeds.filter_map(|key| audit_seed(key.expose())).collect();
    Notary::new(pool, seeds, settings.checkpoint_dir.clone())
}

/// The settings, with a key that was generated once into the data directory where none is set.
///
/// # Errors
/// The file cannot be read or written, or is damaged.
pub fn with_key(mut settings: Settings) -> Result<Settings, Failure> {
    if settings.audit_keys.is_empty() {
        let key = generated_secret(&settings, "audit_key")?;
        if audit_seed(key.expose()).is_none() {
            let reason = "unset, and the file audit_key in DATA_DIR is damaged";
            return Err(BadSetting::new("AUDIT_KEY", reason).into());
        }
        settings.audit_keys = vec![Secret::new(key.expose())];
    }
    Ok(settings)
}
