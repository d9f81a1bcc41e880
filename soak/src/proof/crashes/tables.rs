//! The rows of read models, whatever is in them.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use sqlx::PgPool;

/// All rows of each table, as text, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tables(BTreeMap<String, Vec<String>>);

impl Tables {
    /// The tables of these read models, whose names begin with theirs.
    pub(super) async fn of(pool: &PgPool, models: &[&str]) -> Result<Self> {
        let names: Vec<String> = sqlx::query_scalar(
            "SELECT table_name::text FROM information_schema.tables
             WHERE table_schema = 'public' AND split_part(table_name, '_', 1) = ANY ($1)",
        )
        .bind(models)
        .fetch_all(pool)
        .await?;
        ensure!(names.len() >= models.len(), "a read model without a table");
        let mut tables = BTreeMap::new();
        for name in names {
            let sql = format!("SELECT row::text FROM {name} AS row ORDER BY 1");
            let rows = sqlx::query_scalar(&sql).fetch_all(pool).await?;
            tables.insert(name, rows);
        }
        Ok(Self(tables))
    }

    pub(super) fn rows(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

/// The rows that are on one side only.
pub(super) fn differences(one: &Tables, other: &Tables) -> Vec<String> {
    let mut found = Vec::new();
    for name in one.0.keys().chain(other.0.keys()) {
        let rows = |tables: &Tables| tables.0.get(name).cloned().unwrap_or_default();
        let (one, other) = (rows(one), rows(other));
        let missing = one.iter().filter(|row| other.binary_search(row).is_err());
        found.extend(missing.map(|row| format!("{name}, not in the rebuild: {row}")));
        let more = other.iter().filter(|row| one.binary_search(row).is_err());
        found.extend(more.map(|row| format!("{name}, only in the rebuild: {row}")));
        if one.len() != other.len() {
            found.push(format!(
                "{name}: {} rows, {} rebuilt",
                one.len(),
                other.len()
            ));
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(rows: &[&str]) -> Tables {
        let rows = rows.iter().map(|it| (*it).to_owned()).collect();
        Tables(BTreeMap::from([("bookings".to_owned(), rows)]))
    }

    #[test]
    fn the_same_rows_are_the_same() {
        let rows = tables(&["(1,a)", "(2,b)"]);
        assert_eq!(differences(&rows, &rows), Vec::<String>::new());
    }

    #[test]
    fn a_row_that_is_missing_doubled_or_changed_is_seen() {
        let rebuilt = tables(&["(1,a)", "(2,b)"]);
        for (crashed, findings) in [
            (tables(&["(1,a)"]), 2),
            (tables(&["(1,a)", "(1,a)", "(2,b)"]), 1),
            (tables(&["(1,a)", "(2,c)"]), 2),
            (tables(&[]), 3),
        ] {
            let found = differences(&crashed, &rebuilt);
            assert_eq!(found.len(), findings, "{found:?}");
        }
    }
}
