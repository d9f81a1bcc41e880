//! Putting a backup into a new database.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use chrono::Utc;
use seatlog_notifier::{Notifier, restored};
use seatlog_projections::runner;
use seatlog_projections::seal::note::PublicKey;
use seatlog_projections::seal::verify::{self, Verdict};
use sqlx::migrate::Migrator;
use sqlx::{PgConnection, PgPool};

use super::manifest::{Manifest, Stored};
use super::{PICTURES, SECRETS, files, tables};
use crate::audit_key;
use crate::program::{Database, Failure};
use crate::schema::{MIGRATOR, migrate};
use crate::serve;
use crate::settings::{Settings, Uploads};
use crate::sole_writer::Admission;

/// Puts a backup into a database that has nothing in it, makes what an older version left what this
/// one needs, and verifies the log. Mails that had not been sent are kept from being sent, unless
/// `send_mails`: the installation that the backup was made of may have sent them since.
///
/// # Errors
/// The backup is damaged or from a newer version, the database or a folder has something in it
/// already, or the log does not verify (exit status 3).
pub async fn restore(settings: Settings, folder: &Path, send_mails: bool) -> Result<(), Failure> {
    let manifest = files::verified(folder)?;
    let known = known_migrations(&manifest)?;
    let database = Database::bare(&settings).await?;
    let restored = async {
        let pool = &database.pool;
        // Nobody writes meanwhile.
        let _alone = Admission::ask(database.url.expose(), false).await?;
        must_be_empty(&mut *pool.acquire().await?, &manifest).await?;
        put_back_files(&settings, folder, &manifest)?;
        tell_of_pictures(&settings, folder, &manifest);
        migrate(&known, pool).await?;
        let mut tx = pool.begin().await?;
        tables::fill(&mut tx, &manifest.tables, folder).await?;
        tx.commit().await?;
        migrate(&MIGRATOR, pool).await?;
        sqlx::query("ANALYZE").execute(pool).await?;
        finish(pool, settings, &manifest, send_mails).await
    };
    let restored = restored.await;
    database.close().await?;
    restored
}

/// The migrations that made the tables of the backup.
fn known_migrations(manifest: &Manifest) -> Result<Migrator, Failure> {
    let unknown = manifest
        .migrations
        .iter()
        .find(|version| !MIGRATOR.iter().any(|known| known.version == **version));
    if let Some(version) = unknown {
        let program = &manifest.program;
        return Err(Failure::new(format!(
            "the backup was made by a newer Seatlog ({program}): its tables have migration \
             {version}, which this program ({}) does not know; restore it with that version or a \
             newer one",
            env!("CARGO_PKG_VERSION")
        )));
    }
    let then = |version: i64| manifest.migrations.contains(&version);
    let known = MIGRATOR.iter().filter(|it| then(it.version)).cloned();
    Ok(Migrator {
        migrations: Cow::Owned(known.collect()),
        ..Migrator::DEFAULT
    })
}

/// Nothing is restored over something: either there is no table, or those of the backup's version
/// that nobody has used, as a restore leaves them that was interrupted.
async fn must_be_empty(db: &mut PgConnection, manifest: &Manifest) -> Result<(), Failure> {
    let sql = "SELECT relname::text FROM pg_class
        WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p')";
    let found: Vec<String> = sqlx::query_scalar(sql).fetch_all(&mut *db).await?;
    if found.is_empty() {
        return Ok(());
    }
    let ours = ["_sqlx_migrations", "events", "accounts"];
    let ours = ours.iter().all(|name| found.iter().any(|it| it == name));
    if ours && tables::migrations(&mut *db).await? == manifest.migrations {
        let sql = "SELECT EXISTS (SELECT FROM events) OR EXISTS (SELECT FROM accounts)";
        let used: bool = sqlx::query_scalar(sql).fetch_one(db).await?;
        if !used {
            return Ok(());
        }
    }
    Err(Failure::new(format!(
        "the database is not empty, it has {} tables: restore into a new one (another DATABASE_URL \
         or DATA_DIR)",
        found.len()
    )))
}

/// What is there already may be somebody's, and is left as it is.
fn put_back_files(settings: &Settings, folder: &Path, manifest: &Manifest) -> Result<(), Failure> {
    for file in &manifest.files {
        if let Some(to) = place_of(settings, file) {
            files::put_back(folder, file, &to)?;
        }
    }
    Ok(())
}

/// Says where pictures are that this does not put back.
fn tell_of_pictures(settings: &Settings, folder: &Path, manifest: &Manifest) {
    if manifest.pictures_in_bucket {
        println!("Pictures are not in the backup: it was made of an installation with a bucket");
    }
    let is_picture = |file: &Stored| Path::new(&file.path).starts_with(PICTURES);
    let into_bucket = matches!(settings.uploads, Uploads::Bucket(..));
    if into_bucket && manifest.files.iter().any(is_picture) {
        println!(
            "Pictures are not put back: copy {} into the bucket of UPLOADS_URL",
            folder.join(PICTURES).display()
        );
    }
}

/// Where a file belongs. A secret that is set need not be in a file, and pictures not in a folder.
fn place_of(settings: &Settings, file: &Stored) -> Option<PathBuf> {
    let (kind, rest) = file.path.split_once('/')?;
    match kind {
        PICTURES => match &settings.uploads {
            Uploads::Folder(pictures) => Some(pictures.join(rest)),
            Uploads::Bucket(..) => None,
        },
        "checkpoints" => Some(settings.checkpoint_dir.join(rest)),
        "secrets" => {
            let set = match rest {
                "jwt_secret" => !settings.jwt_secrets.is_empty(),
                _ => !settings.audit_keys.is_empty(),
            };
            (SECRETS.contains(&rest) && !set).then(|| settings.data_dir.join(rest))
        }
        _ => None,
    }
}

/// Brings everything that follows the log to its end, and verifies it.
async fn finish(
    pool: &PgPool,
    settings: Settings,
    manifest: &Manifest,
    send_mails: bool,
) -> Result<(), Failure> {
    if !send_mails {
        let told = serve::notifier_settings(&settings).check();
        let notifier = Notifier::new(pool.clone(), told.map_err(Failure::setting)?);
        notifier.write_all(Utc::now()).await.map_err(Failure::new)?;
        let held = restored::hold_back(pool).await?;
        println!(
            "{held} mails were not sent yet and are kept from being sent; admins can send each"
        );
    }
    if let Err(error) = runner::catch_up(pool).await {
        println!("A read model is not up to date: {error}");
    }
    let trusted = manifest.public_keys.iter().map(|key| key.parse());
    let trusted: Vec<PublicKey> = trusted.collect::<Result<_, _>>().map_err(Failure::new)?;
    let settings = audit_key::with_key(settings)?;
    let ours = audit_key::notary(pool.clone(), &settings)
        .public_keys()
        .await?;
    let believed = if trusted.is_empty() { &ours } else { &trusted };
    let verdict = verify::verify(pool, believed, &[]).await?;
    check(&verdict, manifest)?;
    println!(
        "{} facts, head {}: the log verifies, with {} checkpoints",
        verdict.checked, verdict.head_hash, verdict.checkpoints
    );
    if trusted.first().is_some_and(|key| !ours.contains(key)) {
        println!(
            "AUDIT_KEY is not the one that the checkpoints of the backup are signed with. Set that \
             one, after the new one or alone, before you start: what is signed could not be \
             believed otherwise."
        );
    }
    Ok(())
}

fn check(verdict: &Verdict, manifest: &Manifest) -> Result<(), Failure> {
    if let Some(position) = verdict.first_bad_position {
        let why = verdict.reason.clone().unwrap_or_default();
        return Err(Failure::tampered(format!(
            "the log was changed: position {position}: {why}"
        )));
    }
    let (position, hash) = (verdict.head_position, verdict.head_hash.to_string());
    if position != manifest.head_position || hash != manifest.head_hash {
        return Err(Failure::tampered(format!(
            "the log ends at {position} with {hash}, and the backup says {} with {}",
            manifest.head_position, manifest.head_hash
        )));
    }
    Ok(())
}
