//! What the command line does with accounts, and what a first start needs.

use serde_json::json;

use super::accounts::renew_password;
use super::attempts;
use crate::access::Role;
use crate::access::passwords::{hash_now, one_time};
use crate::access::rules::password::{self, PasswordProfile, Plaintext};
use crate::access::rules::user::{NAME_MAX, check_unit, username};
use crate::access::store::users::{self, NewPassword, UserFields};
use crate::access::tokens::Keys;
use crate::audit::{self, Entry};
use crate::base::clock::Clock;
use crate::base::db::{Conn, Db, secrets};
use crate::base::line::line;
use crate::base::{Error, FieldError, Result};
use crate::config::Secret;

/// The secret that is the signing key.
const KEY: &str = "jwt_key";
/// The username of the first administrator.
const FIRST: &str = "admin";

/// The keys that sign tokens: the given secret, or the one made at the first start.
///
/// # Errors
/// Those of the database.
pub fn keys(db: &Db, own: Option<&Secret>) -> Result<Keys> {
    if let Some(own) = own {
        return Ok(Keys::new(own.expose().as_bytes()));
    }
    let fresh = hex::encode(rand::random::<[u8; 32]>());
    let kept = db.write_blocking(move |conn| secrets::keep_first(conn, KEY, &fresh))?;
    Ok(Keys::new(kept.as_bytes()))
}

/// Makes the administrator of a database without users and gives the one-time password; None
/// where there are users.
///
/// # Errors
/// Those of the database.
pub fn first_administrator(db: &Db, clock: &Clock) -> Result<Option<String>> {
    if db.read_blocking(users::count)? > 0 {
        return Ok(None);
    }
    let password = one_time();
    let new = NewPassword {
        hash: hash_now(&password)?,
        must_change: true,
    };
    let now = clock.now().naive_utc();
    let made = db.write_blocking(move |conn| {
        if users::count(conn)? > 0 {
            return Ok(false);
        }
        let fields = UserFields::of("管理员".into(), Role::Admin, (None, None));
        let id = users::insert(conn, now, FIRST, &fields, &new)?;
        let data = json!({"username": FIRST, "role": Role::Admin});
        audit::record(conn, now, &by_system("user.create", id, data))?;
        Ok(true)
    });
    match made {
        Ok(true) => Ok(Some(password.expose().to_owned())),
        Ok(false) => Ok(None),
        // Another node was faster: its password is the one.
        Err(Error::Invalid(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// An account as the command line names it.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub username: String,
    pub role: Role,
    /// The code of the park.
    pub park: Option<String>,
    /// The name of the department.
    pub department: Option<String>,
    pub display_name: String,
}

/// Adds an account whose password needs no change.
///
/// # Errors
/// 422 with everything that is wrong.
pub fn add_user(
    db: &Db,
    clock: &Clock,
    new: &NewUser,
    (profile, password): (PasswordProfile, &Plaintext),
) -> Result<i64> {
    let mut errors = Vec::new();
    let name = username(&new.username).unwrap_or_else(|fault| {
        errors.push(fault);
        String::new()
    });
    let display_name = line("/display_name", &new.display_name, NAME_MAX, &mut errors);
    errors.extend(password::check(profile, "/password", password, &name));
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let password = NewPassword {
        hash: hash_now(password)?,
        must_change: false,
    };
    let now = clock.now().naive_utc();
    let new = new.clone();
    db.write_blocking(move |conn| {
        let units = units(conn, &new)?;
        let fields = UserFields::of(display_name.clone(), new.role, units);
        let id = users::insert(conn, now, &name, &fields, &password)?;
        let data = json!({"username": name, "role": new.role,
            "park_id": fields.park_id, "department_id": fields.department_id});
        audit::record(conn, now, &by_system("user.create", id, data))?;
        Ok(id)
    })
}

/// Sets a password that needs no change, ends the account's sessions and lifts a lock.
///
/// # Errors
/// 422 for an unknown username or a password against the rules.
pub fn reset_password(
    db: &Db,
    clock: &Clock,
    name: &str,
    (profile, password): (PasswordProfile, &Plaintext),
) -> Result<()> {
    let name = username(name).map_err(Error::invalid)?;
    if let Some(error) = password::check(profile, "/password", password, &name) {
        return Err(Error::invalid(error));
    }
    let password = NewPassword {
        hash: hash_now(password)?,
        must_change: false,
    };
    let now = clock.now().naive_utc();
    db.write_blocking(move |conn| {
        let user = users::find_by_username(conn, &name)?.ok_or_else(unknown_user)?;
        renew_password(conn, now, &user, &password)?;
        attempts::forget(conn, &name)?;
        let entry = by_system("user.reset_password", user.id, json!({}));
        audit::record(conn, now, &entry)
    })
}

/// The ids of park and department.
fn units(conn: &mut Conn, new: &NewUser) -> Result<(Option<i64>, Option<i64>)> {
    let mut errors = Vec::new();
    let park = match &new.park {
        Some(code) => users::find_park_by_code(conn, code)?,
        None => None,
    };
    if new.park.is_some() && park.is_none() {
        errors.push(FieldError::unknown_id("/park"));
    }
    let department = match &new.department {
        Some(name) => users::find_department_by_name(conn, name)?,
        None => None,
    };
    if new.department.is_some() && department.is_none() {
        errors.push(FieldError::unknown_id("/department"));
    }
    if errors.is_empty() {
        check_unit(new.role, park, department, &mut errors);
    }
    if errors.is_empty() {
        Ok((park, department))
    } else {
        Err(Error::Invalid(errors))
    }
}

fn by_system(action: &str, id: i64, data: serde_json::Value) -> Entry {
    Entry {
        action: action.into(),
        target: "user",
        target_id: Some(id),
        data,
        ..Entry::default()
    }
}

fn unknown_user() -> Error {
    Error::invalid(FieldError::unknown_id("/username"))
}
