//! Reports of the past, as CSV, and down to the facts.

use reqwest::Method;
use seatlog_projections::log;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{House, send};

/// Two bookings, one of them taken back, of an event with an odd name.
async fn after_sales(pool: PgPool) -> (House, String) {
    let house = House::open(pool).await;
    let event = house.event_with(json!({"name": "=1+1, \"Nabucco\""})).await;
    house
        .booking(&event, &house.ada, &["ST-A-1", "ST-A-2"])
        .await;
    let back = house.booking(&event, &house.bob, &["ST-B-2A"]).await;
    house.settle().await;
    house
        .post(&format!("/bookings/{back}/cancel"), &house.bob, json!({}))
        .await;
    house.settle().await;
    (house, event)
}

/// The header and the lines of a list as CSV.
async fn csv(house: &House, path: &str) -> Vec<String> {
    let request = house
        .call(Method::GET, path, Some(&house.admin))
        .header("accept", "text/csv");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-type").starts_with("text/csv"));
    assert!(header("content-disposition").contains(".csv"), "{path}");
    assert!(header("vary").contains("accept"));
    let text = answer.text().await.unwrap();
    let lines: Vec<_> = text.split_terminator("\r\n").map(str::to_owned).collect();
    assert!(text.ends_with("\r\n"));
    lines
}

/// The names of the members of an item, nested ones joined by a dot.
fn names(item: &Value, prefix: &str, into: &mut Vec<String>) {
    for (name, value) in item.as_object().unwrap() {
        let nested = value.as_array().map_or(value, |list| &list[0]);
        if nested.is_object() {
            names(nested, &format!("{prefix}{name}."), into);
        } else {
            into.push(format!("{prefix}{name}"));
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn every_list_can_be_had_as_csv_with_the_names_of_its_json(pool: PgPool) {
    let (house, event) = after_sales(pool).await;
    for path in [
        "/reports/events".to_owned(),
        format!("/reports/events/{event}/sections"),
        "/reports/sales".to_owned(),
        "/reports/cancellations".to_owned(),
        "/reports/facts?figure=revenue_minor".to_owned(),
        format!("/reports/users/{}/bookings", house.bob.id),
        "/admin/bookings".to_owned(),
    ] {
        let json = house.get(&path, &house.admin).await.body;
        let items = json["items"].as_array().unwrap();
        let mut expected = vec![];
        names(&items[0], "", &mut expected);
        let lines = csv(&house, &path).await;
        let mut header: Vec<_> = lines[0].split(',').map(str::to_owned).collect();
        assert_eq!(lines.len(), 1 + items.len(), "{path}");
        header.sort();
        expected.sort();
        assert_eq!(header, expected, "{path}");
    }
    let summary = csv(&house, "/reports/summary").await;
    let expected = "bookings,cancelled_bookings,seats_sold,events,users,revenue.currency,\
                    revenue.amount_minor,position,as_of";
    assert_eq!(summary[0], expected);
    assert!(summary[1].starts_with("1,1,2,1,4,EUR,9000,"), "{summary:?}");
    let events = csv(&house, "/reports/events").await;
    assert!(
        events[1].contains(",\"'=1+1, \"\"Nabucco\"\"\","),
        "{events:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn csv_is_the_whole_list_whatever_the_limit(pool: PgPool) {
    let (house, _) = after_sales(pool).await;
    assert_eq!(csv(&house, "/admin/bookings?limit=1").await.len(), 3);
    let years = "from=2020-01-01T00:00:00Z&to=2022-01-01T00:00:00Z";
    let hours = csv(&house, &format!("/reports/sales?{years}")).await;
    assert_eq!(hours.len(), 1 + 731 * 24);
    assert!(hours[17_544].starts_with("2021-12-31T23:00:00Z,0,0,0,"));
}

#[sqlx::test(migrations = "../migrations")]
async fn reports_answer_from_the_log_as_it_stood_then(pool: PgPool) {
    let (house, event) = after_sales(pool).await;
    let now = house.get("/reports/summary", &house.admin).await.body;
    let before = house.head().await - 1;
    let then = format!("/reports/summary?as_of={before}");
    let then = house.get(&then, &house.admin).await.body;
    assert_eq!(
        (&then["bookings"], &then["cancelled_bookings"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(then["position"], before);
    let time = then["as_of"].as_str().unwrap();
    let by_time = format!("/reports/summary?as_of={time}");
    assert_eq!(house.get(&by_time, &house.admin).await.body, then);
    let of_bob = format!("/reports/users/{}/bookings?as_of={before}", house.bob.id);
    let of_bob = house.get(&of_bob, &house.admin).await.body;
    assert_eq!(of_bob["items"][0]["status"], "confirmed");

    let facts = csv(&house, "/reports/facts?figure=bookings").await;
    assert!(facts[3].contains(",BookingCancelled,"), "{facts:?}");
    assert!(facts[3].ends_with(",-1"), "{facts:?}");
    house
        .post(
            &format!("/events/{event}/cancel"),
            &house.admin,
            json!({"reason": "x"}),
        )
        .await;
    house
        .delete(&format!("/events/{event}"), &house.admin)
        .await;
    house.settle().await;
    let sections = format!("/reports/events/{event}/sections");
    assert_eq!(
        house.get(&sections, &house.admin).await.refused(),
        (404, "not-found")
    );
    let position = now["position"].as_i64().unwrap();
    let then = house
        .get(&format!("{sections}?as_of={position}"), &house.admin)
        .await
        .body;
    assert_eq!(then["items"][0]["seats_sold"], 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bad_question_is_told_which_of_its_parts_is_bad(pool: PgPool) {
    let (house, _) = after_sales(pool).await;
    let beyond = house.head().await + 1;
    for (question, field) in [
        ("summary?as_of=2999-01-01T00:00:00Z".to_owned(), "as_of"),
        ("events?as_of=1999-01-01T00:00:00Z".to_owned(), "as_of"),
        (format!("sales?as_of={beyond}"), "as_of"),
        ("lost-demand?as_of=0".to_owned(), "as_of"),
        ("cancellations?as_of=-1".to_owned(), "as_of"),
        ("lost-demand/events?as_of=yesterday".to_owned(), "as_of"),
        (
            "facts?figure=bookings&as_of=99999999999999999999".to_owned(),
            "as_of",
        ),
        ("facts".to_owned(), "figure"),
        ("facts?figure=luck".to_owned(), "figure"),
        ("sales?bucket=week".to_owned(), "bucket"),
        ("events?sort=colour".to_owned(), "sort"),
        (
            "events?from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z".to_owned(),
            "to",
        ),
        ("events?cursor=WyJ0Iiw3XQ.AAAA".to_owned(), "cursor"),
    ] {
        for accept in ["application/json", "text/csv"] {
            let path = format!("/reports/{question}");
            let request = house.call(Method::GET, &path, Some(&house.admin));
            let answer = send(request.header("accept", accept)).await;
            assert_eq!(answer.refused(), (422, "validation"), "{question}");
            assert_eq!(answer.fields(), [field], "{question}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_model_that_is_far_behind_is_not_made_up_for_with_each_answer(pool: PgPool) {
    let house = House::open(pool).await;
    let unheard_of = "
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        SELECT 'event', gen_random_uuid()::text, 1, 'SomethingElse', '1', '{}', '{}'
        FROM generate_series(1, 5000)";
    sqlx::query(unheard_of).execute(&house.pool).await.unwrap();
    let head = log::head(&house.pool).await.unwrap();
    let path = format!("/reports/summary?as_of={head}");
    let behind = house.get(&path, &house.admin).await;
    assert_eq!(behind.refused(), (503, "projection-behind"), "{behind:?}");
}
