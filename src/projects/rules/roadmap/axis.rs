//! Days across the drawing, with a tick for a month, a quarter or years.

use chrono::{Datelike, NaiveDate};

use crate::projects::rules::month::Month;

/// The most ticks that have room for their words.
const MOST_TICKS: usize = 30;

/// The day at the left edge and what the days have of the width.
pub struct Axis {
    first: NaiveDate,
    left: f64,
    a_day: f64,
    months: Vec<Month>,
    step: usize,
}

/// A line across the rows.
pub struct Tick {
    pub x: f64,
    /// The month, such as 7月; nothing where ticks are years.
    pub month: Option<String>,
    /// The year, at its first tick.
    pub year: Option<String>,
}

impl Axis {
    /// Whole months around the days; at least three, so that a single day stands in the middle.
    pub fn around(
        days: impl Iterator<Item = NaiveDate>,
        today: NaiveDate,
        left: f64,
        right: f64,
    ) -> Self {
        let (from, to) = days.fold((today, today), |(from, to), day| {
            (from.min(day), to.max(day))
        });
        let (from, to) = (Month::of(from), Month::of(to));
        let (from, to) = match from == to {
            true => (from.previous(), to.next()),
            false => (from, to),
        };
        let mut months = vec![from];
        while let Some(last) = months.last().copied().filter(|last| *last < to) {
            months.push(last.next());
        }
        let steps = [1, 2, 3, 6, 12, 24, 60, 120, 240];
        let step = steps
            .into_iter()
            .find(|step| months.len() <= step * MOST_TICKS);
        let days = number((to.last_day() - from.first_day()).num_days() + 1);
        Self {
            first: from.first_day(),
            left,
            a_day: (right - left) / days.max(1.0),
            months,
            step: step.unwrap_or(600),
        }
    }

    /// Where a day is, at its noon.
    pub fn x(&self, day: NaiveDate) -> f64 {
        self.left + self.a_day * (number((day - self.first).num_days()) + 0.5)
    }

    pub fn ticks(&self) -> Vec<Tick> {
        let by_years = self.step >= 12;
        // The first month has one of its own, unless that stands too near to the next.
        let is_ticked = |at: usize, month: Month| match index(month) % self.step {
            0 => true,
            past => at == 0 && 2 * (self.step - past) > self.step,
        };
        let months = self.months.iter().enumerate();
        let ticked = months.filter(|(at, month)| is_ticked(*at, **month));
        let mut year = None;
        ticked
            .map(|(_, month)| {
                let is_new = year != Some(month.year());
                year = Some(month.year());
                Tick {
                    x: self.left + self.a_day * number((month.first_day() - self.first).num_days()),
                    month: (!by_years).then(|| format!("{}月", month.number())),
                    year: is_new.then(|| format!("{}年", month.year())),
                }
            })
            .collect()
    }
}

/// Months since year 0, so that quarters begin in January, April and so on, and decades in their first year.
fn index(month: Month) -> usize {
    let months = i64::from(month.year()) * 12 + i64::from(month.number()) - 1;
    usize::try_from(months).unwrap_or(0)
}

fn number(days: i64) -> f64 {
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}

/// A day as a label says it: 9月6日, with its year where that isn't today's.
pub fn said(day: NaiveDate, today: NaiveDate) -> String {
    let (month, of_month) = (day.month(), day.day());
    match day.year() == today.year() {
        true => format!("{month}月{of_month}日"),
        false => format!("{}年{month}月{of_month}日", day.year()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn words(days: &[&str]) -> String {
        let axis = Axis::around(
            days.iter().map(|text| day(text)),
            day("2021-08-16"),
            0.0,
            100.0,
        );
        let ticks = axis.ticks();
        assert!(ticks.len() <= MOST_TICKS + 2);
        assert!(ticks.windows(2).all(|pair| pair[0].x < pair[1].x));
        let said = ticks.into_iter().map(|tick| {
            let year = tick.year.map(|year| format!("{year} ")).unwrap_or_default();
            format!("{year}{}", tick.month.unwrap_or_default())
        });
        said.collect::<Vec<_>>().join(" ").trim().replace("  ", " ")
    }

    #[test]
    fn ticks_are_months_quarters_or_years() {
        assert_eq!(words(&[]), "2021年 7月 8月 9月");
        assert_eq!(
            words(&["2021-11-02", "2022-01-31"]),
            "2021年 8月 9月 10月 11月 12月 2022年 1月"
        );
        assert!(words(&["2026-05-01"]).starts_with("2021年 9月 11月 2022年 1月 3月"));
        assert!(words(&["2024-05-01"]).starts_with("2021年 9月 11月 2022年 1月 3月"));
        assert!(words(&["2027-05-01"]).starts_with("2021年 8月 10月 2022年 1月 4月"));
        assert_eq!(
            words(&["2040-01-01"])
                .split_whitespace()
                .take(4)
                .collect::<Vec<_>>(),
            ["2022年", "2023年", "2024年", "2025年"]
        );
        assert!(words(&["1970-01-01", "2199-12-31"]).starts_with("1970年 1980年 1990年 2000年"));
    }

    #[test]
    fn days_lie_between_the_edges_in_order() {
        let axis = Axis::around(
            [day("2021-01-01"), day("2021-12-31")].into_iter(),
            day("2021-08-16"),
            10.0,
            375.0,
        );
        assert!((axis.x(day("2021-01-01")) - 10.5).abs() < 0.001);
        assert!((axis.x(day("2021-12-31")) - 374.5).abs() < 0.001);
        assert_eq!(said(day("2021-09-06"), day("2021-08-16")), "9月6日");
        assert_eq!(said(day("2022-01-01"), day("2021-08-16")), "2022年1月1日");
    }
}
