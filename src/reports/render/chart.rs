//! Charts as SVG: dashes, markers and words tell the series apart, so that a copy in black and white
//! still can be read.

use std::fmt::Write;

use crate::base::{Error, Result};
use crate::reports::rules::paper::{Chart, Series, Shape};

const WIDTH: f64 = 640.0;
const FONT: &str = "SimSun, Songti SC, Noto Serif CJK SC, Noto Sans CJK SC, serif";
/// Black, then a grey that prints; solid, then dashed; full markers, then hollow ones.
const INK: [(&str, &str, &str); 2] = [
    ("#000000", "none", "#000000"),
    ("#555555", "7 4", "#ffffff"),
];

/// # Errors
/// A text that can't be written: a fault of ours.
pub fn svg(chart: &Chart) -> Result<String> {
    let mut svg = String::new();
    match chart.shape {
        Shape::Lines => lines(chart, &mut svg),
        Shape::Bars => bars(chart, &mut svg),
    }
    .map_err(Error::internal)?;
    Ok(svg)
}

fn open(svg: &mut String, height: f64, title: &str) -> std::fmt::Result {
    write!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" aria-label="{}" font-family="{FONT}" font-size="13">"#,
        escaped(title)
    )
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, words: &str) -> std::fmt::Result {
    write!(
        svg,
        r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{}</text>"#,
        escaped(words)
    )
}

fn line(svg: &mut String, from: (f64, f64), to: (f64, f64), ink: &str) -> std::fmt::Result {
    write!(
        svg,
        r#"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="{ink}"/>"#,
        from.0, from.1, to.0, to.1
    )
}

fn lines(chart: &Chart, svg: &mut String) -> std::fmt::Result {
    const HEIGHT: f64 = 250.0;
    const LEFT: f64 = 44.0;
    const RIGHT: f64 = 66.0;
    const TOP: f64 = 26.0;
    const FLOOR: f64 = 214.0;
    let all = chart.series.iter().flat_map(|series| &series.values);
    let step = step(all.copied().max().unwrap_or(0));
    let top = number(step * 4);
    let gaps = number(i64::try_from(chart.places.len()).unwrap_or(1) - 1).max(1.0);
    let x = |at: usize| LEFT + 20.0 + (WIDTH - LEFT - RIGHT - 40.0) * place(at) / gaps;
    let y = |value: i64| FLOOR - (FLOOR - TOP) * number(value) / top;
    open(svg, HEIGHT, &chart.title)?;
    for tick in 0..=4 {
        let value = step * tick;
        let ink = if tick == 0 { "#000000" } else { "#cccccc" };
        line(svg, (LEFT, y(value)), (WIDTH - RIGHT, y(value)), ink)?;
        text(svg, (LEFT - 6.0, y(value) + 4.5), "end", &value.to_string())?;
    }
    for (at, name) in chart.places.iter().enumerate() {
        text(svg, (x(at), FLOOR + 20.0), "middle", name)?;
    }
    for (rank, series) in chart.series.iter().enumerate() {
        let (ink, dashes, filling) = INK[rank % INK.len()];
        let points: Vec<String> = series
            .values
            .iter()
            .enumerate()
            .map(|(at, value)| format!("{:.1},{:.1}", x(at), y(*value)))
            .collect();
        write!(
            svg,
            r#"<polyline points="{}" fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{dashes}"/>"#,
            points.join(" ")
        )?;
        for (at, value) in series.values.iter().enumerate() {
            let (x, y) = (x(at), y(*value));
            write!(
                svg,
                r#"<circle cx="{x:.1}" cy="{y:.1}" r="3.6" fill="{filling}" stroke="{ink}" stroke-width="1.6"/>"#
            )?;
            let lower = is_lower(&chart.series, rank, at);
            text(
                svg,
                (x, if lower { y + 17.0 } else { y - 8.0 }),
                "middle",
                &value.to_string(),
            )?;
        }
        if let Some(last) = series.values.last() {
            let at = series.values.len() - 1;
            let lower = is_lower(&chart.series, rank, at);
            let shift = if lower { 10.0 } else { -2.0 };
            text(svg, (x(at) + 14.0, y(*last) + shift), "start", series.name)?;
        }
    }
    svg.push_str("</svg>");
    Ok(())
}

/// Whether a value's number stands below its marker, out of the way of the other series.
fn is_lower(all: &[Series], rank: usize, at: usize) -> bool {
    let own = all.get(rank).and_then(|series| series.values.get(at));
    let mut others = all.iter().enumerate().filter(|(other, _)| *other != rank);
    others.any(|(other, series)| {
        let value = series.values.get(at);
        value > own || value == own && other < rank
    })
}

fn bars(chart: &Chart, svg: &mut String) -> std::fmt::Result {
    const ROW: f64 = 26.0;
    const LEFT: f64 = 230.0;
    let values: &[i64] = chart.series.first().map_or(&[], |series| &series.values);
    let longest = number(values.iter().copied().max().unwrap_or(0).max(1));
    let rows = chart.places.iter().zip(values).enumerate();
    open(svg, 12.0 + ROW * place(values.len()), &chart.title)?;
    for (at, (name, value)) in rows {
        let top = 6.0 + ROW * place(at);
        let length = (WIDTH - LEFT - 50.0) * number(*value) / longest;
        text(svg, (LEFT - 8.0, top + 16.0), "end", &shortened(name))?;
        write!(
            svg,
            r##"<rect x="{LEFT}" y="{:.1}" width="{length:.1}" height="16" fill="#666666"/>"##,
            top + 3.0
        )?;
        text(
            svg,
            (LEFT + length + 6.0, top + 16.0),
            "start",
            &value.to_string(),
        )?;
    }
    line(
        svg,
        (LEFT, 4.0),
        (LEFT, 8.0 + ROW * place(values.len())),
        "#000000",
    )?;
    svg.push_str("</svg>");
    Ok(())
}

/// A quarter of the axis, so that ticks are whole: 1, 2, 5, 10 and so on.
fn step(largest: i64) -> i64 {
    let wanted = (largest + 3) / 4;
    let mut power = 1;
    loop {
        for step in [1, 2, 5] {
            if step * power >= wanted {
                return step * power;
            }
        }
        power *= 10;
    }
}

/// As much of a name as stands beside a bar.
fn shortened(name: &str) -> String {
    const MOST: usize = 16;
    if name.chars().count() <= MOST {
        return name.to_owned();
    }
    name.chars().take(MOST - 1).chain(['…']).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of problems are small")]
fn number(value: i64) -> f64 {
    value as f64
}

fn place(at: usize) -> f64 {
    number(i64::try_from(at).unwrap_or(0))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_whole_and_hold_the_largest_value() {
        for (largest, expected) in [
            (0, 1),
            (1, 1),
            (4, 1),
            (5, 2),
            (16, 5),
            (21, 10),
            (1999, 500),
        ] {
            assert_eq!(step(largest), expected, "{largest}");
        }
    }

    #[test]
    fn what_people_typed_is_text_in_a_chart() {
        assert_eq!(escaped(r#"<a b="c">&"#), "&lt;a b=&quot;c&quot;&gt;&amp;");
        assert_eq!(shortened(&"局".repeat(17)).chars().count(), 16);
    }
}
