//! Access tokens that somebody made up: all are refused at the door, and told nothing of why.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::Utc;
use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};
use sqlx::PgPool;
use uuid::Uuid;

use crate::door::{Door, SECRET, send};

/// Somebody who knows how our tokens look, and in some attacks even what they are signed with.
struct Forger {
    admin: String,
    now: i64,
    /// A token of the forger's own, good until it was changed.
    own: String,
}

fn encoded(value: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value)
}

fn changed(mut value: Value, changes: &[(&str, Value)]) -> Value {
    let object = value.as_object_mut().unwrap();
    for (name, value) in changes {
        // There is no claim of ours that may be null.
        if value.is_null() {
            object.remove(*name);
        } else {
            object.insert((*name).to_owned(), value.clone());
        }
    }
    value
}

fn mac<M: Mac + hmac::digest::KeyInit>(key: &[u8], text: &str) -> String {
    let mut mac = <M as Mac>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    encoded(mac.finalize().into_bytes())
}

fn sha256(key: &[u8], text: &str) -> String {
    mac::<Hmac<Sha256>>(key, text)
}

impl Forger {
    fn header(&self, changes: &[(&str, Value)]) -> Value {
        let key_id = seatlog::accounts::secrets::key_id(SECRET.as_bytes());
        changed(
            json!({"typ": "JWT", "alg": "HS256", "kid": key_id}),
            changes,
        )
    }

    fn claims(&self, changes: &[(&str, Value)]) -> Value {
        let good = json!({
            "iss": "seatlog", "aud": "seatlog-api", "sub": self.admin, "role": "admin", "gen": 0,
            "iat": self.now, "nbf": self.now, "exp": self.now + 900, "jti": Uuid::now_v7(),
        });
        changed(good, changes)
    }

    /// What is signed.
    fn text(&self, header: &[(&str, Value)], claims: &[(&str, Value)]) -> String {
        let header = encoded(self.header(header).to_string());
        format!("{header}.{}", encoded(self.claims(claims).to_string()))
    }

    /// Signed with our own secret: what is wrong is only what the token says.
    fn signed(&self, header: &[(&str, Value)], claims: &[(&str, Value)]) -> String {
        let text = self.text(header, claims);
        format!("{text}.{}", sha256(SECRET.as_bytes(), &text))
    }

    /// Without a signature, with one of somebody else, or with one of another algorithm.
    fn algorithms(&self) -> Vec<(String, String)> {
        let mut forged = Vec::new();
        for name in [
            "none", "None", "NONE", "nOnE", "", "HS1", "hs256", "HS256 ", "null",
        ] {
            let text = self.text(&[("alg", json!(name))], &[]);
            forged.push((format!("alg {name:?} unsigned"), format!("{text}.")));
            let signature = sha256(SECRET.as_bytes(), &text);
            forged.push((
                format!("alg {name:?} signed"),
                format!("{text}.{signature}"),
            ));
        }
        for name in ["RS256", "ES256", "PS256", "EdDSA"] {
            // The public key as the secret: nobody has one here, so the key id must do.
            let text = self.text(&[("alg", json!(name))], &[]);
            let signature = sha256(SECRET.as_bytes(), &text);
            forged.push((format!("alg {name}"), format!("{text}.{signature}")));
        }
        for name in ["HS384", "HS512"] {
            let text = self.text(&[("alg", json!(name))], &[]);
            let signature = match name {
                "HS384" => mac::<Hmac<Sha384>>(SECRET.as_bytes(), &text),
                _ => mac::<Hmac<Sha512>>(SECRET.as_bytes(), &text),
            };
            forged.push((format!("alg {name}"), format!("{text}.{signature}")));
        }
        forged
    }

    /// Another key than ours, also where the header points to it.
    fn keys(&self) -> Vec<(String, String)> {
        let key_id = self.header(&[])["kid"].as_str().unwrap().to_owned();
        let mut forged = Vec::new();
        for (name, key) in [
            ("no key", Vec::new()),
            ("a key of nulls", vec![0; 32]),
            ("the key id as the key", key_id.clone().into_bytes()),
            ("the hash of the secret", Sha256::digest(SECRET).to_vec()),
            ("half of the secret", SECRET.as_bytes()[..19].to_vec()),
            ("the secret and more", format!("{SECRET}!").into_bytes()),
            ("a common secret", b"your-256-bit-secret".to_vec()),
        ] {
            let text = self.text(&[], &[]);
            forged.push((name.to_owned(), format!("{text}.{}", sha256(&key, &text))));
        }
        let own = b"a key that the forger has made up";
        for (name, header) in [
            ("kid of another", vec![("kid", json!("0000000000000000"))]),
            ("kid of a file", vec![("kid", json!("../../dev/null"))]),
            ("kid with SQL", vec![("kid", json!("' OR '1'='1"))]),
            ("no kid", vec![("kid", Value::Null)]),
            ("kid a list", vec![("kid", json!([key_id]))]),
            (
                "jwk",
                vec![("jwk", json!({"kty": "oct", "k": encoded(own)}))],
            ),
            (
                "jku",
                vec![("jku", json!("https://forger.example/keys.json"))],
            ),
            (
                "x5u",
                vec![("x5u", json!("https://forger.example/key.pem"))],
            ),
        ] {
            let text = self.text(&header, &[]);
            forged.push((name.to_owned(), format!("{text}.{}", sha256(own, &text))));
        }
        forged
    }

    /// Our own signature under what we would never say.
    fn claims_of_others(&self) -> Vec<(String, String)> {
        let now = self.now;
        let mut spoiled = Vec::new();
        for name in [
            "iss", "aud", "sub", "role", "gen", "iat", "nbf", "exp", "jti",
        ] {
            spoiled.push((name, Value::Null));
        }
        spoiled.extend([
            ("iss", json!("somebody")),
            ("aud", json!("another-api")),
            ("aud", json!(["another-api"])),
            ("sub", json!("admin")),
            ("sub", json!(0)),
            ("role", json!("root")),
            ("role", json!(["admin"])),
            ("gen", json!("0")),
            ("gen", json!(-1)),
            ("exp", json!(now)),
            ("exp", json!(now - 86_400)),
            ("exp", json!(now + 901)),
            ("exp", json!(u64::MAX)),
            ("exp", json!("never")),
            ("nbf", json!(now + 120)),
            ("iat", json!(now + 120)),
            ("iat", json!(i64::MIN)),
            ("jti", json!("1")),
            ("sid", json!(Uuid::now_v7().to_string().repeat(2))),
        ]);
        let spoil = |(name, value): (&str, Value)| {
            let told = format!("claim {name} = {value}");
            (told, self.signed(&[], &[(name, value)]))
        };
        let mut forged: Vec<_> = spoiled.into_iter().map(spoil).collect();
        for typ in [json!("refresh"), json!("at+jwt"), json!("JWE"), Value::Null] {
            let told = format!("typ {typ}");
            forged.push((told, self.signed(&[("typ", typ)], &[])));
        }
        forged
    }

    /// A token that was good, taken apart.
    fn broken(&self) -> Vec<(String, String)> {
        let [header, claims, signature] = self.own.split('.').collect::<Vec<_>>()[..] else {
            panic!("{}", self.own)
        };
        let admin = encoded(self.claims(&[]).to_string());
        let mut flipped = signature.to_owned().into_bytes();
        flipped[0] = if flipped[0] == b'A' { b'B' } else { b'A' };
        let flipped = String::from_utf8(flipped).unwrap();
        [
            (
                "the claims of an admin",
                format!("{header}.{admin}.{signature}"),
            ),
            (
                "a bit of the signature",
                format!("{header}.{claims}.{flipped}"),
            ),
            ("no signature", format!("{header}.{claims}.")),
            ("no third part", format!("{header}.{claims}")),
            ("a fourth part", format!("{}.{signature}", self.own)),
            ("only a signature", format!("..{signature}")),
            ("padded", format!("{}=", self.own)),
            ("cut", self.own[..self.own.len() - 1].to_owned()),
            ("twice", format!("{0} {0}", self.own)),
            ("no base64", format!("{header}.§.{signature}")),
            (
                "claims that are a list",
                format!("{header}.{}.{signature}", encoded("[]")),
            ),
            (
                "very long",
                format!("{header}.{}.{signature}", "A".repeat(60_000)),
            ),
            ("a refresh token", encoded([7_u8; 32])),
            ("nothing", String::new()),
            ("null", "null".to_owned()),
        ]
        .map(|(name, token)| (name.to_owned(), token))
        .into()
    }

    fn all(&self) -> Vec<(String, String)> {
        let parts = [
            self.algorithms(),
            self.keys(),
            self.claims_of_others(),
            self.broken(),
        ];
        parts.concat()
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn eighty_forged_tokens_are_refused_without_a_word_of_why(pool: PgPool) {
    let door = Door::open_with(pool, "RATE_LIMITS = 'off'").await;
    let (admin, _) = door.admin().await;
    let (_, own) = door.newcomer("mallory@example.org").await;
    let forger = Forger {
        admin,
        now: Utc::now().timestamp(),
        own,
    };
    // The forger's work is good, but for what is wrong with it on purpose.
    let good = forger.signed(&[], &[]);
    assert_eq!(door.get("/admin/users", &good).await.status, 200);

    let forged = forger.all();
    assert!(forged.len() >= 80, "{}", forged.len());
    let mut refusals = std::collections::HashSet::new();
    for (name, token) in &forged {
        // As bytes: not every one is a text that a client would send.
        let value = reqwest::header::HeaderValue::from_bytes(format!("Bearer {token}").as_bytes());
        let call = door.call(Method::GET, "/admin/users");
        let mut answer = send(call.header("authorization", value.unwrap())).await;
        assert_eq!(
            answer.refused(),
            (401, "unauthenticated"),
            "{name}: {token}"
        );
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{name}");
        answer.body["request_id"].take();
        refusals.insert(answer.body.to_string());
    }
    assert_eq!(refusals.len(), 1, "{refusals:?}");
}
