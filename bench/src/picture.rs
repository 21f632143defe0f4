//! How costs grow with the ledger: CPU milliseconds over problems, both by powers of ten, a line a kind.

use std::fmt::Write;

use crate::report::Column;

const WIDTH: f64 = 860.0;
const HEIGHT: f64 = 560.0;
const LEFT: f64 = 60.0;
const RIGHT: f64 = 300.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 50.0;
/// What is drawn; all others are in the table.
const DRAWN: &[(&str, &str)] = &[
    ("constant: healthz", "#999999"),
    ("get one", "#0072b2"),
    ("list of 50", "#56b4e9"),
    ("list of 50 by due day", "#009e73"),
    ("list of 50 with its count", "#6a3d9a"),
    ("my queue, department", "#b15928"),
    ("search, a common word", "#e69f00"),
    ("count_of=outstanding", "#cc79a7"),
    ("statistics, the year", "#d55e00"),
    ("weekly draft, JSON", "#000000"),
];

/// None where there are no two sizes of a database. SQLite's lines are whole, PostgreSQL's, with the database's own
/// CPU time, are dashed.
pub fn growth(columns: &[Column]) -> Option<String> {
    let mut lines = Vec::new();
    for (database, dashes) in [("SQLite", ""), ("PostgreSQL", "6 4")] {
        for (name, colour) in DRAWN {
            let points: Vec<(f64, f64)> = columns
                .iter()
                .filter(|column| column.found["database"] == database)
                .filter_map(|column| point(column, name))
                .collect();
            if points.len() > 1 {
                lines.push((*name, *colour, dashes, points));
            }
        }
    }
    let all = || lines.iter().flat_map(|line| &line.3);
    let (from, to) = (
        all().map(|p| p.0).reduce(f64::min)?,
        all().map(|p| p.0).reduce(f64::max)?,
    );
    let low = all().map(|p| p.1).reduce(f64::min)?.log10().floor();
    let high = all()
        .map(|p| p.1)
        .reduce(f64::max)?
        .log10()
        .ceil()
        .max(low + 1.0);
    let x = |problems: f64| {
        let span = (to.log10() - from.log10()).max(0.01);
        LEFT + (problems.log10() - from.log10()) / span * (WIDTH - LEFT - RIGHT)
    };
    let y = |ms: f64| HEIGHT - BOTTOM - (ms.log10() - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n\
         <text x=\"8\" y=\"18\">CPU ms a request</text>\n"
    );
    for power in low as i32..=high as i32 {
        let (ms, end) = (10_f64.powi(power), WIDTH - RIGHT);
        let at = y(ms);
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {at:.1}H{end}\" stroke=\"#dddddd\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{ms}</text>",
            LEFT - 6.0,
            at + 4.0
        );
    }
    let mut sizes: Vec<f64> = all().map(|p| p.0).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup_by(|a, b| (*a / *b - 1.0).abs() < 0.3);
    for problems in sizes {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{problems}</text>",
            x(problems),
            HEIGHT - BOTTOM + 18.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\">problems</text>",
        LEFT,
        HEIGHT - 10.0
    );
    let mut ends: Vec<(f64, String)> = Vec::new();
    for (name, colour, dashes, points) in &lines {
        let path: Vec<String> = points
            .iter()
            .map(|p| format!("{:.1},{:.1}", x(p.0), y(p.1)))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
            path.join(" ")
        );
        if let Some(last) = points.last() {
            let of = if dashes.is_empty() {
                ""
            } else {
                " (PostgreSQL)"
            };
            ends.push((y(last.1), format!("fill=\"{colour}\">{name}{of}")));
        }
    }
    // Names that would lie on each other move down.
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = 0.0;
    for (at, text) in ends {
        let at = f64::max(at, free);
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" {text}</text>",
            WIDTH - RIGHT + 10.0,
            at + 4.0
        );
        free = at + 14.0;
    }
    Some(svg + "</svg>\n")
}

fn point(column: &Column, name: &str) -> Option<(f64, f64)> {
    let row = column.found["singles"]
        .as_array()?
        .iter()
        .find(|row| row["name"] == name)?;
    let ms = row["cpu_ms"].as_f64()? + row["database_cpu_ms"].as_f64().unwrap_or(0.0);
    // A figure below what can be counted has no place on such a scale.
    (ms > 0.0).then_some((column.found["problems"].as_f64()?, ms))
}
