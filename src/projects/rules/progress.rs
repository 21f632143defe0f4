//! What is invested month by month, how far that is of the year's plan, and the light it gives.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::fraction::Fraction;
use super::month::Month;
use super::quantity::is_yuan;
use super::rates::count;
use crate::base::rate::Rate;
use crate::calendar::rules::{Calendar, YEARS};
use crate::deadlines::rules::{Light, remaining_working_days};

/// The amounts of one project, as the last report of each month by the day asked about has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Months {
    /// Invested before the months on record (`before_year`), in yuan.
    pub before_yuan: i64,
    /// What was invested in each month alone, in yuan; negative where a month was put right.
    pub invested_yuan: BTreeMap<Month, i64>,
}

impl Months {
    /// 年累计: from January of the month's year through the month.
    pub fn of_the_year(&self, through: Month) -> i128 {
        let from = Month::new(through.year(), 1).unwrap_or(through);
        self.sum(from, through)
    }

    /// 自开工累计: what was invested before the months on record, and all of them through this one.
    pub fn since_the_start(&self, through: Month) -> i128 {
        let months = self.invested_yuan.range(..=through);
        i128::from(self.before_yuan) + months.map(|(_, yuan)| i128::from(*yuan)).sum::<i128>()
    }

    fn sum(&self, from: Month, through: Month) -> i128 {
        let months = self.invested_yuan.range(from..=through);
        months.map(|(_, yuan)| i128::from(*yuan)).sum()
    }
}

/// What a project is to invest in a year, and in which of its months (按工期序时).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct AnnualPlan {
    year: i32,
    amount_yuan: i64,
    first: u32,
    last: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    year: i32,
    amount_yuan: i64,
    #[serde(default = "january")]
    first: u32,
    #[serde(default = "december")]
    last: u32,
}

const fn january() -> u32 {
    1
}

const fn december() -> u32 {
    12
}

impl TryFrom<Unchecked> for AnnualPlan {
    type Error = String;

    fn try_from(raw: Unchecked) -> Result<Self, Self::Error> {
        Self::new(raw.year, raw.amount_yuan, raw.first, raw.last).ok_or_else(|| {
            "year must be 2000 to 2100, amount_yuan 0 to 10^15, first and last months in order"
                .to_owned()
        })
    }
}

impl AnnualPlan {
    /// None for an amount outside 0 to 10^15 yuan, a year that isn't one of the calendar's, or months out of order.
    pub fn new(year: i32, amount_yuan: i64, first: u32, last: u32) -> Option<Self> {
        let in_order = 1 <= first && first <= last && last <= 12;
        let fits = YEARS.contains(&year) && is_yuan(amount_yuan) && in_order;
        fits.then_some(Self {
            year,
            amount_yuan,
            first,
            last,
        })
    }

    pub fn year(&self) -> i32 {
        self.year
    }

    /// The first of its months, from 1.
    pub fn first(&self) -> u32 {
        self.first
    }

    pub fn amount_yuan(&self) -> i64 {
        self.amount_yuan
    }

    /// 序时 by the project's own months: what of the year's plan ought to be invested by the end of a month.
    pub fn share(&self, through: Month) -> Fraction {
        let month = match through.year().cmp(&self.year) {
            Ordering::Less => 0,
            Ordering::Equal => through.number(),
            Ordering::Greater => 12,
        };
        let passed = (month + 1).saturating_sub(self.first);
        let all = self.last - self.first + 1;
        Fraction::new(i128::from(passed.min(all)), i128::from(all)).unwrap_or(Fraction::ZERO)
    }
}

/// 序时 of the year: m/12 at the end of month m.
pub fn share_of_the_year(through: Month) -> Fraction {
    Fraction::new(i128::from(through.number()), 12).unwrap_or(Fraction::ONE)
}

/// How far a project or a sum of them is by the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub through: Month,
    /// 年累计, in yuan.
    pub year_yuan: i128,
    /// 自开工累计, in yuan.
    pub all_yuan: i128,
    /// The year's plan, in yuan; none where nothing is planned for it.
    pub plan_yuan: Option<i128>,
    /// 完成率: 年累计 / plan; none where there is no plan, or one of 0.
    pub completion: Option<Fraction>,
    /// 超欠 of `completion` against the share of the months; none as that is.
    pub ahead: Option<Fraction>,
}

impl Progress {
    /// Of one project, whose plan counts where it is of the month's year; ahead of its own months.
    pub fn of_project(months: &Months, plan: Option<&AnnualPlan>, through: Month) -> Self {
        let plan = plan.filter(|plan| plan.year == through.year());
        let share = plan.map_or_else(|| share_of_the_year(through), |plan| plan.share(through));
        let (year_yuan, all_yuan) = (months.of_the_year(through), months.since_the_start(through));
        let plan_yuan = plan.map(|plan| i128::from(plan.amount_yuan));
        Self::new(through, (year_yuan, all_yuan), plan_yuan, share)
    }

    /// Of several: their sums, ahead of m/12 of the summed plans. What is invested counts with a plan or without, so
    /// that the percentage is that of the amounts shown.
    pub fn of_sum<'a>(
        projects: impl IntoIterator<Item = (&'a Months, Option<&'a AnnualPlan>)>,
        through: Month,
    ) -> Self {
        let (mut year_yuan, mut all_yuan, mut plan_yuan) = (0, 0, None);
        for (months, plan) in projects {
            let one = Self::of_project(months, plan, through);
            year_yuan += one.year_yuan;
            all_yuan += one.all_yuan;
            plan_yuan = match (plan_yuan, one.plan_yuan) {
                (Some(sum), Some(more)) => Some(sum + more),
                (sum, more) => sum.or(more),
            };
        }
        let share = share_of_the_year(through);
        Self::new(through, (year_yuan, all_yuan), plan_yuan, share)
    }

    fn new(
        through: Month,
        (year_yuan, all_yuan): (i128, i128),
        plan_yuan: Option<i128>,
        share: Fraction,
    ) -> Self {
        let completion = plan_yuan.and_then(|plan| Fraction::new(year_yuan, plan));
        Self {
            through,
            year_yuan,
            all_yuan,
            plan_yuan,
            completion,
            ahead: completion.map(|completion| completion.minus(share)),
        }
    }

    /// The same against m/12 rather than the project's own months, as sums and 达序时 have it.
    #[must_use]
    pub fn by_the_year(self) -> Self {
        let amounts = (self.year_yuan, self.all_yuan);
        let share = share_of_the_year(self.through);
        Self::new(self.through, amounts, self.plan_yuan, share)
    }

    /// 完成率 as a percentage with one decimal: `97.2`.
    pub fn completion_percent(&self) -> Option<String> {
        self.completion.map(Fraction::percent)
    }

    /// 超欠 in percentage points with one decimal and sign: `+13.8`.
    pub fn ahead_points(&self) -> Option<String> {
        self.ahead.map(Fraction::points)
    }

    /// Whether it keeps up with the months of the year (达序时); none without a plan.
    pub fn is_on_schedule(&self) -> Option<bool> {
        let ahead = self.by_the_year().ahead?;
        Some(ahead.cmp_points(0) != Ordering::Less)
    }
}

/// 达序时: those that keep up with the months of the year, of those that have a plan.
pub fn on_schedule(projects: &[Progress]) -> Rate {
    let kept: Vec<bool> = projects
        .iter()
        .filter_map(Progress::is_on_schedule)
        .collect();
    let keeping_up = kept.iter().filter(|is_kept| **is_kept).count();
    Rate::of(count(keeping_up), count(kept.len()))
}

/// Where the lights of progress change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LightLimits {
    /// Red at so many percentage points of 超欠 or fewer.
    pub red_points: i32,
    /// Yellow below so many percentage points of 超欠.
    pub yellow_points: i32,
    /// Yellow where a node ends within so many working days.
    pub node_working_days: i64,
}

impl Default for LightLimits {
    fn default() -> Self {
        Self {
            red_points: -10,
            yellow_points: 0,
            node_working_days: 5,
        }
    }
}

impl LightLimits {
    /// The light of a project that is `ahead` of its own months, with the due days of its open nodes.
    pub fn light(
        &self,
        ahead: Option<Fraction>,
        open_nodes: &[NaiveDate],
        today: NaiveDate,
        calendar: &Calendar,
    ) -> Light {
        let behind = |points: i32| ahead.map(|ahead| ahead.cmp_points(points));
        let next = open_nodes.iter().min().copied();
        let is_red = matches!(
            behind(self.red_points),
            Some(Ordering::Less | Ordering::Equal)
        ) || next.is_some_and(|due_on| due_on < today);
        let is_near = |due_on: NaiveDate| {
            remaining_working_days(due_on, today, calendar) <= self.node_working_days
        };
        let is_yellow =
            matches!(behind(self.yellow_points), Some(Ordering::Less)) || next.is_some_and(is_near);
        match (is_red, is_yellow) {
            (true, _) => Light::Red,
            (_, true) => Light::Yellow,
            _ => Light::Green,
        }
    }
}

/// 已报 N/M for a month, with those that haven't reported it; they count with their last month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    pub reported: usize,
    pub expected: usize,
    /// The ids of the others.
    pub missing: Vec<i64>,
}

impl Reported {
    pub fn of<'a>(projects: impl IntoIterator<Item = (i64, &'a Months)>, month: Month) -> Self {
        let (mut expected, mut missing) = (0, Vec::new());
        for (id, months) in projects {
            expected += 1;
            if !months.invested_yuan.contains_key(&month) {
                missing.push(id);
            }
        }
        Self {
            reported: expected - missing.len(),
            expected,
            missing,
        }
    }
}
