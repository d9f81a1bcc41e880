//! `seatlog backup` and `seatlog restore`: everything that an installation cannot make anew, as
//! files in a folder.
//!
//! A backup is what one snapshot of the database says, table by table, while the program goes on;
//! the files beside the database (pictures, unless a bucket has them, and checkpoints); and a
//! manifest, written last, with the head of the log and what is where. It needs none of PostgreSQL's
//! own programs, so it is made and restored wherever Seatlog runs, and on any version of PostgreSQL
//! that Seatlog runs on.
//!
//! What never happens: a backup that was not finished, or was changed, is restored; anything is
//! restored over something; a mail that may have been sent is sent again unasked.

mod files;
mod manifest;
mod restore;
mod tables;

use std::path::Path;

use chrono::Utc;
use seatlog_projections::seal;
use seatlog_projections::seal::sealer::{self, SealError};
use sqlx::{PgConnection, PgPool};

use crate::audit_key;
use crate::program::{Database, Failure};
use crate::settings::{Settings, Uploads};
use files::Store;
use manifest::{FORMAT, Manifest, Table};
pub use restore::restore;

/// Where pictures are in a backup.
const PICTURES: &str = "uploads";

/// The files of `DATA_DIR` with secrets that were generated.
const SECRETS: [&str; 2] = ["jwt_secret", "audit_key"];

/// Writes a backup into a folder that is new or empty; the program may run meanwhile.
///
/// # Errors
/// The folder is in use, or the database or a file fails.
pub async fn write(settings: Settings, folder: &Path, with_secrets: bool) -> Result<(), Failure> {
    let mut store = Store::create(folder)?;
    let database = Database::join(&settings).await?;
    let written = write_all(&database.pool, &settings, &mut store, with_secrets).await;
    database.close().await?;
    let manifest = written?;
    let facts = manifest.head_position;
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    println!("{facts} facts, head {}", manifest.head_hash);
    println!(
        "{rows} rows of {} tables and {} files in {}",
        manifest.tables.len(),
        manifest.files.len(),
        folder.display()
    );
    if manifest.pictures_in_bucket {
        println!("Pictures are not: they are in the bucket of UPLOADS_URL. Keep that, or a copy.");
    }
    match with_secrets {
        true => println!("Secrets are among them: keep the folder as you keep those."),
        false => println!(
            "Secrets are not: keep JWT_SECRET and AUDIT_KEY, or the files {} of DATA_DIR, elsewhere.",
            SECRETS.join(" and ")
        ),
    }
    Ok(())
}

async fn write_all(
    pool: &PgPool,
    settings: &Settings,
    store: &mut Store,
    with_secrets: bool,
) -> Result<Manifest, Failure> {
    let listed = tables::list(&mut *pool.acquire().await?).await?;
    // Facts that are sealed need not be hashed below.
    match sealer::catch_up(pool).await {
        // What somebody took away is no reason to keep nothing; a restore will say so.
        Ok(()) | Err(SealError::Missing { .. }) => {}
        Err(SealError::Database(error)) => return Err(error.into()),
    }
    let mut db = pool.begin().await?;
    tables::freeze(&mut db, &listed).await?;
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: Utc::now(),
        postgresql: sqlx::query_scalar("SHOW server_version")
            .fetch_one(&mut *db)
            .await?,
        head_position: 0,
        head_hash: seal::Hash::NOTHING.to_string(),
        migrations: tables::migrations(&mut db).await?,
        public_keys: public_keys(pool, settings).await?,
        with_secrets,
        pictures_in_bucket: matches!(settings.uploads, Uploads::Bucket(..)),
        tables: Vec::new(),
        files: Vec::new(),
    };
    write_tables(&mut db, listed, store, &mut manifest).await?;
    db.rollback().await?;
    // After the snapshot: a picture that a row names was there before the row.
    if let Uploads::Folder(pictures) = &settings.uploads {
        store.keep_folder(PICTURES, pictures)?;
    }
    store.keep_folder("checkpoints", &settings.checkpoint_dir)?;
    for name in SECRETS.iter().filter(|_| with_secrets) {
        store.keep_file(&format!("secrets/{name}"), &settings.data_dir.join(name))?;
    }
    manifest.files = store.files().to_vec();
    store.finish(&manifest)?;
    Ok(manifest)
}

async fn write_tables(
    db: &mut PgConnection,
    listed: Vec<tables::Listed>,
    store: &mut Store,
    manifest: &mut Manifest,
) -> Result<(), Failure> {
    let (position, hash) = seal::head(&mut *db).await?;
    manifest.head_position = position;
    manifest.head_hash = hash.to_string();
    for table in listed {
        let mut file = store.compressed(&Table::path(&table.name))?;
        let rows = tables::copy_out(&mut *db, &table, &mut file).await?;
        file.finish()?;
        manifest.tables.push(Table {
            name: table.name,
            columns: table.columns,
            rows,
        });
    }
    Ok(())
}

/// What the checkpoints are checked with; nothing where this process has no key.
async fn public_keys(pool: &PgPool, settings: &Settings) -> Result<Vec<String>, Failure> {
    let generated = settings.data_dir.join("audit_key").exists();
    if settings.audit_keys.is_empty() && !generated {
        return Ok(Vec::new());
    }
    let settings = audit_key::with_key(settings.clone())?;
    let keys = audit_key::notary(pool.clone(), &settings)
        .public_keys()
        .await?;
    Ok(keys.iter().map(ToString::to_string).collect())
}
