//! 倒排工期表: the milestones of a project on one wide sheet.

use chrono::NaiveDate;

use super::{Block, Cell, Column, Kind, Line, Paper, Sheet, Signature, Size, Table, day};
use crate::vocabulary::entries::heading;

/// What the paper is called.
pub const SCHEDULE: &str = "倒排工期表";

/// What a schedule tells, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The project's number and name.
    pub number: String,
    pub name: String,
    /// Name and text of what stands over the table; what is empty is left out.
    pub lines: Vec<(&'static str, String)>,
    pub nodes: Vec<ScheduleNode>,
    pub issuing_body: String,
    pub signature: String,
    pub on: NaiveDate,
}

/// A milestone on the schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScheduleNode {
    pub position: i64,
    pub name: String,
    pub track: Option<String>,
    pub unit: String,
    pub handler: Option<String>,
    pub due_on: NaiveDate,
    pub original_due_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
}

impl ScheduleNode {
    /// 完成情况, as of a day.
    pub(super) fn state(&self, on: NaiveDate) -> &'static str {
        match self.done_on {
            Some(done) if done <= self.due_on => "按期完成",
            Some(_) => "逾期完成",
            None if self.due_on < on => "逾期未完成",
            None => "未到期",
        }
    }
}

/// Lays it out on a page.
pub fn schedule(schedule: Schedule) -> Paper {
    let on = schedule.on;
    let done = schedule.nodes.iter().filter(|node| node.done_on.is_some());
    let state = |wanted: &str| {
        let nodes = schedule.nodes.iter();
        nodes.filter(|node| node.state(on) == wanted).count()
    };
    let summary = format!(
        "共{}个节点，截至{}已完成{}个，逾期未完成{}个。",
        schedule.nodes.len(),
        day(on),
        done.count(),
        state("逾期未完成"),
    );
    let written = schedule.lines.iter().filter(|(_, text)| !text.is_empty());
    let lines: Vec<String> = written
        .map(|(name, text)| format!("{name}：{text}"))
        .collect();
    let table = Table {
        sheet: Sheet::Totals,
        caption: SCHEDULE.to_owned(),
        columns: vec![
            Column::new("序号", Kind::Number, 8),
            Column::new("节点", Kind::Text, 50),
            Column::new("线路", Kind::Text, 20),
            Column::new("时限", Kind::Limit, 22),
            Column::new(heading::DEPARTMENT, Kind::Text, 36),
            Column::new(heading::HANDLER, Kind::Text, 20),
            Column::new("完成日期", Kind::Day, 20),
            Column::new("完成情况", Kind::Text, 22),
        ],
        rows: schedule.nodes.iter().map(|node| line(node, on)).collect(),
    };
    let table = match table.rows.is_empty() {
        true => Block::Paragraph("尚未制定节点。".into()),
        false => Block::Table(table),
    };
    let name = Some(schedule.signature).filter(|name| !name.is_empty());
    Paper {
        size: Size::A3Wide,
        red_head: Some(schedule.issuing_body).filter(|name| !name.is_empty()),
        title: format!("{}{SCHEDULE}", schedule.name),
        under: vec![format!("编号：{}", schedule.number)],
        mark: None,
        blocks: vec![
            Block::Paragraph(lines.join("；")),
            Block::Paragraph(summary),
            table,
        ],
        signature: name.map(|name| Signature { name, on }),
        foot: vec![format!("打印日期：{}", day(on))],
        dated: on,
    }
}

fn line(node: &ScheduleNode, on: NaiveDate) -> Line {
    Line::new(vec![
        Cell::Number(node.position),
        Cell::text(&node.name),
        Cell::or_nothing(node.track.as_deref()),
        Cell::Limit {
            on: node.due_on,
            original: Some(node.original_due_on).filter(|first| *first != node.due_on),
        },
        Cell::text(&node.unit),
        Cell::or_nothing(node.handler.as_deref()),
        node.done_on.map_or(Cell::Nothing, Cell::Day),
        Cell::text(node.state(on)),
    ])
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_milestone_is_late_from_the_day_after_it_was_due() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let node = |done: Option<&str>| ScheduleNode {
            position: 1,
            name: "环评".into(),
            track: None,
            unit: "生态环境局".into(),
            handler: None,
            due_on: day("2021-08-06"),
            original_due_on: day("2021-08-06"),
            done_on: done.map(day),
        };
        for (done, on, state) in [
            (None, "2021-08-06", "未到期"),
            (None, "2021-08-07", "逾期未完成"),
            (Some("2021-08-06"), "2021-08-07", "按期完成"),
            (Some("2021-08-07"), "2021-08-07", "逾期完成"),
        ] {
            assert_eq!(node(done).state(day(on)), state);
        }
    }
}
