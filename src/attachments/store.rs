//! Rows of attachments. Whether somebody may see one is decided by its owner's query.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::rules::Owner;
use super::rules::kind::FileKind;
use super::rules::quota::Amount;
use crate::access::Role;
use crate::base::db::schema::{attachments, problem_events, users};
use crate::base::db::{Conn, MultiBackend};
use crate::base::{Error, Result};

/// Names looked for by one query.
const AT_ONCE: usize = 500;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = attachments)]
pub struct AttachmentRow {
    pub id: i64,
    pub problem_id: Option<i64>,
    pub visit_id: Option<i64>,
    pub event_id: Option<i64>,
    pub file_name: String,
    pub content_type: FileKind,
    pub size: i64,
    pub sha256: String,
    pub stored_name: String,
    pub thumbnail_name: Option<String>,
    pub uploaded_by: i64,
    pub uploaded_by_name: String,
    pub created_at: NaiveDateTime,
    pub voided_at: Option<NaiveDateTime>,
    pub void_reason: Option<String>,
    pub entry_id: Option<i64>,
}

impl AttachmentRow {
    pub fn owner(&self) -> Result<Owner> {
        match (self.problem_id, self.visit_id, self.entry_id) {
            (Some(problem), None, None) => Ok(Owner::Problem(problem)),
            (None, Some(visit), None) => Ok(Owner::Visit(visit)),
            (None, None, Some(entry)) => Ok(Owner::Entry(entry)),
            _ => Err(Error::internal("an attachment has one owner")),
        }
    }
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = attachments)]
pub struct NewAttachment<'a> {
    pub problem_id: Option<i64>,
    pub visit_id: Option<i64>,
    pub entry_id: Option<i64>,
    pub event_id: Option<i64>,
    pub file_name: &'a str,
    pub content_type: FileKind,
    pub size: i64,
    pub sha256: &'a str,
    pub stored_name: &'a str,
    pub thumbnail_name: Option<&'a str>,
    pub uploaded_by: i64,
    pub uploaded_by_name: &'a str,
    pub created_at: NaiveDateTime,
}

pub fn insert(conn: &mut Conn, new: &NewAttachment) -> Result<i64> {
    Ok(diesel::insert_into(attachments::table)
        .values(new)
        .returning(attachments::id)
        .get_result(conn)?)
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<AttachmentRow>> {
    Ok(attachments::table
        .find(id)
        .select(AttachmentRow::as_select())
        .first(conn)
        .optional()?)
}

fn of(owner: Owner) -> attachments::BoxedQuery<'static, MultiBackend> {
    let all = attachments::table.into_boxed();
    match owner {
        Owner::Problem(id) => all.filter(attachments::problem_id.eq(id)),
        Owner::Visit(id) => all.filter(attachments::visit_id.eq(id)),
        Owner::Entry(id) => all.filter(attachments::entry_id.eq(id)),
    }
}

/// All of an owner, oldest first; their number is bounded.
pub fn list(conn: &mut Conn, owner: Owner) -> Result<Vec<AttachmentRow>> {
    Ok(of(owner)
        .order(attachments::id)
        .select(AttachmentRow::as_select())
        .load(conn)?)
}

/// How much an owner has; the owner must be held for it to stay so.
pub fn amount(conn: &mut Conn, owner: Owner) -> Result<Amount> {
    let sizes: Vec<i64> = of(owner).select(attachments::size).load(conn)?;
    Ok(Amount {
        files: i64::try_from(sizes.len()).map_err(Error::internal)?,
        bytes: sizes.iter().sum(),
    })
}

#[derive(QueryableByName)]
struct Sum {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

/// The bytes of all attachments. Until the transaction ends nobody else adds any.
pub fn hold_total(conn: &mut Conn) -> Result<i64> {
    if let Conn::Pg(conn) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended('attachments', 0))")
            .execute(conn)?;
    }
    // A plain `sum` is a decimal on PostgreSQL.
    let sum: Sum = diesel::sql_query(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM attachments",
    )
    .get_result(conn)?;
    Ok(sum.bytes)
}

/// Voids one that isn't yet; whether it was this call that did it.
pub fn void(conn: &mut Conn, now: NaiveDateTime, id: i64, reason: &str) -> Result<bool> {
    let row = attachments::table
        .filter(attachments::id.eq(id))
        .filter(attachments::voided_at.is_null());
    let changed = diesel::update(row)
        .set((
            attachments::voided_at.eq(now),
            attachments::void_reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Those of the names that a row keeps, as file or as small picture.
pub fn known(conn: &mut Conn, names: &[String]) -> Result<Vec<String>> {
    let mut known = Vec::new();
    for some in names.chunks(AT_ONCE) {
        let files: Vec<String> = attachments::table
            .filter(attachments::stored_name.eq_any(some.to_vec()))
            .select(attachments::stored_name)
            .load(conn)?;
        let small: Vec<Option<String>> = attachments::table
            .filter(attachments::thumbnail_name.eq_any(some.to_vec()))
            .select(attachments::thumbnail_name)
            .load(conn)?;
        known.extend(files);
        known.extend(small.into_iter().flatten());
    }
    Ok(known)
}

/// Those of some users who are of departments.
pub fn of_departments(conn: &mut Conn, ids: &[i64]) -> Result<Vec<i64>> {
    Ok(users::table
        .filter(users::id.eq_any(ids.to_vec()))
        .filter(users::role.eq(Role::DepartmentStaff))
        .select(users::id)
        .load(conn)?)
}

/// A file in the folder.
#[derive(Debug, Clone)]
pub struct Stored {
    pub name: String,
    /// None where it isn't known, as of a small picture.
    pub sha256: Option<String>,
}

/// Every file that has a row, voided ones and small pictures among them.
pub fn stored(conn: &mut Conn) -> Result<Vec<Stored>> {
    let rows: Vec<(String, String, Option<String>)> = attachments::table
        .order(attachments::id)
        .select((
            attachments::stored_name,
            attachments::sha256,
            attachments::thumbnail_name,
        ))
        .load(conn)?;
    let of_row = |(name, sha256, small): (String, String, Option<String>)| {
        let small = small.map(|name| Stored { name, sha256: None });
        let kept = Stored {
            name,
            sha256: Some(sha256),
        };
        std::iter::once(kept).chain(small)
    };
    Ok(rows.into_iter().flat_map(of_row).collect())
}

/// Whether an event is one of the problem's.
pub fn is_event_of(conn: &mut Conn, problem: i64, event: i64) -> Result<bool> {
    let found: Option<i64> = problem_events::table
        .filter(problem_events::id.eq(event))
        .filter(problem_events::problem_id.eq(problem))
        .select(problem_events::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}
