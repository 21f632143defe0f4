//! `docs/state-table.md`: the state table as people read it.

use std::fmt::Write as _;

use super::table::{Relation, TABLE, To};
use super::words::Status;

/// `docs/state-table.md`, written from the table so that it can't disagree with it.
pub fn markdown() -> String {
    let mut page = String::from(
        "# The state table\n\n\
         Written from `src/problems/rules/table.rs`; a test fails when the two differ.\n\n\
         Open: ",
    );
    page.push_str(&words(Status::OPEN));
    page.push_str("  \nSettled: ");
    page.push_str(&words(Status::SETTLED));
    page.push_str("  \nExcluded: ");
    page.push_str(&words(Status::EXCLUDED));
    page.push_str(
        "\n\n`*`: also on behalf of that department, by the park or the coordinator.\n\n\
         | action | | from | to | who | needs |\n|---|---|---|---|---|---|\n",
    );
    for row in TABLE {
        let to = match row.to {
            To::Same => "same".to_owned(),
            To::One(states) => words(states),
        };
        let from = match row.from {
            [] => "–".to_owned(),
            states if states == Status::ALL => "any".to_owned(),
            states if states == Status::OPEN => "open".to_owned(),
            states => words(states),
        };
        let who = if row.who == Relation::ALL {
            "whoever may see it".to_owned()
        } else {
            row.who
                .iter()
                .map(|hat| hat.word())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let needs: Vec<_> = row.needs.iter().map(|need| need.word()).collect();
        // Writing into a String can't fail.
        let _ = writeln!(
            page,
            "| `{}` | {} | {from} | {to} | {who}{} | {} |",
            row.action,
            row.action.zh(),
            if row.on_behalf { " *" } else { "" },
            needs.join("; "),
        );
    }
    page
}

fn words(states: &[Status]) -> String {
    let words: Vec<_> = states.iter().map(|state| format!("`{state}`")).collect();
    words.join(", ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_docs_is_this_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/state-table.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, markdown()).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap_or_default(),
            markdown(),
            "run the tests once with UPDATE_DOCS=1"
        );
    }
}
