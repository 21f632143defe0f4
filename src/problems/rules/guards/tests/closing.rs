//! When a problem may be closed.

use super::*;

#[test]
fn closing_takes_a_yes_that_still_stands() {
    let close = |outcome, follow_ups: &[Asked]| {
        own(
            PARK,
            Action::Close,
            &Facts {
                follow_ups: follow_ups.to_vec(),
                ..resolved(outcome)
            },
        )
    };
    let yes = asked("2021-08-04", true, Some(true));
    let no = asked("2021-08-04", true, Some(false));
    let mute = asked("2021-08-04", true, None);
    assert_eq!(close(Outcome::Solved, &[]), "problem.not_confirmed");
    assert_eq!(close(Outcome::Solved, &[yes]), "ok");
    assert_eq!(close(Outcome::Solved, &[yes, no]), "problem.not_confirmed");
    assert_eq!(close(Outcome::Solved, &[no, yes]), "ok");
    assert_eq!(close(Outcome::Solved, &[yes, mute]), "ok");
    assert_eq!(close(Outcome::Solved, &[mute]), "problem.not_confirmed");
    assert_eq!(close(Outcome::Explained, &[mute]), "ok");
    assert_eq!(close(Outcome::Explained, &[]), "problem.not_confirmed");
}

#[test]
fn three_days_of_finding_nobody_close_it_and_two_do_not() {
    let close = |days: &[&str]| {
        let follow_ups = days.iter().map(|on| asked(on, false, None)).collect();
        own(
            PARK,
            Action::Close,
            &Facts {
                follow_ups,
                ..resolved(Outcome::Solved)
            },
        )
    };
    assert_eq!(
        close(&["2021-08-02", "2021-08-03"]),
        "problem.not_confirmed"
    );
    assert_eq!(
        close(&["2021-08-02", "2021-08-03", "2021-08-03"]),
        "problem.not_confirmed"
    );
    assert_eq!(close(&["2021-08-02", "2021-08-03", "2021-08-04"]), "ok");
}
