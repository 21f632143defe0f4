//! 路线图: projects, or the nodes and permits of one, over time as an SVG of A3 in landscape.
//!
//! It is printed and hung up: shapes, fillings and dashes tell things apart, never colour, and what doesn't fit is
//! shortened with its full text in a `<title>`.

mod axis;
mod drawing;
mod label;
mod marks;
#[cfg(test)]
mod reading;
mod row;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::facts::PermitState;
use crate::base::{Error, FieldError, Result};

/// The most projects of one road map.
pub const MAX_PROJECTS: usize = 50;

/// What a road map shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadMap {
    pub title: String,
    pub today: NaiveDate,
    /// One project is drawn with a row for each of its nodes and permits, several with a row each.
    pub projects: Vec<Project>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Such as `SH-XM-2021-003`.
    pub number: String,
    pub name: String,
    pub planned_start_on: Option<NaiveDate>,
    pub planned_finish_on: Option<NaiveDate>,
    pub started_on: Option<NaiveDate>,
    /// 竣工.
    pub completed_on: Option<NaiveDate>,
    pub nodes: Vec<MapNode>,
    /// Those that it needs.
    pub permits: Vec<MapPermit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapNode {
    pub name: String,
    pub due_on: NaiveDate,
    /// The day it was due before it was moved; `due_on` where it never was.
    pub original_due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    pub provisional: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapPermit {
    /// As officials read it, such as 环评.
    pub name: String,
    pub state: PermitState,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}

impl MapNode {
    fn is_overdue(&self, today: NaiveDate) -> bool {
        self.done_on.is_none() && self.due_on < today
    }
}

impl MapPermit {
    /// The day it was given on, or is to be.
    fn day(&self) -> Option<NaiveDate> {
        match self.state {
            PermitState::Done => self.done_on.or(self.due_on),
            PermitState::Todo | PermitState::Applied => self.due_on,
        }
    }
}

impl RoadMap {
    /// # Errors
    /// [`Error::Invalid`] for more than 50 projects.
    pub fn svg(&self) -> Result<String> {
        if self.projects.len() > MAX_PROJECTS {
            return Err(Error::Invalid(vec![FieldError::new(
                "/projects",
                "too_many",
                format!("路线图一次最多显示{MAX_PROJECTS}个项目，请缩小范围"),
                format!("a road map shows at most {MAX_PROJECTS} projects"),
            )]));
        }
        drawing::svg(self).map_err(Error::internal)
    }
}
