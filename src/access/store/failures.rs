//! Failed sign-ins, by account, network and both.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use crate::access::rules::failures::Failures;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::sign_in_failures as rows;

/// No lock and no window lasts longer, so what is older says nothing any more.
const KEPT: Duration = Duration::days(1);

type Row = (i64, NaiveDateTime, Option<NaiveDateTime>);

/// What is known of a subject.
pub fn find(conn: &mut Conn, subject: &str) -> Result<Option<Failures>> {
    let row: Option<Row> = rows::table
        .find(subject)
        .select((rows::failures, rows::window_from, rows::locked_until))
        .first(conn)
        .optional()?;
    Ok(row.map(of))
}

fn of((failures, window_from, locked_until): Row) -> Failures {
    Failures {
        failures,
        window_from,
        locked_until,
    }
}

/// What is known of a subject, held until the transaction ends, so that attempts are counted one
/// after another. One statement, because a success elsewhere may forget the subject between two.
pub fn held(conn: &mut Conn, now: NaiveDateTime, subject: &str) -> Result<Failures> {
    let first = (
        rows::subject.eq(subject),
        rows::failures.eq(0),
        rows::window_from.eq(now),
    );
    let as_it_is = rows::failures.eq(rows::failures);
    let known = (rows::failures, rows::window_from, rows::locked_until);
    let row: Row = match conn {
        Conn::Sqlite(conn) => diesel::insert_into(rows::table)
            .values(first)
            .on_conflict(rows::subject)
            .do_update()
            .set(as_it_is)
            .returning(known)
            .get_result(conn)?,
        Conn::Pg(conn) => diesel::insert_into(rows::table)
            .values(first)
            .on_conflict(rows::subject)
            .do_update()
            .set(as_it_is)
            .returning(known)
            .get_result(conn)?,
    };
    Ok(of(row))
}

pub fn put(conn: &mut Conn, subject: &str, known: &Failures) -> Result<()> {
    diesel::update(rows::table.find(subject))
        .set((
            rows::failures.eq(known.failures),
            rows::window_from.eq(known.window_from),
            rows::locked_until.eq(known.locked_until),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets a subject.
pub fn clear(conn: &mut Conn, subject: &str) -> Result<()> {
    diesel::delete(rows::table.find(subject)).execute(conn)?;
    Ok(())
}

/// Forgets every subject that begins so.
pub fn clear_all(conn: &mut Conn, beginning: &str) -> Result<()> {
    let beginning = beginning
        .replace('\\', "\\\\")
        .replace('_', "\\_")
        .replace('%', "\\%");
    let like = rows::subject.like(format!("{beginning}%")).escape('\\');
    diesel::delete(rows::table.filter(like)).execute(conn)?;
    Ok(())
}

/// Forgets what is long past.
pub fn clean(conn: &mut Conn, now: NaiveDateTime) -> Result<usize> {
    Ok(diesel::delete(rows::table.filter(rows::window_from.lt(now - KEPT))).execute(conn)?)
}
