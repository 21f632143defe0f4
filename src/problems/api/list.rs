//! The list of problems, with its filters.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::out::ProblemOut;
use super::view::View;
use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::given::{Date, days_later};
use crate::base::http::{Items, Page, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::Light;
use crate::problems::actions::{in_title, searched};
use crate::problems::rules::words::{Level, Outcome, Severity, Sort, Source, Status};
use crate::problems::store::{self, Ids, ListCursor, MineFilter, ProblemFilter};
use crate::vocabulary::faults;

/// What the list can be asked for. Filters narrow it together; what is absent doesn't narrow it.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    #[param(value_type = Option<i64>)]
    pub park_id: Option<String>,
    /// The lead department at present, or the last one.
    #[param(value_type = Option<i64>)]
    pub department_id: Option<String>,
    /// The enterprise; departments find none of its confidential problems by it.
    #[param(value_type = Option<i64>)]
    pub enterprise_id: Option<String>,
    #[param(value_type = Option<i64>)]
    pub category_id: Option<String>,
    /// Where the problem stands: any of these, the parameter being repeated.
    #[serde(default)]
    pub status: Vec<Status>,
    /// What the last resolving of the present round came to.
    pub outcome: Option<Outcome>,
    /// How grave it is.
    pub severity: Option<Severity>,
    /// Who can solve it.
    pub level: Option<Level>,
    /// How it came to be known.
    pub source: Option<Source>,
    /// 保密: whether departments aren't told whose problem it is.
    pub confidential: Option<bool>,
    /// The worst light of the running clocks, now.
    pub light: Option<Light>,
    /// `true`: open, and its solve limit ended before today (超期). `false`: all others.
    pub overdue: Option<bool>,
    /// `true`: urged or instructed at least once (督办、批示). `false`: never.
    pub supervised: Option<bool>,
    /// Reported on this local day or later.
    pub reported_from: Option<Date>,
    /// Reported on this local day or earlier; not before `reported_from`.
    pub reported_to: Option<Date>,
    /// The running solve limit ends on this day or later.
    pub due_from: Option<Date>,
    /// The running solve limit ends on this day or earlier; not before `due_from`.
    pub due_to: Option<Date>,
    /// The whole number.
    #[param(example = "SH-2021-013")]
    pub number: Option<String>,
    /// A part of the title, in capital and small letters alike.
    #[param(example = "用电")]
    pub title: Option<String>,
    /// A part of the title, of the enterprise's name or of the number, in capital and small letters and,
    /// for letters and digits, in full and half width alike. Departments find none of the confidential
    /// problems by the enterprise.
    #[param(example = "农庄")]
    pub q: Option<String>,
    /// `true`: what the caller filed; for a department, the open ones that it works on. `false`: all.
    pub mine: Option<bool>,
    /// The order; `-reported_at` where absent.
    #[param(inline)]
    pub sort: Option<Sort>,
    /// A count of the statistics, `solved` or, of the period, `period.solved`: exactly the problems behind
    /// it. The ids, `level`, `source` and `severity` are then meant as the ledger had them on that day,
    /// and `null` as `department_id`, `enterprise_id` or `category_id` means none.
    #[param(example = "period.solved")]
    pub count_of: Option<String>,
    /// With `count_of` only: the first day of the period, 1970-01-01 at the earliest; 1 January of the
    /// year of `to` where absent.
    #[param(value_type = Option<Date>, example = "2021-08-09")]
    pub from: Option<String>,
    /// With `count_of` only: the last day of the period, not after `as_of`; `as_of` where absent.
    #[param(value_type = Option<Date>, example = "2021-08-15")]
    pub to: Option<String>,
    /// With `count_of` only: the day as of which it is counted, today at the latest; today where absent.
    #[param(value_type = Option<Date>, example = "2021-08-15")]
    pub as_of: Option<String>,
    /// With `count_of` only: those reported in this week.
    #[param(example = "2021-W32")]
    pub week: Option<String>,
    /// With `count_of` only: those reported in this month.
    #[param(example = "2021-08")]
    pub month: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    pub cursor: Option<String>,
    pub count: Option<bool>,
}

/// The question behind a number of the statistics, as it stands in the query.
#[derive(Debug, Clone, Default)]
pub struct CountQuery {
    pub count_of: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub as_of: Option<String>,
    pub week: Option<String>,
    pub month: Option<String>,
    pub park_id: Option<String>,
    pub department_id: Option<String>,
    pub enterprise_id: Option<String>,
    pub category_id: Option<String>,
    pub level: Option<String>,
    pub source: Option<String>,
    pub severity: Option<String>,
}

/// Handed down by the layer above: statistics know which problems a number is made of.
pub trait CountOf: Send + Sync {
    /// A condition on `problems.id`, made of checked values only.
    ///
    /// # Errors
    /// 422 for what is no number of problems.
    fn among(
        &self,
        conn: &mut Conn,
        asked: &CountQuery,
        who: &Actor,
        today: NaiveDate,
    ) -> Result<String>;
}

/// List the problems in the caller's scope.
///
/// The coordinator and leaders see all, park staff those of their park, a department those that it is or
/// was assigned.
#[utoipa::path(tag = "problems", operation_id = "list_problems", params(ListQuery),
    responses((status = 200, description = "A page of the list.", body = Items<ProblemOut>)))]
#[get("/problems")]
pub async fn list(
    call: Call,
    query: Query<ListQuery>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let numbers = request.app_data::<web::Data<dyn CountOf>>();
    let numbers = numbers.map(|data| data.clone().into_inner());
    call.read(move |conn, call| {
        let query = query.check()?;
        let sort = query.sort.unwrap_or(Sort::NewestReported);
        let page: Page<ListCursor> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let eyes = (&call.who, &call.state.clock, call.at);
        let filter = filter(conn, eyes, &query, numbers.as_deref())?;
        let scope = call.who.cases();
        let rows = store::list(conn, scope, &filter, sort, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn, scope, &filter)?)
        } else {
            None
        };
        let found = Items::new(rows, page.limit, |row| store::place(sort, row), total)?;
        Reply::ok(&Items {
            items: View::of(conn, call)?.many(conn, found.items)?,
            next_cursor: found.next_cursor,
            total: found.total,
        })
    })
    .await
}

/// Who looks, by which clock, when.
pub type ReaderContext<'a> = (&'a Actor, &'a Clock, DateTime<Utc>);

/// What somebody asked for when it is wanted whole, not page by page.
///
/// # Errors
/// 422, for the parameters of a page too.
pub fn whole(
    conn: &mut Conn,
    eyes: ReaderContext,
    query: &ListQuery,
    numbers: Option<&dyn CountOf>,
) -> Result<ProblemFilter> {
    let paging = [
        ("/limit", query.limit.is_some()),
        ("/cursor", query.cursor.is_some()),
        ("/count", query.count.is_some()),
    ];
    if let Some((pointer, _)) = paging.into_iter().find(|(_, given)| *given) {
        return Err(Error::invalid(unknown(pointer)));
    }
    filter(conn, eyes, query, numbers)
}

fn filter(
    conn: &mut Conn,
    (who, clock, now): ReaderContext,
    query: &ListQuery,
    numbers: Option<&dyn CountOf>,
) -> Result<ProblemFilter> {
    let today = clock.day_of(now);
    in_order(query)?;
    let title = query.title.clone();
    let title = title.map(|text| in_title(conn, who.cases(), text));
    let search = query.q.as_deref();
    let search = search.map(|text| searched(conn, who.cases(), text));
    let own = ProblemFilter {
        search: search.transpose()?,
        status: query.status.clone(),
        outcome: query.outcome,
        confidential: query.confidential,
        light: query.light.map(|light| (light, now)),
        overdue: query.overdue.map(|overdue| (overdue, today)),
        supervised: query.supervised,
        reported_from: query.reported_from.map(|day| clock.start_of(day.into())),
        reported_until: query.reported_to.map(|day| end_of(clock, day.into())),
        due_from: query.due_from.map(NaiveDate::from),
        due_to: query.due_to.map(NaiveDate::from),
        number: query.number.clone(),
        title: title.transpose()?,
        mine: query.mine.filter(|mine| *mine).map(|_| mine(who)),
        ..ProblemFilter::default()
    };
    if let Some(count_of) = &query.count_of {
        let numbers = numbers.ok_or_else(|| Error::invalid(unknown("/count_of")))?;
        let asked = behind(query, count_of.clone());
        return Ok(ProblemFilter {
            among: Some(numbers.among(conn, &asked, who, today)?),
            ..own
        });
    }
    let alone = [
        ("/from", &query.from),
        ("/to", &query.to),
        ("/as_of", &query.as_of),
        ("/week", &query.week),
        ("/month", &query.month),
    ];
    if let Some((pointer, _)) = alone.into_iter().find(|(_, value)| value.is_some()) {
        return Err(Error::invalid(unknown(pointer)));
    }
    let ids = Ids {
        park: id("/park_id", query.park_id.as_deref())?,
        department: id("/department_id", query.department_id.as_deref())?,
        enterprise: id("/enterprise_id", query.enterprise_id.as_deref())?,
        category: id("/category_id", query.category_id.as_deref())?,
    };
    let unknown = store::unknown(conn, who.cases(), &ids)?;
    if !unknown.is_empty() {
        let errors = unknown.into_iter().map(FieldError::unknown_id);
        return Err(Error::Invalid(errors.collect()));
    }
    Ok(ProblemFilter {
        park_id: ids.park,
        department_id: ids.department,
        enterprise_id: ids.enterprise,
        category_id: ids.category,
        severity: query.severity,
        level: query.level,
        source: query.source,
        ..own
    })
}

/// Days that end before they begin are a slip, not an empty list.
fn in_order(query: &ListQuery) -> Result<()> {
    let spans = [
        ("/reported_from", query.reported_from, query.reported_to),
        ("/due_from", query.due_from, query.due_to),
    ];
    let wrong = spans.into_iter().filter_map(|(pointer, from, to)| {
        from.zip(to).filter(|(from, to)| from > to)?;
        Some(FieldError::new(
            pointer,
            "after_to",
            faults::AFTER_LAST_DAY,
            "must not be after the last day",
        ))
    });
    let wrong: Vec<_> = wrong.collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// With `count_of` the ids and words speak of the ledger, not of the present row.
fn behind(query: &ListQuery, count_of: String) -> CountQuery {
    CountQuery {
        count_of,
        from: query.from.clone(),
        to: query.to.clone(),
        as_of: query.as_of.clone(),
        week: query.week.clone(),
        month: query.month.clone(),
        park_id: query.park_id.clone(),
        department_id: query.department_id.clone(),
        enterprise_id: query.enterprise_id.clone(),
        category_id: query.category_id.clone(),
        level: query.level.map(|word| word.as_str().to_owned()),
        source: query.source.map(|word| word.as_str().to_owned()),
        severity: query.severity.map(|word| word.as_str().to_owned()),
    }
}

fn unknown(pointer: &str) -> FieldError {
    FieldError::new(
        pointer,
        "unknown_field",
        "此处不支持该参数",
        "is no parameter here",
    )
}

fn id(pointer: &'static str, text: Option<&str>) -> Result<Option<i64>> {
    let wrong = |_| {
        Error::invalid(FieldError::new(
            pointer,
            "malformed",
            "应为编号",
            "is no id",
        ))
    };
    text.map(|text| text.parse().map_err(wrong)).transpose()
}

fn mine(who: &Actor) -> MineFilter {
    match (who.role, who.department_id) {
        (Role::DepartmentStaff, Some(department)) => MineFilter::With(department),
        _ => MineFilter::FiledBy(who.id),
    }
}

fn end_of(clock: &Clock, day: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    clock.start_of(days_later(day, 1))
}
