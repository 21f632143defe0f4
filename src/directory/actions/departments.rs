use chrono::NaiveDateTime;
use serde_json::json;

use crate::access::Actor;
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::input::{Check, DepartmentIn, DepartmentPatch};
use crate::directory::store::departments::{self, Department, DepartmentFields};
use crate::directory::store::{from_json, to_json};

pub fn get(conn: &mut Conn, id: i64) -> Result<Department> {
    departments::find(conn, id)?.ok_or(Error::NotFound)
}

pub fn create(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    input: &DepartmentIn,
) -> Result<Department> {
    let mut check = Check::default();
    let fields = DepartmentFields {
        name: check.name(&input.name),
        kind: input.kind,
        notice_emails: to_json(&check.emails(&input.notice_emails, &[]))?,
        peer_group: check.short("/peer_group", input.peer_group.as_deref()),
        duty_contact: check.short("/duty_contact", input.duty_contact.as_deref()),
        active: true,
        wants_slip_pdf: input.wants_slip_pdf,
    };
    check.done()?;
    let id = departments::insert(conn, now, &fields)?;
    let data = json!({"name": fields.name, "kind": fields.kind});
    audit::record(
        conn,
        now,
        &who.entry("department.create", "department", id, data),
    )?;
    get(conn, id)
}

pub fn update(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    before: &Department,
    patch: &DepartmentPatch,
) -> Result<Department> {
    let mut check = Check::default();
    let had: Vec<String> = from_json(&before.notice_emails)?;
    let emails = match &patch.notice_emails {
        Some(list) => check.emails(list, &had),
        None => had,
    };
    let fields = DepartmentFields {
        name: check.new_name(patch.name.as_ref(), &before.name),
        kind: patch.kind.unwrap_or(before.kind),
        notice_emails: to_json(&emails)?,
        peer_group: check.new_short("/peer_group", patch.peer_group.as_ref(), &before.peer_group),
        duty_contact: check.new_short(
            "/duty_contact",
            patch.duty_contact.as_ref(),
            &before.duty_contact,
        ),
        active: patch.active.unwrap_or(before.active),
        wants_slip_pdf: patch.wants_slip_pdf.unwrap_or(before.wants_slip_pdf),
    };
    check.done()?;
    departments::update(conn, now, before.id, before.version, &fields)?;
    let data =
        json!({"name": fields.name, "active": fields.active, "peer_group": fields.peer_group});
    audit::record(
        conn,
        now,
        &who.entry("department.update", "department", before.id, data),
    )?;
    get(conn, before.id)
}
