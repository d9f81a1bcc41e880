//! The checkers: what must be true of everything that a run has left.
//!
//! Each is a function of the evidence alone. Their own fold of the log (`house`) is as plain as it
//! can be: it keeps seats by name and asks for no rules.

mod house;

mod acknowledged;
mod chain;
mod counts;
mod history;
mod keys;
mod mails;
mod models;
mod seats;

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::evidence::Evidence;

pub use mails::{Copies, copies};

/// What a checker found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What was checked.
    pub name: &'static str,
    /// How many things were looked at. A checker that saw nothing has shown nothing.
    pub looked_at: usize,
    /// What is wrong; nothing, if it holds.
    pub findings: Vec<String>,
}

impl Verdict {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            looked_at: 0,
            findings: Vec::new(),
        }
    }

    /// Whether there is nothing to object to.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    fn object(&mut self, what: impl Into<String>) {
        self.findings.push(what.into());
    }
}

/// All of them.
pub fn all(evidence: &Evidence) -> Vec<Verdict> {
    vec![
        seats::unique_at_every_position(evidence),
        acknowledged::never_vanishes(evidence),
        keys::lead_to_one_thing_and_one_answer(evidence),
        mails::arrive_once(evidence),
        models::are_folds_of_the_log(evidence),
        chain::verifies(evidence),
        counts::are_conserved(evidence),
        history::is_linearizable(evidence),
    ]
}
