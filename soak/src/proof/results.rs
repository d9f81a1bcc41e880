//! The last result of each proof, in one file.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::Utc;
use serde_json::{Value, json};

use super::Proved;

/// How many findings are in the file; all of them are printed.
const FINDINGS: usize = 5;

/// Writes a result as JSON, in place of the last one of the same proof.
///
/// # Errors
/// The file cannot be written, or is something else.
pub fn keep(proved: &Proved, path: &Path) -> Result<()> {
    let file = || path.display().to_string();
    let mut results: BTreeMap<String, Value> = match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).with_context(file)?,
        Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => return Err(error).with_context(file),
    };
    results.insert(proved.name(), proved.result());
    let text = serde_json::to_string_pretty(&results)? + "\n";
    fs::write(path, text).with_context(file)
}

impl Proved {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    /// What was proven, and where that was not everything, of what.
    fn name(&self) -> String {
        let mut name = self.proof.name().to_owned();
        for condition in &self.conditions {
            name += &format!(", {condition:?}").to_lowercase();
        }
        name
    }

    /// Prints all figures, and everything that is wrong.
    pub fn print(&self) {
        println!("\n{}: {:#}", self.name(), self.figures);
        for finding in &self.findings {
            println!("        {finding}");
        }
        let said = if self.holds() { "holds" } else { "FAILED" };
        let (name, count, secs) = (self.name(), self.count, self.secs);
        println!("{said}  {name} {count}, seed {}, {secs:.0} s", self.seed);
    }

    fn result(&self) -> Value {
        let debug = cfg!(debug_assertions);
        json!({
            "holds": self.holds(),
            "count": self.count,
            // With nothing wrong among so many, the rate is below this in 95 of 100 cases.
            "rate_below": self.holds().then_some(3.0 / self.count as f64),
            "seed": self.seed,
            "secs": self.secs.round(),
            "ended_at": Utc::now(),
            "runner_build": if debug { "debug" } else { "release" },
            "figures": self.figures,
            "findings": self.findings.len(),
            "first": self.findings.iter().take(FINDINGS).collect::<Vec<_>>(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Proof;
    use super::*;

    fn proved(proof: Proof, findings: &[&str]) -> Proved {
        Proved {
            proof,
            conditions: Vec::new(),
            count: 20,
            seed: 1,
            secs: 1.5,
            figures: json!({}),
            findings: findings.iter().map(|it| (*it).to_owned()).collect(),
            folder: None,
        }
    }

    #[test]
    fn a_result_takes_the_place_of_its_own_last_one_and_of_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("proofs.json");
        keep(&proved(Proof::Wipes, &["a mail is lost"]), &file).unwrap();
        keep(&proved(Proof::Mails, &[]), &file).unwrap();
        let read = || -> Value { serde_json::from_slice(&fs::read(&file).unwrap()).unwrap() };
        assert_eq!(read()["wipes"]["holds"], false);
        assert_eq!(read()["wipes"]["rate_below"], Value::Null);
        keep(&proved(Proof::Wipes, &[]), &file).unwrap();
        assert_eq!(read()["wipes"]["holds"], true);
        assert_eq!(read()["mails"]["holds"], true);
    }
}
