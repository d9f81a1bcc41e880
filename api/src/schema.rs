//! The tables that this program needs, as the migrations in `migrations/` make them.

use sqlx::PgPool;
use sqlx::migrate::{MigrateError, Migrator};

use crate::program::Failure;

/// All migrations, in order; part of the binary.
pub static MIGRATOR: Migrator = sqlx::migrate!("../migrations");

/// Brings the tables up to date.
///
/// # Errors
/// They are of a newer program, or cannot be made.
pub(crate) async fn migrate(migrator: &Migrator, pool: &PgPool) -> Result<(), Failure> {
    let migrated = migrator.run(pool).await;
    migrated.map_err(|error| {
        if let MigrateError::VersionMissing(version) = error {
            return Failure::new(format!(
                "the tables are those of a newer Seatlog: they have migration {version}, which \
                 this program ({}) does not know; start that version or a newer one",
                env!("CARGO_PKG_VERSION")
            ));
        }
        Failure::new(format!("the tables cannot be made: {error}"))
    })
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[sqlx::test(migrator = "MIGRATOR")]
    async fn tables_of_a_newer_program_are_left_alone_and_named(pool: PgPool) {
        migrate(&MIGRATOR, &pool).await.expect("up to date");
        sqlx::query(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'of tomorrow', true, '', 0)",
        )
        .execute(&pool)
        .await
        .unwrap();
        let refused = migrate(&MIGRATOR, &pool).await.unwrap_err().to_string();
        assert!(
            refused.contains("newer Seatlog: they have migration 9999"),
            "{refused}"
        );
    }
}
