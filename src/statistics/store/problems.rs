//! Problem counts by group, and the problems behind a count.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::measure::{CountedRows, amount, over, population, quoted};
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::statistics::rules::asked::{
    CountScope, GroupBy, ProblemFilter, PropertyFilter, StatisticsRequest,
};
use crate::statistics::rules::count::{Count, Span, Tally};

/// The counts of a group by its key: an id, a word or a day, as text.
pub struct Group {
    pub key: Option<String>,
    pub as_of: Tally,
    pub period: Tally,
}

/// The shape of the answer is the table of counts, so the numbers come as one text.
#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Nullable<Text>)]
    key: Option<String>,
    #[diesel(sql_type = Text)]
    numbers: String,
}

/// Every count of every group that has something; a group may come in several parts.
pub fn groups(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for population in CountedRows::ALL {
        groups.extend(groups_of(conn, asked, population)?);
    }
    Ok(groups)
}

fn groups_of(conn: &mut Conn, asked: &StatisticsRequest, of: CountedRows) -> Result<Vec<Group>> {
    let counts: Vec<(Count, Span)> = Count::ALL
        .iter()
        .filter(|count| over(**count) == of)
        .flat_map(|count| [(*count, Span::AsOf), (*count, Span::Period)])
        .filter(|(count, span)| count.has(*span))
        .collect();
    let numbers: Vec<String> = counts
        .iter()
        .map(|(count, span)| {
            let amount = amount(*count, *span, asked);
            format!("CAST(COALESCE(SUM({amount}), 0) AS TEXT)")
        })
        .collect();
    let (rows, department) = population(of, asked);
    let sql = format!(
        "SELECT {} AS key, {} AS numbers {rows}{} GROUP BY 1",
        key(asked, department),
        numbers.join(" || ',' || "),
        conditions(asked, department),
    );
    let counted: Vec<Counted> = diesel::sql_query(sql).load(conn)?;
    counted
        .into_iter()
        .map(|row| {
            let mut group = Group {
                key: row.key,
                as_of: Tally::default(),
                period: Tally::default(),
            };
            for ((count, span), number) in counts.iter().zip(row.numbers.split(',')) {
                let number = number.parse().map_err(Error::internal)?;
                match span {
                    Span::AsOf => group.as_of.add(*count, number),
                    Span::Period => group.period.add(*count, number),
                }
            }
            Ok(group)
        })
        .collect()
}

/// A query of the ids of exactly the problems behind a count.
pub fn ids(count: Count, span: Span, asked: &StatisticsRequest) -> String {
    let (rows, department) = population(over(count), asked);
    format!(
        "SELECT p.problem_id {rows}{} AND ({}) > 0",
        conditions(asked, department),
        amount(count, span, asked),
    )
}

fn key(asked: &StatisticsRequest, department: &str) -> String {
    let column = match asked.group_by {
        GroupBy::Nothing => "NULL",
        GroupBy::Park => "p.park_id",
        GroupBy::Department => department,
        GroupBy::Category => "p.category_id",
        GroupBy::Level => "p.level",
        GroupBy::Source => "p.source",
        GroupBy::Severity => "p.severity",
        GroupBy::Enterprise => enterprise(asked.reach),
        GroupBy::Week | GroupBy::Month => "p.reported_on",
    };
    format!("CAST({column} AS TEXT)")
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

/// Filters and reach; only ids, days and our own words ever enter the text.
pub(super) fn conditions(asked: &StatisticsRequest, department: &str) -> String {
    let ProblemFilter {
        park,
        department: only_department,
        enterprise,
        category,
        level,
        source,
        severity,
        reported,
    } = asked.filter;
    let mut all = vec![match asked.reach {
        CountScope::Everything => None,
        CountScope::Park(id) => Some(format!("p.park_id = {id}")),
        CountScope::Department(id) => Some(format!("{department} = {id}")),
    }];
    all.push(park.map(|id| format!("p.park_id = {id}")));
    all.push(only(department, only_department));
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
    all.into_iter()
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
