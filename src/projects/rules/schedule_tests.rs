//! Schedules, by table and counted forward again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use chrono::NaiveDate;
use proptest::prelude::*;

use super::schedule::*;
use crate::base::Error;
use crate::base::given::days_later;
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Due, Span, Unit, due_from_day};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `name@track amount unit >precedes`, all but the amount optional: `征迁@征迁 10w >开工`.
fn steps(text: &str) -> Vec<StepIn> {
    let steps = text.split(',').enumerate();
    steps
        .map(|(at, text)| {
            let mut step = StepIn {
                name: format!("第{}步", at + 1),
                amount: 0,
                unit: Unit::WorkingDay,
                track: None,
                precedes: None,
            };
            for word in text.split_whitespace() {
                if let Some(name) = word.strip_prefix('>') {
                    step.precedes = Some(name.to_owned());
                } else if let Some((name, track)) = word.split_once('@') {
                    step.name = name.to_owned();
                    step.track = Some(track.to_owned());
                } else {
                    let (amount, unit) = word.split_at(word.len() - 1);
                    step.amount = amount.parse().unwrap();
                    step.unit = match unit {
                        "w" => Unit::WorkingDay,
                        "d" => Unit::CalendarDay,
                        "h" => Unit::Hour,
                        _ => Unit::Month,
                    };
                }
            }
            step
        })
        .collect()
}

fn laid(target: &str, text: &str, today: &str) -> Schedule {
    let calendar = Calendar::shipped().unwrap();
    lay_back(day(target), &steps(text), day(today), &calendar).unwrap()
}

fn days(schedule: &Schedule) -> Vec<String> {
    let nodes = schedule.nodes.iter().map(|node| node.due_on);
    let all = std::iter::once(schedule.start_on).chain(nodes);
    all.map(|day| day.to_string()).collect()
}

#[test]
fn the_worked_example() {
    let found = laid("2021-09-30", "15w, 10w, 5w, 3w", "2021-08-16");
    let expected = [
        "2021-08-16",
        "2021-09-06",
        "2021-09-18",
        "2021-09-27",
        "2021-09-30",
    ];
    assert_eq!(days(&found), expected);
    assert_eq!(found.late_by, None);
    assert!(!found.provisional);
    let positions: Vec<usize> = found.nodes.iter().map(|node| node.position).collect();
    assert_eq!(positions, [1, 2, 3, 4]);
}

#[test]
fn days_follow_the_notices() {
    for (target, given, expected) in [
        // The target lies in the National Day holiday: the working day before.
        ("2021-10-05", "1w", "2021-09-29 2021-09-30"),
        ("2021-10-05", "1d", "2021-09-29 2021-09-30"),
        // 2021-09-26 is a worked Sunday, 2021-09-25 a Saturday off.
        ("2021-09-26", "1w", "2021-09-24 2021-09-26"),
        ("2021-09-26", "1d", "2021-09-24 2021-09-26"),
        // Thirty days back from 2021-10-30, a Saturday.
        ("2021-10-30", "30d", "2021-09-29 2021-10-29"),
        // Back from the 8th into the holiday: from 2021-09-30 on, eight days end on it.
        ("2021-10-08", "1d", "2021-09-30 2021-10-08"),
        ("2021-10-08", "8d", "2021-09-30 2021-10-08"),
        ("2021-10-08", "9d", "2021-09-29 2021-10-08"),
        ("2021-10-08", "1w", "2021-09-30 2021-10-08"),
        ("2022-01-04", "2w, 1d", "2021-12-29 2021-12-31 2022-01-04"),
    ] {
        let found = days(&laid(target, given, "2021-01-04"));
        assert_eq!(found.join(" "), expected, "{target} {given}");
    }
}

#[test]
fn what_should_have_begun_says_how_late_it_is() {
    let found = laid("2021-09-30", "15w, 10w, 5w, 3w", "2021-09-07");
    assert_eq!(found.late_by, Some(22));
    let late: Vec<Option<i64>> = found.nodes.iter().map(|node| node.late_by).collect();
    assert_eq!(late, [Some(1), None, None, None]);
    // Today itself is not late.
    for (today, late_by) in [("2021-09-09", None), ("2021-09-10", Some(1))] {
        assert_eq!(laid("2021-09-30", "15w", today).late_by, late_by, "{today}");
    }
}

#[test]
fn tracks_run_side_by_side_each_back_from_the_target_or_its_node() {
    let given = "图审@手续 5w, 许可@手续 5w >开工, 征迁@征迁 30d >开工, 开工@施工 3w, 主体@施工 60d, 配套@配套 20w";
    let found = laid("2021-12-31", given, "2021-01-04");
    let node = |name: &str| found.nodes.iter().find(|node| node.name == name).unwrap();
    assert_eq!(node("主体").due_on, day("2021-12-31"));
    assert_eq!(node("配套").due_on, day("2021-12-31"));
    // Sixty days before 2021-12-31 is Monday, 2021-11-01.
    assert_eq!(node("开工").due_on, day("2021-11-01"));
    assert_eq!(node("许可").due_on, day("2021-11-01"));
    assert_eq!(node("征迁").due_on, day("2021-11-01"));
    assert_eq!(node("征迁").from_on, day("2021-09-30"));
    assert_eq!(node("图审").due_on, day("2021-10-25"));
    let starts: Vec<String> = found
        .tracks
        .iter()
        .map(|track| track.start_on.to_string())
        .collect();
    assert_eq!(
        starts,
        ["2021-10-18", "2021-09-30", "2021-10-27", "2021-12-03"]
    );
    assert_eq!(found.start_on, day("2021-09-30"));
    let order: Vec<&str> = found.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(order, ["图审", "许可", "征迁", "开工", "主体", "配套"]);
}

#[test]
fn a_schedule_through_an_unpublished_year_is_provisional() {
    let found = laid("2027-01-08", "3w, 10w, 3w", "2026-12-01");
    assert!(found.provisional && found.nodes.iter().all(|node| node.provisional));
    let found = laid("2026-12-31", "3w, 10w, 3w", "2026-12-01");
    assert!(!found.provisional && found.nodes.iter().all(|node| !node.provisional));
    // Weekends are all that is known of 2020; what ends in 2021 is known.
    let found = laid("2021-01-08", "10w, 3w", "2021-01-04");
    let provisional: Vec<bool> = found.nodes.iter().map(|node| node.provisional).collect();
    assert_eq!((found.provisional, provisional), (true, vec![false, false]));
    // Whether the last day of 2020 is worked isn't known either.
    let found = laid("2021-01-05", "2w", "2021-01-04");
    assert_eq!(
        (found.start_on, found.provisional),
        (day("2020-12-31"), true)
    );
    let found = laid("2027-01-01", "1w", "2026-12-01");
    assert_eq!(days(&found), ["2026-12-30", "2026-12-31"]);
    assert!(
        found.nodes[0].provisional,
        "that New Year's Day is off is assumed"
    );
}

#[test]
fn what_cannot_be_laid_back_is_refused_with_every_wrong_value() {
    let calendar = Calendar::shipped().unwrap();
    let wrong =
        |steps: &[StepIn]| match lay_back(day("2021-09-30"), steps, day("2021-08-16"), &calendar) {
            Err(Error::Invalid(errors)) => errors
                .into_iter()
                .map(|error| format!("{} {}", error.pointer, error.code))
                .collect::<Vec<_>>()
                .join(", "),
            other => panic!("not refused: {other:?}"),
        };
    for (given, expected) in [
        (
            "0w, 999w, 1000d",
            "/steps/0/amount out_of_range, /steps/2/amount out_of_range",
        ),
        (
            "1h, 1m",
            "/steps/0/unit not_applicable, /steps/1/unit not_applicable",
        ),
        (
            "a@x 1w >b, c@x 1w, b@y 1w",
            "/steps/0/precedes not_applicable",
        ),
        ("a@x 1w >q, b@y 1w", "/steps/0/precedes unknown_value"),
        ("a@x 1w, b@x 1w >a", "/steps/1/precedes unknown_value"),
        ("a@x 1w >b, b@y 1w, b@z 1w", "/steps/0/precedes duplicate"),
        (
            "a@x 1w >b, b@y 1w >a, c@z 1w",
            "/steps/0/precedes not_applicable",
        ),
    ] {
        assert_eq!(wrong(&steps(given)), expected, "{given}");
    }
    assert_eq!(wrong(&[]), "/steps required");
    let one = &steps("1w")[0];
    assert!(
        lay_back(
            day("2021-09-30"),
            &vec![one.clone(); MAX_STEPS],
            day("2021-08-16"),
            &calendar
        )
        .is_ok()
    );
    assert_eq!(wrong(&vec![one.clone(); MAX_STEPS + 1]), "/steps too_many");
    let long = |length| StepIn {
        name: "步".repeat(length),
        ..one.clone()
    };
    assert!(
        lay_back(
            day("2021-09-30"),
            &[long(100)],
            day("2021-08-16"),
            &calendar
        )
        .is_ok()
    );
    assert_eq!(wrong(&[long(101)]), "/steps/0/name too_long");
    assert_eq!(wrong(&[long(0)]), "/steps/0/name required");
    let longest = steps("999w");
    let longest = vec![longest[0].clone(); MAX_STEPS];
    assert!(wrong(&longest).ends_with("/amount out_of_range"));
}

fn unit() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::WorkingDay), Just(Unit::CalendarDay)]
}

/// Counted forward as every limit is.
fn forward(from: NaiveDate, amount: i64, unit: Unit, calendar: &Calendar) -> Due {
    let span = Span::new(amount, unit).unwrap();
    due_from_day(from, chrono_tz::Asia::Shanghai, span, calendar)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Through all holidays of 2021 to 2026: each step ends by its node, and begun one working day later it doesn't.
    #[test]
    fn each_node_is_the_latest_from_which_the_next_step_ends_in_time(
        target in 120..2_190_u64,
        given in prop::collection::vec((1..=40_i64, unit(), 0..3_u8), 1..=8),
    ) {
        let calendar = Calendar::shipped().unwrap();
        let target_on = days_later(day("2021-01-01"), target);
        let given: Vec<StepIn> = given
            .into_iter()
            .enumerate()
            .map(|(at, (amount, unit, track))| StepIn {
                name: format!("{at}"),
                amount,
                unit,
                track: (track > 0).then(|| track.to_string()),
                precedes: None,
            })
            .collect();
        let found = lay_back(target_on, &given, day("2021-01-04"), &calendar).unwrap();
        prop_assert_eq!(found.nodes.len(), given.len());
        for (step, node) in given.iter().zip(&found.nodes) {
            prop_assert!(calendar.is_working(node.due_on) && calendar.is_working(node.from_on));
            let end = forward(node.from_on, step.amount, step.unit, &calendar);
            prop_assert!(end.due_on <= node.due_on, "{:?} {:?}", step, node);
            let later = calendar.working_days_after(node.from_on, 1);
            let end = forward(later, step.amount, step.unit, &calendar);
            prop_assert!(end.due_on > node.due_on, "{:?} {:?}", step, node);
        }
        for start in &found.tracks {
            let nodes: Vec<&Node> = found.nodes.iter().filter(|node| node.track == start.track).collect();
            let last = nodes.last().unwrap().due_on;
            prop_assert!(last <= target_on && calendar.working_days_after(last, 1) > target_on);
            prop_assert_eq!(nodes[0].from_on, start.start_on);
            prop_assert!(nodes.windows(2).all(|pair| pair[1].from_on == pair[0].due_on));
        }
        prop_assert_eq!(Some(found.start_on), found.tracks.iter().map(|track| track.start_on).min());
    }
}
