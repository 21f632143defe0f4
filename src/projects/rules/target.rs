//! Targets as data: how many, or what share, of which projects by which day; with what is missing and the days left.

use chrono::NaiveDate;
use serde::Serialize;

use super::facts::{Facts, ListClass, ProjectKind, Renewal, StatisticsState};
use super::fraction::Fraction;
use super::rates::Stage;
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

text_enum! {
    /// Whose key projects a target is about.
    pub enum TargetLevel {
        /// 省、市重点: those of the province and of the city.
        Key = "key",
        /// 省重点.
        Province = "province",
        /// 市重点.
        City = "city",
        /// 县区级.
        District = "district",
    }
}

impl TargetLevel {
    fn takes_in(self, level: Level) -> bool {
        match self {
            Self::Key => level != Level::District,
            Self::Province => level == Level::Province,
            Self::City => level == Level::City,
            Self::District => level == Level::District,
        }
    }
}

/// Which projects a target is about; what is None doesn't narrow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProjectFilter {
    pub level: Option<TargetLevel>,
    pub kind: Option<ProjectKind>,
    /// As what they stand on the list of the year.
    pub class: Option<ListClass>,
    pub renewal: Option<Renewal>,
}

impl ProjectFilter {
    pub fn holds(&self, project: &Facts) -> bool {
        fn fits<T: PartialEq>(wanted: Option<T>, found: Option<T>) -> bool {
            wanted.is_none() || wanted == found
        }
        self.level.is_none_or(|level| level.takes_in(project.level))
            && fits(self.kind, Some(project.kind))
            && fits(self.class, project.listed.map(|listed| listed.class))
            && fits(self.renewal, project.renewal)
    }
}

/// How much of the measure is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// So many percent of all.
    Percent(u32),
    /// So many projects, or yuan.
    Number(i64),
}

/// A target, such as 「9月底前省、市重点项目全部开工」.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectTarget {
    pub filter: ProjectFilter,
    pub measure: Measure,
    pub wanted: Wanted,
    pub due_on: NaiveDate,
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
    pub fn standing<'f>(
        &self,
        projects: impl Iterator<Item = &'f Facts>,
        (invested_yuan, planned_yuan): (i128, i128),
        today: NaiveDate,
        calendar: &Calendar,
    ) -> TargetStanding {
        let all = projects.filter(|project| self.filter.holds(project));
        let (reached, all) = match self.measure {
            Measure::Invested => (invested_yuan, planned_yuan),
            measure => all.fold((0, 0), |(reached, all), project| {
                let is_there = is_reached(measure, project, self.due_on);
                (reached + i128::from(is_there), all + 1)
            }),
        };
        let wanted = match self.wanted {
            Wanted::Percent(percent) => (i128::from(percent) * all + 99).div_euclid(100),
            Wanted::Number(number) => i128::from(number),
        };
        let rest = (wanted - reached).max(0);
        let due_on = self.due_on;
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

/// Whether a project came there by the target's day.
fn is_reached(measure: Measure, project: &Facts, due_on: NaiveDate) -> bool {
    let came_to = |stage| project.reached_on(stage).is_some_and(|on| on <= due_on);
    match measure {
        Measure::Started => came_to(Stage::Started),
        Measure::Completed => came_to(Stage::Completed),
        Measure::Producing => came_to(Stage::Producing),
        Measure::InStatistics => project.statistics == StatisticsState::Entered,
        Measure::PermitsDone => {
            project.permits_needed > 0 && project.permits_done >= project.permits_needed
        }
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

    fn target(measure: Measure, wanted: Wanted) -> ProjectTarget {
        ProjectTarget {
            filter: ProjectFilter {
                level: Some(TargetLevel::Key),
                ..ProjectFilter::default()
            },
            measure,
            wanted,
            due_on: day("2021-09-30"),
        }
    }

    fn standing(target: &ProjectTarget, projects: &[Facts], today: &str) -> TargetStanding {
        let calendar = Calendar::shipped().unwrap();
        target.standing(projects.iter(), (0, 0), day(today), &calendar)
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
        for (wanted, rest) in [
            (Wanted::Percent(100), 5),
            (Wanted::Percent(60), 1),
            (Wanted::Percent(58), 0),
            (Wanted::Number(10), 3),
            (Wanted::Number(7), 0),
        ] {
            for measure in [Measure::Started, Measure::PermitsDone] {
                let found = standing(&target(measure, wanted), &projects(), "2021-08-16");
                assert_eq!(
                    (found.reached, found.all, found.rest),
                    (7, 12, rest),
                    "{wanted:?}"
                );
                assert_eq!(found.percent.as_deref(), Some("58.3"));
                assert_eq!((found.working_days_left, found.days_left), (33, 45));
                assert!(!found.missed && !found.provisional);
            }
        }
    }

    #[test]
    fn a_target_is_missed_once_its_day_has_passed() {
        let all = target(Measure::Started, Wanted::Percent(100));
        for (today, left, missed) in [
            ("2021-09-29", 1, false),
            ("2021-09-30", 0, false),
            ("2021-10-08", -1, true),
        ] {
            let found = standing(&all, &projects(), today);
            assert_eq!(
                (found.working_days_left, found.missed),
                (left, missed),
                "{today}"
            );
        }
        let reached = target(Measure::Started, Wanted::Number(7));
        assert!(!standing(&reached, &projects(), "2021-10-08").missed);
    }

    #[test]
    fn money_is_measured_against_the_plans() {
        let calendar = Calendar::shipped().unwrap();
        let target = target(Measure::Invested, Wanted::Percent(75));
        let of = |money| target.standing([].iter(), money, day("2021-08-16"), &calendar);
        let found = of((70, 101));
        assert_eq!((found.reached, found.all, found.rest), (70, 101, 6));
        let none = of((0, 0));
        assert_eq!((none.percent, none.rest), (None, 0));
    }

    #[test]
    fn other_measures_count_their_own_stage() {
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
        for (measure, reached) in [
            (Measure::Completed, 1),
            (Measure::Producing, 0),
            (Measure::InStatistics, 1),
        ] {
            let target = target(measure, Wanted::Number(1));
            let found = standing(&target, std::slice::from_ref(&one), "2021-08-16");
            assert_eq!(found.reached, reached, "{measure}");
        }
        let holds = |class, kind, renewal| {
            let filter = ProjectFilter {
                level: None,
                kind,
                class,
                renewal,
            };
            filter.holds(&one)
        };
        assert!(holds(
            Some(ListClass::Finishing),
            Some(ProjectKind::Other),
            None
        ));
        assert!(!holds(Some(ListClass::New), None, None));
        assert!(!holds(None, None, Some(Renewal::Green)));
    }

    #[test]
    fn a_level_takes_in_its_projects() {
        use TargetLevel::{City, District, Key, Province};
        for (level, taken) in [
            (Level::Province, vec![Key, Province]),
            (Level::City, vec![Key, City]),
            (Level::District, vec![District]),
        ] {
            let all = TargetLevel::ALL.iter().copied();
            let found: Vec<_> = all.filter(|one| one.takes_in(level)).collect();
            assert_eq!(found, taken);
        }
    }
}
