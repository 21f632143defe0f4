//! The paper's sentence: 「省、市重点项目N个，已开工N个，开工率N%，未开工N个，距9月30日还有N个工作日；年度完成投资N亿元，占年度计划N%，
//! 超（欠）序时进度N个百分点。」

use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};

use super::fraction::{Fraction, one_decimal};
use super::progress::Progress;
use crate::base::money::in_hundred_millions;
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::remaining_working_days;

/// What the sentence tells.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// Of which projects, such as 省、市重点项目.
    pub subject: &'a str,
    pub projects: i64,
    /// Of those, started.
    pub started: i64,
    /// The day by which they are to be started, where there is such a target.
    pub due_on: Option<NaiveDate>,
    pub progress: &'a Progress,
}

/// The sentence as of `today`. Without projects or a plan there is no rate, and none is told.
pub fn sentence(told: &Told, today: NaiveDate, calendar: &Calendar) -> String {
    let Told {
        subject,
        projects,
        started,
        ..
    } = told;
    let rate = Fraction::new(i128::from(*started), i128::from(*projects));
    let rate = rate.map_or_else(|| "—".to_owned(), |rate| format!("{}%", rate.percent()));
    let waiting = (projects - started).max(0);
    let left = told.due_on.map(|due_on| left(due_on, today, calendar));
    let left = left.unwrap_or_default();
    let invested = in_hundred_millions(told.progress.year_yuan);
    let plan = against_plan(told.progress);
    format!(
        "{subject}{projects}个，已开工{started}个，开工率{rate}，未开工{waiting}个{left}；年度完成投资{invested}亿元，{plan}。"
    )
}

fn left(due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
    let (month, day) = (due_on.month(), due_on.day());
    let year = match due_on.year() == today.year() {
        true => String::new(),
        false => format!("{}年", due_on.year()),
    };
    let days = remaining_working_days(due_on, today, calendar);
    match due_on.cmp(&today) {
        Ordering::Greater => format!("，距{year}{month}月{day}日还有{days}个工作日"),
        Ordering::Equal => format!("，{month}月{day}日期限今日届满"),
        Ordering::Less => format!(
            "，{year}{month}月{day}日期限已过{}个工作日",
            days.unsigned_abs()
        ),
    }
}

fn against_plan(progress: &Progress) -> String {
    let (Some(completion), Some(ahead)) = (progress.completion, progress.ahead) else {
        return "尚无年度计划".to_owned();
    };
    let tenths = ahead.tenths();
    let shown = one_decimal(tenths);
    let ahead = match tenths.cmp(&0) {
        Ordering::Greater => format!("超序时进度{shown}个百分点"),
        Ordering::Equal => "与序时进度持平".to_owned(),
        Ordering::Less => format!("欠序时进度{shown}个百分点"),
    };
    format!("占年度计划{}%，{ahead}", completion.percent())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::month::Month;
    use super::super::progress::{AnnualPlan, Months};
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn progress(invested: i64, planned: Option<i64>, through: &str) -> Progress {
        let months = Months {
            before_yuan: 0,
            invested_yuan: [(Month::parse("2021-01").unwrap(), invested)].into(),
        };
        let plan = planned.map(|yuan| AnnualPlan::new(2021, yuan, 1, 12).unwrap());
        Progress::of_sum([(&months, plan.as_ref())], Month::parse(through).unwrap())
    }

    fn told(progress: &Progress) -> Told<'_> {
        Told {
            subject: "省、市重点项目",
            projects: 12,
            started: 7,
            due_on: Some(day("2021-09-30")),
            progress,
        }
    }

    fn written(told: &Told, today: &str) -> String {
        sentence(told, day(today), &Calendar::shipped().unwrap())
    }

    #[test]
    fn the_sentence_reads_as_in_the_paper() {
        let progress = progress(62_900_000_000, Some(64_740_000_000), "2021-10");
        assert_eq!(
            written(&told(&progress), "2021-08-16"),
            "省、市重点项目12个，已开工7个，开工率58.3%，未开工5个，距9月30日还有33个工作日；\
             年度完成投资629.0亿元，占年度计划97.2%，超序时进度13.8个百分点。"
        );
    }

    #[test]
    fn it_says_ahead_behind_or_level() {
        let of = |invested, planned| {
            let progress = progress(invested, planned, "2021-06");
            let sentence = written(&told(&progress), "2021-08-16");
            sentence.split_once('；').unwrap().1.to_owned()
        };
        for (invested, planned, expected) in [
            (
                400_000_000,
                Some(1_000_000_000),
                "年度完成投资4.0亿元，占年度计划40.0%，欠序时进度10.0个百分点。",
            ),
            // 13.85 points either way.
            (
                361_500_000,
                Some(1_000_000_000),
                "年度完成投资3.6亿元，占年度计划36.2%，欠序时进度13.9个百分点。",
            ),
            (
                638_500_000,
                Some(1_000_000_000),
                "年度完成投资6.4亿元，占年度计划63.9%，超序时进度13.9个百分点。",
            ),
            (
                500_000_000,
                Some(1_000_000_000),
                "年度完成投资5.0亿元，占年度计划50.0%，与序时进度持平。",
            ),
            (
                499_600_000,
                Some(1_000_000_000),
                "年度完成投资5.0亿元，占年度计划50.0%，与序时进度持平。",
            ),
            (35_000_000, None, "年度完成投资0.35亿元，尚无年度计划。"),
            (35_000_000, Some(0), "年度完成投资0.35亿元，尚无年度计划。"),
        ] {
            assert_eq!(of(invested, planned), expected);
        }
    }

    #[test]
    fn it_says_how_long_there_is_and_only_where_there_is_a_target() {
        let progress = progress(0, None, "2021-06");
        for (due_on, today, expected) in [
            (
                Some("2021-09-30"),
                "2021-09-29",
                "未开工5个，距9月30日还有1个工作日；",
            ),
            (
                Some("2021-09-30"),
                "2021-09-30",
                "未开工5个，9月30日期限今日届满；",
            ),
            (
                Some("2021-09-30"),
                "2021-10-09",
                "未开工5个，9月30日期限已过2个工作日；",
            ),
            (
                Some("2022-03-31"),
                "2021-12-30",
                "未开工5个，距2022年3月31日还有",
            ),
            (None, "2021-09-29", "未开工5个；"),
        ] {
            let told = Told {
                due_on: due_on.map(day),
                ..told(&progress)
            };
            let found = written(&told, today);
            assert!(found.contains(expected), "{found}");
        }
        let none = Told {
            projects: 0,
            started: 0,
            due_on: None,
            ..told(&progress)
        };
        assert!(
            written(&none, "2021-08-16")
                .starts_with("省、市重点项目0个，已开工0个，开工率—，未开工0个；")
        );
    }
}
