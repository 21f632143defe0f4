//! HTTP conventions every feature's `api.rs` follows: problem+json, bodies that are judged after
//! rights, queries, pages, `ETag` and replies made inside the transaction.

pub mod address;
pub mod body;
pub mod observe;
pub mod paging;
pub mod problem;
pub mod query;
pub mod reply;

pub use body::Body;
pub use paging::{Items, Page};
pub use query::{PathId, Query};
pub use reply::Reply;

/// The largest JSON body; a larger one is refused with 413.
pub const BODY_MAX: usize = 256 * 1024;
