//! When something is due, written once more from domain.md §3 for the oracle: the default preset.

use chrono::{Days, Duration, Months, NaiveDate, NaiveDateTime, NaiveTime};
use zhuqi::calendar::rules::Calendar;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A day that a ledger named.
    Named(NaiveDate),
    WorkingDays(usize),
    Month,
    Day,
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Suspended(NaiveDateTime, NaiveDateTime),
    Named(NaiveDate),
    Imposed(NaiveDate),
}

#[derive(Debug, Clone, Copy)]
enum End {
    Counted(NaiveDate),
    Named(NaiveDate),
    At(NaiveDateTime),
}

#[derive(Debug, Clone)]
pub struct Limit {
    start: NaiveDateTime,
    target: Target,
    imposed: Option<NaiveDate>,
    changes: Vec<Change>,
}

pub fn solve_target(severity: &str) -> Target {
    match severity {
        "ordinary" => Target::WorkingDays(7),
        "major" => Target::Month,
        _ => Target::Day,
    }
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

impl Limit {
    pub fn new(start: NaiveDateTime, target: Target, imposed: Option<NaiveDate>) -> Self {
        Self {
            start,
            target,
            imposed,
            changes: vec![],
        }
    }

    pub fn until(start: NaiveDateTime, day: NaiveDate) -> Self {
        Self::new(start, Target::Named(day), None)
    }

    pub fn suspend(&mut self, from: NaiveDateTime, until: NaiveDate) {
        self.changes.push(Change::Suspended(from, midnight(until)));
    }

    pub fn resume(&mut self, at: NaiveDateTime) {
        for change in &mut self.changes {
            if let Change::Suspended(from, until) = change {
                *until = (*until).min(at.max(*from));
            }
        }
    }

    pub fn name(&mut self, day: NaiveDate) {
        self.changes.push(Change::Named(day));
    }

    pub fn impose(&mut self, day: NaiveDate) {
        self.changes.push(Change::Imposed(day));
    }

    pub fn original(&self, calendar: &Calendar) -> NaiveDate {
        due(Some(self.first(calendar)), self.imposed, calendar).0
    }

    pub fn due_on(&self, calendar: &Calendar) -> NaiveDate {
        let (mut end, mut imposed) = (self.first(calendar), self.imposed);
        for change in &self.changes {
            match change {
                Change::Named(day) => (end, imposed) = (End::Named(*day), None),
                Change::Imposed(day) => {
                    imposed = Some(imposed.map_or(*day, |kept| kept.min(*day)));
                }
                Change::Suspended(from, until) => {
                    let (_, red) = due(Some(end), imposed, calendar);
                    if *from < red {
                        end = self.shifted(end, *from, *until, calendar);
                    }
                }
            }
        }
        due(Some(end), imposed, calendar).0
    }

    fn first(&self, calendar: &Calendar) -> End {
        let day = self.start.date();
        match self.target {
            Target::Named(day) => End::Named(day),
            Target::WorkingDays(n) => End::Counted(calendar.working_days_after(day, n)),
            Target::Month => End::Counted(day + Months::new(1)),
            Target::Day => End::At(self.start + Duration::hours(24)),
        }
    }

    /// The raw end moves by as many units as were suspended; what was in time stays in time.
    fn shifted(
        &self,
        end: End,
        from: NaiveDateTime,
        until: NaiveDateTime,
        calendar: &Calendar,
    ) -> End {
        let (End::Counted(day) | End::Named(day)) = end else {
            let End::At(at) = end else { return end };
            return End::At(at + (until - from));
        };
        // The day on which the clock started is given back like any other (docs/decisions/0005).
        let first = from.date();
        let until = until.date();
        if first >= until {
            return end;
        }
        let suspended = first.iter_days().take_while(|day| *day < until);
        let mut moved = day;
        if matches!(self.target, Target::WorkingDays(_)) {
            let mut left = suspended.filter(|day| calendar.is_working(*day)).count();
            while left > 0 {
                moved = moved + Days::new(1);
                left -= usize::from(calendar.is_working(moved));
            }
        } else {
            moved = moved + Days::new(suspended.count() as u64);
        }
        let moved = moved.max(until);
        if moved == day {
            end
        } else {
            End::Counted(moved)
        }
    }
}

/// The day by which it is counted, and the instant from which it is red.
fn due(
    end: Option<End>,
    imposed: Option<NaiveDate>,
    calendar: &Calendar,
) -> (NaiveDate, NaiveDateTime) {
    let after = |day: NaiveDate| day.succ_opt().map_or(NaiveDateTime::MAX, midnight);
    let (on, red) = match end {
        Some(End::Counted(day)) => {
            let mut day = day;
            while !calendar.is_working(day) {
                day = day + Days::new(1);
            }
            (day, after(day))
        }
        Some(End::Named(day)) => (day, after(day)),
        Some(End::At(at)) => (at.date(), at),
        None => (NaiveDate::MAX, NaiveDateTime::MAX),
    };
    match imposed {
        Some(day) if day < on => (day, after(day)),
        _ => (on, red),
    }
}
