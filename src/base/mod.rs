//! What every feature stands on and what knows nothing of the product: the error type, the clock,
//! the database door, files and the HTTP conventions.

pub mod answers;
pub mod book;
pub mod characters;
pub mod clock;
pub mod db;
pub mod error;
pub mod files;
pub mod given;
pub mod http;
mod if_match;
pub mod line;
pub mod money;
pub mod network;
pub mod patch;
pub mod rate;
pub mod shares;
pub mod text_enum;
pub mod turns;

pub use error::{Error, FieldError, Result, Text};
pub use if_match::IfMatch;
