//! Who may call what: each call is asked by those who may not, and the document is held against
//! what they are told.

use reqwest::Method;
use seatlog::http::openapi;
use seatlog::http::routes::{Call, TABLE};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{House, send};
use crate::people::Person;

fn documented(document: &Value, method: &str, path: &str) -> Value {
    document["paths"][path][method.to_lowercase()].clone()
}

async fn ask(house: &House, method: &str, path: &str, by: Option<&Person>) -> (u16, String) {
    let path = path.replace("{id}", &house.admin.id.to_string());
    let call = house.call(Method::from_bytes(method.as_bytes()).unwrap(), &path, by);
    // A body that no call takes: whoever may not call is told so before it is looked at.
    let call = if method == "GET" {
        call
    } else {
        call.json(&json!([7]))
    };
    let keyed = call.try_clone().unwrap().header("idempotency-key", &path);
    let answer = send(call).await;
    let keyed = send(keyed).await;
    assert_eq!(keyed.status, answer.status, "{method} {path}, keyed");
    let slug = if answer.status >= 400 {
        answer.slug().to_owned()
    } else {
        String::new()
    };
    (answer.status, slug)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_stranger_is_turned_away_exactly_where_the_document_says_so(pool: PgPool) {
    let house = House::open(pool).await;
    let document: Value = serde_json::from_str(&openapi::document()).unwrap();
    let head = house.head().await;
    for call in TABLE.iter().copied().flatten() {
        let needs_login = documented(&document, call.method, call.path)["security"].is_array();
        let (status, slug) = ask(&house, call.method, call.path, None).await;
        let name = format!("{} {}", call.method, call.path);
        assert_eq!(
            slug == "unauthenticated",
            needs_login,
            "{name}: {status} {slug}"
        );
    }
    assert_eq!(house.head().await, head, "nobody changed anything");
}

/// Events are changed, and everything is overseen, by admins only.
fn is_for_admins(call: &Call) -> bool {
    let changes_event = call.path.starts_with("/events")
        && call.method != "GET"
        && !["/holds", "/bookings", "/queue"]
            .iter()
            .any(|of| call.path.ends_with(of));
    let oversees = ["/admin/", "/reports/", "/audit/"];
    // What buyers check their own bookings with.
    let for_buyers = ["/audit/bookings/{id}/proof", "/audit/check_proof.py"];
    if for_buyers.contains(&call.path) {
        return false;
    }
    changes_event || oversees.iter().any(|area| call.path.starts_with(area))
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_for_admins_is_for_nobody_else(pool: PgPool) {
    let house = House::open(pool).await;
    let document: Value = serde_json::from_str(&openapi::document()).unwrap();
    let for_admins: Vec<&Call> = TABLE
        .iter()
        .copied()
        .flatten()
        .filter(|call| is_for_admins(call))
        .collect();
    assert!(for_admins.len() >= 14, "{for_admins:?}");
    for call in for_admins {
        let name = format!("{} {}", call.method, call.path);
        let refusals = &documented(&document, call.method, call.path)["responses"]["403"];
        assert!(
            refusals["description"]
                .as_str()
                .unwrap()
                .contains("`forbidden`"),
            "{name}"
        );
        for (person, refused) in [
            (None, (401, "unauthenticated")),
            (Some(&house.ada), (403, "forbidden")),
            (Some(&house.staff), (403, "forbidden")),
        ] {
            let (status, slug) = ask(&house, call.method, call.path, person).await;
            assert_eq!((status, slug.as_str()), refused, "{name}");
        }
        let (status, _) = ask(&house, call.method, call.path, Some(&house.admin)).await;
        assert!(![401, 403].contains(&status), "{name}: {status}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_document_has_every_route_and_no_other(pool: PgPool) {
    let house = House::open(pool).await;
    let served = house.get("/openapi.json", None).await.body;
    assert_eq!(served["openapi"], "3.1.0");
    let mut documented = Vec::new();
    for (path, operations) in served["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            documented.push((method.to_uppercase(), path.clone()));
            let (status, slug) = ask(&house, &method.to_uppercase(), path, None).await;
            assert_ne!(status, 405, "{method} {path} {slug}");
        }
    }
    let routes = TABLE.iter().copied().flatten();
    let mut routes: Vec<_> = routes
        .map(|call| (call.method.to_owned(), call.path.to_owned()))
        .collect();
    documented.sort();
    routes.sort();
    assert_eq!(documented, routes);
}
