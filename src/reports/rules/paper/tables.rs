//! The tables of numbers.

use super::{Cell, Column, Kind, Line, Sheet, Table};
use crate::reports::rules::{PeriodKind, Weekly};
use crate::statistics::rules::row::{Counts, Rates, Row};

type Count = fn(&Counts) -> i64;

const CHANGES: &[(&str, Count)] = &[
    ("走访（次）", |c| c.visits),
    ("走访企业（家）", |c| c.visited_enterprises),
    ("收集问题", |c| c.collected),
    ("解决", |c| c.solved),
    ("　其中回访确认", |c| c.confirmed),
    ("办结", |c| c.resolved),
    ("　其中已销号", |c| c.closed),
    ("退回", |c| c.returned),
    ("延期", |c| c.extended),
    ("重办", |c| c.reopened),
    ("督办", |c| c.supervised),
    ("不予受理", |c| c.rejected),
    ("并单", |c| c.merged),
    ("撤回", |c| c.withdrawn),
];

const STOCKS: &[(&str, Count)] = &[
    ("未办结", |c| c.outstanding),
    ("　其中持续跟踪", |c| c.tracking),
    ("　其中挂起", |c| c.suspended),
    ("　其中超期", |c| c.overdue),
];

/// What came about, and the change on the period before.
pub fn changes(report: &Weekly) -> Table {
    let (this, last) = (report.kind.this(), report.kind.last());
    let (now, before) = (&report.totals, &report.previous);
    let row = |(name, of): &(&str, Count)| {
        let (week, last) = (of(&now.period.counts), of(&before.period.counts));
        Line::new(vec![
            Cell::text(*name),
            Cell::Number(of(&now.counts)),
            Cell::Number(week),
            Cell::Number(last),
            Cell::Change(week - last),
        ])
    };
    Table {
        sheet: Sheet::Totals,
        caption: "累计与当期".into(),
        columns: columns("项目", &["累计", this, last], &format!("较{last}")),
        rows: CHANGES.iter().map(row).collect(),
    }
}

/// What is open at the end, and the change on the end of the period before.
pub fn stocks(report: &Weekly) -> Table {
    let last = report.kind.last();
    let (now, before) = (&report.totals, &report.previous);
    let row = |(name, of): &(&str, Count)| {
        Line::new(vec![
            Cell::text(*name),
            Cell::Number(of(&now.counts)),
            Cell::Number(of(&before.counts)),
            Cell::Number(of(&now.period.counts)),
            Cell::Change(of(&now.counts) - of(&before.counts)),
        ])
    };
    let (end, new) = (format!("{last}末"), format!("{}新增", report.kind.this()));
    Table {
        sheet: Sheet::Totals,
        caption: "在办情况".into(),
        columns: columns("在办情况", &["本期末", &end, &new], &format!("较{end}")),
        rows: STOCKS.iter().map(row).collect(),
    }
}

fn columns(first: &str, numbers: &[&str], change: &str) -> Vec<Column> {
    let mut columns = vec![Column::new(first, Kind::Text, 48)];
    let numbers = numbers.iter();
    columns.extend(numbers.map(|name| Column::new(*name, Kind::Number, 27)));
    columns.push(Column::new(change, Kind::Change, 27));
    columns
}

/// Every rate with its numerator and denominator.
pub fn rates(report: &Weekly) -> Table {
    let (now, before) = (&report.totals, &report.previous);
    let row = |name: &str, of: fn(&Row) -> &crate::statistics::rules::percent::Rate| {
        let (now, before) = (of(now).clone(), of(before).clone());
        Line::new(vec![Cell::text(name), Cell::Rate(now), Cell::Rate(before)])
    };
    let this = report.kind.this();
    Table {
        sheet: Sheet::Totals,
        caption: "比率".into(),
        columns: vec![
            Column::new("比率", Kind::Text, 64),
            Column::new("本期", Kind::Rate, 46),
            Column::new("上期", Kind::Rate, 46),
        ],
        rows: vec![
            row("解决率（累计）", |r| &r.rates.solve),
            row("办结率（累计）", |r| &r.rates.resolve),
            row("回访率（累计）", |r| &r.rates.follow_up),
            row("满意率（累计）", |r| &r.rates.satisfaction),
            row(&format!("按时办结率（{this}）"), |r| {
                &r.period.rates.on_time
            }),
            row(&format!("按原时限办结率（{this}）"), |r| {
                &r.period.rates.on_time_original
            }),
            row(&format!("签收及时率（{this}）"), |r| {
                &r.period.rates.accept_on_time
            }),
        ],
    }
}

/// Parks, with everything together below.
pub fn parks(report: &Weekly) -> Table {
    let mut columns = vec![Column::new("园区", Kind::Text, 30)];
    for group in ["走访", "收集", "解决", "办结"] {
        columns.push(Column::under(group, "累计"));
        columns.push(Column::under(group, report.kind.this()));
    }
    columns.extend(stock_columns());
    columns.push(Column::new("解决率", Kind::Rate, 14));
    columns.push(Column::new("办结率", Kind::Rate, 14));
    let cells = |name: &str, row: &Row| {
        let (now, week) = (&row.counts, &row.period.counts);
        let mut cells = vec![
            Cell::text(name),
            Cell::Number(now.visits),
            Cell::Number(week.visits),
        ];
        cells.extend(three(now, week));
        cells.extend([now.outstanding, now.overdue].map(Cell::Number));
        cells.extend([row.rates.solve.clone(), row.rates.resolve.clone()].map(Cell::Rate));
        cells
    };
    let mut rows: Vec<Line> = report
        .parks
        .iter()
        .map(|row| Line::new(cells(&row.key.name, row)))
        .collect();
    rows.push(Line {
        cells: cells("合计", &report.totals),
        is_sum: true,
    });
    Table {
        sheet: Sheet::Parks,
        caption: "各园区情况".into(),
        columns,
        rows,
    }
}

/// Categories, levels and sources: rows of one grouping, with everything together below.
pub fn groups(
    report: &Weekly,
    caption: &str,
    first: &str,
    rows: &[Row],
    total: Option<&Row>,
) -> Table {
    let this = report.kind.this();
    let mut columns = vec![Column::new(first, Kind::Text, 32)];
    for group in ["收集", "解决", "办结"] {
        columns.push(Column::under(group, "累计"));
        columns.push(Column::under(group, this));
    }
    columns.extend(stock_columns());
    columns.push(Column::new("解决率", Kind::Rate, 15));
    columns.push(Column::new("办结率", Kind::Rate, 15));
    columns.push(Column::new(format!("{this}按时办结率"), Kind::Rate, 18));
    let cells = |name: &str, row: &Row| {
        let (now, week) = (&row.counts, &row.period.counts);
        let mut cells = vec![Cell::text(name)];
        cells.extend(three(now, week));
        cells.extend([now.outstanding, now.overdue].map(Cell::Number));
        let Rates { solve, resolve, .. } = &row.rates;
        let on_time = &row.period.rates.on_time;
        cells.extend([solve, resolve, on_time].map(|rate| Cell::Rate(rate.clone())));
        cells
    };
    let mut lines: Vec<Line> = rows
        .iter()
        .map(|row| Line::new(cells(&row.key.name, row)))
        .collect();
    lines.extend(total.map(|total| Line {
        cells: cells("合计", total),
        is_sum: true,
    }));
    Table {
        sheet: Sheet::Groups,
        caption: caption.into(),
        columns,
        rows: lines,
    }
}

/// 上级交办: a line of its own, whatever its name is in the statistics.
pub fn superior(report: &Weekly) -> Table {
    let mut row = report.superior.clone();
    row.key.name = "上级交办".into();
    groups(report, "上级交办", "来源", &[row], None)
}

/// Departments that are compared with each other.
pub fn departments(kind: PeriodKind, caption: &str, rows: &[Row]) -> Table {
    let this = kind.this();
    let mut columns = vec![Column::new("单位", Kind::Text, 30)];
    for name in ["主办累计", "办结累计"] {
        columns.push(Column::new(name, Kind::Number, 9));
    }
    columns.push(Column::new(format!("{this}办结"), Kind::Number, 9));
    for name in ["未办结", "超期", "退回", "延期"] {
        columns.push(Column::new(name, Kind::Number, 9));
    }
    columns.push(Column::new(format!("{this}按时办结率"), Kind::Rate, 14));
    columns.push(Column::new("按原时限办结率", Kind::Rate, 14));
    columns.push(Column::new(format!("{this}签收及时率"), Kind::Rate, 14));
    columns.push(Column::new("满意率", Kind::Rate, 14));
    columns.push(Column::new("协办承担", Kind::Number, 9));
    columns.push(Column::new("协办回复", Kind::Number, 9));
    let line = |row: &Row| {
        let now = &row.counts;
        let mut cells = vec![Cell::text(&row.key.name)];
        let numbers = [
            now.collected,
            now.resolved,
            row.period.counts.resolved,
            now.outstanding,
            now.overdue,
            now.returned,
            now.extended,
        ];
        cells.extend(numbers.map(Cell::Number));
        let week = &row.period.rates;
        let rates = [
            &week.on_time,
            &week.on_time_original,
            &week.accept_on_time,
            &row.rates.satisfaction,
        ];
        cells.extend(rates.map(|rate| Cell::Rate(rate.clone())));
        match &row.supporting {
            Some(supporting) => {
                cells.extend([supporting.assigned, supporting.replied].map(Cell::Number));
            }
            None => cells.extend([Cell::Nothing, Cell::Nothing]),
        }
        Line::new(cells)
    };
    Table {
        sheet: Sheet::Departments,
        caption: caption.into(),
        columns,
        rows: rows.iter().map(line).collect(),
    }
}

fn stock_columns() -> [Column; 2] {
    ["未办结", "超期"].map(|name| Column::new(name, Kind::Number, 9))
}

/// Collected, solved and resolved: cumulative, then of the period.
fn three(now: &Counts, week: &Counts) -> [Cell; 6] {
    [
        now.collected,
        week.collected,
        now.solved,
        week.solved,
        now.resolved,
        week.resolved,
    ]
    .map(Cell::Number)
}
