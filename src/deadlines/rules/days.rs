//! "Why this date?", day by day: every day from a clock's start to its limit, counted or not, and why.
//!
//! It is read off the same standing that the limit is derived from, so that the list ends with the
//! limit whatever happened to the clock.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::clock::{Change, Clock, EndSoFar};
use super::count::{CountedDay, End};
use super::span::Unit;
use crate::base::Text;
use crate::base::clock::day_of;
use crate::base::error::text;
use crate::calendar::rules::{Calendar, Why, holiday_name};

/// A suspension as local days, half-open.
type SuspendedDays = (NaiveDate, NaiveDate);

impl Clock {
    /// Every day from the start to the limit; the last one is the limit, and counted.
    pub fn days(&self, calendar: &Calendar, zone: Tz) -> Vec<CountedDay> {
        let first = day_of(self.start(), zone);
        let due_on = self.limit(calendar, zone).due_on;
        let standing = self.standing(calendar, zone);
        let stills: Vec<SuspendedDays> = self
            .changes()
            .iter()
            .filter_map(|c| still(c, zone))
            .collect();
        let days = first.iter_days().take_while(|date| *date <= due_on);
        let mut found: Vec<_> = days
            .map(|date| {
                let (counted, why) = self.day(date, first, (standing, &stills), calendar);
                CountedDay { date, counted, why }
            })
            .collect();
        let last = self.last_day(due_on, first, standing, calendar);
        match found.last_mut() {
            Some(day) => *day = last,
            // Imposed for a day before the start.
            None => found.push(last),
        }
        found
    }

    /// A day before the last.
    fn day(
        &self,
        date: NaiveDate,
        first: NaiveDate,
        (standing, stills): (EndSoFar, &[SuspendedDays]),
        calendar: &Calendar,
    ) -> (bool, Text) {
        if date == first && !matches!(standing.end, Some(End::At(_))) {
            return (
                false,
                text("起算当日不计入", "the first day is not counted"),
            );
        }
        if stills
            .iter()
            .any(|(from, until)| (*from..*until).contains(&date))
        {
            return (false, text("挂起期间不计入", "suspended"));
        }
        let why = reason(date, calendar);
        match (standing.end, self.target().map(|target| target.unit())) {
            (Some(End::At(_)), _) => (
                true,
                text("按小时连续计算，含休息日", "hours run through days off"),
            ),
            (Some(End::Counted(raw)), Some(Unit::CalendarDay | Unit::Month)) if date > raw => (
                false,
                text(
                    format!("期满遇休息日顺延：{}", why.zh),
                    format!("the limit cannot end here: {}", why.en),
                ),
            ),
            (_, Some(Unit::CalendarDay | Unit::Month)) => (
                true,
                text("按自然日连续计算", "calendar days run through days off"),
            ),
            _ => (calendar.day(date).working, why),
        }
    }

    /// The limit itself: counted whatever day it is, with what put it there.
    fn last_day(
        &self,
        due_on: NaiveDate,
        first: NaiveDate,
        standing: EndSoFar,
        calendar: &Calendar,
    ) -> CountedDay {
        let tracked = matches!(self.changes().last(), Some(Change::Tracked { .. }));
        let why = match standing.end {
            _ if standing.imposed_on == Some(due_on) => {
                text("上级或领导要求的期限", "the day it is wanted by")
            }
            Some(End::Named(_)) if tracked => text("下次跟踪日", "the next day it is tracked on"),
            Some(End::Named(_)) => text("批准延期至此日", "the day it was extended until"),
            Some(End::At(_)) => text("按小时计算，至此日届满", "the hours end on this day"),
            Some(End::Counted(raw)) if raw != due_on => text(
                "期满日顺延至此工作日",
                "the next working day, to which the limit moves",
            ),
            _ if due_on == first => text("期限当日", "the day of the limit"),
            _ => {
                let why = reason(due_on, calendar);
                text(
                    format!("{}，期满", why.zh),
                    format!("{}, the limit", why.en),
                )
            }
        };
        CountedDay {
            date: due_on,
            counted: true,
            why,
        }
    }
}

fn still(change: &Change, zone: Tz) -> Option<SuspendedDays> {
    match change {
        Change::Suspended { from, until } => Some((day_of(*from, zone), day_of(*until, zone))),
        _ => None,
    }
}

/// Why a day is worked or not, with the holiday's name.
fn reason(date: NaiveDate, calendar: &Calendar) -> Text {
    match calendar.day(date).why {
        Why::Holiday => text(
            format!("{}，按放假通知休息", holiday_name(date)),
            "a day off by the year's notice",
        ),
        other => other.text(),
    }
}
