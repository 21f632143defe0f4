//! The rows: each move is one transaction with its audit record.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{get, quota};
use crate::access::{Actor, Role};
use crate::attachments::rules::kind::FileKind;
use crate::attachments::rules::quota::{Amount, fit};
use crate::attachments::rules::{Owner, Place, may_void};
use crate::attachments::store::{self, AttachmentRow, NewAttachment};
use crate::audit;
use crate::base::db::{Conn, Db};
use crate::base::files::Folder;
use crate::base::{Error, FieldError, Result};
use crate::entries::store as entries;
use crate::problems::actions::identifying_words;
use crate::problems::rules::check::Check;
use crate::problems::store as problems;
use crate::visits::store as visits;
use crate::vocabulary::faults;

/// Who writes, and when.
pub struct Author<'a> {
    pub who: &'a Actor,
    pub at: DateTime<Utc>,
}

/// A file that is durable in the folder.
#[derive(Debug, Clone)]
pub struct Kept {
    pub file_name: String,
    pub kind: FileKind,
    pub size: i64,
    pub sha256: String,
    pub stored_name: String,
    pub thumbnail_name: Option<String>,
}

impl Kept {
    /// Its names in the folder.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.stored_name).chain(&self.thumbnail_name)
    }
}

/// Whether this person may add to the owner as it is now; the role's right was asked for before.
///
/// # Errors
/// 404 for an unknown one and a foreign one alike, 409 for a voided visit.
pub fn addable(conn: &mut Conn, who: &Actor, place: Place) -> Result<()> {
    let scope = who.cases();
    let is_voided = match place {
        Place::Problem(id) => problems::find(conn, scope, id)?.map(|_| false),
        Place::Visit(id) => visits::find(conn, scope, id)?.map(|row| !row.active),
        Place::Entry(ledger, id) => entries::find(conn, scope, ledger, id)?.map(|_| false),
    };
    if is_voided.ok_or(Error::NotFound)? {
        return Err(Error::conflict(
            "visit.voided",
            faults::VISIT_VOIDED,
            "This visit is voided.",
        ));
    }
    Ok(())
}

/// Holds the owner until the transaction ends, so that two at once don't pass its quota.
fn hold(conn: &mut Conn, who: &Actor, place: Place) -> Result<()> {
    let scope = who.cases();
    match place {
        Place::Problem(id) => problems::hold(conn, scope, id).map(|_| ()),
        Place::Visit(id) => visits::hold(conn, scope, id).map(|_| ()),
        Place::Entry(ledger, id) => entries::hold(conn, scope, ledger, id).map(|_| ()),
    }
}

/// Gives kept files their rows, all of them or none.
///
/// # Errors
/// 404, 422 for an event of something else, 409 and 507 for the quotas.
pub fn add(
    conn: &mut Conn,
    by: &Author,
    place: Place,
    event_id: Option<i64>,
    files: &[Kept],
) -> Result<Vec<AttachmentRow>> {
    hold(conn, by.who, place)?;
    addable(conn, by.who, place)?;
    let owner = place.owner();
    if let Some(event) = event_id {
        let is_its_own = match owner {
            Owner::Problem(id) => store::is_event_of(conn, id, event)?,
            Owner::Visit(_) | Owner::Entry(_) => false,
        };
        if !is_its_own {
            return Err(Error::invalid(FieldError::unknown_id("/event_id")));
        }
    }
    let more = Amount {
        files: i64::try_from(files.len()).map_err(Error::internal)?,
        bytes: files.iter().map(|file| file.size).sum(),
    };
    let of_all = store::hold_total(conn)?;
    fit(more, store::amount(conn, owner)?, of_all, quota(conn)?)?;
    files
        .iter()
        .map(|file| add_one(conn, by, owner, event_id, file))
        .collect()
}

fn add_one(
    conn: &mut Conn,
    by: &Author,
    owner: Owner,
    event_id: Option<i64>,
    file: &Kept,
) -> Result<AttachmentRow> {
    let (problem_id, visit_id, entry_id) = match owner {
        Owner::Problem(id) => (Some(id), None, None),
        Owner::Visit(id) => (None, Some(id), None),
        Owner::Entry(id) => (None, None, Some(id)),
    };
    let id = store::insert(
        conn,
        &NewAttachment {
            problem_id,
            visit_id,
            entry_id,
            event_id,
            file_name: &file.file_name,
            content_type: file.kind,
            size: file.size,
            sha256: &file.sha256,
            stored_name: &file.stored_name,
            thumbnail_name: file.thumbnail_name.as_deref(),
            uploaded_by: by.who.id,
            uploaded_by_name: &by.who.name,
            created_at: by.at.naive_utc(),
        },
    )?;
    // Names of files may hold names of people: the hash tells which file it was.
    let data = json!({ "problem_id": problem_id, "visit_id": visit_id, "entry_id": entry_id,
        "event_id": event_id, "size": file.size, "sha256": file.sha256 });
    record(conn, by, "attachment.add", id, data)?;
    store::find(conn, id)?.ok_or_else(|| Error::internal("an attachment just written is there"))
}

/// Voids an attachment: row and bytes are kept, nobody is given the bytes any more.
///
/// # Errors
/// 404, 403 for who neither uploaded it nor coordinates, 422, and 409 for a voided one.
pub fn void(
    conn: &mut Conn,
    by: &Author,
    id: i64,
    reason: Result<String>,
) -> Result<AttachmentRow> {
    let row = get(conn, by.who, id)?;
    if !may_void(by.who.role, by.who.id, row.uploaded_by) {
        return Err(Error::forbidden(
            "access.not_yours",
            "只有上传人和活动办可以作废附件",
            "Who uploaded it and the coordinator void an attachment.",
        ));
    }
    let mut reason = reason?;
    let mut check = Check::on(by.at.date_naive());
    // A department's own words are never looked at: a refusal would tell that it has guessed right.
    if by.who.role != Role::DepartmentStaff
        && let Some(problem) = row.problem_id
    {
        check.forbid(identifying_words(conn, problem)?);
    }
    check.text("/reason", &mut reason);
    check.done()?;
    if !store::void(conn, by.at.naive_utc(), id, &reason)? {
        return Err(Error::conflict(
            "attachment.voided",
            "该附件已作废",
            "This attachment is voided already.",
        ));
    }
    record(conn, by, "attachment.void", id, json!({}))?;
    get(conn, by.who, id)
}

fn record(conn: &mut Conn, by: &Author, action: &str, id: i64, data: Value) -> Result<()> {
    let entry = by.who.entry(action, "attachment", id, data);
    audit::record(conn, by.at.naive_utc(), &entry)
}

/// All attachments of an owner that this person sees.
///
/// # Errors
/// 404 for an unknown one and a foreign one alike.
pub fn list(conn: &mut Conn, who: &Actor, place: Place) -> Result<Vec<AttachmentRow>> {
    let is_seen = match place {
        Place::Entry(ledger, id) => entries::find(conn, who.cases(), ledger, id)?.is_some(),
        Place::Problem(_) | Place::Visit(_) => super::sees(conn, who.cases(), place.owner())?,
    };
    if !is_seen {
        return Err(Error::NotFound);
    }
    store::list(conn, place.owner())
}

/// Removes the kept files that got no row: of a refused request, and of one whose answer was given
/// before. What can't be told now is left to the sweep.
pub async fn tidy(db: &Db, files: Folder, names: Vec<String>) {
    let asked = names.clone();
    let Ok(known) = db.read(move |conn| store::known(conn, &asked)).await else {
        return;
    };
    for name in names.iter().filter(|name| !known.contains(name)) {
        files.remove(name);
    }
}
