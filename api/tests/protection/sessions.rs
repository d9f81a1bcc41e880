//! Registering, logging in, refreshing, logging out.

use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::door::{Door, PASSWORD, send};

#[sqlx::test(migrations = "../migrations")]
async fn a_person_registers_logs_in_stays_and_leaves(pool: PgPool) {
    let door = Door::open(pool).await;
    let registered = door.register("Ada@example.org").await;
    assert_eq!(
        (registered.status, registered.header("seatlog-position")),
        (201, "1")
    );
    let user = &registered.body["user"];
    assert_eq!(user["email"], "Ada@example.org");
    assert_eq!(user["role"], "user");
    assert_eq!(user["email_verified"], false);
    assert_eq!(user.as_object().unwrap().len(), 5);

    let login = door.log_in("ada@EXAMPLE.org", PASSWORD).await;
    assert_eq!(login.status, 200);
    assert_eq!(login.body["token_type"], "Bearer");
    assert_eq!(login.body["expires_in"], 900);
    assert_eq!(login.body["user"], *user);
    assert_eq!(
        login.body.as_object().unwrap().len(),
        4,
        "no refresh token in the body"
    );
    let (first, attributes) = login.cookie();
    assert!(first.starts_with("seatlog_refresh="));
    assert_eq!(
        attributes,
        "HttpOnly; SameSite=Strict; Path=/api/v1/auth; Max-Age=1209600"
    );

    let token = login.body["access_token"].as_str().unwrap();
    assert_eq!(door.get("/me", token).await.body, *user);
    let renamed = door.patch("/me", token, json!({"name": "Countess"})).await;
    assert_eq!(
        (renamed.status, &renamed.body["name"]),
        (200, &json!("Countess"))
    );

    let refreshed = door.post_with_cookie("/auth/refresh", &first).await;
    assert_eq!(
        (refreshed.status, &refreshed.body["user"]["name"]),
        (200, &json!("Countess"))
    );
    let (second, _) = refreshed.cookie();
    assert_ne!(first, second);
    let left = door.post_with_cookie("/auth/logout", &second).await;
    assert_eq!(left.status, 204);
    assert_eq!(left.cookie().0, "seatlog_refresh=");
    assert!(left.cookie().1.ends_with("Max-Age=0"));
    for path in ["/auth/refresh", "/auth/logout"] {
        let over = door.post_with_cookie(path, &second).await;
        assert_eq!(over.refused(), (401, "session-ended"));
        assert_eq!(
            over.cookie().0,
            "seatlog_refresh=",
            "the browser may forget it"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_brings_no_cookie_has_no_session(pool: PgPool) {
    let door = Door::open(pool).await;
    for path in ["/auth/refresh", "/auth/logout"] {
        for cookie in ["", "seatlog_refresh=", "seatlog_refresh=made-up", "other=1"] {
            let answer = door.post_with_cookie(path, cookie).await;
            assert_eq!(answer.refused(), (401, "session-ended"), "{path} {cookie}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn behind_tls_the_cookie_is_marked_secure(pool: PgPool) {
    let door = Door::open_with(pool, "PUBLIC_URL = 'https://tickets.example'").await;
    door.register("ada@example.org").await;
    let (pair, attributes) = door.log_in("ada@example.org", PASSWORD).await.cookie();
    assert!(pair.starts_with("__Secure-seatlog_refresh="));
    assert!(attributes.contains("; Secure; "), "{attributes}");
    assert_eq!(
        door.post_with_cookie("/auth/refresh", &pair).await.status,
        200
    );
    // The name without the promise is not believed.
    let plain = pair.replace("__Secure-", "");
    assert_eq!(
        door.post_with_cookie("/auth/refresh", &plain).await.status,
        401
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_page_of_another_site_can_neither_refresh_nor_log_out(pool: PgPool) {
    let door = Door::open(pool).await;
    door.register("ada@example.org").await;
    let (cookie, _) = door.log_in("ada@example.org", PASSWORD).await.cookie();
    for path in ["/auth/logout", "/auth/refresh"] {
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let call = door.call(Method::POST, path).header("cookie", &cookie);
            let answer = send(call.header(name, value)).await;
            assert_eq!(
                answer.refused(),
                (403, "forbidden"),
                "{path} {name} {value}"
            );
        }
    }
    let ours = || {
        door.call(Method::POST, "/auth/refresh")
            .header("cookie", &cookie)
    };
    assert_eq!(send(ours()).await.refused(), (403, "forbidden"), "unsaid");
    for (name, value) in [
        ("origin", "http://localhost:8080"),
        ("sec-fetch-site", "same-origin"),
    ] {
        assert_eq!(send(ours().header(name, value)).await.status, 200, "{name}");
    }
    let both = ours()
        .header("origin", "http://localhost:8080")
        .header("sec-fetch-site", "same-site");
    assert_eq!(send(both).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_registration_says_what_is_wrong(pool: PgPool) {
    let door = Door::open(pool).await;
    door.register("ada@example.org").await;
    assert_eq!(
        door.register("ADA@example.org").await.refused(),
        (409, "email-taken")
    );

    let bad = json!({"email": "ada", "password": "short", "name": "a\nb"});
    let refused = door.post("/auth/register", bad).await;
    assert_eq!(refused.refused(), (422, "validation"));
    let fields: Vec<_> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["field"].clone())
        .collect();
    assert_eq!(fields, ["email", "password", "name"]);

    let obvious = json!({"email": "bob@opera.example", "password": "Opera-2026!!", "name": "B"});
    let refused = door.post("/auth/register", obvious).await;
    assert_eq!(refused.refused(), (422, "validation"));
    assert_eq!(refused.body["errors"][0]["field"], "password");

    let unknown =
        json!({"email": "b@example.org", "password": PASSWORD, "name": "B", "role": "admin"});
    let refused = door.post("/auth/register", unknown).await;
    assert_eq!(refused.refused(), (422, "validation"));
    assert_eq!(refused.body["errors"][0]["field"], "role");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_wrong_password_and_an_unknown_address_are_answered_alike(pool: PgPool) {
    let door = Door::open(pool).await;
    door.register("ada@example.org").await;
    let wrong = door.log_in("ada@example.org", "eight-tenors-2026").await;
    let unknown = door.log_in("bob@example.org", "eight-tenors-2026").await;
    assert_eq!(wrong.refused(), (401, "bad-credentials"));
    assert_eq!(wrong.body, unknown.body);
}
