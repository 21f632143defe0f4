//! Problem counts by properties, and the problems behind a count.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::cases::Cases;
use super::measure::{CountedRows, amount, over, quoted, stands, taken_back, words};
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::problems::rules::words::Status;
use crate::statistics::rules::asked::{
    CountScope, Narrowed, ProblemFilter, PropertyFilter, StatisticsRequest,
};
use crate::statistics::rules::count::{Count, Span, Tally};
use crate::statistics::rules::numbers::{Cell, Property};

/// What keys of several properties are joined by; neither ids nor words nor days have it.
const SEPARATOR: char = '|';

/// The shape of the answer is the table of counts, so the numbers come as one text.
#[derive(QueryableByName)]
struct Sums {
    /// Which of the statement's selections it is.
    #[diesel(sql_type = BigInt)]
    part: i64,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    numbers: String,
}

/// Counts that are summed over the same rows by the same keys.
struct Part {
    counts: Vec<(Count, Span)>,
    department: &'static str,
    rows: String,
    amount: &'static str,
}

/// Every count of every combination of some properties that has something, but for late entries; one may come in
/// several parts.
pub fn cells(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    properties: &[Property],
) -> Result<Vec<Cell>> {
    use CountedRows::{Deeds, Limits, Problems, Rounds};
    let departments = properties.contains(&Property::Department) || names_department(asked);
    let mut cases = Cases::of(asked);
    for property in properties {
        if let Some(column) = column(*property, asked.reach) {
            cases = cases.with(property.as_str(), &column);
        }
    }
    let counted = |rows: &[CountedRows], department| Part {
        counts: counts(rows),
        department,
        rows: format!("cases WHERE TRUE{}", of_department(asked, department)),
        amount: "times * ",
    };
    let parts = if departments {
        cases = cases.with_departments();
        vec![
            counted(&[Problems, Rounds], "lead"),
            counted(&[Limits], "binds"),
        ]
    } else {
        vec![counted(&[Problems, Rounds, Limits], "")]
    };
    let with = format!("WITH cases AS MATERIALIZED ({}) ", cases.folded());
    let named = |property: Property, department: &str| match property {
        Property::Department => department.to_owned(),
        other => other.as_str().to_owned(),
    };
    let mut cells = sums(conn, asked, &with, &parts, properties, &named)?;

    let deeds = deeds(asked);
    let of_events = (Deeds, deeds.as_str(), "e.department_id");
    cells.extend(of_events_cells(conn, asked, properties, of_events)?);
    Ok(cells)
}

/// What was recorded late, told apart as the other counts are.
pub fn late_entries(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    properties: &[Property],
) -> Result<Vec<Cell>> {
    let late = late(asked);
    let of_events = (CountedRows::Events, late.as_str(), "p.lead_department_id");
    of_events_cells(conn, asked, properties, of_events)
}

fn of_events_cells(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    properties: &[Property],
    (rows, condition, department): (CountedRows, &str, &'static str),
) -> Result<Vec<Cell>> {
    let of_state = |property: Property, department: &str| {
        column(property, asked.reach).unwrap_or_else(|| department.to_owned())
    };
    let part = Part {
        counts: counts(&[rows]),
        department,
        rows: events(asked, condition, department),
        amount: "",
    };
    sums(conn, asked, "", &[part], properties, &of_state)
}

/// The counts of some rows, each with the spans it has.
fn counts(rows: &[CountedRows]) -> Vec<(Count, Span)> {
    Count::ALL
        .iter()
        .filter(|count| rows.contains(&over(**count)))
        .flat_map(|count| [(*count, Span::AsOf), (*count, Span::Period)])
        .filter(|(count, span)| count.has(*span))
        .collect()
}

fn sums(
    conn: &mut Conn,
    asked: &StatisticsRequest,
    with: &str,
    parts: &[Part],
    properties: &[Property],
    column: &dyn Fn(Property, &str) -> String,
) -> Result<Vec<Cell>> {
    let select = |(index, part): (usize, &Part)| {
        let key: Vec<String> = properties
            .iter()
            .map(|property| {
                let column = column(*property, part.department);
                format!("COALESCE(CAST({column} AS TEXT), '')")
            })
            .collect();
        let key = if key.is_empty() {
            "''".to_owned()
        } else {
            key.join(&format!(" || '{SEPARATOR}' || "))
        };
        let numbers: Vec<String> = part
            .counts
            .iter()
            .map(|(count, span)| {
                let amount = amount(*count, *span, asked);
                format!("CAST(COALESCE(SUM({}({amount})), 0) AS TEXT)", part.amount)
            })
            .collect();
        format!(
            "SELECT CAST({index} AS BIGINT) AS part, {key} AS key, {} AS numbers FROM {} GROUP BY 2",
            numbers.join(" || ',' || "),
            part.rows
        )
    };
    let selects: Vec<String> = parts.iter().enumerate().map(select).collect();
    let sql = format!("{with}{}", selects.join(" UNION ALL "));
    let rows: Vec<Sums> = diesel::sql_query(sql).load(conn)?;
    rows.into_iter()
        .map(|row| cell(&row, parts, properties.len()))
        .collect()
}

fn cell(row: &Sums, parts: &[Part], properties: usize) -> Result<Cell> {
    let part = usize::try_from(row.part)
        .ok()
        .and_then(|part| parts.get(part));
    let part = part.ok_or_else(|| Error::Internal(format!("no part {}", row.part)))?;
    let keys = row.key.split(SEPARATOR).take(properties);
    let mut cell = Cell {
        keys: keys
            .map(|key| (!key.is_empty()).then(|| key.to_owned()))
            .collect(),
        as_of: Tally::default(),
        period: Tally::default(),
    };
    for ((count, span), number) in part.counts.iter().zip(row.numbers.split(',')) {
        let number = number.parse().map_err(Error::internal)?;
        match span {
            Span::AsOf => cell.as_of.add(*count, number),
            Span::Period => cell.period.add(*count, number),
        }
    }
    Ok(cell)
}

/// A query of the ids of exactly the problems behind a count.
pub fn ids(count: Count, span: Span, asked: &StatisticsRequest) -> String {
    let asked = &narrowed(count, span, asked).map_or(*asked, |of| asked.narrowed(of));
    let rows = match over(count) {
        CountedRows::Problems => of_cases(asked, "lead", Cases::problems),
        CountedRows::Rounds => of_cases(asked, "lead", Cases::rounds),
        CountedRows::Limits => of_cases(asked, "binds", Cases::rounds),
        CountedRows::Deeds => events(asked, &deeds(asked), "e.department_id"),
        CountedRows::Events => events(asked, &late(asked), "p.lead_department_id"),
    };
    let id = match over(count) {
        CountedRows::Deeds | CountedRows::Events => "p.problem_id",
        CountedRows::Problems | CountedRows::Rounds | CountedRows::Limits => "problem_id",
    };
    format!(
        "SELECT {id} FROM {rows} AND ({}) > 0",
        amount(count, span, asked)
    )
}

/// Which problems alone can be behind a count.
fn narrowed(count: Count, span: Span, asked: &StatisticsRequest) -> Option<Narrowed> {
    use Count::{CarriedIn, CarriedOut, LateEntries, Outstanding, Overdue, Suspended, Tracking};
    match (count, span) {
        (LateEntries, _) => None,
        // Open on the day before the period, and since then closed or still open.
        (CarriedIn, _) => Some(Narrowed::OpenOrMovedSince(asked.day_before())),
        (CarriedOut, _) => Some(Narrowed::OpenOrMovedSince(asked.to)),
        (Outstanding | Overdue | Suspended | Tracking, Span::AsOf) => {
            Some(Narrowed::OpenOrMovedSince(asked.as_of))
        }
        // It is another case at the end of the period than before it, or was due within.
        (_, Span::Period) => Some(Narrowed::MovedSince(asked.day_before())),
        (_, Span::AsOf) => None,
    }
}

/// The ids of problems that the numbers of the period before took back.
pub fn taken_back_ids(asked: &StatisticsRequest) -> String {
    let asked = &asked.narrowed(Narrowed::MovedSince(asked.day_before()));
    format!(
        "SELECT problem_id FROM {} AND ({})",
        of_cases(asked, "lead", Cases::problems),
        taken_back(asked)
    )
}

fn of_cases(
    asked: &StatisticsRequest,
    department: &str,
    rows: impl Fn(&Cases) -> String,
) -> String {
    let cases = Cases::of(asked)
        .with("problem_id", "p.problem_id")
        .with_departments();
    format!(
        "({}) c WHERE TRUE{}",
        rows(&cases),
        of_department(asked, department)
    )
}

/// Events of problems, each with its problem's state as of the day. Of some problems alone they are looked for by
/// the problem: SQLite takes a CROSS JOIN in the order in which it is written.
fn events(asked: &StatisticsRequest, condition: &str, department: &str) -> String {
    let tables = match asked.filter.narrowed {
        Some(_) => "problem_states p CROSS JOIN problem_events e",
        None => "problem_events e CROSS JOIN problem_states p",
    };
    format!(
        "{tables} WHERE p.problem_id = e.problem_id AND p.is_current AND {} AND {condition}{}{}",
        stands("p", asked.as_of),
        conditions(asked),
        of_department(asked, department),
    )
}

/// Returns and extensions. Those of some problems are looked for by the problem, which an index of kinds would only
/// hinder.
fn deeds(asked: &StatisticsRequest) -> String {
    let kind = match asked.filter.narrowed {
        Some(_) => "e.kind || ''",
        None => "e.kind",
    };
    format!(
        "{kind} IN ('return', 'decide_extension') AND e.counted_on <= {}",
        quoted(asked.as_of)
    )
}

/// Events that are counted in the period, but not on the day they happened.
fn late(asked: &StatisticsRequest) -> String {
    format!(
        "e.counted_on BETWEEN {} AND {} AND e.occurred_on <> e.counted_on",
        quoted(asked.from),
        quoted(asked.to)
    )
}

/// Where a property of a problem is found; each count knows its department itself.
fn column(property: Property, reach: CountScope) -> Option<String> {
    let column = match property {
        Property::Department => return None,
        Property::Park => "p.park_id",
        Property::Category => "p.category_id",
        Property::Level => "p.level",
        Property::Source => "p.source",
        Property::Severity => "p.severity",
        Property::Enterprise => enterprise(reach),
        Property::ReportedOn => "p.reported_on",
    };
    Some(column.to_owned())
}

/// The enterprise as far as it may be known: for a department a confidential problem, by its mark of
/// today, is among those without one.
const fn enterprise(reach: CountScope) -> &'static str {
    match reach {
        CountScope::Everything | CountScope::Park(_) => "p.enterprise_id",
        CountScope::Department(_) => {
            "CASE WHEN EXISTS (SELECT 1 FROM problems h WHERE h.id = p.problem_id \
             AND h.confidential) THEN NULL ELSE p.enterprise_id END"
        }
    }
}

/// Filters and reach, but for those of departments; only ids, days and our own words ever enter the text.
pub(super) fn conditions(asked: &StatisticsRequest) -> String {
    let ProblemFilter {
        park,
        department: _,
        enterprise,
        category,
        level,
        source,
        severity,
        reported,
        narrowed,
    } = asked.filter;
    let mut all = vec![match asked.reach {
        CountScope::Everything | CountScope::Department(_) => None,
        CountScope::Park(id) => Some(format!("p.park_id = {id}")),
    }];
    all.push(park.map(|id| format!("p.park_id = {id}")));
    all.push(only(self::enterprise(asked.reach), enterprise));
    all.push(only("p.category_id", category));
    all.push(level.map(|word| format!("p.level = '{word}'")));
    all.push(source.map(|word| format!("p.source = '{word}'")));
    all.push(severity.map(|word| format!("p.severity = '{word}'")));
    all.push(reported.map(|(first, last)| {
        format!(
            "p.reported_on BETWEEN {} AND {}",
            quoted(first),
            quoted(last)
        )
    }));
    all.push(narrowed.map(among));
    and(all)
}

fn among(narrowed: Narrowed) -> String {
    let moved = |day| {
        let states = |table| {
            format!(
                "SELECT problem_id FROM {table} WHERE last_day >= {}",
                quoted(day)
            )
        };
        format!(
            "{} UNION ALL {}",
            states("problem_states"),
            states("support_states")
        )
    };
    let ids = match narrowed {
        Narrowed::MovedSince(day) => moved(day),
        Narrowed::OpenOrMovedSince(day) => format!(
            "SELECT id FROM problems WHERE status IN ({}) UNION ALL {}",
            words(Status::OPEN),
            moved(day)
        ),
        Narrowed::Listed => return "p.problem_id = problems.id".to_owned(),
    };
    format!("p.problem_id IN ({ids})")
}

fn names_department(asked: &StatisticsRequest) -> bool {
    matches!(asked.reach, CountScope::Department(_)) || asked.filter.department.is_some()
}

/// The filter and reach of departments, on the column that names the one a count is of.
pub(super) fn of_department(asked: &StatisticsRequest, column: &str) -> String {
    let reach = match asked.reach {
        CountScope::Everything | CountScope::Park(_) => None,
        CountScope::Department(id) => Some(format!("{column} = {id}")),
    };
    and(vec![reach, only(column, asked.filter.department)])
}

fn and(conditions: Vec<Option<String>>) -> String {
    conditions
        .into_iter()
        .flatten()
        .map(|one| format!(" AND {one}"))
        .collect()
}

pub(super) fn only(column: &str, wanted: Option<PropertyFilter<i64>>) -> Option<String> {
    wanted.map(|wanted| match wanted {
        PropertyFilter::Is(id) => format!("({column}) = {id}"),
        PropertyFilter::None => format!("({column}) IS NULL"),
    })
}
