//! The adapter to cqrs-es tells what `decide` tells, and the state survives being stored.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use cqrs_es::test::TestFramework;

use super::fixtures::*;
use super::given::{given, replay};
use crate::event::{Canceller, Event, EventCommand, EventFact, Refusal};

fn sold() -> Vec<EventFact> {
    let mut facts = on_sale();
    facts.push(booked(FIRST, ANNA, &["ST-A-1", "GA-3"], 1));
    facts
}

fn commands() -> Vec<EventCommand> {
    let mut commands = every_command_but_create(5);
    commands.push(create(false));
    commands.push(take_back(FIRST, Canceller::Buyer(ANNA), 5));
    commands.push(choose(SECOND, BERT, best_of(Some("GA"), 2), 5));
    commands
}

#[tokio::test]
async fn handling_a_command_gives_the_facts_of_decide_and_their_state() {
    for history in [vec![], vec![created()], sold()] {
        for command in commands() {
            let before = replay(&history);
            let decided = before.decide(&command);
            let (mut event, sink) = (before.clone(), EventSink::default());
            let handled = event.handle(command, &(), &sink).await;
            let written = sink.collect().await;
            match decided {
                Ok(facts) => {
                    handled.unwrap();
                    assert_eq!(written, facts);
                    assert_eq!(event, replay(history.iter().chain(&facts)));
                }
                Err(refusal) => {
                    assert_eq!(handled, Err(refusal));
                    assert_eq!(written, []);
                    assert_eq!(event, before);
                }
            }
        }
    }
}

#[test]
fn it_stands_in_the_test_framework_of_cqrs_es() {
    let event = TestFramework::<Event>::with(());
    event
        .given(on_sale())
        .when(book(FIRST, ANNA, &["ST-A-1", "GA-3"], 1))
        .then_expect_events(vec![booked(FIRST, ANNA, &["ST-A-1", "GA-3"], 1)]);
    TestFramework::<Event>::with(())
        .given(sold())
        .when(delete(2))
        .then_expect_error(Refusal::EventHasBookings { bookings: 1 });
}

#[test]
fn the_state_survives_being_stored_as_json_and_as_a_snapshot() {
    let states = [
        Event::default(),
        given(sold()).event(),
        given(sold())
            .after(take_back(FIRST, Canceller::Admin, 2))
            .after(book(SECOND, BERT, &["ST-A-1"], 3))
            .event(),
        given(sold()).after(call_off(2)).event(),
        given([created(), deleted(1)]).event(),
    ];
    for state in states {
        let stored = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&stored).unwrap(), state);
        assert_eq!(Event::from_snapshot(&state.to_snapshot()), Ok(state));
    }
}
