//! Looking for something in all that is kept: every row of every table, and every file.

use std::collections::BTreeSet;
use std::path::Path;

use sqlx::PgPool;

/// Where each of the texts was found, as `table: text`.
pub(crate) async fn found(pool: &PgPool, folder: &Path, texts: &[String]) -> BTreeSet<String> {
    let mut places = all_rows(pool).await;
    for file in std::fs::read_dir(folder).into_iter().flatten() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        // Mail is wrapped and encoded; what was cut in two is looked for as one.
        let plain = String::from_utf8_lossy(&bytes).replace("=\r\n", "");
        places.push(("a file".to_owned(), plain));
    }
    let mut found = BTreeSet::new();
    for text in texts {
        let sought = text.to_lowercase();
        for (place, content) in &places {
            if content.to_lowercase().contains(&sought) {
                found.insert(format!("{place}: {text}"));
            }
        }
    }
    found
}

/// Every table, and its rows as text; bytes as the characters that they are.
async fn all_rows(pool: &PgPool) -> Vec<(String, String)> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)
         FROM information_schema.tables
         WHERE table_type = 'BASE TABLE'
           AND table_schema NOT IN ('pg_catalog', 'information_schema')",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert!(tables.len() > 15, "{tables:?}");
    let mut all = Vec::new();
    for table in tables {
        let rows: Vec<String> = sqlx::query_scalar(&format!("SELECT t::text FROM {table} t"))
            .fetch_all(pool)
            .await
            .unwrap();
        all.push((table, rows.iter().map(|row| decoded(row)).collect()));
    }
    all
}

/// A row, and behind it what its bytes say.
fn decoded(row: &str) -> String {
    let bytes = row.split("\\x").skip(1).map(|hex| {
        let end = hex.find(|c: char| !c.is_ascii_hexdigit());
        let hex = &hex[..end.unwrap_or(hex.len())];
        let bytes = hex::decode(hex).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    });
    std::iter::once(row.to_owned())
        .chain(bytes)
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}
