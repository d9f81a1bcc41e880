//! The evidence of a run in which something is wrong: one thing a line, to be searched.

use std::fmt::Debug;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;

use super::Seen;
use crate::check::Verdict;
use crate::evidence::Evidence;
use crate::load::Remembered;

/// Writes down everything that the checkers looked at, and what they found.
pub(crate) fn keep(seen: &Seen<'_>, verdicts: &[Verdict], path: &Path) -> Result<()> {
    keep_evidence((seen.remembered, seen.evidence), verdicts, path)?;
    let mut file = BufWriter::new(File::options().append(true).open(path)?);
    lines(&mut file, "happened", seen.happened)?;
    Ok(file.flush()?)
}

/// The same, where nothing is known of what happened.
pub(crate) fn keep_evidence(
    (remembered, evidence): (&Remembered, &Evidence),
    verdicts: &[Verdict],
    path: &Path,
) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for verdict in verdicts {
        lines(&mut file, verdict.name, &verdict.findings)?;
    }
    lines(&mut file, "fact", &evidence.log)?;
    lines(&mut file, "asked", &remembered.asked)?;
    lines(&mut file, "key", &evidence.keys)?;
    lines(&mut file, "view", &evidence.views)?;
    lines(&mut file, "booking", &evidence.models.bookings)?;
    lines(&mut file, "hold", &evidence.models.holds)?;
    lines(&mut file, "event", &evidence.models.catalogue)?;
    lines(&mut file, "summary", [evidence.models.summary])?;
    lines(&mut file, "checkpoint", &evidence.models.checkpoints)?;
    lines(&mut file, "person", &evidence.people)?;
    lines(&mut file, "mail", &evidence.mails)?;
    lines(&mut file, "received", &evidence.received)?;
    lines(&mut file, "audit", [&evidence.audit])?;
    Ok(file.flush()?)
}

fn lines(
    file: &mut impl Write,
    what: &str,
    things: impl IntoIterator<Item = impl Debug>,
) -> Result<()> {
    for thing in things {
        writeln!(file, "{what}: {thing:?}")?;
    }
    Ok(())
}
