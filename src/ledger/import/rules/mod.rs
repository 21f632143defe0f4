//! Reading files, knowing their columns, and what a row may say: nothing here touches a database.

pub mod columns;
pub mod csv;
pub mod fault;
pub mod header;
pub mod read;
pub mod sheet;
pub mod styles;
pub mod value;
pub mod xlsx;
