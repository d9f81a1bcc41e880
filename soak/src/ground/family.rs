//! A process and those that it has started itself, as `/proc` knows them.

use std::fs;

use rustix::process::Pid;
use tokio::process::Child;

/// The process itself.
pub(super) fn first(child: &Child) -> Option<Pid> {
    Pid::from_raw(child.id()?.try_into().ok()?)
}

/// The process, and then those that it has started.
pub(super) fn of(child: &Child) -> Vec<Pid> {
    let Some(first) = first(child) else {
        return Vec::new();
    };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let children = ids.filter(|id| parent_of(*id) == Some(first.as_raw_nonzero().get()));
    std::iter::once(first)
        .chain(children.filter_map(Pid::from_raw))
        .collect()
}

/// `/proc/<id>/stat` is the id, the name in brackets, the state, the parent's id, and more.
fn parent_of(id: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, behind_the_name) = stat.rsplit_once(") ")?;
    behind_the_name.split(' ').nth(1)?.parse().ok()
}
