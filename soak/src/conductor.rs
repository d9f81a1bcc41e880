//! Lets things go wrong as the schedule says, and puts them right again.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::future::try_join_all;
use seatlog_testkit::Weather;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::clock::Clock;
use crate::evidence::Micros;
use crate::fault::{Fault, MailTrouble, Part, Wire};
use crate::ground::Ground;
use crate::schedule::{Planned, Step};

/// Of so many steps of an append one is lost, while some are.
const LOST_ONE_IN: usize = 5;
/// Of so many requests to Redis: a node asks it once a second, and a new connection greets it first.
const LOST_ONE_OF_REDIS_IN: usize = 2;
/// How much longer everything takes on a slow wire.
const DELAY: Duration = Duration::from_millis(40);
/// How often connections are broken, while they are.
const BROKEN_EVERY: Duration = Duration::from_millis(400);
/// To how many mails something happens that happens to single ones.
const MAILS: usize = 5;
/// How long a node that works again is left alone before the next one is stopped, as whoever
/// restarts nodes in turn does.
const SETTLING: Duration = Duration::from_secs(2);

/// By how much a clock is wrong, in seconds, ahead or behind.
const STEPS_SECS: [i64; 6] = [5, 20, 60, 300, 1_200, 3_600];

/// Something that went wrong.
#[derive(Debug, Clone)]
pub(crate) struct Happened {
    pub(crate) fault: Fault,
    pub(crate) from: Micros,
    pub(crate) until: Micros,
    /// What went on that should not have.
    pub(crate) amiss: Option<String>,
}

/// Plays a schedule on the ground.
pub(crate) struct Conductor<'a> {
    pub(crate) ground: &'a Ground,
    pub(crate) clock: Clock,
    /// The event whose owner is meant.
    pub(crate) contended: Uuid,
}

impl Conductor<'_> {
    /// Plays step after step, until there is none or it is too late to begin one.
    pub(crate) async fn play(
        &self,
        steps: impl Iterator<Item = Step>,
        end: Option<Instant>,
    ) -> Result<Vec<Happened>> {
        let mut happened = Vec::new();
        for step in steps {
            sleep(step.pause).await;
            if end.is_some_and(|end| end < Instant::now()) {
                break;
            }
            println!("{:>7.1} s  {step}", self.clock.now() as f64 / 1e6);
            let possible = step.faults.iter().filter(|it| self.ground.can(it.fault));
            let faults = possible.map(|planned| self.let_happen(planned));
            happened.extend(try_join_all(faults).await?);
        }
        Ok(happened)
    }

    async fn let_happen(&self, planned: &Planned) -> Result<Happened> {
        let fault = planned.fault;
        if fault.is_orderly() {
            sleep(SETTLING).await;
        }
        let from = self.clock.now();
        let amiss = self.fault(planned).await.with_context(|| fault.to_string());
        Ok(Happened {
            fault,
            from,
            until: self.clock.now(),
            amiss: amiss?,
        })
    }

    /// Returns when everything is as it was before; tells what went on that should not have.
    async fn fault(&self, planned: &Planned) -> Result<Option<String>> {
        let (ground, lasts) = (self.ground, planned.lasts);
        match planned.fault {
            Fault::Kill(part) => ground.process(part).kill_for(lasts).await?,
            Fault::Freeze(part) => ground.process(part).freeze_for(lasts).await?,
            Fault::KillOwner => ground.process(self.owner().await).kill_for(lasts).await?,
            Fault::FreezeOwner => {
                ground.process(self.owner().await).freeze_for(lasts).await?;
            }
            Fault::KillBackend => {
                let postgres = ground.process(Part::Postgres);
                postgres.kill_one_of_its_own(planned.chance).await?;
            }
            Fault::ForgetLeases => ground.flush_redis().await?,
            Fault::WipeStream => self.wipe_stream().await?,
            Fault::StepClock(part) => {
                ground.step_clock(part, step_secs(planned.chance))?;
                sleep(lasts).await;
                ground.step_clock(part, 0)?;
            }
            Fault::FillDisk => ground.fill_disk_for(lasts).await?,
            Fault::Lose(wire) => {
                let one_in = match wire.far == Part::Redis {
                    true => LOST_ONE_OF_REDIS_IN,
                    false => LOST_ONE_IN,
                };
                ground.wire(wire).lose_one_in(one_in);
                sleep(lasts).await;
                ground.wire(wire).lose_one_in(0);
            }
            Fault::Break(wire) => self.break_now_and_then(wire, lasts).await,
            Fault::Stall(wire) | Fault::HalfOpen(wire) => {
                ground.wire(wire).stand_still();
                sleep(lasts).await;
                if planned.fault == Fault::HalfOpen(wire) {
                    ground.wire(wire).break_now();
                }
                ground.wire(wire).go_on();
            }
            Fault::Delay(wire) => {
                ground.wire(wire).slow_down(DELAY);
                sleep(lasts).await;
                ground.wire(wire).go_on();
            }
            Fault::Stop(part) => return self.stop(part).await,
            Fault::Roll => {
                let first = self.stop(Part::NodeA).await?;
                sleep(SETTLING).await;
                return Ok(self.stop(Part::NodeB).await?.or(first));
            }
            Fault::Mail(trouble) => self.trouble_mails(trouble, lasts).await,
        }
        Ok(None)
    }

    /// The node that owns the contended event; the first one, if nobody does for the moment.
    async fn owner(&self) -> Part {
        let owner = self.ground.owner(self.contended).await;
        owner.ok().flatten().unwrap_or(Part::NodeA)
    }

    async fn wipe_stream(&self) -> Result<()> {
        let store = self.ground.stream_store();
        let wipe = async {
            tokio::fs::remove_dir_all(&store).await?;
            ensure!(!store.exists(), "{} is still there", store.display());
            Ok(())
        };
        self.ground.process(Part::Nats).kill_then(wipe).await
    }

    async fn break_now_and_then(&self, wire: Wire, lasts: Duration) {
        let end = Instant::now() + lasts;
        while Instant::now() < end {
            self.ground.wire(wire).break_now();
            sleep(BROKEN_EVERY).await;
        }
    }

    async fn stop(&self, part: Part) -> Result<Option<String>> {
        let status = self.ground.process(part).restart().await?;
        let amiss = !status.success();
        Ok(amiss.then(|| format!("{part} was told to stop, and ended with {status}")))
    }

    async fn trouble_mails(&self, trouble: MailTrouble, lasts: Duration) {
        let smtp = &self.ground.smtp;
        match trouble.as_told_to_the_sink() {
            Ok(weather) => {
                smtp.set_weather(weather);
                sleep(lasts).await;
                smtp.set_weather(Weather::Fair);
            }
            Err(fault) => {
                for _ in 0..MAILS {
                    smtp.queue(fault);
                }
                sleep(lasts).await;
            }
        }
    }
}

/// One of the steps, ahead or behind.
fn step_secs(chance: usize) -> i64 {
    let secs = STEPS_SECS[chance / 2 % STEPS_SECS.len()];
    if chance.is_multiple_of(2) {
        secs
    } else {
        -secs
    }
}
