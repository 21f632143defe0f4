//! Parks, departments, enterprises and categories: who is visited, who solves, and what about.

pub mod actions;
pub mod api;
pub mod input;
pub mod rules;
pub mod store;
