//! HTTP conventions every feature's `api.rs` follows: problem+json, bodies that are judged after
//! rights, queries, pages, `ETag` and replies made inside the transaction.

pub mod address;
pub mod body;
pub mod codes;
pub mod compact;
pub mod file_body;
pub mod form;
pub mod observe;
pub mod page_headers;
pub mod paging;
pub mod patterns;
pub mod problem;
pub mod query;
pub mod reply;
pub mod routes;

pub use body::Body;
pub use file_body::{FileBody, FileBytes};
pub use paging::{Items, Page};
pub use patterns::Patterns;
pub use query::{PathId, Query};
pub use reply::Reply;
pub use routes::{Branches, Routes};

/// The largest JSON body; a larger one is refused with 413.
pub const BODY_MAX: usize = 256 * 1024;

/// How long a body may take to arrive: a client that sends a byte a minute holds nothing for long.
pub const BODY_TIME: std::time::Duration = std::time::Duration::from_secs(30);

/// The largest body of somebody who isn't signed in.
pub const STRANGERS_BODY_MAX: usize = 16 * 1024;

/// How long that one may take to arrive.
pub const STRANGERS_BODY_TIME: std::time::Duration = std::time::Duration::from_secs(5);
