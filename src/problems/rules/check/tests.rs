//! Each limit at its edge and one past it.

#![allow(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::problems::rules::bodies::{
    Body, DecideSuspension, Dispatch, FollowUp, RequestSuspension, Resolve, Track, Withdraw,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn wrong<B: Body + serde::de::DeserializeOwned>(
    json: serde_json::Value,
) -> Vec<(String, &'static str)> {
    let mut body: B = serde_json::from_value(json).unwrap();
    let mut check = Check::on(day("2021-08-16"));
    body.check(&mut check);
    codes(check)
}

fn codes(check: Check) -> Vec<(String, &'static str)> {
    match check.done() {
        Err(Error::Invalid(errors)) => errors
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect(),
        _ => vec![],
    }
}

fn of_line(value: &str) -> Vec<&'static str> {
    let mut check = Check::on(day("2021-08-16"));
    check.line("/title", &mut value.to_owned());
    codes(check).into_iter().map(|(_, code)| code).collect()
}

fn of_text(value: &str) -> Vec<&'static str> {
    let mut check = Check::on(day("2021-08-16"));
    check.text("/reason", &mut value.to_owned());
    codes(check).into_iter().map(|(_, code)| code).collect()
}

#[test]
fn a_line_has_1_to_200_characters_whatever_their_bytes() {
    assert!(of_line(&"电".repeat(200)).is_empty());
    assert_eq!(of_line(&"电".repeat(201)), ["too_long"]);
    assert_eq!(of_line(" \t "), ["required"]);
    assert_eq!(of_line("一\n二"), ["control_character"]);
    assert_eq!(of_line("一\u{2028}二"), ["control_character"]);
    assert_eq!(of_line("一\u{200B}二"), ["control_character"]);
    assert_eq!(of_line("\u{3164}"), ["control_character"]);
}

#[test]
fn a_text_has_1_to_2000_characters_and_may_hold_line_feeds_and_tabs() {
    assert!(of_text(&"电".repeat(2_000)).is_empty());
    assert_eq!(of_text(&"电".repeat(2_001)), ["too_long"]);
    assert!(of_text("一\n\t二").is_empty());
    assert_eq!(of_text("一\u{0}二"), ["control_character"]);
    assert_eq!(of_text("一\r\n二"), ["control_character"]);
    assert_eq!(of_text("一\u{202E}二"), ["control_character"]);
    assert_eq!(of_text("一\u{FFFF}二"), ["control_character"]);
}

#[test]
fn a_text_is_kept_in_one_spelling() {
    let mut title = " Cafe\u{301} ".to_owned();
    Check::on(day("2021-08-16")).line("/title", &mut title);
    assert_eq!(title, "Caf\u{E9}");
}

#[test]
fn a_description_has_0_to_10000_characters() {
    for (length, wrong) in [(0, 0), (10_000, 0), (10_001, 1)] {
        let mut check = Check::on(day("2021-08-16"));
        check.description("/description", &mut "电".repeat(length));
        assert_eq!(codes(check).len(), wrong, "{length}");
    }
}

#[test]
fn an_until_lies_1_to_365_days_on() {
    let asked = |until: &str| {
        wrong::<RequestSuspension>(json!({"cause": "season", "until": until, "reason": "汛期"}))
    };
    assert_eq!(asked("2021-08-16"), [("/until".to_owned(), "too_early")]);
    assert_eq!(asked("2021-08-17"), []);
    assert_eq!(asked("2022-08-16"), []);
    assert_eq!(asked("2022-08-17"), [("/until".to_owned(), "too_far")]);
    assert_eq!(
        wrong::<DecideSuspension>(json!({"granted": false, "until": "2021-09-01"})),
        [("/until".to_owned(), "not_applicable")]
    );
}

#[test]
fn a_next_day_lies_ahead_and_within_ten_years() {
    let tracked = |next_on: &str| wrong::<Track>(json!({"next_on": next_on}));
    assert_eq!(
        tracked("2021-08-16"),
        [("/next_on".to_owned(), "too_early")]
    );
    assert_eq!(tracked("2021-08-17"), []);
    assert_eq!(tracked("2031-08-14"), []);
    assert_eq!(tracked("2031-08-15"), [("/next_on".to_owned(), "too_far")]);
}

#[test]
fn satisfaction_goes_from_1_to_5_and_needs_somebody_reached() {
    let asked = |reached: bool, answer: i32| {
        wrong::<FollowUp>(json!({"reached": reached, "satisfaction": answer}))
    };
    for (answer, fine) in [(0, false), (1, true), (5, true), (6, false)] {
        assert_eq!(asked(true, answer).is_empty(), fine, "{answer}");
    }
    assert_eq!(
        asked(false, 3),
        [("/satisfaction".to_owned(), "not_applicable")]
    );
}

#[test]
fn what_remains_is_told_exactly_where_something_remains() {
    assert_eq!(
        wrong::<Resolve>(json!({"outcome": "planned", "resolution": "列入计划"})).len(),
        3
    );
    assert_eq!(
        wrong::<Resolve>(json!({"outcome": "solved", "resolution": "已接通"})),
        []
    );
    assert_eq!(
        wrong::<Resolve>(json!({"outcome": "solved", "resolution": "已接通", "remaining": "无"})),
        [("/remaining".to_owned(), "not_applicable")]
    );
}

#[test]
fn at_most_50_departments_support_and_none_twice() {
    let ids = |count: i64| (1..=count).collect::<Vec<i64>>();
    let sent = |supporting: Vec<i64>| {
        wrong::<Dispatch>(
            json!({"lead_department_id": 99, "supporting_department_ids": supporting}),
        )
    };
    assert_eq!(sent(ids(50)), []);
    assert_eq!(
        sent(ids(51)),
        [("/supporting_department_ids".to_owned(), "too_many")]
    );
    assert_eq!(
        sent(vec![1, 2, 1]),
        [("/supporting_department_ids/2".to_owned(), "duplicate")]
    );
}

#[test]
fn a_reason_and_who_told_it_are_both_required() {
    assert_eq!(
        wrong::<Withdraw>(json!({"reason": "", "told_by": " "})),
        [
            ("/reason".to_owned(), "required"),
            ("/told_by".to_owned(), "required")
        ]
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_check_panic_and_what_passes_is_trimmed_short_and_printable(value in ".{0,300}") {
        let mut kept = value.clone();
        let mut check = Check::on(day("2021-08-16"));
        check.line("/title", &mut kept);
        if codes(check).is_empty() {
            prop_assert!(!kept.is_empty() && kept.chars().count() <= LINE);
            prop_assert!(!kept.chars().any(characters::is_unseen));
            prop_assert_eq!(kept.trim(), kept.as_str());
        }
    }
}
