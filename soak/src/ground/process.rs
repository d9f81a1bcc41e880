//! A process that is killed, frozen, stopped, and started again.

use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

use super::family;

/// How long a process may take until it works, whatever else is away meanwhile.
const START_TIME: Duration = Duration::from_secs(120);
/// How long a process that was told to stop may take.
const STOP_TIME: Duration = Duration::from_secs(60);
/// Between two looks at a process that starts.
const LOOK_EVERY: Duration = Duration::from_millis(30);
/// How long it may take to say that it works.
const ANSWER_TIME: Duration = Duration::from_secs(2);

/// How to see that a process works.
#[derive(Debug, Clone)]
pub(super) enum Ready {
    /// It takes connections.
    Connects(SocketAddr),
    /// It answers `GET /healthz`.
    Answers(SocketAddr),
    /// It lets somebody in.
    Opens(Box<PgConnectOptions>),
}

/// How to start a process.
pub(super) struct Spec {
    pub(super) name: &'static str,
    pub(super) command: Box<dyn Fn() -> Command + Send + Sync>,
    pub(super) ready: Ready,
    /// Where it writes what it has to say.
    pub(super) log: PathBuf,
}

/// A process.
pub(crate) struct Process {
    spec: Spec,
    child: Mutex<Option<Child>>,
    /// How often it has ended although nobody wanted it to.
    vanished: AtomicUsize,
}

impl Process {
    pub(super) fn new(spec: Spec) -> Self {
        Self {
            spec,
            child: Mutex::new(None),
            vanished: AtomicUsize::new(0),
        }
    }

    /// Starts it, and waits until it works.
    pub(crate) async fn start(&self) -> Result<()> {
        let mut slot = self.child.lock().await;
        self.start_in(&mut slot).await
    }

    /// A process that finds something away that it needs may give up, as it does in the hands of any
    /// supervisor; then it is started once more.
    async fn start_in(&self, slot: &mut Option<Child>) -> Result<()> {
        let give_up = Instant::now() + START_TIME;
        loop {
            let mut child = self.spawn()?;
            match self.wait_for(&mut child, give_up).await? {
                None => {
                    *slot = Some(child);
                    return Ok(());
                }
                Some(status) if Instant::now() > give_up => {
                    bail!("{} does not start: {status}", self.spec.name);
                }
                Some(_) => sleep(LOOK_EVERY).await,
            }
        }
    }

    fn spawn(&self) -> Result<Child> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.spec.log)?;
        let mut command = (self.spec.command)();
        command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            // Ctrl-C is for this program alone, which then ends the others.
            .process_group(0)
            .kill_on_drop(true);
        let child = command.spawn();
        child.with_context(|| format!("{} cannot be started; is it installed?", self.spec.name))
    }

    /// Waits until it works, or has ended.
    async fn wait_for(&self, child: &mut Child, give_up: Instant) -> Result<Option<ExitStatus>> {
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            if matches!(timeout(ANSWER_TIME, self.works()).await, Ok(true)) {
                return Ok(None);
            }
            ensure!(
                Instant::now() < give_up,
                "{} does not start",
                self.spec.name
            );
            sleep(LOOK_EVERY).await;
        }
    }

    async fn works(&self) -> bool {
        match &self.spec.ready {
            Ready::Connects(address) => TcpStream::connect(address).await.is_ok(),
            Ready::Answers(address) => {
                let answer = reqwest::get(format!("http://{address}/healthz")).await;
                answer.is_ok_and(|answer| answer.status().is_success())
            }
            Ready::Opens(options) => match PgConnection::connect_with(options).await {
                Ok(connection) => connection.close().await.is_ok(),
                Err(_) => false,
            },
        }
    }

    /// `kill -9`, whatever is to be done then, and a start.
    pub(crate) async fn kill_then(&self, then: impl Future<Output = Result<()>>) -> Result<()> {
        let mut slot = self.child.lock().await;
        self.put_down(&mut slot).await?;
        then.await?;
        self.start_in(&mut slot).await
    }

    /// `kill -9`, and a start some time later.
    pub(crate) async fn kill_for(&self, down: Duration) -> Result<()> {
        let wait = async {
            sleep(down).await;
            Ok(())
        };
        self.kill_then(wait).await
    }

    async fn put_down(&self, slot: &mut Option<Child>) -> Result<()> {
        if let Some(mut child) = slot.take()
            && !self.has_vanished(&mut child)?
        {
            for pid in family::of(&child) {
                // One that ends by itself in this very moment is as well.
                let _ = kill_process(pid, Signal::KILL);
            }
            child.wait().await?;
        }
        Ok(())
    }

    /// SIGSTOP, and SIGCONT some time later.
    pub(crate) async fn freeze_for(&self, time: Duration) -> Result<()> {
        let slot = self.child.lock().await;
        let Some(child) = &*slot else { return Ok(()) };
        // The first one first: from then on it starts no others.
        if let Some(first) = family::first(child) {
            let _ = kill_process(first, Signal::STOP);
        }
        let frozen: Vec<Pid> = family::of(child);
        for pid in &frozen {
            let _ = kill_process(*pid, Signal::STOP);
        }
        sleep(time).await;
        for pid in frozen {
            let _ = kill_process(pid, Signal::CONT);
        }
        Ok(())
    }

    /// `kill -9` of one of the processes that it has started itself.
    pub(crate) async fn kill_one_of_its_own(&self, chance: usize) -> Result<()> {
        let slot = self.child.lock().await;
        let family = slot.as_ref().map(family::of).unwrap_or_default();
        if let [_first, others @ ..] = family.as_slice()
            && !others.is_empty()
        {
            let _ = kill_process(others[chance % others.len()], Signal::KILL);
        }
        Ok(())
    }

    /// Tells it to stop; returns its exit status once it has done so and works again.
    pub(crate) async fn restart(&self) -> Result<ExitStatus> {
        let mut slot = self.child.lock().await;
        let status = self.stop_in(&mut slot).await?;
        self.start_in(&mut slot).await?;
        Ok(status)
    }

    /// Tells it to stop; returns its exit status once it has done so.
    pub(crate) async fn stop(&self) -> Result<ExitStatus> {
        let mut slot = self.child.lock().await;
        self.stop_in(&mut slot).await
    }

    async fn stop_in(&self, slot: &mut Option<Child>) -> Result<ExitStatus> {
        let name = self.spec.name;
        let mut child = slot
            .take()
            .with_context(|| format!("{name} is not there"))?;
        if self.has_vanished(&mut child)? {
            bail!("{name} has ended before it was told to");
        }
        if let Some(pid) = family::first(&child) {
            kill_process(pid, Signal::TERM)?;
        }
        let ended = timeout(STOP_TIME, child.wait()).await;
        Ok(ended.with_context(|| format!("{name} does not stop"))??)
    }

    /// Starts it again if it has ended although nobody wanted it to.
    pub(crate) async fn look_after(&self) -> Result<()> {
        // Whoever has it in hand looks after it.
        let Ok(mut slot) = self.child.try_lock() else {
            return Ok(());
        };
        if let Some(child) = &mut *slot
            && self.has_vanished(child)?
        {
            *slot = None;
            self.start_in(&mut slot).await?;
        }
        Ok(())
    }

    fn has_vanished(&self, child: &mut Child) -> Result<bool> {
        let vanished = child.try_wait()?.is_some();
        if vanished {
            self.vanished.fetch_add(1, Ordering::Relaxed);
        }
        Ok(vanished)
    }

    /// How often it has ended although nobody wanted it to.
    pub(crate) fn vanished(&self) -> usize {
        self.vanished.load(Ordering::Relaxed)
    }

    /// Ends it for good.
    pub(super) async fn end(&self) -> Result<()> {
        let mut slot = self.child.lock().await;
        self.put_down(&mut slot).await
    }

    pub(super) fn log(&self) -> &PathBuf {
        &self.spec.log
    }
}
