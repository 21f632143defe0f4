//! The lists: problems, what was settled, what took back earlier numbers, what stopped counting.

use super::{Cell, Column, Kind, Line, Sheet, Table};
use crate::problems::rules::table::Action;
use crate::reports::rules::{Entry, ExcludedProblem, Listed, SettledProblem};
use crate::vocabulary::columns::heading;
use crate::vocabulary::report::ON_SITE;

/// Open problems with their limits.
pub fn problems(caption: &str, list: &[Listed]) -> Table {
    let mut columns = of_problems().to_vec();
    columns.extend([
        Column::new(heading::STATUS, Kind::Text, 14),
        Column::new("上报", Kind::Day, 18),
        Column::new("时限", Kind::Limit, 18),
    ]);
    let line = |problem: &Listed| {
        let mut cells = identity(problem, "—");
        cells.push(Cell::text(problem.status.zh()));
        cells.push(Cell::Day(problem.reported_on));
        cells.push(problem.due_on.map_or(Cell::Nothing, |on| Cell::Limit {
            on,
            original: problem.original_due_on.filter(|first| *first != on),
        }));
        Line::new(cells)
    };
    table(caption, columns, list.iter().map(line))
}

pub fn settled(caption: &str, list: &[SettledProblem]) -> Table {
    let mut columns = of_problems().to_vec();
    columns.extend([
        Column::new(heading::OUTCOME, Kind::Text, 15),
        Column::new("上报", Kind::Day, 18),
        Column::new("办结", Kind::Day, 18),
        Column::new("用时（工作日）", Kind::Number, 11),
    ]);
    let line = |settled: &SettledProblem| {
        let problem = &settled.problem;
        let mut cells = identity(problem, ON_SITE);
        cells.push(Cell::or_nothing(problem.outcome.map(|word| word.zh())));
        cells.push(Cell::Day(problem.reported_on));
        let on = problem.settled_on.or(problem.resolved_on);
        cells.push(on.map_or(Cell::Nothing, Cell::Day));
        cells.push(settled.working_days.map_or(Cell::Nothing, Cell::Number));
        Line::new(cells)
    };
    table(caption, columns, list.iter().map(line))
}

pub fn excluded(caption: &str, list: &[ExcludedProblem]) -> Table {
    let mut columns = of_problems().to_vec();
    columns.extend([
        Column::new("去向", Kind::Text, 15),
        Column::new("日期", Kind::Day, 18),
        Column::new("理由", Kind::Text, 30),
    ]);
    let line = |excluded: &ExcludedProblem| {
        let mut cells = identity(&excluded.problem, "—");
        cells.push(Cell::text(excluded.problem.status.zh()));
        cells.push(excluded.excluded_on.map_or(Cell::Nothing, Cell::Day));
        cells.push(Cell::or_nothing(excluded.reason.as_deref()));
        Line::new(cells)
    };
    table(caption, columns, list.iter().map(line))
}

/// 补录 and 核减.
pub fn entries(caption: &str, list: &[Entry]) -> Table {
    let columns = vec![
        Column::new("事项", Kind::Text, 22),
        Column::new("对象", Kind::Text, 72),
        Column::new("发生", Kind::Day, 19),
        Column::new("计入", Kind::Day, 19),
        Column::new("登记人", Kind::Text, 24),
    ];
    let line = |entry: &Entry| {
        let what = match (&entry.problem, &entry.visit) {
            (Some(problem), _) => format!("{} {}", problem.number, problem.title),
            (None, Some(visit)) => format!(
                "{} 走访 {}",
                visit.visited_on,
                visit.place.as_deref().unwrap_or("—")
            ),
            (None, None) => String::new(),
        };
        let actor = entry.actor.as_ref().map(|actor| actor.name.as_deref());
        Line::new(vec![
            Cell::text(happened(&entry.kind)),
            Cell::text(what),
            Cell::Day(entry.occurred_on),
            Cell::Day(entry.counted_on),
            actor.map_or(Cell::text("系统"), Cell::or_nothing),
        ])
    };
    table(caption, columns, list.iter().map(line))
}

fn table(caption: &str, columns: Vec<Column>, rows: impl Iterator<Item = Line>) -> Table {
    Table {
        sheet: Sheet::Lists,
        caption: caption.into(),
        columns,
        rows: rows.collect(),
    }
}

fn of_problems() -> [Column; 5] {
    [
        Column::new(heading::NUMBER, Kind::Text, 22),
        Column::new("问题", Kind::Text, 38),
        Column::new(heading::PARK, Kind::Text, 18),
        Column::new(heading::PLACE, Kind::Text, 24),
        Column::new(heading::LEAD, Kind::Text, 20),
    ]
}

fn identity(problem: &Listed, without_lead: &str) -> Vec<Cell> {
    let lead = problem.department.as_deref().unwrap_or(without_lead);
    vec![
        Cell::text(&problem.number),
        Cell::text(&problem.title),
        Cell::text(&problem.park),
        Cell::or_nothing(problem.place.as_deref()),
        Cell::text(lead),
    ]
}

/// What an event is called on paper.
fn happened(kind: &str) -> &'static str {
    match kind {
        "record" => "登记走访",
        "void" => "走访作废",
        other => Action::parse(other).map_or("登记", Action::zh),
    }
}
