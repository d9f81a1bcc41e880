use super::*;

#[test]
fn a_booking_of_another_seat_or_of_two_or_a_cancelled_one_is_no_answer() {
    let body = |seats: &str, status: &str| {
        let id = Uuid::now_v7();
        format!(r#"{{"id":"{id}","status":"{status}","seats":[{seats}],"position":7}}"#)
    };
    let one = r#"{"seat":"ST-1-1","price_minor":1}"#;
    let two = format!(r#"{one},{{"seat":"ST-1-2","price_minor":1}}"#);
    let fits = |body: String, seat| booked(body.as_bytes(), seat).is_ok();
    assert!(fits(body(one, "confirmed"), "ST-1-1"));
    assert!(!fits(body(one, "confirmed"), "ST-1-2"));
    assert!(!fits(body(&two, "confirmed"), "ST-1-1"));
    assert!(!fits(body(one, "cancelled"), "ST-1-1"));
}
