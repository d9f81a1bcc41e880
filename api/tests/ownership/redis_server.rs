//! A Redis of the test's own, which may be harmed.

use std::process::Stdio;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use seatlog_domain::ids::EventId;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;
use uuid::Uuid;

pub(crate) struct RedisServer {
    process: Child,
    folder: TempDir,
}

impl RedisServer {
    /// It listens on a socket in a folder of its own: no port to agree on.
    pub(crate) async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no"])
            .args(["--unixsocket", "redis.sock"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("redis-server is installed");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.contains("ready to accept connections") {
                    return;
                }
            }
            panic!("redis-server ended");
        };
        timeout(Duration::from_secs(20), ready)
            .await
            .expect("it starts in time");
        // Somebody has to read what it writes, or it stops when the pipe is full.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { process, folder }
    }

    pub(crate) fn url(&self) -> String {
        let socket = self.folder.path().join("redis.sock");
        format!("redis+unix://{}", socket.display())
    }

    async fn connect(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.url()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }

    /// It forgets everything.
    pub(crate) async fn flush(&self) {
        let flush = redis::cmd("FLUSHALL");
        let () = flush.query_async(&mut self.connect().await).await.unwrap();
    }

    /// Who has the lease of an event, and its fencing number.
    pub(crate) async fn lease(&self, event: EventId) -> Option<(String, u64)> {
        let mut get = redis::cmd("GET");
        get.arg(format!("lock:event:{event}"));
        let held: Option<String> = get.query_async(&mut self.connect().await).await.unwrap();
        let held = held?;
        let (node, fence) = held.split_once(' ').unwrap();
        Some((node.to_owned(), fence.parse().unwrap()))
    }

    /// Gives the lease of an event to a node.
    pub(crate) async fn grant(&self, event: EventId, node: Uuid, life: Duration) {
        let mut set = redis::cmd("SET");
        set.arg(format!("lock:event:{event}"))
            .arg(format!("{node} 7"))
            .arg("PX")
            .arg(life.as_millis() as u64);
        let () = set.query_async(&mut self.connect().await).await.unwrap();
    }

    /// It keeps its connections, and says nothing any more.
    pub(crate) fn stand_still(&self) {
        self.signal("-STOP");
    }

    /// It goes on.
    pub(crate) fn go_on(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let pid = self.process.id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &pid])
            .status();
        assert!(sent.unwrap().success());
    }
}
