//! What is calculated about projects; no database, no HTTP, no clock.
//!
//! The one day asked about comes in as `as_of` or `today`; what was known by that day is the caller's to choose.

pub mod facts;
pub mod fraction;
pub mod month;
pub mod paper;
pub mod progress;
#[cfg(test)]
mod progress_tests;
pub mod quantity;
pub mod rates;
#[cfg(test)]
mod rates_tests;
pub mod roadmap;
pub mod schedule;
#[cfg(test)]
mod schedule_tests;
pub mod screening;
pub mod sentence;
pub mod target;
