//! What the routes take. Texts have the lengths of problems.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{LASTS_DAYS_MAX, after};
use crate::base::patch;
use crate::problems::rules::bodies::Dispatch;
use crate::problems::rules::check::Check;
use crate::problems::rules::report::Report;
use crate::problems::rules::words::{Level, Severity, Source};

const PHONE_MAX: usize = 30;
const PHONE_DIGITS: usize = 5;

/// A door to be made.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoorIn {
    /// Whom it is for, as the park calls it.
    #[schema(example = "办公室王主任", max_length = 200)]
    pub label: Option<String>,
    /// Whom the enterprise can call; it reads this.
    #[schema(example = "沙河产业园区企业服务专班 0391-1234567", max_length = 200)]
    pub contact: Option<String>,
    /// Its last day: today to 366 days on, 180 days where absent.
    pub expires_on: Option<NaiveDate>,
}

impl DoorIn {
    pub fn check(&mut self, check: &mut Check) {
        check.optional_line("/label", &mut self.label);
        check.optional_line("/contact", &mut self.contact);
        lasting(check, self.expires_on);
    }
}

/// A longer life for a door, whose link stays the same.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewIn {
    /// Its last day: today to 366 days on, 180 days where absent.
    pub expires_on: Option<NaiveDate>,
}

impl RenewIn {
    pub fn check(&self, check: &mut Check) {
        lasting(check, self.expires_on);
    }
}

fn lasting(check: &mut Check, last: Option<NaiveDate>) {
    let Some(last) = last else { return };
    let today = check.today();
    let furthest = after(today, LASTS_DAYS_MAX);
    if last < today {
        check.wrong(
            "/expires_on",
            "past_day",
            "日期不能早于今天",
            "lies in the past",
        );
    } else if last > furthest {
        check.wrong(
            "/expires_on",
            "too_far",
            format!("日期不能晚于{furthest}"),
            format!("cannot lie after {furthest}"),
        );
    }
}

/// Why a door is shut.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeIn {
    #[schema(max_length = 2_000)]
    pub reason: Option<String>,
}

impl RevokeIn {
    pub fn check(&mut self, check: &mut Check) {
        check.optional_text("/reason", &mut self.reason);
    }
}

/// A problem as the enterprise tells it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilingIn {
    /// One line, 1 to 200 characters.
    pub title: String,
    /// At most 10,000 characters; line feeds and tabs are kept.
    #[serde(default)]
    pub description: String,
    pub category_id: Option<i64>,
    /// `ordinary` where absent; the park may see it otherwise.
    pub severity: Option<Severity>,
    /// 保密: asks that departments aren't told whose problem it is.
    #[serde(default)]
    pub confidential: bool,
    /// Who can be asked about it; only those who work on it read this.
    #[schema(max_length = 200)]
    pub contact_name: String,
    /// At least 5 digits, at most 30 characters.
    #[schema(example = "13812345678", max_length = 30)]
    pub contact_phone: String,
}

impl FilingIn {
    pub fn check(&mut self, check: &mut Check) {
        check.line("/title", &mut self.title);
        check.description("/description", &mut self.description);
        check.line("/contact_name", &mut self.contact_name);
        self.contact_phone = self.contact_phone.trim().to_owned();
        if !is_phone(&self.contact_phone) {
            check.wrong(
                "/contact_phone",
                "malformed",
                "请填写能联系到您的电话号码",
                "is no phone number",
            );
        }
    }
}

fn is_phone(text: &str) -> bool {
    text.len() <= PHONE_MAX
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-() ".contains(c))
        && text.chars().filter(char::is_ascii_digit).count() >= PHONE_DIGITS
}

/// The park takes a report on as a problem; what is absent stays as the enterprise told it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmIn {
    pub title: Option<String>,
    pub description: Option<String>,
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub category_id: Option<Option<i64>>,
    pub severity: Option<Severity>,
    pub level: Option<Level>,
    pub confidential: Option<bool>,
    /// Dispatches it in the same call.
    pub dispatch: Option<Dispatch>,
}

/// A report, as far as a problem is made of it.
#[derive(Debug, Clone)]
pub struct Told {
    pub title: String,
    pub description: String,
    pub enterprise_id: i64,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub confidential: bool,
    pub filed_on: NaiveDate,
}

impl ConfirmIn {
    /// The problem, raised on the day the enterprise told it.
    pub fn over(self, told: Told) -> Report {
        Report {
            title: self.title.unwrap_or(told.title),
            description: self.description.unwrap_or(told.description),
            enterprise_id: Some(told.enterprise_id),
            park_id: None,
            site_name: None,
            visit_id: None,
            source: Some(Source::Enterprise),
            source_reference: None,
            source_due_on: None,
            category_id: self.category_id.unwrap_or(told.category_id),
            severity: Some(self.severity.unwrap_or(told.severity)),
            level: self.level,
            confidential: self.confidential.unwrap_or(told.confidential),
            raised_on: Some(told.filed_on),
            dispatch: self.dispatch,
        }
    }
}

/// Why a report is not taken on; the enterprise reads it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclineIn {
    /// 1 to 2,000 characters.
    pub reason: String,
}

impl DeclineIn {
    pub fn check(&mut self, check: &mut Check) {
        check.text("/reason", &mut self.reason);
    }
}

/// What the enterprise says of what was done.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerIn {
    pub solved: bool,
    /// 5 very satisfied, 4 satisfied, 3 fairly, 2 dissatisfied, 1 very dissatisfied.
    #[schema(minimum = 1, maximum = 5)]
    pub satisfaction: i32,
    #[schema(max_length = 2_000)]
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers_are_taken_as_people_write_them() {
        for phone in ["13812345678", "0391-1234567", "+86 (391) 123-4567", "12345"] {
            assert!(is_phone(phone), "{phone}");
        }
        let long = "1".repeat(31);
        for other in ["", "1234", "王先生", "138-", "138\n12345678", long.as_str()] {
            assert!(!is_phone(other), "{other}");
        }
    }
}
