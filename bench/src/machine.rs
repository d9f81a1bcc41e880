//! What the machine is, and what else it was doing: a figure without that says little.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::available_parallelism;

use serde::Serialize;

/// The machine of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    cores: usize,
    processor: String,
    memory_gib: f64,
    kernel: String,
    /// The kind of file system that PostgreSQL's files were on.
    file_system: String,
    /// Of the last 1, 5 and 15 minutes, when the run began.
    load_average_before: String,
    versions: Vec<(&'static str, String)>,
    /// The commit that was measured; `-dirty` when files differed from it.
    commit: String,
    started_at: chrono::DateTime<chrono::Utc>,
}

impl Machine {
    /// Looks around; `folder` is where PostgreSQL's files are.
    pub(crate) fn look(folder: &Path, postgres: String) -> Self {
        Self {
            cores: available_parallelism().map_or(0, usize::from),
            processor: field("/proc/cpuinfo", "model name"),
            memory_gib: (kib("MemTotal") / f64::from(1 << 20)).round(),
            kernel: first_line("/proc/sys/kernel/osrelease"),
            file_system: said_by("stat", &["-f", "-c", "%T", &folder.to_string_lossy()]),
            load_average_before: averages(),
            versions: vec![
                ("PostgreSQL", postgres),
                ("Redis", said_by("redis-server", &["--version"])),
                ("NATS", said_by("nats-server", &["--version"])),
                ("rustc", said_by("rustc", &["--version"])),
            ],
            commit: said_by("git", &["describe", "--always", "--dirty", "--abbrev=12"]),
            started_at: chrono::Utc::now(),
        }
    }

    /// The lines above the table.
    pub(crate) fn describe(&self) -> String {
        let versions = self.versions.iter().map(|(_, version)| version.as_str());
        format!(
            "{} cores ({}), {} GiB, Linux {}, {}\n{}\ncommit {}, begun {}, load average {}",
            self.cores,
            self.processor,
            self.memory_gib,
            self.kernel,
            self.file_system,
            versions.collect::<Vec<_>>().join("; "),
            self.commit,
            self.started_at.format("%Y-%m-%d %H:%M UTC"),
            self.load_average_before
        )
    }

    /// Whether commits cost a disk write here: memory alone would make every figure too good.
    pub(crate) fn has_a_disk(&self) -> bool {
        !["tmpfs", "ramfs"].contains(&self.file_system.as_str())
    }
}

/// The load average of the last minute.
pub(crate) fn load_average() -> f64 {
    let averages = averages();
    let first = averages.split(' ').next().unwrap_or_default();
    first.parse().unwrap_or(f64::NAN)
}

/// The load averages of the last 1, 5 and 15 minutes.
pub(crate) fn averages() -> String {
    let line = first_line("/proc/loadavg");
    line.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn first_line(path: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().next().unwrap_or_default().to_owned()
}

fn field(path: &str, name: &str) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name));
    let value = line.and_then(|line| line.split_once(':'));
    value
        .map_or("unknown", |(_, value)| value.trim())
        .to_owned()
}

fn kib(name: &str) -> f64 {
    let text = field("/proc/meminfo", name);
    text.trim_end_matches(" kB").parse().unwrap_or(f64::NAN)
}

/// What a program prints on its first line; `unknown` when it cannot be run.
fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().next().unwrap_or("unknown").trim().to_owned()
}
