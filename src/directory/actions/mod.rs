//! One function a use case; each runs inside the caller's transaction.

pub mod categories;
pub mod departments;
pub mod enterprises;
pub mod parks;
