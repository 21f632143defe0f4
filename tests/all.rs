//! All tests against the running application, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod access;
mod attachments;
mod audit;
mod authorisation;
mod backup;
mod bounds;
mod calendar;
mod canaries;
mod circulation;
mod commands;
mod confidential;
mod contract;
mod directory;
mod document;
mod doors;
mod entries;
mod exports;
mod harness;
mod imports;
mod jobs;
mod layers;
mod licences;
mod lockout;
mod lost;
mod mail;
mod migrations;
mod model;
mod page;
mod papers;
mod problems;
mod reports;
mod requests;
mod search;
mod settings;
mod starts;
mod statistics;
mod strangers;
mod time_limits;
mod visits;
