//! Counts as of a date: every number of the product, and the list of the problems behind it.
//!
//! Numbers come from the as-of ledger (`problem_states` and its like), which the problems and
//! visits write with each event. [`store::measure`] is the one table of what each count means;
//! the table, the reports and `count_of` in the list of problems all read it there.

pub mod actions;
pub mod api;
pub mod rules;
pub mod store;
