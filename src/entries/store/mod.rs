//! Rows and queries of entries. What somebody may see is decided by [`Scope`](crate::access::Scope) inside
//! every query that takes an id or makes a list.

mod counts;
mod entries;
mod events;
mod links;
mod list;
mod milestones;
mod months;
mod states;
mod values;

pub use counts::{Counted, among, behind, groups, members};
pub use entries::{
    EntryRow, NewEntry, OfEnterprise, count_of_enterprise, enterprises_of, find, hold, ids_in,
    insert, is_leader, is_visible, ledgers_of, names, next_number, of_enterprise, present_fields,
    rows_of, save, turn, visible,
};
pub use events::{
    EventRow, NewEvent, append, changed_after, changes_as_of, count as count_events,
    last as last_event, last_of, length, moved_at_doors, of_entry as events_of, timeline,
};
pub use links::{LinkRow, NewLink, insert as insert_link, of as links_of, remove as remove_link};
pub use list::{
    EntryFilter, ListCursor, Mine, Sort, ValueFilter, Waiting, count, ids, list, naming, one_of,
    place, rows,
};
pub use milestones::{
    DueMilestone, MilestoneRow, add as add_milestone, due as due_milestones, not_reminded,
    of as milestones_of, of_many as milestones_of_many, remind_on, reminded,
    update as update_milestone,
};
pub use months::{MonthRow, add as add_month, as_of as months_as_of, of as months_of};
pub use states::{StateRow, note_state, note_values, stretches, stretches_of, value_stretches};
pub use values::{replace as replace_values, rows_of as values_of};
