//! Rows and queries of problems. What somebody may see is decided by [`Scope`] inside every query
//! that takes an id or makes a list, so that a list, a count and a look-up can't disagree.

mod clocks;
mod events;
mod known;
mod ledger;
mod list;
mod problems;
mod queue;

pub use clocks::{AssignmentRow, ClockRow, NewAssignment, NewClock};
pub use clocks::{
    assignments_of, clocks_of, insert_assignment, insert_clock, running_clocks, update_assignment,
    update_clock,
};
pub use events::{
    EventRow, NewEvent, append, covered, last_event, length, of_kinds, recorded_at, timeline,
};
pub use known::{Ids, unknown};
pub use ledger::{StateRow, SupportRow, forever, note_state, note_support};
pub use list::{
    ListCursor, MineFilter, ProblemFilter, Search, TitlePart, confidential_titles, count, ids,
    list, place, rows,
};
pub use problems::{
    NewProblem, ProblemRow, after, confidential_among, find, find_any, find_many, hold, hold_any,
    identities, insert, lock_both, next_number, open_of_enterprise, save, suspended, visited,
};
pub use queue::{
    Counted, NewWait, QueueCursor, QueueOwner, QueueReader, WaitRow, counts, never, note_waits,
    waiting,
};
