//! The same seed, the same evening.

use std::time::Duration;

use super::*;
use crate::fault::{Part, Wire};

fn steps(seed: u64, count: usize) -> Vec<Step> {
    Schedule::new(seed, Pace::SOAK).take(count).collect()
}

#[test]
fn the_same_seed_leads_to_the_same_schedule_and_another_one_to_another() {
    assert_eq!(steps(7, 500), steps(7, 500));
    assert_ne!(steps(7, 20), steps(8, 20));
}

#[test]
fn in_one_round_everything_goes_wrong_that_can() {
    for pace in [Pace::SOAK, Pace::MATRIX] {
        let round = Schedule::new(3, pace).first_round();
        let planned: Vec<_> = round.iter().flat_map(|step| &step.faults).collect();
        let happens = |fault| planned.iter().any(|it| it.fault == fault);
        for fault in Fault::all() {
            assert!(happens(fault), "{fault}");
        }
        for trouble in MailTrouble::ALL {
            let expected = pace.hangs || trouble != MailTrouble::HangAfterFinalDot;
            assert_eq!(happens(Fault::Mail(trouble)), expected, "{trouble:?}");
        }
    }
}

#[test]
fn nothing_else_goes_wrong_while_a_node_is_told_to_stop() {
    for step in steps(11, 2_000) {
        let faults: Vec<_> = step.faults.iter().map(|it| it.fault).collect();
        let orderly = faults.iter().any(|it| it.is_orderly());
        let others = faults.iter().filter(|it| !matches!(it, Fault::Mail(_)));
        assert!(!orderly || others.count() == 1, "{step}");
    }
}

#[test]
fn no_part_has_two_faults_at_a_time() {
    let wire = Wire {
        near: Part::NodeA,
        far: Part::Redis,
    };
    assert!(!Fault::Kill(Part::NodeA).goes_with(Fault::Lose(wire)));
    assert!(!Fault::FillDisk.goes_with(Fault::StepClock(Part::Postgres)));
    assert!(!Fault::KillBackend.goes_with(Fault::Freeze(Part::Postgres)));
    assert!(!Fault::KillOwner.goes_with(Fault::Freeze(Part::NodeA)));
    assert!(Fault::Kill(Part::NodeA).goes_with(Fault::ForgetLeases));
}

#[test]
fn in_a_soak_a_process_stands_still_for_ten_seconds() {
    let frozen = |it: &Planned| matches!(it.fault, Fault::Freeze(_) | Fault::FreezeOwner);
    for step in steps(5, 200) {
        for planned in step.faults.iter().filter(|it| frozen(it)) {
            assert_eq!(planned.lasts, Duration::from_secs(10));
        }
    }
}
