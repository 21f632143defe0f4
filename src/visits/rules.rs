//! What a visit is, and what a well-formed body of one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::given::Date;
use crate::base::{Error, FieldError, Result, patch};
use crate::directory::rules::OperatingStatus;
use crate::problems::rules::check::Check;
use crate::problems::rules::report::{Report, differ};
use crate::vocabulary::faults;

/// How many may have taken part in one visit.
pub const PARTICIPANTS: usize = 50;
/// How many problems one visit may bring in its own call; later ones name it.
pub const PROBLEMS: usize = 50;

crate::text_enum! {
    /// What happens to the record of a visit.
    pub enum VisitEvent {
        Record = "record",
        Edit = "edit",
        Void = "void",
    }
}

/// A visit as it is recorded, with the problems it gave rise to.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "enterprise_id": 1,
    "site_name": "聚合庄生态农庄生产区",
    "visited_on": "2021-08-03",
    "participants": ["张专员", "刘干事"],
    "summary": "了解葡萄种植示范基地建设和用电情况。",
    "problems": [{
        "title": "担心后续用电得不到保障",
        "category_id": 4,
        "dispatch": {"lead_department_id": 1}
    }]
}))]
pub struct VisitIn {
    /// The park whose staff visited; with an enterprise it has to be the enterprise's. Absent or null: the
    /// caller's own park, or that of the enterprise.
    pub park_id: Option<i64>,
    /// The enterprise that was visited, an active one. Absent or null: none, which needs a site.
    pub enterprise_id: Option<i64>,
    /// The project site (项目现场) that was visited. Absent, null or empty: none, which needs an enterprise.
    #[schema(example = "聚合庄生态农庄", max_length = 200)]
    pub site_name: Option<String>,
    /// The project (项目) that it was about: one of the visit's park that the caller can open, which is linked
    /// with it in the same step. Absent or null: none. A problem it gave rise to names its own.
    pub project_id: Option<i64>,
    /// Whether the summary is kept as progress of the project, and of the enterprise where it stands still and is
    /// listed, too (同时记为进展). No where absent.
    #[serde(default)]
    pub as_progress: bool,
    /// How the enterprise was found running. What is known already counts as checked on that day; anything else is
    /// its status from that day on. Absent or null: nobody looked.
    pub operating_status: Option<OperatingStatus>,
    /// The day of the visit: not before the year 2000, today at the latest.
    #[schema(example = "2021-08-02")]
    pub visited_on: Date,
    /// The names of those who took part.
    #[schema(example = json!(["王建国", "李红"]), min_items = 1, max_items = 50, min_length = 1, max_length = 200)]
    pub participants: Vec<String>,
    /// What was found. Absent, null or empty: nothing is told.
    #[schema(max_length = 2_000)]
    pub summary: Option<String>,
    /// The problems it gave rise to, filed in the same call, all or none. Their park, their enterprise or
    /// site and the day they were raised are those of the visit where absent. None where absent.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub problems: Vec<Report>,
}

/// A correction (更正): what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"visited_on": "2021-08-03", "participants": ["张专员", "刘干事"]}))]
pub struct VisitPatch {
    /// The enterprise that was visited: an active one of the visit's park, and not another than that of the
    /// problems it gave rise to. Null: none, which needs a site. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub enterprise_id: Option<Option<i64>>,
    /// The project site (项目现场) that was visited. Null or empty: none, which needs an enterprise. Absent: as
    /// it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub site_name: Option<Option<String>>,
    /// The day of the visit: not before the year 2000, today at the latest. The day it is counted on stays.
    /// Absent or null: as it is.
    pub visited_on: Option<Date>,
    /// The names of all who took part. Absent or null: as they are.
    #[schema(min_items = 1, max_items = 50, min_length = 1, max_length = 200)]
    pub participants: Option<Vec<String>>,
    /// What was found. Null or empty: nothing is told. Absent: as it is.
    #[serde(deserialize_with = "patch::present")]
    #[schema(value_type = Option<String>, max_length = 2_000)]
    pub summary: Option<Option<String>>,
}

/// Why a visit is voided (作废).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "重复登记。"}))]
pub struct VoidIn {
    /// Why.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}

/// What a record of a visit says: what is checked, stored and shown in its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Content {
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub visited_on: NaiveDate,
    pub participants: Vec<String>,
    pub summary: Option<String>,
}

impl Content {
    pub fn of(body: &VisitIn) -> Self {
        Self {
            enterprise_id: body.enterprise_id,
            site_name: body.site_name.clone(),
            visited_on: body.visited_on.into(),
            participants: body.participants.clone(),
            summary: body.summary.clone(),
        }
    }

    /// The same with a correction applied.
    pub fn corrected(&self, patch: VisitPatch) -> Self {
        let before = self.clone();
        Self {
            enterprise_id: patch.enterprise_id.unwrap_or(before.enterprise_id),
            site_name: patch.site_name.unwrap_or(before.site_name),
            visited_on: patch.visited_on.map_or(before.visited_on, NaiveDate::from),
            participants: patch.participants.unwrap_or(before.participants),
            summary: patch.summary.unwrap_or(before.summary),
        }
    }

    /// Checks and trims everything that needs no database.
    pub fn check(&mut self, check: &mut Check) {
        self.check_but(None, check);
    }

    /// [`Self::check`] of a correction. What stays isn't checked again: it may be older than a rule.
    pub fn check_changes(&mut self, was: &Self, check: &mut Check) {
        self.check_but(Some(was), check);
    }

    fn check_but(&mut self, was: Option<&Self>, check: &mut Check) {
        if was.is_none_or(|was| was.site_name != self.site_name) {
            check.optional_line("/site_name", &mut self.site_name);
        }
        if was.is_none_or(|was| was.summary != self.summary) {
            check.optional_text("/summary", &mut self.summary);
        }
        if was.is_none_or(|was| was.visited_on != self.visited_on) {
            check.past_or_today("/visited_on", self.visited_on);
        }
        if self.enterprise_id.is_none() && self.site_name.is_none() {
            check.wrong(
                "/enterprise_id",
                "required",
                "请填写企业或项目现场",
                "an enterprise or a site is required",
            );
        }
        match self.participants.len() {
            0 => check.missing("/participants"),
            1..=PARTICIPANTS => {
                for (index, name) in self.participants.iter_mut().enumerate() {
                    if !was.is_some_and(|was| was.participants.contains(name)) {
                        check.line(&format!("/participants/{index}"), name);
                    }
                }
            }
            _ => check.wrong(
                "/participants",
                "too_many",
                faults::too_many_participants(PARTICIPANTS),
                format!("names more than {PARTICIPANTS} people"),
            ),
        }
    }

    /// Whether the visit was to a project site.
    pub fn at_site(&self) -> bool {
        self.site_name.is_some()
    }
}

/// A problem of a visit, with what it takes over from it.
///
/// # Errors
/// 422 for a problem that says it came of another visit, or is another enterprise's than the one visited.
pub fn brought_by(visit_id: i64, park_id: i64, visit: &Content, report: Report) -> Result<Report> {
    if report.visit_id.is_some() {
        return Err(Error::invalid(FieldError::new(
            "/visit_id",
            "not_applicable",
            "随走访上报的问题即属于本次走访，不填",
            "a problem filed with a visit is of that visit",
        )));
    }
    if differ(report.enterprise_id, visit.enterprise_id) {
        return Err(Error::invalid(FieldError::new(
            "/enterprise_id",
            "other_enterprise",
            "随走访上报的问题应属于所走访的企业",
            "is not the enterprise that was visited",
        )));
    }
    let place_is_told = report.enterprise_id.is_some() || report.site_name.is_some();
    let (enterprise_id, site_name) = if place_is_told {
        (report.enterprise_id, report.site_name)
    } else {
        (visit.enterprise_id, visit.site_name.clone())
    };
    Ok(Report {
        enterprise_id,
        site_name,
        park_id: report.park_id.or(Some(park_id)),
        visit_id: Some(visit_id),
        raised_on: report.raised_on.or(Some(Date::kept(visit.visited_on))),
        ..report
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;
    use crate::problems::rules::check::documented::{agrees, day_of_examples};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn content() -> Content {
        Content {
            enterprise_id: Some(7),
            site_name: None,
            visited_on: day("2021-08-16"),
            participants: vec!["王建国".into()],
            summary: None,
        }
    }

    fn wrong(mut content: Content) -> Vec<(String, &'static str)> {
        let mut check = Check::on(day("2021-08-16"));
        content.check(&mut check);
        match check.done() {
            Err(Error::Invalid(errors)) => {
                errors.into_iter().map(|e| (e.pointer, e.code)).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_visit_was_to_an_enterprise_a_site_or_both() {
        let site = |site_name: Option<&str>, enterprise_id| Content {
            enterprise_id,
            site_name: site_name.map(str::to_owned),
            ..content()
        };
        assert_eq!(wrong(site(None, Some(7))), []);
        assert_eq!(wrong(site(Some("农庄"), None)), []);
        assert_eq!(wrong(site(Some("农庄"), Some(7))), []);
        let nowhere = [("/enterprise_id".into(), "required")];
        assert_eq!(wrong(site(None, None)), nowhere);
        assert_eq!(wrong(site(Some("  "), None)), nowhere);
    }

    #[test]
    fn nobody_visits_tomorrow() {
        let on = |text| Content {
            visited_on: day(text),
            ..content()
        };
        assert_eq!(wrong(on("2021-08-16")), []);
        assert_eq!(
            wrong(on("2021-08-17")),
            [("/visited_on".into(), "future_day")]
        );
    }

    #[test]
    fn one_to_fifty_people_take_part() {
        let with = |names: usize| Content {
            participants: vec!["李红".into(); names],
            ..content()
        };
        assert_eq!(wrong(with(0)), [("/participants".into(), "required")]);
        assert_eq!(wrong(with(PARTICIPANTS)), []);
        assert_eq!(
            wrong(with(PARTICIPANTS + 1)),
            [("/participants".into(), "too_many")]
        );
        let blank = Content {
            participants: vec!["李红".into(), " ".into()],
            ..content()
        };
        assert_eq!(wrong(blank), [("/participants/1".into(), "required")]);
    }

    #[test]
    fn the_document_says_what_is_checked() {
        let checked = |mut content: Content| {
            let mut check = day_of_examples();
            content.check(&mut check);
            check
        };
        agrees::<VisitIn>(|json| checked(Content::of(&serde_json::from_value(json).unwrap())));
        agrees::<VisitPatch>(|json| {
            checked(content().corrected(serde_json::from_value(json).unwrap()))
        });
    }

    #[test]
    fn a_problem_takes_its_place_from_the_visit_unless_it_tells_its_own() {
        let report = |json| serde_json::from_value::<Report>(json).unwrap();
        let plain = report(serde_json::json!({"title": "用电"}));
        let brought = brought_by(30, 3, &content(), plain).unwrap();
        assert_eq!((brought.enterprise_id, brought.park_id), (Some(7), Some(3)));
        assert_eq!(brought.visit_id, Some(30));
        assert_eq!(brought.raised_on, Some(Date::kept(day("2021-08-16"))));
        let own = report(serde_json::json!({"title": "用电", "enterprise_id": 8}));
        let to_a_site = Content {
            enterprise_id: None,
            site_name: Some("农庄".into()),
            ..content()
        };
        let brought = brought_by(30, 3, &to_a_site, own.clone()).unwrap();
        assert_eq!((brought.enterprise_id, brought.site_name), (Some(8), None));
        let at_another = brought_by(30, 3, &content(), own);
        let Err(Error::Invalid(errors)) = at_another else {
            panic!("{at_another:?}");
        };
        assert_eq!(
            (errors[0].pointer.as_str(), errors[0].code),
            ("/enterprise_id", "other_enterprise")
        );
    }
}
