//! (c) pgbench: one row a statement, each statement a commit, many connections.

use std::fs;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;
use url::Url;

use super::raw_inserts::{Rows, prepare};
use crate::bench::{Bench, Line};
use crate::cpu::Meter;
use crate::figures::{Round, percentile};
use crate::machine;

/// Connections; the private PostgreSQL allows 100.
const CLIENTS: usize = 64;
const SECONDS: usize = 5;

/// Measures it.
pub(super) async fn run(bench: &mut Bench) -> Result<()> {
    if Command::new("pgbench")
        .arg("--version")
        .output()
        .await
        .is_err()
    {
        println!("  (c) is left out: pgbench is not installed");
        return Ok(());
    }
    let database = bench.ground.database().await?;
    prepare(&database.pool).await?;
    let rows = Rows::sold_stream(bench, 1)?;
    let (payload, metadata) = rows.one();
    let quote = |text: &str| text.replace('\'', "''");
    // A colon before a letter would be a variable to pgbench; JSON has quotation marks there.
    let script = format!(
        "INSERT INTO stock_events VALUES ('event', :client_id::text, nextval('single'), \
         'SeatsBooked', '1', '{}', '{}');\n",
        quote(payload),
        quote(metadata)
    );
    sqlx::query("CREATE SEQUENCE single CACHE 100")
        .execute(&database.pool)
        .await?;
    let folder = tempfile::tempdir_in(bench.ground.folder())?;
    let file = folder.path().join("insert.sql");
    fs::write(&file, script)?;

    for round in 0..bench.rounds {
        let log = folder.path().join(format!("round-{round}"));
        let meter = Meter::start(&[("postgres", bench.ground.postgres())])?;
        let output = connected_to(&database.url)?
            .args([
                "--no-vacuum",
                "--protocol",
                "prepared",
                "--jobs",
                "2",
                "--log",
            ])
            .args([
                "--client",
                &CLIENTS.to_string(),
                "--time",
                &SECONDS.to_string(),
            ])
            .arg("--log-prefix")
            .arg(&log)
            .arg("--file")
            .arg(&file)
            .output()
            .await?;
        let used = meter.used_us()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.success(),
            "pgbench: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let mut took_ms = latencies(folder.path(), &format!("round-{round}"))?;
        took_ms.sort_by(f64::total_cmp);
        let each = |(name, us)| (name, us / took_ms.len().max(1) as f64);
        let line = Line::new(
            "c",
            format!("pgbench, one row a commit, {CLIENTS} clients"),
            "rows/s",
        );
        bench.record(
            line,
            Round {
                value: rate(&said).with_context(|| format!("pgbench said {said}"))?,
                p50_ms: percentile(&took_ms, 0.5),
                p99_ms: percentile(&took_ms, 0.99),
                cpu_us: used.into_iter().map(each).collect(),
                load_average: machine::load_average(),
            },
        );
    }
    bench.ground.drop(database).await
}

/// pgbench, told by its environment where the database is.
fn connected_to(url: &Url) -> Result<Command> {
    let decoded = |text: &str| -> Result<String> {
        let pairs = format!("x={text}");
        let (_, value) = url::form_urlencoded::parse(pairs.as_bytes())
            .next()
            .context("a value")?;
        Ok(value.into_owned())
    };
    let socket = url.query_pairs().find(|(name, _)| name == "host");
    let host = match socket {
        Some((_, folder)) => folder.into_owned(),
        None => decoded(url.host_str().unwrap_or("127.0.0.1"))?,
    };
    let mut command = Command::new("pgbench");
    command
        .env("PGHOST", host)
        .env("PGPORT", url.port().unwrap_or(5432).to_string())
        .env("PGUSER", url.username())
        .env("PGPASSWORD", url.password().unwrap_or_default())
        .env("PGDATABASE", url.path().trim_start_matches('/'));
    Ok(command)
}

/// The rate in what pgbench prints.
fn rate(said: &str) -> Option<f64> {
    let line = said.lines().find_map(|line| line.strip_prefix("tps = "))?;
    line.split(' ').next()?.parse().ok()
}

/// What each statement took, in milliseconds, from pgbench's logs (third field, microseconds).
fn latencies(folder: &std::path::Path, prefix: &str) -> Result<Vec<f64>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(prefix) {
            let text = fs::read_to_string(entry.path())?;
            let us = text
                .lines()
                .filter_map(|line| line.split(' ').nth(2)?.parse::<f64>().ok());
            all.extend(us.map(|us| us / 1_000.0));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_found_in_what_pgbench_prints() {
        let said = "latency average = 1.5 ms\ntps = 1234.5 (without initial connection time)\n";
        assert_eq!(rate(said), Some(1_234.5));
    }
}
