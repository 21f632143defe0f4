//! Signing in and out. The access token is for the `Authorization` header; the refresh token lives
//! in a cookie that scripts can't read and other sites can't send.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::USER_AGENT;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, post};
use chrono::NaiveDateTime;
use serde::Serialize;
use utoipa::ToSchema;

use super::AppState;
use super::users::{UserOut, out};
use crate::access::actions::attempts::{self, AttemptCheck, ComparedPassword, Outcome};
use crate::access::actions::sign_in::{
    self, Origin, Renewal, SESSION_LIFE, SignedIn, locked, wrong_credentials,
};
use crate::access::input::Credentials;
use crate::access::rules::password::Plaintext;
use crate::access::store::users::User;
use crate::access::tokens;
use crate::base::http::observe::RequestId;
use crate::base::http::{Body, address};
use crate::base::{Error, Result};
use crate::vocabulary::faults;

/// The name of the refresh cookie.
pub const COOKIE: &str = "zhuqi_refresh";
const COOKIE_PATH: &str = "/api/v1/auth";

/// Somebody signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenOut {
    /// A JWT for the header `Authorization: Bearer …`.
    pub access_token: String,
    /// How the token is sent: always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds for which the access token is good.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// Now, by the server's clock and in its time zone: what a client goes by for "today".
    #[schema(format = DateTime, example = "2021-08-16T09:00:00+08:00")]
    pub server_time: String,
    /// The account that signed in.
    pub user: UserOut,
}

/// Sign in with username and password (登录).
///
/// The answer has an access token; the refresh token comes in a cookie that scripts can't read.
/// After too many failures account or address are locked for a while.
#[utoipa::path(
    tag = "auth",
    operation_id = "login",
    request_body = Credentials,
    responses((status = 200, description = "Signed in.", body = TokenOut, headers(
        ("Set-Cookie" = String, description = "The refresh token, `zhuqi_refresh`."))))
)]
#[post("/auth/login")]
pub async fn login(
    request: HttpRequest,
    state: Data<AppState>,
    body: Body<Credentials>,
) -> Result<HttpResponse> {
    let input = body.check()?;
    let from = origin(&request);
    let tried = tried(&state, (input.username, input.password), &from).await?;
    let (now, profile) = (state.clock.now().naive_utc(), state.passwords.profile);
    let done = state.db.write(move |conn| {
        let outcome = attempts::judge(conn, now, profile, (&tried, &from))?;
        let opened = match &outcome {
            Outcome::Right(user) => sign_in::open(conn, now, (user, &from))?,
            Outcome::Wrong | Outcome::Locked(_) => None,
        };
        Ok((outcome, opened))
    });
    let (outcome, opened) = done.await?;
    right(outcome, now)?;
    answer(&state, opened.ok_or_else(wrong_credentials)?)
}

/// Exchange the refresh cookie for a new one and a new access token.
///
/// A cookie that was spent within the last 30 seconds is answered as before (a lost answer, two tabs);
/// one that comes back later ends its session.
#[utoipa::path(
    tag = "auth",
    operation_id = "refresh_session",
    responses((status = 200, description = "The session goes on.", body = TokenOut, headers(
        ("Set-Cookie" = String, description = "The next refresh token, `zhuqi_refresh`."))))
)]
#[post("/auth/refresh")]
pub async fn refresh(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse> {
    let cookie = request.cookie(COOKIE).ok_or_else(session_over)?;
    let from = origin(&request);
    let now = state.clock.now().naive_utc();
    let rules = (state.passwords.profile, state.keys.clone());
    let renewal = state
        .db
        .write(move |conn| {
            let (profile, keys) = &rules;
            sign_in::renew(conn, now, (*profile, keys), (cookie.value(), &from))
        })
        .await?;
    match renewal {
        Renewal::Renewed(signed_in) => answer(&state, *signed_in),
        Renewal::Refused => Err(session_over()),
    }
}

/// Sign out (退出): end the session of the refresh cookie.
///
/// Without a cookie there is nothing to end, and the answer is the same.
#[utoipa::path(
    tag = "auth",
    operation_id = "logout",
    responses((status = 204, description = "Signed out.", headers(
        ("Set-Cookie" = String, description = "Takes the refresh cookie away."))))
)]
#[post("/auth/logout")]
pub async fn logout(request: HttpRequest, state: Data<AppState>) -> Result<HttpResponse> {
    if let Some(cookie) = request.cookie(COOKIE) {
        let from = origin(&request);
        let now = state.clock.now().naive_utc();
        state
            .db
            .write(move |conn| sign_in::sign_out(conn, now, cookie.value(), &from))
            .await?;
    }
    let mut gone = cookie(&state, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

/// Compares a password with that of the account, unless one of them is locked.
async fn tried(
    state: &AppState,
    (username, password): (String, Plaintext),
    from: &Origin,
) -> Result<ComparedPassword> {
    let now = state.clock.now().naive_utc();
    let (name, origin) = (username.clone(), from.clone());
    let look = state
        .db
        .read(move |conn| attempts::look(conn, now, (&name, &origin)))
        .await?;
    let user = match look {
        AttemptCheck::Open(user) => user,
        AttemptCheck::Locked(until) => return Err(locked(until, now)),
    };
    let kept = user.as_ref().map(|user| user.password_hash.clone());
    let is_right = !password.is_too_long() && state.passwords.matches(password, kept).await?;
    Ok(ComparedPassword {
        username,
        user,
        is_right,
    })
}

/// The account, where the password was right.
fn right(outcome: Outcome, now: NaiveDateTime) -> Result<Box<User>> {
    match outcome {
        Outcome::Right(user) => Ok(user),
        Outcome::Wrong => Err(wrong_credentials()),
        Outcome::Locked(until) => Err(locked(until, now)),
    }
}

/// The account whose password this is; None where it isn't.
pub(super) async fn check_password(
    state: &AppState,
    given: (String, Plaintext),
    from: &Origin,
) -> Result<Option<User>> {
    let tried = tried(state, given, from).await?;
    let (now, profile) = (state.clock.now().naive_utc(), state.passwords.profile);
    let origin = from.clone();
    let judged = state
        .db
        .write(move |conn| attempts::judge(conn, now, profile, (&tried, &origin)));
    match judged.await? {
        Outcome::Wrong => Ok(None),
        outcome => right(outcome, now).map(|user| Some(*user)),
    }
}

/// Where a request comes from.
pub(super) fn origin(request: &HttpRequest) -> Origin {
    let client = address::of_client(request.head());
    let agent = request.headers().get(USER_AGENT);
    let agent = agent.map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned());
    let request_id = request.extensions().get::<RequestId>().cloned();
    Origin {
        address: client.to_string(),
        network: client.network(),
        user_agent: agent.unwrap_or_default(),
        request_id: request_id.map(|id| id.0),
        is_this_machine: client.is_this_machine,
    }
}

fn answer(state: &AppState, signed_in: SignedIn) -> Result<HttpResponse> {
    let SignedIn {
        user,
        session,
        refresh_token,
    } = signed_in;
    let now = state.clock.now();
    let access_token = state
        .keys
        .issue(user.id, session, user.token_version, now)?;
    let expired = state
        .passwords
        .profile
        .expired(user.password_changed_at, now.naive_utc());
    let mut user = out(&state.clock, user);
    user.must_change_password |= expired;
    Ok(HttpResponse::Ok()
        .cookie(cookie(state, refresh_token))
        .insert_header(("Cache-Control", "no-store"))
        .json(TokenOut {
            access_token,
            token_type: "Bearer",
            expires_in: tokens::LIFE.num_seconds(),
            server_time: state.clock.show(now),
            user,
        }))
}

fn cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.has_secure_cookies())
        .max_age(Duration::seconds(SESSION_LIFE.num_seconds()))
        .finish()
}

fn session_over() -> Error {
    Error::unauthenticated(
        "auth.session_ended",
        faults::SESSION_OVER,
        "This session has ended; sign in again.",
    )
}
