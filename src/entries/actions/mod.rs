//! One function a use case, each within one write transaction: take the entry (404, 403, 422, 412, 409 in this
//! order), change it, and finish with one event.

mod act;
mod at_door;
mod checks;
mod common;
mod context;
mod create;
mod finish;
mod forget;
mod holidays;
mod ids;
mod imported;
mod late;
mod linked;
mod mails;
mod rebuilt;
mod reminders;
mod statistics;
mod unit;

pub use act::{act, allowed, body_of, permitted};
pub use at_door::act_at_door;
pub use context::{Author, Entry, ImportContext, WARNING, WriteContext, milestone};
pub use create::{DISTRICT, create, given};
pub use finish::counted_on;
pub use forget::{forget, is_forgetting_due};
pub use holidays::follow_notice;
pub use imported::{Belongs, faults, import};
pub use late::{Late, OnDay, late, on_day};
pub use linked::Linked;
pub use rebuilt::{Rebuilt, fields_as_of, in_use, rebuilt};
pub use reminders::{is_due, remind};
pub use statistics::{Behind, Question, among, ask, behind, new_in_period, table};
pub use unit::unit_of;
