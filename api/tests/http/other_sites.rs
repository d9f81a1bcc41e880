//! What pages of other sites can do with us: nothing.

use reqwest::Method;
use seatlog::http::routes::TABLE;
use sqlx::PgPool;

use crate::harness::{Answer, House};

const EVIL: &str = "https://evil.example";

fn opens_nothing(answer: &reqwest::header::HeaderMap, name: &str) {
    let opened = answer.keys().find(|header| {
        let header = header.as_str();
        header.starts_with("access-control-") || header == "timing-allow-origin"
    });
    assert_eq!(opened, None, "{name}");
}

async fn ask(house: &House, method: Method, path: &str) -> (u16, reqwest::header::HeaderMap) {
    let call = house
        .request(method, path)
        .header("origin", EVIL)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization, idempotency-key",
        );
    let answer = call.send().await.unwrap();
    (answer.status().as_u16(), answer.headers().clone())
}

#[sqlx::test(migrations = "../migrations")]
async fn no_call_lets_pages_of_others_read_its_answer_or_ask_before(pool: PgPool) {
    let house = House::open(pool).await;
    for call in TABLE.iter().copied().flatten() {
        let id = house.ada.id.to_string();
        let path = call.path.replace("{id}", &id).replace("{seat}", "ST-A-1");
        let path = format!("/api/v1{}", path.replace("{name}", "bookings"));
        let method = Method::from_bytes(call.method.as_bytes()).unwrap();
        let name = format!("{method} {path}");
        let (_, headers) = ask(&house, method, &path).await;
        opens_nothing(&headers, &name);
        let (status, headers) = ask(&house, Method::OPTIONS, &path).await;
        assert_eq!(status, 405, "the preflight of {name}");
        opens_nothing(&headers, &name);
    }
    for path in ["/", "/docs/", "/healthz", "/readyz", "/metrics", "/nothing"] {
        let (_, headers) = ask(&house, Method::GET, path).await;
        opens_nothing(&headers, path);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_a_page_of_another_site_can_send_without_asking_is_no_command(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let head = house.head().await;
    // The three kinds of body that a form can have: none of them is JSON.
    for media in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
    ] {
        let call = house
            .call(Method::POST, "/auth/register", None)
            .header("origin", EVIL)
            .header("content-type", media)
            .body(r#"{"email":"eve@example.org","password":"seven-tenors-2026","name":"Eve"}"#);
        let answer: Answer = crate::harness::send(call).await;
        assert_eq!(answer.refused(), (415, "unsupported-media"), "{media}");
        let path = format!("/events/{event}/bookings");
        let call = house
            .call(Method::POST, &path, Some(&house.ada))
            .header("content-type", media)
            .body(r#"{"seats":["ST-A-1"]}"#);
        let answer = crate::harness::send(call).await;
        assert_eq!(answer.refused(), (415, "unsupported-media"), "{media}");
    }
    assert_eq!(house.head().await, head);
}

#[sqlx::test(migrations = "../migrations")]
async fn browsers_are_told_to_stay_with_https_where_people_come_by_https(pool: PgPool) {
    let house = House::open_with(pool.clone(), "PUBLIC_URL = 'https://tickets.example'").await;
    for path in [
        "/",
        "/api/v1/events",
        "/api/v1/nothing",
        "/docs/",
        "/healthz",
    ] {
        let answer = house.request(Method::GET, path).send().await.unwrap();
        assert_eq!(
            answer.headers()["strict-transport-security"],
            "max-age=31536000; includeSubDomains",
            "{path}"
        );
    }
    let plain = house.beside().await;
    let url = format!("http://{}/api/v1/events", plain.address);
    let answer = reqwest::get(url).await.unwrap();
    assert!(!answer.headers().contains_key("strict-transport-security"));
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_takes_no_coding_that_we_know_gets_a_proper_answer(pool: PgPool) {
    let house = House::open(pool).await;
    for accepted in [
        "identity;q=0",
        "*;q=0",
        "br, identity;q=0",
        "br, *;q=0",
        "zstd;q=1, identity;q=0, *;q=0",
        ";;;",
    ] {
        let call = house.call(Method::GET, "/openapi.json", None);
        let answer = call
            .header("accept-encoding", accepted)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{accepted}");
        assert!(
            answer.headers().get("content-encoding").is_none(),
            "{accepted}"
        );
        let _: serde_json::Value = answer.json().await.unwrap();
    }
    let packed = house
        .call(Method::GET, "/openapi.json", None)
        .header("accept-encoding", "gzip, identity;q=0");
    let packed = packed.send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
}
