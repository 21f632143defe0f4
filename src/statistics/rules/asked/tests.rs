#![allow(clippy::unwrap_used)]

use chrono::Days;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ask(change: impl FnOnce(&mut Raw)) -> Result<StatisticsRequest> {
    let mut raw = Raw::default();
    change(&mut raw);
    let context = Context {
        today: day("2021-08-16"),
        week_starts_on: Weekday::Mon,
        reach: CountScope::Everything,
    };
    read(&raw, &context)
}

fn refused(change: impl FnOnce(&mut Raw)) -> Vec<(String, &'static str)> {
    match ask(change) {
        Err(Error::Invalid(errors)) => errors.into_iter().map(|e| (e.pointer, e.code)).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_default_is_this_year_as_of_today() {
    let asked = ask(|_| ()).unwrap();
    assert_eq!(asked.as_of, day("2021-08-16"));
    assert_eq!(
        (asked.from, asked.to),
        (day("2021-01-01"), day("2021-08-16"))
    );
    assert_eq!(asked.group_by, GroupBy::Nothing);
    assert!(!asked.as_of_is_over);
}

#[test]
fn days_follow_the_day_asked_about() {
    let asked = ask(|raw| raw.as_of = Some("2020-12-31".into())).unwrap();
    assert_eq!(
        (asked.from, asked.to),
        (day("2020-01-01"), day("2020-12-31"))
    );
    assert!(asked.as_of_is_over);
}

#[test]
fn tomorrow_and_days_out_of_order_are_refused() {
    assert_eq!(
        refused(|raw| raw.as_of = Some("2021-08-17".into())),
        [("/as_of".into(), "future_day")]
    );
    assert_eq!(
        refused(|raw| {
            raw.as_of = Some("2021-08-08".into());
            raw.to = Some("2021-08-09".into());
        }),
        [("/to".into(), "after_as_of")]
    );
    assert_eq!(
        refused(|raw| {
            raw.to = Some("2021-08-08".into());
            raw.from = Some("2021-08-09".into());
        }),
        [("/from".into(), "after_to")]
    );
}

#[test]
fn every_wrong_value_is_named_at_once() {
    let wrong = refused(|raw| {
        raw.as_of = Some("2021-8-16".into());
        raw.group_by = Some("colour".into());
        raw.park_id = Some("0".into());
        raw.level = Some("moon".into());
        raw.week = Some("2021-W99".into());
    });
    let pointers: Vec<_> = wrong.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(
        pointers,
        ["/as_of", "/group_by", "/park_id", "/level", "/week"]
    );
}

#[test]
fn a_list_by_week_covers_ten_years_and_no_day_more() {
    let last = day("2021-08-16");
    let ask_from = |days| {
        let from = (last - Days::new(days)).to_string();
        refused(|raw| {
            raw.from = Some(from);
            raw.group_by = Some("week".into());
        })
    };
    assert_eq!(ask_from(MAX_PERIOD_DAYS), []);
    assert_eq!(
        ask_from(MAX_PERIOD_DAYS + 1),
        [("/from".into(), "period_too_long")]
    );
}

#[test]
fn days_before_1970_are_refused() {
    assert!(parse_day("1970-01-01").is_some());
    assert_eq!(parse_day("1969-12-31"), None);
    assert_eq!(parse_day("+2021-08-08"), None);
}

#[test]
fn none_of_these_is_asked_for_as_null() {
    let asked = ask(|raw| raw.department_id = Some("null".into())).unwrap();
    assert_eq!(asked.filter.department, Some(PropertyFilter::None));
    assert_eq!(
        parse_month("2021-02"),
        Some((day("2021-02-01"), day("2021-02-28")))
    );
}
