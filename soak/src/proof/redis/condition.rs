//! What Redis can be like.

use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::ValueEnum;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use crate::dice::Dice;
use crate::fault::Part;
use crate::ground::Ground;

/// How much longer everything takes to a slow Redis and back, each.
const DELAY: Duration = Duration::from_millis(50);
/// Between two cuts or flushes, in milliseconds.
const SOON_MS: (u64, u64) = (20, 200);
/// Longer and shorter than a lease, in milliseconds.
const FROZEN_MS: (u64, u64) = (200, 5_000);
/// From a kill to the start after it.
const DOWN_MS: (u64, u64) = (0, 1_000);
/// How long it works in between.
const WORKS_MS: (u64, u64) = (100, 1_500);
/// How long another Redis may take to start.
const START_TIME: Duration = Duration::from_secs(10);

/// A condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Condition {
    /// Nothing goes wrong.
    Healthy,
    /// Everything takes longer.
    Slow,
    /// Connections end, over and over.
    Cut,
    /// It stands still for a while, over and over.
    Frozen,
    /// It is killed and started again, over and over.
    Killed,
    /// It forgets everything, over and over.
    Flushed,
    /// It is not there.
    Away,
    /// Each node has a Redis of its own, and thinks that all events are its own.
    Split,
}

impl Condition {
    pub(super) const ALL: [Self; 8] = [
        Self::Healthy,
        Self::Slow,
        Self::Cut,
        Self::Frozen,
        Self::Killed,
        Self::Flushed,
        Self::Away,
        Self::Split,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Slow => "slow",
            Self::Cut => "connections cut",
            Self::Frozen => "frozen",
            Self::Killed => "killed",
            Self::Flushed => "flushed",
            Self::Away => "away",
            Self::Split => "split brain",
        }
    }

    /// Where the nodes find leases when it begins, if they do.
    pub(super) fn leases(self, ground: &Ground, other: &Other) -> Option<[SocketAddr; 2]> {
        let redis = ground.address(Part::Redis);
        match self {
            Self::Away => None,
            Self::Split => Some([redis, other.address]),
            Self::Healthy
            | Self::Slow
            | Self::Cut
            | Self::Frozen
            | Self::Killed
            | Self::Flushed => Some([redis, redis]),
        }
    }

    pub(super) async fn begin(self, ground: &Ground, other: &Other) -> Result<()> {
        match self {
            Self::Slow => ways(ground).for_each(|it| it.slow_down(DELAY)),
            Self::Away => drop(ground.process(Part::Redis).stop().await?),
            Self::Split => ground.gate(Part::NodeB, Part::Redis).lead_to(other.address),
            Self::Healthy | Self::Cut | Self::Frozen | Self::Killed | Self::Flushed => {}
        }
        Ok(())
    }

    /// Lets happen what happens over and over; how often it has.
    pub(super) async fn go_on(
        self,
        ground: &Ground,
        mut dice: Dice,
        over: &CancellationToken,
    ) -> Result<usize> {
        let redis = ground.process(Part::Redis);
        let mut times = 0;
        loop {
            let pause = match self {
                Self::Healthy | Self::Slow | Self::Away | Self::Split => {
                    over.cancelled().await;
                    return Ok(times);
                }
                Self::Cut | Self::Flushed => SOON_MS,
                Self::Frozen | Self::Killed => WORKS_MS,
            };
            let pause = sleep(dice.time_ms(pause));
            if over.run_until_cancelled(pause).await.is_none() {
                return Ok(times);
            }
            match self {
                Self::Cut => ways(ground).for_each(|it| it.break_now()),
                // One that does not answer in time has heard of it all the same, or will be told again.
                Self::Flushed => drop(ground.flush_redis().await),
                Self::Frozen => redis.freeze_for(dice.time_ms(FROZEN_MS)).await?,
                Self::Killed => redis.kill_for(dice.time_ms(DOWN_MS)).await?,
                Self::Healthy | Self::Slow | Self::Away | Self::Split => {}
            }
            times += 1;
        }
    }

    pub(super) async fn end(self, ground: &Ground) -> Result<()> {
        match self {
            Self::Slow => ways(ground).for_each(|it| it.slow_down(Duration::ZERO)),
            Self::Away => ground.process(Part::Redis).start().await?,
            Self::Split => ground
                .gate(Part::NodeB, Part::Redis)
                .lead_to(ground.address(Part::Redis)),
            Self::Healthy | Self::Cut | Self::Frozen | Self::Killed | Self::Flushed => {}
        }
        Ok(())
    }
}

fn ways(ground: &Ground) -> impl Iterator<Item = &crate::ground::Gate> {
    let way = |node| ground.gate(node, Part::Redis);
    Part::NODES.into_iter().map(way)
}

/// Another Redis, of which the first one knows nothing.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) address: SocketAddr,
    _process: Child,
}

impl Other {
    pub(super) async fn start(ground: &Ground) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &address.port().to_string(), "--dir"])
            .arg(ground.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let give_up = Instant::now() + START_TIME;
        while let Err(error) = TcpStream::connect(address).await {
            if Instant::now() > give_up {
                return Err(error).context("a second Redis does not start");
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(Self {
            address,
            _process: process,
        })
    }
}
