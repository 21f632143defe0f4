//! Problems: what enterprises need solved, from the report to 销号. One state table says which moves
//! there are; each move is one transaction that writes the row, its clocks, one event, the as-of
//! ledger, the audit record and the mails.

pub mod actions;
pub mod api;
pub mod rules;
pub mod store;
