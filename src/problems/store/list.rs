//! Lists: the scope, the filters and the keyset, each in one place.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::{self, Bool};
use serde::{Deserialize, Serialize};

use super::ProblemRow;
use super::ledger::forever;
use crate::access::Scope;
use crate::base::db::part::{Plainly, lower, pattern};
use crate::base::db::schema::{assignments, enterprises, problems};
use crate::base::db::{Conn, MultiBackend};
use crate::base::given::{Date, Instant};
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::Light;
use crate::problems::rules::words::{Level, Outcome, Severity, Sort, Source, Status};

type Boxed = problems::BoxedQuery<'static, MultiBackend>;

/// The problems that somebody may see. A department sees what it has and what it ever had.
pub fn visible(scope: Scope) -> Boxed {
    let all = problems::table.into_boxed();
    match scope {
        Scope::All => all,
        Scope::Park(park) => all.filter(problems::park_id.eq(park)),
        Scope::Department(department) => all.filter(exists(
            assignments::table
                .filter(assignments::problem_id.eq(problems::id))
                .filter(assignments::department_id.eq(department)),
        )),
        Scope::Nothing => all.filter(problems::id.lt(0)),
    }
}

/// The problems whose enterprise somebody may know, as far as they see them: what a filter, a search
/// or an order by the enterprise may find.
pub fn identified(scope: Scope) -> Boxed {
    match scope {
        Scope::Department(_) => visible(scope).filter(problems::confidential.eq(false)),
        Scope::All | Scope::Park(_) | Scope::Nothing => visible(scope),
    }
}

/// The same, as what may stand in `confidential`.
fn identified_when(scope: Scope) -> Vec<bool> {
    match scope {
        Scope::Department(_) => vec![false],
        Scope::All | Scope::Park(_) | Scope::Nothing => vec![false, true],
    }
}

/// What a list asks for; what is absent doesn't narrow it.
#[derive(Debug, Clone, Default)]
pub struct ProblemFilter {
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    pub enterprise_id: Option<i64>,
    pub category_id: Option<i64>,
    pub status: Vec<Status>,
    pub outcome: Option<Outcome>,
    pub severity: Option<Severity>,
    pub level: Option<Level>,
    pub source: Option<Source>,
    pub confidential: Option<bool>,
    /// The light at this moment.
    pub light: Option<(Light, DateTime<Utc>)>,
    /// Overdue or not on this day.
    pub overdue: Option<(bool, NaiveDate)>,
    pub supervised: Option<bool>,
    pub reported_from: Option<DateTime<Utc>>,
    pub reported_until: Option<DateTime<Utc>>,
    pub due_from: Option<NaiveDate>,
    pub due_to: Option<NaiveDate>,
    pub number: Option<String>,
    pub title: Option<TitlePart>,
    pub search: Option<Search>,
    pub mine: Option<MineFilter>,
    /// A condition on `problems.id`, made of checked values by the statistics alone.
    pub among: Option<String>,
}

/// A part of a title, as `problems::actions::in_title` makes it.
#[derive(Debug, Clone, Default)]
pub struct TitlePart {
    pub text: String,
    /// The problems whose title the reader is shown otherwise than it is kept.
    pub covered: Vec<i64>,
    /// Those of them where the text is in what is shown.
    pub found: Vec<i64>,
}

/// What the search box asks for, as `problems::actions::searched` makes it: a part of the title, of the
/// enterprise's name or of the number.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub typed: TitlePart,
    /// With letters and digits in half width, where that is something else.
    pub narrow: Option<TitlePart>,
}

/// Whose list `mine` is.
#[derive(Debug, Clone, Copy)]
pub enum MineFilter {
    /// Those the user filed.
    FiledBy(i64),
    /// Those the department works on.
    With(i64),
}

/// The place in a list after which the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListCursor {
    At(Instant, i64),
    /// Without a day behind all that have one.
    Due(Option<Date>, i64),
    Raised(Date, i64),
}

/// Where a row stands in an order.
pub fn place(sort: Sort, row: &ProblemRow) -> ListCursor {
    match sort {
        Sort::NewestReported => ListCursor::At(Instant::kept(row.reported_at.and_utc()), row.id),
        Sort::NewestUpdated => ListCursor::At(Instant::kept(row.updated_at.and_utc()), row.id),
        Sort::FirstDue => ListCursor::Due(row.due_on.map(Date::kept), row.id),
        Sort::FirstRaised => ListCursor::Raised(Date::kept(row.raised_on), row.id),
    }
}

/// A part of the title as the reader is shown it.
macro_rules! in_title {
    ($part:expr) => {{
        let small = lower(Plainly::new(problems::title));
        let kept = small.like(pattern(&$part.text)).escape('\\');
        let kept = kept.and(problems::id.ne_all($part.covered.clone()));
        kept.or(problems::id.eq_any($part.found.clone()))
    }};
}

/// A part of the title, of the number or of the enterprise's name, the last over [`identified`] ones alone.
macro_rules! found_by {
    ($part:expr, $scope:expr) => {{
        let part = pattern(&$part.text);
        let number = lower(Plainly::new(problems::number));
        let number = number.like(part.clone()).escape('\\');
        let name = lower(Plainly::new(enterprises::name));
        let named = enterprises::table
            .filter(name.like(part).escape('\\'))
            .select(enterprises::id.nullable());
        let of_it = problems::enterprise_id.eq_any(named).assume_not_null();
        let told = problems::confidential.eq_any(identified_when($scope));
        in_title!($part).or(number).or(of_it.and(told))
    }};
}

fn filtered(scope: Scope, filter: &ProblemFilter) -> Boxed {
    let mut query = match filter.enterprise_id {
        Some(_) => identified(scope),
        None => visible(scope),
    };
    macro_rules! equal {
        ($($field:ident = $column:ident),*) => {
            $(if let Some(value) = filter.$field {
                query = query.filter(problems::$column.eq(value));
            })*
        };
    }
    equal!(
        park_id = park_id,
        department_id = lead_department_id,
        enterprise_id = enterprise_id,
        category_id = category_id,
        outcome = outcome,
        severity = severity,
        level = level,
        source = source,
        confidential = confidential
    );
    if !filter.status.is_empty() {
        query = query.filter(problems::status.eq_any(filter.status.clone()));
    }
    if let Some(from) = filter.reported_from {
        query = query.filter(problems::reported_at.ge(from.naive_utc()));
    }
    if let Some(until) = filter.reported_until {
        query = query.filter(problems::reported_at.lt(until.naive_utc()));
    }
    // Those without a limit have none within any bounds.
    if let Some(from) = filter.due_from {
        query = query.filter(due().ge(from)).filter(due().lt(forever()));
    }
    if let Some(to) = filter.due_to {
        query = query.filter(due().le(to));
    }
    if let Some(number) = &filter.number {
        query = query.filter(problems::number.eq(number.trim().to_owned()));
    }
    if let Some(title) = &filter.title {
        query = query.filter(in_title!(title));
    }
    if let Some(search) = &filter.search {
        query = searched(query, scope, search);
    }
    match filter.supervised {
        None => {}
        Some(true) => query = query.filter(problems::supervised_count.gt(0)),
        Some(false) => query = query.filter(problems::supervised_count.eq(0)),
    }
    query = timed(query, filter);
    match filter.mine {
        None => {}
        Some(MineFilter::FiledBy(user)) => query = query.filter(problems::reported_by.eq(user)),
        Some(MineFilter::With(department)) => {
            query = query.filter(problems::status.eq_any(Status::OPEN)).filter(
                problems::id.eq_any(
                    assignments::table
                        .filter(assignments::department_id.eq(department))
                        .filter(assignments::finished_at.is_null())
                        .select(assignments::problem_id),
                ),
            );
        }
    }
    if let Some(among) = &filter.among {
        query = query.filter(sql::<Bool>(among));
    }
    query
}

/// One pass over the problems that the other filters leave, in the order of the list, so that a page ends
/// as soon as it is full; the enterprises are looked through once.
fn searched(query: Boxed, scope: Scope, search: &Search) -> Boxed {
    let typed = found_by!(search.typed, scope);
    match &search.narrow {
        None => query.filter(typed),
        Some(narrow) => query.filter(typed.or(found_by!(narrow, scope))),
    }
}

/// The filters that ask about a moment; the columns hold when the worst clock turns.
fn timed(mut query: Boxed, filter: &ProblemFilter) -> Boxed {
    if let Some((light, now)) = filter.light {
        let now = now.naive_utc();
        let yellow = problems::yellow_at
            .is_not_null()
            .and(problems::yellow_at.le(now));
        query = match light {
            Light::Red => query.filter(problems::red_at.le(now)),
            Light::Yellow => query.filter(problems::red_at.gt(now)).filter(yellow),
            Light::Green => query.filter(problems::red_at.gt(now)).filter(
                problems::yellow_at
                    .is_null()
                    .or(problems::yellow_at.gt(now)),
            ),
        };
    }
    match filter.overdue {
        None => query,
        Some((true, today)) => query
            .filter(problems::status.eq_any(Status::OPEN))
            .filter(due().lt(today)),
        Some((false, today)) => query.filter(
            problems::status
                .ne_all(Status::OPEN)
                .or(problems::due_on.is_null())
                .or(problems::due_on.ge(today)),
        ),
    }
}

/// A page of the problems that somebody may see.
pub fn list(
    conn: &mut Conn,
    scope: Scope,
    filter: &ProblemFilter,
    sort: Sort,
    after: Option<ListCursor>,
    limit: i64,
) -> Result<Vec<ProblemRow>> {
    let mut query = filtered(scope, filter);
    // The first bound alone says where an index is to begin.
    query = match (sort, after) {
        (Sort::NewestReported, Some(ListCursor::At(at, id))) => {
            let at = DateTime::from(at).naive_utc();
            let same = problems::reported_at.eq(at).and(problems::id.lt(id));
            let behind = problems::reported_at.lt(at).or(same);
            query.filter(problems::reported_at.le(at)).filter(behind)
        }
        (Sort::NewestUpdated, Some(ListCursor::At(at, id))) => {
            let at = DateTime::from(at).naive_utc();
            let same = problems::updated_at.eq(at).and(problems::id.lt(id));
            let behind = problems::updated_at.lt(at).or(same);
            query.filter(problems::updated_at.le(at)).filter(behind)
        }
        (Sort::FirstDue, Some(ListCursor::Due(day, id))) => {
            let day = day.map_or_else(forever, NaiveDate::from);
            let behind = due().gt(day).or(due().eq(day).and(problems::id.gt(id)));
            query.filter(due().ge(day)).filter(behind)
        }
        (Sort::FirstRaised, Some(ListCursor::Raised(day, id))) => {
            let day = NaiveDate::from(day);
            let same = problems::raised_on.eq(day).and(problems::id.gt(id));
            let behind = problems::raised_on.gt(day).or(same);
            query.filter(problems::raised_on.ge(day)).filter(behind)
        }
        (_, None) => query,
        // A cursor of another order.
        _ => {
            let (zh, en) = ("cursor 与排序不符", "is no cursor of this order");
            let wrong = FieldError::new("/cursor", "malformed", zh, en);
            return Err(Error::invalid(wrong));
        }
    };
    Ok(ordered(query, sort)
        .limit(limit)
        .select(ProblemRow::as_select())
        .load(conn)?)
}

fn due() -> diesel::expression::SqlLiteral<sql_types::Date> {
    sql::<sql_types::Date>("COALESCE(problems.due_on, '9999-12-31')")
}

fn ordered(query: Boxed, sort: Sort) -> Boxed {
    match sort {
        Sort::NewestReported => query.order((problems::reported_at.desc(), problems::id.desc())),
        Sort::NewestUpdated => query.order((problems::updated_at.desc(), problems::id.desc())),
        Sort::FirstDue => query.order((due().asc(), problems::id.asc())),
        Sort::FirstRaised => query.order((problems::raised_on.asc(), problems::id.asc())),
    }
}

/// The ids of the whole list, in its order: eight bytes a problem, sorted once.
pub fn ids(conn: &mut Conn, scope: Scope, filter: &ProblemFilter, sort: Sort) -> Result<Vec<i64>> {
    Ok(ordered(filtered(scope, filter), sort)
        .select(problems::id)
        .load(conn)?)
}

/// The titles of the confidential problems that somebody may see: id, title, enterprise.
pub fn confidential_titles(
    conn: &mut Conn,
    scope: Scope,
) -> Result<Vec<(i64, String, Option<i64>)>> {
    Ok(visible(scope)
        .filter(problems::confidential)
        .select((problems::id, problems::title, problems::enterprise_id))
        .load(conn)?)
}

/// The rows of some ids of a list that was read in the same snapshot, in their order.
pub fn rows(conn: &mut Conn, scope: Scope, ids: &[i64]) -> Result<Vec<ProblemRow>> {
    let mut rows: Vec<ProblemRow> = visible(scope)
        .filter(problems::id.eq_any(ids.to_vec()))
        .select(ProblemRow::as_select())
        .load(conn)?;
    let places: HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    rows.sort_by_key(|row| places.get(&row.id).copied());
    Ok(rows)
}

/// How many the whole list has.
pub fn count(conn: &mut Conn, scope: Scope, filter: &ProblemFilter) -> Result<i64> {
    Ok(filtered(scope, filter).count().get_result(conn)?)
}
