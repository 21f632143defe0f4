//! Making doors and shutting them.

use chrono::NaiveDate;
use serde_json::json;

use super::When;
use crate::access::Actor;
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, IfMatch, Result};
use crate::directory::store::enterprises::Enterprise;
use crate::doors::rules::bodies::{DoorIn, RenewIn, RevokeIn};
use crate::doors::rules::token::Token;
use crate::doors::rules::{OPEN_MAX, is_open, last_day};
use crate::doors::store::{self, DoorRow, NewDoor};
use crate::problems::rules::check::Check;

/// Makes a door for an enterprise, with the only copy of its token.
///
/// # Errors
/// 422, and 409 for an enterprise that is out of use or has enough doors.
pub fn make(
    conn: &mut Conn,
    who: &Actor,
    when: When,
    enterprise: &Enterprise,
    mut body: DoorIn,
) -> Result<(DoorRow, Token)> {
    let mut check = Check::on(when.today());
    body.check(&mut check);
    check.done()?;
    if !enterprise.active {
        return Err(inactive());
    }
    has_room(conn, enterprise.id, when)?;
    let token = Token::fresh();
    let new = NewDoor {
        enterprise_id: enterprise.id,
        label: body.label,
        contact: body.contact,
        token_hash: token.hash(),
        expires_on: last_day(body.expires_on.map(NaiveDate::from), when.today()),
        created_by: who.id,
    };
    let id = store::insert(conn, when.now(), &new)?;
    let data = json!({ "enterprise_id": enterprise.id, "expires_on": new.expires_on });
    let entry = who.entry("door.create", "door", id, data);
    audit::record(conn, when.now(), &entry)?;
    let door = store::find(conn, who.cases(), id)?.ok_or(Error::NotFound)?;
    Ok((door, token))
}

pub(super) fn inactive() -> Error {
    Error::conflict(
        "door.enterprise_inactive",
        "该企业已停用",
        "This enterprise is out of use.",
    )
}

fn has_room(conn: &mut Conn, enterprise: i64, when: When) -> Result<()> {
    store::hold_enterprise(conn, enterprise)?;
    if store::count_open(conn, enterprise, Some(when.today()))? < OPEN_MAX {
        return Ok(());
    }
    Err(Error::conflict(
        "door.too_many",
        format!("每家企业同时有效的直通链接不超过{OPEN_MAX}个，请先停用不再使用的"),
        format!("An enterprise has at most {OPEN_MAX} open doors; revoke one first."),
    ))
}

/// Gives a door a longer or shorter life; an expired one opens again, its link unchanged.
///
/// # Errors
/// 422, 412, and 409 for a revoked one or where the enterprise has enough doors.
pub fn renew(
    conn: &mut Conn,
    who: &Actor,
    when: When,
    (mut door, if_match): (DoorRow, Option<IfMatch>),
    body: &RenewIn,
) -> Result<DoorRow> {
    let mut check = Check::on(when.today());
    body.check(&mut check);
    check.done()?;
    changeable(&door, if_match)?;
    if !is_open(door.expires_on, false, when.today()) {
        has_room(conn, door.enterprise_id, when)?;
    }
    let from = door.expires_on;
    door.expires_on = last_day(body.expires_on.map(NaiveDate::from), when.today());
    let data = json!({ "from": from, "to": door.expires_on });
    saved(conn, who, when, ("door.renew", data), &door)
}

/// Shuts a door at once and for good.
///
/// # Errors
/// 422, 412, and 409 for one that is shut.
pub fn revoke(
    conn: &mut Conn,
    who: &Actor,
    when: When,
    (mut door, if_match): (DoorRow, Option<IfMatch>),
    mut body: RevokeIn,
) -> Result<DoorRow> {
    let mut check = Check::on(when.today());
    body.check(&mut check);
    check.done()?;
    changeable(&door, if_match)?;
    door.revoked_by = Some(who.id);
    door.revoked_at = Some(when.now());
    door.revoke_reason = body.reason;
    let data = json!({ "enterprise_id": door.enterprise_id });
    saved(conn, who, when, ("door.revoke", data), &door)
}

fn changeable(door: &DoorRow, if_match: Option<IfMatch>) -> Result<()> {
    if if_match.is_some_and(|seen| !seen.names(door.version)) {
        return Err(Error::Stale);
    }
    if door.revoked_at.is_some() {
        return Err(Error::conflict(
            "door.revoked",
            "该直通链接已停用",
            "This door was revoked.",
        ));
    }
    Ok(())
}

fn saved(
    conn: &mut Conn,
    who: &Actor,
    when: When,
    (action, data): (&str, serde_json::Value),
    door: &DoorRow,
) -> Result<DoorRow> {
    store::save(conn, when.now(), door)?;
    let entry = who.entry(action, "door", door.id, data);
    audit::record(conn, when.now(), &entry)?;
    store::find(conn, who.cases(), door.id)?.ok_or(Error::NotFound)
}
