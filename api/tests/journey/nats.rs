//! A nats-server of the test's own: the stream of facts belongs to one installation.

use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

pub(crate) struct NatsServer {
    _process: Child,
    _store: TempDir,
    address: String,
}

impl NatsServer {
    pub(crate) async fn start() -> Self {
        let store = tempfile::tempdir().unwrap();
        let mut process = Command::new("nats-server")
            .args([
                "--addr",
                "127.0.0.1",
                "--port",
                "-1",
                "--jetstream",
                "--store_dir",
            ])
            .arg(store.path())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("nats-server is installed");
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let ready = async {
            let mut address = None;
            while let Some(line) = lines.next_line().await.unwrap() {
                if let Some((_, found)) = line.split_once("client connections on ") {
                    address = Some(found.to_owned());
                }
                if line.contains("Server is ready") {
                    return address.expect("it says where it listens first");
                }
            }
            panic!("nats-server ended");
        };
        let address = timeout(Duration::from_secs(20), ready)
            .await
            .expect("it starts in time");
        // Somebody has to read what it writes, or it stops when the pipe is full.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self {
            _process: process,
            _store: store,
            address,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("nats://{}", self.address)
    }
}
