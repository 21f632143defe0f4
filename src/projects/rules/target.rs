//! Targets as data: how many, or what share, of which projects by which day; with what is missing and the days left.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::facts::{Facts, ListClass, ProjectKind, Renewal, StatisticsState};
use super::fraction::Fraction;
use super::quantity::MAX_YUAN;
use super::rates::Stage;
use crate::base::given::Date;
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Level, remaining_working_days};
use crate::text_enum;

text_enum! {
    /// What a target counts of its projects.
    pub enum Measure {
        /// 已开工.
        Started = "started",
        /// 已竣工.
        Completed = "completed",
        /// 已投产.
        Producing = "producing",
        /// 已入统.
        InStatistics = "in_statistics",
        /// All permits that are needed are given (手续齐备).
        PermitsDone = "permits_done",
        /// 年累计 in yuan, of the plans of the year.
        Invested = "invested",
    }
}

/// Which projects a target is about; what is empty doesn't narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProjectFilter {
    pub level: Vec<Level>,
    pub kind: Vec<ProjectKind>,
    /// As what they stand on the list of the year.
    pub class: Vec<ListClass>,
    pub renewal: Vec<Renewal>,
}

impl ProjectFilter {
    pub fn holds(&self, project: &Facts) -> bool {
        fn fits<T: PartialEq>(wanted: &[T], found: Option<T>) -> bool {
            wanted.is_empty() || found.is_some_and(|found| wanted.contains(&found))
        }
        fits(&self.level, Some(project.level))
            && fits(&self.kind, Some(project.kind))
            && fits(&self.class, project.listed.map(|listed| listed.class))
            && fits(&self.renewal, project.renewal)
    }
}

/// How much of the measure is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", try_from = "Unchecked")]
pub enum Wanted {
    /// So many percent of all, 1 to 100.
    Percent(u32),
    /// So many projects, or yuan; from 1 on.
    Number(i64),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unchecked {
    Percent(u32),
    Number(i64),
}

impl TryFrom<Unchecked> for Wanted {
    type Error = String;

    fn try_from(raw: Unchecked) -> Result<Self, Self::Error> {
        match raw {
            Unchecked::Percent(percent) if (1..=100).contains(&percent) => {
                Ok(Self::Percent(percent))
            }
            Unchecked::Number(number) if (1..=MAX_YUAN).contains(&number) => {
                Ok(Self::Number(number))
            }
            _ => Err("percent must be from 1 to 100, number from 1 to 10^15".to_owned()),
        }
    }
}

/// A target, such as 「9月底前省、市重点项目全部开工」.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectTarget {
    pub name: String,
    #[serde(default)]
    pub filter: ProjectFilter,
    pub measure: Measure,
    pub value: Wanted,
    pub due_on: Date,
}

/// How a target stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TargetStanding {
    /// Projects, or yuan, that are there.
    pub reached: i128,
    /// All projects of the filter, or yuan planned.
    pub all: i128,
    /// `reached` of `all` as a percentage with one decimal; null where there are none.
    pub percent: Option<String>,
    /// What is missing, in projects or yuan; 0 where the target is reached.
    pub rest: i128,
    /// After today up to and with the day; negative once that has passed.
    pub working_days_left: i64,
    /// Calendar days to the day; negative once that has passed.
    pub days_left: i64,
    /// The day has passed, and something is missing.
    pub missed: bool,
    /// A day until then lies in a year whose notice isn't published (暂定).
    pub provisional: bool,
}

impl ProjectTarget {
    /// How it stands among the projects as of `today`. A target for money reads `invested`: 年累计 and the plans of
    /// the year of the projects that [`ProjectFilter::holds`] for.
    pub fn standing(
        &self,
        projects: &[Facts],
        (invested_yuan, planned_yuan): (i128, i128),
        today: NaiveDate,
        calendar: &Calendar,
    ) -> TargetStanding {
        let all = projects.iter().filter(|project| self.filter.holds(project));
        let (reached, all) = match self.measure {
            Measure::Invested => (invested_yuan, planned_yuan),
            measure => all.fold((0, 0), |(reached, all), project| {
                (reached + i128::from(is_reached(measure, project)), all + 1)
            }),
        };
        let wanted = match self.value {
            Wanted::Percent(percent) => (i128::from(percent) * all + 99).div_euclid(100),
            Wanted::Number(number) => i128::from(number),
        };
        let rest = (wanted - reached).max(0);
        let due_on = NaiveDate::from(self.due_on);
        TargetStanding {
            reached,
            all,
            percent: Fraction::new(reached, all).map(Fraction::percent),
            rest,
            working_days_left: remaining_working_days(due_on, today, calendar),
            days_left: (due_on - today).num_days(),
            missed: due_on < today && rest > 0,
            provisional: !calendar.published_within(today, due_on),
        }
    }
}

fn is_reached(measure: Measure, project: &Facts) -> bool {
    let came_to = |stage| project.reached_on(stage).is_some();
    match measure {
        Measure::Started => came_to(Stage::Started),
        Measure::Completed => came_to(Stage::Completed),
        Measure::Producing => came_to(Stage::Producing),
        Measure::InStatistics => project.statistics == StatisticsState::Entered,
        Measure::PermitsDone => project.permits_done >= project.permits_needed,
        Measure::Invested => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn project(level: Level, started: bool) -> Facts {
        Facts {
            id: 1,
            kind: ProjectKind::Other,
            level,
            renewal: None,
            total_yuan: None,
            listed: None,
            started_on: started.then(|| day("2021-03-01")),
            completed_on: None,
            produced_on: None,
            statistics: StatisticsState::None,
            permits_needed: 2,
            permits_done: u32::from(started) * 2,
        }
    }

    fn target(measure: &str, value: &str) -> ProjectTarget {
        let json = format!(
            r#"{{"name": "9月底前省、市重点项目全部开工", "filter": {{"level": ["province", "city"]}},
                "measure": "{measure}", "value": {value}, "due_on": "2021-09-30"}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    /// Twelve key projects, seven of them started; the district's own don't count.
    fn projects() -> Vec<Facts> {
        let key = (0..12).map(|at| {
            let level = [Level::Province, Level::City][at % 2];
            project(level, at < 7)
        });
        let own = (0..8).map(|_| project(Level::District, true));
        key.chain(own).collect()
    }

    #[test]
    fn a_target_says_what_is_missing_and_the_days_left() {
        let calendar = Calendar::shipped().unwrap();
        for (value, rest) in [
            (r#"{"percent": 100}"#, 5),
            (r#"{"percent": 60}"#, 1),
            (r#"{"percent": 58}"#, 0),
            (r#"{"number": 10}"#, 3),
            (r#"{"number": 7}"#, 0),
        ] {
            for measure in ["started", "permits_done"] {
                let found = target(measure, value).standing(
                    &projects(),
                    (0, 0),
                    day("2021-08-16"),
                    &calendar,
                );
                assert_eq!(
                    (found.reached, found.all, found.rest),
                    (7, 12, rest),
                    "{value}"
                );
                assert_eq!(found.percent.as_deref(), Some("58.3"));
                assert_eq!((found.working_days_left, found.days_left), (33, 45));
                assert!(!found.missed && !found.provisional);
            }
        }
    }

    #[test]
    fn a_target_wants_something_that_can_be_reached() {
        for (value, fits) in [
            (r#"{"percent": 1}"#, true),
            (r#"{"percent": 100}"#, true),
            (r#"{"percent": 0}"#, false),
            (r#"{"percent": 101}"#, false),
            (r#"{"number": 1}"#, true),
            (r#"{"number": 1000000000000000}"#, true),
            (r#"{"number": 0}"#, false),
            (r#"{"number": 1000000000000001}"#, false),
        ] {
            assert_eq!(
                serde_json::from_str::<Wanted>(value).is_ok(),
                fits,
                "{value}"
            );
        }
    }

    #[test]
    fn a_target_is_missed_once_its_day_has_passed() {
        let calendar = Calendar::shipped().unwrap();
        let all = target("started", r#"{"percent": 100}"#);
        for (today, left, missed) in [
            ("2021-09-29", 1, false),
            ("2021-09-30", 0, false),
            ("2021-10-08", -1, true),
        ] {
            let found = all.standing(&projects(), (0, 0), day(today), &calendar);
            assert_eq!(
                (found.working_days_left, found.missed),
                (left, missed),
                "{today}"
            );
        }
        let reached = target("started", r#"{"number": 7}"#);
        assert!(
            !reached
                .standing(&projects(), (0, 0), day("2021-10-08"), &calendar)
                .missed
        );
    }

    #[test]
    fn money_is_measured_against_the_plans() {
        let calendar = Calendar::shipped().unwrap();
        let found = target("invested", r#"{"percent": 75}"#).standing(
            &[],
            (70, 101),
            day("2021-08-16"),
            &calendar,
        );
        assert_eq!((found.reached, found.all, found.rest), (70, 101, 6));
        let none = target("invested", r#"{"percent": 75}"#).standing(
            &[],
            (0, 0),
            day("2021-08-16"),
            &calendar,
        );
        assert_eq!((none.percent, none.rest), (None, 0));
    }

    #[test]
    fn other_measures_count_their_own_stage() {
        let calendar = Calendar::shipped().unwrap();
        let one = Facts {
            completed_on: Some(day("2021-05-01")),
            statistics: StatisticsState::Entered,
            listed: Some(super::super::facts::Listed {
                class: ListClass::Finishing,
                planned_start: None,
                planned_finish: None,
            }),
            ..project(Level::City, true)
        };
        for (measure, reached) in [("completed", 1), ("producing", 0), ("in_statistics", 1)] {
            let found = target(measure, r#"{"number": 1}"#).standing(
                std::slice::from_ref(&one),
                (0, 0),
                day("2021-08-16"),
                &calendar,
            );
            assert_eq!(found.reached, reached, "{measure}");
        }
        let holds = |filter: &str| {
            serde_json::from_str::<ProjectFilter>(filter)
                .unwrap()
                .holds(&one)
        };
        assert!(holds(
            r#"{"class": ["new", "finishing"], "kind": ["other"]}"#
        ));
        assert!(!holds(r#"{"class": ["new"]}"#) && !holds(r#"{"renewal": ["green"]}"#));
    }
}
