//! Compares an event's stream with what everybody was told.

use std::collections::HashMap;

use uuid::Uuid;

use seatlog_domain::event::{Event, EventCommand, EventFact, PricedSeat, Refusal};
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;

use super::buyers::Try;
use crate::engine::{CommandError, Executed, Outcome};
use crate::event_store::StoredFact;

type Stored = StoredFact<EventFact>;

/// Finds nothing wrong with an event.
pub(super) fn judge(event: EventId, facts: &[Stored], tries: &[Try]) {
    for (fact, sequence) in facts.iter().zip(1..) {
        assert_eq!(fact.sequence, sequence, "the stream has a gap");
    }
    every_seat_is_one_persons(facts);
    let judge = Judge {
        states: states(facts),
        by_command: by_command(facts),
    };
    for (id, recorded) in &judge.by_command {
        judge.was_decided(recorded, tries.iter().filter(|it| it.id == *id));
    }
    for (number, tried) in tries.iter().enumerate() {
        if tried.event == event {
            judge.was_told(tried, &tries[..number]);
        }
    }
}

/// The event before the first fact, and after each.
pub(super) fn states(facts: &[Stored]) -> Vec<Event> {
    let mut states = vec![Event::default()];
    for fact in facts {
        let mut state = states[states.len() - 1].clone();
        state.evolve(&fact.fact);
        states.push(state);
    }
    states
}

/// The facts of each command, which stand together.
fn by_command(facts: &[Stored]) -> HashMap<Uuid, &[Stored]> {
    let mut by_command = HashMap::new();
    for group in facts.chunk_by(|a, b| a.command_id == b.command_id) {
        let id = group[0].command_id.unwrap();
        assert!(
            by_command.insert(id, group).is_none(),
            "{id} was done twice"
        );
    }
    by_command
}

struct Judge<'a> {
    states: Vec<Event>,
    by_command: HashMap<Uuid, &'a [Stored]>,
}

impl Judge<'_> {
    /// The rules lead to just these facts, where they stand.
    fn was_decided<'t>(&self, recorded: &[Stored], mut tries: impl Iterator<Item = &'t Try>) {
        let facts: Vec<_> = recorded.iter().map(|it| it.fact.clone()).collect();
        let state = &self.states[recorded[0].sequence as usize - 1];
        let leads_there = |command: &EventCommand| state.decide(command) == Ok(facts.clone());
        let by_itself = if let EventFact::HoldExpired { expired_at, .. } = &facts[0] {
            leads_there(&EventCommand::ExpireHolds { now: *expired_at })
        } else {
            // It was made before anything went wrong.
            matches!(&facts[0], EventFact::EventCreated { .. })
        };
        let asked_for = tries.any(|tried| leads_there(&tried.command));
        assert!(by_itself || asked_for, "nobody could lead to {recorded:?}");
    }

    fn was_told(&self, tried: &Try, before: &[Try]) {
        let recorded = self.by_command.get(&tried.id).copied();
        match &tried.answer {
            Some(Ok(executed)) => self.is_so(tried, recorded, executed),
            Some(Err(CommandError::Refused(refusal))) => {
                let unheard = before.iter().any(|it| it.id == tried.id && it.is_unheard());
                self.is_forbidden(tried, recorded, (refusal, unheard));
            }
            Some(Err(CommandError::Unavailable(why))) => {
                assert_ne!(why, "the event's actor ended", "an actor panicked");
            }
            Some(Err(CommandError::Busy)) | None => {}
        }
    }

    /// What was acknowledged was in the log by then.
    fn is_so(&self, tried: &Try, recorded: Option<&[Stored]>, executed: &Executed) {
        let (_, until) = tried.heads;
        let Some(facts) = recorded else {
            assert_eq!(executed.position, None, "{tried:?} is not in the log");
            let idle = |state: &Event| state.decide(&tried.command) == Ok(vec![]);
            assert!(
                self.at_some_time(tried, idle),
                "nothing was done: {tried:?}"
            );
            return;
        };
        let last = &facts[facts.len() - 1];
        assert_eq!(executed.position, Some(last.position), "{tried:?}");
        assert!(last.sequence <= until, "{tried:?} was told too early");
        if let (Outcome::Booking(told), EventFact::SeatsBooked { seats, .. }) =
            (&executed.outcome, &last.fact)
        {
            let told = told.seats.iter().map(|seat| &seat.seat);
            assert!(told.eq(seats.iter().map(|seat| &seat.seat)), "{tried:?}");
        }
    }

    /// A refusal was true at some moment, and nothing was done.
    fn is_forbidden(
        &self,
        tried: &Try,
        recorded: Option<&[Stored]>,
        (refusal, unheard): (&Refusal, bool),
    ) {
        if let Some([first, ..]) = recorded {
            // It was extended, and has ended since.
            if matches!(tried.command, EventCommand::ExtendHold { .. }) {
                return;
            }
            // What an earlier try led to was still on its way to the log. (Over HTTP nobody gets
            // an answer of their own while the first one's key is claimed.)
            let later = first.sequence > tried.heads.1;
            assert!(
                unheard && later,
                "refused, and done all the same: {tried:?}"
            );
        }
        let forbidden = |state: &Event| state.decide(&tried.command).as_ref() == Err(refusal);
        assert!(
            self.at_some_time(tried, forbidden),
            "no rule forbids {tried:?}"
        );
    }

    fn at_some_time(&self, tried: &Try, is: impl Fn(&Event) -> bool) -> bool {
        let (from, until) = tried.heads;
        self.states[from as usize..=until as usize].iter().any(is)
    }
}

/// Without asking the rules: whoever takes a seat finds it free, or takes it from their own hold.
fn every_seat_is_one_persons(facts: &[Stored]) {
    let mut owners: HashMap<SeatName, Uuid> = HashMap::new();
    for fact in facts {
        let (seats, before, after) = change(&fact.fact);
        for seat in seats {
            assert_eq!(owners.get(&seat).copied(), before, "{seat} before {fact:?}");
            match after {
                Some(owner) => drop(owners.insert(seat, owner)),
                None => drop(owners.remove(&seat)),
            }
        }
    }
}

/// Whose some seats were before a fact, and whose they are afterwards.
fn change(fact: &EventFact) -> (Vec<SeatName>, Option<Uuid>, Option<Uuid>) {
    let names = |seats: &[PricedSeat]| seats.iter().map(|it| it.seat.clone()).collect();
    const NOBODY: Uuid = Uuid::max();
    match fact {
        EventFact::SeatsHeld { hold_id, seats, .. } => (names(seats), None, Some(hold_id.uuid())),
        EventFact::SeatsBooked {
            booking_id,
            hold_id,
            seats,
            ..
        } => {
            let before = hold_id.map(|hold| hold.uuid());
            (names(seats), before, Some(booking_id.uuid()))
        }
        EventFact::BookingCancelled {
            booking_id, seats, ..
        } => (names(seats), Some(booking_id.uuid()), None),
        EventFact::HoldReleased { hold_id, seats, .. }
        | EventFact::HoldExpired { hold_id, seats, .. } => {
            (seats.clone(), Some(hold_id.uuid()), None)
        }
        EventFact::SeatsBlocked { seats, .. } => (seats.clone(), None, Some(NOBODY)),
        EventFact::SeatsUnblocked { seats, .. } => (seats.clone(), Some(NOBODY), None),
        EventFact::EventCreated { .. }
        | EventFact::EventUpdated { .. }
        | EventFact::EventPublished { .. }
        | EventFact::EventCancelled { .. }
        | EventFact::EventDeleted { .. }
        | EventFact::HoldExtended { .. } => (vec![], None, None),
    }
}
