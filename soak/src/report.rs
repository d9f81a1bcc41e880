//! The figures of a run.

mod kept;
mod orderly;
mod silence;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use seatlog_testkit::Cut;
use serde::Serialize;
use uuid::Uuid;

use crate::check::{Copies, Verdict, copies};
use crate::conductor::Happened;
use crate::evidence::{Evidence, Wish};
use crate::fault::Wire;
use crate::load::{Asked, Remembered};
use crate::rest::MovedForward;
use crate::run::{Length, Plan};
use silence::Silences;

pub(crate) use kept::{keep, keep_evidence};
pub(crate) use orderly::orderly;

/// How many findings of a checker are in the report; all of them are with the evidence.
const FINDINGS: usize = 5;

/// What the report is made of.
pub(crate) struct Seen<'a> {
    pub(crate) happened: &'a [Happened],
    pub(crate) remembered: &'a Remembered,
    pub(crate) evidence: &'a Evidence,
    pub(crate) contended: Uuid,
    pub(crate) moved: MovedForward,
    /// How often a process has ended although nobody wanted it to.
    pub(crate) vanished: [(&'static str, usize); 7],
    /// How often a wire lost a request, and in which way.
    pub(crate) lost: Vec<(Wire, Vec<(Cut, usize)>)>,
    /// What could not go wrong, and why.
    pub(crate) left_out: Vec<&'static str>,
}

/// The figures.
#[derive(Debug, Serialize)]
pub struct Report {
    seed: u64,
    minutes: Option<u64>,
    ended_at: DateTime<Utc>,
    /// How long people bought, in seconds.
    sale_secs: f64,
    faults: usize,
    kills: usize,
    faults_by_kind: BTreeMap<&'static str, usize>,
    /// What could not go wrong on this machine.
    left_out: Vec<&'static str>,
    /// How long nobody heard anything about the contended event, by what went wrong.
    silences: BTreeMap<String, Silences>,
    /// Requests that a server did not get, got in part, or answered in vain.
    lost_requests: BTreeMap<String, String>,
    vanished: BTreeMap<&'static str, usize>,
    facts: usize,
    bookings: usize,
    /// Bookings that were acknowledged in each tenth of the sale.
    bookings_by_tenth: [usize; 10],
    commands: BTreeMap<&'static str, usize>,
    answers: BTreeMap<String, usize>,
    tries: Tries,
    seats_shown: usize,
    mails: Copies,
    mails_moved_forward: MovedForward,
    verdicts: Vec<Checked>,
}

/// How often people asked, and what they know of it.
#[derive(Debug, Default, Serialize)]
struct Tries {
    commands: usize,
    acknowledged: usize,
    refused: usize,
    sent: usize,
    /// The connection ended, or nothing was heard for too long.
    lost: usize,
    /// A 5xx or 408: try again.
    put_off: usize,
    /// Commands that were asked for again until it was known what became of them.
    commands_asked_again: usize,
    /// Known answers that were asked for once more.
    answers_asked_again: usize,
    /// Commands of which nobody knows what became of them.
    never_answered: usize,
    slowest_answer_ms: u64,
}

/// A verdict, with the first findings.
#[derive(Debug, Serialize)]
struct Checked {
    name: &'static str,
    looked_at: usize,
    findings: usize,
    first: Vec<String>,
}

impl Report {
    pub(crate) fn new(plan: &Plan, seen: &Seen<'_>, verdicts: &[Verdict]) -> Self {
        let asked = &seen.remembered.asked;
        let heard = asked.iter().flat_map(|it| &it.tries).map(|it| it.ended);
        Self {
            seed: plan.seed,
            minutes: match plan.length {
                Length::Round => None,
                Length::Minutes(minutes) => Some(minutes),
            },
            ended_at: Utc::now(),
            sale_secs: heard.max().unwrap_or_default() as f64 / 1e6,
            faults: seen.happened.len(),
            kills: seen.happened.iter().filter(|it| it.fault.is_kill()).count(),
            faults_by_kind: count(seen.happened.iter().map(|it| it.fault.kind())),
            left_out: seen.left_out.clone(),
            silences: silence::by_fault(seen),
            lost_requests: seen
                .lost
                .iter()
                .filter(|(_, cuts)| cuts.iter().any(|(_, times)| *times > 0))
                .map(|(wire, cuts)| (wire.to_string(), told(cuts)))
                .collect(),
            vanished: seen
                .vanished
                .into_iter()
                .filter(|(_, times)| *times > 0)
                .collect(),
            facts: seen.evidence.log.len(),
            bookings: seen.evidence.models.bookings.len(),
            bookings_by_tenth: by_tenth(asked),
            commands: count(asked.iter().map(|it| kind(&it.command.wish))),
            answers: count(asked.iter().map(answer)),
            tries: Tries::of(asked),
            seats_shown: seen.evidence.views.len(),
            mails: copies(seen.evidence),
            mails_moved_forward: seen.moved,
            verdicts: verdicts.iter().map(Checked::of).collect(),
        }
    }

    /// What could not go wrong on this machine, and why.
    pub fn left_out(&self) -> &[&'static str] {
        &self.left_out
    }

    /// Prints the verdicts and the most important figures.
    pub fn print(&self) {
        let Self { tries, mails, .. } = self;
        println!(
            "\nseed {}: {} faults, {} of them kills, in {:.0} s",
            self.seed, self.faults, self.kills, self.sale_secs
        );
        println!(
            "{} tries, {} without an answer, {} put off; {} commands asked again, {} never answered",
            tries.sent, tries.lost, tries.put_off, tries.commands_asked_again, tries.never_answered
        );
        println!(
            "{} mails arrived, {} of them twice; {} left to admins",
            mails.arrived, mails.doubles, mails.left_to_admins
        );
        for left_out in &self.left_out {
            println!("  {left_out}");
        }
        for (fault, silences) in &self.silences {
            println!("  silent for {silences} upon {fault}");
        }
        for (name, times) in &self.vanished {
            println!("  {name} ended {times} times although nobody wanted it to");
        }
        for verdict in &self.verdicts {
            let held = if verdict.findings == 0 {
                "holds"
            } else {
                "FAILED"
            };
            println!(
                "{held:<7} {:<36} {:>7} looked at",
                verdict.name, verdict.looked_at
            );
            for finding in &verdict.first {
                println!("        {finding}");
            }
        }
    }

    /// Writes everything as JSON.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(path, text).with_context(|| path.display().to_string())
    }
}

impl Tries {
    fn of(asked: &[Asked]) -> Self {
        let tries = asked.iter().flat_map(|it| &it.tries);
        let answered = tries.clone().filter(|it| it.is_answered());
        let slowest = answered.map(|it| it.ended - it.sent).max();
        let again = |it: &&Asked| it.tries.iter().take_while(|it| !it.is_answered()).count() > 0;
        Self {
            slowest_answer_ms: slowest.unwrap_or_default() / 1_000,
            commands: asked.len(),
            acknowledged: asked
                .iter()
                .filter(|it| it.command.done().is_some())
                .count(),
            refused: asked
                .iter()
                .filter_map(|it| it.command.reply())
                .filter(|reply| !reply.is_done())
                .count(),
            sent: tries.clone().count(),
            lost: tries.clone().filter(|it| it.status.is_none()).count(),
            put_off: tries
                .filter(|it| it.status.is_some() && !it.is_answered())
                .count(),
            commands_asked_again: asked.iter().filter(again).count(),
            answers_asked_again: asked
                .iter()
                .map(|it| it.command.replies.len().saturating_sub(1))
                .sum(),
            never_answered: asked
                .iter()
                .filter(|it| it.command.replies.is_empty())
                .count(),
        }
    }
}

impl Checked {
    fn of(verdict: &Verdict) -> Self {
        let shortened = |finding: &String| finding.chars().take(400).collect();
        Self {
            name: verdict.name,
            looked_at: verdict.looked_at,
            findings: verdict.findings.len(),
            first: verdict
                .findings
                .iter()
                .take(FINDINGS)
                .map(shortened)
                .collect(),
        }
    }
}

/// How many bookings were acknowledged in each tenth of the time.
fn by_tenth(asked: &[Asked]) -> [usize; 10] {
    let booked = |it: &&Asked| {
        matches!(
            it.command.wish,
            Wish::Book(_) | Wish::BookBest(_) | Wish::BookHold(_)
        )
    };
    let done = asked.iter().filter(booked);
    let heard: Vec<_> = done
        .filter_map(|it| Some(it.command.done()?.heard))
        .collect();
    let end = heard.iter().max().map_or(1, |last| last + 1);
    let mut tenths = [0; 10];
    for moment in heard {
        tenths[(moment * 10 / end) as usize] += 1;
    }
    tenths
}

fn told(cuts: &[(Cut, usize)]) -> String {
    let each = cuts.iter().map(|(cut, times)| format!("{times} {cut:?}"));
    each.collect::<Vec<_>>().join(", ").to_lowercase()
}

fn kind(wish: &Wish) -> &'static str {
    match wish {
        Wish::Book(_) => "book",
        Wish::BookBest(_) => "book the best",
        Wish::BookHold(_) => "book a hold",
        Wish::Hold(_) => "hold",
        Wish::Release(_) => "release",
        Wish::Cancel(_) => "cancel",
        Wish::CallOff => "call off",
    }
}

fn answer(asked: &Asked) -> String {
    match asked.command.reply() {
        None => "none".to_owned(),
        Some(reply) if reply.is_done() => reply.status.to_string(),
        Some(reply) => format!("{} {}", reply.status, reply.problem()),
    }
}

fn count<T: Ord>(things: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}
