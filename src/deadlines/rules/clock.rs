//! One running clock of a problem: the facts its limit is derived from, and its light.
//!
//! Nothing derived is kept in a running clock, so that a corrected calendar moves its limit by
//! deriving it again. An ended clock keeps the limit it ended with.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::count::{self, Due, End, add_days};
use super::span::{Span, Unit};
use crate::base::Text;
use crate::base::clock::{day_of, start_of};
use crate::base::error::text;
use crate::calendar::rules::Calendar;
use crate::text_enum;

text_enum! {
    /// How a running clock stands (亮灯).
    pub enum Light {
        /// The limit isn't near.
        Green = "green",
        /// The limit is near: within what the policy names as `warning`.
        Yellow = "yellow",
        /// The limit has passed.
        Red = "red",
    }
}

crate::in_words!(Light, crate::vocabulary::problem::LIGHT);

/// What happened to a clock after it started, in the order it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// Stood still in [from, until); by local days for limits in days.
    Suspended {
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    },
    /// A new limit was granted; it overrides imposed days said before it.
    Extended { until: NaiveDate },
    /// A superior or a leader wants it by then; wins where it is earlier.
    Imposed { on: NaiveDate },
    /// Tracked until its next day ([`Clock::track`]); overrides as an extension does.
    Tracked { until: NaiveDate },
}

/// How a clock ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub at: DateTime<Utc>,
    /// Ended on or before `due_on`, the day it is counted by.
    pub met: bool,
    pub limit: Limit,
}

/// A clock with everything its limit follows from. A row keeps it as JSON; what is absent there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    start: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<Span>,
    #[serde(skip_serializing_if = "Option::is_none")]
    imposed_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<Ended>,
    /// How it ended before it was tracked.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_end: Option<Ended>,
}

/// What a clock's facts and the calendar give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub due_on: NaiveDate,
    /// The instant, for limits in hours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// May still move when a year's notice is published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// The first limit, before anything changed it.
    pub original_due_on: NaiveDate,
    /// Yellow from this instant on; none where that would be on or before the day of the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yellow_from: Option<DateTime<Utc>>,
    /// Red from this instant on: `due_at`, or the midnight after `due_on`.
    pub red_from: DateTime<Utc>,
}

impl Limit {
    pub fn light(&self, now: DateTime<Utc>) -> Light {
        if now >= self.red_from {
            Light::Red
        } else if self.yellow_from.is_some_and(|from| now >= from) {
            Light::Yellow
        } else {
            Light::Green
        }
    }
}

/// The end so far, and the imposed day that still stands beside it.
#[derive(Clone, Copy)]
pub(super) struct EndSoFar {
    pub(super) end: Option<End>,
    pub(super) imposed_on: Option<NaiveDate>,
}

impl Clock {
    /// A clock that starts now; none where there is neither a target nor an imposed day.
    pub fn new(
        start: DateTime<Utc>,
        target: Option<Span>,
        warning: Option<Span>,
        imposed_on: Option<NaiveDate>,
    ) -> Option<Self> {
        (target.is_some() || imposed_on.is_some()).then(|| Self {
            start,
            target,
            warning,
            imposed_on,
            changes: Vec::new(),
            ended: None,
            first_end: None,
        })
    }

    pub fn start(&self) -> DateTime<Utc> {
        self.start
    }

    pub fn target(&self) -> Option<Span> {
        self.target
    }

    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub fn ended(&self) -> Option<&Ended> {
        self.ended.as_ref()
    }

    /// The end that counts as on time or not: the first, where tracking let the clock run again.
    pub fn counted_end(&self) -> Option<&Ended> {
        self.first_end.as_ref().or(self.ended.as_ref())
    }

    /// How many extensions were granted.
    pub fn extensions(&self) -> usize {
        let is_extension = |change: &&Change| matches!(change, Change::Extended { .. });
        self.changes.iter().filter(is_extension).count()
    }

    /// Adds what happened; an ended clock stays as it is.
    pub fn change(&mut self, change: Change) {
        if self.ended.is_none() {
            self.changes.push(change);
        }
    }

    /// Grants an extension from when it was asked for, after the first `after` changes: what came
    /// between the request and the ruling (a suspension, an instruction) acts on the new limit.
    pub fn extend(&mut self, after: usize, until: NaiveDate) {
        if self.ended.is_none() {
            let after = after.min(self.changes.len());
            self.changes.insert(after, Change::Extended { until });
        }
    }

    /// Lets the suspension that lasts beyond `at` end there.
    pub fn resume(&mut self, at: DateTime<Utc>) {
        if self.ended.is_some() {
            return;
        }
        for change in &mut self.changes {
            if let Change::Suspended { from, until } = change
                && *until > at
            {
                *until = at.max(*from);
            }
        }
    }

    /// Lets an ended clock run again to the next day it is tracked on; the first end stays counted.
    pub fn track(&mut self, until: NaiveDate) {
        let ended = self.ended.take();
        self.first_end = self.first_end.or(ended);
        self.changes.push(Change::Tracked { until });
    }

    /// Stops the clock and fixes its limit, which no calendar moves any more.
    pub fn end(&mut self, at: DateTime<Utc>, calendar: &Calendar, zone: Tz) {
        if self.ended.is_none() {
            let limit = self.limit(calendar, zone);
            self.ended = Some(Ended {
                at,
                met: day_of(at, zone) <= limit.due_on,
                limit,
            });
        }
    }

    /// The limit: derived for a running clock, kept for an ended one.
    pub fn limit(&self, calendar: &Calendar, zone: Tz) -> Limit {
        if let Some(ended) = &self.ended {
            return ended.limit;
        }
        let first = self.standing_at_start(calendar, zone);
        let due = self.due(self.standing(calendar, zone), calendar, zone);
        Limit {
            due_on: due.due_on,
            due_at: due.due_at,
            provisional: due.provisional,
            original_due_on: self.first_end.map_or_else(
                || self.due(first, calendar, zone).due_on,
                |ended| ended.limit.original_due_on,
            ),
            yellow_from: self.yellow_from(due, calendar, zone),
            red_from: red_from(due, zone),
        }
    }

    /// The light of a running clock; an ended one has `met` instead.
    pub fn light(&self, calendar: &Calendar, zone: Tz, now: DateTime<Utc>) -> Option<Light> {
        match self.ended {
            Some(_) => None,
            None => Some(self.limit(calendar, zone).light(now)),
        }
    }

    /// "Why this date?": one sentence for each fact the limit follows from, in order.
    pub fn reasons(&self, zone: Tz) -> Vec<Text> {
        let start = day_of(self.start, zone);
        let target = self.target.map(|target| {
            let amount = target.text();
            text(
                format!("自{start}起算，期限{}", amount.zh),
                format!("{} from {start}", amount.en),
            )
        });
        let imposed = self.imposed_on.map(imposed_reason);
        let changes = self.changes.iter().map(|change| match change {
            Change::Suspended { from, until } => {
                let (from, until) = (day_of(*from, zone), day_of(*until, zone));
                text(
                    format!("{from}至{until}（不含当日）挂起，期限相应顺延"),
                    format!("suspended from {from} until {until}, shifting the limit"),
                )
            }
            Change::Extended { until } => text(
                format!("经批准延期至{until}"),
                format!("extended until {until}"),
            ),
            Change::Imposed { on } => imposed_reason(*on),
            Change::Tracked { until } => text(
                format!("持续跟踪，下次跟踪日{until}"),
                format!("tracked until {until}"),
            ),
        });
        target.into_iter().chain(imposed).chain(changes).collect()
    }

    /// Where all that happened leaves the end.
    pub(super) fn standing(&self, calendar: &Calendar, zone: Tz) -> EndSoFar {
        let first = self.standing_at_start(calendar, zone);
        self.changes
            .iter()
            .fold(first, |standing, change| match change {
                Change::Suspended { from, until } => {
                    self.suspended(standing, (*from, *until), calendar, zone)
                }
                Change::Extended { until } | Change::Tracked { until } => EndSoFar {
                    end: Some(End::Named(*until)),
                    imposed_on: None,
                },
                Change::Imposed { on } => EndSoFar {
                    imposed_on: Some(standing.imposed_on.map_or(*on, |day| day.min(*on))),
                    ..standing
                },
            })
    }

    fn standing_at_start(&self, calendar: &Calendar, zone: Tz) -> EndSoFar {
        EndSoFar {
            end: self
                .target
                .map(|target| count::raw_end(self.start, zone, target, calendar)),
            imposed_on: self.imposed_on,
        }
    }

    fn due(&self, standing: EndSoFar, calendar: &Calendar, zone: Tz) -> Due {
        let first = day_of(self.start, zone);
        let counted = standing
            .end
            .map(|end| count::settle(end, first, zone, calendar));
        match (counted, standing.imposed_on) {
            (Some(due), Some(on)) if on >= due.due_on => due,
            (Some(due), None) => due,
            (_, imposed) => Due {
                due_on: imposed.unwrap_or(first),
                due_at: None,
                provisional: false,
            },
        }
    }

    /// Shifts the end by the units of [from, until), unless it was late by then. An imposed day
    /// doesn't yield to a suspension.
    fn suspended(
        &self,
        standing: EndSoFar,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        calendar: &Calendar,
        zone: Tz,
    ) -> EndSoFar {
        let late = from >= red_from(self.due(standing, calendar, zone), zone);
        let shifted = standing.end.filter(|_| !late).map(|end| match end {
            End::At(at) => End::At(at + (until - from)),
            End::Counted(day) | End::Named(day) => {
                let (first, until) = (day_of(from, zone), day_of(until, zone));
                if first >= until {
                    return end;
                }
                let moved = self.shift(day, first, until, calendar);
                if moved == day {
                    end
                } else {
                    End::Counted(moved)
                }
            }
        });
        EndSoFar {
            end: shifted.or(standing.end),
            ..standing
        }
    }

    /// `day` moved by the units of [first, until), and never before `until`: what was in time when
    /// the suspension began isn't late when it ends.
    fn shift(
        &self,
        day: NaiveDate,
        first: NaiveDate,
        until: NaiveDate,
        calendar: &Calendar,
    ) -> NaiveDate {
        let in_working_days = self.target.map(Span::unit) == Some(Unit::WorkingDay);
        let moved = if in_working_days {
            calendar.working_days_after(day, calendar.working_days_in(first, until))
        } else {
            add_days(day, (until - first).num_days().unsigned_abs())
        };
        moved.max(until)
    }

    fn yellow_from(&self, due: Due, calendar: &Calendar, zone: Tz) -> Option<DateTime<Utc>> {
        let warning = self.warning?;
        let from = if warning.unit() == Unit::Hour {
            red_from(due, zone) - warning.hours()
        } else {
            start_of(warning.days_before(due.due_on, calendar), zone)
        };
        (day_of(from, zone) > day_of(self.start, zone)).then_some(from)
    }
}

fn red_from(due: Due, zone: Tz) -> DateTime<Utc> {
    due.due_at
        .unwrap_or_else(|| start_of(add_days(due.due_on, 1), zone))
}

fn imposed_reason(on: NaiveDate) -> Text {
    text(
        format!("上级或领导要求{on}前办结，早于其他期限的从其要求"),
        format!("wanted by {on}, which wins where it is earlier"),
    )
}

/// Working days left after `today` up to and with `due_on`; negative once that has passed.
pub fn remaining_working_days(due_on: NaiveDate, today: NaiveDate, calendar: &Calendar) -> i64 {
    let between = |after: NaiveDate, through: NaiveDate| {
        let days = calendar.working_days_in(add_days(after, 1), add_days(through, 1));
        i64::try_from(days).unwrap_or(i64::MAX)
    };
    if today <= due_on {
        between(today, due_on)
    } else {
        -between(due_on, today)
    }
}
