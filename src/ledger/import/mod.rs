//! The ledger in: enterprises, visits and problems from xlsx and csv. A file is read, its columns
//! are matched and every row is checked before anything is written; then what is new is published
//! in one transaction, as the history that it is.

pub mod actions;
pub mod api;
pub mod rules;
pub mod state;
pub mod store;
