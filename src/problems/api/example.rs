//! The problem that the OpenAPI document shows: the one of the demo on the day it was accepted.

use chrono::NaiveDate;

use super::out::{AssignmentOut, ClockOut, ClocksOut, ProblemOut};
use crate::deadlines::rules::Light;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{AssignmentRole, ClockKind, Level, Severity, Source, Status};

fn august(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 8, day).unwrap_or_default()
}

fn filed_at() -> String {
    "2021-08-03T10:00:00+08:00".to_owned()
}

fn accepted_at() -> String {
    "2021-08-03T15:00:00+08:00".to_owned()
}

fn clocks() -> ClocksOut {
    let solve = ClockOut {
        due_on: august(12),
        due_at: None,
        original_due_on: august(12),
        light: Some(Light::Green),
        remaining_working_days: Some(7),
        provisional: false,
        met: None,
        why: vec!["自2021-08-03起算，期限7个工作日".to_owned()],
    };
    let mut clocks = ClocksOut::default();
    clocks.put(ClockKind::Solve, solve);
    clocks
}

fn lead() -> AssignmentOut {
    AssignmentOut {
        id: 13,
        department_id: 1,
        role: AssignmentRole::Lead,
        round: 1,
        handler: Some("李工".to_owned()),
        is_final: false,
        note: None,
        meet_at: Some("2021-08-04T10:00:00+08:00".to_owned()),
        place: Some("聚合庄生态农庄生产区".to_owned()),
        dispatched_at: filed_at(),
        accepted_at: Some(accepted_at()),
        finished_at: None,
        clocks: clocks(),
    }
}

/// As its lead department sees it.
pub fn problem() -> ProblemOut {
    ProblemOut {
        id: 13,
        number: "SH-2021-013".to_owned(),
        title: "担心后续用电得不到保障".to_owned(),
        description: "葡萄种植示范基地规划一百亩，生产区已建成九成，一旦停电就要停产。".to_owned(),
        park_id: 1,
        confidential: false,
        enterprise_id: Some(1),
        enterprise_name: Some("聚合庄生态农庄".to_owned()),
        site_name: None,
        visit_id: Some(21),
        source: Source::Visit,
        source_reference: None,
        source_due_on: None,
        category_id: Some(4),
        severity: Severity::Ordinary,
        level: Level::District,
        status: Status::InProgress,
        outcome: None,
        round: 1,
        raised_on: august(3),
        reported_at: filed_at(),
        dispatched_at: Some(filed_at()),
        accepted_at: Some(accepted_at()),
        resolved_at: None,
        closed_at: None,
        assignments: vec![lead()],
        clocks: clocks(),
        light: Some(Light::Green),
        requests: vec![],
        suspension: None,
        rest: None,
        follow_ups: vec![],
        satisfaction: None,
        returned_count: 0,
        reopened_count: 0,
        extended_count: 0,
        supervised_count: 0,
        merged_into_id: None,
        allowed_actions: vec![
            Action::OnSite,
            Action::AssignHandler,
            Action::Return,
            Action::Progress,
            Action::RequestExtension,
            Action::RequestSuspension,
            Action::Resolve,
            Action::Comment,
        ],
        similar: None,
        created_at: filed_at(),
        updated_at: "2021-08-03T15:30:00+08:00".to_owned(),
        version: 4,
    }
}
