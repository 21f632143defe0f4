//! Receiving files, giving them their rows, voiding them, and sweeping what has no row.

mod keep;
mod receive;
mod redacted;

pub use keep::{Author, Kept, add, addable, list, tidy, void};
pub use receive::{Judged, Receiving, judge, keep, said};
pub use redacted::{RedactedAttachment, seen_by, seen_in};

use std::time::Duration;

use super::rules::Owner;
use super::store::{self, AttachmentRow};
use crate::access::{Actor, Scope};
use crate::base::db::{Conn, settings};
use crate::base::files::Folder;
use crate::base::{Error, Result};
use crate::entries::store as entries;
use crate::problems::store as problems;
use crate::visits::store as visits;

/// The setting that tells all nodes how many bytes attachments may take.
const QUOTA: &str = "attachments_quota";
/// What has no row after this long was never acknowledged.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// Keeps the quota for all nodes.
///
/// # Errors
/// Those of the database.
pub fn keep_quota(conn: &mut Conn, bytes: i64) -> Result<()> {
    settings::put(conn, QUOTA, &bytes.to_string())
}

fn quota(conn: &mut Conn) -> Result<i64> {
    let kept = settings::find(conn, QUOTA)?;
    kept.and_then(|text| text.parse().ok())
        .ok_or_else(|| Error::internal("the quota of attachments isn't kept"))
}

/// Whether somebody sees the owner, asked of its own query.
fn sees(conn: &mut Conn, scope: Scope, owner: Owner) -> Result<bool> {
    Ok(match owner {
        Owner::Problem(id) => problems::find(conn, scope, id)?.is_some(),
        Owner::Visit(id) => visits::find(conn, scope, id)?.is_some(),
        Owner::Entry(id) => entries::is_visible(conn, scope, id)?,
    })
}

/// An attachment of something this person sees.
///
/// # Errors
/// 404 for an unknown one and a foreign one alike.
pub fn get(conn: &mut Conn, who: &Actor, id: i64) -> Result<AttachmentRow> {
    let row = store::find(conn, id)?.ok_or(Error::NotFound)?;
    if sees(conn, who.cases(), row.owner()?)? {
        Ok(row)
    } else {
        Err(Error::NotFound)
    }
}

/// Removes files that nobody was told are kept: of requests cut off, of transactions that failed.
/// Younger ones may still get their row. Running it again does no harm.
///
/// # Errors
/// Those of the database and the folder.
pub fn sweep(conn: &mut Conn, files: &Folder) -> Result<usize> {
    let mut old = files.older_than(ABANDONED)?;
    let known = store::known(conn, &old)?;
    old.retain(|name| !known.contains(name));
    for name in &old {
        tracing::info!(name, "a file without a row is removed");
        files.remove(name);
    }
    Ok(old.len())
}
