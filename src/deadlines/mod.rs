//! Time limits: which policy applies to a problem, when its clocks run out, and their lights.
//!
//! Hands out [`rules::Clock`], which keeps the facts a limit is derived from (start, target,
//! suspensions, extensions, imposed days) and derives the limit from them and the calendar, so that
//! a corrected calendar needs nothing but the facts; and the policies with their presets.

pub mod actions;
pub mod api;
pub mod input;
pub mod rules;
pub mod store;
