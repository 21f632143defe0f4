//! The ledger (台账) as officials keep it in Excel: one table of its columns, of which a file is
//! written and by which one is read, so that what was exported can be imported again without change.

pub mod api;
pub mod columns;
pub mod export;
pub mod import;
pub mod record;
pub mod words;
