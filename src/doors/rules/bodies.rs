//! What the routes take. Texts have the lengths of problems.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::LASTS_DAYS_MAX;
use crate::base::given::{Date, days_later};
use crate::base::patch;
use crate::problems::rules::bodies::Dispatch;
use crate::problems::rules::check::Check;
use crate::problems::rules::report::Report;
use crate::problems::rules::words::{Level, Severity, Source};
use crate::vocabulary::bounds::PHONE;
use crate::vocabulary::faults;

const PHONE_DIGITS: usize = 5;

/// A door to be made for an enterprise (企业直通).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "label": "办公室王主任",
    "contact": "沙河产业园区企业服务专班 0391-1234567",
    "expires_on": "2021-12-31"
}))]
pub struct DoorIn {
    /// Whom it is for, as the park calls it. Absent, null or empty: it isn't said.
    #[schema(example = "办公室王主任", max_length = 200)]
    pub label: Option<String>,
    /// Whom the enterprise can call; it reads this. Absent, null or empty: it isn't said.
    #[schema(example = "沙河产业园区企业服务专班 0391-1234567", max_length = 200)]
    pub contact: Option<String>,
    /// Its last day, from today to 366 days on. Absent or null: 180 days on.
    pub expires_on: Option<Date>,
}

impl DoorIn {
    pub fn check(&mut self, check: &mut Check) {
        check.optional_line("/label", &mut self.label);
        check.optional_line("/contact", &mut self.contact);
        lasting(check, self.expires_on);
    }
}

/// Another last day for a door, whose link stays the same.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"expires_on": "2021-12-31"}))]
pub struct RenewIn {
    /// Its last day, from today to 366 days on. Absent or null: 180 days on.
    pub expires_on: Option<Date>,
}

impl RenewIn {
    pub fn check(&self, check: &mut Check) {
        lasting(check, self.expires_on);
    }
}

fn lasting(check: &mut Check, last: Option<Date>) {
    let Some(last) = last.map(NaiveDate::from) else {
        return;
    };
    let today = check.today();
    let furthest = days_later(today, LASTS_DAYS_MAX);
    if last < today {
        check.wrong(
            "/expires_on",
            "past_day",
            faults::PAST_DAY,
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
#[schema(example = json!({"reason": "联系人已离职。"}))]
pub struct RevokeIn {
    /// Why. Absent, null or empty: it isn't said.
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
#[schema(example = json!({
    "title": "担心后续用电得不到保障",
    "description": "生产区用电量大，一旦停电就要停产。",
    "category_id": 4,
    "contact_name": "王主任",
    "contact_phone": "13812345678"
}))]
pub struct FilingIn {
    /// What it is about, on one line.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The whole of it; line feeds and tabs are kept. Empty where absent.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub description: String,
    /// What it is about, by one of the categories that the door shows. Absent or null: none.
    pub category_id: Option<i64>,
    /// How grave it is; the park may see it otherwise. Absent or null: `ordinary`.
    pub severity: Option<Severity>,
    /// 保密: asks that departments aren't told whose problem it is. False where absent.
    #[serde(default)]
    pub confidential: bool,
    /// Who can be asked about it; only those who decide on it read this.
    #[schema(min_length = 1, max_length = 200)]
    pub contact_name: String,
    /// That person's phone number: at least 5 digits, and besides digits only `+`, `-`, `(`, `)` and spaces;
    /// only those who decide on it read this.
    #[schema(example = "13812345678", min_length = 5, max_length = 30)]
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
    text.len() <= PHONE
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-() ".contains(c))
        && text.chars().filter(char::is_ascii_digit).count() >= PHONE_DIGITS
}

/// How the park takes a report on as a problem (确认); what is absent stays as the enterprise told it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "担心后续用电得不到保障",
    "category_id": 4,
    "severity": "ordinary",
    "dispatch": {"lead_department_id": 1}
}))]
pub struct ConfirmIn {
    /// What it is about, on one line. Absent or null: as it was told.
    #[schema(min_length = 1, max_length = 200)]
    pub title: Option<String>,
    /// The whole of it; line feeds and tabs are kept. Absent or null: as it was told.
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    /// What it is about, by an active category. Null: none. Absent: as it was told.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub category_id: Option<Option<i64>>,
    /// How grave it is. Absent or null: as it was told.
    pub severity: Option<Severity>,
    /// Who can solve it. Absent or null: `district`.
    pub level: Option<Level>,
    /// 保密: whether departments aren't told whose problem it is. Absent or null: as the enterprise asked.
    pub confidential: Option<bool>,
    /// Its dispatch in the same call (派单). Absent or null: it waits to be dispatched.
    pub dispatch: Option<Dispatch>,
}

/// A report, as far as a problem is made of it.
#[derive(Debug, Clone)]
pub struct ReportDetails {
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
    pub fn over(self, details: ReportDetails) -> Report {
        Report {
            title: self.title.unwrap_or(details.title),
            description: self.description.unwrap_or(details.description),
            enterprise_id: Some(details.enterprise_id),
            park_id: None,
            site_name: None,
            visit_id: None,
            project_id: None,
            source: Some(Source::Enterprise),
            source_reference: None,
            source_due_on: None,
            category_id: self.category_id.unwrap_or(details.category_id),
            severity: Some(self.severity.unwrap_or(details.severity)),
            level: self.level,
            confidential: self.confidential.unwrap_or(details.confidential),
            raised_on: Some(Date::kept(details.filed_on)),
            dispatch: self.dispatch,
        }
    }
}

/// Why a report is not taken on (不予确认).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "该问题已由电力公司办结，供电方案已告知您。"}))]
pub struct DeclineIn {
    /// Why; the enterprise reads it.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}

impl DeclineIn {
    pub fn check(&mut self, check: &mut Check) {
        check.text("/reason", &mut self.reason);
    }
}

/// What the enterprise says of what was done (评价).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"solved": true, "satisfaction": 5, "note": "用电稳定，谢谢。"}))]
pub struct AnswerIn {
    /// Whether it is solved.
    pub solved: bool,
    /// How satisfied the enterprise is: 5 very (非常满意), 4 satisfied (满意), 3 fairly (基本满意), 2 dissatisfied
    /// (不满意), 1 very dissatisfied (非常不满意).
    #[schema(minimum = 1, maximum = 5)]
    pub satisfaction: i32,
    /// A remark. Absent, null or empty: none.
    #[schema(max_length = 2_000)]
    pub note: Option<String>,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::problems::rules::bodies::FollowUp;
    use crate::problems::rules::check::documented::{agrees, checked, day_of_examples};

    fn read<B: DeserializeOwned>(json: Value) -> B {
        serde_json::from_value(json).unwrap()
    }

    /// What is found by a check of what was told.
    fn found(of: impl FnOnce(&mut Check)) -> Check {
        let mut check = day_of_examples();
        of(&mut check);
        check
    }

    #[test]
    fn the_document_says_what_is_checked() {
        agrees::<DoorIn>(|json| found(|check| read::<DoorIn>(json).check(check)));
        agrees::<RenewIn>(|json| found(|check| read::<RenewIn>(json).check(check)));
        agrees::<RevokeIn>(|json| found(|check| read::<RevokeIn>(json).check(check)));
        agrees::<FilingIn>(|json| found(|check| read::<FilingIn>(json).check(check)));
        agrees::<DeclineIn>(|json| found(|check| read::<DeclineIn>(json).check(check)));
        agrees::<ConfirmIn>(|json| {
            let details = ReportDetails {
                title: "用电".into(),
                description: String::new(),
                enterprise_id: 1,
                category_id: None,
                severity: Severity::Ordinary,
                confidential: false,
                filed_on: "2021-08-03".parse().unwrap(),
            };
            found(|check| read::<ConfirmIn>(json).over(details).check(check))
        });
        // An answer is a follow-up that reached the enterprise.
        agrees::<AnswerIn>(|mut json| {
            json["reached"] = json!(true);
            checked::<FollowUp>(json)
        });
    }

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
