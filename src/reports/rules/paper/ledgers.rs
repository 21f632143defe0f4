//! The sections of the ledgers besides that of problems.

use chrono::NaiveDate;

use super::weekly::Sections;
use super::{Block, Cell, Column, Kind, Line, Sheet, Table, day};
use crate::reports::rules::{
    LateEntry, LedgerCell, LedgerColumnKind, LedgerRow, LedgerSection, UnreportedEntry,
};
use crate::vocabulary::entries::heading;
use crate::vocabulary::report::ledger as words;

/// A ledger in a paper whose own figures are as of `as_of`.
pub(super) fn section(ledger: &LedgerSection, as_of: NaiveDate, to: &mut Sections) {
    to.begin(&ledger.name);
    to.push(Block::Paragraph(ledger.sentence.clone()));
    for clause in &ledger.clauses {
        let text = format!("{}：{}", clause.name, clause.text);
        to.push(Block::Paragraph(text));
    }
    to.table(by_park(ledger, "情况", |kind| {
        kind != LedgerColumnKind::Amount
    }));
    if ledger.as_of != as_of {
        to.push(Block::Note(format!("本部分统计至{}。", day(ledger.as_of))));
    }
    let is_amount = |kind: LedgerColumnKind| kind == LedgerColumnKind::Amount;
    if ledger.columns.iter().any(|column| is_amount(column.kind)) {
        to.below("各园区金额");
        to.table(by_park(ledger, "金额", is_amount));
    }
    let of_sentence = ledger.money_through.as_deref().and_then(month);
    match ledger.through.as_deref().and_then(month).or(of_sentence) {
        Some(month) if ledger.through.is_some() => {
            to.push(Block::Note(format!("金额、月进展截至{month}底。")));
        }
        Some(month) => to.push(Block::Note(format!("金额截至{month}底。"))),
        None => {}
    }
    let late = format!("{}{}", words::LATE, ledger.entry);
    let caption = format!("{}：{late}", ledger.name);
    to.below(&format!("{late}（{}个）", ledger.late.len()));
    to.table(list(
        &caption,
        late_columns(),
        ledger.late.iter().map(late_line),
    ));
    if let Some(reported) = &ledger.reported {
        let name = words::UNREPORTED;
        let (of, all) = (reported.numerator, reported.denominator);
        to.below(&format!("{name}（已报{of}/{all}）"));
        let caption = format!("{}：{name}", ledger.name);
        let lines = ledger.unreported.iter().map(unreported_line);
        to.table(list(&caption, unreported_columns(), lines));
    }
}

/// `2021-07` as 2021年7月.
fn month(month: &str) -> Option<String> {
    let (year, month) = month.split_once('-')?;
    Some(format!("{year}年{}月", month.trim_start_matches('0')))
}

/// A table by park of the columns of some kinds.
fn by_park(ledger: &LedgerSection, of: &str, is_shown: fn(LedgerColumnKind) -> bool) -> Table {
    let mut columns = vec![Column::new(heading::PARK, Kind::Text, 26)];
    let chosen = ledger.columns.iter().filter(|one| is_shown(one.kind));
    columns.extend(chosen.map(|column| {
        let (kind, width) = match column.kind {
            LedgerColumnKind::Count => (Kind::Number, 10),
            LedgerColumnKind::Rate => (Kind::Rate, 14),
            LedgerColumnKind::Amount => (Kind::Number, 13),
        };
        Column::new(column.heading.clone(), kind, width)
    }));
    let shown_cells = |row: &LedgerRow| -> Vec<Cell> {
        let cells = row.cells.iter().zip(&ledger.columns);
        let shown = cells.filter(|(_, column)| is_shown(column.kind));
        shown.map(|(one, _)| cell(one)).collect()
    };
    let line = |row: &LedgerRow, is_sum| Line {
        cells: std::iter::once(Cell::text(&row.name))
            .chain(shown_cells(row))
            .collect(),
        is_sum,
    };
    let parks = ledger.parks.iter().map(|row| line(row, false));
    Table {
        sheet: Sheet::Ledgers,
        caption: format!("{}：各园区{of}", ledger.name),
        columns,
        rows: parks.chain([line(&ledger.totals, true)]).collect(),
    }
}

fn cell(cell: &LedgerCell) -> Cell {
    match cell {
        LedgerCell {
            count: Some(count), ..
        } => Cell::Number(*count),
        LedgerCell {
            rate: Some(rate), ..
        } => Cell::Rate(rate.clone()),
        LedgerCell {
            amount: Some(amount),
            ..
        } => Cell::Decimal(amount.clone()),
        _ => Cell::Nothing,
    }
}

fn list(caption: &str, columns: Vec<Column>, lines: impl Iterator<Item = Line>) -> Table {
    Table {
        sheet: Sheet::Ledgers,
        caption: caption.to_owned(),
        columns,
        rows: lines.collect(),
    }
}

fn late_columns() -> Vec<Column> {
    vec![
        Column::new(heading::NUMBER, Kind::Text, 24),
        Column::new("名称", Kind::Text, 36),
        Column::new(heading::PARK, Kind::Text, 20),
        Column::new(heading::DEPARTMENT, Kind::Text, 22),
        Column::new("逾期节点", Kind::Text, 28),
        Column::new("期限", Kind::Limit, 20),
    ]
}

fn late_line(late: &LateEntry) -> Line {
    Line::new(vec![
        Cell::text(&late.number),
        Cell::text(&late.title),
        Cell::or_nothing(late.park.as_deref()),
        Cell::or_nothing(late.department.as_deref().or(late.park.as_deref())),
        Cell::text(&late.milestone),
        Cell::Limit {
            on: late.due_on,
            original: Some(late.original_due_on).filter(|first| *first != late.due_on),
        },
    ])
}

fn unreported_columns() -> Vec<Column> {
    vec![
        Column::new(heading::NUMBER, Kind::Text, 24),
        Column::new("名称", Kind::Text, 50),
        Column::new(heading::PARK, Kind::Text, 26),
        Column::new("最近报送的月份", Kind::Text, 24),
    ]
}

fn unreported_line(entry: &UnreportedEntry) -> Line {
    let last = entry.last_month.as_deref().and_then(month);
    Line::new(vec![
        Cell::text(&entry.number),
        Cell::text(&entry.title),
        Cell::or_nothing(entry.park.as_deref()),
        Cell::or_nothing(last.as_deref()),
    ])
}
