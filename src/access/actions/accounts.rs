//! Accounts, as administrators keep them and people change their own password.

use chrono::NaiveDateTime;
use serde_json::json;

use super::attempts;
use crate::access::store::sessions;
use crate::access::store::users::{self, NewPassword, User, UserFields};
use crate::access::{Actor, Role};
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};

/// # Errors
/// 404.
pub fn get(conn: &mut Conn, id: i64) -> Result<User> {
    users::find(conn, id)?.ok_or(Error::NotFound)
}

/// Adds an account, whose password is only good for choosing another.
///
/// # Errors
/// 422 for an unknown unit or a taken username.
pub fn create(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    (username, fields): &(String, UserFields),
    hash: &str,
) -> Result<User> {
    check_units(conn, fields)?;
    let password = NewPassword {
        hash: hash.to_owned(),
        must_change: true,
    };
    let id = users::insert(conn, now, username, fields, &password)?;
    let data = json!({"username": username, "role": fields.role,
        "park_id": fields.park_id, "department_id": fields.department_id});
    audit::record(conn, now, &who.entry("user.create", "user", id, data))?;
    get(conn, id)
}

/// Changes an account. Another role, unit or status ends its sessions at their next request.
///
/// # Errors
/// 422 for an unknown unit, 409 where nobody would be left to manage accounts.
pub fn update(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    old: &User,
    fields: &UserFields,
) -> Result<User> {
    let before = old.fields();
    if (fields.park_id, fields.department_id) != (before.park_id, before.department_id) {
        check_units(conn, fields)?;
    }
    let manages = |f: &UserFields| f.active && f.role == Role::Admin;
    if manages(&before)
        && !manages(fields)
        && users::active_admins_held(conn)?
            .iter()
            .all(|id| *id == old.id)
    {
        return Err(Error::conflict(
            "user.last_administrator",
            "这是最后一个可用的管理员账号，不能停用或改为其他角色",
            "This is the last active administrator; it can't be ended or given another role.",
        ));
    }
    let standing = |f: &UserFields| (f.role, f.park_id, f.department_id, f.active);
    let ends = standing(&before) != standing(fields);
    let token_version = old.token_version + i64::from(ends);
    users::update(conn, now, old, fields, token_version)?;
    if ends {
        sessions::end_all(conn, now, old.id)?;
    }
    let tell = |f: &UserFields| {
        json!({"display_name": f.display_name, "role": f.role, "park_id": f.park_id,
            "department_id": f.department_id, "active": f.active})
    };
    let data = json!({"before": tell(&before), "after": tell(fields)});
    audit::record(conn, now, &who.entry("user.update", "user", old.id, data))?;
    get(conn, old.id)
}

/// Sets somebody's password, good for choosing another, and lifts a lock.
///
/// # Errors
/// 412 where the account changed meanwhile.
pub fn reset_password(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    old: &User,
    hash: &str,
) -> Result<User> {
    let password = NewPassword {
        hash: hash.to_owned(),
        must_change: true,
    };
    renew_password(conn, now, old, &password)?;
    attempts::forget(conn, &old.username)?;
    audit::record(
        conn,
        now,
        &who.entry("user.reset_password", "user", old.id, json!({})),
    )?;
    get(conn, old.id)
}

/// Sets one's own password; `old` is the account whose password was checked.
///
/// # Errors
/// 412 where the account changed meanwhile.
pub fn change_password(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    old: &User,
    hash: &str,
) -> Result<()> {
    let password = NewPassword {
        hash: hash.to_owned(),
        must_change: false,
    };
    renew_password(conn, now, old, &password)?;
    attempts::forget(conn, &old.username)?;
    audit::record(
        conn,
        now,
        &who.entry("user.change_password", "user", old.id, json!({})),
    )
}

/// A new password ends all sessions.
pub(super) fn renew_password(
    conn: &mut Conn,
    now: NaiveDateTime,
    old: &User,
    password: &NewPassword,
) -> Result<()> {
    users::set_password(conn, now, old, password)?;
    sessions::end_all(conn, now, old.id)
}

fn check_units(conn: &mut Conn, fields: &UserFields) -> Result<()> {
    let mut errors = Vec::new();
    if let Some(park) = fields.park_id
        && !users::park_is_active(conn, park)?
    {
        errors.push(FieldError::unknown_id("/park_id"));
    }
    if let Some(department) = fields.department_id
        && !users::department_is_active(conn, department)?
    {
        errors.push(FieldError::unknown_id("/department_id"));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Ends one of one's own sessions.
///
/// # Errors
/// 404 where it isn't a live one of theirs.
pub fn end_session(conn: &mut Conn, who: &Actor, now: NaiveDateTime, session: i64) -> Result<()> {
    if !sessions::end(conn, now, who.id, session)? {
        return Err(Error::NotFound);
    }
    let entry = who.entry("session.end", "session", session, json!({}));
    audit::record(conn, now, &entry)
}
