//! Clocks that can be stepped: those of processes that load libfaketime before the C library. The
//! clock of the wall is then what a file says; the clock that counts what has passed is left alone.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use chrono::Utc;
use tokio::process::Command;

use crate::fault::Part;

/// Said where the library is not there.
pub(crate) const LEFT_OUT: &str = "clocks were not stepped: libfaketime cannot be loaded (Debian, Ubuntu: apt-get install faketime)";
/// Said always.
pub(crate) const NEVER: &str = "the clocks of redis-server and nats-server were not stepped: \
                                libfaketime does not work with them";

/// How old what a process knows of its clock may be.
const KNOWN_FOR_SECS: &str = "1";
/// What the library makes for each process, before its id.
const LEFT_BEHIND: [&str; 2] = ["faketime_shm_", "sem.faketime_sem_"];
/// By how much the clock is stepped to see whether that works.
const TRIAL_SECS: i64 = 1_000_000;

/// The clocks of a run.
#[derive(Debug, Clone)]
pub(super) struct Clocks {
    library: PathBuf,
    folder: PathBuf,
}

impl Clocks {
    /// Right clocks for everybody; nothing, if the library cannot be loaded.
    pub(super) async fn find(folder: &Path) -> Result<Option<Self>> {
        let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten();
        let libraries = folders.map(|it| it.path().join("faketime/libfaketimeMT.so.1"));
        let Some(library) = libraries.into_iter().find(|it| it.exists()) else {
            return Ok(None);
        };
        let clocks = Self {
            library,
            folder: folder.to_owned(),
        };
        Self::tidy();
        let works = clocks.works().await?;
        for part in Part::CLOCKS {
            clocks.step(part, 0)?;
        }
        Ok(works.then_some(clocks))
    }

    /// Whether a command that tells the time tells what it is to tell.
    async fn works(&self) -> Result<bool> {
        let part = Part::NodeA;
        self.step(part, TRIAL_SECS)?;
        let mut date = Command::new("date");
        date.arg("+%s");
        let told = date.envs(self.settings(part)).output().await?;
        let told: i64 = String::from_utf8_lossy(&told.stdout).trim().parse()?;
        Ok(told > Utc::now().timestamp() + TRIAL_SECS / 2)
    }

    /// What a process must find in its environment to look at its clock here.
    pub(super) fn settings(&self, part: Part) -> Vec<(&'static str, OsString)> {
        vec![
            ("LD_PRELOAD", self.library.clone().into()),
            ("FAKETIME_TIMESTAMP_FILE", self.file(part).into()),
            ("FAKETIME_CACHE_DURATION", KNOWN_FOR_SECS.into()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
        ]
    }

    /// Deletes what the library left behind in processes that were killed: two small files each.
    pub(super) fn tidy() {
        for file in fs::read_dir("/dev/shm").into_iter().flatten().flatten() {
            let name = file.file_name();
            let name = name.to_string_lossy();
            let mut of = LEFT_BEHIND
                .iter()
                .filter_map(|left| name.strip_prefix(left));
            if of
                .next()
                .is_some_and(|id| !Path::new("/proc").join(id).exists())
            {
                // Somebody else may have done it, or may have to.
                let _ = fs::remove_file(file.path());
            }
        }
    }

    /// Sets a clock so far ahead, or behind. Whoever looks meanwhile sees the one or the other.
    pub(super) fn step(&self, part: Part, secs: i64) -> Result<()> {
        let next = self.folder.join(format!("clock-of-{part}.next"));
        fs::write(&next, format!("{secs:+}\n"))?;
        Ok(fs::rename(next, self.file(part))?)
    }

    fn file(&self, part: Part) -> PathBuf {
        self.folder.join(format!("clock-of-{part}"))
    }
}
