//! Rows and queries of policies and of every version they had.

use chrono::NaiveDateTime;
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;

use super::rules::{Level, Matching, Severity, Terms};
use crate::base::db::Conn;
use crate::base::db::schema::{categories, time_limit_policies, time_limit_policy_versions};
use crate::base::{Error, Result};

/// A policy as it is kept.
#[derive(Debug, Clone)]
pub struct Policy {
    pub id: i64,
    pub content: Content,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What of a policy can be written, and what each version keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    pub name: String,
    #[serde(flatten)]
    pub matching: Matching,
    #[serde(flatten)]
    pub terms: Terms,
    pub active: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = time_limit_policies)]
struct PolicyRow {
    id: i64,
    name: String,
    severity: Option<Severity>,
    category_id: Option<i64>,
    level: Option<Level>,
    targets: String,
    warning: Option<String>,
    extension: String,
    active: bool,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
    version: i64,
}

/// The columns of a content, documents as JSON text.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = time_limit_policies, treat_none_as_null = true)]
struct Columns<'a> {
    name: &'a str,
    severity: Option<Severity>,
    category_id: Option<i64>,
    level: Option<Level>,
    targets: String,
    warning: Option<String>,
    extension: String,
    active: bool,
}

impl PolicyRow {
    fn read(self) -> Result<Policy> {
        let warning = self.warning.as_deref().map(from_json).transpose()?;
        Ok(Policy {
            id: self.id,
            content: Content {
                name: self.name,
                matching: Matching {
                    severity: self.severity,
                    category_id: self.category_id,
                    level: self.level,
                },
                terms: Terms {
                    targets: from_json(&self.targets)?,
                    warning,
                    extension: from_json(&self.extension)?,
                },
                active: self.active,
            },
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }
}

impl<'a> Columns<'a> {
    fn of(content: &'a Content) -> Result<Self> {
        let terms = &content.terms;
        Ok(Self {
            name: &content.name,
            severity: content.matching.severity,
            category_id: content.matching.category_id,
            level: content.matching.level,
            targets: to_json(&terms.targets)?,
            warning: terms.warning.as_ref().map(to_json).transpose()?,
            extension: to_json(&terms.extension)?,
            active: content.active,
        })
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

pub fn insert(conn: &mut Conn, now: NaiveDateTime, content: &Content) -> Result<i64> {
    let id = diesel::insert_into(time_limit_policies::table)
        .values((
            Columns::of(content)?,
            time_limit_policies::created_at.eq(now),
            time_limit_policies::updated_at.eq(now),
            time_limit_policies::version.eq(1),
        ))
        .returning(time_limit_policies::id)
        .get_result(conn)?;
    keep_version(conn, now, (id, 1), content)?;
    Ok(id)
}

/// Replaces the content whose version is still the given one.
pub fn update(
    conn: &mut Conn,
    now: NaiveDateTime,
    id: i64,
    version: i64,
    content: &Content,
) -> Result<()> {
    let row = time_limit_policies::table
        .find(id)
        .filter(time_limit_policies::version.eq(version));
    let changed = diesel::update(row)
        .set((
            Columns::of(content)?,
            time_limit_policies::updated_at.eq(now),
            time_limit_policies::version.eq(version + 1),
        ))
        .execute(conn)?;
    if changed != 1 {
        return Err(Error::Stale);
    }
    keep_version(conn, now, (id, version + 1), content)
}

fn keep_version(
    conn: &mut Conn,
    now: NaiveDateTime,
    (id, version): (i64, i64),
    content: &Content,
) -> Result<()> {
    use time_limit_policy_versions as versions;
    diesel::insert_into(versions::table)
        .values((
            versions::policy_id.eq(id),
            versions::version.eq(version),
            versions::content.eq(to_json(content)?),
            versions::recorded_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Policy>> {
    let row: Option<PolicyRow> = time_limit_policies::table
        .find(id)
        .select(PolicyRow::as_select())
        .first(conn)
        .optional()?;
    row.map(PolicyRow::read).transpose()
}

/// [`find`], held until the transaction ends, so that of many who change it at once each sees what
/// the one before left.
pub fn hold(conn: &mut Conn, id: i64) -> Result<Option<Policy>> {
    if let Conn::Pg(conn) = conn {
        let _: Option<i64> = time_limit_policies::table
            .find(id)
            .select(time_limit_policies::id)
            .for_update()
            .first(conn)
            .optional()?;
    }
    find(conn, id)
}

/// Policies after the given id, by id.
pub fn list(conn: &mut Conn, after: Option<i64>, limit: i64) -> Result<Vec<Policy>> {
    let rows: Vec<PolicyRow> = time_limit_policies::table
        .filter(time_limit_policies::id.gt(after.unwrap_or(0)))
        .order(time_limit_policies::id)
        .limit(limit)
        .select(PolicyRow::as_select())
        .load(conn)?;
    rows.into_iter().map(PolicyRow::read).collect()
}

/// The policies in force.
pub fn active(conn: &mut Conn) -> Result<Vec<Policy>> {
    let rows: Vec<PolicyRow> = time_limit_policies::table
        .filter(time_limit_policies::active.eq(true))
        .order(time_limit_policies::id)
        .select(PolicyRow::as_select())
        .load(conn)?;
    rows.into_iter().map(PolicyRow::read).collect()
}

pub fn count(conn: &mut Conn) -> Result<i64> {
    Ok(time_limit_policies::table.count().get_result(conn)?)
}

/// The category above another.
pub fn category_above(conn: &mut Conn, id: i64) -> Result<Option<i64>> {
    let above = categories::table.find(id).select(categories::parent_id);
    Ok(above.first(conn).optional()?.flatten())
}

/// Whether an id names a category in use; the directory itself is of a layer above.
pub fn category_is_usable(conn: &mut Conn, id: i64) -> Result<bool> {
    let category = categories::table
        .find(id)
        .filter(categories::active.eq(true));
    Ok(diesel::select(exists(category)).get_result(conn)?)
}
