//! What imports keep, and how it goes again.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{blame, clear};
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{import_files, import_rows, imports};
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::state::State;

/// Bytes that the imports of one person keep, or all.
pub fn kept(conn: &mut Conn, of: Option<i64>) -> Result<i64> {
    let mut query = imports::table.select(imports::kept_bytes).into_boxed();
    query = query.filter(imports::kept_bytes.gt(0));
    if let Some(user) = of {
        query = query.filter(imports::requested_by.eq(user));
    }
    let each: Vec<i64> = query.load(conn)?;
    Ok(each.into_iter().sum())
}

/// Ends an import in some state without having taken anything, and forgets its file; false where it is
/// in another state by now. Whoever works on it notices that it isn't theirs any more.
pub fn discard(
    conn: &mut Conn,
    (import, state): (i64, State),
    now: NaiveDateTime,
    why: &FileFault,
) -> Result<bool> {
    let as_seen = imports::table
        .filter(imports::id.eq(import))
        .filter(imports::state.eq(state));
    let changed = diesel::update(as_seen)
        .set((
            imports::state.eq(State::Failed),
            imports::lease_until.eq(None::<NaiveDateTime>),
            imports::lease_token.eq(None::<String>),
            imports::updated_at.eq(now),
            imports::finished_at.eq(now),
        ))
        .execute(conn)?;
    if changed == 0 {
        return Ok(false);
    }
    let detail = why.detail();
    blame(conn, import, (why.code, &detail.zh, &detail.en))?;
    drop_kept(conn, import)?;
    Ok(true)
}

/// Previews that wait since before an instant.
pub fn waiting_since(conn: &mut Conn, since: NaiveDateTime) -> Result<Vec<(i64, State)>> {
    Ok(imports::table
        .filter(imports::state.eq(State::Ready))
        .filter(imports::updated_at.lt(since))
        .select((imports::id, imports::state))
        .load(conn)?)
}

/// Forgets the files of what is over since before an instant.
pub fn forget(conn: &mut Conn, since: NaiveDateTime) -> Result<()> {
    let old: Vec<i64> = imports::table
        .filter(imports::finished_at.lt(since))
        .filter(imports::kept_bytes.gt(0))
        .select(imports::id)
        .load(conn)?;
    old.into_iter().try_for_each(|id| drop_kept(conn, id))
}

/// Forgets the plans of what is over; its file stays for those of its rows that were wrong.
pub fn drop_plans(conn: &mut Conn, import: i64) -> Result<()> {
    diesel::delete(import_rows::table.filter(import_rows::import_id.eq(import))).execute(conn)?;
    diesel::sql_query(
        "UPDATE imports SET kept_bytes = COALESCE((SELECT LENGTH(content) FROM import_files \
         WHERE import_id = imports.id), 0) WHERE id = $1",
    )
    .bind::<BigInt, _>(import)
    .execute(conn)?;
    Ok(())
}

fn drop_kept(conn: &mut Conn, import: i64) -> Result<()> {
    clear(conn, import)?;
    diesel::delete(import_files::table.find(import)).execute(conn)?;
    diesel::update(imports::table.find(import))
        .set(imports::kept_bytes.eq(0))
        .execute(conn)?;
    Ok(())
}
