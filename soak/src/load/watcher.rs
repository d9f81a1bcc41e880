//! Somebody who looks at the seats of all events, now at one node, now at the other.

use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;
use uuid::Uuid;

use super::Evening;
use super::door::{Call, Door, Heard};
use crate::evidence::SeatView;

/// Between two rounds.
const PAUSE: Duration = Duration::from_millis(700);

/// Looks until the evening is over, and once more at both nodes.
pub(super) async fn watch(door: Door, evening: Evening) -> Vec<SeatView> {
    let mut views = Vec::new();
    let mut node = 0;
    loop {
        let last_round = evening.is_over();
        for hall in evening.halls() {
            node += 1;
            let call = Call::get(&format!("/events/{}/seats", hall.id));
            let heard = door.ask(node, &call, None).await;
            if let Heard::Answer {
                status: 200, body, ..
            } = heard
            {
                views.extend(view(hall.id, &body));
            }
        }
        // So that each event is asked for at the other node next.
        node += 1;
        if last_round {
            return views;
        }
        sleep(PAUSE).await;
    }
}

/// What an answer shows, if it is one.
fn view(event: Uuid, shown: &Value) -> Option<SeatView> {
    let number = |name: &str| shown[name].as_u64()?.try_into().ok();
    let seats = |name: &str| -> Option<Vec<String>> {
        let listed = shown[name].as_array()?.iter();
        listed
            .map(|seat| seat.as_str().map(str::to_owned))
            .collect()
    };
    Some(SeatView {
        event,
        position: shown["position"].as_i64()?,
        capacity: number("capacity")?,
        free: number("free")?,
        booked: seats("booked")?,
        held: seats("held")?,
        blocked: seats("blocked")?,
    })
}
