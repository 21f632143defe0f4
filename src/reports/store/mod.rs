//! The lists behind a report's numbers, and the reports of closed weeks.

pub mod closed;
pub mod entries;
pub mod lists;
