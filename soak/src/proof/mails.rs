//! Mails, many of them, while everything goes wrong with mails; then more, while nothing does.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures_util::stream::{self, StreamExt};
use seatlog_testkit::Weather;
use serde::Serialize;
use serde_json::json;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::end::{self, End};
use super::tickets::{self, Wisher};
use super::{Shown, Trial};
use crate::check::{Copies, copies};
use crate::clock::Clock;
use crate::dice::Dice;
use crate::fault::{MailTrouble, Part};
use crate::ground::Ground;
use crate::load::{Asked, Door, Person, Plan, Remembered};

/// Each booking has two mails: the buyer's and the organiser's copy.
const MAILS_OF_A_BOOKING: usize = 2;
/// How many people buy.
const BUYERS: usize = 8;
/// How many seats a row has.
const ROW: usize = 100;
/// How often each trouble comes at least.
const ROUNDS: usize = 4;
/// How long a trouble lasts that is for all mails, in milliseconds.
const LASTS_MS: (u64, u64) = (300, 1_500);
/// To how many mails something happens that happens to single ones.
const MAILS: usize = 25;
/// A mail server that hangs keeps a notifier waiting for half a minute.
const HANGS: usize = 2;

/// What went wrong.
#[derive(Debug, Default, Serialize)]
struct Troubles {
    troubles: usize,
    notifiers_killed: usize,
}

pub(super) async fn show(trial: &Trial, ground: &Ground) -> Result<Shown> {
    let sale = Sale::open(trial.count(), ground).await?;
    let bookings = trial.count().div_ceil(MAILS_OF_A_BOOKING);
    let over = CancellationToken::new();
    let dice = Dice::new(trial.seed);
    let (asked, troubles) = tokio::join!(
        async {
            let asked = sale.sell(0..bookings).await;
            over.cancel();
            asked
        },
        trouble(ground, dice, &over),
    );
    let (mut remembered, troubles) = (remember(asked), troubles?);
    let tried = end::come(ground, &remembered).await?;
    let again = tried_again(ground).await?;
    let mut findings = tried.findings();
    println!(
        "{:?}; from now on nothing goes wrong",
        copies(&tried.evidence)
    );

    let fair = bookings..bookings + in_fair_weather(bookings);
    let expected = MAILS_OF_A_BOOKING * fair.len();
    remembered.asked.extend(sale.sell(fair).await);
    let end = end::come(ground, &remembered).await?;
    let in_fair = since(&tried, &end);
    findings.extend(end.findings());
    findings.extend(wrong_in_fair_weather(expected, in_fair));
    let unknown = tried.evidence.mails.iter();
    let figures = json!({
        "in_trouble": {
            "mails": tried.evidence.mails.len(),
            "copies": copies(&tried.evidence),
            "ambiguous": unknown.filter(|it| it.unknown_outcomes > 0).count(),
            "tried_more_than_once": again,
            "troubles": troubles,
        },
        "in_fair_weather": {"mails": expected, "received": in_fair.received, "copies": in_fair.copies},
        "end": end.figures(),
    });
    Ok(Shown { figures, findings })
}

/// Three and a third times as many.
fn in_fair_weather(bookings: usize) -> usize {
    bookings * 10 / 3
}

fn remember(asked: Vec<Asked>) -> Remembered {
    Remembered {
        asked,
        views: Vec::new(),
    }
}

/// What arrived while nothing went wrong.
#[derive(Debug, Clone, Copy)]
struct Fair {
    /// Everything that the mail server was given.
    received: usize,
    copies: Copies,
}

fn since(before: &End, after: &End) -> Fair {
    let (before, after) = (&before.evidence, &after.evidence);
    let (one, two) = (copies(before), copies(after));
    Fair {
        received: after.received.len() - before.received.len(),
        copies: Copies {
            arrived: two.arrived - one.arrived,
            doubles: two.doubles - one.doubles,
            left_to_admins: two.left_to_admins - one.left_to_admins,
        },
    }
}

fn wrong_in_fair_weather(expected: usize, fair: Fair) -> Option<String> {
    let exactly = Copies {
        arrived: expected,
        doubles: 0,
        left_to_admins: 0,
    };
    let wrong = fair.received != expected || fair.copies != exactly;
    wrong.then(|| format!("{fair:?} of {expected} mails with which nothing went wrong"))
}

/// A hall that is sold seat by seat.
struct Sale {
    event: Uuid,
    people: Vec<Arc<Person>>,
    clock: Clock,
}

impl Sale {
    async fn open(mails: usize, ground: &Ground) -> Result<Self> {
        let bookings = mails.div_ceil(MAILS_OF_A_BOOKING);
        let seats = bookings + in_fair_weather(bookings);
        let door = Door::to(ground.doors())?;
        let admin = tickets::admin(ground).await?;
        let plan = Plan::of(seats.div_ceil(ROW), ROW);
        let people = tickets::people(&door, ("buyer", BUYERS)).await?;
        Ok(Self {
            event: tickets::open_at(0, &admin, plan).await?,
            people: people.into_iter().map(Arc::new).collect(),
            clock: Clock::start(),
        })
    }

    /// Sells these seats, each for itself.
    async fn sell(&self, seats: Range<usize>) -> Vec<Asked> {
        let sell = async |number: usize| {
            let buyer = Arc::clone(&self.people[number % self.people.len()]);
            let seat = format!("ST-{}-{}", 1 + number / ROW, 1 + number % ROW);
            let mut wisher = Wisher::of_seat(buyer, (self.event, seat), self.clock);
            let tries = wisher
                .insist([number % 2, 1 - number % 2], self.clock)
                .await;
            wisher.take(tries);
            wisher.asked
        };
        let sold = stream::iter(seats).map(sell).buffered(BUYERS);
        sold.collect().await
    }
}

/// Everything goes wrong with mails, in rounds, until it is over, there were enough rounds, and each
/// mail was tried.
async fn trouble(ground: &Ground, mut dice: Dice, over: &CancellationToken) -> Result<Troubles> {
    let mut seen = Troubles::default();
    let mut round = 0;
    while round < ROUNDS || !over.is_cancelled() || some_are_new(ground).await? {
        let mut troubles = MailTrouble::ALL;
        dice.shuffle(&mut troubles);
        for trouble in troubles {
            let lasts = dice.time_ms(LASTS_MS);
            tokio::try_join!(
                let_happen(ground, trouble, lasts),
                kill_at_times(ground, &mut dice, &mut seen.notifiers_killed),
            )?;
            seen.troubles += 1;
        }
        round += 1;
        println!(
            "{} troubles, {} kills",
            seen.troubles, seen.notifiers_killed
        );
    }
    Ok(seen)
}

/// Whether there are mails that nobody has tried to send.
async fn some_are_new(ground: &Ground) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT FROM mails WHERE attempts = 0)";
    Ok(sqlx::query_scalar(sql).fetch_one(&ground.pool).await?)
}

/// How many mails were tried more than once.
async fn tried_again(ground: &Ground) -> Result<i64> {
    let sql = "SELECT count(*) FROM mails WHERE position IS NOT NULL AND attempts > 1";
    Ok(sqlx::query_scalar(sql).fetch_one(&ground.pool).await?)
}

async fn let_happen(ground: &Ground, trouble: MailTrouble, lasts: Duration) -> Result<()> {
    match trouble.as_told_to_the_sink() {
        Ok(weather) => {
            ground.smtp.set_weather(weather);
            sleep(lasts).await;
            ground.smtp.set_weather(Weather::Fair);
        }
        Err(fault) => {
            let hangs = trouble == MailTrouble::HangAfterFinalDot;
            for _ in 0..if hangs { HANGS } else { MAILS } {
                ground.smtp.queue(fault);
            }
            sleep(lasts).await;
        }
    }
    Ok(())
}

/// Kills one of the two notifiers during every third trouble, or so.
async fn kill_at_times(ground: &Ground, dice: &mut Dice, killed: &mut usize) -> Result<()> {
    if dice.percent(33) {
        let part = [Part::Notifier, Part::NodeA][dice.below(2)];
        ground
            .process(part)
            .kill_for(dice.time_ms((0, 300)))
            .await?;
        *killed += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mail_too_many_or_too_few_in_fair_weather_is_seen() {
        let fair = |received, arrived, doubles, left_to_admins| Fair {
            received,
            copies: Copies {
                arrived,
                doubles,
                left_to_admins,
            },
        };
        assert_eq!(wrong_in_fair_weather(10, fair(10, 10, 0, 0)), None);
        for wrong in [
            fair(11, 10, 1, 0),
            fair(9, 9, 0, 0),
            fair(9, 9, 0, 1),
            fair(10, 9, 1, 0),
        ] {
            assert!(wrong_in_fair_weather(10, wrong).is_some(), "{wrong:?}");
        }
    }
}
