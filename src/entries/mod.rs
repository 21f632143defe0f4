//! The engine of the ledgers: what every ledger does alike is written once here, and what one is like
//! stands in its [`description::Description`].
//!
//! An entry is a row of a ledger: listed, owned by a unit, walked along its states by moves, planned in
//! milestones, reported monthly. Nothing here knows what a particular ledger is about; a ledger of our
//! own adds its rules through [`Ledger`], one from a file goes without.

pub mod actions;
pub mod api;
mod custom;
pub mod description;
mod fields;
pub mod ledger;
pub mod rules;
mod served;
pub mod store;

pub use custom::Custom;
pub use fields::Change;
pub use ledger::{AnyLedger, Compiled, Ledger};
pub use served::{serve, served};
