//! The projector and the notifier are killed over and over while people buy; there are no others.

mod tables;

use std::time::Duration;

use anyhow::{Result, ensure};
use seatlog_testkit::Weather;
use serde::Serialize;
use serde_json::json;
use tokio::time::sleep;

use super::{Shown, Trial, end, sale};
use crate::dice::Dice;
use crate::fault::Part;
use crate::ground::{Ground, Setup};
use crate::load::Evening;
use tables::{Tables, differences};

/// The nodes leave read models and mails to those who are killed.
pub(super) const SETUP: Setup = Setup {
    nodes_only_sell: true,
    without: &[],
    disk_mib: None,
    gated: &[],
};

/// How long a process works before it is killed, in milliseconds.
const WORKS_MS: (u64, u64) = (30, 500);
/// How long it is away then.
const AWAY_MS: (u64, u64) = (0, 200);
/// The mail server is slow enough that a notifier is killed in the middle of a mail.
const MAIL_PACE: Duration = Duration::from_millis(5);

/// How often a process was killed, and how often it was in the middle of something: a mail was begun,
/// or a read model was not at the end of the log.
#[derive(Debug, Default, Serialize)]
struct Kills {
    kills: usize,
    at_work: usize,
}

pub(super) async fn show(trial: &Trial, ground: &Ground) -> Result<Shown> {
    let each = trial.count().div_ceil(2);
    let kill = async |_: &Evening| {
        ground.smtp.set_weather(Weather::Slow(MAIL_PACE));
        let (projector, notifier) = tokio::try_join!(
            kill((ground, Part::Projector), each, Dice::of(trial.seed, 0)),
            kill((ground, Part::Notifier), each, Dice::of(trial.seed, 1)),
        )?;
        ground.smtp.set_weather(Weather::Fair);
        Ok((projector, notifier))
    };
    let ((projector, notifier), remembered) = sale::during(trial, ground, kill).await?;
    let end = end::come(ground, &remembered).await?;
    let (rows, rebuilt) = rebuild(ground, end.evidence.models.checkpoints.keys()).await?;
    let ambiguous = end
        .evidence
        .mails
        .iter()
        .filter(|it| it.unknown_outcomes > 0);
    let figures = json!({
        "projector": projector,
        "notifier": notifier,
        "rows_compared": rows,
        "ambiguous_mails": ambiguous.count(),
        "end": end.figures(),
    });
    let findings = [end.findings(), rebuilt].concat();
    Ok(Shown { figures, findings })
}

async fn kill((ground, part): (&Ground, Part), times: usize, mut dice: Dice) -> Result<Kills> {
    let mut kills = Kills::default();
    let mut in_hand = 0;
    while kills.kills < times {
        sleep(dice.time_ms(WORKS_MS)).await;
        let away = dice.time_ms(AWAY_MS);
        let look = async {
            let at_work = if part == Part::Notifier {
                let before = std::mem::replace(&mut in_hand, mails_in_hand(ground).await?);
                before < in_hand
            } else {
                is_behind(ground).await?
            };
            kills.at_work += usize::from(at_work);
            sleep(away).await;
            Ok(())
        };
        ground.process(part).kill_then(look).await?;
        kills.kills += 1;
        if kills.kills.is_multiple_of(20) {
            println!("{part} was killed {} times", kills.kills);
        }
    }
    Ok(kills)
}

/// Whether there are facts that a read model does not have yet.
async fn is_behind(ground: &Ground) -> Result<bool> {
    let sql = "SELECT (SELECT min(position) FROM projection_checkpoints)
                    < (SELECT max(position) FROM events)";
    Ok(sqlx::query_scalar(sql).fetch_one(&ground.pool).await?)
}

/// Mails that a notifier had begun to send and never came back to.
async fn mails_in_hand(ground: &Ground) -> Result<i64> {
    let sql = "SELECT count(*) FROM mails WHERE state = 'sending'";
    Ok(sqlx::query_scalar(sql).fetch_one(&ground.pool).await?)
}

/// Builds all read models anew; how many rows there were, and what differs.
async fn rebuild(
    ground: &Ground,
    models: impl Iterator<Item = &String>,
) -> Result<(usize, Vec<String>)> {
    let models: Vec<_> = models.map(String::as_str).collect();
    let before = Tables::of(&ground.pool, &models).await?;
    let mut arguments = vec!["projections", "rebuild"];
    arguments.extend(&models);
    let rebuilt = ground.run(&arguments).await?;
    ensure!(rebuilt.status.success(), "{rebuilt:?}");
    let after = Tables::of(&ground.pool, &models).await?;
    let mut found = differences(&before, &after);
    let compared = ground.run(&["audit", "replay", "--compare"]).await?;
    if !compared.status.success() {
        let said = [compared.stdout, compared.stderr].concat();
        found.push(format!("replay: {}", String::from_utf8_lossy(&said)));
    }
    Ok((before.rows(), found))
}
