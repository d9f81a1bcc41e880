//! Texts that would be commands in another language, and addresses that the server should not ask.

use std::net::TcpListener;

use reqwest::Method;
use seatlog_notifier::{Notifier, NotifierSettings};
use serde_json::json;
use sqlx::PgPool;
use url::form_urlencoded;

use crate::harness::{House, send};

/// What a careless query would take for SQL or a pattern.
const SEARCHES: [&str; 8] = [
    "' OR '1'='1",
    "'; DROP TABLE accounts; --",
    "%",
    "_",
    "\\",
    "%' ESCAPE '!",
    "$1",
    "ada@example.org') UNION SELECT password_hash FROM accounts --",
];

#[sqlx::test(migrations = "../migrations")]
async fn an_admins_search_is_text_and_no_sql(pool: PgPool) {
    let house = House::open(pool).await;
    let event = house.event().await;
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    for path in ["/admin/users", "/admin/bookings", "/events"] {
        let all = house.get(path, &house.admin).await;
        assert!(!all.body["items"].as_array().unwrap().is_empty(), "{path}");
        for search in SEARCHES {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("q", search)
                .finish();
            let found = house.get(&format!("{path}?{query}"), &house.admin).await;
            assert_eq!(found.status, 200, "{path} {search}");
            assert_eq!(found.body["items"], json!([]), "{path} {search}");
        }
    }
    assert_eq!(house.get("/admin/users", &house.admin).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn no_address_that_anybody_gives_is_ever_asked(pool: PgPool) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let house = House::open(pool).await;
    let picture = json!({"image_url": format!("http://{address}/picture.svg")});
    let event = house.event_with(picture.clone()).await;
    let path = format!("/events/{event}");
    assert_eq!(house.patch(&path, &house.admin, picture).await.status, 200);
    house.booking(&event, &house.ada, &["ST-A-1"]).await;
    house.settle().await;
    for path in [
        &path,
        "/events",
        "/bookings",
        "/me/export",
        "/admin/bookings",
    ] {
        assert_eq!(house.get(path, &house.admin).await.status, 200, "{path}");
    }
    let folder = tempfile::tempdir().unwrap();
    let settings = NotifierSettings {
        smtp_url: None,
        mail_dir: folder.path().to_owned(),
        mail_from: "Seatlog <noreply@localhost>".to_owned(),
        admin_email: None,
        public_url: format!("http://{address}"),
    };
    let notifier = Notifier::new(house.pool.clone(), settings.check().unwrap());
    notifier.drain().await.unwrap();
    // Headers by which others have servers ask, or name, an address.
    for header in [
        "x-forwarded-host",
        "x-original-url",
        "x-rewrite-url",
        "referer",
        "forwarded",
    ] {
        let call = house.call(Method::GET, "/events", None);
        let call = call.header(header, format!("http://{address}/"));
        assert_eq!(send(call).await.status, 200);
    }
    let asked = listener.accept().map(|(_, from)| from);
    let nobody = asked.expect_err("nobody asks");
    assert_eq!(nobody.kind(), std::io::ErrorKind::WouldBlock);
}
