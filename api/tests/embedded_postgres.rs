//! The private PostgreSQL, with the real programs.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use seatlog::embedded_postgres::{EmbeddedError, EmbeddedPostgres};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// A data directory that every user can reach, as a project's folder is.
fn data_dir() -> TempDir {
    folder(0o755)
}

fn folder(mode: u32) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(mode)).unwrap();
    dir
}

async fn ask(url: &str, sql: &str) -> String {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let answer = sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    answer
}

/// The server processes whose working folder is inside `home`.
fn processes_in(home: &Path) -> Vec<PathBuf> {
    let home = home.canonicalize().unwrap();
    fs::read_dir("/proc")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|process| {
            fs::read_link(process.join("cwd")).is_ok_and(|folder| folder.starts_with(&home))
        })
        .collect()
}

/// The process group: the fifth field of a process's `stat`.
fn group_of(process: &Path) -> String {
    let stat = fs::read_to_string(process.join("stat")).unwrap();
    let after_name = stat.rsplit(") ").next().unwrap().to_owned();
    after_name.split(' ').nth(2).unwrap().to_owned()
}

/// Another process that holds a private PostgreSQL, and its address.
fn holder(data_dir: &Path) -> (Child, String) {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().unwrap().parent().unwrap();
    let mut process = Command::new(built.join("examples/private_postgres"))
        .arg(data_dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut url = String::new();
    BufReader::new(process.stdout.as_mut().unwrap())
        .read_line(&mut url)
        .unwrap();
    (process, url.trim_end().to_owned())
}

#[tokio::test]
async fn it_starts_answers_and_leaves_no_process_behind() {
    let dir = data_dir();
    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    assert_eq!(postgres.notice(), None);
    assert_eq!(ask(postgres.url(), "SHOW fsync").await, "on");
    assert_eq!(ask(postgres.url(), "SHOW server_encoding").await, "UTF8");
    assert_eq!(
        ask(postgres.url(), "SELECT current_database()::text").await,
        "seatlog"
    );
    assert!(!processes_in(dir.path()).is_empty());
    postgres.stop().await.unwrap();
    assert_eq!(processes_in(dir.path()), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn nobody_gets_in_without_the_password_and_nobody_else_can_read_it() {
    let dir = data_dir();
    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let secret = dir.path().join("postgresql/password");
    assert_eq!(fs::metadata(&secret).unwrap().mode() & 0o777, 0o600);
    let password = fs::read_to_string(&secret).unwrap();
    assert_eq!(password.len(), 48);
    let wrong = postgres.url().replace(&password, "guess");
    let refused = PgConnection::connect(&wrong).await.unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("password authentication failed"),
        "{refused}"
    );
    assert_eq!(ask(postgres.url(), "SHOW listen_addresses").await, "");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_too_deep_for_a_socket_is_served_on_the_loopback_address() {
    let dir = data_dir();
    let deep = dir.path().join("a".repeat(100));
    let postgres = EmbeddedPostgres::start(&deep).await.unwrap();
    assert_eq!(
        ask(postgres.url(), "SHOW listen_addresses").await,
        "127.0.0.1"
    );
    assert_eq!(
        ask(postgres.url(), "SHOW unix_socket_directories").await,
        ""
    );
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_ctrl_c_at_the_terminal_does_not_reach_the_server() {
    let dir = data_dir();
    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let ours = group_of(Path::new("/proc/self"));
    for process in processes_in(dir.path()) {
        assert_ne!(group_of(&process), ours);
    }
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_committed_survives_a_stop_and_a_new_start() {
    let dir = data_dir();
    let first = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let mut connection = PgConnection::connect(first.url()).await.unwrap();
    sqlx::query("CREATE TABLE kept AS SELECT 'yes' AS answer")
        .execute(&mut connection)
        .await
        .unwrap();
    // Left open on purpose: a stop does not wait for its clients.
    first.stop().await.unwrap();
    let second = EmbeddedPostgres::start(dir.path()).await.unwrap();
    assert_eq!(ask(second.url(), "SELECT answer FROM kept").await, "yes");
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_program_takes_its_server_along_and_loses_nothing() {
    let dir = data_dir();
    let (mut program, url) = holder(dir.path());
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE kept AS SELECT 'yes' AS answer")
        .execute(&mut connection)
        .await
        .unwrap();
    program.kill().unwrap();
    program.wait().unwrap();
    let next = EmbeddedPostgres::start(dir.path()).await.unwrap();
    assert_eq!(ask(next.url(), "SELECT answer FROM kept").await, "yes");
    next.stop().await.unwrap();
    assert_eq!(processes_in(dir.path()), Vec::<PathBuf>::new());
}

/// Asks until there is an answer: for as long as it takes to start a server.
async fn ask_until_answered(url: &str, sql: &str) -> String {
    let deadline = Instant::now() + Duration::from_secs(180);
    let mut connection = loop {
        match PgConnection::connect(url).await {
            Ok(connection) => break connection,
            Err(error) => assert!(Instant::now() < deadline, "{error}"),
        }
        // Whoever starts it again is a task of this thread.
        tokio::task::yield_now().await;
    };
    sqlx::query_scalar(sql)
        .fetch_one(&mut connection)
        .await
        .unwrap()
}

/// Kills the server as the kernel does when memory runs out.
async fn kill_server(home: &Path, url: &str) {
    let note = fs::read_to_string(home.join("postgresql/cluster/postmaster.pid")).unwrap();
    let process = note.lines().next().unwrap().to_owned();
    // Its end is seen by whoever is connected.
    let mut witness = PgConnection::connect(url).await.unwrap();
    let killed = Command::new("kill").args(["-KILL", &process]).status();
    assert!(killed.unwrap().success());
    while witness.ping().await.is_ok() {}
}

#[tokio::test]
async fn a_server_that_is_killed_is_started_again_under_the_same_address() {
    for deep in [false, true] {
        let dir = data_dir();
        let home = match deep {
            false => dir.path().to_owned(),
            true => dir.path().join("a".repeat(100)),
        };
        let postgres = EmbeddedPostgres::start(&home).await.unwrap();
        let mut connection = PgConnection::connect(postgres.url()).await.unwrap();
        sqlx::query("CREATE TABLE kept AS SELECT 'yes' AS answer")
            .execute(&mut connection)
            .await
            .unwrap();
        for _ in 0..2 {
            kill_server(&home, postgres.url()).await;
            let kept = ask_until_answered(postgres.url(), "SELECT answer FROM kept").await;
            assert_eq!(kept, "yes");
        }
        postgres.stop().await.unwrap();
        assert_eq!(processes_in(dir.path()), Vec::<PathBuf>::new());
    }
}

#[tokio::test]
async fn a_command_beside_the_program_finds_its_server_wherever_it_listens() {
    let dir = data_dir();
    for home in [dir.path().join("near"), dir.path().join("a".repeat(100))] {
        let postgres = EmbeddedPostgres::start(&home).await.unwrap();
        let found = EmbeddedPostgres::beside(&home).unwrap();
        assert_eq!(ask(&found, "SELECT 'the same'").await, "the same");
        postgres.stop().await.unwrap();
        let gone = EmbeddedPostgres::beside(&home).unwrap_err();
        assert!(matches!(gone, EmbeddedError::NotYet { .. }), "{gone}");
    }
}

#[tokio::test]
async fn a_note_that_names_an_innocent_process_does_not_stop_the_start() {
    let dir = data_dir();
    EmbeddedPostgres::start(dir.path())
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    let cluster = dir.path().join("postgresql/cluster");
    let us = std::process::id();
    let note = format!("{us}\n{}\n0\n5432\n\n127.0.0.1\n", cluster.display());
    fs::write(cluster.join("postmaster.pid"), note).unwrap();
    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    assert_eq!(ask(postgres.url(), "SELECT 'up'").await, "up");
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_program_on_the_same_folder_is_refused_in_one_line() {
    let dir = data_dir();
    let first = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let refused = EmbeddedPostgres::start(dir.path()).await.unwrap_err();
    assert!(matches!(refused, EmbeddedError::InUse { .. }));
    let line = refused.to_string();
    assert!(
        line.contains(&format!("process {}", std::process::id())),
        "{line}"
    );
    assert!(!line.contains('\n'), "{line}");
    assert_eq!(ask(first.url(), "SELECT 'still up'").await, "still up");
    first.stop().await.unwrap();
}

#[tokio::test]
async fn files_of_another_major_version_are_refused_in_one_line() {
    let dir = data_dir();
    EmbeddedPostgres::start(dir.path())
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    fs::write(dir.path().join("postgresql/cluster/PG_VERSION"), "9\n").unwrap();
    let line = EmbeddedPostgres::start(dir.path())
        .await
        .unwrap_err()
        .to_string();
    assert!(line.contains("was made by PostgreSQL 9"), "{line}");
    assert!(!line.contains('\n'), "{line}");
}

#[tokio::test]
async fn an_interrupted_first_start_is_begun_again() {
    let dir = data_dir();
    let unfinished = dir.path().join("postgresql/cluster.unfinished");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    fs::write(dir.path().join("postgresql/password"), "half").unwrap();
    let postgres = EmbeddedPostgres::start(dir.path()).await.unwrap();
    assert_eq!(ask(postgres.url(), "SELECT 'up'").await, "up");
    postgres.stop().await.unwrap();
}

/// Only root hands the server to somebody who may be shut out.
#[tokio::test]
async fn a_folder_closed_to_the_servers_user_moves_the_database_and_says_so() {
    let dir = folder(0o700);
    let is_root = fs::metadata(dir.path()).unwrap().uid() == 0;
    let first = EmbeddedPostgres::start(dir.path()).await.unwrap();
    let notice = first.notice().map(str::to_owned);
    assert_eq!(notice.is_some(), is_root);
    first.stop().await.unwrap();
    let second = EmbeddedPostgres::start(dir.path()).await.unwrap();
    assert_eq!(second.notice().map(str::to_owned), notice);
    second.stop().await.unwrap();
    if let Some(notice) = notice {
        let moved = fs::read_to_string(dir.path().join("postgresql/moved-to")).unwrap();
        assert!(notice.contains(moved.trim()), "{notice}");
        assert!(!notice.contains('\n'), "{notice}");
        fs::remove_dir_all(moved.trim()).unwrap();
    }
}
