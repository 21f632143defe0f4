//! Accounts, for administrators.

use actix_web::{HttpResponse, get, patch, post};
use serde::Serialize;
use utoipa::ToSchema;

use super::Call;
use crate::access::Role;
use crate::access::actions::accounts;
use crate::access::input::{ResetPassword, UserIn, UserPatch};
use crate::access::rules::password;
use crate::access::store::users::{self as store, User};
use crate::base::clock::Clock;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, Result};

/// An account (账号), as administrators and its owner see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserOut {
    pub id: i64,
    /// What is signed in with, in small letters.
    #[schema(example = "zhang.san")]
    pub username: String,
    /// The name that others read.
    #[schema(example = "张三")]
    pub display_name: String,
    /// What the account may do.
    pub role: Role,
    /// The park (园区) it belongs to; null for all but park_staff.
    pub park_id: Option<i64>,
    /// The department (单位) it belongs to; null for all but department_staff.
    pub department_id: Option<i64>,
    /// Where mail goes; none is sent where it is null.
    #[schema(example = "zhang.san@shahe.example")]
    pub email: Option<String>,
    /// A telephone number.
    #[schema(example = "0375-3990001")]
    pub phone: Option<String>,
    /// The password was set by somebody else, or is too old: until another one is chosen everything
    /// but `/me` and `/me/password` is refused.
    pub must_change_password: bool,
    /// Whether one can sign in with it.
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

pub(super) fn out(clock: &Clock, user: User) -> UserOut {
    UserOut {
        id: user.id,
        username: user.username,
        display_name: user.display_name,
        role: user.role,
        park_id: user.park_id,
        department_id: user.department_id,
        email: user.email,
        phone: user.phone,
        must_change_password: user.must_change_password,
        active: user.active,
        created_at: clock.show(user.created_at.and_utc()),
        updated_at: clock.show(user.updated_at.and_utc()),
        version: user.version,
    }
}

/// List the accounts (账号), by id.
#[utoipa::path(tag = "users", operation_id = "list_users", params(PageQuery), responses(
    (status = 200, description = "A page of accounts.", body = Items<UserOut>)))]
#[get("/users")]
pub async fn list(call: Call, query: Query<PageQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let page: Page<i64> = query.check()?.page()?;
        let rows = store::list(conn, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count(conn)?),
            false => None,
        };
        let clock = &call.state.clock;
        let items = rows.into_iter().map(|user| out(clock, user)).collect();
        Reply::ok(&Items::new(items, page.limit, |user| user.id, total)?)
    })
    .await
}

/// Create an account.
///
/// Its password is good for the first sign-in, at which another one has to be chosen.
#[utoipa::path(tag = "users", operation_id = "create_user", request_body = UserIn, responses(
    (status = 201, description = "The account.", body = UserOut,
        headers(("Location" = String), ("ETag" = String)))))]
#[post("/users")]
pub async fn create(call: Call, body: Body<UserIn>) -> Result<HttpResponse> {
    let input = body.check()?;
    let passwords = &call.state.passwords;
    let checked = input.check(passwords.profile)?;
    let hash = passwords.hash(input.password).await?;
    call.write(move |conn, call| {
        let made = accounts::create(conn, &call.who, call.now(), &checked, &hash)?;
        let (version, path) = (made.version, format!("/users/{}", made.id));
        Ok(Reply::created(&path, &out(&call.state.clock, made))?.version(version))
    })
    .await
}

/// Get an account.
#[utoipa::path(tag = "users", operation_id = "get_user", params(("id" = i64, Path)), responses(
    (status = 200, description = "The account.", body = UserOut, headers(("ETag" = String)))))]
#[get("/users/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let user = accounts::get(conn, id.0)?;
        let version = user.version;
        Ok(Reply::ok(&out(&call.state.clock, user))?.version(version))
    })
    .await
}

/// Change an account.
///
/// Another role, park, department or `active` ends its sessions. Accounts aren't deleted: `active`
/// becomes false.
#[utoipa::path(
    tag = "users",
    operation_id = "update_user",
    params(("id" = i64, Path)),
    request_body = UserPatch,
    responses((status = 200, description = "The account as it is now.", body = UserOut,
        headers(("ETag" = String))))
)]
#[patch("/users/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<UserPatch>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let old = accounts::get(conn, id.0)?;
        let fields = body.check()?.apply(&old)?;
        call.expect_version(old.version)?;
        let user = accounts::update(conn, &call.who, call.now(), &old, &fields)?;
        let version = user.version;
        Ok(Reply::ok(&out(&call.state.clock, user))?.version(version))
    })
    .await
}

/// Set somebody's password (重置密码).
///
/// It is good for the next sign-in, at which another one has to be chosen. This ends the account's
/// sessions and lifts a lock after failed sign-ins.
#[utoipa::path(
    tag = "users",
    operation_id = "reset_user_password",
    params(("id" = i64, Path)),
    request_body = ResetPassword,
    responses((status = 200, description = "The account as it is now.", body = UserOut,
        headers(("ETag" = String))))
)]
#[post("/users/{id}/reset_password")]
pub async fn reset_password(
    call: Call,
    id: PathId,
    body: Body<ResetPassword>,
) -> Result<HttpResponse> {
    // Hashing takes too long for a transaction; whom it is for decides what a refusal says.
    let found = call
        .state
        .db
        .read(move |conn| accounts::get(conn, id.0))
        .await?;
    let password = body.check()?.password;
    let passwords = &call.state.passwords;
    if let Some(fault) = password::check(passwords.profile, "/password", &password, &found.username)
    {
        return Err(Error::invalid(fault));
    }
    let hash = passwords.hash(password).await?;
    call.write(move |conn, call| {
        let old = accounts::get(conn, id.0)?;
        call.expect_version(old.version)?;
        let user = accounts::reset_password(conn, &call.who, call.now(), &old, &hash)?;
        let version = user.version;
        Ok(Reply::ok(&out(&call.state.clock, user))?.version(version))
    })
    .await
}
