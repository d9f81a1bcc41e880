//! The end of a proof: everything comes to rest, and every checker looks at it.

use anyhow::Result;
use serde_json::{Value, json};

use crate::check::{self, Verdict, copies};
use crate::evidence::Evidence;
use crate::gather;
use crate::ground::{ADMIN, Ground};
use crate::load::{Door, Person, Remembered};
use crate::report;
use crate::rest::{self, MovedForward};

/// What was found in the end.
pub(super) struct End {
    pub(super) evidence: Evidence,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) moved: MovedForward,
}

/// Waits until everything is at rest, and lets every checker look at what is left.
pub(super) async fn come(ground: &Ground, remembered: &Remembered) -> Result<End> {
    println!("everything comes to rest");
    let moved = rest::come_to_rest(ground).await?;
    let door = Door::to(ground.doors())?;
    let admin = Person::log_in(door, ADMIN.0.to_owned(), ADMIN.1).await?;
    let evidence = gather::evidence(ground, &admin, remembered).await?;
    let verdicts = check::all(&evidence);
    if verdicts.iter().any(|it| !it.holds()) {
        let file = ground.folder().join("evidence.txt");
        report::keep_evidence((remembered, &evidence), &verdicts, &file)?;
    }
    Ok(End {
        evidence,
        verdicts,
        moved,
    })
}

impl End {
    /// How much each checker has looked at, what became of mails, and how large the log is.
    pub(super) fn figures(&self) -> Value {
        let looked_at = self.verdicts.iter().map(|it| (it.name, it.looked_at));
        json!({
            "facts": self.evidence.log.len(),
            "commands": self.evidence.commands.len(),
            "mails": copies(&self.evidence),
            "mails_moved_forward": self.moved,
            "looked_at": looked_at.collect::<std::collections::BTreeMap<_, _>>(),
        })
    }

    /// What any checker objects to.
    pub(super) fn findings(&self) -> Vec<String> {
        let each = self.verdicts.iter().flat_map(|verdict| {
            let findings = verdict.findings.iter();
            findings.map(move |finding| format!("{}: {finding}", verdict.name))
        });
        each.collect()
    }
}
