//! Who may do what: every call of the OpenAPI document, asked by everybody. A call without a row
//! here fails, and so does a row without a call.

use std::collections::BTreeSet;

use reqwest::Method;
use seatlog::http::openapi;
use seatlog_notifier::{Notifier, NotifierSettings};
use seatlog_projections::seal::sealer;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::harness::{House, event_body};
use crate::people::Person;

/// Those who ask, in this order; what is asked about is Ada's.
const CALLERS: [&str; 5] = ["nobody", "Ada", "Bob", "staff", "admin"];

/// What is asked about, made anew for each caller.
#[derive(Debug, Clone, Copy)]
enum About {
    Nothing,
    Event,
    Draft,
    Hold,
    Booking,
    Ada,
    Newcomer,
    Session,
    Mail,
    Projection,
}

use About::{Ada, Booking, Draft, Event, Hold, Mail, Newcomer, Nothing, Projection, Session};

/// A call, what it is about, and what each caller is told: `ok`, or the slug of the problem.
type Row = (&'static str, About, [&'static str; 5]);

const IN: &str = "unauthenticated";
const NO: &str = "forbidden";
const WHAT: &str = "not-found";
const OK: &str = "ok";

const ANYONE: [&str; 5] = [OK; 5];
const USERS: [&str; 5] = [IN, OK, OK, OK, OK];
const ADMINS: [&str; 5] = [IN, NO, NO, NO, OK];
const STAFF: [&str; 5] = [IN, NO, NO, OK, OK];
/// Nobody learns whether there is such a thing of somebody else.
const OWN: [&str; 5] = [IN, OK, WHAT, WHAT, WHAT];
const OWN_OR_ADMIN: [&str; 5] = [IN, OK, WHAT, WHAT, OK];
const OWN_OR_STAFF: [&str; 5] = [IN, OK, WHAT, OK, OK];

#[rustfmt::skip] // one call a line
const MATRIX: &[Row] = &[
    ("POST /auth/register", Nothing, ANYONE),
    ("POST /auth/login", Nothing, ["bad-credentials"; 5]),
    ("POST /auth/refresh", Nothing, ["session-ended"; 5]),
    ("POST /auth/logout", Nothing, ["session-ended"; 5]),
    ("POST /auth/email/verify", Nothing, ["bad-token"; 5]),
    ("POST /auth/email/resend", Nothing, USERS),
    ("POST /auth/password/forgot", Nothing, ANYONE),
    ("POST /auth/password/reset", Nothing, ["bad-token"; 5]),

    ("GET /me", Nothing, USERS),
    ("PATCH /me", Nothing, USERS),
    ("DELETE /me", Nothing, [IN, "wrong-password", "wrong-password", "wrong-password", "wrong-password"]),
    ("GET /me/sessions", Nothing, USERS),
    ("DELETE /me/sessions/{id}", Session, OWN),
    ("GET /me/export", Nothing, USERS),

    ("GET /events", Nothing, ANYONE),
    ("GET /events?status=draft", Nothing, STAFF),
    ("GET /events?status=all", Nothing, STAFF),
    ("POST /events", Nothing, ADMINS),
    ("GET /events/{id}", Event, ANYONE),
    ("GET /events/{id}", Draft, [WHAT, WHAT, WHAT, OK, OK]),
    ("PATCH /events/{id}", Event, ADMINS),
    ("DELETE /events/{id}", Event, ADMINS),
    ("POST /events/{id}/publish", Draft, ADMINS),
    ("POST /events/{id}/cancel", Event, ADMINS),
    ("GET /events/{id}/seats", Event, ANYONE),
    ("GET /events/{id}/seats", Draft, [WHAT, WHAT, WHAT, OK, OK]),
    ("GET /events/{id}/seats/live", Event, ANYONE),
    ("GET /events/{id}/seats/live", Draft, [WHAT, WHAT, WHAT, OK, OK]),
    ("POST /events/{id}/blocks", Event, ADMINS),
    ("POST /events/{id}/unblocks", Event, ADMINS),
    ("POST /events/{id}/holds", Event, USERS),
    ("POST /events/{id}/holds", Draft, [IN, WHAT, WHAT, "sales-closed", "sales-closed"]),
    ("POST /events/{id}/bookings", Event, USERS),
    ("POST /events/{id}/bookings", Draft, [IN, WHAT, WHAT, "sales-closed", "sales-closed"]),

    ("GET /holds/{id}", Hold, OWN_OR_STAFF),
    ("DELETE /holds/{id}", Hold, OWN),
    ("POST /holds/{id}/extend", Hold, OWN),

    ("GET /bookings", Nothing, USERS),
    ("POST /bookings/check", Nothing, USERS),
    ("GET /bookings/{id}", Booking, OWN_OR_STAFF),
    ("POST /bookings/{id}/cancel", Booking, OWN_OR_ADMIN),

    ("GET /reports/summary", Nothing, ADMINS),
    ("GET /reports/events", Nothing, ADMINS),
    ("GET /reports/events/{id}/sections", Event, ADMINS),
    ("GET /reports/facts", Nothing, ADMINS),
    ("GET /reports/sales?bucket=day", Nothing, ADMINS),
    ("GET /reports/cancellations", Nothing, ADMINS),
    ("GET /reports/lost-demand", Nothing, ADMINS),
    ("GET /reports/lost-demand/events", Nothing, ADMINS),
    ("GET /reports/users/{id}/bookings", Ada, ADMINS),

    ("POST /audit/verify", Nothing, ADMINS),
    ("GET /audit/checkpoints", Nothing, ADMINS),
    ("GET /audit/bookings/{id}/proof", Booking, OWN_OR_ADMIN),
    ("GET /audit/check_proof.py", Nothing, ANYONE),
    ("GET /audit/facts", Nothing, ADMINS),
    ("GET /audit/events/{id}/seats/{seat}", Event, ADMINS),
    ("GET /audit/actions", Nothing, ADMINS),

    ("GET /admin/users", Nothing, ADMINS),
    ("PATCH /admin/users/{id}", Newcomer, ADMINS),
    ("DELETE /admin/users/{id}", Newcomer, ADMINS),
    ("GET /admin/bookings", Nothing, ADMINS),
    ("GET /admin/mails", Nothing, ADMINS),
    ("GET /admin/mails/{id}", Mail, ADMINS),
    ("POST /admin/mails/{id}/retry", Mail, [IN, NO, NO, NO, "mail-not-failed"]),
    ("GET /admin/projections", Nothing, ADMINS),
    ("POST /admin/projections/{name}/rebuild", Projection, ADMINS),

    ("GET /openapi.json", Nothing, ANYONE),
];

/// A body that the call takes.
fn body(call: &str) -> Value {
    let seats = json!({"seats": ["ST-A-2"]});
    match call {
        "POST /auth/register" => {
            let email = format!("{}@example.org", Uuid::now_v7().simple());
            json!({"email": email, "password": PASSWORD, "name": "New"})
        }
        "POST /auth/login" => json!({"email": "nobody@example.org", "password": PASSWORD}),
        "POST /auth/email/verify" => json!({"token": "x"}),
        "POST /auth/password/forgot" => json!({"email": "nobody@example.org"}),
        "POST /auth/password/reset" => json!({"token": "x", "password": PASSWORD}),
        "PATCH /me" => json!({"name": "Somebody"}),
        "DELETE /me" => json!({"password": "eight-tenors-2026"}),
        "POST /events" => event_body(),
        "PATCH /events/{id}" => json!({"description": "In three acts."}),
        "POST /events/{id}/cancel" => json!({"reason": "Rain"}),
        "PATCH /admin/users/{id}" => json!({"role": "staff"}),
        "POST /events/{id}/blocks"
        | "POST /events/{id}/unblocks"
        | "POST /events/{id}/holds"
        | "POST /events/{id}/bookings"
        | "POST /bookings/check" => seats,
        _ => Value::Null,
    }
}

const PASSWORD: &str = "seven-tenors-2026";

/// What a call is about: its id.
async fn make(house: &House, about: About) -> String {
    match about {
        Nothing => String::new(),
        Projection => "bookings".to_owned(),
        Ada => house.ada.id.to_string(),
        Event => house.event().await,
        Draft => house.event_with(json!({"draft": true})).await,
        Hold => {
            let path = format!("/events/{}/holds", house.event().await);
            let held = house
                .post(&path, &house.ada, json!({"seats": ["ST-A-1"]}))
                .await;
            house.settle().await;
            held.text("id")
        }
        Booking => make_booking(house).await,
        Newcomer => {
            let somebody = body("POST /auth/register");
            let registered = house.post("/auth/register", &house.admin, somebody).await;
            registered.body["user"]["id"].as_str().unwrap().to_owned()
        }
        Session => {
            let ada = json!({"email": "ada@example.org", "password": PASSWORD});
            let opened = house.post("/auth/login", &house.admin, ada).await;
            assert_eq!(opened.status, 200, "{opened:?}");
            let sessions = house.get("/me/sessions", &house.ada).await;
            sessions.body["items"][0]["id"].as_str().unwrap().to_owned()
        }
        Mail => a_mail(house).await,
    }
}

async fn make_booking(house: &House) -> String {
    let event = house.event().await;
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    // It can be proven from then on.
    sealer::catch_up(&house.pool).await.unwrap();
    booking
}

/// The mail about a booking of Ada's, which was sent.
async fn a_mail(house: &House) -> String {
    make_booking(house).await;
    let folder = tempfile::tempdir().unwrap();
    let settings = NotifierSettings {
        smtp_url: None,
        mail_dir: folder.path().to_owned(),
        mail_from: "Seatlog <noreply@localhost>".to_owned(),
        admin_email: None,
        public_url: "http://localhost:8080".to_owned(),
    };
    let notifier = Notifier::new(house.pool.clone(), settings.check().unwrap());
    notifier.drain().await.unwrap();
    let mails = house.get("/admin/mails", &house.admin).await;
    mails.body["items"][0]["id"].as_str().unwrap().to_owned()
}

/// What a caller is told. A stream is not read to its end.
async fn told(house: &House, row: &Row, by: Option<&Person>) -> String {
    let (call, about, _) = *row;
    let (method, path) = call.split_once(' ').unwrap();
    let id = make(house, about).await;
    let path = path.replace("{id}", &id).replace("{name}", &id);
    let path = path.replace("{seat}", "ST-A-1");
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = house.call(method, &path, by);
    let request = request.header("sec-fetch-site", "same-origin");
    let request = match body(call) {
        Value::Null => request,
        body => request.json(&body),
    };
    let response = request.send().await.unwrap();
    if response.status().as_u16() < 400 {
        return OK.to_owned();
    }
    let problem: Value = response.json().await.unwrap();
    let uri = problem["type"].as_str().unwrap();
    uri.strip_prefix("/problems/").unwrap().to_owned()
}

#[sqlx::test(migrations = "../migrations")]
async fn everybody_may_do_what_the_matrix_says_and_nothing_else(pool: PgPool) {
    let house = House::open(pool).await;
    let callers = [
        None,
        Some(&house.ada),
        Some(&house.bob),
        Some(&house.staff),
        Some(&house.admin),
    ];
    let mut wrong = Vec::new();
    for row in MATRIX {
        for ((name, by), expected) in CALLERS.iter().zip(callers).zip(row.2) {
            let told = told(&house, row, by).await;
            if told != expected {
                wrong.push(format!(
                    "{} of {:?} by {name}: {told}, not {expected}",
                    row.0, row.1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_call_of_the_document_has_a_row_and_every_row_a_call() {
    let document: Value = serde_json::from_str(&openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let documented: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, calls)| {
            let methods = calls.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let call = |row: &Row| row.0.split('?').next().unwrap().to_owned();
    let rows: BTreeSet<String> = MATRIX.iter().map(call).collect();
    let without: Vec<_> = documented.symmetric_difference(&rows).collect();
    assert!(
        without.is_empty(),
        "say in MATRIX who may do what: {without:#?}"
    );
}
