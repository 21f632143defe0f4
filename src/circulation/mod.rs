//! What goes round by mail beyond a word of what happened. [`Details`] completes the letters to departments
//! as they leave.
//!
//! The closed week goes round by mail: to leaders the report of all, to each park's staff their
//! park's, once per person and week, in a week in which nothing happened too.
//!
//! [`actions::circulate`] is a job. What a week's mails hold is written from the stored report, so it
//! doesn't matter which node does it, or when.

pub mod actions;
pub mod api;
mod details;
pub mod letter;
pub mod rules;
pub mod store;

pub use details::Details;
