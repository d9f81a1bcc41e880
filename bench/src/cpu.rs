//! Processor time of processes, from `/proc`.

use std::fs;

use anyhow::{Context, Result};

/// What the kernel counts processor time in: 1/100 s, on every Linux that shows it to programs.
/// Source: proc(5), `/proc/pid/stat`, and `USER_HZ` in the kernel's `asm/param.h`.
const TICK_US: f64 = 10_000.0;

/// Whose processor time is measured.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Process {
    /// One process with all its threads.
    One(u32),
    /// A PostgreSQL server: the postmaster and all processes that it started.
    Family(u32),
}

/// A running measurement of some processes' time, in microseconds at its start.
#[derive(Debug)]
pub(crate) struct Meter(Vec<(&'static str, Process, f64)>);

impl Meter {
    /// Begins to measure processes, by name.
    pub(crate) fn start(processes: &[(&'static str, Process)]) -> Result<Self> {
        let begun = processes
            .iter()
            .map(|(name, process)| Ok((*name, *process, process.used_us()?)));
        begun.collect::<Result<_>>().map(Self)
    }

    /// Microseconds that each process used since the start.
    pub(crate) fn used_us(&self) -> Result<Vec<(&'static str, f64)>> {
        self.0
            .iter()
            .map(|(name, process, before)| Ok((*name, process.used_us()? - before)))
            .collect()
    }
}

impl Process {
    /// This process.
    pub(crate) fn own() -> Self {
        Self::One(std::process::id())
    }

    fn used_us(self) -> Result<f64> {
        match self {
            Self::One(pid) => Ok(stat(pid).context("a measured process has ended")?.own),
            Self::Family(pid) => {
                let parent = stat(pid).context("the measured PostgreSQL has ended")?;
                let children = children(pid)?.into_iter().filter_map(stat);
                // What ended in the meantime is in the parent's account.
                Ok(parent.own + parent.ended + children.map(|child| child.own).sum::<f64>())
            }
        }
    }
}

/// The process that started another one.
pub(crate) fn parent_of(pid: u32) -> Result<u32> {
    let stat = stat(pid).with_context(|| format!("there is no process {pid}"))?;
    Ok(stat.parent)
}

struct Stat {
    parent: u32,
    own: f64,
    ended: f64,
}

/// Nothing when the process has ended.
fn stat(pid: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    parse(&text)
}

fn parse(text: &str) -> Option<Stat> {
    // The second field is the program's name in brackets, and may hold anything.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        own: (ticks(11)? + ticks(12)?) * TICK_US,
        ended: (ticks(13)? + ticks(14)?) * TICK_US,
    })
}

fn children(pid: u32) -> Result<Vec<u32>> {
    let pids = fs::read_dir("/proc")?
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(pids
        .filter(|child| stat(*child).is_some_and(|stat| stat.parent == pid))
        .collect())
}

/// Memory of a process that is in use now, in bytes.
pub(crate) fn resident_bytes(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    let kib: f64 = kib.context("VmRSS")?.trim().parse()?;
    Ok(kib * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_with_brackets_and_blanks_in_its_name_is_read() {
        let text = "7 (a) b (c) S 3 7 7 0 -1 4194560 1 0 0 0 10 20 30 40 20 0 1 0 5";
        let stat = parse(text).unwrap();
        assert_eq!(
            (stat.parent, stat.own, stat.ended),
            (3, 300_000.0, 700_000.0)
        );
    }
}
