//! The tables that a model is built anew in: like the live ones, in a schema of their own.

use sqlx::{Connection, Executor, PgConnection};

use crate::log::RecordedFact;
use crate::projector::{AdvanceError, Projector, apply};

/// How long a swap waits for those who read the old tables. Whoever comes meanwhile waits behind
/// it; less than PostgreSQL's `deadlock_timeout`, so that a swap gives way before a reader is ended.
const LOCK_TIMEOUT: &str = "200ms";

/// The new tables of a model.
#[derive(Debug)]
pub(super) struct Shadow {
    schema: String,
    live: String,
    tables: &'static [&'static str],
    /// Statements that make what is faster made after the bulk.
    later: Vec<String>,
}

impl Shadow {
    /// Makes the tables, empty, with their checks and primary keys.
    pub(super) async fn open(
        db: &mut PgConnection,
        model: &dyn Projector,
    ) -> Result<Self, sqlx::Error> {
        let live: String = sqlx::query_scalar("SELECT quote_ident(current_schema())")
            .fetch_one(&mut *db)
            .await?;
        let mut shadow = Self {
            schema: format!("rebuild_{}", model.name()),
            live,
            tables: model.tables(),
            later: Vec::new(),
        };
        let mut tx = db.begin().await?;
        let schema = &shadow.schema;
        let fresh = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
        tx.execute(fresh.as_str()).await?;
        for table in shadow.tables {
            let create = format!(
                "CREATE TABLE {schema}.{table}
                 (LIKE {}.{table} INCLUDING ALL EXCLUDING INDEXES)",
                shadow.live
            );
            tx.execute(create.as_str()).await?;
            for index in shadow.indexes(&mut tx, table).await? {
                match index.is_primary {
                    true => _ = tx.execute(index.sql.as_str()).await?,
                    false => shadow.later.push(index.sql),
                }
            }
        }
        tx.commit().await?;
        Ok(shadow)
    }

    /// What makes a table's indexes and the constraints on them, under the same names.
    async fn indexes(&self, db: &mut PgConnection, table: &str) -> Result<Vec<Index>, sqlx::Error> {
        let sql = "
            SELECT i.indisprimary AS is_primary, CASE
                WHEN con.oid IS NOT NULL THEN
                    format('ALTER TABLE %I.%I ADD CONSTRAINT %I %s', $1, $2, con.conname,
                           pg_get_constraintdef(con.oid))
                ELSE format('CREATE %s INDEX %I ON %I.%I USING %s',
                            CASE WHEN i.indisunique THEN 'UNIQUE' END, c.relname, $1, $2,
                            split_part(pg_get_indexdef(c.oid), ' USING ', 2))
                END AS sql
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            LEFT JOIN pg_constraint con ON con.conindid = c.oid AND con.contype IN ('p', 'u', 'x')
            WHERE i.indrelid = to_regclass($3 || '.' || quote_ident($2))
            ORDER BY c.relname";
        sqlx::query_as(sql)
            .bind(&self.schema)
            .bind(table)
            .bind(&self.live)
            .fetch_all(&mut *db)
            .await
    }

    /// Applies facts to these tables, inside the caller's transaction. Meanwhile no others can be
    /// seen: a projector that names a table it does not list fails, and writes into no live one.
    pub(super) async fn apply(
        &self,
        tx: &mut PgConnection,
        model: &dyn Projector,
        facts: &[RecordedFact],
    ) -> Result<(), AdvanceError> {
        self.look_at(&self.schema, tx).await?;
        apply(tx, model, facts).await?;
        Ok(self.look_at(&self.live, tx).await?)
    }

    async fn look_at(&self, schema: &str, tx: &mut PgConnection) -> Result<(), sqlx::Error> {
        let sql = "SELECT set_config('search_path', $1, true)";
        sqlx::query(sql).bind(schema).execute(&mut *tx).await?;
        Ok(())
    }

    /// Removes the tables.
    pub(super) async fn remove(&self, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        let remove = format!("DROP SCHEMA {} CASCADE", self.schema);
        db.execute(remove.as_str()).await?;
        Ok(())
    }

    /// Makes what was left for later.
    pub(super) async fn finish(&self, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        for sql in &self.later {
            db.execute(sql.as_str()).await?;
        }
        for table in self.tables {
            let analyse = format!("ANALYZE {}.{table}", self.schema);
            db.execute(analyse.as_str()).await?;
        }
        Ok(())
    }

    /// Puts the tables in the place of the live ones, which are dropped, when the transaction ends.
    ///
    /// # Errors
    /// Among others [`is_busy`]: somebody reads the old tables for long.
    pub(super) async fn swap(&self, tx: &mut PgConnection) -> Result<(), sqlx::Error> {
        let (schema, live) = (&self.schema, &self.live);
        let old: Vec<_> = self
            .tables
            .iter()
            .map(|it| format!("{live}.{it}"))
            .collect();
        let old = old.join(", ");
        // All locks first: after them nothing waits.
        let mut sql = format!(
            "SET LOCAL lock_timeout = '{LOCK_TIMEOUT}';
             LOCK TABLE {old} IN ACCESS EXCLUSIVE MODE;
             DROP TABLE {old};"
        );
        for table in self.tables {
            sql += &format!("ALTER TABLE {schema}.{table} SET SCHEMA {live};");
        }
        sql += &format!("DROP SCHEMA {schema}");
        tx.execute(sql.as_str()).await?;
        Ok(())
    }
}

#[derive(sqlx::FromRow)]
struct Index {
    is_primary: bool,
    sql: String,
}

/// Whether a lock was not to be had in time.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.as_deref() == Some("55P03")
}
