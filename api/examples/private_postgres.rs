//! Runs a private PostgreSQL until standard input ends:
//! `cargo run --example private_postgres -- /tmp/some-folder`.
//!
//! Prints its address, so that `psql` can look inside a data directory while
//! no seatlog is running on it.

use std::path::PathBuf;

use seatlog::embedded_postgres::EmbeddedPostgres;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder: PathBuf = std::env::args_os()
        .nth(1)
        .unwrap_or_else(|| ".data".into())
        .into();
    let postgres = EmbeddedPostgres::start(&folder).await?;
    if let Some(notice) = postgres.notice() {
        eprintln!("{notice}");
    }
    println!("{}", postgres.url());
    let input = || std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
    tokio::task::spawn_blocking(input).await??;
    postgres.stop().await?;
    Ok(())
}
