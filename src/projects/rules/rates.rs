//! Rates over projects: started, completed, producing, in the statistics, permits, the industrial share.
//!
//! All are of the projects handed in, as of the day for which their [`Facts`] were taken, and of the one list of the
//! year that these name; who shows the approved and the adjusted list asks twice.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::facts::{Facts, ListClass, ProjectKind, StatisticsState};
use super::fraction::Fraction;
use super::month::Month;
use crate::base::rate::Rate;

/// Investment in yuan from which a project that was started belongs into the statistics.
pub const STATISTICS_THRESHOLD_YUAN: i64 = 5_000_000;

/// What a project comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 开工.
    Started,
    /// 竣工.
    Completed,
    /// 投产.
    Producing,
}

impl Facts {
    /// The day on which it came to a stage.
    pub fn reached_on(&self, stage: Stage) -> Option<NaiveDate> {
        match stage {
            Stage::Started => self.started_on,
            Stage::Completed => self.completed_on,
            Stage::Producing => self.produced_on,
        }
    }

    /// What it had come to by the end of a day.
    pub fn until(&self, last: NaiveDate) -> Self {
        let by_then = |on: Option<NaiveDate>| on.filter(|on| *on <= last);
        Self {
            started_on: by_then(self.started_on),
            completed_on: by_then(self.completed_on),
            produced_on: by_then(self.produced_on),
            ..self.clone()
        }
    }

    /// Whether the list wants it to come to a stage in the year: `new` ones to be started, `finishing` ones to be
    /// completed and to produce.
    fn is_listed_for(&self, stage: Stage) -> bool {
        let class = self.listed.map(|listed| listed.class);
        class
            == Some(match stage {
                Stage::Started => ListClass::New,
                Stage::Completed | Stage::Producing => ListClass::Finishing,
            })
    }

    /// The month of the year in which the list wants it there.
    fn listed_month(&self, stage: Stage) -> Option<u32> {
        let listed = self.listed.filter(|_| self.is_listed_for(stage))?;
        match stage {
            Stage::Started => listed.planned_start,
            Stage::Completed | Stage::Producing => listed.planned_finish,
        }
    }

    fn is_above_threshold(&self) -> bool {
        self.total_yuan
            .is_some_and(|yuan| yuan >= STATISTICS_THRESHOLD_YUAN)
    }
}

/// How many things satisfy both of two conditions, of those that satisfy the first.
pub fn rate_of<T>(all: &[T], among: impl Fn(&T) -> bool, of_them: impl Fn(&T) -> bool) -> Rate {
    let among: Vec<&T> = all.iter().filter(|one| among(one)).collect();
    let of_them = among.iter().filter(|one| of_them(one)).count();
    Rate::of(count(of_them), count(among.len()))
}

/// How many, as numbers are told.
pub fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// 年度开工率 (竣工率, 投产率): those that came to the stage in the year, listed for it or not, over those that the list
/// names for it; so it may pass 100.
pub fn in_the_year(projects: &[Facts], stage: Stage, year: i32) -> Rate {
    let came = |project: &&Facts| {
        let on = project.reached_on(stage);
        on.is_some_and(|on| on.year() == year)
    };
    let came = projects.iter().filter(came).count();
    let listed = projects
        .iter()
        .filter(|project| project.is_listed_for(stage));
    Rate::of(count(came), count(listed.count()))
}

/// A rate by the months of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ByMonth {
    /// Those planned up to the month that came to the stage, over those planned up to it.
    pub rate: Rate,
    /// 提前开工: came to the stage, though planned for a later month.
    pub early: i64,
    /// 应开未开: planned up to the month, and not there.
    pub behind: i64,
}

/// 序时开工率 (竣工率, 投产率) at the end of a month of the list's year. What is listed without a month isn't counted.
pub fn by_month(projects: &[Facts], stage: Stage, month: Month) -> ByMonth {
    let is_there = |project: &Facts| project.reached_on(stage).is_some();
    let planned = |project: &Facts| {
        let planned = project.listed_month(stage);
        planned.map(|planned| planned <= month.number())
    };
    let rate = rate_of(projects, |project| planned(project) == Some(true), is_there);
    let early = projects
        .iter()
        .filter(|project| planned(project) == Some(false) && is_there(project));
    ByMonth {
        early: count(early.count()),
        behind: rate.denominator - rate.numerator,
        rate,
    }
}

/// 开工率 whatever the list says: started ones of all; 竣工率 and 投产率 alike.
pub fn of_all(projects: &[Facts], stage: Stage) -> Rate {
    let is_there = |project: &Facts| project.reached_on(stage).is_some();
    rate_of(projects, |_| true, is_there)
}

/// 入统率: in the statistics, of those started with at least 5,000,000 yuan; the difference is 应统未统.
pub fn in_statistics(projects: &[Facts]) -> Rate {
    let belongs = |project: &Facts| project.started_on.is_some() && project.is_above_threshold();
    rate_of(projects, belongs, |project| {
        project.statistics == StatisticsState::Entered
    })
}

/// The projects that belong into the statistics and aren't there (应统未统), by their ids.
pub fn missing_in_statistics(projects: &[Facts]) -> Vec<i64> {
    let belongs = |project: &&Facts| {
        project.started_on.is_some()
            && project.is_above_threshold()
            && project.statistics != StatisticsState::Entered
    };
    let missing = projects.iter().filter(belongs);
    missing.map(|project| project.id).collect()
}

/// 手续办结率: permits given, of those needed.
pub fn permits(projects: &[Facts]) -> Rate {
    let sum = |of: fn(&Facts) -> u32| -> i64 {
        let numbers = projects.iter().map(|project| i64::from(of(project)));
        numbers.sum()
    };
    let done = |project: &Facts| project.permits_done.min(project.permits_needed);
    Rate::of(sum(done), sum(|project| project.permits_needed))
}

/// 产业类占比.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndustrialShare {
    pub by_number: Rate,
    /// By 总投资, as a percentage with one decimal; null where no money is known.
    pub by_investment: Option<String>,
    /// How many more industrial projects reach the share wanted; null where none would.
    pub missing: Option<i128>,
}

/// The share of industrial projects, and what is missing to `wanted` percent.
pub fn industrial_share(projects: &[Facts], wanted: u8) -> IndustrialShare {
    let is_industrial = |project: &Facts| project.kind == ProjectKind::Industrial;
    let by_number = rate_of(projects, |_| true, is_industrial);
    let yuan = |project: &Facts| i128::from(project.total_yuan.unwrap_or(0));
    let all: i128 = projects.iter().map(yuan).sum();
    let industrial = projects.iter().filter(|project| is_industrial(project));
    let industrial: i128 = industrial.map(yuan).sum();
    IndustrialShare {
        missing: missing(
            i128::from(by_number.denominator),
            i128::from(by_number.numerator),
            wanted,
        ),
        by_investment: Fraction::new(industrial, all).map(Fraction::percent),
        by_number,
    }
}

/// How many more of a kind make it `percent` of all, each of them adding to all as well: max(0, ⌈(t·N − I)/(1 − t)⌉).
/// None where no number does, with 100 percent wanted and others there.
pub fn missing(all: i128, of_the_kind: i128, percent: u8) -> Option<i128> {
    let percent = i128::from(percent);
    let short = percent * all - 100 * of_the_kind;
    if short <= 0 {
        return Some(0);
    }
    let gained = 100 - percent;
    (gained > 0).then(|| (short + gained - 1) / gained)
}

/// 三批转化: contracts signed, fulfilled (履约), started, producing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Batches {
    pub signed: i64,
    pub fulfilled: i64,
    pub started: i64,
    pub producing: i64,
}

/// Each of the three steps over the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conversion {
    /// 签约项目履约率.
    pub fulfilled: Rate,
    /// 履约项目开工率.
    pub started: Rate,
    /// 开工项目投产率.
    pub producing: Rate,
}

impl Batches {
    pub fn conversion(self) -> Conversion {
        Conversion {
            fulfilled: Rate::of(self.fulfilled, self.signed),
            started: Rate::of(self.started, self.fulfilled),
            producing: Rate::of(self.producing, self.started),
        }
    }
}

/// 项目资金到位率: money that has arrived over the plan of the year; null where nothing is planned.
pub fn funds_in_place(funds_yuan: i128, plan_yuan: i128) -> Option<String> {
    Fraction::new(funds_yuan, plan_yuan).map(Fraction::percent)
}
