use sqlx::PgPool;

use super::*;

#[sqlx::test(migrations = "../migrations")]
async fn a_person_may_be_called_something_else(pool: PgPool) {
    let accounts = node(&pool).await;
    let ada = registered(&accounts, "ada@example.org").await;
    let renamed = accounts
        .rename(ada.id, " Countess Lovelace ")
        .await
        .unwrap();
    assert_eq!(renamed.name, "Countess Lovelace");
    assert_eq!(accounts.user(ada.id).await.unwrap(), renamed);
    for name in ["", "  ", "Ada\nBcc: all@example.org", &"x".repeat(101)] {
        let refused = refusal(accounts.rename(ada.id, name).await);
        assert!(
            refused.starts_with("Invalid([FieldError { field: \"name\""),
            "{refused}"
        );
    }
    assert_eq!(accounts.user(ada.id).await.unwrap(), renamed);
}
