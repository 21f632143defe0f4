//! Looking for a part of a text: alike on both databases, in capital and small letters (A to Z) alike.
//!
//! Both read the whole column; what narrows a list besides goes by an index.

use diesel::define_sql_function;
use diesel::sql_types::Text;

use crate::base::characters::tidy;

define_sql_function! {
    /// Of [`Plainly`], the 26 letters alone, as SQLite has it: what PostgreSQL makes of others depends on
    /// where it was installed.
    fn lower(text: Text) -> Text;
}

diesel::postfix_operator!(Plainly, " COLLATE \"C\"", Text);

/// What SQLite has under the name by which PostgreSQL compares bytes.
pub const PLAINLY: &str = "C";

/// The pattern that finds a part of a text in `lower(Plainly::new(column))`, with `\` to escape.
pub fn pattern(part: &str) -> String {
    let mut pattern = String::from("%");
    for c in tidy(part).chars() {
        if matches!(c, '\\' | '%' | '_') {
            pattern.push('\\');
        }
        pattern.push(c.to_ascii_lowercase());
    }
    pattern.push('%');
    pattern
}

/// Whether a text holds a part, as the databases find it.
pub fn holds(text: &str, part: &str) -> bool {
    let part = tidy(part).to_ascii_lowercase();
    text.to_ascii_lowercase().contains(&part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_trimmed_in_small_letters_and_means_itself() {
        assert_eq!(pattern(" ABC公司 "), "%abc公司%");
        assert_eq!(pattern(r"50%_\"), r"%50\%\_\\%");
        assert_eq!(pattern("ＡÉ"), "%ＡÉ%");
        assert_eq!(pattern("Cafe\u{301}"), "%caf\u{E9}%");
        assert_eq!(pattern("  "), "%%");
    }

    #[test]
    fn a_text_holds_a_part_as_the_databases_find_it() {
        assert!(holds("沙河ABC公司", " abc"));
        assert!(holds("任何", ""));
        assert!(!holds("É", "é"));
    }
}
