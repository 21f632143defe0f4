//! Rows of the outbox, and who is written to.

mod recipients;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::rules::State;
use super::rules::table::Kind;
use crate::base::Result;
use crate::base::db::schema::{clocks, entries, mail_attachments, outbox, problems};
use crate::base::db::{Conn, MultiBackend};

pub use recipients::{
    AddressOwner, Addressee, account, coordinators, department, department_of, department_staff,
    department_today, park_staff,
};

/// A mail in the outbox.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Mail {
    pub id: i64,
    pub message_id: String,
    pub kind: Kind,
    pub problem_id: Option<i64>,
    /// The entry of a ledger that it is about.
    pub entry_id: Option<i64>,
    pub recipient: String,
    pub recipient_name: Option<String>,
    pub thread_id: Option<String>,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub state: State,
    pub attempts: i64,
    pub next_attempt_at: NaiveDateTime,
    pub last_answer: Option<String>,
    pub created_at: NaiveDateTime,
    pub sent_at: Option<NaiveDateTime>,
    pub attachment_id: Option<i64>,
    pub user_id: Option<i64>,
    /// As what the user is written to.
    pub standing: Option<String>,
    /// Whose notice address it is.
    pub department_id: Option<i64>,
    /// The address it was queued for, where it goes to another by now.
    pub queued_for: Option<String>,
    /// What it was written from, where it is completed when it leaves: JSON.
    pub letter: Option<String>,
}

/// A paper that goes out with mails.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = mail_attachments)]
pub struct Attachment {
    pub file_name: String,
    pub content_type: String,
    pub content: Vec<u8>,
}

/// Keeps a paper for the mails that will refer to it.
pub fn keep(conn: &mut Conn, attachment: &Attachment) -> Result<i64> {
    Ok(diesel::insert_into(mail_attachments::table)
        .values(attachment)
        .returning(mail_attachments::id)
        .get_result(conn)?)
}

pub fn attachment(conn: &mut Conn, id: i64) -> Result<Attachment> {
    Ok(mail_attachments::table
        .find(id)
        .select(Attachment::as_select())
        .first(conn)?)
}

#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = outbox)]
pub struct NewMail {
    pub dedup_key: String,
    pub message_id: String,
    pub kind: Kind,
    pub problem_id: Option<i64>,
    pub entry_id: Option<i64>,
    pub recipient: String,
    pub recipient_name: Option<String>,
    pub thread_id: Option<String>,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub state: State,
    pub attempts: i64,
    pub next_attempt_at: NaiveDateTime,
    pub last_answer: Option<String>,
    pub created_at: NaiveDateTime,
    pub attachment_id: Option<i64>,
    #[diesel(embed)]
    pub whose: AddressOwner,
    pub letter: Option<String>,
}

/// Queues a mail, unless its key is there already; tells whether it did.
pub fn insert(conn: &mut Conn, mail: &NewMail) -> Result<bool> {
    let insert = diesel::insert_into(outbox::table)
        .values(mail)
        .on_conflict_do_nothing();
    // `ON CONFLICT` doesn't compile for both backends at once; a violation would end the caller's
    // transaction on PostgreSQL.
    let inserted = match conn {
        Conn::Sqlite(conn) => insert.execute(conn)?,
        Conn::Pg(conn) => insert.execute(conn)?,
    };
    Ok(inserted == 1)
}

/// Whether there is such a problem; problems themselves are of a layer above.
pub fn knows_problem(conn: &mut Conn, id: i64) -> Result<bool> {
    let found: Option<i64> = problems::table
        .find(id)
        .select(problems::id)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// The same of entries of ledgers.
pub fn knows_entry(conn: &mut Conn, id: i64) -> Result<bool> {
    Ok(!ledgers_of(conn, &[id])?.is_empty())
}

/// Ledger and number of some entries, by id.
pub fn ledgers_of(conn: &mut Conn, some: &[i64]) -> Result<HashMap<i64, (String, String)>> {
    let rows: Vec<(i64, String, String)> = entries::table
        .filter(entries::id.eq_any(some.to_vec()))
        .select((entries::id, entries::ledger, entries::number))
        .load(conn)?;
    let of = |(id, ledger, number)| (id, (ledger, number));
    Ok(rows.into_iter().map(of).collect())
}

pub fn find(conn: &mut Conn, id: i64) -> Result<Option<Mail>> {
    Ok(outbox::table
        .find(id)
        .select(Mail::as_select())
        .first(conn)
        .optional()?)
}

#[derive(Debug, Clone, Default)]
pub struct MailFilter {
    pub state: Option<State>,
    pub problem_id: Option<i64>,
    pub entry_id: Option<i64>,
    pub number: Option<String>,
}

type Boxed = outbox::BoxedQuery<'static, MultiBackend>;

fn filtered(filter: &MailFilter) -> Boxed {
    let mut query = outbox::table.into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(outbox::state.eq(state));
    }
    if let Some(problem) = filter.problem_id {
        query = query.filter(outbox::problem_id.eq(problem));
    }
    if let Some(entry) = filter.entry_id {
        query = query.filter(outbox::entry_id.eq(entry));
    }
    if let Some(number) = &filter.number {
        let number = number.trim().to_owned();
        let problem = problems::table.filter(problems::number.eq(number.clone()));
        let problem = problem.select(problems::id.nullable());
        let entry = entries::table.filter(entries::number.eq(number));
        let entry = entry.select(entries::id.nullable());
        let named = outbox::problem_id.eq_any(problem).assume_not_null();
        query = query.filter(named.or(outbox::entry_id.eq_any(entry).assume_not_null()));
    }
    query
}

/// Newest first.
pub fn list(
    conn: &mut Conn,
    filter: &MailFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<Mail>> {
    let mut query = filtered(filter);
    if let Some(id) = before {
        query = query.filter(outbox::id.lt(id));
    }
    Ok(query
        .order(outbox::id.desc())
        .limit(limit)
        .select(Mail::as_select())
        .load(conn)?)
}

pub fn count(conn: &mut Conn, filter: &MailFilter) -> Result<i64> {
    Ok(filtered(filter).count().get_result(conn)?)
}

/// The mails whose turn it is: waiting ones, and those whose sender went away.
pub fn due(conn: &mut Conn, now: NaiveDateTime, limit: i64) -> Result<Vec<i64>> {
    let waiting = outbox::state
        .eq(State::Waiting)
        .and(outbox::next_attempt_at.le(now));
    let left_behind = outbox::state
        .eq(State::Sending)
        .and(outbox::lease_until.le(now).assume_not_null());
    Ok(outbox::table
        .filter(waiting.or(left_behind))
        .order((outbox::next_attempt_at, outbox::id))
        .limit(limit)
        .select(outbox::id)
        .load(conn)?)
}

/// Takes a mail for sending; false where somebody else was faster.
pub fn claim(
    conn: &mut Conn,
    (now, until): (NaiveDateTime, NaiveDateTime),
    id: i64,
    token: &str,
) -> Result<bool> {
    let free = outbox::state.eq(State::Waiting).or(outbox::state
        .eq(State::Sending)
        .and(outbox::lease_until.le(now).assume_not_null()));
    let taken = diesel::update(outbox::table.find(id).filter(free))
        .set((
            outbox::state.eq(State::Sending),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::lease_until.eq(until),
            outbox::lease_token.eq(token),
        ))
        .execute(conn)?;
    Ok(taken == 1)
}

/// What became of an attempt.
#[derive(Debug, Clone, AsChangeset)]
#[diesel(table_name = outbox)]
pub struct Outcome {
    pub state: State,
    pub attempts: i64,
    pub next_attempt_at: NaiveDateTime,
    pub last_answer: Option<String>,
    pub sent_at: Option<NaiveDateTime>,
}

/// Notes the outcome, unless the lease passed to another sender meanwhile.
pub fn note(conn: &mut Conn, id: i64, token: &str, outcome: &Outcome) -> Result<()> {
    let held = outbox::table
        .find(id)
        .filter(outbox::lease_token.eq(token))
        .filter(outbox::state.eq(State::Sending));
    diesel::update(held)
        .set((
            outcome,
            outbox::lease_until.eq(None::<NaiveDateTime>),
            outbox::lease_token.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// Addresses a mail anew, and keeps what it was queued for.
pub fn redirect(conn: &mut Conn, mail: &Mail, address: &str) -> Result<()> {
    let queued_for = mail.queued_for.as_ref().unwrap_or(&mail.recipient);
    diesel::update(outbox::table.find(mail.id))
        .set((
            outbox::recipient.eq(address),
            outbox::queued_for.eq(Some(queued_for).filter(|before| *before != address)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Makes every mail that was given up wait anew; tells how many.
pub fn all_wait_again(conn: &mut Conn, now: NaiveDateTime) -> Result<usize> {
    let parked = outbox::table.filter(outbox::state.eq(State::Parked));
    Ok(diesel::update(parked)
        .set((
            outbox::state.eq(State::Waiting),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
        ))
        .execute(conn)?)
}

/// Makes a finished mail wait anew; false where it isn't finished.
pub fn wait_again(conn: &mut Conn, now: NaiveDateTime, id: i64) -> Result<bool> {
    let finished = outbox::table
        .find(id)
        .filter(outbox::state.eq_any([State::Sent, State::Parked]));
    let changed = diesel::update(finished)
        .set((
            outbox::state.eq(State::Waiting),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// A running clock that is yellow or red.
#[derive(Debug, Clone, Queryable)]
pub struct DueClock {
    pub id: i64,
    pub problem_id: i64,
    pub kind: String,
    pub department_id: Option<i64>,
    pub due_on: NaiveDate,
    pub red_at: NaiveDateTime,
    pub number: String,
    pub title: String,
    pub park_id: i64,
    pub lead: Option<i64>,
}

/// The running clocks with an id above `after` that are yellow or red, in order.
pub fn due_clocks(
    conn: &mut Conn,
    now: NaiveDateTime,
    after: i64,
    limit: i64,
) -> Result<Vec<DueClock>> {
    let near = clocks::yellow_at.le(now).assume_not_null();
    // A ledger that is imported tells of limits that were near or past long before it was here: the
    // clock began before the problem was recorded, and nobody is reminded of what came before that.
    let recorded = problems::created_at;
    let is_passed = clocks::red_at.le(now);
    let came_later = clocks::started_at
        .ge(recorded)
        .or(is_passed.and(clocks::red_at.gt(recorded)))
        .or(clocks::red_at
            .gt(now)
            .and(clocks::yellow_at.gt(recorded.nullable()).assume_not_null()));
    Ok(clocks::table
        .inner_join(problems::table)
        .filter(clocks::ended_at.is_null())
        .filter(clocks::paused.eq(false))
        .filter(clocks::red_at.le(now).or(near))
        .filter(came_later)
        .filter(clocks::id.gt(after))
        .order(clocks::id)
        .limit(limit)
        .select((
            clocks::id,
            clocks::problem_id,
            clocks::kind,
            clocks::department_id,
            clocks::due_on,
            clocks::red_at,
            problems::number,
            problems::title,
            problems::park_id,
            problems::lead_department_id,
        ))
        .load(conn)?)
}

/// The keys of the reminders that were queued for some problems.
pub fn reminders_of(conn: &mut Conn, of: &[i64]) -> Result<Vec<String>> {
    Ok(outbox::table
        .filter(outbox::problem_id.eq_any(of.to_vec()))
        .filter(outbox::kind.eq_any([Kind::Yellow, Kind::Red]))
        .select(outbox::dedup_key)
        .load(conn)?)
}
