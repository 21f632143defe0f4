//! One use case a function: a table of numbers, and the problems behind one of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rules::asked::{
    self, Context, CountScope, GroupBy, Narrowed, PropertyFilter, Raw, StatisticsRequest,
};
use super::rules::count::{Span, parse_count_of};
use super::rules::figures::Figures;
use super::rules::numbers::{Numbers, Property, SupportCounts};
use super::rules::row::{Key, Member, Row, Supporting, none_of_these};
use super::rules::table::{Gathered, bucket, members_by_rule};
use super::store::kept::Counted;
use super::store::{members, problems};
use crate::access::{Role, Scope};
use crate::base::answers::Answers;
use crate::base::db::{Conn, settings};
use crate::base::{Error, FieldError, Result};
use crate::calendar::closed_weeks;
use chrono::NaiveDate;

/// A table of counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Table {
    /// The first day of the period.
    #[schema(example = "2021-01-01")]
    pub from: NaiveDate,
    /// The last day of the period.
    #[schema(example = "2021-08-16")]
    pub to: NaiveDate,
    /// The day at whose end the cumulative counts are taken.
    #[schema(example = "2021-08-16")]
    pub as_of: NaiveDate,
    /// What the table has rows of.
    pub group_by: GroupBy,
    /// One row for each that is grouped by, those with nothing among them, and one for what belongs to
    /// none; with `none` the totals alone.
    pub rows: Vec<Row>,
    /// All rows together; `visited_enterprises` alone is not their sum.
    pub totals: Row,
}

/// What somebody's statistics are about.
///
/// # Errors
/// 403 for whom the cases are none of their business.
pub fn reach(scope: Scope) -> Result<CountScope> {
    match scope {
        Scope::All => Ok(CountScope::Everything),
        Scope::Park(id) => Ok(CountScope::Park(id)),
        Scope::Department(id) => Ok(CountScope::Department(id)),
        Scope::Nothing => Err(Error::forbidden(
            "access.not_yours",
            "您没有查看统计的权限",
            "Statistics are not yours to read.",
        )),
    }
}

/// The days and the reach of a question that somebody asks today.
///
/// # Errors
/// As [`reach`].
pub fn context(conn: &mut Conn, scope: Scope, today: NaiveDate) -> Result<Context> {
    Ok(Context {
        today,
        week_starts_on: closed_weeks::starts_on(conn)?,
        reach: reach(scope)?,
    })
}

/// Reads a question, ids included.
///
/// # Errors
/// 422 with every wrong value; an unknown id and a foreign one are alike.
pub fn ask(conn: &mut Conn, raw: &Raw, context: &Context) -> Result<StatisticsRequest> {
    let asked = asked::read(raw, context)?;
    let (filter, reach) = (asked.filter, asked.reach);
    let id = |only: Option<PropertyFilter<i64>>| match only {
        Some(PropertyFilter::Is(id)) => Some(id),
        Some(PropertyFilter::None) | None => None,
    };
    let mut errors = Vec::new();
    let mut known = |pointer: &str, id: Option<i64>, members: Result<Vec<Member>>| {
        let members = members?;
        if id.is_some_and(|id| !members.iter().any(|member| member.key == id.to_string())) {
            errors.push(FieldError::unknown_id(pointer));
        }
        Ok::<_, Error>(())
    };
    if filter.park.is_some() {
        known("/park_id", filter.park, members::parks(conn, reach))?;
    }
    if let Some(department) = id(filter.department) {
        known(
            "/department_id",
            Some(department),
            members::departments(conn, reach),
        )?;
    }
    if let Some(enterprise) = id(filter.enterprise) {
        known(
            "/enterprise_id",
            Some(enterprise),
            members::enterprises(conn, reach),
        )?;
    }
    if let Some(category) = id(filter.category) {
        known("/category_id", Some(category), members::categories(conn))?;
    }
    if errors.is_empty() {
        Ok(asked)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// A condition on `problems.id`: exactly the problems behind a number, for the list of problems.
/// `count_of` is the number's name; the question is the one that gave it, with the group's key.
///
/// # Errors
/// 422 for what is no count of problems, and as [`ask`].
pub fn among(conn: &mut Conn, count_of: &str, raw: &Raw, context: &Context) -> Result<String> {
    let Some((count, span)) = parse_count_of(count_of) else {
        return Err(Error::invalid(FieldError::new(
            "/count_of",
            "unknown_value",
            "不是可以列出问题的统计项",
            "is no count whose problems can be listed",
        )));
    };
    let asked = ask(conn, raw, context)?;
    let asked = match span {
        Span::AsOf => asked.narrowed(Narrowed::Listed),
        Span::Period => asked,
    };
    Ok(format!(
        "problems.id IN ({})",
        problems::ids(count, span, &asked)
    ))
}

/// Counts, checks that the numbers agree with each other, and lays them out in rows.
///
/// # Errors
/// Numbers that don't balance are a fault of ours: nobody gets them.
pub fn table(conn: &mut Conn, asked: &StatisticsRequest, kept: &Answers) -> Result<Table> {
    let property = Property::of(asked.group_by);
    let numbers = numbers(conn, asked, property.as_slice(), kept)?;
    laid_out(conn, asked, &numbers)
}

/// The numbers of a question, told apart by some properties: each table that is grouped by one of these, or that
/// narrows the question to a park or source among them, can be [`laid_out`] from them.
///
/// # Errors
/// Those of the database.
pub fn numbers(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    properties: &[Property],
    kept: &Answers,
) -> Result<Numbers> {
    let supports = properties.contains(&Property::Department) || own_department(asked).is_some();
    let counted = Counted {
        asked,
        properties,
        kept,
    };
    Ok(Numbers {
        properties: properties.to_vec(),
        cells: counted.problems(conn)?,
        visits: counted.visits(conn)?,
        supports: match supports {
            true => counted.supports(conn)?,
            false => Vec::new(),
        },
    })
}

/// A table out of numbers that were counted before.
///
/// # Errors
/// As [`table`].
pub fn laid_out(conn: &mut Conn, asked: &StatisticsRequest, numbers: &Numbers) -> Result<Table> {
    let all = figures(numbers, &asked.grouped_by(GroupBy::Nothing));
    let total = all.into_values().next().unwrap_or_default();
    balanced(&total)?;
    let subject = subject(conn, asked)?;
    let key = Key::of(
        GroupBy::Nothing,
        None,
        none_of_these(GroupBy::Nothing, asked.reach),
    );
    let mut totals = with_sentence(Row::of(key, &total), subject.as_deref(), &total);
    // A department's own line, where the table is about one department.
    totals.supporting = own_department(asked).map(|department| {
        let lines = support_lines(numbers, asked);
        Supporting::of(&lines.get(&department).copied().unwrap_or_default())
    });
    let rows = match asked.group_by {
        GroupBy::Nothing => vec![totals.clone()],
        _ => grouped(conn, asked, numbers)?,
    };
    Ok(Table {
        from: asked.from,
        to: asked.to,
        as_of: asked.as_of,
        group_by: asked.group_by,
        rows,
        totals,
    })
}

fn grouped(conn: &mut Conn, asked: &StatisticsRequest, numbers: &Numbers) -> Result<Vec<Row>> {
    let mut groups = figures(numbers, asked);
    groups.values().try_for_each(balanced)?;
    let by_department = asked.group_by == GroupBy::Department;
    let lines = match by_department {
        true => support_lines(numbers, asked),
        false => BTreeMap::new(),
    };
    let mut rows = Vec::new();
    for member in members(conn, asked, &groups)? {
        let found = groups.remove(&Some(member.key.clone()));
        let supports = member.key.parse().ok().and_then(|id: i64| lines.get(&id));
        if !member.active && found.is_none() && supports.is_none() {
            continue;
        }
        let figures = found.unwrap_or_default();
        let key = Key::of(asked.group_by, Some(&member.key), &member.name);
        let mut row = Row::of(key, &figures);
        if asked.group_by == GroupBy::Park && asked.filter.covers_whole_parks() {
            row = row.with_sentence(&member.name, &figures);
        }
        if by_department {
            row.supporting = Some(Supporting::of(&supports.copied().unwrap_or_default()));
        }
        rows.push(row);
    }
    // What is left belongs to none, or to something that reach doesn't list.
    for (key, figures) in groups
        .into_iter()
        .filter(|(_, figures)| !figures.is_empty())
    {
        let key = Key::of(
            asked.group_by,
            key.as_deref(),
            none_of_these(asked.group_by, asked.reach),
        );
        rows.push(Row::of(key, &figures));
    }
    Ok(rows)
}

/// The figures of every group that has something.
fn figures(numbers: &Numbers, asked: &StatisticsRequest) -> BTreeMap<Option<String>, Figures> {
    let mut gathered = Gathered::default();
    for (key, cell) in numbers.cells(asked) {
        gathered.add_problems(bucket(asked, key), &cell.as_of, &cell.period);
    }
    for (key, cell) in numbers.visits(asked) {
        gathered.add_visits(bucket(asked, key.as_deref()), cell);
    }
    gathered.into_figures()
}

fn balanced(figures: &Figures) -> Result<()> {
    figures.balance().map_err(Error::Internal)
}

fn members(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    found: &BTreeMap<Option<String>, Figures>,
) -> Result<Vec<Member>> {
    match asked.group_by {
        GroupBy::Park => members::parks(conn, asked.reach),
        GroupBy::Department => members::departments(conn, asked.reach),
        GroupBy::Category => members::categories(conn),
        GroupBy::Enterprise => members::enterprises(conn, asked.reach),
        _ => Ok(members_by_rule(asked, found)),
    }
}

fn support_lines(numbers: &Numbers, asked: &StatisticsRequest) -> BTreeMap<i64, SupportCounts> {
    let mut lines: BTreeMap<i64, SupportCounts> = BTreeMap::new();
    for cell in numbers.supports(asked) {
        let line = lines.entry(cell.department).or_default();
        line.add_all(&cell.counts);
    }
    lines
}

/// The one department that a question is about.
fn own_department(asked: &StatisticsRequest) -> Option<i64> {
    match (asked.reach, asked.filter.department) {
        (CountScope::Department(id), _) | (_, Some(PropertyFilter::Is(id))) => Some(id),
        _ => None,
    }
}

/// Whom the sentence is about: a park, or all of them; nobody where only some problems count.
fn subject(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Option<String>> {
    let park = match (asked.reach, asked.filter.park) {
        (CountScope::Department(_), _) => return Ok(None),
        _ if !asked.filter.covers_whole_parks() => return Ok(None),
        (CountScope::Park(id), _) | (_, Some(id)) => id.to_string(),
        (CountScope::Everything, None) => return organisation(conn).map(Some),
    };
    let parks = members::parks(conn, asked.reach)?;
    let named = parks.into_iter().find(|member| member.key == park);
    Ok(named.map(|member| member.name))
}

/// Whom the sentence about everything is about.
pub fn organisation(conn: &mut Conn) -> Result<String> {
    let name = settings::find(conn, "organisation_name")?;
    Ok(name.unwrap_or_else(|| Role::Coordinator.zh().to_owned()))
}

fn with_sentence(row: Row, subject: Option<&str>, figures: &Figures) -> Row {
    match subject {
        Some(subject) => row.with_sentence(subject, figures),
        None => row,
    }
}
