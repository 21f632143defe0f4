//! Publishing and correcting yearly notices, with what that does to limits that are running.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::json;

use super::closed_weeks;
use super::rules::{Calendar, MovedLimit, Notice};
use super::store;
use crate::access::Actor;
use crate::audit::{self, Entry};
use crate::base::db::Conn;
use crate::base::{Error, IfMatch, Result};

/// Handed down by the layer above: problems know which limits are running, the calendar
/// doesn't.
pub trait RunningLimits: Send + Sync {
    /// Which limits this calendar would move; changes nothing.
    ///
    /// # Errors
    /// Those of the database.
    fn that_would_move(&self, conn: &mut Conn, calendar: &Calendar) -> Result<Vec<MovedLimit>>;

    /// Moves them, each as an event by the system, and tells which they were.
    ///
    /// # Errors
    /// Those of the database.
    fn move_all(
        &self,
        conn: &mut Conn,
        calendar: &Calendar,
        at: DateTime<Utc>,
    ) -> Result<Vec<MovedLimit>>;
}

/// The calendar for a write that derives limits from it. It is held until the transaction ends, so
/// that no notice is published between reading it and keeping the limits.
///
/// # Errors
/// Those of the database.
pub fn locked_calendar(conn: &mut Conn) -> Result<Calendar> {
    closed_weeks::share(conn)?;
    store::calendar(conn)
}

/// Which limits would move if these notices were published.
///
/// # Errors
/// Those of the database.
pub fn preview(
    conn: &mut Conn,
    limits: &dyn RunningLimits,
    notices: &BTreeMap<i32, Notice>,
) -> Result<Vec<MovedLimit>> {
    let calendar = with_all(store::calendar(conn)?, notices);
    limits.that_would_move(conn, &calendar)
}

/// Publishes or corrects notices and moves the running limits; `by` is none for the command line
/// and the start.
///
/// # Errors
/// Those of the database.
pub fn publish(
    conn: &mut Conn,
    limits: &dyn RunningLimits,
    (by, at): (Option<&Actor>, DateTime<Utc>),
    notices: &BTreeMap<i32, Notice>,
) -> Result<Vec<MovedLimit>> {
    // Waits for every write that derives a limit from the calendar as it was.
    closed_weeks::hold(conn)?;
    let now = at.naive_utc();
    for (year, notice) in notices {
        match store::find(conn, *year)? {
            None => store::insert(conn, now, *year, notice)?,
            Some(old) => store::update(conn, now, *year, old.version, notice)?,
        }
        audit::record(conn, now, &entry(by, *year, notice))?;
    }
    let calendar = store::calendar(conn)?;
    limits.move_all(conn, &calendar, at)
}

fn entry(by: Option<&Actor>, year: i32, notice: &Notice) -> Entry {
    let (action, target, id) = ("calendar.publish", "calendar", i64::from(year));
    let data = json!(notice);
    match by {
        Some(actor) => actor.entry(action, target, id, data),
        None => Entry {
            action: action.into(),
            target,
            target_id: Some(id),
            data,
            ..Entry::default()
        },
    }
}

/// [`publish`] for one year, over the version the caller saw.
///
/// # Errors
/// [`Error::Stale`] where it is another by now, and those of the database.
pub fn correct(
    conn: &mut Conn,
    limits: &dyn RunningLimits,
    by: (Option<&Actor>, DateTime<Utc>),
    (year, seen): (i32, Option<IfMatch>),
    notices: &BTreeMap<i32, Notice>,
) -> Result<Vec<MovedLimit>> {
    // Held before the look at the version, so that of two who saw the same one is refused.
    closed_weeks::hold(conn)?;
    expect_version(conn, year, seen)?;
    publish(conn, limits, by, notices)
}

/// Whether the notice of a year is still the version the caller saw; 0 where none is published.
///
/// # Errors
/// [`Error::Stale`] where it is another by now.
pub fn expect_version(conn: &mut Conn, year: i32, seen: Option<IfMatch>) -> Result<()> {
    let version = store::find(conn, year)?.map_or(0, |published| published.version);
    match seen {
        Some(seen) if !seen.names(version) => Err(Error::Stale),
        _ => Ok(()),
    }
}

/// At each start: publishes the notices that come with the product and aren't kept yet. Those that
/// are kept stay as they were corrected here.
///
/// # Errors
/// Those of the database.
pub fn publish_shipped(
    conn: &mut Conn,
    limits: &dyn RunningLimits,
    at: DateTime<Utc>,
) -> Result<Vec<MovedLimit>> {
    let kept = store::calendar(conn)?;
    let missing: BTreeMap<i32, Notice> = Calendar::shipped()?
        .notices()
        .filter(|(year, _)| !kept.published(*year))
        .map(|(year, notice)| (year, notice.clone()))
        .collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    publish(conn, limits, (None, at), &missing)
}

fn with_all(calendar: Calendar, notices: &BTreeMap<i32, Notice>) -> Calendar {
    notices.iter().fold(calendar, |calendar, (year, notice)| {
        calendar.with_notice(*year, notice.clone())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::base::db::{DatabaseUrl, Db};

    /// Tells how many notices the calendar it was asked about has, as moved limits.
    struct Counted;

    impl RunningLimits for Counted {
        fn that_would_move(&self, _: &mut Conn, calendar: &Calendar) -> Result<Vec<MovedLimit>> {
            let limit = |(year, _): (i32, &Notice)| MovedLimit {
                problem_id: i64::from(year),
                number: String::new(),
                clock: "solve".into(),
                from_due_on: NaiveDate::MIN,
                to_due_on: NaiveDate::MAX,
                provisional: false,
            };
            Ok(calendar.notices().map(limit).collect())
        }

        fn move_all(
            &self,
            conn: &mut Conn,
            calendar: &Calendar,
            _: DateTime<Utc>,
        ) -> Result<Vec<MovedLimit>> {
            self.that_would_move(conn, calendar)
        }
    }

    fn fresh(name: &str) -> Db {
        let path = std::env::temp_dir().join(format!("zhuqi-{name}-{}.db", std::process::id()));
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", path.display()));
        }
        let url = DatabaseUrl::parse(&format!("sqlite://{}", path.display())).unwrap();
        Db::open(&url).unwrap()
    }

    fn put(conn: &mut Conn, year: i32, notice: &Notice, seen: Option<i64>) -> Result<()> {
        expect_version(conn, year, seen.map(IfMatch::from))?;
        let notices = BTreeMap::from([(year, notice.clone())]);
        publish(conn, &Counted, (None, DateTime::UNIX_EPOCH), &notices).map(drop)
    }

    fn notice(off: &str) -> Notice {
        Notice::new(2027, &[off.parse().unwrap()], &[]).unwrap()
    }

    #[test]
    fn the_shipped_notices_are_published_once_and_never_over_a_correction() {
        let db = fresh("shipped");
        let start =
            || db.write_blocking(|conn| publish_shipped(conn, &Counted, DateTime::UNIX_EPOCH));
        assert_eq!(start().unwrap().len(), 6);
        let kept = db.read_blocking(store::calendar).unwrap();
        assert_eq!(kept, Calendar::shipped().unwrap());
        let corrected = Notice::new(2026, &[], &[]).unwrap();
        let correct = corrected.clone();
        db.write_blocking(move |conn| put(conn, 2026, &correct, Some(1)))
            .unwrap();
        assert_eq!(start().unwrap().len(), 0);
        let kept = db.read_blocking(store::calendar).unwrap();
        assert_eq!(kept.notice(2026), Some(&corrected));
    }

    #[test]
    fn a_notice_is_put_over_the_version_that_was_seen() {
        let db = fresh("seen");
        let put = |off: &'static str, seen| {
            db.write_blocking(move |conn| put(conn, 2027, &notice(off), seen))
        };
        assert!(matches!(put("2027-01-01", Some(1)), Err(Error::Stale)));
        assert!(put("2027-01-01", Some(0)).is_ok());
        assert!(matches!(put("2027-01-04", Some(0)), Err(Error::Stale)));
        assert!(put("2027-01-04", Some(1)).is_ok());
        assert!(put("2027-01-05", None).is_ok());
        let kept = db
            .read_blocking(|conn| store::find(conn, 2027))
            .unwrap()
            .unwrap();
        assert_eq!((kept.version, kept.notice), (3, notice("2027-01-05")));
    }

    #[test]
    fn a_preview_asks_about_the_new_calendar_and_keeps_the_old() {
        let db = fresh("preview");
        let notices = BTreeMap::from([(2027, notice("2027-01-01"))]);
        let told = db
            .read_blocking(|conn| preview(conn, &Counted, &notices))
            .unwrap();
        assert_eq!(told.len(), 1);
        assert!(!db.read_blocking(store::calendar).unwrap().published(2027));
    }
}
