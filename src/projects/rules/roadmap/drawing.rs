//! Writes the SVG, four units a millimetre.

use std::fmt::{Result, Write};

use chrono::{Datelike, NaiveDate};

use super::axis::{Axis, said};
use super::label::{escaped, fit, width};
use super::row::{Row, rows};
use super::{MapNode, RoadMap};

const WIDTH: f64 = 1680.0;
pub(super) const HEIGHT: f64 = 1188.0;
const FONT: &str = "SimSun, Songti SC, Noto Serif CJK SC, Noto Sans CJK SC, serif";
pub(super) const LEFT: f64 = 60.0;
/// Where the names end and the days begin.
const NAMES_END: f64 = 420.0;
const RIGHT: f64 = 1620.0;
/// Where the rows begin and where they have to end.
const TOP: f64 = 190.0;
const BOTTOM: f64 = 1080.0;
const HIGHEST_ROW: f64 = 80.0;
/// What of the days' width is left free at both ends, for marks on the first and last day.
const MARGIN: f64 = 12.0;
pub(super) const DARK: &str = "#999999";
/// Rows from this height on have a second line for a name, and names of nodes.
const ROOMY_ROW: f64 = 36.0;
pub(super) const BLACK: &str = "#000000";
const GREY: &str = "#bbbbbb";

pub(super) struct Sheet<'a> {
    pub(super) svg: String,
    pub(super) axis: Axis,
    pub(super) today: NaiveDate,
    map: &'a RoadMap,
}

pub fn svg(map: &RoadMap) -> std::result::Result<String, std::fmt::Error> {
    let rows = rows(map);
    let days = rows.iter().flat_map(Row::days);
    let mut sheet = Sheet {
        svg: String::new(),
        axis: Axis::around(days, map.today, NAMES_END + MARGIN, RIGHT - MARGIN),
        today: map.today,
        map,
    };
    let number = f64::from(u32::try_from(rows.len().max(1)).unwrap_or(u32::MAX));
    let height = ((BOTTOM - TOP) / number).min(HIGHEST_ROW);
    let end = TOP + height * number;
    sheet.head()?;
    sheet.grid(end)?;
    sheet.today_line(end)?;
    let mut y = TOP;
    for row in &rows {
        sheet.row(row, y, height)?;
        y += height;
    }
    if rows.is_empty() {
        sheet.text(
            ((LEFT + NAMES_END) / 2.0, TOP + height / 2.0 + 6.0),
            "middle",
            18.0,
            "暂无项目",
        )?;
    }
    sheet.legend()?;
    sheet.svg.push_str("</svg>");
    Ok(sheet.svg)
}

impl Sheet<'_> {
    fn head(&mut self) -> Result {
        let title = escaped(&self.map.title);
        write!(
            self.svg,
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="420mm" height="297mm" role="img" aria-label="{title}" font-family="{FONT}"><title>{title}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>"##
        )?;
        let (size, room) = (34.0, RIGHT - LEFT);
        let shown = fit(&self.map.title, room / size, 1).concat();
        self.text((WIDTH / 2.0, 78.0), "middle", size, &shown)?;
        let today = format!(
            "截至{}年{}",
            self.today.year(),
            said(self.today, self.today)
        );
        self.text((WIDTH / 2.0, 112.0), "middle", 18.0, &today)
    }

    /// The frame, and a line for each month.
    fn grid(&mut self, end: f64) -> Result {
        for tick in self.axis.ticks() {
            let ink = if tick.year.is_some() { "#666666" } else { GREY };
            self.line((tick.x, TOP), (tick.x, end), ink, 1.0)?;
            if let Some(year) = &tick.year {
                self.text((tick.x + 4.0, TOP - 32.0), "start", 16.0, year)?;
            }
            if let Some(month) = &tick.month {
                self.text((tick.x + 4.0, TOP - 10.0), "start", 14.0, month)?;
            }
        }
        for x in [LEFT, NAMES_END, RIGHT] {
            self.line((x, TOP - 54.0), (x, end), BLACK, 1.0)?;
        }
        for y in [TOP - 54.0, TOP, end] {
            self.line((LEFT, y), (RIGHT, y), BLACK, 1.0)?;
        }
        let heading = if self.map.projects.len() == 1 {
            "节点、手续"
        } else {
            "项目名称"
        };
        self.text((LEFT + 12.0, TOP - 20.0), "start", 18.0, heading)
    }

    fn row(&mut self, row: &Row, top: f64, height: f64) -> Result {
        let middle = top + height / 2.0;
        write!(self.svg, "<g><title>{}</title>", escaped(&row.title))?;
        self.line((LEFT, top + height), (RIGHT, top + height), GREY, 0.6)?;
        self.name(row, top, height)?;
        if row.days().next().is_none() {
            let size = (height * 0.6).min(16.0);
            let words = if row.note.is_some() {
                ""
            } else {
                "尚无计划日期"
            };
            self.text(
                (NAMES_END + 10.0, middle + size * 0.36),
                "start",
                size,
                words,
            )?;
        }
        let bar = |of: f64| (middle - height * of / 2.0, height * of);
        if let Some((from, to)) = row.planned {
            self.bar((from, to), bar(0.5), "none", "planned")?;
        }
        if let Some((from, to)) = row.actual {
            self.bar((from, to), bar(0.18), DARK, "actual")?;
        }
        let size = (height * 0.3).min(9.0);
        for node in &row.nodes {
            self.node(node, middle, size)?;
        }
        let line = if row.nodes.is_empty() && row.planned.is_none() {
            middle
        } else {
            top + height * 0.84
        };
        for permit in &row.permits {
            self.permit(permit, line, size * 0.62)?;
        }
        match &row.note {
            Some(note) => self.note(row, note, middle, height)?,
            None if height >= ROOMY_ROW => self.names_of_nodes(row, top)?,
            None => {}
        }
        self.svg.push_str("</g>");
        Ok(())
    }

    fn name(&mut self, row: &Row, top: f64, height: f64) -> Result {
        let size = (height * 0.7).min(20.0);
        let small = size * 0.8;
        let aside = width(&row.aside) * small;
        let room = NAMES_END - LEFT - 24.0 - if aside > 0.0 { aside + 8.0 } else { 0.0 };
        let lines = fit(
            row.name,
            room / size,
            if height >= ROOMY_ROW { 2 } else { 1 },
        );
        let leading = size * 1.15;
        let middle = top + height / 2.0 + size * 0.36;
        let first = if lines.len() == 2 {
            middle - leading / 2.0
        } else {
            middle
        };
        let mut y = first;
        for line in &lines {
            self.text((LEFT + 12.0, y), "start", size, line)?;
            y += leading;
        }
        self.text(
            (NAMES_END - 10.0, top + height / 2.0 + small * 0.36),
            "end",
            small,
            &row.aside,
        )
    }

    fn bar(
        &mut self,
        (from, to): (NaiveDate, NaiveDate),
        (y, height): (f64, f64),
        filling: &str,
        class: &str,
    ) -> Result {
        let (x, end) = (self.axis.x(from), self.axis.x(to));
        write!(
            self.svg,
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{:.1}" height="{height:.1}" fill="{filling}" stroke="{BLACK}" stroke-width="1.2"><title>{}</title></rect>"#,
            (end - x).max(2.0),
            format_args!("{from}～{to}")
        )
    }

    /// What stands behind the last mark of a row; before the first, or at least before the last, where there is no room.
    fn note(&mut self, row: &Row, note: &str, middle: f64, height: f64) -> Result {
        let size = (height * 0.6).min(16.0);
        let marks: Vec<f64> = row.days().map(|day| self.axis.x(day)).collect();
        let first = marks.iter().copied().fold(RIGHT, f64::min);
        let last = marks.iter().copied().fold(NAMES_END, f64::max);
        let y = middle + size * 0.36;
        let wide = width(note) * size;
        let (x, anchor) = if last + 14.0 + wide <= RIGHT {
            (last + 14.0, "start")
        } else if first - 14.0 - wide >= NAMES_END {
            (first - 14.0, "end")
        } else {
            (last - 14.0, "end")
        };
        self.text_over((x, y), anchor, size, note)
    }

    /// Names of nodes above their marks, of those that have room there.
    fn names_of_nodes(&mut self, row: &Row, top: f64) -> Result {
        const SIZE: f64 = 12.0;
        let mut nodes: Vec<&MapNode> = row.nodes.clone();
        nodes.sort_by_key(|node| node.due_on);
        let mut free_from = NAMES_END;
        for node in nodes {
            let shown = fit(&node.name, 8.0, 1).concat();
            let half = width(&shown) * SIZE / 2.0;
            let x = self.axis.x(node.due_on);
            let x = x.clamp(NAMES_END + half + 2.0, RIGHT - half - 2.0);
            if x - half >= free_from {
                self.text_over((x, top + SIZE + 1.0), "middle", SIZE, &shown)?;
                free_from = x + half + 4.0;
            }
        }
        Ok(())
    }

    fn today_line(&mut self, end: f64) -> Result {
        let x = self.axis.x(self.today);
        write!(
            self.svg,
            r#"<path class="today" d="M{x:.1} {:.1}V{:.1}" fill="none" stroke="{BLACK}" stroke-width="2" stroke-dasharray="9 5"/>"#,
            TOP,
            end + 8.0
        )?;
        self.text((x, end + 24.0), "middle", 15.0, "今日")
    }

    pub(super) fn line(
        &mut self,
        from: (f64, f64),
        to: (f64, f64),
        ink: &str,
        width: f64,
    ) -> Result {
        write!(
            self.svg,
            r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{ink}" stroke-width="{width}"/>"#,
            from.0, from.1, to.0, to.1
        )
    }

    pub(super) fn text(
        &mut self,
        (x, y): (f64, f64),
        anchor: &str,
        size: f64,
        words: &str,
    ) -> Result {
        if words.is_empty() {
            return Ok(());
        }
        write!(
            self.svg,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" font-size="{size:.1}">{}</text>"#,
            escaped(words)
        )
    }

    /// A text over lines, which don't run through it.
    fn text_over(&mut self, (x, y): (f64, f64), anchor: &str, size: f64, words: &str) -> Result {
        if words.is_empty() {
            return Ok(());
        }
        let wide = width(words) * size;
        let left = match anchor {
            "start" => x,
            "middle" => x - wide / 2.0,
            _ => x - wide,
        };
        write!(
            self.svg,
            r##"<rect x="{left:.1}" y="{:.1}" width="{wide:.1}" height="{size:.1}" fill="#ffffff"/>"##,
            y - size * 0.85
        )?;
        self.text((x, y), anchor, size, words)
    }
}
