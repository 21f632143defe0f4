//! Composing a report: the tables, the lists behind them and what stands around both.

use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use serde::Deserialize;

use super::ledgers::Ledgers;
use crate::base::answers::Answers;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::calendar::{self, closed_weeks};
use crate::problems::rules::words::Source;
use crate::reports::rules::{
    Actor as EntryActor, Entry, ExcludedProblem, Letterhead, Listed, Parts, Period, PeriodKind,
    Point, ProblemRef, ReportStatus, VisitRef, Weekly, compose,
};
use crate::reports::store::closed;
use crate::reports::store::entries::{self, EntryRow};
use crate::reports::store::lists;
use crate::statistics::actions::{laid_out, numbers, organisation};
use crate::statistics::rules::asked::{CountScope, GroupBy, ProblemFilter, StatisticsRequest};
use crate::statistics::rules::count::{Count, Span};
use crate::statistics::rules::numbers::{Numbers, Property};
use crate::statistics::rules::row::Row;

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

/// When a report is composed, and the numbers that are known already.
#[derive(Clone, Copy)]
pub struct Counting<'a> {
    pub clock: &'a Clock,
    pub kept: &'a Answers,
}

/// What the reports of a period are made of. Whoever gathers for all can compose the report of each park, too.
pub(super) struct Material {
    period: Period,
    asked: StatisticsRequest,
    /// The numbers of the period by park with department and level, and by park with category and source.
    by_department: Numbers,
    by_category: Numbers,
    /// Those of earlier periods by park, the nearest first; counted where a report asks for them.
    earlier: Vec<Option<Numbers>>,
    overdue: Vec<Listed>,
    supervised: Vec<Listed>,
    tracking: Vec<Listed>,
    settled: Vec<Listed>,
    excluded: Vec<ExcludedProblem>,
    late_entries: Vec<EntryRow>,
    corrections: Vec<EntryRow>,
    ledgers: Ledgers,
    peer_groups: BTreeMap<i64, String>,
    calendar: Calendar,
}

impl Material {
    /// Counts and lists what the report of a park needs, or those of all and of each park. A month of a ledger
    /// becomes known after it is over: its figures may be taken as of a later day. Ledgers that the letterhead leaves out
    /// aren't counted.
    pub fn gather(
        conn: &mut Conn,
        Counting { clock, kept }: Counting,
        period: Period,
        park: Option<i64>,
        (ledgers_as_of, letterhead): (Option<NaiveDate>, &Letterhead),
    ) -> Result<Self> {
        let starts_on = closed_weeks::starts_on(conn)?;
        let calendar = calendar::store::calendar(conn)?;
        let asked = asked(period, clock.today(), reach(park), starts_on);
        let department = [Property::Park, Property::Department, Property::Level];
        let category = [Property::Park, Property::Category, Property::Source];
        let listed = |conn: &mut Conn, count, span| lists::problems(conn, &asked, &[(count, span)]);
        Ok(Self {
            period,
            asked,
            by_department: numbers(conn, &asked, &department, kept)?,
            by_category: numbers(conn, &asked, &category, kept)?,
            earlier: vec![None; SERIES - 1],
            overdue: listed(conn, Count::Overdue, Span::AsOf)?,
            supervised: supervised(conn, &asked)?,
            tracking: listed(conn, Count::Tracking, Span::AsOf)?,
            settled: listed(conn, Count::Settled, Span::Period)?,
            excluded: excluded(conn, &asked)?,
            late_entries: entries::late(conn, &asked)?,
            corrections: entries::corrections(conn, &asked)?,
            peer_groups: lists::peer_groups(conn)?,
            ledgers: Ledgers::gather(
                conn,
                period,
                ledgers_as_of.unwrap_or(asked.as_of),
                letterhead,
                &calendar,
            )?,
            calendar,
        })
    }

    /// The report of all (no park), or of a park.
    pub fn compose(
        &mut self,
        conn: &mut Conn,
        counting: Counting,
        park: Option<i64>,
        label: &Label,
    ) -> Result<Weekly> {
        let period = self.period;
        let asked = StatisticsRequest {
            reach: reach(park),
            ..self.asked
        };
        let superior = StatisticsRequest {
            filter: ProblemFilter {
                source: Some(Source::Superior),
                ..asked.filter
            },
            ..asked
        };
        let by = |conn: &mut Conn, group_by, numbers: &Numbers| {
            laid_out(conn, &asked.grouped_by(group_by), numbers)
        };
        let parks = by(conn, GroupBy::Park, &self.by_department)?;
        let departments = by(conn, GroupBy::Department, &self.by_department)?.rows;
        let levels = by(conn, GroupBy::Level, &self.by_department)?.rows;
        let categories = by(conn, GroupBy::Category, &self.by_category)?.rows;
        let superior = laid_out(conn, &superior, &self.by_category)?.totals;
        let previous = self.earlier_totals(conn, counting, 0, park)?;

        let mut series = vec![
            point(period, &parks.totals),
            point(period.previous(), &previous),
        ];
        let mut earlier = period.previous();
        for back in 1..SERIES - 1 {
            earlier = earlier.previous();
            series.push(match closed_point(conn, earlier, park)? {
                Some(point) => point,
                None => point(earlier, &self.earlier_totals(conn, counting, back, park)?),
            });
        }
        series.reverse();

        let here = |id: i64| park.is_none_or(|park| park == id);
        let listed = |all: &[Listed]| -> Vec<Listed> {
            all.iter()
                .filter(|one| here(one.park_id))
                .cloned()
                .collect()
        };
        let show = |rows: &[EntryRow]| -> Vec<Entry> {
            let rows = rows.iter().filter(|row| here(row.park_id));
            rows.map(|row| entry(row.clone(), counting.clock)).collect()
        };
        let excluded = self.excluded.iter().filter(|one| here(one.problem.park_id));
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
            departments,
            peer_groups: self.peer_groups.clone(),
            categories,
            levels,
            superior,
            overdue: listed(&self.overdue),
            supervised: listed(&self.supervised),
            tracking: listed(&self.tracking),
            settled: listed(&self.settled),
            late_entries: show(&self.late_entries),
            corrections: show(&self.corrections),
            excluded: excluded.cloned().collect(),
            series,
            ledgers: self.ledgers.sections(park),
            letterhead: label.letterhead.clone(),
            calendar: self.calendar.clone(),
        }))
    }

    /// The totals of an earlier period, `back` being 0 for the one before.
    fn earlier_totals(
        &mut self,
        conn: &mut Conn,
        Counting { clock, kept }: Counting,
        back: usize,
        park: Option<i64>,
    ) -> Result<Row> {
        let period = (0..=back).fold(self.period, |period, _| period.previous());
        let asked = asked(
            period,
            clock.today(),
            self.asked.reach,
            self.asked.week_starts_on,
        );
        let place = self.earlier.get_mut(back);
        let counted = place.ok_or_else(|| Error::Internal(format!("no period {back} before")))?;
        if counted.is_none() {
            *counted = Some(numbers(conn, &asked, &[Property::Park], kept)?);
        }
        let asked = StatisticsRequest {
            reach: reach(park),
            ..asked
        };
        let counted = counted.as_ref().ok_or(Error::NotFound)?;
        Ok(laid_out(conn, &asked, counted)?.totals)
    }
}

fn reach(park: Option<i64>) -> CountScope {
    park.map_or(CountScope::Everything, CountScope::Park)
}

fn point(period: Period, totals: &Row) -> Point {
    Point {
        week: period.to_string(),
        from: period.from(),
        to: period.to(),
        collected: totals.period.counts.collected,
        resolved: totals.period.counts.resolved,
    }
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
