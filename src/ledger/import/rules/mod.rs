//! Reading files, knowing their columns, and what a row may say: nothing here touches a database.

pub mod columns;
pub mod csv;
pub mod day;
pub mod enterprise;
pub mod entry;
pub mod fault;
pub mod header;
pub mod money;
pub mod names;
pub mod outcome;
pub mod plan;
pub mod problem;
pub mod read;
pub mod row;
pub mod seen_rows;
pub mod table;
pub mod value;
pub mod visit;
pub mod write;
pub mod xlsx;
