use super::fixtures::*;
use super::given::given;
use crate::event::{EventFact, Refusal, Status};

#[test]
fn a_draft_is_published() {
    let published = EventFact::EventPublished {
        published_at: minute(7),
    };
    given([created()]).when(publish(7)).then([published]);
    let event = given([created()]).after(publish(7)).live();
    assert_eq!(event.status, Status::Published { at: minute(7) });
}

#[test]
fn publishing_again_changes_nothing() {
    given(on_sale()).when(publish(7)).then_nothing();
    // Not even after it has started.
    given(on_sale()).when(publish(STARTS + 1)).then_nothing();
}

#[test]
fn a_draft_whose_time_has_come_is_not_published() {
    given([created()])
        .when(publish(STARTS))
        .then_refused_fields(&["starts_at"]);
}

#[test]
fn a_cancelled_or_deleted_event_is_not_published() {
    given([created(), cancelled(1)])
        .when(publish(2))
        .then_refused(Refusal::EventCancelled);
    given([created(), deleted(1)])
        .when(publish(2))
        .then_refused(Refusal::EventNotFound);
}
