//! What is around the calls: probes, pages, methods, headers.

use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::harness::{House, send};

#[sqlx::test(migrations = "../migrations")]
async fn an_unknown_call_is_not_found_and_a_wrong_method_is_told_the_right_ones(pool: PgPool) {
    let house = House::open(pool).await;
    for path in [
        "/api",
        "/api/v1",
        "/api/v1/nothing",
        "/api/v2/events",
        "/api/v1/events/1/2/3",
    ] {
        let answer = send(house.request(Method::GET, path)).await;
        assert_eq!(answer.refused(), (404, "not-found"), "{path}");
    }
    for (method, path, allowed) in [
        (Method::PUT, "/api/v1/events", "GET, POST, HEAD"),
        (Method::DELETE, "/api/v1/bookings", "GET, HEAD"),
        (Method::OPTIONS, "/api/v1/events/x/publish", "POST"),
        (Method::POST, "/healthz", "GET, HEAD"),
        (Method::POST, "/some/page", "GET, HEAD"),
    ] {
        let answer = send(house.request(method, path)).await;
        assert_eq!(answer.refused(), (405, "method-not-allowed"), "{path}");
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
    let head = house
        .request(Method::HEAD, "/api/v1/events")
        .send()
        .await
        .unwrap();
    assert_eq!(head.status(), 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn every_answer_carries_the_security_headers_and_an_id(pool: PgPool) {
    let house = House::open(pool).await;
    for path in [
        "/",
        "/api/v1/events",
        "/api/v1/nothing",
        "/docs/",
        "/healthz",
    ] {
        let answer = house.request(Method::GET, path).send().await.unwrap();
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .map_or("", |v| v.to_str().unwrap())
        };
        let policy = header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'self'; "),
            "{path}: {policy}"
        );
        assert!(policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
    }
    let mine = house
        .request(Method::GET, "/healthz")
        .header("x-request-id", "trace-7");
    assert_eq!(
        mine.send().await.unwrap().headers()["x-request-id"],
        "trace-7"
    );
    let forged = house
        .request(Method::GET, "/healthz")
        .header("x-request-id", "a b");
    assert_ne!(
        forged.send().await.unwrap().headers()["x-request-id"],
        "a b"
    );
    let kept = house.get("/events", None).await;
    assert_eq!(kept.header("cache-control"), "no-store");
}

#[sqlx::test(migrations = "../migrations")]
async fn the_program_is_ready_until_a_read_model_halts_or_it_stops(pool: PgPool) {
    let house = House::open(pool).await;
    assert_eq!(house.readiness().await, (200, json!([])));

    sqlx::query("UPDATE projection_checkpoints SET state = 'halted' WHERE name = 'bookings'")
        .execute(&house.pool)
        .await
        .unwrap();
    let halted = json!(["read model bookings has halted at position 1"]);
    assert_eq!(house.readiness().await, (503, halted));

    sqlx::query("UPDATE projection_checkpoints SET state = 'running'")
        .execute(&house.pool)
        .await
        .unwrap();
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 1")
        .execute(&house.pool)
        .await
        .unwrap();
    let pending = json!(["1 migrations are not applied"]);
    assert_eq!(house.readiness().await, (503, pending));

    house.state.draining.cancel();
    let (status, reasons) = house.readiness().await;
    assert_eq!((status, &reasons[0]), (503, &json!("stopping")));
    let alive = house.request(Method::GET, "/healthz").send().await.unwrap();
    assert_eq!(alive.status(), 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn calls_are_counted_by_the_pattern_of_their_route(pool: PgPool) {
    let house = House::open(pool).await;
    house.get(&format!("/events/{}", house.ada.id), None).await;
    let metrics = house
        .request(Method::GET, "/metrics")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let counted = metrics.lines().any(|line| {
        line.starts_with("seatlog_http_requests_total{")
            && line.contains("route=\"/api/v1/events/{id}\"")
            && line.contains("status=\"404\"")
    });
    assert!(counted, "{metrics}");
    assert!(metrics.contains("seatlog_http_request_duration_seconds_bucket{"));
    assert!(
        !metrics.contains(&house.ada.id.to_string()),
        "ids are no labels"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_documentation_is_browsable_from_here_alone(pool: PgPool) {
    let house = House::open(pool).await;
    let page = house.request(Method::GET, "/docs").send().await.unwrap();
    assert_eq!(page.url().path(), "/docs/");
    let page = page.text().await.unwrap();
    assert!(page.contains("swagger-ui"), "{page}");
    assert!(!page.contains("https://"), "nothing from elsewhere: {page}");
    let script = house
        .request(Method::GET, "/docs/swagger-initializer.js")
        .send()
        .await
        .unwrap();
    assert!(
        script
            .text()
            .await
            .unwrap()
            .contains("/api/v1/openapi.json")
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_large_is_sent_compressed_to_those_who_can_read_it(pool: PgPool) {
    let house = House::open(pool).await;
    let path = "/api/v1/openapi.json";
    let plain = house.request(Method::GET, path).send().await.unwrap();
    assert!(plain.headers().get("content-encoding").is_none());
    let packed = house
        .request(Method::GET, path)
        .header("accept-encoding", "gzip");
    let packed = packed.send().await.unwrap();
    assert_eq!(packed.headers()["content-encoding"], "gzip");
    assert!(packed.bytes().await.unwrap().len() < plain.bytes().await.unwrap().len() / 4);
}

/// Returns once a query of this database waits for a lock.
async fn until_blocked(pool: &PgPool) {
    let sql = "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
               WHERE NOT granted AND d.datname = current_database())";
    while !sqlx::query_scalar::<_, bool>(sql)
        .fetch_one(pool)
        .await
        .unwrap()
    {}
}

#[sqlx::test(migrations = "../migrations")]
async fn a_server_that_stops_answers_what_has_begun_and_takes_nothing_new(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    let mut tx = house.pool.begin().await.unwrap();
    let lock = "LOCK TABLE catalogue_events IN ACCESS EXCLUSIVE MODE";
    sqlx::query(lock).execute(&mut *tx).await.unwrap();
    let stop = async {
        until_blocked(&house.pool).await;
        let stopping = house.server.stop(true);
        tx.commit().await.unwrap();
        stopping.await;
    };
    let (answer, ()) = tokio::join!(house.get("/events", None), stop);
    assert_eq!(answer.body["items"][0]["id"], json!(event));
    let late = house.request(Method::GET, "/healthz").send().await;
    assert!(late.unwrap_err().is_connect());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_page_of_an_event_is_a_page_whatever_becomes_of_the_event(pool: PgPool) {
    let house = House::open(pool).await;
    let id = house.event_with(json!({"name": "Die <Zauberflöte>"})).await;
    let page = async |path: String| {
        let answer = house.request(Method::GET, &path).send().await.unwrap();
        let kept = answer.headers()["cache-control"]
            .to_str()
            .unwrap()
            .to_owned();
        (answer.status().as_u16(), kept, answer.text().await.unwrap())
    };
    let plain = page("/".to_owned()).await;
    let shown = page(format!("/events/{id}")).await;
    // Where the SPA was not built there is no page at all.
    assert_eq!((shown.0, &shown.1), (plain.0, &plain.1));
    assert!(!shown.2.contains("<Zauberflöte>"));
    for nowhere in [
        "/events/nothing",
        "/events/01890000-0000-7000-8000-000000000001",
    ] {
        assert_eq!(page(nowhere.to_owned()).await, plain, "{nowhere}");
    }
}
