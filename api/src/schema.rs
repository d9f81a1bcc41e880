//! The tables that this program needs, as the migrations in `migrations/` make them.

use sqlx::PgPool;
use sqlx::migrate::Migrator;

/// All migrations, in order; part of the binary.
pub static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// How many migrations this program knows that the database does not have yet.
pub async fn pending(pool: &PgPool) -> Result<usize, sqlx::Error> {
    let exists: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(pool)
        .await?;
    let applied: Vec<i64> = match exists {
        true => {
            sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success")
                .fetch_all(pool)
                .await?
        }
        false => Vec::new(),
    };
    let known = MIGRATOR.iter();
    Ok(known
        .filter(|migration| !applied.contains(&migration.version))
        .count())
}
