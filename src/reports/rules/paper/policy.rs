//! 一企一策方案表: how an enterprise that stands still is to be revived, on one page.

use super::schedule::ScheduleNode;
use super::{Block, Cell, Column, Kind, Line, Paper, Schedule, Sheet, Signature, Size, Table, day};
use crate::vocabulary::entries::heading;

/// What the paper is called.
pub const POLICY: &str = "一企一策方案表";

/// What it tells, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Name and text; what is empty is left out.
    pub facts: Vec<(&'static str, String)>,
    /// The entry, who answers for it, and its milestones.
    pub schedule: Schedule,
}

/// Lays it out on a page.
pub fn policy(policy: Policy) -> Paper {
    let Policy {
        facts,
        mut schedule,
    } = policy;
    let on = schedule.on;
    let lines = std::mem::take(&mut schedule.lines);
    let written = facts.into_iter().chain(lines);
    let written = written.filter(|(_, text)| !text.is_empty());
    let rows = written.map(|(name, text)| Line::new(vec![Cell::text(name), Cell::text(text)]));
    let facts = Table {
        sheet: Sheet::Totals,
        caption: POLICY.to_owned(),
        columns: vec![
            Column::new("项目", Kind::Text, 32),
            Column::new("内容", Kind::Text, 124),
        ],
        rows: rows.collect(),
    };
    let nodes = match schedule.nodes.is_empty() {
        true => Block::Paragraph("尚未制定节点。".into()),
        false => Block::Table(nodes(&schedule)),
    };
    let name = Some(schedule.signature).filter(|name| !name.is_empty());
    Paper {
        size: Size::A4,
        red_head: Some(schedule.issuing_body).filter(|name| !name.is_empty()),
        title: format!("{}{POLICY}", schedule.name),
        under: vec![format!("编号：{}", schedule.number)],
        mark: None,
        blocks: vec![Block::Table(facts), nodes],
        signature: name.map(|name| Signature { name, on }),
        foot: vec![format!("打印日期：{}", day(on))],
        dated: on,
    }
}

fn nodes(schedule: &Schedule) -> Table {
    let line = |node: &ScheduleNode| {
        Line::new(vec![
            Cell::Number(node.position),
            Cell::text(&node.name),
            Cell::Limit {
                on: node.due_on,
                original: Some(node.original_due_on).filter(|first| *first != node.due_on),
            },
            Cell::text(&node.unit),
            Cell::or_nothing(node.handler.as_deref()),
            Cell::text(node.state(schedule.on)),
        ])
    };
    Table {
        sheet: Sheet::Lists,
        caption: heading::MILESTONE.to_owned(),
        columns: vec![
            Column::new("序号", Kind::Number, 8),
            Column::new(heading::MILESTONE, Kind::Text, 44),
            Column::new("时限", Kind::Limit, 24),
            Column::new(heading::DEPARTMENT, Kind::Text, 34),
            Column::new(heading::HANDLER, Kind::Text, 20),
            Column::new("完成情况", Kind::Text, 26),
        ],
        rows: schedule.nodes.iter().map(line).collect(),
    }
}
