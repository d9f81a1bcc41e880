//! Answers that are lost: a node dies when a booking is committed, and before whoever asked for it
//! has heard of it.

mod judge;
mod known;
mod round;

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::{Shown, Trial, end, tickets};
use crate::clock::Clock;
use crate::fault::Part;
use crate::ground::{Ground, Setup};
use crate::load::{Door, Remembered};
use judge::judge;
use round::Round;

/// People come through gates that can hold answers back, and so do nodes to PostgreSQL.
pub(super) const SETUP: Setup = Setup {
    nodes_only_sell: false,
    without: &[],
    disk_mib: None,
    gated: &[
        (Part::NodeA, Part::Postgres),
        (Part::NodeB, Part::Postgres),
        (Part::NodeA, Part::NodeA),
        (Part::NodeB, Part::NodeB),
    ],
};

/// How many requests a node has in hand when it dies.
const IN_HAND: usize = 5;
/// Longer than a node that died keeps a key to itself.
const PATIENCE: Duration = Duration::from_secs(40);

/// When the node dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
enum Moment {
    /// PostgreSQL has committed, and the node has not been told of the last commit.
    Unheard,
    /// The node has been told, and has not stored the answers.
    Unstored,
    /// The answers are stored.
    Stored,
    /// Another node has decided; the one that was asked dies.
    Forwarded,
    /// PostgreSQL has not been asked to commit.
    Before,
}

impl Moment {
    const ALL: [Self; 5] = [
        Self::Unheard,
        Self::Unstored,
        Self::Stored,
        Self::Forwarded,
        Self::Before,
    ];
}

/// How it went in all rounds with the same moment.
#[derive(Debug, Default, Serialize)]
struct Sum {
    /// So often a node died.
    deaths: usize,
    /// So many requests it had in hand.
    in_hand: usize,
    /// So many of them were committed when it died, and nobody had heard of it.
    committed_and_unheard: usize,
    /// So many answers were stored by then.
    stored: usize,
    /// So many answers came in the end.
    answers: usize,
}

pub(super) async fn show(trial: &Trial, ground: &Ground) -> Result<Shown> {
    let clock = Clock::start();
    let door = Door::for_the_patient(ground.doors(), PATIENCE)?;
    let mut sums: BTreeMap<Moment, Sum> = BTreeMap::new();
    let (mut wishers, mut findings) = (Vec::new(), Vec::new());
    let (mut deaths, mut lost) = (0, 0);
    for number in 0.. {
        if deaths >= trial.count() {
            break;
        }
        let round = Round {
            ground,
            clock,
            door: &door,
            admin: tickets::admin(ground).await?,
            number,
            moment: Moment::ALL[number % Moment::ALL.len()],
            asked: (number / Moment::ALL.len()) % 2,
        };
        let played = round.play(IN_HAND).await?;
        findings.extend(judge(round.moment, &played));
        let sum = sums.entry(round.moment).or_default();
        sum.add(&played);
        deaths += usize::from(played.lost() > 0);
        lost += played.lost();
        println!(
            "{:?} of node {}: death {deaths}, {lost} answers lost",
            round.moment, round.asked
        );
        wishers.extend(played.wishers);
    }
    let remembered = Remembered {
        asked: wishers.into_iter().map(|it| it.asked).collect(),
        views: Vec::new(),
    };
    let end = end::come(ground, &remembered).await?;
    findings.extend(end.findings());
    Ok(Shown {
        figures: json!({"deaths": deaths, "lost_answers": lost, "by_moment": sums, "end": end.figures()}),
        findings,
    })
}

impl Sum {
    fn add(&mut self, played: &round::Played) {
        self.deaths += 1;
        self.in_hand += played.wishers.len();
        self.committed_and_unheard += played.lost();
        self.stored += played.stored;
        let replies = played
            .wishers
            .iter()
            .map(|it| it.asked.command.replies.len());
        self.answers += replies.sum::<usize>();
    }
}
