//! What projects add to the numbers of every ledger: money against the plan of the year (序时), and the light it gives.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use super::fields::Project;
use super::moves::MONTHS;
use super::rules::facts::{Facts, Listed, PermitState, StatisticsState};
use super::rules::month::Month;
use super::rules::progress::{AnnualPlan, LightLimits, Months, Progress, Reported, on_schedule};
use super::rules::rates::{self, Stage};
use super::rules::sentence::{Told, sentence};
use super::rules::target::{Measure, ProjectFilter, TargetLevel};
use super::targets::{self, Target};
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Level, Light};
use crate::entries::actions::{Entry, fields_as_of, in_use};
use crate::entries::ledger::{Fields, Turns, typed};
use crate::entries::rules::month::{due_on, written};
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::store::{self, MonthRow};

/// The share of industrial projects that is wanted, in percent.
const INDUSTRIAL_PERCENT: u8 = 60;

/// The figures of a month. What can't be read, and 本月无变化, has none, and is reported.
struct Figures {
    month: Month,
    invested_yuan: i64,
    funds_yuan: i64,
}

/// Those that are counted with, as they are kept.
#[derive(Default, Deserialize)]
struct Kept {
    invested_yuan: Option<i64>,
    funds_yuan: Option<i64>,
}

fn figures(rows: &[MonthRow]) -> Vec<Figures> {
    let read = |row: &MonthRow| {
        let kept: Kept = serde_json::from_str(&row.figures).unwrap_or_default();
        Figures {
            month: Month::of(row.month),
            invested_yuan: kept.invested_yuan.unwrap_or(0),
            funds_yuan: kept.funds_yuan.unwrap_or(0),
        }
    };
    rows.iter().map(read).collect()
}

/// The amounts that were reported of a project.
fn months(project: &Project, figures: &[Figures]) -> Months {
    let invested = figures.iter().map(|one| (one.month, one.invested_yuan));
    Months {
        before_yuan: project.before_year_yuan.unwrap_or(0),
        invested_yuan: invested.collect(),
    }
}

/// From which days on its money makes it yellow or red, if nothing more is reported: each month is expected once its day
/// has passed.
pub fn turns(entry: &Entry, project: &Project, calendar: &Calendar) -> Turns {
    let Some(plan) = project.annual_plan else {
        return Turns::default();
    };
    let months = months(project, &figures(&entry.months));
    let mut turns = Turns::default();
    for number in 1..=12 {
        let Some(month) = Month::new(plan.year(), number) else {
            continue;
        };
        let progress = Progress::of_project(&months, Some(&plan), month);
        let light = LightLimits::default().light(progress.ahead, &[], month.last_day(), calendar);
        let from = due_on(&MONTHS, month.first_day(), calendar).succ_opt();
        match light {
            Light::Green => {
                // Behind in an earlier month and up with a later one that was reported: it is up.
                if months.invested_yuan.range(month..).next().is_some() {
                    turns = Turns::default();
                }
            }
            Light::Yellow => {
                // As far behind as red in an earlier month, and less so with what came later.
                if months.invested_yuan.range(month..).next().is_some() {
                    turns.red_from = None;
                }
                turns.yellow_from = turns.yellow_from.or(from);
            }
            Light::Red => {
                turns.yellow_from = turns.yellow_from.or(from);
                turns.red_from = turns.red_from.or(from);
            }
        }
    }
    turns
}

/// What a project comes to as of a day.
struct Counted {
    facts: Facts,
    months: Months,
    funds_yuan: i128,
    plan: Option<AnnualPlan>,
}

impl Counted {
    fn of(id: i64, project: &Project, rows: &[MonthRow], through: Month) -> Self {
        let figures = figures(rows);
        let permits = project.permits.iter().flatten().filter(|one| one.need);
        let done = permits.clone().filter(|one| one.state == PermitState::Done);
        let number = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
        let month = |of: Option<i64>| of.and_then(|of| u32::try_from(of).ok());
        let is_of_year = project.list_year == Some(i64::from(through.year()));
        let class = project.list_class.filter(|_| is_of_year);
        let facts = Facts {
            id,
            kind: project.kind,
            level: project.level.unwrap_or(Level::District),
            renewal: project.renewal,
            total_yuan: project.total_yuan,
            listed: class.map(|class| Listed {
                class,
                planned_start: month(project.list_start_month),
                planned_finish: month(project.list_finish_month),
            }),
            started_on: project.started_on,
            completed_on: project.completed_on,
            produced_on: project.produced_on,
            statistics: project.statistics.unwrap_or(StatisticsState::None),
            permits_needed: number(permits.count()),
            permits_done: number(done.count()),
        };
        Self {
            facts,
            months: months(project, &figures),
            funds_yuan: funds(&figures, through),
            plan: project.annual_plan,
        }
    }

    fn plan_of(&self, year: i32) -> Option<&AnnualPlan> {
        self.plan.as_ref().filter(|plan| plan.year() == year)
    }

    /// Whether a month is to be reported: it was started by its `last` day, isn't completed before it, and its plan has
    /// begun.
    fn is_expected(&self, month: Month, last: NaiveDate) -> bool {
        let is_over = self
            .facts
            .completed_on
            .is_some_and(|on| on < month.first_day());
        let has_begun = self
            .plan_of(month.year())
            .is_none_or(|plan| plan.first() <= month.number());
        self.facts.started_on.is_some_and(|on| on <= last) && !is_over && has_begun
    }

    fn is_key(&self) -> bool {
        matches!(self.facts.level, Level::Province | Level::City)
    }
}

/// The funds that came in the year up to a month.
fn funds(figures: &[Figures], through: Month) -> i128 {
    let of_year = figures
        .iter()
        .filter(|one| one.month.year() == through.year() && one.month <= through);
    of_year.map(|one| i128::from(one.funds_yuan)).sum()
}

/// The numbers of each group that the description can't count: money against the plans, and the rates by the months of
/// the year's list.
pub fn numbers(conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers> {
    let members = store::members(conn, asked)?;
    let mut rows: HashMap<i64, Vec<MonthRow>> = HashMap::new();
    for row in store::months_as_of(conn, asked.ledger.code, asked.as_of)? {
        rows.entry(row.entry_id).or_default().push(row);
    }
    let ids: Vec<i64> = members.iter().map(|member| member.entry_id).collect();
    let through = through(asked, calendar);
    let mut by_project: HashMap<i64, Counted> = HashMap::new();
    for (id, fields) in fields_as_of(conn, &ids, asked.as_of)? {
        let project: Project = typed(&fields)?;
        let own = rows.remove(&id).unwrap_or_default();
        by_project.insert(id, Counted::of(id, &project, &own, through));
    }
    let set = targets_set(conn, asked)?;
    let row = |projects: &[&Counted], due_on| row(projects, (asked, through), due_on, calendar);
    let mut all: Vec<&Counted> = vec![];
    let mut groups: BTreeMap<Option<String>, Vec<&Counted>> = BTreeMap::new();
    for member in members {
        if let Some(counted) = by_project.get(&member.entry_id) {
            groups.entry(member.key).or_default().push(counted);
            all.push(counted);
        }
    }
    let mut total = row(&all, starts_due_on(&set, asked.as_of));
    let targets = targets(set, asked, (&all, through), calendar);
    total.insert("targets".to_owned(), targets.into());
    Ok(OwnNumbers {
        total,
        groups: groups
            .into_iter()
            .map(|(key, projects)| (key, row(&projects, None)))
            .collect(),
    })
}

/// The targets in force. They are the district's: of a part of the projects there is nothing to tell.
fn targets_set(conn: &mut Conn, asked: &Asked) -> Result<Vec<(i64, Target)>> {
    if asked.reach != Scope::All || !asked.units.is_empty() || !asked.words.is_empty() {
        return Ok(vec![]);
    }
    in_use::<Target>(conn, &targets::LEDGER, asked.as_of)
}

/// The next day by which key projects, whatever else they are, are to be started.
fn starts_due_on(set: &[(i64, Target)], as_of: NaiveDate) -> Option<NaiveDate> {
    let all_key = ProjectFilter {
        level: Some(TargetLevel::Key),
        ..ProjectFilter::default()
    };
    let measured = set.iter().filter_map(|(_, target)| target.measured());
    measured
        .filter(|one| one.measure == Measure::Started && one.filter == all_key)
        .map(|one| one.due_on)
        .filter(|due_on| *due_on >= as_of)
        .min()
}

/// How targets stand.
fn targets(
    set: Vec<(i64, Target)>,
    asked: &Asked,
    (projects, through): (&[&Counted], Month),
    calendar: &Calendar,
) -> Vec<Value> {
    let mut all = vec![];
    for (id, target) in set {
        let Some(measured) = target.measured() else {
            continue;
        };
        let meant = projects.iter().copied();
        let meant = meant.filter(|one| measured.filter.holds(&one.facts));
        // What is invested after its last month is another year's.
        let money = sum(meant, through.min(Month::of(measured.due_on)));
        let money = (money.year_yuan, money.plan_yuan.unwrap_or(0));
        let facts = projects.iter().map(|one| &one.facts);
        let standing = measured.standing(facts, money, asked.as_of, calendar);
        all.push((target.until_on, id, target, standing));
    }
    all.sort_by_key(|(until, id, ..)| (*until, *id));
    let shown = all.into_iter().map(|(until_on, id, target, standing)| {
        json!({
            "id": id,
            "name": target.name,
            "measure": target.measure,
            "percent_wanted": target.percent,
            "amount_wanted": target.amount.or(target.amount_yuan),
            "until_on": until_on,
            "standing": standing,
        })
    });
    shown.collect()
}

/// The month up to which money is told.
fn through(asked: &Asked, calendar: &Calendar) -> Month {
    Month::of(asked.through(calendar).unwrap_or(asked.as_of))
}

/// The row of a group without any project.
pub fn of_none(asked: &Asked, calendar: &Calendar) -> Fields {
    let through = through(asked, calendar);
    row(&[], (asked, through), None, calendar)
}

fn sum<'a>(projects: impl Iterator<Item = &'a Counted>, through: Month) -> Progress {
    let amounts = projects.map(|one| (&one.months, one.plan.as_ref()));
    Progress::of_sum(amounts, through)
}

/// `due_on` is the day by which key projects are to be started.
fn row(
    projects: &[&Counted],
    (asked, through): (&Asked, Month),
    due_on: Option<NaiveDate>,
    calendar: &Calendar,
) -> Fields {
    // Who asks about a month asks what had come about by its end.
    let last = asked.month.map_or(asked.as_of, |_| through.last_day());
    let facts: Vec<Facts> = projects.iter().map(|one| one.facts.clone()).collect();
    let key = || projects.iter().copied().filter(|one| one.is_key());
    let started = key().filter(|one| one.facts.started_on.is_some());
    let told = Told {
        subject: "省、市重点项目",
        projects: rates::count(key().count()),
        started: rates::count(started.count()),
        due_on,
        progress: &sum(key(), through),
    };
    let by_then: Vec<Facts> = facts.iter().map(|one| one.until(last)).collect();
    let row = json!({
        "progress": money(projects, through, last),
        "by_month": {
            "started": rates::by_month(&by_then, Stage::Started, through),
            "completed": rates::by_month(&by_then, Stage::Completed, through),
            "producing": rates::by_month(&by_then, Stage::Producing, through),
        },
        "started_of_listed": rates::in_the_year(&by_then, Stage::Started, through.year()),
        "completed_of_listed": rates::in_the_year(&by_then, Stage::Completed, through.year()),
        "producing_of_listed": rates::in_the_year(&by_then, Stage::Producing, through.year()),
        "permits": rates::permits(&facts),
        "industrial_share": rates::industrial_share(&facts, INDUSTRIAL_PERCENT),
        "sentence": sentence(&told, asked.as_of, calendar),
    });
    row.as_object().cloned().unwrap_or_default()
}

fn money(projects: &[&Counted], through: Month, last: NaiveDate) -> Value {
    let all = sum(projects.iter().copied(), through);
    let planned: Vec<&Counted> = projects
        .iter()
        .copied()
        .filter(|one| one.plan_of(through.year()).is_some())
        .collect();
    let each: Vec<Progress> = planned
        .iter()
        .map(|one| Progress::of_project(&one.months, one.plan.as_ref(), through))
        .collect();
    let expected = projects.iter().filter(|one| one.is_expected(through, last));
    let reported = Reported::of(expected.map(|one| (one.facts.id, &one.months)), through);
    let funds: i128 = projects.iter().map(|one| one.funds_yuan).sum();
    let of_month = |one: &&Counted| one.months.invested_yuan.get(&through).copied();
    let month: i128 = projects.iter().filter_map(of_month).map(i128::from).sum();
    json!({
        "through": written(through.first_day()),
        "month_yuan": whole(month),
        "year_yuan": whole(all.year_yuan),
        "all_yuan": whole(all.all_yuan),
        "plan_yuan": all.plan_yuan.map(whole),
        "completion_percent": all.completion_percent(),
        "ahead_points": all.ahead_points(),
        "funds_yuan": whole(funds),
        "funds_percent": all.plan_yuan.and_then(|plan| rates::funds_in_place(funds, plan)),
        "on_schedule": on_schedule(&each),
        "reported": reported.reported,
        "expected": reported.expected,
        "missing": reported.missing,
    })
}

fn whole(yuan: i128) -> Value {
    i64::try_from(yuan).map_or(Value::Null, Value::from)
}
