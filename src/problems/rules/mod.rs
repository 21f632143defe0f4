//! The pure half of the module: words, the state table, who may do what and when, and what a
//! well-formed body is. Nothing here does I/O or knows the present moment.

pub mod bodies;
pub mod check;
pub mod confidential;
pub mod facts;
pub mod guards;
pub mod history;
pub mod number;
pub mod present;
pub mod queue;
pub mod report;
pub mod state_page;
pub mod table;
pub mod words;
