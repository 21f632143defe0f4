//! A clock's limit through everything that can happen to it.

#![allow(clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::clock::{Change, Clock, Light, Limit, remaining_working_days};
use super::span::{Span, Unit};
use crate::calendar::rules::{Calendar, Notice};

const ZONE: Tz = chrono_tz::Asia::Shanghai;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A local time, `2021-08-02 09:00`.
fn at(text: &str) -> DateTime<Utc> {
    format!("{}:00+08:00", text.replace(' ', "T"))
        .parse()
        .unwrap()
}

fn shipped() -> Calendar {
    Calendar::shipped().unwrap()
}

fn span(amount: i64, unit: Unit) -> Option<Span> {
    Span::new(amount, unit)
}

fn clock(start: &str, target: Option<Span>, warning: Option<Span>) -> Clock {
    Clock::new(at(start), target, warning, None).unwrap()
}

/// Seven working days from Monday 2 August 2021, due on Wednesday the 11th.
fn seven() -> Clock {
    clock(
        "2021-08-02 09:00",
        span(7, Unit::WorkingDay),
        span(1, Unit::WorkingDay),
    )
}

fn limit(clock: &Clock) -> Limit {
    clock.limit(&shipped(), ZONE)
}

fn suspended(from: &str, until: &str) -> Change {
    Change::Suspended {
        from: at(from),
        until: at(until),
    }
}

fn due_after(mut clock: Clock, changes: impl IntoIterator<Item = Change>) -> NaiveDate {
    changes.into_iter().for_each(|change| clock.change(change));
    limit(&clock).due_on
}

#[test]
fn a_due_day_is_yellow_the_warning_before_and_red_after_its_midnight() {
    let limit = limit(&seven());
    assert_eq!(limit.due_on, day("2021-08-11"));
    for (now, light) in [
        ("2021-08-02 09:00", Light::Green),
        ("2021-08-09 23:59", Light::Green),
        ("2021-08-10 00:00", Light::Yellow),
        ("2021-08-11 23:59", Light::Yellow),
        ("2021-08-12 00:00", Light::Red),
    ] {
        assert_eq!(limit.light(at(now)), light, "{now}");
    }
}

#[test]
fn a_clock_in_hours_reddens_at_its_instant() {
    let urgent = clock(
        "2021-08-02 09:00",
        span(24, Unit::Hour),
        span(2, Unit::Hour),
    );
    let limit = limit(&urgent);
    assert_eq!(limit.due_at, Some(at("2021-08-03 09:00")));
    for (now, light) in [
        ("2021-08-03 06:59", Light::Green),
        ("2021-08-03 07:00", Light::Yellow),
        ("2021-08-03 08:59", Light::Yellow),
        ("2021-08-03 09:00", Light::Red),
    ] {
        assert_eq!(limit.light(at(now)), light, "{now}");
    }
}

#[test]
fn yellow_never_begins_on_or_before_the_day_of_the_start() {
    use Unit::{CalendarDay, Hour, WorkingDay};
    for (target, warning, yellow_from) in [
        (span(1, WorkingDay), span(1, WorkingDay), None),
        (
            span(2, WorkingDay),
            span(1, WorkingDay),
            Some("2021-08-03 00:00"),
        ),
        (span(2, CalendarDay), span(2, CalendarDay), None),
        (span(24, Hour), span(1, WorkingDay), None),
        (span(24, Hour), span(9, Hour), Some("2021-08-03 00:00")),
        (span(24, Hour), span(10, Hour), None),
        (span(2, WorkingDay), None, None),
    ] {
        let found = limit(&clock("2021-08-02 09:00", target, warning)).yellow_from;
        assert_eq!(found, yellow_from.map(at), "{target:?} {warning:?}");
    }
}

#[test]
fn an_imposed_day_wins_where_it_is_earlier() {
    let imposed = |on: &str| {
        let clock = Clock::new(
            at("2021-08-02 09:00"),
            span(7, Unit::WorkingDay),
            None,
            Some(day(on)),
        );
        limit(&clock.unwrap())
    };
    // A Sunday is kept: who imposes a day means that day.
    assert_eq!(imposed("2021-08-08").due_on, day("2021-08-08"));
    assert_eq!(imposed("2021-08-08").original_due_on, day("2021-08-08"));
    assert_eq!(imposed("2021-08-12").due_on, day("2021-08-11"));
    let alone = Clock::new(at("2021-08-02 09:00"), None, None, Some(day("2021-08-06"))).unwrap();
    assert_eq!(limit(&alone).due_on, day("2021-08-06"));
    assert!(Clock::new(at("2021-08-02 09:00"), None, None, None).is_none());
}

#[test]
fn an_imposed_day_wins_over_hours_only_where_its_midnight_is_earlier() {
    let imposed = |on: &str| {
        let clock = Clock::new(
            at("2021-08-02 09:00"),
            span(48, Unit::Hour),
            None,
            Some(day(on)),
        );
        limit(&clock.unwrap())
    };
    assert_eq!(imposed("2021-08-04").due_at, Some(at("2021-08-04 09:00")));
    let earlier = imposed("2021-08-03");
    assert_eq!((earlier.due_on, earlier.due_at), (day("2021-08-03"), None));
    assert_eq!(earlier.red_from, at("2021-08-04 00:00"));
}

#[test]
fn an_extension_keeps_the_original_limit_and_overrides_what_was_imposed_before() {
    let extended = Change::Extended {
        until: day("2021-08-21"),
    };
    let imposed = |on| Change::Imposed { on: day(on) };
    let mut clock = seven();
    clock.change(imposed("2021-08-06"));
    assert_eq!(limit(&clock).due_on, day("2021-08-06"));
    clock.change(extended);
    // The day that was granted, a Saturday.
    assert_eq!(limit(&clock).due_on, day("2021-08-21"));
    assert_eq!(limit(&clock).original_due_on, day("2021-08-11"));
    clock.change(imposed("2021-08-18"));
    assert_eq!(limit(&clock).due_on, day("2021-08-18"));
    assert_eq!(clock.extensions(), 1);
}

#[test]
fn a_suspension_shifts_by_its_working_days() {
    for (from, until, due_on) in [
        // Wednesday to Friday, half-open: two working days.
        ("2021-08-04 10:00", "2021-08-06 00:00", "2021-08-13"),
        // Over a weekend: Thursday, Friday.
        ("2021-08-05 10:00", "2021-08-09 00:00", "2021-08-13"),
        // Resumed on the same day.
        ("2021-08-04 10:00", "2021-08-04 17:00", "2021-08-11"),
        // From the day of the start on: as if it had started when it was resumed.
        ("2021-08-02 10:00", "2021-08-03 00:00", "2021-08-12"),
        // From the due day itself.
        ("2021-08-11 10:00", "2021-08-13 00:00", "2021-08-13"),
        // Into Mid-Autumn, whose worked Saturday is a unit.
        ("2021-08-11 10:00", "2021-09-19 00:00", "2021-09-22"),
        // Late by then.
        ("2021-08-12 10:00", "2021-08-20 00:00", "2021-08-11"),
    ] {
        assert_eq!(
            due_after(seven(), [suspended(from, until)]),
            day(due_on),
            "{from} – {until}"
        );
    }
}

#[test]
fn a_suspension_shifts_the_raw_end_and_rolls_once() {
    // Five calendar days from Monday 2 August: raw end Saturday the 7th, rolled to Monday the 9th.
    let five = || clock("2021-08-02 09:00", span(5, Unit::CalendarDay), None);
    assert_eq!(limit(&five()).due_on, day("2021-08-09"));
    // Two days on: Monday the 9th, not rolled Monday plus two.
    let two_days = suspended("2021-08-03 09:00", "2021-08-05 00:00");
    assert_eq!(due_after(five(), [two_days]), day("2021-08-09"));
    // Suspended from the Monday it had rolled to: in time, so not late on resuming.
    let from_rolled = suspended("2021-08-09 09:00", "2021-08-11 00:00");
    assert_eq!(due_after(five(), [from_rolled]), day("2021-08-11"));
}

#[test]
fn hours_are_suspended_to_the_second() {
    let mut urgent = clock("2021-08-02 09:00", span(24, Unit::Hour), None);
    urgent.change(suspended("2021-08-02 10:00", "2021-08-04 00:00"));
    urgent.resume(at("2021-08-02 12:30"));
    assert_eq!(limit(&urgent).due_at, Some(at("2021-08-03 11:30")));
    urgent.change(suspended("2021-08-03 11:30", "2021-08-04 00:00"));
    assert_eq!(
        limit(&urgent).due_at,
        Some(at("2021-08-03 11:30")),
        "late by then"
    );
}

#[test]
fn resuming_early_gives_back_only_the_days_it_stood_still() {
    let mut clock = seven();
    clock.change(suspended("2021-08-04 10:00", "2021-08-30 00:00"));
    clock.resume(at("2021-08-06 15:00"));
    assert_eq!(limit(&clock).due_on, day("2021-08-13"));
    clock.resume(at("2021-08-25 00:00"));
    assert_eq!(limit(&clock).due_on, day("2021-08-13"));
}

#[test]
fn an_imposed_day_does_not_yield_to_a_suspension() {
    let imposed = Change::Imposed {
        on: day("2021-08-09"),
    };
    let changes = [imposed, suspended("2021-08-04 10:00", "2021-08-06 00:00")];
    assert_eq!(due_after(seven(), changes), day("2021-08-09"));
}

#[test]
fn a_suspension_after_an_extension_shifts_the_granted_day() {
    let extended = Change::Extended {
        until: day("2021-08-20"),
    };
    let changes = [extended, suspended("2021-08-12 10:00", "2021-08-16 00:00")];
    assert_eq!(due_after(seven(), changes), day("2021-08-24"));
}

#[test]
fn an_ended_clock_keeps_its_limit_under_any_calendar() {
    let mut running = clock("2026-12-31 09:00", span(3, Unit::WorkingDay), None);
    let mut ended = running.clone();
    ended.end(at("2027-01-06 23:59"), &shipped(), ZONE);
    // New Year 2027 off until Monday the 4th, with Saturday the 9th worked.
    let notice = Notice::new(
        2027,
        &[day("2027-01-01"), day("2027-01-04")],
        &[day("2027-01-09")],
    );
    let published = shipped().with_notice(2027, notice.unwrap());
    assert_eq!(running.limit(&shipped(), ZONE).due_on, day("2027-01-06"));
    assert!(running.limit(&shipped(), ZONE).provisional);
    assert_eq!(running.limit(&published, ZONE).due_on, day("2027-01-07"));
    assert!(!running.limit(&published, ZONE).provisional);
    assert_eq!(ended.limit(&published, ZONE).due_on, day("2027-01-06"));
    assert!(ended.ended().unwrap().met);
    assert_eq!(ended.light(&published, ZONE, at("2027-03-01 00:00")), None);
    running.end(at("2027-01-07 00:00"), &shipped(), ZONE);
    assert!(!running.ended().unwrap().met);
}

#[test]
fn tracking_runs_to_its_next_day_and_leaves_the_first_end_counted() {
    let mut clock = seven();
    clock.end(at("2021-08-11 17:00"), &shipped(), ZONE);
    clock.track(day("2021-08-31"));
    assert_eq!(limit(&clock).due_on, day("2021-08-31"));
    assert_eq!(limit(&clock).original_due_on, day("2021-08-11"));
    assert!(clock.ended().is_none());
    clock.end(at("2021-09-02 17:00"), &shipped(), ZONE);
    assert!(!clock.ended().unwrap().met);
    clock.track(day("2021-09-30"));
    assert!(clock.counted_end().unwrap().met);
}

#[test]
fn a_clock_survives_storage() {
    let mut clock = seven();
    clock.change(suspended("2021-08-04 10:00", "2021-08-06 00:00"));
    clock.change(Change::Extended {
        until: day("2021-08-20"),
    });
    clock.end(at("2021-08-19 10:00"), &shipped(), ZONE);
    let stored = serde_json::to_string(&clock).unwrap();
    assert_eq!(serde_json::from_str::<Clock>(&stored).unwrap(), clock);
}

#[test]
fn every_fact_of_a_limit_is_among_its_reasons() {
    let mut clock = seven();
    clock.change(suspended("2021-08-04 10:00", "2021-08-06 00:00"));
    clock.change(Change::Imposed {
        on: day("2021-08-12"),
    });
    let reasons: Vec<String> = clock
        .reasons(ZONE)
        .into_iter()
        .map(|text| text.zh)
        .collect();
    assert_eq!(
        reasons,
        [
            "自2021-08-02起算，期限7个工作日",
            "2021-08-04至2021-08-06（不含当日）挂起，期限相应顺延",
            "上级或领导要求2021-08-12前办结，早于其他期限的从其要求",
        ]
    );
}

#[test]
fn remaining_working_days_turn_negative_when_the_limit_has_passed() {
    for (today, remaining) in [
        ("2021-08-04", 5),
        ("2021-08-11", 0),
        ("2021-08-12", -1),
        ("2021-08-14", -2),
        ("2021-08-16", -3),
    ] {
        let found = remaining_working_days(day("2021-08-11"), day(today), &shipped());
        assert_eq!(found, remaining, "{today}");
    }
}
