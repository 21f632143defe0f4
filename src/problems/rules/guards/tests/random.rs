//! All rules at random: the promise and the check agree, and the table is never bypassed.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::problems::rules::queue::{Moments, Responsible, waits};
use crate::problems::rules::table::{Need, TABLE};
use crate::problems::rules::words::Outcome;

fn any_facts() -> impl Strategy<Value = Facts> {
    let pending = prop::sample::subsequence(RequestKind::ALL.to_vec(), 0..=3);
    (
        prop::sample::select(Status::ALL.to_vec()),
        prop::option::of(prop::sample::select(Outcome::ALL.to_vec())),
        any::<(bool, bool, bool)>(),
        (0..15u32, any::<bool>(), 1..8i64, 1..8i64),
        pending,
        prop::collection::vec((1..5u32, any::<bool>(), any::<Option<bool>>()), 0..5),
    )
        .prop_map(
            |(
                status,
                outcome,
                (is_final, finished, led),
                (due, extendable, asked_by, user_id),
                kinds,
                asked,
            )| {
                let mut facts = problem(status);
                facts.outcome = outcome;
                facts.lead = facts.lead.filter(|_| led).map(|lead| Lead {
                    is_final,
                    extension_refusal: (!extendable)
                        .then(|| ("deadline.limit_passed", text("已届满", "passed"))),
                    return_ends: now()
                        .checked_sub_days(chrono::Days::new(7))
                        .and_then(|from| from.checked_add_days(chrono::Days::new(due.into()))),
                    ..lead
                });
                facts.supports[0].finished = finished;
                facts.pending = kinds
                    .into_iter()
                    .map(|kind| Pending { kind, asked_by })
                    .collect();
                facts.resolved_by = Some(ResolvedBy {
                    user_id,
                    department_id: led.then_some(9),
                });
                facts.follow_ups = asked
                    .into_iter()
                    .map(|(on, reached, solved)| Asked {
                        on: NaiveDate::from_ymd_opt(2021, 8, on).unwrap(),
                        reached,
                        solved: solved.filter(|_| reached),
                    })
                    .collect();
                facts
            },
        )
}

proptest! {
    /// The promise and the check agree for everybody, everywhere.
    #[test]
    fn what_is_allowed_is_exactly_what_passes_in_some_name(facts in any_facts(), who in 0..PEOPLE.len()) {
        let person = PEOPLE[who];
        let allowed = allowed_actions(&person, &facts, now());
        for action in Action::ALL {
            let names = [Name::Own, Name::Department(9), Name::Department(8), Name::Department(7)];
            let passes = names.into_iter().any(|name| check(&person, name, *action, &facts, now()).is_ok());
            prop_assert_eq!(allowed.contains(action), passes, "{}", action);
        }
    }

    /// No row of the table is bypassed: what passes starts from one of its states and is by one of its relations.
    #[test]
    fn what_passes_stands_in_the_table(facts in any_facts(), who in 0..PEOPLE.len()) {
        let person = PEOPLE[who];
        for action in allowed_actions(&person, &facts, now()) {
            prop_assert!(TABLE.iter().any(|row| row.action == action && row.from.contains(&facts.status)));
            prop_assert!(action.roles().contains(&person.role));
            let needs_other = action.moves().any(|row| row.needs.contains(&Need::NotWhoResolved));
            prop_assert!(!needs_other || facts.resolved_by.is_none_or(|by| by.user_id != person.user_id));
        }
    }

    /// What waits for somebody is what they may do.
    #[test]
    fn what_waits_is_allowed_to_those_it_waits_for(facts in any_facts(), pressing in any::<bool>()) {
        let at = pressing.then(now);
        let moments = Moments { first_report: at, reply_late: at, overdue: at, ..Moments::default() };
        for wait in waits(&facts, &moments) {
            let whom: &[Requester] = match wait.whom {
                Responsible::Office => &[PARK, COORDINATOR],
                Responsible::Coordinator => &[COORDINATOR],
                Responsible::Leader => &[LEADER],
                Responsible::Department if wait.department_id == Some(9) => &[LEAD],
                Responsible::Department => &[SUPPORT],
            };
            for person in whom {
                let theirs = wait.excluded_user != Some(person.user_id);
                let allowed = allowed_actions(person, &facts, now()).contains(&wait.action);
                prop_assert_eq!(theirs, allowed, "{:?} of {:?}", wait, person);
            }
        }
    }

    /// Administrators, auditors and people from elsewhere have no move on any problem.
    #[test]
    fn strangers_have_no_move(facts in any_facts()) {
        prop_assert_eq!(allowed_actions(&AUDITOR, &facts, now()), vec![]);
        prop_assert_eq!(allowed_actions(&OTHER_PARK, &facts, now()), vec![]);
    }
}
