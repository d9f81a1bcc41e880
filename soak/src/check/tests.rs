//! Each checker sees the faults that are planted for it, and none where there is none.

mod evening;

use serde_json::json;
use uuid::Uuid;

use crate::evidence::{Command, Evidence, Fact, Received, Row, Wish};

use self::evening::{ANN, BOB, evening};
use super::{Copies, all, copies};

/// The names of the checkers that object.
fn objecting(evidence: &Evidence) -> Vec<&'static str> {
    let verdicts = all(evidence);
    let objecting = verdicts.iter().filter(|it| !it.holds());
    objecting.map(|it| it.name).collect()
}

const SEATS: &str = "unique seat at every log position";
const ACKNOWLEDGED: &str = "acknowledged is recorded";
const KEYS: &str = "one key, one booking, one answer";
const MAILS: &str = "every mail arrives, once";
const MODELS: &str = "read models are folds of the log";
const CHAIN: &str = "the chain verifies";
const COUNTS: &str = "counts are conserved";
const HISTORY: &str = "history is linearizable";

/// Plants a fault; the checkers that object must be these.
#[track_caller]
fn planted(plant: impl FnOnce(&mut Evidence), by: &[&'static str]) {
    let mut evidence = evening();
    plant(&mut evidence);
    assert_eq!(objecting(&evidence), by, "{:#?}", all(&evidence));
}

fn booking_of(evidence: &mut Evidence, buyer: Uuid) -> &mut Row {
    let his = |row: &&mut Row| matches!(&row.fact, Fact::Booked(it) if it.user_id == buyer);
    evidence.log.iter_mut().find(his).expect("a booking")
}

fn command(evidence: &mut Evidence, wanted: impl Fn(&Wish) -> bool) -> &mut Command {
    let all = &mut evidence.commands;
    let found = all.iter_mut().find(|it| wanted(&it.wish));
    found.expect("such a command")
}

fn first_booking(evidence: &mut Evidence) -> &mut Command {
    command(evidence, |wish| matches!(wish, Wish::Book(_)))
}

#[test]
fn a_good_evening_passes_and_every_checker_has_looked_at_something() {
    let verdicts = all(&evening());
    for verdict in verdicts {
        assert!(verdict.holds(), "{verdict:#?}");
        assert!(verdict.looked_at > 1, "{verdict:#?}");
    }
    let none_twice = Copies {
        arrived: 14,
        doubles: 0,
        left_to_admins: 0,
    };
    assert_eq!(copies(&evening()), none_twice);
}

#[test]
fn a_seat_that_is_sold_twice_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let Fact::Booked(bobs) = &mut booking_of(evidence, BOB).fact else {
            unreachable!("it is a booking");
        };
        // He holds another one; this one is Ann's.
        bobs.seats = vec!["ST-1-1".to_owned()];
    };
    planted(plant, &[SEATS, ACKNOWLEDGED, MODELS, COUNTS]);
}

#[test]
fn a_hold_that_ends_before_its_time_is_seen() {
    let plant = |evidence: &mut Evidence| {
        for row in &mut evidence.log {
            if let Fact::Expired(it) = &mut row.fact {
                it.at -= chrono::TimeDelta::seconds(5);
            }
        }
    };
    planted(plant, &[SEATS]);
}

#[test]
fn an_acknowledged_booking_that_vanished_is_seen() {
    let plant = |evidence: &mut Evidence| {
        booking_of(evidence, ANN).fact = Fact::Other;
    };
    planted(
        plant,
        &[SEATS, ACKNOWLEDGED, KEYS, MAILS, MODELS, COUNTS, HISTORY],
    );
}

#[test]
fn an_acknowledgement_of_something_else_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let booking = command(evidence, |wish| matches!(wish, Wish::BookHold(_)));
        booking.replies[0].body["total_minor"] = json!(1);
    };
    planted(plant, &[ACKNOWLEDGED]);
    let plant = |evidence: &mut Evidence| {
        first_booking(evidence).replies[0].position = Some(2);
    };
    planted(plant, &[ACKNOWLEDGED]);
}

#[test]
fn a_refusal_that_no_rule_knows_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let lost = evidence.commands.iter_mut();
        let lost = lost.filter(|it| it.replies.is_empty());
        for lost in lost {
            lost.wish = Wish::Release(Uuid::nil());
            lost.key = None;
            lost.replies.push(crate::evidence::Reply {
                heard: lost.asked + 1,
                status: 403,
                position: None,
                body: json!({"type": "/problems/forbidden"}),
            });
        }
    };
    planted(plant, &[ACKNOWLEDGED, KEYS]);
}

#[test]
fn a_key_that_booked_twice_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let first = booking_of(evidence, ANN).command;
        booking_of(evidence, BOB).command = first;
    };
    planted(plant, &[KEYS]);
}

#[test]
fn a_key_with_two_answers_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let booking = first_booking(evidence);
        let mut again = booking.replies[0].clone();
        again.body["reference"] = json!("another one");
        booking.replies.push(again);
    };
    planted(plant, &[KEYS]);
}

#[test]
fn a_refusal_of_what_was_done_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let booking = first_booking(evidence);
        booking.replies[0].status = 409;
        booking.replies[0].body = json!({"type": "/problems/limit-reached"});
    };
    planted(plant, &[KEYS]);
}

#[test]
fn a_hold_may_be_over_when_its_lost_answer_is_asked_for_again_and_not_before() {
    for problem in ["hold-expired", "not-found"] {
        let over = |attempts| {
            move |evidence: &mut Evidence| {
                let hold = command(evidence, |wish| matches!(wish, Wish::Hold(_)));
                hold.attempts = attempts;
                hold.replies[0].status = 410;
                hold.replies[0].position = None;
                hold.replies[0].body = json!({"type": format!("/problems/{problem}")});
            }
        };
        planted(over(2), &[]);
        planted(over(1), &[ACKNOWLEDGED, KEYS]);
    }
}

#[test]
fn a_booking_that_nobody_asked_for_is_seen() {
    let plant = |evidence: &mut Evidence| {
        booking_of(evidence, ANN).command = Some(Uuid::nil());
        first_booking(evidence).replies.clear();
    };
    planted(plant, &[KEYS]);
}

#[test]
fn a_lost_mail_is_seen() {
    planted(|evidence| drop(evidence.received.remove(3)), &[MAILS]);
}

#[test]
fn a_mail_that_was_never_written_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let row = evidence.mails.pop().expect("a mail");
        evidence
            .received
            .retain(|it| it.message_id != row.message_id);
    };
    planted(plant, &[MAILS]);
}

#[test]
fn a_second_copy_counts_as_a_double_only_where_the_outcome_was_unknown() {
    let double = |evidence: &mut Evidence| evidence.received.push(evidence.received[2].clone());
    planted(double, &[MAILS]);

    let mut evidence = evening();
    double(&mut evidence);
    evidence.mails[2].unknown_outcomes = 1;
    assert_eq!(objecting(&evidence), Vec::<&str>::new());
    assert_eq!(
        (copies(&evidence).arrived, copies(&evidence).doubles),
        (14, 1)
    );
    double(&mut evidence);
    assert_eq!(objecting(&evidence), [MAILS], "a third copy");
}

#[test]
fn a_mail_of_nothing_is_seen() {
    let plant = |evidence: &mut Evidence| {
        evidence.received.push(Received {
            to: "ann@example.org".to_owned(),
            message_id: "<of nothing>".to_owned(),
        });
    };
    planted(plant, &[MAILS]);
}

#[test]
fn a_mail_whose_outcome_was_unknown_twice_is_left_to_admins() {
    let mut evidence = evening();
    let lost = evidence.received.remove(0);
    let row = &mut evidence.mails[0];
    assert_eq!(row.message_id, lost.message_id);
    (row.state, row.unknown_outcomes) = ("ambiguous".to_owned(), 2);
    assert_eq!(objecting(&evidence), Vec::<&str>::new());
    assert_eq!(copies(&evidence).left_to_admins, 1);
    evidence.mails[0].unknown_outcomes = 1;
    assert_eq!(objecting(&evidence), [MAILS]);
}

#[test]
fn read_models_that_are_no_fold_are_seen() {
    let plants: [fn(&mut Evidence); 6] = [
        |it| drop(it.models.bookings.pop_first()),
        |it| {
            drop(
                it.models
                    .holds
                    .insert(Uuid::nil(), it.models.holds[&last_hold(it)].clone()),
            )
        },
        |it| {
            it.models
                .catalogue
                .values_mut()
                .for_each(|row| row.taken += 1)
        },
        |it| it.models.summary.seats_sold += 1,
        |it| {
            it.models
                .checkpoints
                .values_mut()
                .for_each(|(position, _)| *position -= 1)
        },
        |it| {
            it.models
                .bookings
                .values_mut()
                .for_each(|row| row.cancelled = None)
        },
    ];
    for plant in plants {
        planted(plant, &[MODELS]);
    }
}

fn last_hold(evidence: &Evidence) -> Uuid {
    *evidence.models.holds.keys().next_back().expect("a hold")
}

#[test]
fn a_hole_in_the_log_is_seen() {
    // The last fact, which no view and no mail knows of.
    let plant = |evidence: &mut Evidence| {
        evidence.log.last_mut().expect("a fact").position += 1;
        for (position, _) in evidence.models.checkpoints.values_mut() {
            *position += 1;
        }
        let models = &mut evidence.models.bookings;
        let last = models.values_mut().filter_map(|it| it.cancelled.as_mut());
        *last.max().expect("a cancelled booking") += 1;
    };
    planted(plant, &[CHAIN]);
}

#[test]
fn a_log_that_was_changed_or_not_checked_to_its_end_is_seen() {
    planted(|evidence| evidence.audit.ok = false, &[CHAIN]);
    planted(|evidence| evidence.audit.checked -= 1, &[CHAIN]);
}

#[test]
fn seats_that_do_not_add_up_are_seen() {
    planted(|evidence| evidence.views[0].free += 1, &[COUNTS]);
    planted(|evidence| evidence.views[1].position -= 4, &[COUNTS]);
}

#[test]
fn an_answer_from_before_its_fact_could_be_is_seen() {
    let plant = |evidence: &mut Evidence| {
        // Bob has his answer before Ann, who stands before him, has asked.
        let late = evidence.commands.last().expect("a command").asked;
        first_booking(evidence).asked = late;
        first_booking(evidence).replies[0].heard = late + 1;
    };
    planted(plant, &[HISTORY]);
}

#[test]
fn a_refusal_of_a_free_seat_is_seen() {
    let plant = |evidence: &mut Evidence| {
        let refused = evidence.commands.iter_mut();
        let mut refused = refused.filter(|it| it.replies.iter().any(|it| it.status == 409));
        let refused = refused.next().expect("a refusal");
        refused.wish = Wish::Book(vec!["ST-1-8".to_owned()]);
        refused.replies[0].body["seats"] = json!(["ST-1-8"]);
    };
    planted(plant, &[HISTORY]);
}

#[test]
fn a_refusal_that_came_after_the_seat_was_free_again_is_seen() {
    let plant = |evidence: &mut Evidence| {
        // Between Ann's cancellation, which was heard of, and Bob's booking, not asked for yet.
        let mut all = evidence.commands.iter();
        let cancelled = all.find(|it| matches!(it.wish, Wish::Cancel(_)));
        let freed = cancelled.expect("a cancellation").replies[0].heard;
        let refused = evidence.commands.iter_mut();
        let mut refused = refused.filter(|it| it.replies.iter().any(|it| it.status == 409));
        let refused = refused.next().expect("a refusal");
        refused.asked = freed + 1;
        refused.replies[0].heard = freed + 2;
    };
    planted(plant, &[HISTORY]);
}
