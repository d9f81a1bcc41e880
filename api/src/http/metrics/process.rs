//! What Linux tells of this process, under the names that all Prometheus clients use. Elsewhere
//! there is nothing to read, and nothing is told.

use std::fs;

use metrics::{describe_gauge, gauge};

/// Clock ticks a second in `/proc`, the same for every architecture that Linux has now.
const TICKS: f64 = 100.0;

const METRICS: [(&str, &str); 5] = [
    (
        "process_cpu_seconds_total",
        "Processor time that was used, in seconds.",
    ),
    (
        "process_start_time_seconds",
        "When the process was started, in seconds since 1970.",
    ),
    ("process_resident_memory_bytes", "Memory that is in use."),
    ("process_open_fds", "Files and connections that are open."),
    (
        "process_max_fds",
        "The most files and connections that may be open.",
    ),
];

pub(super) fn describe() {
    for (name, meaning) in METRICS {
        describe_gauge!(name, meaning);
    }
}

/// Looks, and sets the gauges.
pub(super) fn look() {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (stat, system) = (read("/proc/self/stat"), read("/proc/stat"));
    let values = [
        cpu_seconds(&stat),
        start_seconds(&stat, &system),
        field(&read("/proc/self/status"), "VmRSS:").map(|kib| kib * 1_024.0),
        fs::read_dir("/proc/self/fd")
            .ok()
            .map(|open| open.count() as f64),
        field(&read("/proc/self/limits"), "Max open files"),
    ];
    for ((name, _), value) in METRICS.into_iter().zip(values) {
        if let Some(value) = value {
            gauge!(name).set(value);
        }
    }
}

/// The fields behind the name of the program, which may hold anything: the first is the third of
/// all (proc(5)).
fn behind_name(stat: &str) -> Option<Vec<f64>> {
    let (_, fields) = stat.rsplit_once(") ")?;
    let number = |text: &str| text.trim().parse().unwrap_or(f64::NAN);
    Some(fields.split(' ').map(number).collect())
}

/// Fields 14 and 15.
fn cpu_seconds(stat: &str) -> Option<f64> {
    let fields = behind_name(stat)?;
    Some((fields.get(11)? + fields.get(12)?) / TICKS)
}

/// Field 22, after the start of the system.
fn start_seconds(stat: &str, system: &str) -> Option<f64> {
    let fields = behind_name(stat)?;
    Some(field(system, "btime")? + fields.get(19)? / TICKS)
}

/// The first number behind a name at the beginning of a line.
fn field(text: &str, name: &str) -> Option<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_linux_are_understood() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 9 0 0 0 150 50 0 0 20 0 4 0 12345 1 2\n";
        assert_eq!(cpu_seconds(stat), Some(2.0));
        let system = "cpu 1 2 3\nbtime 1700000000\nprocesses 9\n";
        assert_eq!(start_seconds(stat, system), Some(1_700_000_123.45));
        let limits = "Max open files            1024                 524288               files\n";
        assert_eq!(field(limits, "Max open files"), Some(1_024.0));
        assert_eq!(
            field("VmSize:\t 9 kB\nVmRSS:\t  2048 kB\n", "VmRSS:"),
            Some(2_048.0)
        );
        assert_eq!(cpu_seconds(""), None);
    }
}
