//! The day up to which weeks are closed: what happened by then, and is recorded later, is counted
//! on the day of recording.
//!
//! Every counting write holds that day until it commits, and closing a week waits for all of them,
//! so that no event slips into a week after its report was composed.

use chrono::{Days, NaiveDate, Weekday};

use super::Week;
use crate::base::db::{Conn, settings};
use crate::base::{Error, Result};

const CLOSED_THROUGH: &str = "closed_through";
const WEEK_STARTS_ON: &str = "week_starts_on";
/// How often history was rewritten within closed weeks, which is possible while no report was composed.
const REWRITTEN: &str = "history_rewritten";
/// The day through which all is closed by the first start alone: no report was ever composed of it.
const CLOSED_AT_FIRST: &str = "closed_at_first";

/// Begins the account of a fresh database: all is closed before the week of its first start. The
/// day weeks start on is kept from then on.
///
/// # Errors
/// Another first day of the week than the database was begun with: closed weeks would overlap.
pub fn init(conn: &mut Conn, today: NaiveDate, starts_on: Weekday) -> Result<()> {
    let starts_on = starts_on.to_string();
    match settings::find(conn, WEEK_STARTS_ON)? {
        None => settings::put(conn, WEEK_STARTS_ON, &starts_on)?,
        Some(kept) if kept == starts_on => {}
        Some(kept) => {
            return Err(Error::conflict(
                "week_starts_on.changed",
                format!("数据库中每周始于 {kept}，不能改为 {starts_on}"),
                format!(
                    "this database counts weeks from {kept}; {starts_on} would make closed weeks overlap"
                ),
            ));
        }
    }
    if settings::find(conn, CLOSED_THROUGH)?.is_none() {
        begin(conn, today)?;
    }
    Ok(())
}

/// The day weeks start on in this database.
pub fn starts_on(conn: &mut Conn) -> Result<Weekday> {
    let kept = settings::find(conn, WEEK_STARTS_ON)?;
    Ok(kept
        .and_then(|day| day.parse().ok())
        .unwrap_or(Weekday::Mon))
}

fn begin(conn: &mut Conn, today: NaiveDate) -> Result<NaiveDate> {
    let closed = Week::of(today, starts_on(conn)?).previous().to();
    settings::put(conn, CLOSED_THROUGH, &closed.to_string())?;
    settings::put(conn, CLOSED_AT_FIRST, &closed.to_string())?;
    Ok(closed)
}

/// On which days imported history counts, held as a counting write holds it.
///
/// What is imported before any week was closed keeps its days, however long ago: no report was
/// composed that it could change. From then on closed weeks stay as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    closed_through: Option<NaiveDate>,
}

impl Imported {
    /// # Errors
    /// Those of the database.
    pub fn held(conn: &mut Conn) -> Result<Self> {
        share(conn)?;
        Ok(Self {
            closed_through: reported_through(conn)?,
        })
    }

    /// The day that what occurred on a day, and is recorded today, counts on.
    pub fn counted_on(self, occurred_on: NaiveDate, today: NaiveDate) -> NaiveDate {
        self.closed_through
            .map_or(occurred_on, |through| count(occurred_on, today, through))
    }
}

/// The day an event is counted on: the day it occurred, or, where that day is closed already, the
/// day it is recorded (`today`; the first open day, should the clock have been set back).
pub fn counted_on(conn: &mut Conn, occurred_on: NaiveDate, today: NaiveDate) -> Result<NaiveDate> {
    let held = settings::find_held(conn, CLOSED_THROUGH)?;
    let closed_through = match held {
        Some(day) => read(&day)?,
        None => begin(conn, today)?,
    };
    Ok(count(occurred_on, today, closed_through))
}

/// Holds the closed day as a counting write does, for writes that must see nothing change before
/// they commit.
pub fn share(conn: &mut Conn) -> Result<()> {
    settings::find_held(conn, CLOSED_THROUGH).map(drop)
}

/// The last closed day, without holding it.
pub fn closed_through(conn: &mut Conn) -> Result<Option<NaiveDate>> {
    let day = settings::find(conn, CLOSED_THROUGH)?;
    day.as_deref().map(read).transpose()
}

/// The last day of a week that was closed with its reports; None where all that is closed was so by the first start.
pub fn reported_through(conn: &mut Conn) -> Result<Option<NaiveDate>> {
    let closed = closed_through(conn)?;
    let at_first = settings::find(conn, CLOSED_AT_FIRST)?;
    let at_first = at_first.as_deref().map(read).transpose()?;
    Ok(closed.filter(|day| Some(*day) != at_first))
}

/// Notes that what counts in closed weeks may be something else from now on.
pub fn note_rewritten(conn: &mut Conn) -> Result<()> {
    let times = rewritten(conn)? + 1;
    settings::put(conn, REWRITTEN, &times.to_string())
}

/// A number that is another one once what counts in closed weeks may be something else.
pub fn rewritten(conn: &mut Conn) -> Result<i64> {
    let times = settings::find(conn, REWRITTEN)?;
    times.map_or(Ok(0), |times| times.parse().map_err(Error::internal))
}

/// The last closed day, for a transaction that will move it: waits until every counting write
/// before it has committed, and lets none begin.
pub fn hold(conn: &mut Conn) -> Result<Option<NaiveDate>> {
    let day = settings::find_to_change(conn, CLOSED_THROUGH)?;
    day.as_deref().map(read).transpose()
}

/// Closes everything up to a day; after [`hold`] in the same transaction.
pub fn close_through(conn: &mut Conn, day: NaiveDate) -> Result<()> {
    settings::put(conn, CLOSED_THROUGH, &day.to_string())
}

fn count(occurred_on: NaiveDate, today: NaiveDate, closed_through: NaiveDate) -> NaiveDate {
    if occurred_on > closed_through {
        return occurred_on;
    }
    let first_open = closed_through.checked_add_days(Days::new(1));
    today.max(first_open.unwrap_or(today))
}

fn read(day: &str) -> Result<NaiveDate> {
    day.parse()
        .map_err(|_| Error::Internal(format!("setting {CLOSED_THROUGH} is no day: {day:?}")))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::base::db::{DatabaseUrl, Db};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_happened_in_an_open_week_keeps_its_day() {
        let (sunday, monday) = (day("2021-08-08"), day("2021-08-09"));
        assert_eq!(count(monday, day("2021-08-16"), sunday), monday);
        assert_eq!(count(sunday, day("2021-08-16"), sunday), day("2021-08-16"));
    }

    #[test]
    fn a_clock_set_back_never_counts_into_a_closed_week() {
        let sunday = day("2021-08-08");
        assert_eq!(
            count(day("2021-08-03"), day("2021-08-04"), sunday),
            day("2021-08-09")
        );
    }

    #[test]
    fn a_fresh_database_is_closed_before_the_week_of_its_first_start() {
        let path = std::env::temp_dir().join(format!("zhuqi-closed-{}.db", std::process::id()));
        let url = DatabaseUrl::parse(&format!("sqlite://{}", path.display())).unwrap();
        let db = Db::open(&url).unwrap();
        let today = day("2021-08-18");
        let start = |on, starts_on| db.write_blocking(move |conn| init(conn, on, starts_on));
        start(today, Weekday::Mon).unwrap();
        start(day("2021-09-30"), Weekday::Mon).unwrap();
        assert!(start(today, Weekday::Sun).is_err());
        let through = db.read_blocking(closed_through).unwrap();
        assert_eq!(through, Some(day("2021-08-15")));
        let counted = db
            .write_blocking(move |conn| counted_on(conn, day("2021-08-15"), today))
            .unwrap();
        assert_eq!(counted, today);
        db.write_blocking(move |conn| {
            assert_eq!(hold(conn)?, Some(day("2021-08-15")));
            close_through(conn, day("2021-08-22"))
        })
        .unwrap();
        let late = db
            .write_blocking(move |conn| counted_on(conn, today, day("2021-08-23")))
            .unwrap();
        assert_eq!(late, day("2021-08-23"));
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
    }
}
