//! A report as a page to print: Chinese, A4, readable in black and white, without any outside host.

use chrono::NaiveDate;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

use crate::base::{Error, Result};
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{Outcome, Status};

const PAGE: &str = include_str!("weekly.html");
const STYLE: &str = include_str!("weekly.css");

/// The page of a report given as JSON, so that a closed one is shown from its stored bytes.
///
/// # Errors
/// A fault of ours in template or report.
pub fn page(report: &str) -> Result<String> {
    let report: serde_json::Value = serde_json::from_str(report).map_err(Error::internal)?;
    let mut templates = Environment::new();
    templates.add_filter("status", |word: &str| {
        Status::parse(word).map_or("", Status::zh)
    });
    templates.add_filter("outcome", |word: Option<&str>| {
        word.and_then(Outcome::parse).map_or("—", Outcome::zh)
    });
    templates.add_filter("happened", happened);
    templates.add_filter("day", day);
    templates.add_filter("change", change);
    templates
        .add_template("weekly.html", PAGE)
        .map_err(Error::internal)?;
    let style = Value::from_safe_string(STYLE.to_owned());
    templates
        .get_template("weekly.html")
        .and_then(|page| page.render(context! { report => Serde(report), style => style }))
        .map_err(|error| Error::Internal(format!("{error:#}")))
}

/// What an event is called on the page.
fn happened(kind: &str) -> &'static str {
    match kind {
        "record" => "登记走访",
        "void" => "走访作废",
        other => Action::parse(other).map_or("登记", Action::zh),
    }
}

fn day(day: &str) -> String {
    let read: Option<NaiveDate> = day.parse().ok();
    read.map_or_else(
        || day.to_owned(),
        |day| day.format("%Y年%-m月%-d日").to_string(),
    )
}

/// A difference with its sign.
fn change(by: i64) -> String {
    match by {
        0 => "持平".to_owned(),
        1.. => format!("+{by}"),
        _ => format!("−{}", by.unsigned_abs()),
    }
}
