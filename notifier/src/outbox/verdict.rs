//! What follows from an attempt. Pure: time and chance are given.

use chrono::{DateTime, TimeDelta, Utc};

use super::Claimed;
use crate::mails::MailState;

/// How long a mail is tried in all.
pub(crate) const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(48);

const FIRST_DELAY_MS: i64 = 5_000;
/// With the most jitter on top it is an hour.
const LONGEST_DELAY_MS: i64 = 3_000_000;
const JITTER: f64 = 0.2;

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The server has taken the mail.
    Sent,
    /// The server will never take it.
    Refused(String),
    /// It was certainly not taken, but may be later.
    Failed(String),
    /// It was handed over, but no answer came.
    Unknown(String),
}

/// What becomes of the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing more to do.
    Sent,
    /// Try again then.
    Retry { at: DateTime<Utc>, error: String },
    /// Nobody can know whether it arrived. Send one more copy then; without a time, none.
    Ambiguous {
        at: Option<DateTime<Utc>>,
        error: String,
    },
    /// Given up; an admin may try again.
    Dead { error: String },
}

impl Verdict {
    /// Decides. `chance` is from 0 to 1 and spreads the retries.
    pub(crate) fn of(outcome: Outcome, mail: &Claimed, now: DateTime<Utc>, chance: f64) -> Self {
        let next = now + delay(mail.failures, chance);
        match outcome {
            Outcome::Sent => Self::Sent,
            Outcome::Refused(error) => Self::Dead { error },
            Outcome::Failed(error) if next > mail.give_up_at => Self::Dead {
                error: format!("given up: {error}"),
            },
            Outcome::Failed(error) => Self::Retry { at: next, error },
            Outcome::Unknown(error) => Self::Ambiguous {
                at: (mail.unknown_outcomes == 0).then_some(next),
                error,
            },
        }
    }

    pub(super) fn state(&self) -> MailState {
        match self {
            Self::Sent => MailState::Sent,
            Self::Retry { .. } => MailState::Pending,
            Self::Ambiguous { .. } => MailState::Ambiguous,
            Self::Dead { .. } => MailState::Dead,
        }
    }

    pub(super) fn next_attempt_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Retry { at, .. } => Some(*at),
            Self::Ambiguous { at, .. } => *at,
            Self::Sent | Self::Dead { .. } => None,
        }
    }

    pub(super) fn error(&self) -> Option<&str> {
        match self {
            Self::Sent => None,
            Self::Retry { error, .. } | Self::Ambiguous { error, .. } | Self::Dead { error } => {
                Some(error)
            }
        }
    }

    /// The word under which such attempts are counted.
    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Retry { .. } => "retry",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Dead { .. } => "dead",
        }
    }
}

/// How long to wait after a failure, if there were `earlier` ones: 5 s, doubling, up to an hour.
/// Up to a fifth is added, so that mails that failed together do not come back together.
fn delay(earlier: i32, chance: f64) -> TimeDelta {
    let doublings = earlier.clamp(0, 20);
    let base = (FIRST_DELAY_MS << doublings).min(LONGEST_DELAY_MS);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "milliseconds of an hour fit both ways"
    )]
    let jitter = (base as f64 * JITTER * chance.clamp(0.0, 1.0)) as i64;
    TimeDelta::milliseconds(base + jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    fn mail(failures: i32, unknown_outcomes: i32) -> Claimed {
        Claimed {
            id: uuid::Uuid::nil(),
            to_address: String::new(),
            to_name: String::new(),
            message_id: String::new(),
            subject: String::new(),
            text: String::new(),
            html: String::new(),
            ics: String::new(),
            created_at: now(),
            attempts: failures + 1,
            failures,
            unknown_outcomes,
            give_up_at: now() + GIVE_UP_AFTER,
            correlation_id: None,
            traceparent: None,
        }
    }

    fn failed() -> Outcome {
        Outcome::Failed("451 later".to_owned())
    }

    #[test]
    fn the_wait_starts_at_five_seconds_and_doubles_up_to_an_hour() {
        let seconds = |failures, chance| delay(failures, chance).as_seconds_f64();
        let plain: Vec<_> = (0..11).map(|n| seconds(n, 0.0)).collect();
        let doubling = [
            5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0, 2560.0, 3000.0,
        ];
        assert_eq!(plain, doubling);
        assert_eq!(seconds(0, 1.0), 6.0);
        assert_eq!(seconds(i32::MAX, 1.0), 3600.0);
    }

    #[test]
    fn a_mail_that_fails_for_48_hours_is_tried_some_sixty_times_and_then_dead() {
        let mut mail = mail(0, 0);
        let mut at = now();
        while let Verdict::Retry { at: next, .. } = Verdict::of(failed(), &mail, at, 0.5) {
            mail.failures += 1;
            at = next;
        }
        let tried_for = at - now();
        assert!(tried_for <= GIVE_UP_AFTER, "{tried_for}");
        assert!(
            tried_for > GIVE_UP_AFTER - TimeDelta::hours(1),
            "{tried_for}"
        );
        assert_eq!(mail.failures, 60);
        let error = "given up: 451 later".to_owned();
        assert_eq!(
            Verdict::of(failed(), &mail, at, 0.5),
            Verdict::Dead { error }
        );
    }

    #[test]
    fn a_refusal_is_final() {
        let error = "550 no such user".to_owned();
        assert_eq!(
            Verdict::of(Outcome::Refused(error.clone()), &mail(0, 0), now(), 0.0),
            Verdict::Dead { error }
        );
    }

    #[test]
    fn the_first_unknown_outcome_leads_to_one_more_copy_and_the_second_to_none() {
        let lost = || Outcome::Unknown("connection lost".to_owned());
        let error = "connection lost".to_owned();
        assert_eq!(
            Verdict::of(lost(), &mail(0, 0), now(), 0.0),
            Verdict::Ambiguous {
                at: Some(now() + TimeDelta::seconds(5)),
                error: error.clone()
            }
        );
        assert_eq!(
            Verdict::of(lost(), &mail(1, 1), now(), 0.0),
            Verdict::Ambiguous { at: None, error }
        );
    }
}
