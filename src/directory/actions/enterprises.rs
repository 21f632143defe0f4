use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;

use crate::access::{Actor, Role, Scope};
use crate::audit;
use crate::base::db::{Conn, Db};
use crate::base::{Error, FieldError, Result};
use crate::calendar::closed_weeks::Imported;
use crate::directory::input::{Check, Contact, EnterpriseIn, EnterprisePatch};
use crate::directory::rules::{OperatingStatus, credit_code, masked_phone, past_or_today};
use crate::directory::store::enterprises::{self, Enterprise, EnterpriseFields};
use crate::directory::store::{from_json, parks, people, to_json};

/// Which enterprises somebody sees: those of their park, or all.
pub fn only_park(who: &Actor) -> Result<Option<i64>> {
    match (who.role, who.cases()) {
        (Role::Admin, _) | (_, Scope::All) => Ok(None),
        (_, Scope::Park(park)) => Ok(Some(park)),
        _ => Err(Error::NotFound),
    }
}

/// An enterprise in this person's scope.
pub fn get(conn: &mut Conn, who: &Actor, id: i64) -> Result<Enterprise> {
    let only = only_park(who)?;
    enterprises::find(conn, id)?
        .filter(|e| only.is_none_or(|park| e.park_id == park))
        .ok_or(Error::NotFound)
}

pub fn create(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    today: NaiveDate,
    input: &EnterpriseIn,
) -> Result<Enterprise> {
    let mut check = Check::default();
    let code = input
        .credit_code
        .as_deref()
        .filter(|c| !c.trim().is_empty());
    let fields = EnterpriseFields {
        name: check.name(&input.name),
        credit_code: code.map(|c| credit_code("/credit_code", c, &mut check.errors)),
        park_id: input.park_id,
        industry: check.short("/industry", input.industry.as_deref()),
        size: input.size,
        tags: to_json(&check.tags(&input.tags, &[]))?,
        assisting_leader: check.short("/assisting_leader", input.assisting_leader.as_deref()),
        liaison_user_id: input.liaison_user_id,
        contacts: to_json(&check.contacts(&input.contacts, &[]))?,
        active: true,
    };
    let status = status_entry(
        &mut check,
        today,
        input.operating_status,
        input.operating_status_since.map(NaiveDate::from),
    );
    check_park(conn, who, &mut check, fields.park_id)?;
    check_liaison(conn, &mut check, &fields)?;
    check.done()?;
    let id = enterprises::insert(conn, now, &fields)?;
    if let Some(entry) = status {
        record_status(conn, who, (now, today), id, entry, today)?;
    }
    let data =
        json!({"name": fields.name, "credit_code": fields.credit_code, "park_id": fields.park_id});
    audit::record(
        conn,
        now,
        &who.entry("enterprise.create", "enterprise", id, data),
    )?;
    get(conn, who, id)
}

pub fn update(
    conn: &mut Conn,
    who: &Actor,
    (now, today): (NaiveDateTime, NaiveDate),
    before: &Enterprise,
    patch: &EnterprisePatch,
) -> Result<Enterprise> {
    let mut check = Check::default();
    let new_code = patch.credit_code.as_ref();
    let code = match new_code.filter(|told| **told != before.credit_code) {
        Some(told) => {
            let told = told.as_deref().filter(|code| !code.trim().is_empty());
            told.map(|code| credit_code("/credit_code", code, &mut check.errors))
        }
        None => before.credit_code.clone(),
    };
    let new_leader = patch.assisting_leader.as_ref();
    let fields = EnterpriseFields {
        name: check.new_name(patch.name.as_ref(), &before.name),
        credit_code: code,
        park_id: patch.park_id.unwrap_or(before.park_id),
        industry: check.new_short("/industry", patch.industry.as_ref(), &before.industry),
        size: patch.size.unwrap_or(before.size),
        tags: match &patch.tags {
            Some(tags) => to_json(&check.tags(tags, &from_json::<Vec<String>>(&before.tags)?))?,
            None => before.tags.clone(),
        },
        assisting_leader: check.new_short(
            "/assisting_leader",
            new_leader,
            &before.assisting_leader,
        ),
        liaison_user_id: patch.liaison_user_id.unwrap_or(before.liaison_user_id),
        contacts: match &patch.contacts {
            Some(contacts) => {
                let kept: Vec<Contact> = from_json(&before.contacts)?;
                to_json(&check.contacts(&unmask(contacts, &kept), &kept))?
            }
            None => before.contacts.clone(),
        },
        active: patch.active.unwrap_or(before.active),
    };
    let status = status_entry(
        &mut check,
        today,
        patch.operating_status,
        patch.operating_status_since.map(NaiveDate::from),
    );
    if fields.park_id != before.park_id {
        check_park(conn, who, &mut check, fields.park_id)?;
    }
    // Who went away stays named in what was there before.
    if (fields.liaison_user_id, fields.park_id) != (before.liaison_user_id, before.park_id) {
        check_liaison(conn, &mut check, &fields)?;
    }
    check.done()?;
    enterprises::update(conn, now, before.id, before.version, &fields)?;
    if let Some(entry) = status {
        record_status(conn, who, (now, today), before.id, entry, today)?;
    }
    let data = json!({"name": fields.name, "park_id": fields.park_id, "active": fields.active,
        "operating_status": status.map(|(s, _)| s)});
    audit::record(
        conn,
        now,
        &who.entry("enterprise.update", "enterprise", before.id, data),
    )?;
    get(conn, who, before.id)
}

/// What was shown masked and comes back unchanged means the number that is kept, which whoever may
/// not see it must not wipe out by saving the form.
fn unmask(contacts: &[Contact], kept: &[Contact]) -> Vec<Contact> {
    let mut whole = contacts.to_vec();
    for contact in &mut whole {
        let shown = contact.phone.as_deref();
        let same = |old: &&Contact| {
            old.name == contact.name.trim()
                && old.phone.as_deref().map(masked_phone).as_deref() == shown
        };
        if let Some(old) = kept.iter().find(same) {
            contact.phone.clone_from(&old.phone);
        }
    }
    whole
}

fn status_entry(
    check: &mut Check,
    today: NaiveDate,
    status: Option<OperatingStatus>,
    since: Option<NaiveDate>,
) -> Option<(OperatingStatus, NaiveDate)> {
    if status.is_none() && since.is_some() {
        check.errors.push(FieldError::new(
            "/operating_status",
            "required",
            "请同时填写生产经营状态",
            "is required with operating_status_since",
        ));
    }
    let day = since.unwrap_or(today);
    past_or_today("/operating_status_since", day, today, &mut check.errors);
    status.map(|s| (s, day))
}

/// Records how an enterprise is running since a day; who says so has looked on a day.
///
/// # Errors
/// Those of the database.
pub fn record_status(
    conn: &mut Conn,
    who: &Actor,
    (now, today): (NaiveDateTime, NaiveDate),
    enterprise: i64,
    (status, since): (OperatingStatus, NaiveDate),
    checked_on: NaiveDate,
) -> Result<()> {
    // No earlier report is changed; where none was made yet, the day is kept as it is.
    let counting = Imported::held(conn)?;
    let entry = (status, since, counting.counted_on(since, today));
    enterprises::add_status(conn, now, enterprise, entry, Some(who.id))?;
    let days = (checked_on, counting.counted_on(checked_on, today));
    enterprises::add_check(conn, now, enterprise, days, Some(who.id))
}

/// Records how somebody found an enterprise running on a day: that they looked, and, where it wasn't known, the status.
///
/// # Errors
/// Those of the database.
pub fn found_running(
    conn: &mut Conn,
    who: &Actor,
    (now, today): (NaiveDateTime, NaiveDate),
    enterprise: i64,
    (status, on): (OperatingStatus, NaiveDate),
) -> Result<()> {
    let history = enterprises::statuses(conn, enterprise)?;
    let known = history.into_iter().find(|entry| entry.since <= on);
    if known.is_none_or(|known| known.status != status) {
        return record_status(conn, who, (now, today), enterprise, (status, on), on);
    }
    let days = (on, Imported::held(conn)?.counted_on(on, today));
    enterprises::add_check(conn, now, enterprise, days, Some(who.id))
}

/// An active park this person may file enterprises in; a foreign one is told like a missing one.
fn check_park(conn: &mut Conn, who: &Actor, check: &mut Check, park: i64) -> Result<()> {
    let own = only_park(who)?.is_none_or(|own| own == park);
    let known = own && parks::find(conn, park)?.is_some_and(|p| p.active);
    if !known {
        check.errors.push(FieldError::unknown_id("/park_id"));
    }
    Ok(())
}

fn check_liaison(conn: &mut Conn, check: &mut Check, fields: &EnterpriseFields) -> Result<()> {
    if let Some(user) = fields.liaison_user_id
        && !people::may_assist(conn, user, fields.park_id)?
    {
        check
            .errors
            .push(FieldError::unknown_id("/liaison_user_id"));
    }
    Ok(())
}

/// Enterprises whose initials are filled in within one transaction.
const BATCH: i64 = 500;

/// Fills in the initials of enterprises that an older version entered.
///
/// # Errors
/// Those of the database.
pub fn fill_initials(db: &Db) -> Result<()> {
    while db.write_blocking(|conn| enterprises::fill_initials(conn, BATCH))? > 0 {}
    Ok(())
}
