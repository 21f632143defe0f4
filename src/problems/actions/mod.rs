//! One function a use case. Each runs inside one write transaction on a [`WriteContext`]: take the problem's
//! [`LoadedProblem`] (404, 403, 422, 412, 409 in this order), change it, and finish with one event.

mod assign;
mod contacts;
mod context;
mod exclude;
mod finish;
mod import_history;
mod loaded;
mod projects;
mod queue;
mod redacted;
mod report;
mod requests;
mod settle;
mod steer;
mod system;
mod time_limits;
mod work;

pub use assign::{add_support, dispatch, redispatch};
pub use contacts::{ProblemContacts, contacts};
pub use context::{WriteContext, person_of};
pub use exclude::{merge, reinstate, reject, withdraw};
pub use import_history::import_history;
pub use loaded::LoadedProblem;
pub use projects::{AS_PROGRESS, About, Filed, Filing, PROJECT, ProjectLinks, ProjectOf};
pub use queue::fill_waits;
pub use redacted::{
    ProblemRedaction, RedactedProblem, cover_of, events_seen_by, identifying_words, in_title,
    redacted_title, redacted_titles, searched, seen_by,
};
pub use report::{edit, report, similar};
pub use requests::{
    decide_extension, decide_return, decide_suspension, request_extension, request_suspension,
    resume, send_back,
};
pub use settle::{
    answered_through_a_door, close, follow_up, reopen, resolve, resolve_on_site, track,
};
pub use steer::{comment, escalate, supervise, transfer_park};
pub use system::{limits_that_would_move, move_limits, resume_due};
pub use time_limits::TimeLimit;
pub use work::{accept, assign_handler, on_site, progress, reply};
