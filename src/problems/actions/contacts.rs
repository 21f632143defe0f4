//! 联系企业: whom one can call about a problem. Contacts stand with the enterprise and get into no event;
//! each number that is told is in the audit trail.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::context::person_of;
use super::loaded::LoadedProblem;
use crate::access::{Actor, Scope};
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::error::text;
use crate::base::{Error, FieldError, Result};
use crate::calendar;
use crate::directory::input::Contact;
use crate::directory::store::enterprises::{self, Enterprise};
use crate::directory::store::from_json;
use crate::problems::store;

/// The problem's number with its enterprise and whom one can call there.
pub struct ProblemContacts {
    pub number: String,
    /// None where the problem is of a site alone.
    pub enterprise: Option<Enterprise>,
    pub contacts: Vec<Contact>,
}

/// The contacts of a problem's enterprise, for who works the case.
///
/// # Errors
/// 404 out of the caller's scope; 403 for who doesn't work the case, and for departments where it is
/// confidential, whether or not there is an enterprise.
pub fn contacts(
    conn: &mut Conn,
    who: &Actor,
    (clock, at): (&Clock, DateTime<Utc>),
    id: i64,
) -> Result<ProblemContacts> {
    let row = store::find(conn, who.cases(), id)?.ok_or(Error::NotFound)?;
    let (number, enterprise_id) = (row.number.clone(), row.enterprise_id);
    if row.confidential && matches!(who.cases(), Scope::Department(_)) {
        return Err(Error::Forbidden {
            code: "problem.enterprise_hidden",
            detail: text(
                "此问题已设为保密，不提供企业联系方式；需要联系企业的，请与上报园区联系",
                "This problem is confidential; ask its park to get in touch with the enterprise.",
            ),
        });
    }
    let calendar = calendar::store::calendar(conn)?;
    let loaded = LoadedProblem::read(conn, row)?;
    let facts = loaded.facts_at(at, clock, &calendar);
    if !facts.is_at_work(&person_of(who)) {
        return Err(Error::Forbidden {
            code: "problem.not_yours",
            detail: text(
                "您单位现不承办此问题，不能查看企业联系方式",
                "Only who works the case is told whom to call.",
            ),
        });
    }
    let enterprise = match enterprise_id {
        Some(enterprise) => enterprises::find(conn, enterprise)?,
        None => None,
    };
    let contacts = enterprise.as_ref().map(|one| from_json(&one.contacts));
    Ok(ProblemContacts {
        number,
        contacts: contacts.transpose()?.unwrap_or_default(),
        enterprise,
    })
}

impl ProblemContacts {
    /// The contact at a place of the list, from 1.
    ///
    /// # Errors
    /// 422 where there is none.
    pub fn at(&self, index: i64) -> Result<&Contact> {
        let place = usize::try_from(index).ok().and_then(|at| at.checked_sub(1));
        let found = place.and_then(|place| self.contacts.get(place));
        found.ok_or_else(|| Error::invalid(FieldError::unknown_id("/index")))
    }

    /// The whole number of a contact, and who was told it in the audit trail.
    ///
    /// # Errors
    /// 422 where there is no such contact, 409 where it has no number.
    pub fn call(
        &self,
        conn: &mut Conn,
        who: &Actor,
        at: DateTime<Utc>,
        (problem, index): (i64, i64),
    ) -> Result<String> {
        let phone = self.at(index)?.phone.clone().ok_or_else(|| {
            Error::conflict(
                "problem.contact_without_phone",
                "该联系人没有登记电话，请选择其他联系人，或由园区在企业信息中补充",
                "This contact has no phone number; the park can add one to the enterprise.",
            )
        })?;
        let data = json!({
            "number": self.number,
            "enterprise_id": self.enterprise.as_ref().map(|one| one.id),
            "contact": index,
        });
        let entry = who.entry("problem.contact_called", "problem", problem, data);
        audit::record(conn, at.naive_utc(), &entry)?;
        Ok(phone)
    }
}
