//! Sending again, and where a mail goes by then.

use chrono::NaiveDateTime;
use serde_json::json;

use super::notice_addresses;
use crate::access::Actor;
use crate::audit::{self, Entry};
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::mail::rules::leaving::{Destination, to_department, to_user};
use crate::mail::store::{self, Mail};

/// Where a mail goes now, by what its account or department is today.
///
/// # Errors
/// Those of the database.
pub fn whereto(conn: &mut Conn, mail: &Mail) -> Result<Destination> {
    if let Some(id) = mail.user_id {
        let today = store::account(conn, id)?;
        return Ok(to_user(&mail.recipient, mail.standing.as_deref(), &today));
    }
    if let Some(id) = mail.department_id {
        let (active, addresses) = store::department_today(conn, id)?;
        let today = notice_addresses(&addresses)?;
        return Ok(to_department(&mail.recipient, active, &today));
    }
    Ok(Destination::AsQueued)
}

/// Sends every mail again that was given up; tells how many.
///
/// # Errors
/// Those of the database.
pub fn resend_parked(conn: &mut Conn, who: &Actor, now: NaiveDateTime) -> Result<i64> {
    let mails = i64::try_from(store::all_wait_again(conn, now)?).map_err(Error::internal)?;
    if mails > 0 {
        let data = json!({ "mails": mails });
        let entry = Entry {
            target_id: None,
            ..who.entry("outbox.resend_parked", "outbox", 0, data)
        };
        audit::record(conn, now, &entry)?;
    }
    Ok(mails)
}

/// Sends a mail again that was sent or given up.
///
/// # Errors
/// 404, and 409 for one that is on its way anyway.
pub fn resend(conn: &mut Conn, who: &Actor, now: NaiveDateTime, id: i64) -> Result<Mail> {
    let mail = store::find(conn, id)?.ok_or(Error::NotFound)?;
    if !store::wait_again(conn, now, id)? {
        return Err(Error::conflict(
            "outbox.on_its_way",
            "该邮件正在等待发送或发送中，无需重发",
            "This mail is waiting or being sent already.",
        ));
    }
    let data = json!({ "recipient": mail.recipient, "was": mail.state });
    audit::record(conn, now, &who.entry("outbox.resend", "outbox", id, data))?;
    store::find(conn, id)?.ok_or(Error::NotFound)
}
