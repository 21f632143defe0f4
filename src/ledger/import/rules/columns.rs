//! The columns of the three kinds of files, and by which names each is known.

use crate::ledger::columns::{self, Column, plain_heading};
use crate::vocabulary::import::ledger;

crate::text_enum! {
    /// What a file holds.
    pub enum Kind {
        /// 企业.
        Enterprises = "enterprises",
        /// 走访.
        Visits = "visits",
        /// 问题.
        Problems = "problems",
    }
}

crate::in_words!(Kind, crate::vocabulary::import::IMPORT_KIND);

impl Kind {
    /// What comes in, in the order of the template.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Problems => columns::PROBLEMS,
            Self::Visits => columns::VISITS,
            Self::Enterprises => columns::ENTERPRISES,
        }
    }

    /// What its sheet is called.
    pub const fn ledger(self) -> &'static str {
        match self {
            Self::Problems => ledger::PROBLEMS,
            Self::Visits => ledger::VISITS,
            Self::Enterprises => ledger::ENTERPRISES,
        }
    }

    /// The columns without which nothing of a file can be taken: any one of each group.
    pub fn needed(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Problems => &[&["title", "description"]],
            Self::Visits => &[&["visited_on"], &["place"]],
            Self::Enterprises => &[&["name"]],
        }
    }

    pub fn by_key(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }

    /// The column that a heading names.
    pub fn by_heading(self, heading: &str) -> Option<&'static Column> {
        let wanted = plain_heading(heading);
        let names = |column: &&Column| {
            let mut names = column.synonyms.iter().chain([&column.heading]);
            names.any(|name| plain_heading(name) == wanted)
        };
        self.columns().iter().find(names)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_name_means_two_columns_of_a_kind() {
        for kind in Kind::ALL {
            let mut names = BTreeSet::new();
            for column in kind.columns() {
                for name in column.synonyms.iter().chain([&column.heading]) {
                    assert!(names.insert(plain_heading(name)), "{kind}: {name} twice");
                    assert_eq!(kind.by_heading(name), Some(column));
                }
            }
            for key in kind.needed().iter().copied().flatten() {
                assert!(kind.by_key(key).is_some(), "{key}");
            }
        }
    }
}
