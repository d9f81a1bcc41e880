//! Every call of the OpenAPI document, asked by everybody. What is somebody's is Ada's.

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::{Method, RequestBuilder};
use seatlog_projections::seal::sealer;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::harness::{House, changed, event_body};
use crate::mails::send_mails;
use crate::people::{PASSWORD, Person};
use crate::uploads::{form, picture};

/// A call: as the document names it, what each caller is told, how it is asked, and its body.
///
/// The callers are, in this order: nobody, Bob, Ada, staff, an admin. What they are told:
/// - `v`: let in. The first of a row succeeds; others may come too late.
/// - `w`: let in, and told that what they bring is wrong (422).
/// - `-`: who are you (401 `unauthenticated`). `s`: where is your cookie (401 `session-ended`).
/// - `x`: not you (403 `forbidden`). `o`: there is no such thing (404 `not-found`).
///
/// Nothing is changed by anybody who is not let in.
type Row = [&'static str; 4];

const EVENT: &str = "an event";
const TEMPLATE: &str = "a template";
const PICTURE: &str = "a picture";

const MATRIX: &str = include_str!("role_matrix.txt");

fn rows() -> Vec<Row> {
    let lines = MATRIX.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut parts = line.split('|').map(str::trim);
        [(); 4].map(|()| parts.next().unwrap())
    };
    lines.map(row).collect()
}

/// What paths and bodies name.
type Names = Vec<(&'static str, String)>;

fn named(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// Things that stay from row to row.
async fn lasting(house: &House, folder: &Path) -> Names {
    let registration = json!({"email": "x@example.org", "name": "X", "password": PASSWORD});
    let somebody = house.post("/auth/register", &house.ada, registration).await;
    let login = json!({"email": "ada@example.org", "password": PASSWORD});
    house.post("/auth/login", &house.ada, login).await;
    let sessions = house.get("/me/sessions", &house.ada).await;
    let scala = changed(body(TEMPLATE), json!({"name": "Scala"}));
    let template = house.post("/admin/templates", &house.admin, scala).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let hot = json!({"waiting_room": {"admit_per_minute": 1}});
    let hot = house.event_with(hot).await;
    let queue = format!("/events/{hot}/queue");
    house.post(&queue, &house.ada, json!({})).await;
    send_mails(house, folder).await;
    let mail: String = sqlx::query_scalar(
        "UPDATE mails SET state = 'dead', sent_at = NULL WHERE position IS NOT NULL
         RETURNING id::text",
    )
    .fetch_one(&house.pool)
    .await
    .unwrap();
    let member = |of: &Value| of["id"].as_str().unwrap().to_owned();
    vec![
        ("password", PASSWORD.to_owned()),
        ("ada", house.ada.id.to_string()),
        ("somebody", member(&somebody.body["user"])),
        ("session", member(&sessions.body["items"][0])),
        ("template", template.text("id")),
        ("mail", mail),
        ("hot", hot),
    ]
}

/// What a row may use up.
async fn fresh(house: &House) -> Names {
    let event = house.event().await;
    let draft = house.event_with(json!({"draft": true})).await;
    let booking = house.booking(&event, &house.ada, &["ST-A-1"]).await;
    let hold = house.hold(&event, &house.ada, &["ST-A-2"]).await.text("id");
    sealer::catch_up(&house.pool).await.unwrap();
    vec![
        ("event", event),
        ("draft", draft),
        ("booking", booking),
        ("hold", hold),
    ]
}

fn body(of: &str) -> Value {
    let event = event_body();
    match of {
        EVENT => event,
        TEMPLATE => json!({"name": "Arena", "currency": "EUR", "seating": event["seating"]}),
        text => serde_json::from_str(text).unwrap(),
    }
}

fn request(house: &House, row: &Row, names: &Names, by: Option<&Person>) -> RequestBuilder {
    let [operation, _, path, content] = *row;
    let (method, documented) = operation.split_once(' ').unwrap();
    let path = named(if path.is_empty() { documented } else { path }, names);
    let call = house.call(Method::from_bytes(method.as_bytes()).unwrap(), &path, by);
    // As the pages of this site ask.
    let call = call.header("sec-fetch-site", "same-origin");
    match content {
        "" => call,
        PICTURE => call.multipart(form(picture(4, 4))),
        text => call.json(&body(&named(text, names))),
    }
}

/// The letter for an answer.
async fn letter(answer: reqwest::Response) -> char {
    let status = answer.status().as_u16();
    if status < 400 {
        return 'v';
    }
    let problem: Value = answer.json().await.unwrap();
    match (status, problem["type"].as_str().unwrap()) {
        (401, "/problems/unauthenticated") => '-',
        (401, "/problems/session-ended") => 's',
        (403, "/problems/forbidden") => 'x',
        (404, "/problems/not-found") => 'o',
        (422, _) => 'w',
        // Let in, and too late.
        (409 | 410, _) => 'c',
        (_, problem) => panic!("{status} {problem}"),
    }
}

/// All that a call could change.
async fn state(pool: &PgPool) -> Vec<String> {
    let mut all = Vec::new();
    for table in [
        "events",
        "accounts",
        "sessions",
        "refresh_tokens",
        "mails",
        "mailed_tokens",
        "erased_accounts",
        "venue_templates",
        "admin_actions",
        "waiting_rooms",
        "waiting_places",
        "log_checkpoints",
        "projection_rebuilds",
    ] {
        let sql = format!(
            "SELECT '{table} ' || count(*) || coalesce(md5(string_agg(t::text, ';' ORDER BY t::text)), '')
             FROM {table} AS t"
        );
        all.push(sqlx::query_scalar(&sql).fetch_one(pool).await.unwrap());
    }
    all
}

fn operations(document: &Value) -> BTreeSet<String> {
    let paths = document["paths"].as_object().unwrap();
    let named = |(path, methods): (&String, &Value)| {
        let methods = methods.as_object().unwrap().keys();
        let named = methods.map(|method| format!("{} {path}", method.to_uppercase()));
        named.collect::<Vec<_>>()
    };
    paths.iter().flat_map(named).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn every_call_lets_in_whom_it_is_for_and_nobody_else_changes_anything(pool: PgPool) {
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "DATA_DIR = {:?}\nRATE_LIMITS = \"off\"\nHOLD_TTL_SECS = 1800\nHOLD_MAX_SECS = 3600",
        folder.path()
    );
    let house = House::open_with(pool, &settings).await;
    let document = house.get("/openapi.json", None).await.body;
    let (matrix, calls) = (rows(), operations(&document));
    let rows: BTreeSet<String> = matrix.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(rows, calls, "each call of the document has a row");

    let lasting = lasting(&house, folder.path()).await;
    let callers = [
        None,
        Some(&house.bob),
        Some(&house.ada),
        Some(&house.staff),
        Some(&house.admin),
    ];
    let mut wrong = Vec::new();
    for row in &matrix {
        let names = [lasting.clone(), fresh(&house).await].concat();
        let (method, path) = row[0].split_once(' ').unwrap();
        let documented = &document["paths"][path][method.to_lowercase()]["responses"];
        let (mut told, mut let_in) = (String::new(), false);
        for (by, expected) in callers.into_iter().zip(row[1].chars()) {
            let before = state(&house.pool).await;
            let answer = request(&house, row, &names, by).send().await.unwrap();
            let status = answer.status().as_u16();
            assert!(
                documented[status.to_string()].is_object(),
                "{row:?}: {status}"
            );
            let answered = match letter(answer).await {
                'c' if let_in || row[0] == "DELETE /me" => 'v',
                letter => letter,
            };
            let_in |= answered == 'v';
            told.push(answered);
            if expected != 'v' {
                assert_eq!(
                    state(&house.pool).await,
                    before,
                    "{row:?} by a caller who is {expected}"
                );
            }
        }
        if told != row[1] {
            wrong.push(format!("{} {}: {told}, not {}", row[0], row[2], row[1]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
