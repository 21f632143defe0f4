//! The marks of a road map, and the legend that explains them.

use std::fmt::{Result, Write};

use super::drawing::{BLACK, DARK, HEIGHT, LEFT, Sheet};
use super::label::{escaped, width};
use super::{MapNode, MapPermit};
use crate::projects::rules::facts::PermitState;

impl Sheet<'_> {
    /// The due day hollow, the day it was done full, the day it was due at first as a bar before a dashed line.
    pub(super) fn node(&mut self, node: &MapNode, y: f64, size: f64) -> Result {
        let due = self.axis.x(node.due_on);
        write!(
            self.svg,
            r#"<g class="node"><title>{}</title>"#,
            escaped(&node_title(node))
        )?;
        if node.original_due_on != node.due_on {
            let original = self.axis.x(node.original_due_on);
            self.original(original, (due, y), size)?;
        }
        let (class, dashes) = match (node.is_overdue(self.today), node.provisional) {
            (true, _) => ("overdue", "none"),
            (false, true) => ("due provisional", "2.5 2"),
            (false, false) => ("due", "none"),
        };
        self.diamond((due, y), size, (class, "#ffffff", dashes))?;
        if class == "overdue" {
            self.cross((due, y), size)?;
        }
        if let Some(done_on) = node.done_on {
            let done = self.axis.x(done_on);
            self.diamond((done, y), size, ("done", BLACK, "none"))?;
        }
        self.svg.push_str("</g>");
        Ok(())
    }

    fn diamond(
        &mut self,
        (x, y): (f64, f64),
        size: f64,
        (class, filling, dashes): (&str, &str, &str),
    ) -> Result {
        write!(
            self.svg,
            r#"<path class="{class}" d="M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z" fill="{filling}" stroke="{BLACK}" stroke-width="1.4" stroke-dasharray="{dashes}"/>"#,
            y - size,
            x + size,
            y + size,
            x - size
        )
    }

    /// Within a diamond whose day has passed.
    fn cross(&mut self, (x, y): (f64, f64), size: f64) -> Result {
        let half = size * 0.42;
        let (left, right, top, bottom) = (x - half, x + half, y - half, y + half);
        write!(
            self.svg,
            r#"<path d="M{left:.1} {top:.1}L{right:.1} {bottom:.1}M{left:.1} {bottom:.1}L{right:.1} {top:.1}" fill="none" stroke="{BLACK}" stroke-width="1.8"/>"#
        )
    }

    /// The day a node was due at first, with a dashed line to the one it is due on now.
    fn original(&mut self, x: f64, (due, y): (f64, f64), size: f64) -> Result {
        write!(
            self.svg,
            r#"<path class="original" d="M{x:.1} {:.1}V{:.1}" fill="none" stroke="{BLACK}" stroke-width="2.4"/><path d="M{x:.1} {y:.1}H{due:.1}" fill="none" stroke="{BLACK}" stroke-width="1" stroke-dasharray="3 3"/>"#,
            y - size,
            y + size
        )
    }

    pub(super) fn permit(&mut self, permit: &MapPermit, y: f64, size: f64) -> Result {
        let Some(day) = permit.day() else {
            return Ok(());
        };
        let x = self.axis.x(day);
        write!(
            self.svg,
            r#"<g class="permit"><title>{} {day}</title>"#,
            escaped(&permit.name)
        )?;
        self.circle((x, y), size, permit.state)?;
        self.svg.push_str("</g>");
        Ok(())
    }

    /// Empty, half or full.
    fn circle(&mut self, (x, y): (f64, f64), size: f64, state: PermitState) -> Result {
        let filling = if state == PermitState::Done {
            BLACK
        } else {
            "#ffffff"
        };
        write!(
            self.svg,
            r#"<circle class="{state}" cx="{x:.1}" cy="{y:.1}" r="{size:.1}" fill="{filling}" stroke="{BLACK}" stroke-width="1.2"/>"#
        )?;
        if state == PermitState::Applied {
            write!(
                self.svg,
                r#"<path d="M{x:.1} {:.1}A{size:.1} {size:.1} 0 0 0 {x:.1} {:.1}Z" fill="{BLACK}"/>"#,
                y - size,
                y + size
            )?;
        }
        Ok(())
    }

    pub(super) fn legend(&mut self) -> Result {
        let y = HEIGHT - 48.0;
        let mut x = LEFT + 12.0;
        for (shape, words) in LEGEND {
            self.sample(*shape, (x, y))?;
            self.text((x + 38.0, y + 5.0), "start", 15.0, words)?;
            x += 38.0 + width(words) * 15.0 + 22.0;
        }
        Ok(())
    }

    fn sample(&mut self, shape: Shape, (x, y): (f64, f64)) -> Result {
        let middle = (x + 16.0, y);
        match shape {
            Shape::Bar(filling, height) => write!(
                self.svg,
                r#"<rect x="{x:.1}" y="{:.1}" width="32" height="{height}" fill="{filling}" stroke="{BLACK}" stroke-width="1.2"/>"#,
                y - height / 2.0
            ),
            Shape::Diamond(filling, dashes) => {
                self.diamond(middle, 9.0, ("sample", filling, dashes))
            }
            Shape::Overdue => {
                self.diamond(middle, 9.0, ("sample", "#ffffff", "none"))?;
                self.cross(middle, 9.0)
            }
            Shape::Original => self.original(middle.0, (middle.0 + 16.0, y), 9.0),
            Shape::Circle(state) => self.circle(middle, 6.0, state),
        }
    }
}

fn node_title(node: &MapNode) -> String {
    let mut words = format!("{} 期限{}", node.name, node.due_on);
    if node.original_due_on != node.due_on {
        words += &format!("，原定{}", node.original_due_on);
    }
    if let Some(done_on) = node.done_on {
        words += &format!("，{done_on}完成");
    }
    words
}

#[derive(Clone, Copy)]
enum Shape {
    Bar(&'static str, f64),
    Diamond(&'static str, &'static str),
    Overdue,
    Original,
    Circle(PermitState),
}

const LEGEND: &[(Shape, &str)] = &[
    (Shape::Bar("#ffffff", 14.0), "计划工期"),
    (Shape::Bar(DARK, 5.0), "实际工期"),
    (Shape::Diamond("#ffffff", "none"), "节点期限"),
    (Shape::Diamond("#ffffff", "2.5 2"), "节点期限（暂定）"),
    (Shape::Diamond(BLACK, "none"), "节点完成"),
    (Shape::Overdue, "逾期未完成"),
    (Shape::Original, "原定期限"),
    (Shape::Circle(PermitState::Todo), "手续未办"),
    (Shape::Circle(PermitState::Applied), "手续已申请"),
    (Shape::Circle(PermitState::Done), "手续已办结"),
];
