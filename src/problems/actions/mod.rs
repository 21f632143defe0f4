//! One function a use case. Each runs inside one write transaction on a [`Desk`]: take the problem's
//! [`Dossier`] (404, 403, 422, 412, 409 in this order), change it, and finish with one event.

mod assign;
mod desk;
mod dossier;
mod exclude;
mod finish;
mod report;
mod requests;
mod seen;
mod settle;
mod steer;
mod system;
mod ticking;
mod told;
mod waiting;
mod work;

pub use assign::{add_support, dispatch, redispatch};
pub use desk::{Desk, person_of};
pub use dossier::Dossier;
pub use exclude::{merge, reinstate, reject, withdraw};
pub use report::{edit, report, similar};
pub use requests::{
    decide_extension, decide_return, decide_suspension, request_extension, request_suspension,
    resume, send_back,
};
pub use seen::{
    Cover, Seen, cover_of, events_seen_by, in_title, seen_by, told_title, told_titles, unsayable,
};
pub use settle::{
    answered_through_a_door, close, follow_up, reopen, resolve, resolve_on_site, track,
};
pub use steer::{comment, escalate, supervise, transfer_park};
pub use system::{limits_that_would_move, move_limits, resume_due};
pub use ticking::Ticking;
pub use told::tell;
pub use waiting::fill_waits;
pub use work::{accept, assign_handler, on_site, progress, reply};
