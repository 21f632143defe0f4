//! The lists behind a report's numbers, the closings of weeks and their reports, issued months.

pub mod closed;
pub mod closings;
pub mod entries;
pub mod issued;
pub mod lists;
