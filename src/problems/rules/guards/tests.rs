//! The rules one by one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod closing;
mod random;

use super::super::facts::{Asked, Lead, Pending, ResolvedBy, Support};
use super::super::words::{RequestKind, Status};
use super::*;
use crate::access::Role;
use chrono::NaiveDate;

const PARK: Requester = Requester {
    user_id: 1,
    role: Role::ParkStaff,
    park_id: Some(3),
    department_id: None,
};
const OTHER_PARK: Requester = Requester {
    user_id: 2,
    role: Role::ParkStaff,
    park_id: Some(4),
    department_id: None,
};
const COORDINATOR: Requester = Requester {
    user_id: 3,
    role: Role::Coordinator,
    park_id: None,
    department_id: None,
};
const LEAD: Requester = Requester {
    user_id: 4,
    role: Role::DepartmentStaff,
    park_id: None,
    department_id: Some(9),
};
const SUPPORT: Requester = Requester {
    user_id: 5,
    role: Role::DepartmentStaff,
    park_id: None,
    department_id: Some(8),
};
const LEADER: Requester = Requester {
    user_id: 6,
    role: Role::Leader,
    park_id: None,
    department_id: None,
};
const AUDITOR: Requester = Requester {
    user_id: 7,
    role: Role::Auditor,
    park_id: None,
    department_id: None,
};
const PEOPLE: [Requester; 7] = [
    PARK,
    OTHER_PARK,
    COORDINATOR,
    LEAD,
    SUPPORT,
    LEADER,
    AUDITOR,
];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    at("2021-08-04T02:00:00Z")
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn problem(status: Status) -> Facts {
    Facts {
        status,
        outcome: None,
        park_id: 3,
        lead: Some(Lead {
            department_id: 9,
            is_final: false,
            return_ends: Some(at("2021-08-04T00:00:00Z")),
            extension_refusal: None,
        }),
        supports: vec![Support {
            department_id: 8,
            finished: false,
        }],
        former: vec![7],
        pending: vec![],
        follow_ups: vec![],
        resolved_by: None,
    }
}

fn resolved(outcome: Outcome) -> Facts {
    Facts {
        outcome: Some(outcome),
        resolved_by: Some(ResolvedBy {
            user_id: LEAD.user_id,
            department_id: Some(9),
        }),
        ..problem(Status::Resolved)
    }
}

fn asked(on: &str, reached: bool, solved: Option<bool>) -> Asked {
    Asked {
        on: day(on),
        reached,
        solved,
    }
}

fn refused(
    person: Requester,
    name: Name,
    action: Action,
    facts: &Facts,
    moment: DateTime<Utc>,
) -> &'static str {
    match check(&person, name, action, facts, moment) {
        Ok(()) => "ok",
        Err(Refusal::Requester { code, .. } | Refusal::Now { code, .. }) => code,
        Err(Refusal::Department) => "department",
    }
}

fn own(person: Requester, action: Action, facts: &Facts) -> &'static str {
    refused(person, Name::Own, action, facts, now())
}

#[test]
fn the_lead_of_a_case_in_progress_sees_the_moves_of_the_contracts_sample() {
    let moves: Vec<_> = allowed_actions(&LEAD, &problem(Status::InProgress), now())
        .into_iter()
        .map(Action::as_str)
        .collect();
    assert_eq!(
        moves,
        [
            "on_site",
            "assign_handler",
            "progress",
            "request_extension",
            "request_suspension",
            "resolve",
            "comment"
        ]
    );
}

#[test]
fn the_wrong_person_is_told_so_before_the_state_is_looked_at() {
    assert_eq!(
        own(SUPPORT, Action::Accept, &problem(Status::InProgress)),
        "problem.not_yours"
    );
    assert_eq!(
        own(LEAD, Action::Accept, &problem(Status::InProgress)),
        "problem.transition_not_allowed"
    );
    assert_eq!(
        own(PARK, Action::Edit, &problem(Status::Dispatched)),
        "problem.not_yours"
    );
    assert_eq!(
        own(PARK, Action::Edit, &problem(Status::Closed)),
        "problem.transition_not_allowed"
    );
}

#[test]
fn a_refused_move_tells_the_possible_ones() {
    let Err(Refusal::Now {
        allowed, detail, ..
    }) = check(
        &COORDINATOR,
        Name::Own,
        Action::Dispatch,
        &problem(Status::Resolved),
        now(),
    )
    else {
        panic!("a resolved problem was dispatched");
    };
    assert_eq!(
        allowed,
        [
            Action::FollowUp,
            Action::Reopen,
            Action::Supervise,
            Action::Comment
        ]
    );
    assert!(
        detail.zh.ends_with("现在可以：回访、重办、督办、留言"),
        "{}",
        detail.zh
    );
}

#[test]
fn the_coordinator_and_the_filing_park_act_on_behalf_of_departments_on_the_problem() {
    let facts = problem(Status::Dispatched);
    for person in [COORDINATOR, PARK] {
        assert_eq!(
            refused(person, Name::Department(9), Action::Accept, &facts, now()),
            "ok"
        );
        assert_eq!(own(person, Action::Accept, &facts), "problem.not_yours");
        assert_eq!(
            refused(person, Name::Department(8), Action::Accept, &facts, now()),
            "department"
        );
        assert_eq!(
            refused(person, Name::Department(7), Action::OnSite, &facts, now()),
            "department"
        );
        assert_eq!(
            refused(person, Name::Department(8), Action::Reply, &facts, now()),
            "ok"
        );
    }
    for person in [LEAD, LEADER, OTHER_PARK] {
        assert_eq!(
            refused(person, Name::Department(9), Action::Accept, &facts, now()),
            "problem.not_yours"
        );
    }
}

#[test]
fn a_return_holds_to_its_limit_and_is_not_made_twice() {
    let mut facts = problem(Status::Dispatched);
    let on =
        |moment: &str, facts: &Facts| refused(LEAD, Name::Own, Action::Return, facts, at(moment));
    assert_eq!(on("2021-08-03T23:59:59.999Z", &facts), "ok");
    assert_eq!(
        on("2021-08-04T00:00:00Z", &facts),
        "problem.return_limit_passed"
    );
    if let Some(lead) = &mut facts.lead {
        lead.return_ends = None;
    }
    assert_eq!(on("2021-12-31T00:00:00Z", &facts), "ok");
    if let Some(lead) = &mut facts.lead {
        lead.is_final = true;
    }
    assert_eq!(on("2021-08-03T00:00:00Z", &facts), "problem.return_final");
}

#[test]
fn an_extension_waits_for_no_other_and_holds_to_the_policy() {
    let mut facts = problem(Status::InProgress);
    assert_eq!(own(LEAD, Action::RequestExtension, &facts), "ok");
    let pending = |kind| vec![Pending { kind, asked_by: 4 }];
    facts.pending = pending(RequestKind::Extension);
    assert_eq!(
        own(LEAD, Action::RequestExtension, &facts),
        "problem.request_pending"
    );
    facts.pending = pending(RequestKind::Suspension);
    assert_eq!(own(LEAD, Action::RequestExtension, &facts), "ok");
    if let Some(lead) = &mut facts.lead {
        lead.extension_refusal = Some(("deadline.limit_passed", text("已届满", "passed")));
    }
    assert_eq!(
        own(LEAD, Action::RequestExtension, &facts),
        "deadline.limit_passed"
    );
}

#[test]
fn nobody_rules_on_what_they_asked_for() {
    let mut facts = problem(Status::Returned);
    assert_eq!(
        own(COORDINATOR, Action::DecideReturn, &facts),
        "problem.no_request_pending"
    );
    facts.pending = vec![Pending {
        kind: RequestKind::Return,
        asked_by: LEAD.user_id,
    }];
    assert_eq!(own(COORDINATOR, Action::DecideReturn, &facts), "ok");
    facts.pending = vec![Pending {
        kind: RequestKind::Return,
        asked_by: COORDINATOR.user_id,
    }];
    assert_eq!(
        own(COORDINATOR, Action::DecideReturn, &facts),
        "problem.own_request"
    );
}

#[test]
fn who_resolved_neither_asks_nor_closes_nor_reopens_nor_tracks() {
    let mut facts = resolved(Outcome::PartlySolved);
    facts.follow_ups = vec![asked("2021-08-04", true, Some(true))];
    let moves = [
        Action::FollowUp,
        Action::Track,
        Action::Close,
        Action::Reopen,
    ];
    for action in moves {
        assert_eq!(own(PARK, action, &facts), "ok", "{action}");
        assert_eq!(own(LEAD, action, &facts), "problem.not_yours", "{action}");
    }
    facts.resolved_by = Some(ResolvedBy {
        user_id: PARK.user_id,
        department_id: None,
    });
    for action in moves {
        assert_eq!(
            own(PARK, action, &facts),
            "problem.own_resolution",
            "{action}"
        );
        assert_eq!(own(COORDINATOR, action, &facts), "ok", "{action}");
    }
    let colleague = Requester {
        user_id: 77,
        ..PARK
    };
    assert_eq!(own(colleague, Action::Close, &facts), "ok");
}

#[test]
fn only_what_leaves_a_rest_is_tracked() {
    for outcome in Outcome::ALL {
        let fine = own(PARK, Action::Track, &resolved(*outcome)) == "ok";
        assert_eq!(fine, outcome.has_remaining_work(), "{outcome}");
    }
}

#[test]
fn a_part_is_replied_to_once() {
    let mut facts = problem(Status::InProgress);
    assert_eq!(own(SUPPORT, Action::Reply, &facts), "ok");
    facts.supports[0].finished = true;
    assert_eq!(
        own(SUPPORT, Action::Reply, &facts),
        "problem.already_replied"
    );
    assert_eq!(own(SUPPORT, Action::Progress, &facts), "ok");
}

#[test]
fn a_department_that_lost_it_may_still_comment() {
    let former = Requester {
        user_id: 70,
        department_id: Some(7),
        ..LEAD
    };
    assert_eq!(
        allowed_actions(&former, &problem(Status::InProgress), now()),
        [Action::Comment]
    );
}
