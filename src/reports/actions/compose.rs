//! Composing a report: the tables, the lists behind them and what stands around both.

use chrono::{NaiveDate, Weekday};
use serde::Deserialize;

use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::{self, closed_weeks};
use crate::problems::rules::words::Source;
use crate::reports::rules::{
    Actor as EntryActor, Entry, ExcludedProblem, Letterhead, Listed, Parts, Period, PeriodKind,
    Point, ProblemRef, ReportStatus, VisitRef, Weekly, compose,
};
use crate::reports::store::closed;
use crate::reports::store::entries::{self, EntryRow};
use crate::reports::store::lists;
use crate::statistics::actions::{organisation, table};
use crate::statistics::rules::asked::{CountScope, GroupBy, ProblemFilter, StatisticsRequest};
use crate::statistics::rules::count::{Count, Span};

/// How many weeks the charts look back on, the report's own included.
const SERIES: usize = 8;

/// What a report says of itself.
pub(super) struct Label {
    pub status: ReportStatus,
    pub number: Option<String>,
    pub closed_at: Option<String>,
    pub audit_head: Option<String>,
    pub letterhead: Letterhead,
}

impl Label {
    pub fn draft(letterhead: Letterhead) -> Self {
        Self {
            status: ReportStatus::Draft,
            number: None,
            closed_at: None,
            audit_head: None,
            letterhead,
        }
    }
}

pub(super) fn composed(
    conn: &mut Conn,
    clock: &Clock,
    period: Period,
    (park, reach): (Option<i64>, CountScope),
    label: &Label,
) -> Result<Weekly> {
    let starts_on = closed_weeks::starts_on(conn)?;
    let asked = asked(period, clock.today(), reach, starts_on);
    let before = self::asked(period.previous(), clock.today(), reach, starts_on);
    let superior = StatisticsRequest {
        filter: ProblemFilter {
            source: Some(Source::Superior),
            ..asked.filter
        },
        ..asked
    };
    let parks = table(conn, &asked.grouped_by(GroupBy::Park))?;
    let previous = table(conn, &before)?.totals;
    let show = |rows: Vec<EntryRow>| rows.into_iter().map(|row| entry(row, clock)).collect();
    let point = |period: Period, totals: &crate::statistics::rules::row::Row| Point {
        week: period.to_string(),
        from: period.from(),
        to: period.to(),
        collected: totals.period.counts.collected,
        resolved: totals.period.counts.resolved,
    };
    let mut series = vec![
        point(period, &parks.totals),
        point(period.previous(), &previous),
    ];
    let mut earlier = period.previous();
    while series.len() < SERIES {
        earlier = earlier.previous();
        let asked = self::asked(earlier, clock.today(), reach, starts_on);
        series.push(match closed_point(conn, earlier, park)? {
            Some(point) => point,
            None => point(earlier, &table(conn, &asked)?.totals),
        });
    }
    series.reverse();
    Ok(compose(Parts {
        period,
        as_of: asked.as_of,
        park_id: park,
        subject: subject(conn, park)?,
        number: label.number.clone(),
        status: label.status,
        closed_at: label.closed_at.clone(),
        audit_head: label.audit_head.clone(),
        totals: parks.totals,
        previous,
        parks: parks.rows,
        departments: table(conn, &asked.grouped_by(GroupBy::Department))?.rows,
        peer_groups: lists::peer_groups(conn)?,
        categories: table(conn, &asked.grouped_by(GroupBy::Category))?.rows,
        levels: table(conn, &asked.grouped_by(GroupBy::Level))?.rows,
        superior: table(conn, &superior)?.totals,
        overdue: lists::problems(conn, &asked, &[(Count::Overdue, Span::AsOf)])?,
        supervised: supervised(conn, &asked)?,
        tracking: lists::problems(conn, &asked, &[(Count::Tracking, Span::AsOf)])?,
        settled: lists::problems(conn, &asked, &[(Count::Settled, Span::Period)])?,
        late_entries: show(entries::late(conn, &asked)?),
        corrections: show(entries::corrections(conn, &asked)?),
        excluded: excluded(conn, &asked)?,
        series,
        letterhead: label.letterhead.clone(),
        calendar: calendar::store::calendar(conn)?,
    }))
}

/// What a closed week said of itself: the same numbers, without counting them again.
fn closed_point(conn: &mut Conn, period: Period, park: Option<i64>) -> Result<Option<Point>> {
    #[derive(Deserialize)]
    struct Kept {
        totals: Totals,
    }
    #[derive(Deserialize)]
    struct Totals {
        period: Counts,
    }
    #[derive(Deserialize)]
    struct Counts {
        collected: i64,
        resolved: i64,
    }
    if period.kind() != PeriodKind::Week {
        return Ok(None);
    }
    let Some(kept) = closed::find(conn, period.to(), park)? else {
        return Ok(None);
    };
    let kept: Kept = serde_json::from_str(&kept).map_err(Error::internal)?;
    Ok(Some(Point {
        week: period.to_string(),
        from: period.from(),
        to: period.to(),
        collected: kept.totals.period.collected,
        resolved: kept.totals.period.resolved,
    }))
}

/// What stopped counting in the period, with the last reason given.
fn excluded(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<ExcludedProblem>> {
    let problems = lists::problems(conn, asked, &[(Count::Excluded, Span::Period)])?;
    let mut why = entries::exclusions(conn, asked)?;
    let with_reason = |problem: Listed| {
        let (excluded_on, reason) = why.remove(&problem.id).unzip();
        ExcludedProblem {
            problem,
            excluded_on,
            reason: reason.flatten(),
        }
    };
    Ok(problems.into_iter().map(with_reason).collect())
}

/// A period as of its last day, or of today while it runs.
fn asked(
    period: Period,
    today: NaiveDate,
    reach: CountScope,
    week_starts_on: Weekday,
) -> StatisticsRequest {
    let to = period.to().min(today).max(period.from());
    StatisticsRequest {
        from: period.from(),
        to,
        as_of: to,
        as_of_is_over: to < today,
        group_by: GroupBy::Nothing,
        filter: ProblemFilter::default(),
        reach,
        week_starts_on,
    }
}

/// Supervised ones that are open, and those supervised this week whatever became of them.
fn supervised(conn: &mut Conn, asked: &StatisticsRequest) -> Result<Vec<Listed>> {
    let counts = [
        (Count::Supervised, Span::AsOf),
        (Count::SupervisedEvents, Span::Period),
    ];
    let this_week: Vec<i64> = lists::problems(conn, asked, &counts[1..])?
        .iter()
        .map(|problem| problem.id)
        .collect();
    let mut all = lists::problems(conn, asked, &counts[..1])?;
    all.retain(|problem| problem.status.is_open() || this_week.contains(&problem.id));
    Ok(all)
}

fn subject(conn: &mut Conn, park: Option<i64>) -> Result<String> {
    let Some(park) = park else {
        return organisation(conn);
    };
    let parks = closed::parks(conn)?;
    let named = parks.into_iter().find(|(id, _)| *id == park);
    named.map(|(_, name)| name).ok_or(Error::NotFound)
}

fn entry(row: EntryRow, clock: &Clock) -> Entry {
    let problem = row.number.map(|number| ProblemRef {
        id: row.subject_id,
        number,
        title: row.title.clone().unwrap_or_default(),
    });
    let visit = row.visited_on.map(|visited_on| VisitRef {
        id: row.subject_id,
        place: row.title,
        visited_on,
    });
    Entry {
        id: row.id,
        kind: row.kind,
        occurred_on: row.occurred_on,
        recorded_at: clock.show(row.recorded_at.and_utc()),
        counted_on: row.counted_on,
        actor: row.actor_id.map(|id| EntryActor {
            id,
            name: row.actor_name,
            role: row.actor_role,
        }),
        problem,
        visit,
    }
}
