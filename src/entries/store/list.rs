//! Lists: the scope, the filters and the keyset, each in one place.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{self, Bool};
use serde::{Deserialize, Serialize};

use super::EntryRow;
use super::entries::{Boxed, visible};
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::db::part::{Plainly, lower, pattern};
use crate::base::db::schema::{entries, entry_values, links, milestones};
use crate::base::given::{Date, Instant};
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::Light;
use crate::entries::rules::values::LEADER;
use crate::problems::store::forever;

crate::text_enum! {
    /// The order of a list of entries.
    pub enum Sort {
        /// The newest number first.
        Newest = "-number",
        /// The first next milestone first; what has none last.
        FirstDue = "due_on",
        /// The last changed first.
        NewestUpdated = "-updated_at",
    }
}

/// What a field of the ledger has to be.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueFilter {
    Words(Vec<String>),
    Number(i64),
    Day(NaiveDate),
}

/// Whose list `mine` is.
#[derive(Debug, Clone, Copy)]
pub enum Mine {
    RecordedBy(i64),
    OwnedBy(i64),
    LedBy(i64),
}

/// Who has to do something about what waits.
#[derive(Debug, Clone, Copy)]
pub enum Waiting {
    /// It owns the entry, or the next milestone is its.
    Department(i64),
    /// The entry is the park's and no department owns it.
    Park(i64),
    Nobody,
}

/// What a list asks for; what is absent doesn't narrow it.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    /// What is linked with this problem.
    pub problem_id: Option<i64>,
    pub status: Vec<String>,
    /// The light on this day.
    pub light: Option<(Light, NaiveDate)>,
    /// Whether its next milestone is past on this day.
    pub overdue: Option<(bool, NaiveDate)>,
    pub listed_from: Option<NaiveDate>,
    pub listed_to: Option<NaiveDate>,
    pub number: Option<String>,
    /// A part of the title or the number.
    pub q: Option<String>,
    pub mine: Option<Mine>,
    /// Whose turn it is, on this day.
    pub waiting: Option<(Waiting, NaiveDate)>,
    pub values: Vec<(&'static str, ValueFilter)>,
    /// Conditions on `entries.id`, made of checked values by the statistics, and of ids that were read before.
    pub among: Vec<String>,
    /// The states that are open.
    pub open: Vec<&'static str>,
}

/// The place in a list after which the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListCursor {
    Id(i64),
    Due(Option<Date>, i64),
    At(Instant, i64),
}

pub fn place(sort: Sort, row: &EntryRow) -> ListCursor {
    match sort {
        Sort::Newest => ListCursor::Id(row.id),
        Sort::FirstDue => ListCursor::Due(row.due_on.map(Date::kept), row.id),
        Sort::NewestUpdated => ListCursor::At(Instant::kept(row.updated_at.and_utc()), row.id),
    }
}

fn filtered(scope: Scope, ledger: &'static str, filter: &EntryFilter) -> Boxed {
    let mut query = visible(scope, ledger);
    if let Some(park) = filter.park_id {
        query = query.filter(entries::park_id.eq(park));
    }
    if let Some(department) = filter.department_id {
        query = query.filter(entries::department_id.eq(department));
    }
    if let Some(enterprise) = filter.enterprise_id {
        query = query.filter(entries::enterprise_id.eq(enterprise));
    }
    if let Some(problem) = filter.problem_id {
        let linked = links::table
            .filter(links::entry_id.eq(entries::id))
            .filter(links::problem_id.eq(problem));
        query = query.filter(exists(linked));
    }
    if !filter.status.is_empty() {
        query = query.filter(entries::status.eq_any(filter.status.clone()));
    }
    if let Some(from) = filter.listed_from {
        query = query.filter(entries::listed_on.ge(from));
    }
    if let Some(to) = filter.listed_to {
        query = query.filter(entries::listed_on.le(to));
    }
    if let Some(number) = &filter.number {
        query = query.filter(entries::number.eq(number.trim().to_owned()));
    }
    if let Some(text) = &filter.q {
        let title = lower(Plainly::new(entries::title))
            .like(pattern(text))
            .escape('\\');
        let number = lower(Plainly::new(entries::number))
            .like(pattern(text))
            .escape('\\');
        query = query.filter(title.or(number));
    }
    for (field, value) in &filter.values {
        let rows = entry_values::table
            .filter(entry_values::entry_id.eq(entries::id))
            .filter(entry_values::field.eq(*field));
        query = match value {
            ValueFilter::Words(words) => query.filter(exists(
                rows.filter(entry_values::word.eq_any(words.clone())),
            )),
            ValueFilter::Number(number) => {
                query.filter(exists(rows.filter(entry_values::number.eq(*number))))
            }
            ValueFilter::Day(day) => query.filter(exists(rows.filter(entry_values::day.eq(*day)))),
        };
    }
    query = timed(query, filter);
    if let Some((whom, today)) = filter.waiting {
        query = waits(query, whom, today).filter(entries::status.eq_any(filter.open.clone()));
    }
    query = match filter.mine {
        None => query,
        Some(Mine::RecordedBy(user)) => query.filter(entries::recorded_by.eq(user)),
        Some(Mine::OwnedBy(department)) => query
            .filter(entries::department_id.eq(department))
            .filter(entries::status.eq_any(filter.open.clone())),
        Some(Mine::LedBy(user)) => query.filter(exists(
            entry_values::table
                .filter(entry_values::entry_id.eq(entries::id))
                .filter(entry_values::field.eq(LEADER))
                .filter(entry_values::number.eq(user)),
        )),
    };
    for among in &filter.among {
        query = query.filter(sql::<Bool>(among));
    }
    query
}

/// The entries of a ledger that somebody sees whose field names one of some others, but for those that stand so.
pub fn naming(
    conn: &mut Conn,
    (scope, ledger): (Scope, &'static str),
    (field, ids): (&'static str, &[i64]),
    without: &str,
) -> Result<Vec<EntryRow>> {
    let named = entry_values::table
        .filter(entry_values::entry_id.eq(entries::id))
        .filter(entry_values::field.eq(field))
        .filter(entry_values::number.eq_any(ids.to_vec()));
    Ok(visible(scope, ledger)
        .filter(exists(named))
        .filter(entries::status.ne(without.to_owned()))
        .order(entries::id)
        .select(EntryRow::as_select())
        .load(conn)?)
}

/// The condition of being one of some entries.
pub fn one_of(ids: &[i64]) -> String {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    match ids.is_empty() {
        true => "1 = 0".to_owned(),
        false => format!("entries.id IN ({})", ids.join(", ")),
    }
}

/// Those whose light is yellow or red, where somebody has to do something about it.
fn waits(query: Boxed, whom: Waiting, today: NaiveDate) -> Boxed {
    let near = entries::yellow_from
        .le(today)
        .or(entries::red_from.le(today));
    let query = query.filter(near.assume_not_null());
    match whom {
        Waiting::Department(own) => {
            let next = milestones::table
                .filter(milestones::entry_id.eq(entries::id))
                .filter(milestones::done_on.is_null())
                .filter(entries::due_on.eq(milestones::due_on.nullable()))
                .filter(milestones::department_id.eq(own));
            query.filter(
                entries::department_id
                    .eq(own)
                    .assume_not_null()
                    .or(exists(next)),
            )
        }
        Waiting::Park(own) => query
            .filter(entries::park_id.eq(own))
            .filter(entries::department_id.is_null()),
        Waiting::Nobody => query.filter(sql::<Bool>("1 = 0")),
    }
}

/// The filters that ask about a day.
fn timed(mut query: Boxed, filter: &EntryFilter) -> Boxed {
    if let Some((light, today)) = filter.light {
        let is_red = entries::red_from
            .is_not_null()
            .and(entries::red_from.le(today));
        let is_yellow = entries::yellow_from
            .is_not_null()
            .and(entries::yellow_from.le(today));
        let not_red = entries::red_from.is_null().or(entries::red_from.gt(today));
        let not_yellow = entries::yellow_from
            .is_null()
            .or(entries::yellow_from.gt(today));
        query = match light {
            Light::Red => query.filter(is_red),
            Light::Yellow => query.filter(not_red).filter(is_yellow),
            Light::Green => query.filter(not_red).filter(not_yellow),
        };
    }
    match filter.overdue {
        None => query,
        Some((true, today)) => query
            .filter(entries::status.eq_any(filter.open.clone()))
            .filter(entries::due_on.lt(today)),
        Some((false, today)) => query.filter(
            entries::status
                .ne_all(filter.open.clone())
                .or(entries::due_on.is_null())
                .or(entries::due_on.ge(today)),
        ),
    }
}

pub fn list(
    conn: &mut Conn,
    (scope, ledger): (Scope, &'static str),
    filter: &EntryFilter,
    sort: Sort,
    after: Option<ListCursor>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = filtered(scope, ledger, filter);
    query = match (sort, after) {
        (_, None) => query,
        (Sort::Newest, Some(ListCursor::Id(id))) => query.filter(entries::id.lt(id)),
        (Sort::FirstDue, Some(ListCursor::Due(day, id))) => {
            let day = day.map_or_else(forever, NaiveDate::from);
            query.filter(due().gt(day).or(due().eq(day).and(entries::id.gt(id))))
        }
        (Sort::NewestUpdated, Some(ListCursor::At(at, id))) => {
            let at = DateTime::from(at).naive_utc();
            let same = entries::updated_at.eq(at).and(entries::id.lt(id));
            query.filter(entries::updated_at.lt(at).or(same))
        }
        // A cursor of another order.
        _ => {
            let wrong = FieldError::new(
                "/cursor",
                "malformed",
                "cursor 与排序不符",
                "is no cursor of this order",
            );
            return Err(Error::invalid(wrong));
        }
    };
    Ok(ordered(query, sort)
        .limit(limit)
        .select(EntryRow::as_select())
        .load(conn)?)
}

fn due() -> diesel::expression::SqlLiteral<sql_types::Date> {
    sql::<sql_types::Date>("COALESCE(entries.due_on, '9999-12-31')")
}

fn ordered(query: Boxed, sort: Sort) -> Boxed {
    match sort {
        Sort::Newest => query.order(entries::id.desc()),
        Sort::FirstDue => query.order((due().asc(), entries::id.asc())),
        Sort::NewestUpdated => query.order((entries::updated_at.desc(), entries::id.desc())),
    }
}

/// The ids of the whole list, in its order.
pub fn ids(
    conn: &mut Conn,
    scope: Scope,
    ledger: &'static str,
    filter: &EntryFilter,
    sort: Sort,
) -> Result<Vec<i64>> {
    Ok(ordered(filtered(scope, ledger, filter), sort)
        .select(entries::id)
        .load(conn)?)
}

/// The rows of some ids of a list that was read in the same snapshot, in their order.
pub fn rows(
    conn: &mut Conn,
    scope: Scope,
    ledger: &'static str,
    ids: &[i64],
) -> Result<Vec<EntryRow>> {
    let mut rows: Vec<EntryRow> = visible(scope, ledger)
        .filter(entries::id.eq_any(ids.to_vec()))
        .select(EntryRow::as_select())
        .load(conn)?;
    let places: HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    rows.sort_by_key(|row| places.get(&row.id).copied());
    Ok(rows)
}

pub fn count(
    conn: &mut Conn,
    scope: Scope,
    ledger: &'static str,
    filter: &EntryFilter,
) -> Result<i64> {
    Ok(filtered(scope, ledger, filter).count().get_result(conn)?)
}
