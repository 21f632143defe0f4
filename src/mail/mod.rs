//! Mail: who is told what, the outbox it waits in, and how it leaves.
//!
//! [`enqueue`] runs in the transaction of the move it tells of: it finds the recipients by the table
//! in `rules/table.rs`, writes the letter and puts one row for each recipient into the outbox.
//! [`Delivery`] sends later, outside any transaction. Letters are written when they are queued, so
//! that what the outbox holds is what was known then; the public address and the templates they need
//! are kept in the database's settings at start ([`actions::keep_templates`]), alike for all nodes. Those
//! that hand something over to a department are completed as they leave, by what it may read then
//! ([`LetterDetails`]).

pub mod actions;
pub mod api;
pub mod circular;
pub mod delivery;
pub mod letter;
pub mod rules;
pub mod store;
pub mod transport;

pub use actions::{
    DoorReport, EntryNotice, LetterDetails, Notice, Paper, Unit, enqueue, remind, tell_of_entry,
    tell_of_report,
};
pub use circular::Circular;
pub use delivery::Delivery;
pub use rules::table::Kind;
pub use transport::{SmtpOptions, Transport};
