//! JetStream and Redis forget everything in the middle of a sale, many times.

use anyhow::Result;
use serde_json::json;
use std::time::Duration;

use super::{Shown, Trial, end, sale};
use crate::conductor::Conductor;
use crate::dice::Dice;
use crate::fault::Fault;
use crate::ground::Ground;
use crate::load::Evening;
use crate::schedule::{Planned, Step};

/// Between two wipes, in milliseconds: mails of some bookings are under way by then.
const PAUSE_MS: (u64, u64) = (1_000, 3_000);

pub(super) async fn show(trial: &Trial, ground: &Ground) -> Result<Shown> {
    let count = trial.count();
    let mut dice = Dice::new(trial.seed);
    let steps = (0..count)
        .flat_map(|_| steps(&mut dice))
        .collect::<Vec<_>>();
    let wipe = async |evening: &Evening| {
        let conductor = Conductor {
            ground,
            clock: evening.clock,
            contended: evening.contended().id,
        };
        conductor.play(steps.into_iter(), None).await
    };
    let (happened, remembered) = sale::during(trial, ground, wipe).await?;
    let end = end::come(ground, &remembered).await?;
    let times = |fault| happened.iter().filter(|it| it.fault == fault).count();
    Ok(Shown {
        figures: json!({
            "jetstream_wiped": times(Fault::WipeStream),
            "redis_flushed": times(Fault::ForgetLeases),
            "end": end.figures(),
        }),
        findings: end.findings(),
    })
}

/// One wipe and one flush, the one after the other or both at once.
fn steps(dice: &mut Dice) -> Vec<Step> {
    let faults = [Fault::WipeStream, Fault::ForgetLeases].map(|fault| Planned {
        fault,
        lasts: Duration::ZERO,
        chance: 0,
    });
    let both_at_once = dice.percent(50);
    let mut step = |faults| Step {
        pause: dice.time_ms(PAUSE_MS),
        faults,
    };
    match both_at_once {
        true => vec![step(faults.to_vec())],
        false => faults.into_iter().map(|it| step(vec![it])).collect(),
    }
}
