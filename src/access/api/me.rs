//! One's own account and sessions.

use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::Call;
use super::auth::{check_password, origin};
use super::users::{UserOut, out};
use crate::access::actions::accounts;
use crate::access::input::OwnPassword;
use crate::access::rules::password;
use crate::access::store::sessions as store;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, FieldError, Result};

/// Get one's own account.
#[utoipa::path(tag = "me", operation_id = "get_me", responses(
    (status = 200, description = "The account.", body = UserOut, headers(("ETag" = String)))))]
#[get("/me")]
pub async fn get(call: Call) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let user = accounts::get(conn, call.who.id)?;
        let version = user.version;
        let mut me = out(&call.state.clock, user);
        // An old password counts like an initial one.
        me.must_change_password = call.who.must_change_password;
        Ok(Reply::ok(&me)?.version(version))
    })
    .await
}

/// What a new password has to be like.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasswordRule {
    /// The fewest characters it may have.
    #[schema(example = 12)]
    pub least: usize,
    /// The most characters it may have.
    #[schema(example = 256)]
    pub most: usize,
    /// How many of the four kinds of characters it holds at least: capital letters, small letters,
    /// digits, symbols.
    #[schema(example = 1)]
    pub classes: usize,
    /// Days after which it has to be changed; null where it never has.
    pub days: Option<i64>,
}

/// Get the rule in force for new passwords.
#[utoipa::path(tag = "me", operation_id = "get_password_rule", responses(
    (status = 200, description = "The rule.", body = PasswordRule)))]
#[get("/me/password")]
pub async fn password_rule(call: Call) -> Result<HttpResponse> {
    call.read(|_, call| {
        let profile = call.state.passwords.profile;
        Reply::ok(&PasswordRule {
            least: profile.least(),
            most: password::LENGTH_MAX,
            classes: profile.classes(),
            days: profile.days(),
        })
    })
    .await
}

/// Change one's own password (修改密码).
///
/// This ends all sessions of the account: sign in again with the new password.
#[utoipa::path(tag = "me", operation_id = "change_password", request_body = OwnPassword, responses(
    (status = 204, description = "Changed; all sessions are over.")))]
#[post("/me/password")]
pub async fn change_password(
    call: Call,
    request: HttpRequest,
    body: Body<OwnPassword>,
) -> Result<HttpResponse> {
    let input = body.check()?;
    let passwords = &call.state.passwords;
    let me = call.who.id;
    let user = call
        .state
        .db
        .read(move |conn| accounts::get(conn, me))
        .await?;
    let fault = password::check(
        passwords.profile,
        "/new_password",
        &input.new_password,
        &user.username,
    );
    if let Some(fault) = fault {
        return Err(Error::invalid(fault));
    }
    if input.new_password.expose() == input.current_password.expose() {
        return Err(Error::invalid(FieldError::new(
            "/new_password",
            "unchanged",
            "新密码不能与原密码相同",
            "must differ from the current password",
        )));
    }
    // A stolen token must not serve to guess the password: it is counted like a sign-in.
    let given = (user.username.clone(), input.current_password);
    let user = check_password(&call.state, given, &origin(&request))
        .await?
        .ok_or_else(|| {
            Error::invalid(FieldError::new(
                "/current_password",
                "wrong",
                "原密码不正确",
                "is not the current password",
            ))
        })?;
    let hash = passwords.hash(input.new_password).await?;
    call.write(move |conn, call| {
        accounts::change_password(conn, &call.who, call.now(), &user, &hash)?;
        Ok(Reply::empty())
    })
    .await
}

/// A session: a browser or program in which one is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionOut {
    pub id: i64,
    /// What the browser or program said it was; the first 200 characters.
    #[schema(example = "Mozilla/5.0 (Linux; Android 10)")]
    pub user_agent: String,
    /// The address it signed in from.
    #[schema(example = "10.20.30.40")]
    pub address: String,
    /// When it signed in.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When its access was last renewed.
    #[schema(format = DateTime)]
    pub last_used_at: String,
    /// When it ends at the latest.
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// List one's own sessions that aren't over, by id.
#[utoipa::path(tag = "me", operation_id = "list_sessions", params(PageQuery), responses(
    (status = 200, description = "A page of sessions.", body = Items<SessionOut>)))]
#[get("/me/sessions")]
pub async fn sessions(call: Call, query: Query<PageQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let page: Page<i64> = query.check()?.page()?;
        let (now, me) = (call.now(), call.who.id);
        let rows = store::list_live(conn, now, me, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count_live(conn, now, me)?),
            false => None,
        };
        let show = |at: chrono::NaiveDateTime| call.state.clock.show(at.and_utc());
        let items = rows
            .into_iter()
            .map(|row| SessionOut {
                id: row.id,
                user_agent: row.user_agent,
                address: row.address,
                created_at: show(row.created_at),
                last_used_at: show(row.last_used_at),
                expires_at: show(row.expires_at),
                current: call.who.session_id == Some(row.id),
            })
            .collect();
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// End one of one's own sessions.
///
/// It may be the one that asks; its access token is refused from then on, too.
#[utoipa::path(tag = "me", operation_id = "end_session", params(("id" = i64, Path)), responses(
    (status = 204, description = "The session is over.")))]
#[delete("/me/sessions/{id}")]
pub async fn end_session(call: Call, id: PathId) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        accounts::end_session(conn, &call.who, call.now(), id.0)?;
        Ok(Reply::empty())
    })
    .await
}
