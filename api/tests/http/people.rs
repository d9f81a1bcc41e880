//! The people of a test, with access tokens but without the work of logging in.

use chrono::Utc;
use seatlog::accounts::Accounts;
use seatlog::accounts::registration::Registration;
use seatlog::accounts::secrets::Secrets;
use seatlog::accounts::tokens::Tokens;
use seatlog::event_store::Origin;
use seatlog_domain::account::Role;
use seatlog_domain::ids::UserId;
use sqlx::PgPool;

pub(crate) const PASSWORD: &str = "seven-tenors-2026";

/// Somebody whose access token is good.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: UserId,
    token: String,
}

impl Person {
    pub(crate) fn authorization(&self) -> String {
        format!("Bearer {}", self.token)
    }
}

/// An admin, a member of staff and two users.
pub(crate) async fn enter(accounts: &Accounts, pool: &PgPool, secrets: &Secrets) -> [Person; 4] {
    let now = Utc::now();
    let admin = accounts
        .create_admin("admin@example.org", PASSWORD, now)
        .await
        .unwrap()
        .id;
    let [staff, ada, bob] = ["staff", "ada", "bob"].map(|name| register(accounts, name));
    let (staff, ada, bob) = tokio::join!(staff, ada, bob);
    let by_admin = Origin {
        actor_id: Some(admin),
        ..Origin::system()
    };
    accounts
        .change_role(staff, Role::Staff, &by_admin, now)
        .await
        .unwrap();
    let tokens = Tokens::new(secrets);
    let [admin, staff, ada, bob] = [
        (admin, Role::Admin),
        (staff, Role::Staff),
        (ada, Role::User),
        (bob, Role::User),
    ]
    .map(|(id, role)| person(&tokens, pool, id, role));
    tokio::join!(admin, staff, ada, bob).into()
}

async fn register(accounts: &Accounts, name: &str) -> UserId {
    let registration = Registration {
        email: format!("{name}@example.org"),
        password: PASSWORD.to_owned(),
        name: name.to_owned(),
    };
    let registered = accounts
        .register(&registration, &Origin::system(), Utc::now())
        .await;
    registered.unwrap().0.id
}

async fn person(tokens: &Tokens, pool: &PgPool, id: UserId, role: Role) -> Person {
    let generation = sqlx::query_scalar("SELECT token_generation FROM accounts WHERE id = $1")
        .bind(id.uuid())
        .fetch_one(pool)
        .await
        .unwrap();
    let token = tokens.sign(id, role, generation, Utc::now()).unwrap();
    Person { id, token }
}
