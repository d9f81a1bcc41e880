use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::*;

const OLD: &str = "the old secret, which is long enough";
const NEW: &str = "the new secret, which is long enough";

fn tokens(secrets: &[&str]) -> Tokens {
    Tokens::new(&Secrets::new(secrets.iter().map(|&secret| secret.to_owned()).collect()).unwrap())
}

fn ada() -> UserId {
    UserId::new(Uuid::from_u128(7))
}

fn now() -> DateTime<Utc> {
    "2027-03-01T19:30:00Z".parse().unwrap()
}

/// Claims as they should be, for a test to spoil.
fn good() -> Value {
    let start = now().timestamp();
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": ada(), "role": "user", "gen": 0,
        "iat": start, "nbf": start, "exp": start + 900, "jti": Uuid::from_u128(1),
    })
}

/// Signs any claims with our own secret: what is wrong with the token is then only what it says.
fn signed(claims: &Value) -> String {
    let ours = tokens(&[NEW]);
    jsonwebtoken::encode(&ours.header, claims, &ours.signing).unwrap()
}

fn is_refused(token: &str) -> bool {
    tokens(&[NEW]).verify(token, now()).is_err()
}

#[test]
fn a_token_says_who_calls_and_what_they_may_do() {
    let ours = tokens(&[NEW]);
    let token = ours.sign(ada(), Role::Staff, 3, now()).unwrap();
    let claims = ours.verify(&token, now()).unwrap();
    assert_eq!(
        (claims.sub, claims.role, claims.r#gen),
        (ada(), Role::Staff, 3)
    );
    assert!(!is_refused(&signed(&good())));
}

#[test]
fn a_token_ends_after_a_quarter_of_an_hour() {
    let ours = tokens(&[NEW]);
    let token = ours.sign(ada(), Role::User, 0, now()).unwrap();
    assert!(
        ours.verify(&token, now() + LIFETIME - TimeDelta::seconds(1))
            .is_ok()
    );
    assert!(ours.verify(&token, now() + LIFETIME).is_err());
    assert!(ours.verify(&token, now() - TimeDelta::minutes(2)).is_err());
}

#[test]
fn after_a_change_of_secret_the_old_one_still_checks_but_no_longer_signs() {
    let (before, during, after) = (tokens(&[OLD]), tokens(&[NEW, OLD]), tokens(&[NEW]));
    let old = before.sign(ada(), Role::User, 0, now()).unwrap();
    let new = during.sign(ada(), Role::User, 0, now()).unwrap();
    assert!(during.verify(&old, now()).is_ok());
    assert!(during.verify(&new, now()).is_ok());
    assert!(after.verify(&new, now()).is_ok());
    assert!(after.verify(&old, now()).is_err());
    assert!(before.verify(&new, now()).is_err());
}

#[test]
fn a_changed_token_is_refused() {
    let token = signed(&good());
    let [header, _, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let mut claims = good();
    claims["role"] = json!("admin");
    let forged = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
    assert!(is_refused(&format!("{header}.{forged}.{signature}")));
    for token in ["", ".", "..", "a.b.c", &token[..token.len() - 1]] {
        assert!(is_refused(token), "{token}");
    }
}

#[test]
fn a_token_signed_by_somebody_else_is_refused_even_under_our_key_id() {
    let key = EncodingKey::from_secret(b"a secret that somebody made up himself");
    let token = jsonwebtoken::encode(&tokens(&[NEW]).header, &good(), &key).unwrap();
    assert!(is_refused(&token));
}

#[test]
fn only_hs256_counts_and_none_least_of_all() {
    let key_id = key_id(NEW.as_bytes());
    let body = BASE64_URL_SAFE_NO_PAD.encode(good().to_string());
    for algorithm in ["none", "None", "HS1", ""] {
        let header = json!({"alg": algorithm, "typ": "JWT", "kid": key_id});
        let header = BASE64_URL_SAFE_NO_PAD.encode(header.to_string());
        assert!(is_refused(&format!("{header}.{body}.")), "{algorithm}");
    }
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let mut header = tokens(&[NEW]).header;
        header.alg = algorithm;
        let key = EncodingKey::from_secret(NEW.as_bytes());
        let token = jsonwebtoken::encode(&header, &good(), &key).unwrap();
        assert!(is_refused(&token), "{algorithm:?}");
    }
}

#[test]
fn the_header_must_name_the_key_and_the_kind() {
    let ours = tokens(&[NEW]);
    for spoil in [
        |header: &mut Header| header.kid = None,
        |header: &mut Header| header.kid = Some("0000000000000000".into()),
        |header: &mut Header| header.typ = None,
        |header: &mut Header| header.typ = Some("refresh".into()),
    ] {
        let mut header = ours.header.clone();
        spoil(&mut header);
        assert!(is_refused(
            &jsonwebtoken::encode(&header, &good(), &ours.signing).unwrap()
        ));
    }
}

#[test]
fn every_claim_is_required() {
    let names: Vec<String> = good().as_object().unwrap().keys().cloned().collect();
    assert_eq!(names.len(), 9);
    for name in names {
        let mut claims = good();
        claims.as_object_mut().unwrap().remove(&name);
        assert!(is_refused(&signed(&claims)), "without {name}");
    }
}

#[test]
fn a_claim_that_says_something_else_is_refused() {
    let start = now().timestamp();
    for (name, value) in [
        ("iss", json!("someone")),
        ("aud", json!("another-api")),
        ("aud", json!(["another-api"])),
        ("sub", json!("ada")),
        ("role", json!("owner")),
        ("gen", json!("0")),
        ("exp", json!(start)),
        ("exp", json!(start + 901)),
        ("exp", json!(i64::MAX)),
        ("exp", json!("tomorrow")),
        ("nbf", json!(start + 60)),
        ("iat", json!(start + 60)),
        ("iat", json!(i64::MIN)),
    ] {
        let mut claims = good();
        claims[name] = value.clone();
        assert!(is_refused(&signed(&claims)), "{name} = {value}");
    }
}
