//! Search: any part of a number, title, description, enterprise or resolution, like cases and how they
//! were solved, and what is proposed from what was decided on them. What is read is asked of the live
//! rows, as the reader may see them; the index only tells where to look
//! (`docs/decisions/0018-search-is-by-pairs-of-characters.md`).

pub mod actions;
pub mod api;
pub mod rules;
pub mod store;
