//! What a problem is called, and where it is.

use crate::base::characters::is_unseen;
use crate::ledger::columns::{SITE_MARK, site_of};
use crate::ledger::import::rules::fault::Issue;
use crate::ledger::import::rules::problem::NAME;
use crate::ledger::import::rules::row::{Reading, one_line};
use crate::problems::rules::check::{DESCRIPTION, LINE};
use crate::vocabulary::faults;

/// Characters of a title that is made of a longer text.
const CUT: usize = 60;

/// Title and description; a long title becomes the description, and a missing one is made of it.
pub fn texts(it: &mut Reading) -> (Option<String>, String) {
    let description = it.text("description", DESCRIPTION);
    let given = it.long("title");
    let title = given
        .as_deref()
        .map(as_title)
        .filter(|title| !title.is_empty());
    match (title, description) {
        (Some(title), description) if title.chars().count() <= LINE => {
            (Some(title), description.unwrap_or_default())
        }
        (Some(_), Some(_)) => {
            let zh = faults::too_long(LINE);
            it.wrong(
                "title",
                Issue::new("too_long", zh, format!("has more than {LINE} characters")),
            );
            (None, String::new())
        }
        (Some(title), None) => {
            let zh = format!("超过{LINE}个字符，全文作为问题描述，标题取其前{CUT}个字符");
            it.note(
                "title",
                zh,
                "is long: the whole is the description, its beginning the title",
            );
            (Some(cut(&title)), given.unwrap_or(title))
        }
        (None, Some(text)) => {
            let title = as_title(&text);
            if title.is_empty() {
                it.required("title");
                return (None, text);
            }
            if title.chars().count() > CUT {
                let zh = format!("没有标题，取问题描述的前{CUT}个字符");
                it.note("description", zh, "its beginning is the title");
            }
            (Some(cut(&title)), text)
        }
        (None, None) => {
            let column = if it.record.has("title") {
                "title"
            } else {
                "description"
            };
            it.required(column);
            (None, String::new())
        }
    }
}

/// On one line, without what joins or varies emoji in a longer text.
fn as_title(text: &str) -> String {
    let line = one_line(text);
    line.chars().filter(|c| !is_unseen(*c)).collect()
}

fn cut(text: &str) -> String {
    if text.chars().count() <= CUT {
        return text.to_owned();
    }
    let mut title: String = text.chars().take(CUT).collect();
    title.push('…');
    title
}

/// The enterprise, or the site that belongs to none.
pub fn place(it: &mut Reading) -> (Option<String>, Option<String>) {
    let Some(cell) = it.name("enterprise", LINE + SITE_MARK.len()) else {
        it.required("enterprise");
        return (None, None);
    };
    match site_of(&cell) {
        Some(site) => (None, Some(site.to_owned()).filter(|site| !site.is_empty())),
        None => {
            if cell.chars().count() > NAME {
                let zh = faults::too_long(NAME);
                it.wrong(
                    "enterprise",
                    Issue::new("too_long", zh, format!("has more than {NAME} characters")),
                );
            }
            (Some(cell), None)
        }
    }
}
