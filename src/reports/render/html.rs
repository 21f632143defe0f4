//! The page: Chinese, A4, readable in black and white, without any outside host.

use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};

use super::drawn::drawn;
use crate::base::characters::xml;
use crate::base::{Error, Result};
use crate::reports::rules::paper::Paper;

const PAGE: &str = include_str!("paper.html");
const STYLE: &str = include_str!("paper.css");

/// # Errors
/// A fault of ours in the template.
pub fn page(paper: &Paper) -> Result<String> {
    let mut templates = Environment::new();
    templates
        .add_template("paper.html", PAGE)
        .map_err(Error::internal)?;
    let style = Value::from_safe_string(STYLE.to_owned());
    let drawn = drawn(paper)?;
    let page = templates
        .get_template("paper.html")
        .and_then(|page| page.render(context! { paper => Serde(&drawn), style => style }))
        .map_err(|error| Error::Internal(format!("{error:#}")))?;
    Ok(xml(&page).into_owned())
}
