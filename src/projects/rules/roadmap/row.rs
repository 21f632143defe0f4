//! The rows of a road map: one for each of several projects, or those of a single one.

use chrono::NaiveDate;

use super::axis::said;
use super::{MapNode, MapPermit, Project, RoadMap};
use crate::projects::rules::facts::PermitState;

/// A stretch of days, both included.
pub type Stretch = (NaiveDate, NaiveDate);

pub struct Row<'a> {
    pub name: &'a str,
    /// All of it, where it is pointed at.
    pub title: String,
    /// What stands at the end of the name's column, such as 手续3/5.
    pub aside: String,
    pub planned: Option<Stretch>,
    pub actual: Option<Stretch>,
    pub nodes: Vec<&'a MapNode>,
    pub permits: Vec<&'a MapPermit>,
    /// What stands behind the marks of the row; with it, nodes aren't named.
    pub note: Option<String>,
}

pub fn rows(map: &RoadMap) -> Vec<Row<'_>> {
    match map.projects.as_slice() {
        [one] => of_one(one, map.today),
        several => several
            .iter()
            .map(|one| of_several(one, map.today))
            .collect(),
    }
}

impl Row<'_> {
    /// Every day that it shows.
    pub fn days(&self) -> impl Iterator<Item = NaiveDate> {
        let stretches = [self.planned, self.actual].into_iter().flatten();
        let nodes = self.nodes.iter();
        let nodes =
            nodes.flat_map(|node| [Some(node.due_on), Some(node.original_due_on), node.done_on]);
        stretches
            .flat_map(|(from, to)| [from, to])
            .chain(nodes.flatten())
            .chain(self.permits.iter().filter_map(|permit| permit.day()))
    }
}

fn of_several(project: &Project, today: NaiveDate) -> Row<'_> {
    Row {
        name: &project.name,
        title: format!("{} {}", project.number, project.name)
            .trim()
            .to_owned(),
        aside: permits_done(project),
        planned: planned(project),
        actual: actual(project, today),
        nodes: project.nodes.iter().collect(),
        permits: project.permits.iter().collect(),
        note: None,
    }
}

fn of_one(project: &Project, today: NaiveDate) -> Vec<Row<'_>> {
    let whole = Row {
        nodes: Vec::new(),
        permits: Vec::new(),
        ..of_several(project, today)
    };
    let nodes = project.nodes.iter().map(|node| Row {
        name: &node.name,
        title: node.name.clone(),
        aside: said(node.due_on, today),
        planned: None,
        actual: None,
        nodes: vec![node],
        permits: Vec::new(),
        note: Some(state_of(node, today)),
    });
    let permits = project.permits.iter().map(|permit| Row {
        name: &permit.name,
        title: permit.name.clone(),
        aside: permit
            .due_on
            .map(|day| said(day, today))
            .unwrap_or_default(),
        planned: None,
        actual: None,
        nodes: Vec::new(),
        permits: vec![permit],
        note: Some(match (permit.state, permit.done_on) {
            (PermitState::Done, Some(on)) => format!("{}办结", said(on, today)),
            (PermitState::Done, None) => "已办结".to_owned(),
            (PermitState::Applied, _) => "已申请".to_owned(),
            (PermitState::Todo, _) => "未办".to_owned(),
        }),
    });
    std::iter::once(whole).chain(nodes).chain(permits).collect()
}

/// What is written behind a node.
fn state_of(node: &MapNode, today: NaiveDate) -> String {
    let mut words = match node.done_on {
        Some(on) => format!("{}完成", said(on, today)),
        None if node.is_overdue(today) => format!("逾期{}天", (today - node.due_on).num_days()),
        None => String::new(),
    };
    if node.original_due_on != node.due_on {
        words += &format!("（原定{}）", said(node.original_due_on, today));
    }
    if node.provisional && node.done_on.is_none() {
        words += "（暂定）";
    }
    words
}

fn permits_done(project: &Project) -> String {
    let done = project.permits.iter();
    let done = done
        .filter(|permit| permit.state == PermitState::Done)
        .count();
    match project.permits.len() {
        0 => String::new(),
        all => format!("手续{done}/{all}"),
    }
}

/// From the planned start to the planned end; where one isn't told, to the first or last node.
fn planned(project: &Project) -> Option<Stretch> {
    let nodes = || project.nodes.iter().map(|node| node.due_on);
    let from = project.planned_start_on.or_else(|| nodes().min());
    let to = project.planned_finish_on.or_else(|| nodes().max());
    match (from, to) {
        (Some(from), Some(to)) => Some((from.min(to), to)),
        (one, other) => one.or(other).map(|day| (day, day)),
    }
}

/// From the start to the end, or to today.
fn actual(project: &Project, today: NaiveDate) -> Option<Stretch> {
    let from = project.started_on?;
    let to = project.completed_on.unwrap_or(today);
    (from <= to).then_some((from, to))
}
