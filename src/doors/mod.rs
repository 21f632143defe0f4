//! Doors (企业直通): a link or QR code that park staff hand to an enterprise, with which its contact,
//! without an account, files a problem, follows the enterprise's own ones and answers the follow-up.
//!
//! What comes through a door is a report that waits: it becomes a problem, and enters the numbers,
//! once the park confirms it. A door shows one enterprise's problems in plain words and nothing of
//! what officials write among themselves.

pub mod actions;
pub mod api;
pub mod rules;
pub mod store;
