//! The tables of numbers.

use super::{Cell, Column, Kind, Line, Sheet, Table};
use crate::problems::rules::words::Source;
use crate::reports::rules::{PeriodKind, Section, Weekly};
use crate::statistics::rules::count::Count as C;
use crate::statistics::rules::row::{Counts, Rates, Row};
use crate::vocabulary::columns::heading;
use crate::vocabulary::report::rate;

type Count = fn(&Counts) -> i64;

const CHANGES: &[(&str, Count)] = &[
    ("走访（次）", |c| c.visits),
    ("走访企业（家）", |c| c.visited_enterprises),
    (C::Collected.zh(), |c| c.collected),
    (C::Solved.zh(), |c| c.solved),
    ("　其中回访确认", |c| c.confirmed),
    (C::Resolved.zh(), |c| c.resolved),
    ("　其中已销号", |c| c.closed),
    (C::Returned.zh(), |c| c.returned),
    (C::Extended.zh(), |c| c.extended),
    (C::Reopened.zh(), |c| c.reopened),
    (C::Supervised.zh(), |c| c.supervised),
    (C::Rejected.zh(), |c| c.rejected),
    (C::Merged.zh(), |c| c.merged),
    (C::Withdrawn.zh(), |c| c.withdrawn),
];

const STOCKS: &[(&str, Count)] = &[
    (C::Outstanding.zh(), |c| c.outstanding),
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
            row(&format!("{}（累计）", rate::SOLVE), |r| &r.rates.solve),
            row(&format!("{}（累计）", rate::RESOLVE), |r| {
                &r.rates.resolve
            }),
            row(&format!("{}（累计）", rate::FOLLOW_UP), |r| {
                &r.rates.follow_up
            }),
            row(&format!("{}（累计）", rate::SATISFACTION), |r| {
                &r.rates.satisfaction
            }),
            row(&format!("{}（{this}）", rate::ON_TIME), |r| {
                &r.period.rates.on_time
            }),
            row(&format!("{}（{this}）", rate::ON_TIME_ORIGINAL), |r| {
                &r.period.rates.on_time_original
            }),
            row(&format!("{}（{this}）", rate::ACCEPT_ON_TIME), |r| {
                &r.period.rates.accept_on_time
            }),
        ],
    }
}

/// Parks, with everything together below.
pub fn parks(report: &Weekly) -> Table {
    let mut columns = vec![Column::new(heading::PARK, Kind::Text, 30)];
    for group in ["走访", "收集", "解决", "办结"] {
        columns.push(Column::under(group, "累计"));
        columns.push(Column::under(group, report.kind.this()));
    }
    columns.extend(stock_columns());
    columns.push(Column::new(rate::SOLVE, Kind::Rate, 14));
    columns.push(Column::new(rate::RESOLVE, Kind::Rate, 14));
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
        caption: Section::Parks.zh().into(),
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
    columns.push(Column::new(rate::SOLVE, Kind::Rate, 15));
    columns.push(Column::new(rate::RESOLVE, Kind::Rate, 15));
    columns.push(Column::new(
        format!("{this}{}", rate::ON_TIME),
        Kind::Rate,
        18,
    ));
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
    row.key.name = Source::Superior.zh().into();
    let caption = Section::Superior.zh();
    groups(report, caption, heading::SOURCE, &[row], None)
}

/// Departments that are compared with each other.
pub fn departments(kind: PeriodKind, caption: &str, rows: &[Row]) -> Table {
    let this = kind.this();
    let mut columns = vec![Column::new("单位", Kind::Text, 30)];
    for name in ["主办累计", "办结累计"] {
        columns.push(Column::new(name, Kind::Number, 9));
    }
    columns.push(Column::new(
        format!("{this}{}", C::Resolved.zh()),
        Kind::Number,
        9,
    ));
    for count in [C::Outstanding, C::Overdue, C::Returned, C::Extended] {
        columns.push(Column::new(count.zh(), Kind::Number, 9));
    }
    columns.push(Column::new(
        format!("{this}{}", rate::ON_TIME),
        Kind::Rate,
        14,
    ));
    columns.push(Column::new(rate::ON_TIME_ORIGINAL, Kind::Rate, 14));
    columns.push(Column::new(
        format!("{this}{}", rate::ACCEPT_ON_TIME),
        Kind::Rate,
        14,
    ));
    columns.push(Column::new(rate::SATISFACTION, Kind::Rate, 14));
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
    [C::Outstanding, C::Overdue].map(|count| Column::new(count.zh(), Kind::Number, 9))
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
