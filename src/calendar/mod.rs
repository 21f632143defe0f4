//! Working days: weekends and the State Council's yearly notices with their swapped weekends; and
//! the weeks that are reported on, with the day up to which they are closed.
//!
//! Hands out [`Calendar`](rules::Calendar), which tells for any day whether it is a working day and
//! why, and whether the notice it rests on is published yet.

pub mod actions;
pub mod api;
pub mod checked_clock;
pub mod closed_weeks;
pub mod rules;
pub mod store;
mod week;

pub use actions::RunningLimits;
pub use week::Week;
