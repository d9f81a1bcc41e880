//! Everything that a run is about: servers and processes of its own, on free ports, with all their
//! files in one folder.

mod clocks;
mod cluster;
mod disk;
mod family;
mod gate;
mod process;
mod redis;
mod seatlog;
mod setup;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use anyhow::{Context, Result};
use seatlog_testkit::{FaultyWire, SmtpSink};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::fault::{Fault, Part, Wire};
use clocks::Clocks;
use cluster::Cluster;
use disk::Disk;
use gate::Gates;
use process::{Process, Ready, Spec};
use seatlog::Seatlog;

pub(crate) use gate::{Gate, Line};
pub(crate) use redis::owner as lease_holder;
pub(crate) use seatlog::{ADMIN, COPIES};
pub(crate) use setup::Setup;

/// How often processes are looked after.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// What a node says when it starts, and where in that line its name is.
const NAMED: (&str, &str) = ("leases are taken in this name", r#""node.id":""#);

/// The servers, the nodes, and the ways between them.
pub(crate) struct Ground {
    /// The mail server.
    pub(crate) smtp: SmtpSink,
    /// A way to the database on which nothing goes wrong.
    pub(crate) pool: PgPool,
    cluster: Cluster,
    processes: BTreeMap<Part, Process>,
    wires: BTreeMap<Wire, FaultyWire>,
    /// Nothing, where libfaketime cannot be loaded.
    clocks: Option<Clocks>,
    /// Nothing, where nothing may be mounted.
    disk: Option<Disk>,
    gates: Gates,
    addresses: BTreeMap<Part, SocketAddr>,
    seatlog: Seatlog,
    folder: TempDir,
}

impl Ground {
    /// Starts everything.
    pub(crate) async fn start(program: &Path, hold_secs: u32, disk_mib: u64) -> Result<Self> {
        let setup = Setup {
            disk_mib: Some(disk_mib),
            ..Setup::default()
        };
        Self::start_as(&setup, program, hold_secs).await
    }

    /// Starts what there is in such a setup.
    pub(crate) async fn start_as(setup: &Setup, program: &Path, hold_secs: u32) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("seatlog-soak.").tempdir()?;
        // PostgreSQL's user has its files in it when this runs as root.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(folder.path(), open)?;
        let addresses = free_addresses()?;
        let smtp = SmtpSink::start().await;
        let mut seatlog = Seatlog::new(program, folder.path(), smtp.url(), hold_secs)?;
        seatlog.nodes_only_sell = setup.nodes_only_sell;
        let clocks = Clocks::find(folder.path()).await?;
        let home = Cluster::home(folder.path())?;
        let disk = match setup.disk_mib {
            Some(size) => Disk::mount(&home, size).await?,
            None => None,
        };
        let place = (home, disk.as_ref().map(Disk::holder));
        let cluster = Cluster::create(place, addresses[&Part::Postgres]).await?;
        let mut wires = BTreeMap::new();
        for wire in Wire::all() {
            let far = addresses[&wire.far].to_string();
            let begun = match wire.far == Part::Postgres {
                true => FaultyWire::to(far).await?,
                false => FaultyWire::plain(far).await?,
            };
            wires.insert(wire, begun);
        }
        let pool = PgPoolOptions::new().max_connections(4);
        let mut ground = Self {
            smtp,
            pool: pool.connect_lazy_with(cluster.options()),
            cluster,
            processes: BTreeMap::new(),
            wires,
            clocks,
            disk,
            gates: setup.gates(&addresses).await?,
            addresses,
            seatlog,
            folder,
        };
        for part in Part::ALL {
            let process = Process::new(ground.spec(part));
            ground.processes.insert(part, process);
        }
        // The first node makes the tables.
        let servers = [Part::Postgres, Part::Redis, Part::Nats];
        let parts = servers.into_iter().chain(Part::SEATLOG);
        for part in parts.filter(|part| !setup.without.contains(part)) {
            ground.process(part).start().await?;
        }
        Ok(ground)
    }

    fn spec(&self, part: Part) -> Spec {
        let address = self.addresses[&part];
        let log = self.folder.path().join(format!("{part}.log"));
        let (command, ready): (Box<dyn Fn() -> Command + Send + Sync>, _) = match part {
            Part::NodeA | Part::NodeB | Part::Projector | Part::Notifier => {
                let database = self.cluster.url(self.way(part, Part::Postgres));
                let (redis, nats) = (self.way(part, Part::Redis), self.way(part, Part::Nats));
                let (seatlog, clock) = (self.seatlog.clone(), self.clock(part));
                let command = move || {
                    let mut command = seatlog.serve(part, address, (&database, redis, nats));
                    command.envs(clock.clone());
                    command
                };
                (Box::new(command), Ready::Answers(address))
            }
            Part::Postgres => {
                let (cluster, clock) = (self.cluster.clone(), self.clock(part));
                let ready = Ready::Opens(Box::new(cluster.options()));
                (Box::new(move || cluster.server(&clock)), ready)
            }
            Part::Redis => {
                let folder = self.folder.path().to_owned();
                let command = move || redis_server(&folder, address);
                (Box::new(command), Ready::Connects(address))
            }
            Part::Nats => {
                let store = self.stream_store();
                let command = move || nats_server(&store, address);
                (Box::new(command), Ready::Connects(address))
            }
        };
        Spec {
            name: part.name(),
            command,
            ready,
            log,
        }
    }

    pub(crate) fn process(&self, part: Part) -> &Process {
        &self.processes[&part]
    }

    /// The way of a process of Seatlog to a server.
    pub(crate) fn wire(&self, wire: Wire) -> &FaultyWire {
        &self.wires[&wire]
    }

    /// Whether such a thing can go wrong on this machine.
    pub(crate) fn can(&self, fault: Fault) -> bool {
        let clocks = self.clocks.is_some() || !matches!(fault, Fault::StepClock(_));
        clocks && (self.disk.is_some() || fault != Fault::FillDisk)
    }

    /// What cannot go wrong on this machine, or on none, and why.
    pub(crate) fn left_out(&self) -> Vec<&'static str> {
        let mut left_out = vec![clocks::NEVER];
        left_out.extend(self.clocks.is_none().then_some(clocks::LEFT_OUT));
        left_out.extend(self.disk.is_none().then_some(disk::LEFT_OUT));
        left_out
    }

    /// What a process must find in its environment for its clock to be stepped.
    fn clock(&self, part: Part) -> Vec<(&'static str, OsString)> {
        let clocks = self.clocks.as_ref();
        clocks.map_or_else(Vec::new, |clocks| clocks.settings(part))
    }

    /// From now on the clock of a process is so far ahead, or behind; 0: right.
    pub(crate) fn step_clock(&self, part: Part, secs: i64) -> Result<()> {
        match &self.clocks {
            Some(clocks) => clocks.step(part, secs),
            None => Ok(()),
        }
    }

    /// PostgreSQL's disk is full for so long, and its log in need of a new file, again and again.
    pub(crate) async fn fill_disk_for(&self, time: Duration) -> Result<()> {
        let Some(disk) = &self.disk else {
            return Ok(());
        };
        disk.fill()?;
        let end = Instant::now() + time;
        while Instant::now() < end {
            let switch = sqlx::query("SELECT pg_switch_wal()").execute(&self.pool);
            // Where it fails, the disk is full for the log, too.
            let _ = timeout(LOOK_EVERY, switch).await;
            sleep(LOOK_EVERY).await;
        }
        disk.free()
    }

    /// Where a process of Seatlog finds a server: at its gate, if it has one, or at its wire.
    fn way(&self, near: Part, far: Part) -> SocketAddr {
        let gate = self.gates.get(&(near, far)).map(Gate::address);
        gate.unwrap_or_else(|| self.wire(Wire { near, far }).address())
    }

    /// The gate on a way, which the setup must have.
    pub(crate) fn gate(&self, from: Part, to: Part) -> &Gate {
        &self.gates[&(from, to)]
    }

    /// Where people find the two nodes: at their gates, if they have some.
    pub(crate) fn doors(&self) -> [SocketAddr; 2] {
        Part::NODES.map(|part| {
            let gate = self.gates.get(&(part, part));
            gate.map_or(self.addresses[&part], Gate::address)
        })
    }

    /// Where a server listens.
    pub(crate) fn address(&self, part: Part) -> SocketAddr {
        self.addresses[&part]
    }

    /// Where JetStream keeps its messages.
    pub(crate) fn stream_store(&self) -> PathBuf {
        self.folder.path().join("jetstream")
    }

    /// Redis forgets everything.
    pub(crate) async fn flush_redis(&self) -> Result<()> {
        Ok(redis::flush(self.addresses[&Part::Redis]).await?)
    }

    /// The node that has the lease of an event.
    pub(crate) async fn owner(&self, event: Uuid) -> Result<Option<Part>> {
        let owner = redis::owner(self.addresses[&Part::Redis], event).await?;
        let named = |part: &Part| owner.is_some() && self.name_of(*part) == owner;
        Ok(Part::NODES.into_iter().find(named))
    }

    /// The name that a node gave itself when it started last.
    fn name_of(&self, part: Part) -> Option<Uuid> {
        let said = fs::read_to_string(self.process(part).log()).ok()?;
        let line = said.lines().rfind(|line| line.contains(NAMED.0))?;
        let (_, name) = line.split_once(NAMED.1)?;
        name.split('"').next()?.parse().ok()
    }

    /// Starts whatever has ended although nobody wanted it to. Ends only if that fails.
    pub(crate) async fn look_after(&self) -> Result<std::convert::Infallible> {
        loop {
            for process in self.processes.values() {
                process.look_after().await?;
            }
            sleep(LOOK_EVERY).await;
        }
    }

    /// Runs `seatlog audit verify`.
    pub(crate) async fn verify(&self) -> Result<Output> {
        self.run(&["audit", "verify"]).await
    }

    /// Runs the program beside the processes, with these arguments, until it ends.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Result<Output> {
        let database = self.cluster.url(self.addresses[&Part::Postgres]);
        let mut command = self.seatlog.command(&database);
        command.args(arguments);
        let ended = command.output().await;
        ended.with_context(|| format!("seatlog {}", arguments.join(" ")))
    }

    /// Ends everything; the folder stays if it is to be `kept`.
    pub(crate) async fn end(self, kept: bool) -> Result<Option<PathBuf>> {
        self.pool.close().await;
        for part in Part::ALL {
            self.process(part).end().await?;
        }
        Clocks::tidy();
        Ok(kept.then(|| self.folder.keep()))
    }

    /// Where files of this run may go.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn redis_server(folder: &Path, address: SocketAddr) -> Command {
    let mut command = Command::new("redis-server");
    command
        .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .args(["--port", &address.port().to_string(), "--dir"])
        .arg(folder);
    command
}

fn nats_server(store: &Path, address: SocketAddr) -> Command {
    let mut command = Command::new("nats-server");
    command
        .args(["-a", "127.0.0.1", "-p", &address.port().to_string()])
        .args(["-js", "-sd"])
        .arg(store);
    command
}

/// An address for each part at which nothing listened a moment ago.
fn free_addresses() -> Result<BTreeMap<Part, SocketAddr>> {
    let mut taken = Vec::new();
    let mut addresses = BTreeMap::new();
    for part in Part::ALL {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        addresses.insert(part, listener.local_addr()?);
        taken.push(listener);
    }
    Ok(addresses)
}
