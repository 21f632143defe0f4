//! How long texts may be, in characters, where the page stops people before the server refuses.

/// A title and other one-line texts.
pub const LINE: usize = 200;
/// Reasons, notes, resolutions and reports.
pub const TEXT: usize = 2_000;
pub const DESCRIPTION: usize = 10_000;
/// What a person, an enterprise or an entry of the directory is called.
pub const NAME: usize = 100;
pub const USERNAME: usize = 64;
pub const PHONE: usize = 30;
pub use crate::base::line::EMAIL_MAX as EMAIL;
/// An issuing body, signature or title of a report.
pub const LETTERHEAD: usize = 60;
/// 期号.
pub const REPORT_NUMBER: usize = 40;

/// By the names that the page has for them.
pub const BOUNDS: &[(&str, usize)] = &[
    ("line", LINE),
    ("text", TEXT),
    ("description", DESCRIPTION),
    ("name", NAME),
    ("username", USERNAME),
    ("phone", PHONE),
    ("email", EMAIL),
    ("letterhead", LETTERHEAD),
    ("report_number", REPORT_NUMBER),
];
