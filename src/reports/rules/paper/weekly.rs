//! The weekly report as a paper, under the letterhead it was closed with.

use chrono::{DateTime, FixedOffset};

use super::{
    Block, Chart, Paper, Series, Shape, Sheet, Signature, Size, Table, counted, day, ledgers,
    lists, tables,
};
use crate::reports::rules::{PeriodKind, ReportStatus, Section, Weekly};
use crate::statistics::rules::row::Row;
use crate::vocabulary::columns::heading;

/// Departments that the chart has room for.
const BARS: usize = 20;

/// Puts the paper together: the sentence, then the sections that the letterhead wants.
pub fn weekly(report: &Weekly) -> Paper {
    let mut sections = Sections::default();
    let head = &report.letterhead;
    sections.blocks.extend(sentences(report));
    for section in Section::ALL.iter().filter(|section| head.has(**section)) {
        write(*section, report, &mut sections);
    }
    for ledger in &report.ledgers {
        ledgers::section(ledger, report.as_of, &mut sections);
    }
    sections.begin("统计口径");
    sections.push(Block::Definitions(report.definitions.clone()));
    let closed = closed_at(report);
    let dated = closed.map_or(report.as_of, |at| at.date_naive());
    let signature = Some(head.signature.clone()).filter(|name| !name.is_empty());
    Paper {
        size: Size::A4,
        red_head: Some(head.issuing_body.clone()).filter(|name| head.red_head && !name.is_empty()),
        title: title(report),
        under: under(report),
        mark: mark(report).map(str::to_owned),
        blocks: sections.blocks,
        signature: signature.map(|name| Signature { name, on: dated }),
        foot: foot(report, closed),
        dated,
    }
}

/// What the file is called, without its ending.
pub fn file_name(report: &Weekly) -> String {
    let mark = mark(report).map(|mark| format!("（{mark}）"));
    let mark = mark.unwrap_or_default();
    let name = format!("{}{}{mark}", title(report), named(report));
    name.chars()
        .filter(|c| !c.is_control() && !r#"/\:*?"<>|"#.contains(*c))
        .collect()
}

/// A month that isn't issued and a quarter are statistics, not drafts of anything.
fn mark(report: &Weekly) -> Option<&'static str> {
    match (report.status, report.kind) {
        (ReportStatus::Closed, _) => None,
        (ReportStatus::Example, _) => Some("示例"),
        (ReportStatus::Draft, PeriodKind::Week) => Some("草稿"),
        (ReportStatus::Draft, PeriodKind::Month | PeriodKind::Quarter) => Some("统计稿"),
    }
}

fn title(report: &Weekly) -> String {
    let title = &report.letterhead.title;
    let title = match report.kind {
        PeriodKind::Week => title.clone(),
        PeriodKind::Month => title.replace("周报", "月报"),
        PeriodKind::Quarter => title.replace("周报", "季报"),
    };
    match report.park_id {
        Some(_) => format!("{}{title}", report.subject),
        None => title,
    }
}

/// 2021年第31周, 2021年8月, 2021年第3季度.
fn named(report: &Weekly) -> String {
    let (year, rest) = report.week.split_once('-').unwrap_or((&report.week, ""));
    let number = rest.trim_start_matches(['W', 'Q', '0']);
    match report.kind {
        PeriodKind::Week => format!("{year}年第{number}周"),
        PeriodKind::Month => format!("{year}年{number}月"),
        PeriodKind::Quarter => format!("{year}年第{number}季度"),
    }
}

fn under(report: &Weekly) -> Vec<String> {
    let days = format!(
        "{}（{}至{}）",
        named(report),
        day(report.from),
        day(report.to)
    );
    let number = report.number.iter().cloned();
    let mut under: Vec<String> = number.chain([days]).collect();
    if report.as_of < report.to {
        under.push(format!("截至{}", day(report.as_of)));
    }
    under
}

fn closed_at(report: &Weekly) -> Option<DateTime<FixedOffset>> {
    let text = report.closed_at.as_deref()?;
    DateTime::parse_from_rfc3339(text).ok()
}

fn foot(report: &Weekly, closed: Option<DateTime<FixedOffset>>) -> Vec<String> {
    let passage = match (report.status, report.kind) {
        (ReportStatus::Closed, _) => None,
        (ReportStatus::Example, _) => Some("本件为示例，名称和数字均为虚构。"),
        (ReportStatus::Draft, PeriodKind::Week) => {
            Some("本件为草稿，签发或过截止时间后封存，其后的补录与更正计入以后各期。")
        }
        (ReportStatus::Draft, PeriodKind::Month) => {
            Some("本件为统计稿，按截止日的登记计算，签发后封存。")
        }
        (ReportStatus::Draft, PeriodKind::Quarter) => {
            Some("本件为统计稿，按截止日的登记计算，不封存。")
        }
    };
    if let Some(passage) = passage {
        return vec![passage.to_owned()];
    }
    let at = closed.map(|at| format!("封存时间：{}{}", day(at.date_naive()), at.format("%H:%M")));
    let head = report.audit_head.as_ref();
    let head = head.map(|head| format!("审计链末端：{head}"));
    at.into_iter().chain(head).collect()
}

fn sentences(report: &Weekly) -> Vec<Block> {
    let (now, this) = (&report.totals, report.kind.this());
    let week = &now.period.counts;
    let passage = format!(
        "{this}走访{}次，收集问题{}个，办结{}个，其中解决{}个；期末未办结{}个，其中超期{}个。",
        week.visits,
        week.collected,
        week.resolved,
        week.solved,
        now.counts.outstanding,
        now.counts.overdue,
    );
    let sentence = report.sentence.iter().cloned();
    sentence.chain([passage]).map(Block::Paragraph).collect()
}

/// Blocks under headings that are counted as they come.
#[derive(Default)]
pub(super) struct Sections {
    blocks: Vec<Block>,
    headings: usize,
    subheadings: usize,
}

impl Sections {
    pub(super) fn begin(&mut self, heading: &str) {
        self.headings += 1;
        self.subheadings = 0;
        let number = counted(self.headings);
        self.push(Block::Heading(format!("{number}、{heading}")));
    }

    pub(super) fn below(&mut self, heading: &str) {
        self.subheadings += 1;
        let number = counted(self.subheadings);
        self.push(Block::Subheading(format!("（{number}）{heading}")));
    }

    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// A table, or that there is nothing.
    pub(super) fn table(&mut self, table: Table) {
        self.push(if table.rows.is_empty() {
            Block::Note("无。".into())
        } else {
            Block::Table(table)
        });
    }

    fn list(&mut self, name: &str, length: usize, of: impl FnOnce(&str) -> Table) {
        self.begin(&format!("{name}（{length}件）"));
        self.table(of(name));
    }
}

fn write(section: Section, report: &Weekly, to: &mut Sections) {
    let this = report.kind.this();
    match section {
        Section::Overall => overall(report, to),
        Section::Charts => charts(report, to),
        Section::Parks => {
            to.begin(section.zh());
            to.table(tables::parks(report));
        }
        Section::Departments => departments(report, to),
        Section::Categories => {
            to.begin(section.zh());
            let (rows, total) = (&report.categories, Some(&report.totals));
            to.table(tables::groups(
                report,
                section.zh(),
                heading::CATEGORY,
                rows,
                total,
            ));
        }
        // A report from before there was this table.
        Section::Levels if report.levels.is_empty() => {}
        Section::Levels => {
            to.begin(section.zh());
            // Every problem has a level: what has none is visits, which this table doesn't count.
            let rows = report
                .levels
                .iter()
                .filter(|row| row.key.level != Some(None));
            let (rows, total): (Vec<Row>, _) = (rows.cloned().collect(), Some(&report.totals));
            to.table(tables::groups(
                report,
                section.zh(),
                heading::LEVEL,
                &rows,
                total,
            ));
        }
        Section::Superior => {
            to.begin(section.zh());
            to.table(tables::superior(report));
        }
        Section::Overdue => {
            let list = &report.overdue;
            to.list(section.zh(), list.len(), |name| lists::problems(name, list));
        }
        Section::Supervised => {
            let list = &report.supervised;
            to.list(section.zh(), list.len(), |name| lists::problems(name, list));
        }
        Section::Tracking => {
            let list = &report.tracking;
            to.list(section.zh(), list.len(), |name| lists::problems(name, list));
        }
        Section::Settled => {
            let list = &report.settled;
            to.list(&format!("{this}{}", section.zh()), list.len(), |name| {
                lists::settled(name, list)
            });
        }
        Section::Corrections => corrections(report, to),
    }
}

fn overall(report: &Weekly, to: &mut Sections) {
    to.begin(Section::Overall.zh());
    to.table(tables::changes(report));
    to.table(tables::stocks(report));
    let (this, period) = (report.kind.this(), &report.totals.period);
    to.push(Block::Note(format!(
        "平衡：期初未办结{}＋{this}新报{}＋重新办理{}＝{this}办结{}＋{this}剔除{}＋期末未办结{}。",
        period.carried_in,
        period.reported,
        period.put_back,
        period.settled,
        period.excluded,
        period.carried_out,
    )));
    to.table(tables::rates(report));
}

fn charts(report: &Weekly, to: &mut Sections) {
    let values = |of: fn(&crate::reports::rules::Point) -> i64| report.series.iter().map(of);
    let lines = Chart {
        sheet: Sheet::Totals,
        title: format!("近八{}收集与办结（件）", report.kind.unit()),
        shape: Shape::Lines,
        axis: "期间",
        places: report
            .series
            .iter()
            .map(|point| point.week.clone())
            .collect(),
        series: vec![
            Series {
                name: "收集",
                values: values(|point| point.collected).collect(),
            },
            Series {
                name: "办结",
                values: values(|point| point.resolved).collect(),
            },
        ],
    };
    let groups = report.departments.iter();
    let all = groups.flat_map(|group| group.rows.iter().chain(&group.nothing_due));
    let mut late: Vec<&Row> = all.filter(|row| row.counts.overdue > 0).collect();
    late.sort_by_key(|row| std::cmp::Reverse(row.counts.overdue));
    let rest = late.len().saturating_sub(BARS);
    late.truncate(BARS);
    let bars = Chart {
        sheet: Sheet::Departments,
        title: "承办单位超期问题（件）".into(),
        shape: Shape::Bars,
        axis: "承办单位",
        places: late.iter().map(|row| row.key.name.clone()).collect(),
        series: vec![Series {
            name: "超期",
            values: late.iter().map(|row| row.counts.overdue).collect(),
        }],
    };
    let drawn: Vec<Chart> = [lines, bars]
        .into_iter()
        .filter(|chart| !chart.places.is_empty())
        .collect();
    if drawn.is_empty() {
        return;
    }
    to.begin(Section::Charts.zh());
    drawn
        .into_iter()
        .for_each(|chart| to.push(Block::Chart(chart)));
    if rest > 0 {
        to.push(Block::Note(format!(
            "另有{rest}家单位有超期问题，见{}。",
            Section::Departments.zh()
        )));
    }
}

fn departments(report: &Weekly, to: &mut Sections) {
    to.begin(Section::Departments.zh());
    for group in &report.departments {
        let name = group.peer_group.as_deref().unwrap_or("未分组");
        to.below(name);
        if !group.rows.is_empty() {
            to.table(tables::departments(report.kind, name, &group.rows));
        }
        if !group.nothing_due.is_empty() {
            let apart = format!("{}无到期事项的单位", report.kind.this());
            to.push(Block::Note(format!("{apart}：")));
            let caption = format!("{name}：{apart}");
            to.table(tables::departments(
                report.kind,
                &caption,
                &group.nothing_due,
            ));
        }
    }
}

fn corrections(report: &Weekly, to: &mut Sections) {
    to.begin(Section::Corrections.zh());
    let (late, less) = (&report.late_entries, &report.corrections);
    to.below(&format!("补录（{}项）", late.len()));
    to.table(lists::entries("补录", late));
    to.below(&format!("核减（{}项）", less.len()));
    to.table(lists::entries("核减", less));
    let excluded = &report.excluded;
    to.below(&format!("剔除（{}件）", excluded.len()));
    to.table(lists::excluded("剔除", excluded));
}
