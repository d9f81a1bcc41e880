//! What is wrong with a round.

use super::Moment;
use super::round::Played;
use crate::evidence::Reply;

/// How often each of them has asked again, at least.
const ASKED_AGAIN: usize = 4;

/// The node died when it was to, nobody had heard of it, and everybody was told of a booking, each
/// time of the same one. (That there is one for each in the log is for the checkers to say.)
pub(super) fn judge(moment: Moment, played: &Played) -> Vec<String> {
    let mut findings = Vec::new();
    let all = played.wishers.len();
    let booked = if moment == Moment::Before { 0 } else { all };
    if (played.booked, played.heard) != (booked, 0) {
        findings.push(format!(
            "{moment:?}: {} of {all} were in the log, {} were heard of",
            played.booked, played.heard
        ));
    }
    let stored = match moment {
        Moment::Unstored | Moment::Before => played.stored == 0,
        Moment::Stored => played.stored == all,
        // The last batch at least was not.
        Moment::Unheard => played.stored < all,
        Moment::Forwarded => true,
    };
    if !stored {
        findings.push(format!("{moment:?}: {} answers were stored", played.stored));
    }
    for wisher in &played.wishers {
        if let Some(wrong) = wrong_answers(&wisher.asked.command.replies) {
            findings.push(format!("{moment:?}: {wrong}: {:?}", wisher.asked.command));
        }
    }
    findings
}

fn wrong_answers(replies: &[Reply]) -> Option<&'static str> {
    let Some(first) = replies.first().filter(|_| replies.len() >= ASKED_AGAIN) else {
        return Some("somebody was left without an answer");
    };
    if first.status != 201 {
        return Some("somebody was refused their own booking");
    }
    let same = |it: &Reply| (it.status, &it.body) == (first.status, &first.body);
    (!replies.iter().all(same)).then_some("somebody got two answers")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reply(status: u16, booking: u32) -> Reply {
        Reply {
            heard: 1,
            status,
            position: Some(1),
            body: json!({"id": booking}),
        }
    }

    #[test]
    fn four_times_the_same_booking_is_as_it_should_be() {
        assert_eq!(wrong_answers(&vec![reply(201, 7); 4]), None);
    }

    #[test]
    fn another_booking_a_refusal_and_silence_are_seen() {
        let other = [reply(201, 7), reply(201, 7), reply(201, 8), reply(201, 7)];
        let late = [reply(201, 7), reply(201, 7), reply(201, 7), reply(409, 7)];
        for two_answers in [other, late] {
            assert_eq!(
                wrong_answers(&two_answers),
                Some("somebody got two answers")
            );
        }
        let refused = vec![reply(409, 7); 4];
        assert_eq!(
            wrong_answers(&refused),
            Some("somebody was refused their own booking")
        );
        assert_eq!(
            wrong_answers(&vec![reply(201, 7); 3]),
            Some("somebody was left without an answer")
        );
    }

    #[test]
    fn a_node_that_died_too_early_too_late_or_unnoticed_has_shown_nothing() {
        let played = |booked, heard, stored| Played {
            wishers: Vec::new(),
            heard,
            booked,
            stored,
        };
        assert!(judge(Moment::Unstored, &played(0, 0, 0)).is_empty());
        for wrong in [played(1, 0, 0), played(0, 1, 0), played(0, 0, 1)] {
            assert_eq!(judge(Moment::Before, &wrong).len(), 1);
        }
    }
}
