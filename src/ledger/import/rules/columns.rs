//! What a file may hold, the columns of each kind, and by which names each is known.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::entries::api::Served;
use crate::entries::{description, served};
use crate::ledger::columns::{self, Column, plain_heading};
use crate::vocabulary::import::{MONEY_UNIT, ledger};

/// What a file holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// 企业.
    Enterprises,
    /// 走访.
    Visits,
    /// 问题.
    Problems,
    /// The entries of a ledger.
    Entries(Served),
}

impl Kind {
    /// Those that aren't described by data.
    pub const OWN: &'static [Self] = &[Self::Enterprises, Self::Visits, Self::Problems];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Enterprises => "enterprises",
            Self::Visits => "visits",
            Self::Problems => "problems",
            Self::Entries(ledger) => ledger.code(),
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::all().into_iter().find(|kind| kind.as_str() == text)
    }

    /// Every kind that is taken.
    pub fn all() -> Vec<Self> {
        // Before the product is put together nothing asks.
        let entries = served().unwrap_or_default();
        // Rows of an entry are recorded where it is worked on, and go out alone.
        let entries = entries.into_iter().filter(|one| one.comes_in());
        let entries = entries.map(Self::Entries);
        Self::OWN.iter().copied().chain(entries).collect()
    }

    /// What comes in, in the order of the template.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Problems => columns::PROBLEMS,
            Self::Visits => columns::VISITS,
            Self::Enterprises => columns::ENTERPRISES,
            Self::Entries(ledger) => ledger.table().given,
        }
    }

    /// What its sheet is called.
    pub fn ledger(self) -> &'static str {
        match self {
            Self::Problems => ledger::PROBLEMS,
            Self::Visits => ledger::VISITS,
            Self::Enterprises => ledger::ENTERPRISES,
            Self::Entries(ledger) => ledger.description().zh,
        }
    }

    /// The columns without which nothing of a file can be taken: any one of each group.
    pub fn needed(self) -> Vec<&'static [&'static str]> {
        match self {
            Self::Problems => vec![&["title", "description"]],
            Self::Visits => vec![&["visited_on"], &["place"]],
            Self::Enterprises => vec![&["name"]],
            Self::Entries(ledger) => match ledger.description().is_of_enterprise() {
                true => vec![&[description::ENTERPRISE_COLUMN]],
                false => vec![std::slice::from_ref(&ledger.description().title)],
            },
        }
    }

    pub fn by_key(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }

    /// The column that a heading names.
    pub fn by_heading(self, heading: &str) -> Option<&'static Column> {
        let wanted = plain_heading(heading);
        let found = named(self.columns(), &wanted);
        found.or_else(|| {
            // 总投资万元 is 总投资(万元).
            let units = MONEY_UNIT.iter().rev();
            let bare = units
                .filter_map(|unit| wanted.strip_suffix(unit.zh))
                .next()?;
            named(self.columns(), bare).filter(|column| self.is_money(column.key))
        })
    }

    /// Whether a heading names what goes out only, because it is worked out.
    pub fn is_derived(self, heading: &str) -> bool {
        match self {
            Self::Entries(ledger) => {
                named(ledger.table().derived, &plain_heading(heading)).is_some()
            }
            Self::Enterprises | Self::Visits | Self::Problems => false,
        }
    }

    /// The field that a column of a ledger is of.
    pub fn field(self, key: &str) -> Option<&'static description::Field> {
        match self {
            Self::Entries(ledger) => ledger.description().field(key),
            Self::Enterprises | Self::Visits | Self::Problems => None,
        }
    }

    pub fn is_money(self, key: &str) -> bool {
        let kind = self.field(key).map(|field| field.kind);
        matches!(kind, Some(description::Kind::Yuan { .. }))
    }
}

fn named(columns: &'static [Column], wanted: &str) -> Option<&'static Column> {
    let names = |column: &&Column| {
        let mut names = column.synonyms.iter().chain([&column.heading]);
        names.any(|name| plain_heading(name) == wanted)
    };
    columns.iter().find(names)
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Kind {}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

/// What is kept of an import names its kind.
impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("an import of the unknown kind {text:?}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_name_means_two_columns_of_a_kind() {
        let projects = Kind::Entries(&crate::projects::LEDGER);
        for kind in Kind::OWN.iter().copied().chain([projects]) {
            let mut names = BTreeSet::new();
            for column in kind.columns() {
                for name in column.synonyms.iter().chain([&column.heading]) {
                    assert!(names.insert(plain_heading(name)), "{kind}: {name} twice");
                    assert_eq!(kind.by_heading(name), Some(column));
                }
            }
            for key in kind.needed().into_iter().flatten() {
                assert!(kind.by_key(key).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn a_heading_of_money_may_tell_its_unit_in_whatever_place() {
        let projects = Kind::Entries(&crate::projects::LEDGER);
        for heading in [
            "总投资(万元)",
            "总投资（亿元）",
            "总投资万元",
            "计划总投资/亿元",
            "总投资",
        ] {
            let found = projects.by_heading(heading).map(|column| column.key);
            assert_eq!(found, Some("total_yuan"), "{heading}");
        }
        assert_eq!(projects.by_heading("建设单位万元"), None);
        assert!(projects.is_derived("下一节点") && !projects.is_derived("责任单位"));
    }
}
