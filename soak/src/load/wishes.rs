//! Wishes as requests.

use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::door::Call;
use crate::evidence::Wish;

/// The request, and whether it can have a key.
pub(super) fn call(wish: &Wish, event: Uuid) -> (Call, bool) {
    let of_event = |what: &str| format!("/events/{event}/{what}");
    let call = match wish {
        Wish::Book(seats) => Call::post(&of_event("bookings"), json!({"seats": seats})),
        Wish::BookBest(quantity) => {
            let best = json!({"best_available": {"quantity": quantity}});
            Call::post(&of_event("bookings"), best)
        }
        Wish::BookHold(hold) => Call::post(&of_event("bookings"), json!({"hold_id": hold})),
        Wish::Hold(seats) => Call::post(&of_event("holds"), json!({"seats": seats})),
        Wish::Release(hold) => Call::new(Method::DELETE, &format!("/holds/{hold}"), None),
        Wish::Cancel(booking) => Call::post(&format!("/bookings/{booking}/cancel"), json!({})),
        Wish::CallOff => Call::post(&of_event("cancel"), json!({"reason": "The tenor is ill."})),
    };
    let keyed = call.method == Method::POST;
    (call, keyed)
}
