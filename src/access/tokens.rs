//! Access tokens: one algorithm, every claim required, fifteen minutes.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header, Validation, crypto, decode, encode,
};
use serde::{Deserialize, Serialize};

use super::hs256;
use crate::base::{Error, Result};

/// How long an access token is good for.
pub const LIFE: Duration = Duration::minutes(15);
const ISSUER: &str = "zhuqi";
const AUDIENCE: &str = "zhuqi-api";
const KIND: &str = "at+jwt";

/// What a token says. Role and unit are read from the account at each request, not from here.
#[derive(Debug, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    pub sub: String,
    /// The session.
    pub sid: i64,
    /// The user's token version when it was made.
    pub ver: i64,
    iat: i64,
    exp: i64,
}

/// Signs and checks tokens; never prints its key.
#[derive(Clone)]
pub struct Keys {
    sign: EncodingKey,
    check: DecodingKey,
}

impl Keys {
    pub fn new(secret: &[u8]) -> Self {
        hs256::install();
        Self {
            sign: EncodingKey::from_secret(secret),
            check: DecodingKey::from_secret(secret),
        }
    }

    /// A token for a user's session.
    ///
    /// # Errors
    /// Internal, where signing fails.
    pub fn issue(
        &self,
        user: i64,
        session: i64,
        version: i64,
        now: DateTime<Utc>,
    ) -> Result<String> {
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(KIND.into());
        let claims = Claims {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: user.to_string(),
            sid: session,
            ver: version,
            iat: now.timestamp(),
            exp: (now + LIFE).timestamp(),
        };
        encode(&header, &claims, &self.sign).map_err(Error::internal)
    }

    /// A keyed digest of something that isn't kept itself.
    ///
    /// # Errors
    /// Internal, where signing fails.
    pub fn fingerprint(&self, bytes: &[u8]) -> Result<String> {
        crypto::sign(bytes, &self.sign, Algorithm::HS256).map_err(Error::internal)
    }

    /// The refresh token that follows another. It is made from it rather than by chance, so that the
    /// same question gets the same answer although only hashes are kept; without the key nobody
    /// comes from one to the next.
    ///
    /// # Errors
    /// Internal, where signing fails.
    pub fn next_refresh_token(&self, token: &str) -> Result<String> {
        // No access token is signed over a text with a colon.
        self.fingerprint(format!("refresh:{token}").as_bytes())
    }

    /// The claims of a good token. Expiry is judged by our clock, not by the library's.
    ///
    /// # Errors
    /// 401 `auth.token_invalid` or `auth.token_expired`.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims> {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        rules.validate_exp = false;
        let data = decode::<Claims>(token, &self.check, &rules).map_err(|_| invalid())?;
        if data.header.typ.as_deref() != Some(KIND) {
            return Err(invalid());
        }
        if data.claims.exp <= now.timestamp() {
            return Err(Error::unauthenticated(
                "auth.token_expired",
                "登录已过期，请重新登录",
                "The access token has expired.",
            ));
        }
        Ok(data.claims)
    }
}

/// 401 for whatever isn't one of our tokens.
pub fn invalid() -> Error {
    Error::unauthenticated(
        "auth.token_invalid",
        "登录信息无效，请重新登录",
        "The access token is not valid.",
    )
}
