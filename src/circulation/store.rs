//! What still has to go round, to whom, and how they want it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::rules::MailPreference;
use crate::access::Role;
use crate::base::Result;
use crate::base::db::Conn;
use crate::base::db::schema::{circulated_reports, users, weekly_mail_wishes, weekly_reports};
use crate::mail::rules::leaving::standing;
use crate::mail::store::{AddressOwner, Addressee};

/// A closed report that nobody was sent yet.
#[derive(Debug, Queryable)]
pub struct Closed {
    pub id: i64,
    pub to_day: NaiveDate,
    pub park_id: Option<i64>,
    /// The report as JSON.
    pub content: String,
}

/// The oldest ones.
pub fn waiting(conn: &mut Conn, limit: i64) -> Result<Vec<Closed>> {
    Ok(weekly_reports::table
        .left_join(circulated_reports::table)
        .filter(circulated_reports::report_id.is_null())
        .order(weekly_reports::id)
        .limit(limit)
        .select((
            weekly_reports::id,
            weekly_reports::to_day,
            weekly_reports::park_id,
            weekly_reports::content,
        ))
        .load(conn)?)
}

pub fn circulated(conn: &mut Conn, report: i64, at: NaiveDateTime, mails: i64) -> Result<()> {
    diesel::insert_into(circulated_reports::table)
        .values((
            circulated_reports::report_id.eq(report),
            circulated_reports::circulated_at.eq(at),
            circulated_reports::mails.eq(mails),
        ))
        .execute(conn)?;
    Ok(())
}

/// An account, and its wish where it has one.
type Reader = (i64, String, Option<String>, Option<(bool, Option<i64>)>);

/// Who gets the report of all, or a park's, and how they want it: the active ones with an address.
pub fn readers(conn: &mut Conn, park: Option<i64>) -> Result<Vec<(Addressee, MailPreference)>> {
    let all = users::table.left_join(weekly_mail_wishes::table);
    let mut query = all
        .filter(users::active.eq(true))
        .filter(users::email.is_not_null())
        .into_boxed();
    query = match park {
        None => query.filter(users::role.eq(Role::Leader)),
        Some(id) => query
            .filter(users::role.eq(Role::ParkStaff))
            .filter(users::park_id.eq(id)),
    };
    let found: Vec<Reader> = query
        .order(users::id)
        .select((
            users::id,
            users::display_name,
            users::email,
            (weekly_mail_wishes::wanted, weekly_mail_wishes::hour).nullable(),
        ))
        .load(conn)?;
    let role = park.map_or(Role::Leader, |_| Role::ParkStaff);
    let standing = standing(role, park, None);
    let readers = found.into_iter().filter_map(|(id, name, email, wish)| {
        let addressee = Addressee {
            whose: AddressOwner::user(id, standing.clone()),
            name,
            address: email?,
        };
        let wish = wish.map_or_else(MailPreference::default, |(wanted, hour)| MailPreference {
            wanted,
            hour,
        });
        Some((addressee, wish))
    });
    Ok(readers.filter(|(_, wish)| wish.wanted).collect())
}

pub fn wish(conn: &mut Conn, user: i64) -> Result<MailPreference> {
    let kept: Option<(bool, Option<i64>)> = weekly_mail_wishes::table
        .find(user)
        .select((weekly_mail_wishes::wanted, weekly_mail_wishes::hour))
        .first(conn)
        .optional()?;
    Ok(
        kept.map_or_else(MailPreference::default, |(wanted, hour)| MailPreference {
            wanted,
            hour,
        }),
    )
}

pub fn keep_wish(conn: &mut Conn, user: i64, wish: MailPreference) -> Result<()> {
    let fields = (
        weekly_mail_wishes::wanted.eq(wish.wanted),
        weekly_mail_wishes::hour.eq(wish.hour),
    );
    let changed = diesel::update(weekly_mail_wishes::table.find(user))
        .set(fields)
        .execute(conn)?;
    if changed == 0 {
        diesel::insert_into(weekly_mail_wishes::table)
            .values((weekly_mail_wishes::user_id.eq(user), fields))
            .execute(conn)?;
    }
    Ok(())
}
