//! What projects add to the numbers of every ledger: money against the plan of the year (序时), and the light it gives.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::fields::Project;
use super::moves::MONTHS;
use super::rules::month::Month;
use super::rules::progress::{AnnualPlan, LightLimits, Months, Progress, Reported};
use crate::base::db::Conn;
use crate::base::rate::Rate;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::Light;
use crate::entries::actions::{Entry, fields_as_of};
use crate::entries::ledger::{Fields, Turns};
use crate::entries::rules::month::{due_on, through, written};
use crate::entries::rules::numbers::Asked;
use crate::entries::store::{self, MonthRow};

/// The amounts that were reported of a project.
fn months(project: &Project, rows: &[MonthRow]) -> Months {
    let amount = |row: &MonthRow| {
        let figures: Map<String, Value> = serde_json::from_str(&row.figures).unwrap_or_default();
        // 本月无变化 is an amount of nothing, and reported.
        (
            Month::of(row.month),
            figures
                .get("invested_yuan")
                .and_then(Value::as_i64)
                .unwrap_or(0),
        )
    };
    Months {
        before_yuan: project.before_year_yuan.unwrap_or(0),
        invested_yuan: rows.iter().map(amount).collect(),
    }
}

/// From which days on its money makes it yellow or red, if nothing more is reported: each month is expected once its day
/// has passed.
pub fn turns(entry: &Entry, project: &Project, calendar: &Calendar) -> Turns {
    let Some(plan) = project.annual_plan else {
        return Turns::default();
    };
    let months = months(project, &entry.months);
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
            Light::Yellow => turns.yellow_from = turns.yellow_from.or(from),
            Light::Red => {
                turns.yellow_from = turns.yellow_from.or(from);
                turns.red_from = turns.red_from.or(from);
            }
        }
    }
    turns
}

/// The money of each group: invested in the year and since the start, against the plans.
pub fn numbers(
    conn: &mut Conn,
    asked: &Asked,
    calendar: &Calendar,
) -> Result<Vec<(Option<String>, Fields)>> {
    let members = store::members(conn, asked)?;
    let rows = store::months_as_of(conn, asked.ledger.code, asked.as_of)?;
    let ids: Vec<i64> = members.iter().map(|member| member.entry_id).collect();
    let plans = fields_as_of(conn, &ids, asked.as_of)?;
    let last = through(&MONTHS, asked.as_of, calendar);
    let of_month = Month::of(last);
    let mut by_project: BTreeMap<i64, (Months, Option<AnnualPlan>)> = BTreeMap::new();
    for (id, fields) in plans {
        let project: Project =
            serde_json::from_value(without_null(fields)).map_err(Error::internal)?;
        let own: Vec<MonthRow> = rows
            .iter()
            .filter(|row| row.entry_id == id)
            .cloned()
            .collect();
        by_project.insert(id, (months(&project, &own), project.annual_plan));
    }
    let mut groups: Vec<(Option<String>, Vec<i64>)> = vec![];
    for member in members {
        match groups.iter_mut().find(|(key, _)| *key == member.key) {
            Some((_, ids)) => ids.push(member.entry_id),
            None => groups.push((member.key, vec![member.entry_id])),
        }
    }
    let shown = |(key, ids): (Option<String>, Vec<i64>)| {
        let projects: Vec<(i64, &(Months, Option<AnnualPlan>))> = ids
            .iter()
            .filter_map(|id| Some((*id, by_project.get(id)?)))
            .collect();
        let sum = Progress::of_sum(
            projects
                .iter()
                .map(|(_, (months, plan))| (months, plan.as_ref())),
            of_month,
        );
        let of_year =
            |plan: &Option<AnnualPlan>| plan.filter(|plan| plan.year() == of_month.year());
        let planned: Vec<_> = projects
            .iter()
            .filter(|(_, (_, plan))| of_year(plan).is_some())
            .collect();
        let on_schedule = planned.iter().filter(|(_, (months, plan))| {
            Progress::of_project(months, plan.as_ref(), of_month).is_on_schedule() == Some(true)
        });
        let reported = Reported::of(
            planned.iter().map(|(id, (months, _))| (*id, months)),
            of_month,
        );
        let on_schedule = i64::try_from(on_schedule.count()).unwrap_or(i64::MAX);
        let money = json!({"progress": {
            "through": written(last),
            "year_yuan": whole(sum.year_yuan),
            "all_yuan": whole(sum.all_yuan),
            "plan_yuan": sum.plan_yuan.map(whole),
            "completion_percent": sum.completion_percent(),
            "ahead_points": sum.ahead_points(),
            "on_schedule": Rate::of(on_schedule, i64::try_from(planned.len()).unwrap_or(i64::MAX)),
            "reported": reported.reported,
            "expected": reported.expected,
            "missing": reported.missing,
        }});
        (key, money.as_object().cloned().unwrap_or_default())
    };
    Ok(groups.into_iter().map(shown).collect())
}

fn whole(yuan: i128) -> Value {
    i64::try_from(yuan).map_or(Value::Null, Value::from)
}

fn without_null(fields: Map<String, Value>) -> Value {
    Value::Object(
        fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .collect(),
    )
}
