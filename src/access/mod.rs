//! Who may come in and what they may touch: users, roles, sessions, tokens, rights and scope.

pub mod actions;
pub mod api;
mod hs256;
pub mod input;
pub mod passwords;
pub mod rights;
pub mod rules;
pub mod store;
pub mod tokens;

pub use rules::{Actor, Role, Scope};
