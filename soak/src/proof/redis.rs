//! Few seats and many who want them, at both nodes, in each condition that Redis can be in.

mod condition;
mod judge;
mod scramble;

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use serde_json::{json, to_value};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Shown, Trial, tickets};
use crate::dice::Dice;
use crate::fault::Part;
use crate::ground::{Ground, Setup};
use crate::load::{Door, Person};
use condition::Other;
use judge::{Sold, judge};
use scramble::{Scramble, Tally};

pub use condition::Condition;

/// Nobody needs mails or read models here. Each node has a way of its own to Redis.
pub(super) const SETUP: Setup = Setup {
    nodes_only_sell: true,
    without: &[Part::Projector, Part::Notifier],
    disk_mib: None,
    gated: &[(Part::NodeA, Part::Redis), (Part::NodeB, Part::Redis)],
};

/// How many people want seats, all at the same time.
const PEOPLE: usize = 64;
/// There are fewer where each would try less often than this.
const ATTEMPTS_OF_EACH: usize = 20;

/// How it went in one condition.
#[derive(Debug, Serialize)]
struct Sum {
    attempts: usize,
    acknowledged: usize,
    refused: usize,
    /// A 5xx: try again.
    unavailable: usize,
    /// No answer at all.
    unheard: usize,
    /// Bookings in the log that nobody was told of.
    booked_unheard: usize,
    events: usize,
    /// How often something happened to Redis or on the way there, where it happens over and over.
    disturbances: usize,
    /// Events that another node had the lease of in each of two Redises.
    owned_by_both: usize,
    secs: f64,
    a_second: f64,
}

pub(super) async fn show(trial: &Trial, ground: &Ground) -> Result<Shown> {
    let door = Door::to(ground.doors())?;
    let many = PEOPLE.min(trial.count().div_ceil(ATTEMPTS_OF_EACH));
    let mut people = tickets::people(&door, ("buyer", many)).await?;
    let other = Other::start(ground).await?;
    let (mut sums, mut findings) = (BTreeMap::new(), Vec::new());
    let tried = Condition::ALL.into_iter().filter(|it| trial.tries(*it));
    for (number, condition) in tried.enumerate() {
        let scramble = Scramble::begin(ground, trial.count(), &other).await?;
        let dice = Dice::of(trial.seed, number);
        let (sum, wrong) =
            sell(ground, (condition, &other), (&scramble, &mut people), dice).await?;
        println!("{}: {}", condition.name(), to_value(&sum)?);
        println!("  {} findings", wrong.len());
        let wrong = wrong.into_iter();
        findings.extend(wrong.map(|it| format!("{}: {it}", condition.name())));
        sums.insert(condition.name(), sum);
    }
    let verified = ground.verify().await?;
    if !verified.status.success() {
        findings.push(String::from_utf8_lossy(&verified.stdout).into_owned());
    }
    Ok(Shown {
        figures: json!({"conditions": sums}),
        findings,
    })
}

/// Sells in one condition; how it went, and what is wrong.
async fn sell(
    ground: &Ground,
    (condition, other): (Condition, &Other),
    (scramble, people): (&Scramble, &mut [Person]),
    dice: Dice,
) -> Result<(Sum, Vec<String>)> {
    condition.begin(ground, other).await?;
    if let Some(redises) = condition.leases(ground, other) {
        scramble.until_leases_are_taken(redises).await?;
    }
    let began = Instant::now();
    // What happens to Redis is not left in the middle.
    let over = CancellationToken::new();
    let (tally, disturbances) = tokio::join!(
        async {
            let tally = scramble.run(people, &dice).await;
            over.cancel();
            tally
        },
        condition.go_on(ground, dice.clone(), &over),
    );
    let secs = began.elapsed().as_secs_f64();
    condition.end(ground).await?;
    let (tally, disturbances) = (tally?, disturbances?);
    let sold = Sold::of(&ground.pool, &scramble.events()).await?;
    let mut wrong = judge(&tally, &sold);
    if condition == Condition::Split && tally.owned_by_both.is_empty() {
        wrong.push("no event was owned by both nodes".to_owned());
    }
    let seen = (scramble.events().len(), disturbances);
    Ok((Sum::of(&tally, &sold, seen, secs), wrong))
}

impl Sum {
    fn of(tally: &Tally, sold: &Sold, (events, disturbances): (usize, usize), secs: f64) -> Self {
        let attempts = tally.attempts();
        Self {
            attempts,
            acknowledged: tally.acknowledged.len(),
            refused: tally.refused,
            unavailable: tally.unavailable,
            unheard: tally.unheard,
            booked_unheard: sold.bookings() - tally.acknowledged.len().min(sold.bookings()),
            events,
            disturbances,
            owned_by_both: tally.owned_by_both.len(),
            secs,
            a_second: (attempts as f64 / secs).round(),
        }
    }
}
