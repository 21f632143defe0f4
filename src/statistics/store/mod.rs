//! Queries over the as-of ledger.

mod cases;
pub mod kept;
pub mod measure;
pub mod members;
pub mod problems;
pub mod supporting;
#[cfg(test)]
mod tests;
pub mod visits;
