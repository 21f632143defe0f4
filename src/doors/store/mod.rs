//! Rows and queries of doors. Whose enterprise it is decides who sees a door and what came through
//! it: an enterprise that moves to another park takes both along.

mod answers;
mod doors;
mod reports;

pub use answers::{
    AnswerRow, StepRow, add_answer, answers_since, answers_to, count_seen, find_seen, seen, steps,
};
pub use doors::{
    DoorRow, NewDoor, count_open, find, find_by_hash, hold, hold_enterprise, insert, list,
    note_use, save, user_names,
};
pub use reports::{
    DoorReportFilter, NewReport, ReportRow, count_on, count_reports, decide, find_report,
    forget_key, hold_report, insert_report, list_reports, of_door, problem_numbers, repeated,
};
