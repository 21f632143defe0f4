//! Rates against what places published, and against their own definition.

#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::facts::*;
use super::month::Month;
use super::rates::*;
use crate::deadlines::rules::Level;

fn project() -> Facts {
    Facts {
        id: 1,
        kind: ProjectKind::Industrial,
        level: Level::City,
        renewal: None,
        total_yuan: None,
        listed: None,
        started_on: None,
        completed_on: None,
        produced_on: None,
        statistics: StatisticsState::None,
        permits_needed: 0,
        permits_done: 0,
    }
}

fn new_one(planned_start: Option<u32>, started_on: Option<&str>) -> Facts {
    Facts {
        listed: Some(Listed {
            class: ListClass::New,
            planned_start,
            planned_finish: None,
        }),
        started_on: started_on.map(|day| day.parse().unwrap()),
        ..project()
    }
}

fn times(number: usize, one: &Facts) -> Vec<Facts> {
    vec![one.clone(); number]
}

fn october() -> Month {
    Month::parse("2021-10").unwrap()
}

/// 「本年度计划开工项目183项，其中1-10月份计划开工140项，目前实际已开工118项（其中，提前开工项目11项，未按计划开工项目33项）」
#[test]
fn started_by_the_month_as_jiangmen_published() {
    let projects = [
        times(107, &new_one(Some(8), Some("2021-08-20"))),
        times(33, &new_one(Some(10), None)),
        times(11, &new_one(Some(11), Some("2021-10-08"))),
        times(32, &new_one(Some(12), None)),
    ]
    .concat();
    let found = by_month(&projects, Stage::Started, october());
    assert_eq!((found.rate.numerator, found.rate.denominator), (107, 140));
    assert_eq!(found.rate.percent.as_deref(), Some("76.4"));
    assert_eq!((found.early, found.behind), (11, 33));
    let year = in_the_year(&projects, Stage::Started, 2021);
    assert_eq!((year.numerator, year.denominator), (118, 183));
    assert_eq!(year.percent.as_deref(), Some("64.5"));
}

/// 「共开工项目492个，开工率100.6%」: 489 were on the list.
#[test]
fn a_year_can_start_more_than_its_list_names() {
    let projects = [
        times(489, &new_one(None, Some("2020-06-01"))),
        times(
            3,
            &Facts {
                listed: None,
                ..new_one(None, Some("2020-12-31"))
            },
        ),
        // Started in other years.
        times(1, &new_one(None, Some("2019-12-31")).unlisted()),
        times(1, &new_one(None, Some("2021-01-01")).unlisted()),
    ]
    .concat();
    let found = in_the_year(&projects, Stage::Started, 2020);
    assert_eq!((found.numerator, found.denominator), (492, 489));
    assert_eq!(found.percent.as_deref(), Some("100.6"));
}

impl Facts {
    fn unlisted(self) -> Self {
        Self {
            listed: None,
            ..self
        }
    }
}

/// 「124个新建项目已开工122个，开工率为98.4%」, 「63个新开工重点项目共有47个项目实现开工，开工率达74.6%；10个计划投产项目实现投产7个，投产率达70%」
#[test]
fn rates_that_places_published() {
    for (planned, started, percent) in [(124, 122, "98.4"), (63, 47, "74.6"), (255, 206, "80.8")] {
        let projects = [
            times(started, &new_one(Some(1), Some("2021-03-01"))),
            times(planned - started, &new_one(Some(1), None)),
        ]
        .concat();
        let found = in_the_year(&projects, Stage::Started, 2021);
        assert_eq!(found.percent.as_deref(), Some(percent));
        assert_eq!(of_all(&projects, Stage::Started), found);
    }
    let finishing = |produced: bool| Facts {
        listed: Some(Listed {
            class: ListClass::Finishing,
            planned_start: None,
            planned_finish: Some(9),
        }),
        completed_on: Some("2021-05-05".parse().unwrap()),
        produced_on: produced.then(|| "2021-06-06".parse().unwrap()),
        ..project()
    };
    let projects = [times(7, &finishing(true)), times(3, &finishing(false))].concat();
    let percent = |stage| in_the_year(&projects, stage, 2021).percent;
    assert_eq!(percent(Stage::Producing).as_deref(), Some("70.0"));
    assert_eq!(percent(Stage::Completed).as_deref(), Some("100.0"));
    assert_eq!(percent(Stage::Started), None);
    let by_month = by_month(&projects, Stage::Producing, october());
    assert_eq!(
        (by_month.rate.numerator, by_month.behind, by_month.early),
        (7, 3, 0)
    );
}

#[test]
fn what_is_listed_without_a_month_is_in_no_month() {
    let projects = [new_one(None, None), new_one(None, Some("2021-03-01"))];
    let found = by_month(&projects, Stage::Started, october());
    assert_eq!(
        (found.rate.denominator, found.early, found.behind),
        (0, 0, 0)
    );
    assert_eq!(found.rate.percent, None);
}

#[test]
fn a_project_belongs_into_the_statistics_from_five_million_on() {
    let of = |id, total_yuan, started: bool, statistics| Facts {
        id,
        total_yuan,
        started_on: started.then(|| "2021-03-01".parse().unwrap()),
        statistics,
        ..project()
    };
    let projects = [
        of(1, Some(5_000_000), true, StatisticsState::Entered),
        of(2, Some(5_000_000), true, StatisticsState::Returned),
        of(3, Some(4_999_999), true, StatisticsState::None),
        of(4, Some(5_000_000), false, StatisticsState::None),
        of(5, None, true, StatisticsState::None),
        of(6, Some(90_000_000), true, StatisticsState::Submitted),
        of(7, Some(4_999_999), true, StatisticsState::Entered),
    ];
    let found = in_statistics(&projects);
    assert_eq!((found.numerator, found.denominator), (1, 3));
    assert_eq!(missing_in_statistics(&projects), [2, 6]);
}

#[test]
fn permits_are_counted_where_they_are_needed() {
    let of = |permits_needed, permits_done| Facts {
        permits_needed,
        permits_done,
        ..project()
    };
    let found = permits(&[of(8, 6), of(0, 0), of(5, 5)]);
    assert_eq!((found.numerator, found.denominator), (11, 13));
    // One that was given and isn't needed any more makes up for no other.
    assert_eq!(
        permits(&[of(1, 2), of(4, 0)]).percent.as_deref(),
        Some("20.0")
    );
    assert_eq!(permits(&[of(0, 0)]).percent, None);
}

#[test]
fn the_industrial_share_says_how_many_are_missing() {
    let of = |kind, yuan| Facts {
        kind,
        total_yuan: Some(yuan),
        ..project()
    };
    let projects = [
        times(28, &of(ProjectKind::Industrial, 300_000_000)),
        times(22, &of(ProjectKind::Infrastructure, 100_000_000)),
    ]
    .concat();
    let found = industrial_share(&projects, 60);
    assert_eq!(found.by_number.percent.as_deref(), Some("56.0"));
    assert_eq!(found.missing, Some(5));
    // 84 of 106.
    assert_eq!(found.by_investment.as_deref(), Some("79.2"));
    let none = industrial_share(&[], 60);
    assert_eq!(
        (none.by_number.percent, none.by_investment, none.missing),
        (None, None, Some(0))
    );
}

#[test]
fn what_is_missing_is_whole() {
    for (all, of_the_kind, percent, expected) in [
        (50, 28, 60, Some(5)),
        (50, 30, 60, Some(0)),
        (50, 29, 60, Some(3)),
        (20, 11, 60, Some(3)),
        (0, 0, 60, Some(0)),
        (1, 0, 99, Some(99)),
        (3, 3, 100, Some(0)),
        (3, 2, 100, None),
        (3, 0, 0, Some(0)),
    ] {
        assert_eq!(
            missing(all, of_the_kind, percent),
            expected,
            "{of_the_kind} of {all}"
        );
    }
}

#[test]
fn batches_are_over_the_one_before() {
    let batches = Batches {
        signed: 40,
        fulfilled: 38,
        started: 30,
        producing: 12,
    };
    let found = batches.conversion();
    let percents =
        [found.fulfilled, found.started, found.producing].map(|rate| rate.percent.unwrap());
    assert_eq!(percents, ["95.0", "78.9", "40.0"]);
    assert_eq!(Batches::default().conversion().started.percent, None);
    assert_eq!(funds_in_place(301, 400).as_deref(), Some("75.3"));
    assert_eq!(funds_in_place(0, 0), None);
}

proptest! {
    #[test]
    fn the_missing_ones_reach_the_share_and_one_fewer_does_not(
        all in 0..10_000_i128, part in 0..10_000_i128, percent in 0..=99_u8,
    ) {
        let part = part.min(all);
        let more = missing(all, part, percent).unwrap();
        let reaches = |more: i128| 100 * (part + more) >= i128::from(percent) * (all + more);
        prop_assert!(reaches(more));
        prop_assert!(more == 0 || !reaches(more - 1));
    }

    #[test]
    fn the_months_of_a_list_split_it(
        given in prop::collection::vec((prop::option::of(1..=12_u32), any::<bool>()), 0..40), month in 1..=12_u32,
    ) {
        let projects: Vec<Facts> = given
            .iter()
            .map(|(planned, started)| new_one(*planned, started.then_some("2021-02-02")))
            .collect();
        let found = by_month(&projects, Stage::Started, Month::new(2021, month).unwrap());
        let unplanned = given.iter().filter(|(planned, started)| planned.is_none() && *started).count();
        let all = in_the_year(&projects, Stage::Started, 2021);
        prop_assert_eq!(found.rate.numerator + found.early + i64::try_from(unplanned).unwrap(), all.numerator);
        prop_assert_eq!(found.rate.numerator + found.behind, found.rate.denominator);
    }
}
