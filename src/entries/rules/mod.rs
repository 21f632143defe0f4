//! Pure rules of entries.

pub mod body;
pub mod changes;
pub mod columns;
pub mod common;
pub mod facts;
pub mod figures;
pub mod history;
pub mod mails;
pub mod month;
pub mod numbers;
pub mod paper;
pub mod permit;
pub mod personal;
pub mod said;
pub mod table;
pub mod values;
