//! Requests for statistics: period, grouping and filters, parsed and checked.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::base::given::{Date, days_later};
use crate::base::{Error, FieldError, Result};
use crate::calendar::Week;
use crate::problems::rules::words::{Level, Severity, Source};

crate::text_enum! {
    /// What a table has rows of.
    pub enum GroupBy {
        /// One row for all.
        Nothing = "none",
        Park = "park",
        /// By the lead department (主办单位).
        Department = "department",
        Category = "category",
        Level = "level",
        Source = "source",
        Severity = "severity",
        Enterprise = "enterprise",
        /// By the reporting week in which a problem was reported or a visit took place.
        Week = "week",
        /// By the month in which a problem was reported or a visit took place.
        Month = "month",
    }
}

/// Whose problems may be counted for the one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountScope {
    Everything,
    /// Those of the park.
    Park(i64),
    /// Those the department leads, and the supporting figures of its own.
    Department(i64),
}

/// A filter on one property: a value, or "none of these" (`null`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyFilter<T> {
    Is(T),
    None,
}

/// The problems asked about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProblemFilter {
    pub park: Option<i64>,
    pub department: Option<PropertyFilter<i64>>,
    pub enterprise: Option<PropertyFilter<i64>>,
    pub category: Option<PropertyFilter<i64>>,
    pub level: Option<Level>,
    pub source: Option<Source>,
    pub severity: Option<Severity>,
    /// First and last day of reporting.
    pub reported: Option<(NaiveDate, NaiveDate)>,
    pub narrowed: Option<Narrowed>,
}

/// What surely holds of all problems that matter to a question, so that no others need be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowed {
    /// Something that counts of it may have changed on that day or later.
    MovedSince(NaiveDate),
    /// It is open now, or the former.
    OpenOrMovedSince(NaiveDate),
    /// It is the one that a list of `problems` is at: a page ends as soon as it is full.
    Listed,
}

impl ProblemFilter {
    /// Whether nothing but the park is filtered: only then a sentence is written.
    pub fn covers_whole_parks(&self) -> bool {
        self.applies_to_visits() && self.enterprise.is_none() && self.reported.is_none()
    }

    /// Whether only properties are filtered that visits have, too: park, enterprise and day.
    pub fn applies_to_visits(&self) -> bool {
        self.department.is_none()
            && self.category.is_none()
            && self.level.is_none()
            && self.source.is_none()
            && self.severity.is_none()
    }
}

/// A checked request.
#[derive(Debug, Clone, Copy)]
pub struct StatisticsRequest {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub as_of: NaiveDate,
    /// Whether the day `as_of` is over, so that limits which end on it have passed.
    pub as_of_is_over: bool,
    pub group_by: GroupBy,
    pub filter: ProblemFilter,
    pub reach: CountScope,
    pub week_starts_on: Weekday,
}

impl StatisticsRequest {
    /// The last day before the period.
    pub fn day_before(&self) -> NaiveDate {
        self.from.pred_opt().unwrap_or(self.from)
    }

    /// The last day of the period whose limits have expired; today's haven't yet.
    pub fn last_passed(&self) -> NaiveDate {
        if self.as_of_is_over {
            return self.to;
        }
        self.to.min(self.as_of.pred_opt().unwrap_or(self.as_of))
    }

    /// Whether visits have all properties that are asked for; departments make none.
    pub fn counts_visits(&self) -> bool {
        self.filter.applies_to_visits() && !matches!(self.reach, CountScope::Department(_))
    }

    pub fn grouped_by(self, group_by: GroupBy) -> Self {
        Self { group_by, ..self }
    }

    /// The same of those problems alone.
    pub fn narrowed(self, narrowed: Narrowed) -> Self {
        let filter = ProblemFilter {
            narrowed: Some(narrowed),
            ..self.filter
        };
        Self { filter, ..self }
    }

    /// The same as it could have been asked at the end of a day that is over; where the period began later, of no
    /// days after that one.
    pub fn at_the_end_of(self, day: NaiveDate) -> Self {
        let next = day.succ_opt().unwrap_or(day);
        Self {
            from: self.from.min(next),
            to: self.to.min(day),
            as_of: day,
            as_of_is_over: true,
            ..self
        }
    }
}

/// The parameters of a query, unchecked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw {
    pub as_of: Option<String>,
    pub to: Option<String>,
    pub from: Option<String>,
    pub group_by: Option<String>,
    pub park_id: Option<String>,
    pub department_id: Option<String>,
    pub enterprise_id: Option<String>,
    pub category_id: Option<String>,
    pub level: Option<String>,
    pub source: Option<String>,
    pub severity: Option<String>,
    pub week: Option<String>,
    pub month: Option<String>,
}

/// Who asks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    pub today: NaiveDate,
    pub week_starts_on: Weekday,
    pub reach: CountScope,
}

/// The longest period that may be grouped by week or month, as empty ones are listed, too.
pub const MAX_PERIOD_DAYS: u64 = 3660;

/// Checks a request.
///
/// # Errors
/// Every wrong value by its parameter.
pub fn read(raw: &Raw, context: &Context) -> Result<StatisticsRequest> {
    let mut check = Check::default();
    let as_of = check.day("/as_of", raw.as_of.as_deref(), context.today);
    if as_of > context.today {
        check.errors.push(FieldError::future_day("/as_of"));
    }
    let to = check.day("/to", raw.to.as_deref(), as_of);
    if to > as_of {
        check.wrong(
            "/to",
            "after_as_of",
            "不能晚于截止日期 as_of",
            "must not be after as_of",
        );
    }
    let new_year = NaiveDate::from_ymd_opt(to.year(), 1, 1).unwrap_or(to);
    let from = check.day("/from", raw.from.as_deref(), new_year);
    if from > to {
        check.wrong("/from", "after_to", "不能晚于 to", "must not be after to");
    }
    let group_by = check.word("/group_by", raw.group_by.as_deref(), GroupBy::parse);
    let group_by = group_by.unwrap_or(GroupBy::Nothing);
    let by_period = matches!(group_by, GroupBy::Week | GroupBy::Month);
    if by_period && days_later(from, MAX_PERIOD_DAYS) < to {
        check.wrong(
            "/from",
            "period_too_long",
            "按周、月统计的区间不能超过3660天",
            "by week or month a period may have at most 3660 days",
        );
    }
    let filter = ProblemFilter {
        park: match check.id("/park_id", raw.park_id.as_deref()) {
            Some(PropertyFilter::None) => {
                check.wrong(
                    "/park_id",
                    "invalid",
                    "应为园区编号",
                    "must be the id of a park",
                );
                None
            }
            Some(PropertyFilter::Is(id)) => Some(id),
            None => None,
        },
        department: check.id("/department_id", raw.department_id.as_deref()),
        enterprise: check.id("/enterprise_id", raw.enterprise_id.as_deref()),
        category: check.id("/category_id", raw.category_id.as_deref()),
        level: check.word("/level", raw.level.as_deref(), Level::parse),
        source: check.word("/source", raw.source.as_deref(), Source::parse),
        severity: check.word("/severity", raw.severity.as_deref(), Severity::parse),
        reported: check.reported(raw, context.week_starts_on),
        narrowed: None,
    };
    check.done()?;
    Ok(StatisticsRequest {
        from,
        to,
        as_of,
        as_of_is_over: as_of < context.today,
        group_by,
        filter,
        reach: context.reach,
        week_starts_on: context.week_starts_on,
    })
}

/// A day as `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    Date::parse(text).ok().map(NaiveDate::from)
}

/// A month as `YYYY-MM`: its first and last day.
pub fn parse_month(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let first = parse_day(&format!("{text}-01"))?;
    Some((first, last_of_month(first)))
}

pub fn last_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(chrono::Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}

/// Collects everything that is wrong, so that one answer reports it together.
#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    fn wrong(&mut self, pointer: &str, code: &'static str, zh: &str, en: &str) {
        self.errors.push(FieldError::new(pointer, code, zh, en));
    }

    fn day(&mut self, pointer: &str, text: Option<&str>, default: NaiveDate) -> NaiveDate {
        match text.map(parse_day) {
            None => default,
            Some(Some(day)) => day,
            Some(None) => {
                self.errors.push(FieldError::invalid_day(pointer));
                default
            }
        }
    }

    fn id(&mut self, pointer: &str, text: Option<&str>) -> Option<PropertyFilter<i64>> {
        let text = text?;
        if text == "null" {
            return Some(PropertyFilter::None);
        }
        let id = text
            .parse()
            .ok()
            .filter(|id: &i64| *id > 0 && id.to_string() == text);
        if id.is_none() {
            self.wrong(
                pointer,
                "invalid",
                "应为编号或 null",
                "must be an id or null",
            );
        }
        id.map(PropertyFilter::Is)
    }

    fn word<T>(
        &mut self,
        pointer: &str,
        text: Option<&str>,
        parse: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let read = parse(text?);
        if read.is_none() {
            self.wrong(
                pointer,
                "invalid",
                "不是允许的取值",
                "is none of the allowed words",
            );
        }
        read
    }

    fn reported(&mut self, raw: &Raw, starts_on: Weekday) -> Option<(NaiveDate, NaiveDate)> {
        let week = raw
            .week
            .as_deref()
            .map(|text| Week::parse(text, starts_on).map(|week| (week.from(), week.to())));
        let month = raw.month.as_deref().map(parse_month);
        if week == Some(None) {
            self.wrong(
                "/week",
                "invalid",
                "应为 2021-W31 这样的周",
                "must be like 2021-W31",
            );
        }
        if month == Some(None) {
            self.wrong(
                "/month",
                "invalid",
                "应为 2021-08 这样的月",
                "must be like 2021-08",
            );
        }
        match (week.flatten(), month.flatten()) {
            (Some(week), Some(month)) => Some((week.0.max(month.0), week.1.min(month.1))),
            (week, month) => week.or(month),
        }
    }

    fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }
}

#[cfg(test)]
mod tests;
