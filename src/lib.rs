//! zhuqi (助企): visits, the problems enterprises tell, deadlines counted in working days, and a
//! weekly report that stays what it was. `docs/architecture.md` describes its modules.

pub mod access;
pub mod activities;
pub mod app;
pub mod attachments;
pub mod audit;
pub mod base;
pub mod bulletins;
pub mod calendar;
pub mod circulation;
pub mod commands;
pub mod config;
pub mod deadlines;
pub mod demo;
pub mod directory;
pub mod doors;
pub mod drives;
pub mod entries;
pub mod generate;
pub mod jobs;
pub mod leads;
pub mod ledger;
pub mod mail;
pub mod problems;
pub mod projects;
pub mod reports;
pub mod revivals;
pub mod search;
pub mod statistics;
pub mod visits;
pub mod vocabulary;
