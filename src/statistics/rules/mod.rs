//! The pure half: what may be asked, the names of the counts, and what becomes of the numbers.

pub mod asked;
pub mod count;
pub mod figures;
pub mod numbers;
pub mod row;
pub mod sentence;
pub mod table;

pub use crate::base::rate as percent;
