//! What imports keep until they are over, how much of it there may be, and how it goes again.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use serde_json::json;

use super::get;
use crate::access::Actor;
use crate::audit;
use crate::base::db::Conn;
use crate::base::error::text;
use crate::base::{Error, Result};
use crate::ledger::import::rules::fault::FileFault;
use crate::ledger::import::state::State;
use crate::ledger::import::store;

/// Bytes of one import: its file, the plans of its rows and what is said of them.
const KEPT_MAX: i64 = 256 * 1024 * 1024;
/// Bytes of all that one person keeps, beside which a further file is taken, and of all that everybody does.
const OF_ONE_MAX: i64 = 512 * 1024 * 1024;
const OF_ALL_MAX: i64 = 4 * 1024 * 1024 * 1024;

/// How long a preview waits for its confirmation, and how long the file of what is over is kept.
const WAITS: Duration = Duration::days(7);
const STAYS: Duration = Duration::days(30);

pub fn size(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Whether one import may keep so much.
///
/// # Errors
/// That it is too much.
pub fn fits_one(bytes: i64) -> Result<(), FileFault> {
    if bytes > KEPT_MAX {
        return Err(FileFault::new("keeps_too_much"));
    }
    Ok(())
}

/// Whether a further file may be kept.
///
/// # Errors
/// 409 where this person keeps too much, 507 where all do.
pub fn fits(conn: &mut Conn, who: i64, bytes: i64) -> Result<()> {
    if store::kept(conn, Some(who))? + bytes > OF_ONE_MAX {
        return Err(Error::conflict(
            "import.too_much_kept",
            "您保留的导入文件和预览已超过512MB，请先放弃不再需要的导入",
            "You keep more than 512 MiB of imports: discard some first.",
        ));
    }
    if store::kept(conn, None)? + bytes > OF_ALL_MAX {
        return Err(Error::QuotaFull {
            code: "import.store_full",
            detail: text(
                "系统保留的导入文件和预览已满，请稍后再试或联系管理员",
                "Imports keep as much as they may: come back later.",
            ),
        });
    }
    Ok(())
}

/// Discards what its uploader doesn't want to write any more.
///
/// # Errors
/// 403 for what somebody else uploaded, 409 for what is being written or is over.
pub fn discard(conn: &mut Conn, (who, at): (&Actor, DateTime<Utc>), id: i64) -> Result<()> {
    let import = get(conn, who, id)?;
    if import.requested_by != who.id {
        return Err(Error::forbidden(
            "import.not_yours",
            "只有上传人可以放弃",
            "Only its uploader may discard it.",
        ));
    }
    if matches!(import.state, State::Writing | State::Done) {
        return Err(Error::conflict(
            "import.not_discardable",
            "正在导入或已导入的内容不能放弃",
            "What is being written, or was, can't be discarded.",
        ));
    }
    if !store::discard(
        conn,
        (id, import.state),
        at.naive_utc(),
        &FileFault::new("discarded"),
    )? {
        return Err(Error::Stale);
    }
    let entry = who.entry("import.discard", "import", id, json!({}));
    audit::record(conn, at.naive_utc(), &entry)
}

/// Discards previews that nobody confirmed, and forgets the files of what is long over.
///
/// # Errors
/// Those of the database.
pub fn forget(conn: &mut Conn, now: NaiveDateTime) -> Result<()> {
    for (id, state) in store::waiting_since(conn, now - WAITS)? {
        store::discard(conn, (id, state), now, &FileFault::new("expired"))?;
    }
    store::forget(conn, now - STAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_import_keeps_256_mib_and_not_a_byte_more() {
        assert_eq!(fits_one(268_435_456), Ok(()));
        assert_eq!(fits_one(268_435_457), Err(FileFault::new("keeps_too_much")));
    }
}
