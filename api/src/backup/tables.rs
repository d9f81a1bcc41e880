//! The tables of the database, out of it and into it again, by COPY in text format: that is the
//! same for every version of PostgreSQL.

use std::io::Write;
use std::path::Path;

use futures_util::TryStreamExt;
use sqlx::{Executor, PgConnection};

use super::files;
use super::manifest::Table;
use crate::program::Failure;

/// What has a text that does not depend on the server's settings.
const FORMS: &str = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL timezone = 'UTC';
    SET LOCAL intervalstyle = 'postgres'; SET LOCAL bytea_output = 'hex';
    SET LOCAL extra_float_digits = 1;";

/// A table, and what is in it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

impl Listed {
    fn columns(&self) -> String {
        let quoted: Vec<_> = self.columns.iter().map(|name| quoted(name)).collect();
        quoted.join(", ")
    }
}

/// All tables but that of the migrations, those first that others refer to.
pub(super) async fn list(db: &mut PgConnection) -> Result<Vec<Listed>, sqlx::Error> {
    let sql = "
        SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind = 'r'
          AND c.relname <> '_sqlx_migrations'
          AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        GROUP BY c.relname ORDER BY c.relname";
    let mut open: Vec<Listed> = sqlx::query_as(sql).fetch_all(&mut *db).await?;
    let sql = "
        SELECT c.relname::text, r.relname::text
        FROM pg_constraint f
        JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class r ON r.oid = f.confrelid
        WHERE f.contype = 'f' AND f.conrelid <> f.confrelid
          AND c.relnamespace = quote_ident(current_schema())::regnamespace";
    let references: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(db).await?;
    let mut ordered: Vec<Listed> = Vec::new();
    while !open.is_empty() {
        let (ready, waiting): (Vec<_>, Vec<_>) = open.into_iter().partition(|table| {
            let mut needed = references.iter().filter(|(from, _)| *from == table.name);
            needed.all(|(_, to)| ordered.iter().any(|it| it.name == *to))
        });
        // Tables that refer to each other in a ring cannot be filled one after the other.
        if ready.is_empty() {
            let ring: Vec<_> = waiting.into_iter().map(|it| it.name).collect();
            return Err(sqlx::Error::Decode(
                format!("a ring of references: {ring:?}").into(),
            ));
        }
        ordered.extend(ready);
        open = waiting;
    }
    Ok(ordered)
}

/// The versions of the migrations that have been applied.
pub(super) async fn migrations(db: &mut PgConnection) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success ORDER BY version")
        .fetch_all(db)
        .await
}

/// From here on the transaction sees one moment. The tables are locked first, against nothing but
/// being replaced: a read model that was built anew after that moment would be empty here.
pub(super) async fn freeze(db: &mut PgConnection, tables: &[Listed]) -> Result<(), sqlx::Error> {
    let names: Vec<_> = tables.iter().map(|table| quoted(&table.name)).collect();
    let sql = format!(
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; {FORMS}
         LOCK TABLE {} IN ACCESS SHARE MODE; SELECT 1",
        names.join(", ")
    );
    db.execute(sql.as_str()).await?;
    Ok(())
}

/// Writes the rows of a table, and tells how many there are; those of the log in its order.
pub(super) async fn copy_out(
    db: &mut PgConnection,
    table: &Listed,
    to: &mut impl Write,
) -> Result<u64, Failure> {
    let order = if table.name == "events" {
        "ORDER BY position"
    } else {
        ""
    };
    let sql = format!(
        "COPY (SELECT {} FROM {} {order}) TO STDOUT",
        table.columns(),
        quoted(&table.name)
    );
    let mut rows = 0;
    let mut pieces = db.copy_out_raw(&sql).await?;
    while let Some(piece) = pieces.try_next().await? {
        // In the text format every line is a row: line ends inside of values are escaped.
        rows += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
        to.write_all(&piece)?;
    }
    Ok(rows)
}

/// Fills the tables in place of what the migrations put there, and counters go on from there.
pub(super) async fn fill(
    db: &mut PgConnection,
    tables: &[Table],
    folder: &Path,
) -> Result<(), Failure> {
    let names: Vec<_> = tables
        .iter()
        // The log is never emptied; it is empty.
        .filter(|table| table.name != "events")
        .map(|table| quoted(&table.name))
        .collect();
    let sql = format!("{FORMS} TRUNCATE {}", names.join(", "));
    db.execute(sql.as_str()).await?;
    for table in tables {
        let rows = copy_in(&mut *db, table, folder).await?;
        if rows != table.rows {
            let (name, wanted) = (&table.name, table.rows);
            return Err(Failure::new(format!(
                "{rows} rows of {wanted} went into {name}"
            )));
        }
    }
    let counters: Vec<String> = sqlx::query_scalar(
        "SELECT format('SELECT setval(%L, coalesce(max(%I), 0) + 1, false) FROM %I',
                pg_get_serial_sequence(quote_ident(table_name), column_name),
                column_name, table_name)
         FROM information_schema.columns
         WHERE table_schema = current_schema() AND is_identity = 'YES'",
    )
    .fetch_all(&mut *db)
    .await?;
    for set in counters {
        db.execute(set.as_str()).await?;
    }
    Ok(())
}

async fn copy_in(db: &mut PgConnection, table: &Table, folder: &Path) -> Result<u64, Failure> {
    let listed = Listed {
        name: table.name.clone(),
        columns: table.columns.clone(),
    };
    let into = format!("{} ({})", quoted(&listed.name), listed.columns());
    let mut rows = db.copy_in_raw(&format!("COPY {into} FROM STDIN")).await?;
    for piece in files::pieces(folder, &Table::path(&table.name))? {
        match piece {
            Ok(piece) => _ = rows.send(piece).await?,
            Err(error) => {
                rows.abort("the backup cannot be read").await?;
                return Err(Failure::new(format!("{}: {error}", table.name)));
            }
        }
    }
    Ok(rows.finish().await?)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
