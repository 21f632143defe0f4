//! Visits: park staff at an enterprise or at a project site, on a day. One visit is one visit,
//! however many took part; it gives rise to any number of problems. It is corrected by an edit and
//! undone by voiding, and both are kept as events beside the as-of ledger (`visit_states`).

pub mod actions;
pub mod api;
pub mod rules;
pub mod store;
