//! Access tokens: short-lived JWTs that say who calls and what they may do.

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use seatlog_domain::account::Role;
use seatlog_domain::ids::UserId;

use super::User;
use super::secrets::{Secrets, key_id};

/// How long an access token is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(15);

const ISSUER: &str = "seatlog";
const AUDIENCE: &str = "seatlog-api";
const KIND: &str = "JWT";

/// What a token says. Every claim but the session is required, so a token without one is none of
/// ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The account.
    pub sub: UserId,
    /// What it might do when the token was made.
    pub role: Role,
    /// The account's token generation; see [`super::revocations`].
    pub r#gen: i32,
    /// The session that it was made in, so that ending the session ends it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sid: Option<Uuid>,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

impl Claims {
    fn new(account: UserId, role: Role, generation: i32, now: DateTime<Utc>) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account,
            role,
            r#gen: generation,
            sid: None,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            jti: Uuid::now_v7(),
        }
    }
}

/// The token is forged, out of date or not meant for this program. The reason is for the log of
/// the program, never for the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the access token is not valid: {0}")]
pub struct BadToken(String);

impl BadToken {
    pub(super) fn new(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// Makes and checks access tokens.
#[derive(Clone)]
pub struct Tokens {
    header: Header,
    signing: EncodingKey,
    /// The keys that check, by the id in the token's header.
    verifying: Vec<(String, DecodingKey)>,
    validation: Validation,
}

impl Tokens {
    /// Signs with the first secret, checks with each.
    pub fn new(secrets: &Secrets) -> Self {
        let signing = secrets.bytes().next().unwrap_or_default();
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(key_id(signing));
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        // The library asks the clock itself; `verify` is told the time.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            header,
            signing: EncodingKey::from_secret(signing),
            verifying: secrets
                .bytes()
                .map(|secret| (key_id(secret), DecodingKey::from_secret(secret)))
                .collect(),
            validation,
        }
    }

    /// A token for an account, good from now on.
    pub fn sign(
        &self,
        account: UserId,
        role: Role,
        generation: i32,
        now: DateTime<Utc>,
    ) -> Result<String, BadToken> {
        self.sign_claims(&Claims::new(account, role, generation, now))
    }

    /// The same for a session.
    pub fn sign_in(
        &self,
        session: Uuid,
        user: &User,
        generation: i32,
        now: DateTime<Utc>,
    ) -> Result<String, BadToken> {
        self.sign_claims(&Claims {
            sid: Some(session),
            ..Claims::new(user.id, user.role, generation, now)
        })
    }

    fn sign_claims(&self, claims: &Claims) -> Result<String, BadToken> {
        jsonwebtoken::encode(&self.header, claims, &self.signing).map_err(BadToken::new)
    }

    /// What a token says, if one of our secrets signed it for us and its time has come and not
    /// run out. Whether the account's role changed since is for [`super::revocations`] to say.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, BadToken> {
        let header = jsonwebtoken::decode_header(token).map_err(BadToken::new)?;
        if header.alg != Algorithm::HS256 || header.typ.as_deref() != Some(KIND) {
            return Err(BadToken::new("another kind of token"));
        }
        let named = |(id, _): &&(String, DecodingKey)| header.kid.as_ref() == Some(id);
        let (_, key) = self
            .verifying
            .iter()
            .find(named)
            .ok_or_else(|| BadToken::new("signed with a secret that is not ours"))?;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &self.validation)
            .map_err(BadToken::new)?
            .claims;
        // A token that lived longer than the rest would outlive the memory of what was revoked.
        let too_long = claims.exp.saturating_sub(claims.iat) > LIFETIME.num_seconds();
        // Servers' clocks differ a little: a token from a node slightly ahead is good at once.
        let begun = claims.nbf.max(claims.iat) <= (now + CLOCK_SKEW).timestamp();
        if too_long || !begun || claims.exp <= now.timestamp() {
            return Err(BadToken::new("out of date"));
        }
        if claims.r#gen < 0 {
            return Err(BadToken::new("of a generation that no account has"));
        }
        Ok(claims)
    }
}

/// How far the clocks of two nodes may be apart.
pub const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(30);

#[cfg(test)]
#[path = "tokens/tests.rs"]
mod tests;
