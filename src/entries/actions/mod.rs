//! One function a use case, each within one write transaction: take the entry (404, 403, 422, 412, 409 in this
//! order), change it, and finish with one event.

mod act;
mod checks;
mod common;
mod context;
mod create;
mod finish;
mod ids;
mod imported;
mod linked;
mod rebuilt;
mod statistics;

pub use act::{act, allowed, body_of, permitted};
pub use context::{Entry, ImportContext, WARNING, WriteContext, milestone};
pub use create::{create, given};
pub use imported::{Belongs, faults, import};
pub use linked::Linked;
pub use rebuilt::{Rebuilt, fields_as_of, rebuilt};
pub use statistics::{among, ask, table};
