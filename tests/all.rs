//! All tests against the running application, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod audit;
mod authorisation;
mod backup;
mod calendar;
mod canaries;
mod commands;
mod contract;
mod directory;
mod harness;
mod house;
mod imports;
mod jobs;
mod mail;
mod migrations;
mod model;
mod page;
mod problems;
mod reports;
mod requests;
mod settings;
mod statistics;
mod time_limits;
mod visits;
