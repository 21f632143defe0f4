//! Before every route: well-formed JSON (400), signed in (401), the role's right (403).
//!
//! In this order, and before anything of the route runs: what exists and what is wrong with a
//! value is told only to those who may ask. Whose request it is, by the token's signature alone, is
//! known before any of its body is read: a stranger's is read as far as it is small and comes at
//! once (`docs/decisions/0013-who-it-is-is-asked-first.md`).

use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ALLOW, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue,
    IF_MATCH, IF_NONE_MATCH,
};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{Error as ActixError, HttpMessage, ResponseError};

use super::call::{AppState, Call};
use crate::access::rights::{Right, methods, right, takes_files};
use crate::access::tokens::Claims;
use crate::access::{Actor, store, tokens};
use crate::base::db::idempotency::Repeatable;
use crate::base::error::text;
use crate::base::http::observe::{Pattern, RequestId};
use crate::base::http::query::Stray;
use crate::base::http::{
    BODY_MAX, BODY_TIME, STRANGERS_BODY_MAX, STRANGERS_BODY_TIME, address, body, reply,
};
use crate::base::shares::{Holder, Share};
use crate::base::{Error, FieldError, Result};
use crate::vocabulary::faults;

/// The longest `Idempotency-Key`.
const KEY_MAX: usize = 255;

/// The middleware of `/api/v1`.
///
/// # Errors
/// Only those actix itself makes; refusals are answers.
pub async fn guard<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, ActixError> {
    match admit(&mut request).await {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refusal) => {
            let mut response = refusal.error_response();
            if matches!(refusal, Error::MethodNotAllowed) {
                let path = pattern(&request);
                if let Ok(value) = HeaderValue::from_str(&methods(&path).join(", ")) {
                    response.headers_mut().insert(ALLOW, value);
                }
            }
            Ok(request.into_response(response))
        }
    }
}

/// The pattern of the route, nothing where there is none.
fn pattern(request: &ServiceRequest) -> Arc<str> {
    let extensions = request.extensions();
    let found = extensions.get::<Pattern>();
    let found = found.and_then(|found| found.0.clone());
    found.unwrap_or_else(|| "".into())
}

/// What a request holds until it is answered.
struct Held {
    _request: Share,
    _body: Share,
}

async fn admit(request: &mut ServiceRequest) -> Result<()> {
    let method = request.method().clone();
    let pattern = pattern(request);
    let path = &*pattern;
    let right = right(method.as_str(), path);
    let takes_files = takes_files(method.as_str(), path);
    let admission = state(request)?.admission;
    let claims = claims(request);
    let whose = holder(request, claims.as_ref().ok());
    let held = admission.requests.take(&whose, 1)?;
    let mut share = admission.bodies.take(&whose, 0)?;
    let bytes = match (&claims, right) {
        _ if takes_files => Bytes::new(),
        (Ok(_), _) | (_, Some(Right::Door)) => received(request, &mut share).await?,
        (Err(_), Some(Right::Public)) => received_of_stranger(request, &mut share).await?,
        // What is too much for a stranger isn't read: who it is comes first.
        (Err(refusal), _) => match received_of_stranger(request, &mut share).await {
            Err(Error::TooLarge(_) | Error::TooSlow) => return Err(refusal.clone()),
            done => done?,
        },
    };
    request.extensions_mut().insert(Held {
        _request: held,
        _body: share,
    });
    let is_read = has_type(request, "application/json") && is_plain(request);
    if !bytes.is_empty() && !is_read {
        return Err(Error::UnsupportedMediaType);
    }
    if !body::is_json(&bytes) {
        return Err(Error::Malformed(text(
            "请求内容不是有效的 JSON",
            "The body is not well-formed JSON.",
        )));
    }
    if right == Some(Right::Public) {
        // Signing in and out take no parameters.
        Stray::of(request.query_string()).refuse()?;
    }
    if right == Some(Right::Door) {
        let stray = Stray::of(request.query_string());
        request.extensions_mut().insert(stray);
    }
    if !matches!(right, Some(Right::Public | Right::Door)) {
        let who = caller(request, claims?).await?;
        match right {
            Some(Right::Roles(roles)) => who.require(roles)?,
            Some(Right::Anyone | Right::Public | Right::Door) => {}
            // A route without a row doesn't run, even where somebody registered it.
            None if methods(path).is_empty() => return Err(Error::NotFound),
            None => return Err(Error::MethodNotAllowed),
        }
        if who.must_change_password && !matches!(path, "/api/v1/me" | "/api/v1/me/password") {
            return Err(Error::forbidden(
                "auth.password_change_required",
                "请先修改初始密码",
                "Change the initial password first.",
            ));
        }
        let call = call(request, who, &method, &bytes)?;
        request.extensions_mut().insert(call);
    }
    if !takes_files {
        request.set_payload(Payload::from(bytes));
    } else if !is_plain(request) {
        return Err(Error::UnsupportedMediaType);
    }
    Ok(())
}

/// Who holds what a request takes: who signed in, else where it comes from.
fn holder(request: &ServiceRequest, claims: Option<&Claims>) -> Holder {
    match claims.and_then(|claims| claims.sub.parse().ok()) {
        Some(user) => Holder::User(user),
        None => {
            let network = address::of_client(request.head()).network();
            Holder::Network(network.unwrap_or_default())
        }
    }
}

fn state(request: &ServiceRequest) -> Result<AppState> {
    request
        .app_data::<Data<AppState>>()
        .map(|state| state.get_ref().clone())
        .ok_or_else(|| Error::internal("the app was put together without its state"))
}

async fn received(request: &mut ServiceRequest, share: &mut Share) -> Result<Bytes> {
    receive(request, BODY_MAX, BODY_TIME, share).await
}

async fn received_of_stranger(request: &mut ServiceRequest, share: &mut Share) -> Result<Bytes> {
    receive(request, STRANGERS_BODY_MAX, STRANGERS_BODY_TIME, share).await
}

async fn receive(
    request: &mut ServiceRequest,
    most: usize,
    time: Duration,
    share: &mut Share,
) -> Result<Bytes> {
    let announced = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok());
    let announced = announced.and_then(|v| v.parse().ok());
    let mut payload = request.take_payload();
    let received = body::receive(&mut payload, (announced, most), share);
    let received = tokio::time::timeout(time, received).await;
    received.map_err(|_| Error::TooSlow)?
}

fn has_type(request: &ServiceRequest, wanted: &str) -> bool {
    let given = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    given
        .and_then(|v| v.split(';').next())
        .is_some_and(|v| v.trim().eq_ignore_ascii_case(wanted))
}

/// Whether a body comes as it is: a packed one isn't unpacked, and no bound holds for what is in it.
fn is_plain(request: &ServiceRequest) -> bool {
    let mut codings = request.headers().get_all(CONTENT_ENCODING);
    codings.all(|coding| coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// What `Authorization` holds out under a scheme.
pub fn credential<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (given, credential) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let is_meant = given.eq_ignore_ascii_case(scheme);
    is_meant.then(|| credential.trim())
}

/// What the token says that a request holds out; whether it is still good is known to the database.
fn claims(request: &ServiceRequest) -> Result<Claims> {
    let token = credential(request.headers(), "bearer").ok_or_else(|| {
        Error::unauthenticated("auth.token_missing", "请先登录", "Sign in first.")
    })?;
    let state = state(request)?;
    state.keys.verify(token, state.clock.now())
}

async fn caller(request: &ServiceRequest, claims: Claims) -> Result<Actor> {
    let state = state(request)?;
    let now = state.clock.now();
    let user: i64 = claims.sub.parse().map_err(|_| tokens::invalid())?;
    let found = state
        .db
        .read(move |conn| {
            let claimed = (user, claims.sid, claims.ver);
            store::users::find_admitted(conn, now.naive_utc(), claimed)
        })
        .await?;
    let user = found.ok_or_else(|| {
        Error::unauthenticated(
            "auth.session_ended",
            faults::SESSION_OVER,
            "This session has ended; sign in again.",
        )
    })?;
    let profile = state.passwords.profile;
    let request_id = request.extensions().get::<RequestId>().cloned();
    Ok(Actor {
        session_id: Some(claims.sid),
        request_id: request_id.map(|id| id.0),
        address: Some(address::of_client(request.head()).to_string()),
        must_change_password: user.must_change_password
            || profile.expired(user.password_changed_at, now.naive_utc()),
        ..Actor::from(&user)
    })
}

fn call(request: &ServiceRequest, who: Actor, method: &Method, bytes: &Bytes) -> Result<Call> {
    let state = state(request)?;
    let repeatable = repeatable(request, &who, method, bytes)?;
    let stray = Stray::of(request.query_string());
    request.extensions_mut().insert(stray.clone());
    Ok(Call {
        at: state.clock.now(),
        state,
        if_match: reply::if_match(request.headers().get(IF_MATCH)),
        seen: reply::KnownTags::of(request.headers().get(IF_NONE_MATCH)),
        repeatable,
        stray,
        who,
    })
}

fn repeatable(
    request: &ServiceRequest,
    who: &Actor,
    method: &Method,
    bytes: &Bytes,
) -> Result<Option<Repeatable>> {
    let key = match *method {
        Method::POST => idempotency_key(request.headers())?,
        _ => None,
    };
    let Some(key) = key else { return Ok(None) };
    // Keyed, because a body may hold a password.
    let body_hash = state(request)?.keys.fingerprint(bytes)?;
    let path = match request.query_string() {
        "" => request.path().to_owned(),
        query => format!("{}?{query}", request.path()),
    };
    Ok(Some(Repeatable {
        user_id: who.id,
        method: method.to_string(),
        path,
        key,
        body_hash,
    }))
}

/// The `Idempotency-Key` of a request.
///
/// # Errors
/// 422 for one that is no key.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(header) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = header.to_str().ok().filter(|key| {
        (1..=KEY_MAX).contains(&key.len()) && key.chars().all(|c| c.is_ascii_graphic())
    });
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(Error::invalid(FieldError::new(
            "/Idempotency-Key",
            "malformed",
            "Idempotency-Key 须为1至255个可见ASCII字符",
            "Idempotency-Key has 1 to 255 visible ASCII characters",
        ))),
    }
}
