//! What filing and correcting a problem take.

use serde::Deserialize;
use utoipa::ToSchema;

use super::bodies::{Body, Dispatch};
use super::check::Check;
use super::words::{Level, Severity, Source};
use crate::base::given::Date;
use crate::base::patch;

/// A problem as it is filed: by itself, or inside a visit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "担心后续用电得不到保障",
    "description": "葡萄种植示范基地规划一百亩，生产区已建成九成，一旦停电就要停产。",
    "enterprise_id": 1,
    "category_id": 4,
    "source": "hotline",
    "raised_on": "2021-08-03",
    "dispatch": {"lead_department_id": 1, "note": "请到现场核实用电方案。"}
}))]
pub struct Report {
    /// What it is about, on one line.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The whole of it; line feeds and tabs are kept. Empty where absent.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub description: String,
    /// The enterprise whose problem it is; the problem belongs to its park. Absent or null: `park_id` and
    /// `site_name` are required, save inside a visit, which gives them.
    pub enterprise_id: Option<i64>,
    /// The park it belongs to, where there is no enterprise; with one it has to be the enterprise's.
    /// Inside a visit, absent or null, the visit's.
    pub park_id: Option<i64>,
    /// The project site (项目现场). Inside a visit, where neither it nor an enterprise is given, both are
    /// the visit's. Absent, null or empty: none.
    #[schema(max_length = 200)]
    pub site_name: Option<String>,
    /// The visit it came of, one of the same park, and not to another enterprise. Absent or null: none.
    /// Not allowed inside a visit, which is the one.
    pub visit_id: Option<i64>,
    /// The project (项目) that it holds up: one of its park that the caller can open, which is linked with it
    /// in the same step. Absent or null: none.
    pub project_id: Option<i64>,
    /// How it came to be known; `visit` needs a visit. Absent or null: `visit` where it came of one, else
    /// `other`.
    pub source: Option<Source>,
    /// The number of the paper it came with (来源文号). Absent, null or empty: none.
    #[schema(max_length = 200)]
    pub source_reference: Option<String>,
    /// The last day to solve it that it came with, not before the year 2000 and at most 3,650 days from
    /// today; of it and the policy's limit the earlier one holds. Absent or null: none.
    pub source_due_on: Option<Date>,
    /// What it is about, by an active category. Absent or null: none.
    pub category_id: Option<i64>,
    /// How grave it is. Absent or null: `ordinary`.
    pub severity: Option<Severity>,
    /// Who can solve it. Absent or null: `district`.
    pub level: Option<Level>,
    /// 保密: departments aren't told whose problem it is, and texts that they read may not name the
    /// enterprise. False where absent.
    #[serde(default)]
    pub confidential: bool,
    /// The day on which the enterprise raised it: not before the year 2000, today at the latest. Absent or
    /// null: today, or the day of the visit that it is filed in.
    pub raised_on: Option<Date>,
    /// Its dispatch in the same call (派单). Absent or null: it waits to be dispatched.
    pub dispatch: Option<Dispatch>,
}

impl Report {
    /// Checks and trims everything that needs no database.
    pub fn check(&mut self, check: &mut Check) {
        check.line("/title", &mut self.title);
        check.description("/description", &mut self.description);
        check.unread(|check| {
            check.optional_line("/site_name", &mut self.site_name);
            check.optional_line("/source_reference", &mut self.source_reference);
        });
        if self.enterprise_id.is_none() {
            if self.park_id.is_none() {
                check.wrong(
                    "/enterprise_id",
                    "required",
                    "请填写企业，或填写园区和项目现场",
                    "an enterprise is required, or a park and a site",
                );
            } else if self.site_name.is_none() {
                check.missing("/site_name");
            }
        }
        if self.source == Some(Source::Visit) && self.visit_id.is_none() {
            check.missing("/visit_id");
        }
        if let Some(day) = self.raised_on {
            check.past_or_today("/raised_on", day);
        }
        if let Some(day) = self.source_due_on {
            check.imposed("/source_due_on", day);
        }
        if let Some(dispatch) = &mut self.dispatch {
            check.within("/dispatch", |check| dispatch.check(check));
        }
    }

    /// Where it comes from, told or implied.
    pub fn source(&self) -> Source {
        self.source.unwrap_or(if self.visit_id.is_some() {
            Source::Visit
        } else {
            Source::Other
        })
    }
}

/// Whether two enterprises are told, and not the same one.
pub fn differ(one: Option<i64>, other: Option<i64>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

/// A correction (更正): what is absent stays. Running clocks are left alone: another severity, category or
/// level, and another day that was imposed, count from the next dispatch on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"title": "担心后续用电得不到保障", "category_id": 4, "severity": "major"}))]
pub struct Edit {
    /// What it is about, on one line. Absent or null: as it is.
    #[schema(min_length = 1, max_length = 200)]
    pub title: Option<String>,
    /// The whole of it; line feeds and tabs are kept. Absent or null: as it is.
    #[schema(max_length = 10_000)]
    pub description: Option<String>,
    /// The enterprise whose problem it is: an active one of the problem's park, and not another than was
    /// visited where it came of a visit. Null: none, which needs a site. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub enterprise_id: Option<Option<i64>>,
    /// The project site (项目现场). Null or empty: none, which needs an enterprise. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub site_name: Option<Option<String>>,
    /// How it came to be known; `visit` only where it came of one. Absent or null: as it is.
    pub source: Option<Source>,
    /// The number of the paper it came with (来源文号). Null or empty: none. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub source_reference: Option<Option<String>>,
    /// The last day to solve it that it came with, not before the year 2000 and at most 3,650 days from
    /// today. Null: none. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<Date>)]
    pub source_due_on: Option<Option<Date>>,
    /// What it is about, by an active category. Null: none. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub category_id: Option<Option<i64>>,
    /// How grave it is. Absent or null: as it is.
    pub severity: Option<Severity>,
    /// Who can solve it. Absent or null: as it is.
    pub level: Option<Level>,
    /// 保密: whether departments aren't told whose problem it is. Absent or null: as it is.
    pub confidential: Option<bool>,
}

impl Body for Edit {
    fn check(&mut self, check: &mut Check) {
        if let Some(title) = &mut self.title {
            check.line("/title", title);
        }
        if let Some(description) = &mut self.description {
            check.description("/description", description);
        }
        if let Some(site) = &mut self.site_name {
            check.optional_line("/site_name", site);
        }
        if let Some(reference) = &mut self.source_reference {
            check.optional_line("/source_reference", reference);
        }
        if let Some(Some(day)) = self.source_due_on {
            check.imposed("/source_due_on", day);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::base::Error;
    use crate::problems::rules::check::documented::{agrees, checked, day_of_examples};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wrong(json: serde_json::Value) -> Vec<(String, &'static str)> {
        let mut body: Report = serde_json::from_value(json).unwrap();
        let mut check = Check::on(day("2021-08-16"));
        body.check(&mut check);
        match check.done() {
            Err(Error::Invalid(errors)) => errors
                .into_iter()
                .map(|error| (error.pointer, error.code))
                .collect(),
            _ => vec![],
        }
    }

    #[test]
    fn an_enterprise_alone_says_where_and_a_site_needs_its_park() {
        assert_eq!(
            wrong(serde_json::json!({"title": "用电", "enterprise_id": 7})),
            []
        );
        assert_eq!(
            wrong(serde_json::json!({"title": "用电", "park_id": 3, "site_name": "农庄"})),
            []
        );
        assert_eq!(
            wrong(serde_json::json!({"title": "用电", "park_id": 3})),
            [("/site_name".to_owned(), "required")]
        );
        assert_eq!(
            wrong(serde_json::json!({"title": "用电"})),
            [("/enterprise_id".to_owned(), "required")]
        );
    }

    #[test]
    fn errors_inside_the_dispatch_point_into_it_and_all_are_told_at_once() {
        let errors = wrong(serde_json::json!({
            "title": " ", "enterprise_id": 7, "raised_on": "2021-08-17",
            "dispatch": {"lead_department_id": 9, "supporting_department_ids": [9]}
        }));
        assert_eq!(
            errors,
            [
                ("/title".to_owned(), "required"),
                ("/raised_on".to_owned(), "future_day"),
                (
                    "/dispatch/supporting_department_ids/0".to_owned(),
                    "duplicate"
                ),
            ]
        );
    }

    #[test]
    fn the_source_is_a_visit_only_with_one() {
        let mut report: Report =
            serde_json::from_value(serde_json::json!({"title": "用电", "enterprise_id": 7}))
                .unwrap();
        assert_eq!(report.source(), Source::Other);
        report.visit_id = Some(30);
        assert_eq!(report.source(), Source::Visit);
        assert_eq!(
            wrong(serde_json::json!({"title": "用电", "enterprise_id": 7, "source": "visit"})),
            [("/visit_id".to_owned(), "required")]
        );
    }

    #[test]
    fn the_document_says_what_is_checked() {
        agrees::<Report>(|json| {
            let mut body: Report = serde_json::from_value(json).unwrap();
            let mut check = day_of_examples();
            body.check(&mut check);
            check
        });
        agrees::<Edit>(checked::<Edit>);
    }

    #[test]
    fn a_correction_tells_null_from_absent_and_refuses_unknown_fields() {
        let edit: Edit = serde_json::from_str(r#"{"category_id": null, "title": "新"}"#).unwrap();
        assert_eq!(edit.category_id, Some(None));
        assert_eq!(edit.site_name, None);
        assert!(serde_json::from_str::<Edit>(r#"{"status": "closed"}"#).is_err());
    }
}
