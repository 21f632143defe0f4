//! Collects everything that is wrong with a body, so that the answer names it all at once.

use chrono::{Datelike, NaiveDate};

use super::confidential::IdentifyingWords;
use crate::base::characters::{self, Lines, tidy};
use crate::base::given::{FIRST_RECORDED, days_later};
use crate::base::{Error, FieldError, Result};
use crate::deadlines::rules::check_until;
pub use crate::vocabulary::bounds::{DESCRIPTION, LINE, TEXT};
use crate::vocabulary::faults;

/// Departments named in one body.
pub const DEPARTMENTS: usize = 50;
/// How far ahead a day other than an `until` may lie.
pub const AHEAD_DAYS: u64 = 3_650;

/// A body being checked on a day.
pub struct Check {
    today: NaiveDate,
    within: String,
    forbidden_words: IdentifyingWords,
    errors: Vec<FieldError>,
}

impl Check {
    pub fn on(today: NaiveDate) -> Self {
        Self {
            today,
            within: String::new(),
            forbidden_words: IdentifyingWords::default(),
            errors: vec![],
        }
    }

    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// Checks a part of the body; pointers inside begin with `pointer`.
    pub fn within(&mut self, pointer: &str, part: impl FnOnce(&mut Self)) {
        let outer = self.within.len();
        self.within.push_str(pointer);
        part(self);
        self.within.truncate(outer);
    }

    /// From here on no text may hold one of these words, which a reader isn't to learn.
    pub fn forbid(&mut self, words: IdentifyingWords) {
        self.forbidden_words = words;
    }

    /// Checks a part of the body that those readers aren't shown.
    pub fn unread(&mut self, part: impl FnOnce(&mut Self)) {
        let words = std::mem::take(&mut self.forbidden_words);
        part(self);
        self.forbidden_words = words;
    }

    /// A text that may not tell whose problem it is.
    pub fn names_nobody(&mut self, pointer: &str, text: &str) {
        if self.forbidden_words.are_in(text) {
            self.wrong(
                pointer,
                "names_enterprise",
                faults::NAMES_ENTERPRISE,
                "names the enterprise of a confidential problem",
            );
        }
    }

    pub fn wrong(
        &mut self,
        pointer: &str,
        code: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.errors.push(FieldError::new(
            format!("{}{pointer}", self.within),
            code,
            zh,
            en,
        ));
    }

    /// # Errors
    /// [`Error::Invalid`] with all that was found.
    pub fn done(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.errors))
        }
    }

    /// A required text on one line, trimmed in place.
    pub fn line(&mut self, pointer: &str, value: &mut String) {
        trim(value);
        self.required(pointer, value);
        self.characters(pointer, value, LINE, Lines::One);
    }

    /// An optional text on one line; an empty one is none.
    pub fn optional_line(&mut self, pointer: &str, value: &mut Option<String>) {
        if let Some(text) = kept(value) {
            self.characters(pointer, text, LINE, Lines::One);
        }
    }

    /// A required long text, trimmed in place.
    pub fn text(&mut self, pointer: &str, value: &mut String) {
        trim(value);
        self.required(pointer, value);
        self.characters(pointer, value, TEXT, Lines::Several);
    }

    /// An optional long text; an empty one is none.
    pub fn optional_text(&mut self, pointer: &str, value: &mut Option<String>) {
        if let Some(text) = kept(value) {
            self.characters(pointer, text, TEXT, Lines::Several);
        }
    }

    /// A description may be empty.
    pub fn description(&mut self, pointer: &str, value: &mut String) {
        trim(value);
        self.characters(pointer, value, DESCRIPTION, Lines::Several);
    }

    fn required(&mut self, pointer: &str, value: &str) {
        if value.is_empty() {
            self.missing(pointer);
        }
    }

    pub fn missing(&mut self, pointer: &str) {
        self.wrong(pointer, "required", faults::EMPTY, "is required");
    }

    /// An id that names nothing this person may use; alike for missing and foreign ones.
    pub fn unknown(&mut self, pointer: &str) {
        let pointer = format!("{}{pointer}", self.within);
        self.errors.push(FieldError::unknown_id(pointer));
    }

    pub fn unwanted(&mut self, pointer: &str, zh: &str, en: &str) {
        self.wrong(pointer, "not_applicable", zh, en);
    }

    fn characters(&mut self, pointer: &str, value: &str, max: usize, lines: Lines) {
        if value.chars().count() > max {
            self.wrong(
                pointer,
                "too_long",
                faults::too_long(max),
                format!("has more than {max} characters"),
            );
        }
        let at = format!("{}{pointer}", self.within);
        self.errors.extend(characters::fault(at, value, lines));
        self.names_nobody(pointer, value);
    }

    /// A day that has come.
    pub fn past_or_today(&mut self, pointer: &str, day: impl Into<NaiveDate>) {
        let day = day.into();
        if day > self.today {
            self.wrong(
                pointer,
                "future_day",
                faults::FUTURE_DAY,
                "lies in the future",
            );
        }
        self.not_ancient(pointer, day);
    }

    /// A day that is set as a limit by somebody above; it may have passed already.
    pub fn imposed(&mut self, pointer: &str, day: impl Into<NaiveDate>) {
        let day = day.into();
        self.not_ancient(pointer, day);
        self.not_beyond(pointer, day, self.today, AHEAD_DAYS);
    }

    /// Today or later.
    pub fn from_today(&mut self, pointer: &str, day: impl Into<NaiveDate>) {
        let day = day.into();
        if day < self.today {
            self.wrong(pointer, "past_day", faults::PAST_DAY, "lies in the past");
        }
        self.not_beyond(pointer, day, self.today, AHEAD_DAYS);
    }

    /// Tomorrow or later.
    pub fn after_today(&mut self, pointer: &str, day: impl Into<NaiveDate>) {
        self.after(pointer, day.into(), self.today, AHEAD_DAYS);
    }

    /// An `until`: after `base` and today, at most 365 days from today.
    pub fn until(&mut self, pointer: &str, day: impl Into<NaiveDate>, base: NaiveDate) {
        let pointer = format!("{}{pointer}", self.within);
        if let Err(error) = check_until(day.into(), base, self.today, &pointer) {
            self.errors.push(error);
        }
    }

    fn after(&mut self, pointer: &str, day: NaiveDate, base: NaiveDate, days: u64) {
        if day <= base {
            let base = base.format("%Y-%m-%d");
            self.wrong(
                pointer,
                "too_early",
                format!("日期须晚于{base}"),
                format!("has to lie after {base}"),
            );
        }
        self.not_beyond(pointer, day, base, days);
    }

    fn not_beyond(&mut self, pointer: &str, day: NaiveDate, base: NaiveDate, days: u64) {
        let last = days_later(base, days);
        if day > last {
            let last = last.format("%Y-%m-%d");
            self.wrong(
                pointer,
                "too_far",
                format!("日期不能晚于{last}"),
                format!("cannot lie after {last}"),
            );
        }
    }

    fn not_ancient(&mut self, pointer: &str, day: NaiveDate) {
        if day < FIRST_RECORDED {
            let year = FIRST_RECORDED.year();
            self.wrong(
                pointer,
                "too_early",
                faults::before_year(year),
                format!("lies before {year}"),
            );
        }
    }

    /// Ids that name each department once.
    pub fn departments(&mut self, pointer: &str, ids: &[i64], lead: Option<i64>) {
        if ids.len() > DEPARTMENTS {
            self.wrong(
                pointer,
                "too_many",
                format!("不能超过{DEPARTMENTS}个单位"),
                format!("names more than {DEPARTMENTS} departments"),
            );
            return;
        }
        for (index, id) in ids.iter().enumerate() {
            if ids[..index].contains(id) || lead == Some(*id) {
                self.wrong(
                    &format!("{pointer}/{index}"),
                    "duplicate",
                    "单位重复",
                    "names a department twice",
                );
            }
        }
    }
}

fn trim(value: &mut String) {
    let tidied = tidy(value);
    if tidied != *value {
        *value = tidied.into_owned();
    }
}

fn kept(value: &mut Option<String>) -> Option<&str> {
    if let Some(text) = value {
        trim(text);
        if text.is_empty() {
            *value = None;
        }
    }
    value.as_deref()
}

#[cfg(test)]
pub mod documented;
#[cfg(test)]
mod tests;
