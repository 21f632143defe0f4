//! What filing and correcting a problem take.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::bodies::{Body, Dispatch};
use super::check::Check;
use super::words::{Level, Severity, Source};
use crate::base::patch;

/// A problem as it is filed: by itself, or inside a visit.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// One line, 1 to 200 characters.
    pub title: String,
    /// At most 10,000 characters; line feeds and tabs are kept.
    #[serde(default)]
    pub description: String,
    /// The park comes from it.
    pub enterprise_id: Option<i64>,
    /// Where there is no enterprise: the park, and the site.
    pub park_id: Option<i64>,
    pub site_name: Option<String>,
    pub visit_id: Option<i64>,
    /// `visit` with a `visit_id`, else `other`.
    pub source: Option<Source>,
    pub source_reference: Option<String>,
    /// A limit imposed from outside; the earlier one wins.
    pub source_due_on: Option<NaiveDate>,
    pub category_id: Option<i64>,
    pub severity: Option<Severity>,
    pub level: Option<Level>,
    /// 保密: departments aren't told whose problem it is. Texts that they read may not name the
    /// enterprise then.
    #[serde(default)]
    pub confidential: bool,
    /// Today where absent; never in the future.
    pub raised_on: Option<NaiveDate>,
    /// Dispatches it in the same call.
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

/// A correction: what is absent stays, `null` clears where that is possible.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Edit {
    pub title: Option<String>,
    pub description: Option<String>,
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub enterprise_id: Option<Option<i64>>,
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>)]
    pub site_name: Option<Option<String>>,
    pub source: Option<Source>,
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>)]
    pub source_reference: Option<Option<String>>,
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<NaiveDate>)]
    pub source_due_on: Option<Option<NaiveDate>>,
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub category_id: Option<Option<i64>>,
    pub severity: Option<Severity>,
    pub level: Option<Level>,
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
    use super::*;
    use crate::base::Error;

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
    fn a_correction_tells_null_from_absent_and_refuses_unknown_fields() {
        let edit: Edit = serde_json::from_str(r#"{"category_id": null, "title": "新"}"#).unwrap();
        assert_eq!(edit.category_id, Some(None));
        assert_eq!(edit.site_name, None);
        assert!(serde_json::from_str::<Edit>(r#"{"status": "closed"}"#).is_err());
    }
}
