//! Progress against what places published.

#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::fraction::Fraction;
use super::month::Month;
use super::progress::*;
use super::quantity::MAX_YUAN;
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::Light;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn months(of: &[(&str, i64)]) -> Months {
    Months {
        before_yuan: 0,
        invested_yuan: of.iter().map(|(text, yuan)| (month(text), *yuan)).collect(),
    }
}

fn plan(amount_yuan: i64) -> AnnualPlan {
    AnnualPlan::new(2021, amount_yuan, 1, 12).unwrap()
}

/// 「年度投资计划647.4亿元。1-10月项目累计完成投资629.0亿元，占年度投资计划的97.2%，超过时间进度13.8个百分点。」
/// 「年度投资计划1015亿元。1-3月项目累计完成投资313.64亿元，为年度投资计划的30.90%，超过时间进度5.90个百分点。」
#[test]
fn sums_are_ahead_as_places_published() {
    for (planned, invested, through, percent, ahead) in [
        (64_740_000_000, 62_900_000_000, "2021-10", "97.2", "+13.8"),
        (101_500_000_000, 31_364_000_000, "2021-03", "30.9", "+5.9"),
        (56_560_000_000, 48_200_000_000, "2021-10", "85.2", "+1.9"),
        (100, 0, "2021-06", "0.0", "-50.0"),
        (100, 25, "2021-03", "25.0", "0.0"),
        (100, -20, "2021-03", "-20.0", "-45.0"),
    ] {
        let (months, plan) = (months(&[("2021-01", invested)]), plan(planned));
        let found = Progress::of_sum([(&months, Some(&plan))], month(through));
        assert_eq!(found.completion_percent().as_deref(), Some(percent));
        assert_eq!(found.ahead_points().as_deref(), Some(ahead));
    }
}

#[test]
fn without_a_plan_there_is_no_rate() {
    let given = months(&[("2021-01", 7)]);
    let other_year = AnnualPlan::new(2020, 100, 1, 12).unwrap();
    for plan in [None, Some(&plan(0)), Some(&other_year)] {
        let found = Progress::of_project(&given, plan, month("2021-02"));
        assert_eq!((found.completion, found.ahead), (None, None));
        assert_eq!(found.year_yuan, 7);
        assert_eq!(found.is_on_schedule(), None);
    }
    assert_eq!(Progress::of_sum([], month("2021-02")).completion, None);
}

#[test]
fn months_add_up_for_the_year_and_from_the_start() {
    let given = Months {
        before_yuan: 1_000,
        ..months(&[
            ("2020-11", 100),
            ("2020-12", 50),
            ("2021-01", 20),
            ("2021-03", -5),
            ("2021-04", 7),
        ])
    };
    for (through, year, all) in [
        ("2020-10", 0, 1_000),
        ("2020-12", 150, 1_150),
        ("2021-01", 20, 1_170),
        ("2021-02", 20, 1_170),
        ("2021-03", 15, 1_165),
        ("2021-12", 22, 1_172),
        ("2022-01", 0, 1_172),
    ] {
        let through = month(through);
        assert_eq!(
            (given.of_the_year(through), given.since_the_start(through)),
            (year, all),
            "{through}"
        );
    }
}

#[test]
fn a_project_is_measured_by_its_own_months_and_a_sum_by_those_of_the_year() {
    let from_july_to_october = AnnualPlan::new(2021, 400, 7, 10).unwrap();
    let given = months(&[("2021-07", 120)]);
    for (through, ahead) in [
        ("2021-06", "0.0"),
        ("2021-07", "+5.0"),
        ("2021-08", "-20.0"),
        ("2021-10", "-70.0"),
        ("2021-12", "-70.0"),
    ] {
        let found = Progress::of_project(&given, Some(&from_july_to_october), month(through));
        assert_eq!(found.ahead_points().as_deref(), Some(ahead), "{through}");
    }
    let found = Progress::of_sum([(&given, Some(&from_july_to_october))], month("2021-07"));
    assert_eq!(found.ahead_points().as_deref(), Some("-28.3"));
    let own = Progress::of_project(&given, Some(&from_july_to_october), month("2021-07"));
    assert_eq!(
        (own.by_the_year(), own.is_on_schedule()),
        (found, Some(false))
    );
}

#[test]
fn those_on_schedule_are_of_those_with_a_plan() {
    let of = |invested, planned: Option<i64>| {
        let plan = planned.map(plan);
        Progress::of_project(
            &months(&[("2021-01", invested)]),
            plan.as_ref(),
            month("2021-06"),
        )
    };
    let all = [
        of(50, Some(100)),
        of(49, Some(100)),
        of(90, Some(100)),
        of(90, None),
        of(90, Some(0)),
    ];
    let found = on_schedule(&all);
    assert_eq!((found.numerator, found.denominator), (2, 3));
    assert_eq!(found.percent.as_deref(), Some("66.7"));
}

#[test]
fn a_plan_has_months_in_order() {
    for (year, yuan, first, last, fits) in [
        (2021, 0, 1, 12, true),
        (2021, MAX_YUAN, 12, 12, true),
        (2021, MAX_YUAN + 1, 1, 12, false),
        (2021, -1, 1, 12, false),
        (2021, 1, 0, 12, false),
        (2021, 1, 1, 13, false),
        (2021, 1, 8, 7, false),
        (1999, 1, 1, 12, false),
    ] {
        assert_eq!(
            AnnualPlan::new(year, yuan, first, last).is_some(),
            fits,
            "{year} {yuan} {first} {last}"
        );
    }
    let read: AnnualPlan = serde_json::from_str(r#"{"year": 2021, "amount_yuan": 5}"#).unwrap();
    assert_eq!(read, plan(5));
    assert!(serde_json::from_str::<AnnualPlan>(r#"{"year": 2021, "amount_yuan": -5}"#).is_err());
}

#[test]
fn the_light_follows_points_and_nodes() {
    let calendar = Calendar::shipped().unwrap();
    // A Thursday; 2021-09-18 is a worked Saturday, then Mid-Autumn until the 21st.
    let today = day("2021-09-16");
    let ahead = |thousandths: i128| Fraction::new(thousandths, 1_000);
    for (ahead, nodes, expected) in [
        (ahead(0), vec![], Light::Green),
        (ahead(-1), vec![], Light::Yellow),
        (ahead(-99), vec![], Light::Yellow),
        (ahead(-100), vec![], Light::Red),
        (None, vec![], Light::Green),
        (None, vec!["2021-09-15"], Light::Red),
        (None, vec!["2021-09-16"], Light::Yellow),
        // The 17th, 18th, 22nd, 23rd and 24th are five working days.
        (None, vec!["2021-09-24"], Light::Yellow),
        (None, vec!["2021-09-25"], Light::Yellow),
        (None, vec!["2021-09-26"], Light::Green),
        (ahead(50), vec!["2021-12-01", "2021-09-15"], Light::Red),
        (ahead(-100), vec!["2021-12-01"], Light::Red),
    ] {
        let nodes: Vec<NaiveDate> = nodes.into_iter().map(day).collect();
        let found = LightLimits::default().light(ahead, &nodes, today, &calendar);
        assert_eq!(found, expected, "{ahead:?} {nodes:?}");
    }
    let stricter: LightLimits = serde_json::from_str(r#"{"red_points": -5}"#).unwrap();
    assert_eq!(
        stricter.light(ahead(-50), &[], today, &calendar),
        Light::Red
    );
    assert_eq!(
        stricter.light(ahead(-49), &[], today, &calendar),
        Light::Yellow
    );
}

#[test]
fn who_has_not_reported_is_named() {
    let one = months(&[("2021-06", 1)]);
    let other = months(&[("2021-07", 0)]);
    let found = Reported::of(
        [(1, &one), (2, &other), (3, &Months::default())],
        month("2021-07"),
    );
    assert_eq!((found.reported, found.expected), (1, 3));
    assert_eq!(found.missing, [1, 3]);
}

proptest! {
    #[test]
    fn a_sum_is_that_of_its_projects(
        given in prop::collection::vec((0..=MAX_YUAN, prop::option::of(0..=MAX_YUAN)), 0..50), through in 1..=12_u32,
    ) {
        let through = Month::new(2021, through).unwrap();
        let rows: Vec<(Months, Option<AnnualPlan>)> = given
            .iter()
            .map(|(yuan, planned)| (months(&[("2021-01", *yuan)]), planned.map(plan)))
            .collect();
        let found = Progress::of_sum(rows.iter().map(|(months, plan)| (months, plan.as_ref())), through);
        let invested: i128 = given.iter().map(|(yuan, _)| i128::from(*yuan)).sum();
        let planned: Vec<i128> = given.iter().filter_map(|(_, plan)| plan.map(i128::from)).collect();
        prop_assert_eq!(found.year_yuan, invested);
        prop_assert_eq!(found.plan_yuan, (!planned.is_empty()).then(|| planned.iter().sum()));
    }

    #[test]
    fn the_share_of_a_plan_rises_from_nothing_to_all(first in 1..=12_u32, length in 0..12_u32) {
        let last = (first + length).min(12);
        let plan = AnnualPlan::new(2021, 1, first, last).unwrap();
        prop_assert_eq!(plan.share(month("2020-12")), Fraction::ZERO);
        prop_assert_eq!(plan.share(Month::new(2021, last).unwrap()), Fraction::ONE);
        prop_assert_eq!(plan.share(month("2022-01")), Fraction::ONE);
        for number in 2..=12 {
            let tenths = |number| plan.share(Month::new(2021, number).unwrap()).tenths();
            prop_assert!(tenths(number - 1) <= tenths(number));
        }
    }
}
