//! One use case a function: a table of numbers, and the problems behind one of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::rules::asked::{
    self, Context, CountScope, GroupBy, PropertyFilter, Raw, StatisticsRequest,
};
use super::rules::count::parse_count_of;
use super::rules::count::{Count, Tally};
use super::rules::figures::{Figures, add_up};
use super::rules::percent::Rate;
use super::rules::row::{Key, Member, Row, Supporting, none_of_these};
use super::rules::table::{Gathered, VisitCount, bucket, members_by_rule};
use super::store::{members, problems, supporting, visits};
use crate::access::{Role, Scope};
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
    Ok(format!(
        "problems.id IN ({})",
        problems::ids(count, span, &asked)
    ))
}

/// Counts, checks that the numbers agree with each other, and lays them out in rows.
///
/// # Errors
/// Numbers that don't balance are a fault of ours: nobody gets them.
pub fn table(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Table> {
    let all = figures(conn, &asked.grouped_by(GroupBy::Nothing))?;
    let total = all.into_values().next().unwrap_or_default();
    balanced(&total)?;
    let subject = subject(conn, asked)?;
    let key = Key::of(
        GroupBy::Nothing,
        None,
        none_of_these(GroupBy::Nothing, asked.reach),
    );
    let mut totals = with_sentence(Row::of(key, &total), subject.as_deref(), &total);
    totals.supporting = own_support(conn, asked)?;
    let rows = match asked.group_by {
        GroupBy::Nothing => vec![totals.clone()],
        _ => grouped(conn, asked, &total)?,
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

fn grouped(conn: &mut Conn, asked: &StatisticsRequest, total: &Figures) -> Result<Vec<Row>> {
    let mut groups = figures(conn, asked)?;
    groups.values().try_for_each(balanced)?;
    add_up(groups.values(), total).map_err(Error::Internal)?;
    let lines = match asked.group_by {
        GroupBy::Department => support_lines(conn, asked)?,
        _ => BTreeMap::new(),
    };
    let mut rows = Vec::new();
    for member in members(conn, asked, &groups)? {
        let key = Some(member.key.clone());
        let found = groups.remove(&key);
        let supports = lines.get(&member.key);
        if !member.active && found.is_none() && supports.is_none() {
            continue;
        }
        let figures = found.unwrap_or_default();
        let key = Key::of(asked.group_by, Some(&member.key), &member.name);
        let mut row = Row::of(key, &figures);
        if asked.group_by == GroupBy::Park && asked.filter.covers_whole_parks() {
            row = row.with_sentence(&member.name, &figures);
        }
        if asked.group_by == GroupBy::Department {
            row.supporting = Some(supports.cloned().unwrap_or_default());
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
fn figures(
    conn: &mut Conn,
    asked: &StatisticsRequest,
) -> Result<BTreeMap<Option<String>, Figures>> {
    let mut gathered = Gathered::default();
    for group in problems::groups(conn, asked)? {
        gathered.add_problems(bucket(asked, group.key), &group.as_of, &group.period);
    }
    for visited in visits::by_enterprise(conn, asked)? {
        let count = |times, to_sites| VisitCount {
            enterprise: visited.enterprise_id,
            times,
            to_sites,
        };
        gathered.add_visits(
            bucket(asked, visited.key.clone()),
            count(visited.times, visited.to_sites),
            count(visited.period_times, visited.period_to_sites),
        );
    }
    for late in visits::late_entries(conn, asked)? {
        let mut period = Tally::default();
        period.add(Count::LateEntries, late.times);
        gathered.add_problems(bucket(asked, late.key), &Tally::default(), &period);
    }
    Ok(gathered.into_figures())
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

fn support_lines(
    conn: &mut Conn,
    asked: &StatisticsRequest,
) -> Result<BTreeMap<String, Supporting>> {
    let lines = supporting::lines(conn, asked)?;
    let line = |line: supporting::SupportLine| {
        let supporting = Supporting {
            assigned: line.assigned,
            replied: line.replied,
            outstanding: line.outstanding,
            overdue: line.overdue,
            due: line.due,
            on_time: line.on_time,
            rate: Rate::of(line.on_time, line.due),
        };
        (line.department_id.to_string(), supporting)
    };
    Ok(lines.into_iter().map(line).collect())
}

/// A department's own line, where the table is about one department.
fn own_support(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Option<Supporting>> {
    let department = match (asked.reach, asked.filter.department) {
        (CountScope::Department(id), _) | (_, Some(PropertyFilter::Is(id))) => id,
        _ => return Ok(None),
    };
    let line = support_lines(conn, asked)?.remove(&department.to_string());
    Ok(Some(line.unwrap_or_default()))
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
