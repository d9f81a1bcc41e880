//! What admins do with accounts.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use crate::door::{Answer, Door, PASSWORD, send};

fn emails(page: &Answer) -> Vec<&str> {
    let items = page.body["items"]
        .as_array()
        .unwrap_or_else(|| panic!("{page:?}"));
    items
        .iter()
        .map(|user| user["email"].as_str().unwrap())
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn accounts_are_listed_newest_first_page_by_page(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, admin) = door.admin().await;
    for name in ["ada", "bob", "cyd"] {
        door.register(&format!("{name}@example.org")).await;
    }
    let first = door.get("/admin/users?limit=3", &admin).await;
    assert_eq!(
        emails(&first),
        ["cyd@example.org", "bob@example.org", "ada@example.org"]
    );
    let cursor = first.body["next_cursor"].as_str().unwrap();
    let second = door
        .get(&format!("/admin/users?limit=3&cursor={cursor}"), &admin)
        .await;
    assert_eq!(emails(&second), ["admin@example.org"]);
    assert_eq!(second.body["next_cursor"], Value::Null);
    let user = second.body["items"][0].as_object().unwrap();
    let names: Vec<_> = user.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "created_at",
            "email",
            "email_verified",
            "id",
            "name",
            "role"
        ]
    );

    let elsewhere = door
        .get(&format!("/admin/users?q=ada&cursor={cursor}"), &admin)
        .await;
    assert_eq!(elsewhere.refused(), (422, "validation"));
    let forged = door.get("/admin/users?cursor=forged", &admin).await;
    assert_eq!(forged.body["errors"][0]["field"], "cursor");
}

#[sqlx::test(migrations = "../migrations")]
async fn accounts_are_found_by_a_part_of_name_or_address(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, admin) = door.admin().await;
    door.register("ada@example.org").await;
    door.register("b_b@opera.example").await;
    for (q, found) in [
        ("ADA@", vec!["ada@example.org"]),
        ("lovelace", vec!["b_b@opera.example", "ada@example.org"]),
        ("opera", vec!["b_b@opera.example"]),
        ("_", vec!["b_b@opera.example"]),
        ("%25", vec![]),
    ] {
        let page = door.get(&format!("/admin/users?q={q}"), &admin).await;
        assert_eq!(emails(&page), found, "{q}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn accounts_are_found_by_their_ids(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, admin) = door.admin().await;
    door.register("ada@example.org").await;
    door.register("bob@example.org").await;
    let all = door.get("/admin/users", &admin).await;
    let id = |at: usize| all.body["items"][at]["id"].as_str().unwrap();
    let two = format!("/admin/users?ids={},{},{}", id(1), id(2), Uuid::now_v7());
    let found = door.get(&two, &admin).await;
    assert_eq!(emails(&found), ["ada@example.org", "admin@example.org"]);
    let many = vec![id(0); 101].join(",");
    for wrong in ["ada", "", &many] {
        let refused = door.get(&format!("/admin/users?ids={wrong}"), &admin).await;
        assert_eq!(refused.refused(), (422, "validation"), "{wrong}");
        assert_eq!(refused.body["errors"][0]["field"], "ids");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_changes_a_role_and_the_position_is_told(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, admin) = door.admin().await;
    let (ada, _) = door.newcomer("ada@example.org").await;
    let path = format!("/admin/users/{ada}");
    let changed = door.patch(&path, &admin, json!({"role": "staff"})).await;
    assert_eq!(
        (changed.status, &changed.body["role"]),
        (200, &json!("staff"))
    );
    assert_eq!(changed.header("seatlog-position"), "3");
    let same = door.patch(&path, &admin, json!({"role": "staff"})).await;
    assert_eq!((same.status, same.header("seatlog-position")), (200, ""));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_an_admin_cannot_do_to_accounts_is_refused(pool: PgPool) {
    let door = Door::open(pool).await;
    let (id, admin) = door.admin().await;
    let own = format!("/admin/users/{id}");
    let last = door.patch(&own, &admin, json!({"role": "user"})).await;
    assert_eq!(last.refused(), (409, "last-admin"));
    let unknown = format!("/admin/users/{}", Uuid::now_v7());
    let nobody = door.patch(&unknown, &admin, json!({"role": "user"})).await;
    assert_eq!(nobody.refused(), (404, "not-found"));
    for bad in [
        json!({"role": "owner"}),
        json!({}),
        json!({"role": "user", "name": "x"}),
    ] {
        assert_eq!(
            door.patch(&own, &admin, bad).await.refused(),
            (422, "validation")
        );
    }
    let bad_id = door
        .patch("/admin/users/7", &admin, json!({"role": "user"}))
        .await;
    assert_eq!(bad_id.refused(), (400, "bad-request"));
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_but_an_admin_sees_or_changes_accounts(pool: PgPool) {
    let door = Door::open(pool).await;
    let (_, admin) = door.admin().await;
    let (ada, user) = door.newcomer("ada@example.org").await;
    let (bob, _) = door.newcomer("bob@example.org").await;
    door.patch(
        &format!("/admin/users/{bob}"),
        &admin,
        json!({"role": "staff"}),
    )
    .await;
    let (_, staff) = door.token_of("bob@example.org").await;
    let path = format!("/admin/users/{ada}");
    for token in [&user, &staff] {
        assert_eq!(
            door.get("/admin/users", token).await.refused(),
            (403, "forbidden")
        );
        let raised = door.patch(&path, token, json!({"role": "admin"})).await;
        assert_eq!(raised.refused(), (403, "forbidden"));
    }
    for call in [
        door.call(Method::GET, "/admin/users"),
        door.call(Method::PATCH, &path),
    ] {
        assert_eq!(send(call).await.refused(), (401, "unauthenticated"));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_admin_ends_all_sessions_of_an_account_and_its_owner_comes_back(pool: PgPool) {
    let door = Door::open(pool.clone()).await;
    let (admin_id, admin) = door.admin().await;
    let (ada, token) = door.newcomer("ada@example.org").await;
    let (_, bob) = door.newcomer("bob@example.org").await;
    let (cookie, _) = door.log_in("ada@example.org", PASSWORD).await.cookie();
    let path = format!("/admin/users/{ada}/sessions");
    for stranger in [&token, &bob] {
        let refused = door.delete(&path, stranger, Value::Null).await;
        assert_eq!(refused.refused(), (403, "forbidden"));
    }
    assert_eq!(door.get("/me", &token).await.status, 200);

    assert_eq!(door.delete(&path, &admin, Value::Null).await.status, 204);
    // On a node that starts now, too.
    let later = Door::open(pool).await;
    for door in [&door, &later] {
        let ended = door.get("/me", &token).await;
        assert_eq!(ended.refused(), (401, "unauthenticated"));
        let ended = door.post_with_cookie("/auth/refresh", &cookie).await;
        assert_eq!(ended.refused(), (401, "session-ended"));
        assert_eq!(door.get("/me", &bob).await.status, 200);
    }
    let (_, again) = door.token_of("ada@example.org").await;
    let listed = door.get("/me/sessions", &again).await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1);
    let actions = door.get("/audit/actions", &admin).await;
    let kept = &actions.body["items"][0];
    assert_eq!(kept["action"], "DELETE /admin/users/{id}/sessions");
    assert_eq!(
        (&kept["actor_id"], &kept["subject"]),
        (&json!(admin_id), &json!(ada))
    );
    let path = format!("/admin/users/{}/sessions", Uuid::now_v7());
    let nobody = door.delete(&path, &admin, Value::Null).await;
    assert_eq!(nobody.refused(), (404, "not-found"));
}
