use uuid::Uuid;

use super::*;

const LIFE: Duration = Duration::from_secs(3);

fn ids() -> (NodeId, NodeId, EventId) {
    let new = Uuid::now_v7;
    (NodeId(new()), NodeId(new()), EventId::new(new()))
}

/// What Redis says about an event that `node` has for another `left`.
fn held(node: NodeId, left: Duration) -> Option<Holder> {
    Some(Holder {
        node,
        fence: 1,
        left,
    })
}

#[test]
fn a_lease_ends_here_before_it_ends_in_redis() {
    let ((me, _, event), asked) = (ids(), Instant::now());
    let mut table = Table::new(me, LIFE);
    assert!(!table.learn(event, held(me, LIFE), asked));

    let before_its_end = asked + LIFE - LIFE / 5;
    let ended_in_redis = asked + LIFE;
    let almost = ended_in_redis - LIFE / 10;
    assert_eq!(
        table.known(event, before_its_end, false),
        Some(Place::Here),
        "it lasts as long as it safely can"
    );
    assert_eq!(table.known(event, almost, false), None);
    assert_eq!(table.known(event, ended_in_redis, false), None);
}

#[test]
fn no_lease_lasts_longer_than_this_node_asked_for() {
    let ((me, _, event), asked) = (ids(), Instant::now());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(me, Duration::MAX), asked);
    assert_eq!(table.known(event, asked + LIFE, false), None);
}

#[test]
fn an_event_that_another_node_has_taken_is_lost_once() {
    let ((me, other, event), now) = (ids(), Instant::now());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(me, LIFE), now);
    assert!(table.learn(event, held(other, LIFE), now));
    assert!(!table.learn(event, held(other, LIFE), now));
    assert_eq!(table.known(event, now, false), Some(Place::There(other)));
    assert_eq!(table.known(event, now + LIFE, false), None);
}

#[test]
fn a_silent_owner_is_not_asked_again_before_its_lease_has_ended() {
    let ((me, other, event), now) = (ids(), Instant::now());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(other, LIFE), now);
    table.silent(event, other);
    assert_eq!(table.known(event, now, false), Some(Place::Unknown));
    assert_eq!(table.known(event, now + LIFE, false), None);

    table.learn(event, held(other, LIFE), now + LIFE);
    let renewed = table.known(event, now + LIFE, false);
    assert_eq!(renewed, Some(Place::There(other)), "it renewed its lease");
}

#[test]
fn what_an_earlier_owner_says_changes_nothing() {
    let ((me, other, event), now) = (ids(), Instant::now());
    let earlier = NodeId(Uuid::now_v7());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(other, LIFE), now);
    table.mistaken(event, earlier);
    table.silent(event, earlier);
    assert_eq!(table.known(event, now, false), Some(Place::There(other)));
    table.mistaken(event, other);
    assert_eq!(table.known(event, now, false), None);
}

#[test]
fn without_redis_the_last_owner_is_still_asked_but_no_lease_outlives_its_end() {
    let ((me, other, event), now) = (ids(), Instant::now());
    let mine = EventId::new(Uuid::now_v7());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(other, LIFE), now);
    table.learn(mine, held(me, LIFE), now);

    let later = now + LIFE;
    assert_eq!(table.known(event, later, true), Some(Place::There(other)));
    assert_eq!(table.known(mine, later, true), Some(Place::Unknown));
    let never_heard_of = EventId::new(Uuid::now_v7());
    assert_eq!(
        table.known(never_heard_of, now, true),
        Some(Place::Unknown),
        "nobody waits for a Redis that is away"
    );
}

#[test]
fn a_lease_is_renewed_while_commands_come_and_left_to_end_when_they_do_not() {
    let ((me, _, event), now) = (ids(), Instant::now());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(me, LIFE), now);
    for _ in 0..IDLE_RENEWALS {
        assert_eq!(table.in_use(), [event]);
        table.learn(event, held(me, LIFE), now);
    }
    assert_eq!(table.in_use(), [], "nobody used it");
    table.known(event, now, false);
    assert_eq!(table.in_use(), [event], "somebody does again");
}

#[test]
fn a_node_that_leaves_owns_nothing_whatever_redis_says() {
    let ((me, other, event), now) = (ids(), Instant::now());
    let foreign = EventId::new(Uuid::now_v7());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(me, LIFE), now);
    table.learn(foreign, held(other, LIFE), now);
    assert_eq!(table.leave(), [event]);
    assert_eq!(table.known(event, now, false), None);

    // An answer that was under way.
    table.learn(event, held(me, LIFE), now);
    assert_eq!(table.known(event, now, false), Some(Place::Unknown));
    assert_eq!(table.known(foreign, now, false), Some(Place::There(other)));
}

#[test]
fn what_ran_out_long_ago_is_forgotten() {
    let ((me, other, event), now) = (ids(), Instant::now());
    let mine = EventId::new(Uuid::now_v7());
    let mut table = Table::new(me, LIFE);
    table.learn(event, held(other, LIFE), now);
    table.learn(mine, held(me, LIFE), now);
    assert_eq!(table.tidy(now), 1);
    assert_eq!(table.events.len(), 2);
    assert_eq!(table.tidy(now + LIFE), 0);
    assert_eq!(table.events.len(), 2);
    table.tidy(now + LIFE + REMEMBERED);
    assert!(table.events.is_empty());
}
