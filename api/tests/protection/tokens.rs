//! Access tokens at the door.

use reqwest::Method;
use serde_json::json;
use sqlx::PgPool;

use crate::door::{Door, PASSWORD, send};

#[sqlx::test(migrations = "../migrations")]
async fn nobody_comes_in_without_a_good_token(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, token) = door.newcomer("ada@example.org").await;
    let (head, signature) = token.rsplit_once('.').unwrap();
    let (header, _) = head.split_once('.').unwrap();
    for bad in [
        "",
        "x",
        head,
        &format!("{head}."),
        &format!("{header}.e30.{signature}"),
    ] {
        assert_eq!(
            door.get("/me", bad).await.refused(),
            (401, "unauthenticated"),
            "{bad}"
        );
    }
    let none = send(door.call(Method::GET, "/me")).await;
    assert_eq!(none.refused(), (401, "unauthenticated"));
    assert_eq!(none.header("www-authenticate"), "Bearer");
    let basic = door
        .call(Method::GET, "/me")
        .basic_auth("ada@example.org", Some(PASSWORD));
    assert_eq!(send(basic).await.status, 401);
    assert_eq!(door.get("/me", &token).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_bad_token_is_told_also_where_none_is_needed_but_not_at_the_login(pool: PgPool) {
    let door = Door::open(pool).await;
    door.register("ada@example.org").await;
    assert_eq!(send(door.call(Method::GET, "/events")).await.status, 200);
    assert_eq!(
        door.get("/events", "run-out").await.refused(),
        (401, "unauthenticated")
    );
    let login = door
        .call(Method::POST, "/auth/login")
        .bearer_auth("run-out");
    let login = login.json(&json!({"email": "ada@example.org", "password": PASSWORD}));
    assert_eq!(send(login).await.status, 200);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_of_role_ends_the_tokens_from_before(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, admin) = door.admin().await;
    let (ada, old) = door.newcomer("ada@example.org").await;
    let login = door.log_in("ada@example.org", PASSWORD).await;
    let path = format!("/admin/users/{ada}");
    assert_eq!(
        door.patch(&path, &admin, json!({"role": "admin"}))
            .await
            .status,
        200
    );
    assert_eq!(
        door.get("/me", &old).await.refused(),
        (401, "unauthenticated")
    );
    let refresh = door
        .post_with_cookie("/auth/refresh", &login.cookie().0)
        .await;
    assert_eq!(refresh.refused(), (401, "session-ended"));
    let (_, new) = door.token_of("ada@example.org").await;
    assert_eq!(door.get("/admin/users", &new).await.status, 200);

    assert_eq!(
        door.patch(&path, &admin, json!({"role": "user"}))
            .await
            .status,
        200
    );
    assert_eq!(
        door.get("/admin/users", &new).await.refused(),
        (401, "unauthenticated")
    );
}
