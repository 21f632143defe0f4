//! The weekly report: composed from the statistics and the lists behind them, a draft until it is
//! issued or its cut-off passes, and from then on the same bytes for ever. Months and quarters are
//! composed alike; a month is issued once, a quarter never closed.
//!
//! A report becomes one paper ([`rules::paper`]), and `render` draws the paper in each format.
//!
//! Hands out [`actions::close_due_weeks`], which jobs run and which runs before the server is
//! ready, so that weeks are closed in order even where nothing ran for a month.

pub mod actions;
pub mod api;
pub mod render;
pub mod rules;
pub mod store;
