//! Attachments: photos and documents of problems, visits and entries of ledgers. Who sees one of them sees
//! its files, and whoever acts on it adds some. What a file is, its bytes tell, never its name; the bytes
//! lie in a folder beside the database under random names, durable before their row is written.

pub mod actions;
pub mod api;
pub mod package;
pub mod picture;
pub mod rules;
pub mod store;
