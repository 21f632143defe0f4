//! What a ledger is like, as data: constant for those that are compiled in, read from a file for others.
//!
//! All of it is `&'static` and `Copy`: a description that was read stays as long as the process, as those
//! do that came with it, so that routes, refusals and files take their words from it without a copy.

mod check;
mod check_kinds;
mod check_numbers;
mod field;
mod kept;
mod kinds;
mod rows;
mod taken;

use serde::{Deserialize, Serialize};

use crate::base::Result;
use crate::vocabulary::Words;

pub use field::{BALANCE, Field, ID, YUAN, field, line, text, words};
pub use kinds::LedgerKind;
pub use rows::{
    Column, CountRow, Guard, Hat, MonthRule, MoveRow, Predicate, RateRow, StatusRow, To, Told,
    Value,
};
pub use rows::{ON, count, rate, status, step};

/// A text of a description. An alias, because serde takes `&str` for one that is borrowed.
pub type Text = &'static str;

/// The title of entries that are called as the enterprise that each of them is about.
pub const ENTERPRISE_NAME: Text = "enterprise_name";

/// The column of files that names the enterprise of an entry.
pub const ENTERPRISE_COLUMN: Text = "enterprise";

/// What a ledger is like.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// In paths, statistics and the database: `projects`.
    #[serde(deserialize_with = "kept::text")]
    pub code: Text,
    /// What the numbers of its entries have after the park's code: `XM`.
    #[serde(deserialize_with = "kept::text")]
    pub letters: Text,
    /// What officials call the ledger.
    #[serde(deserialize_with = "kept::text")]
    pub zh: Text,
    /// What they call one of its entries.
    #[serde(deserialize_with = "kept::text")]
    pub entry_zh: Text,
    /// One entry and several, in English, for the API's document.
    #[serde(deserialize_with = "kept::text")]
    pub one: Text,
    #[serde(deserialize_with = "kept::text")]
    pub many: Text,
    #[serde(default)]
    pub kind: LedgerKind,
    /// Raised when a field is renamed or retyped.
    #[serde(default = "first_shape")]
    pub shape: i64,
    /// The field that says what an entry is called, or [`ENTERPRISE_NAME`].
    #[serde(deserialize_with = "kept::text")]
    pub title: Text,
    /// The state that `exclude` leads to.
    #[serde(deserialize_with = "kept::text")]
    pub excluded: Text,
    /// Whether an entry may belong to no park; its number then begins with `QU`. Those of a register never belong to one.
    #[serde(default)]
    pub without_park: bool,
    #[serde(deserialize_with = "kept::list")]
    pub fields: &'static [Field],
    #[serde(deserialize_with = "kept::list")]
    pub statuses: &'static [StatusRow],
    /// Its own moves; those that all ledgers have stand in [`super::rules::common`].
    #[serde(deserialize_with = "kept::list")]
    pub moves: &'static [MoveRow],
    #[serde(default, deserialize_with = "kept::list")]
    pub counts: &'static [CountRow],
    #[serde(default, deserialize_with = "kept::list")]
    pub rates: &'static [RateRow],
    /// What is reported of a month, where anything is.
    #[serde(default)]
    pub months: Option<MonthRule>,
}

fn first_shape() -> i64 {
    1
}

/// What a field holds, with its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// One of a list.
    Word {
        #[serde(serialize_with = "kept::put_words", deserialize_with = "kept::words")]
        words: Words,
    },
    /// Text on one line, of so many characters at most.
    Line {
        most: usize,
    },
    /// Text on several lines.
    Text {
        most: usize,
    },
    Day,
    /// Whole yuan; `debt` may be negative.
    Yuan {
        #[serde(default)]
        signed: bool,
    },
    /// Land in 亩, as text with at most two decimals.
    Mu,
    Integer {
        least: i64,
        most: i64,
    },
    Flag,
    Park,
    Enterprise,
    Department,
    /// An entry of a ledger, by its code.
    Entry {
        #[serde(deserialize_with = "kept::text")]
        ledger: Text,
    },
    /// Several departments, each once.
    Departments {
        most: usize,
    },
    /// Several entries of a ledger, each once.
    Entries {
        #[serde(deserialize_with = "kept::text")]
        ledger: Text,
        most: usize,
    },
    /// Several records of the same fields.
    Records {
        #[serde(deserialize_with = "kept::list")]
        fields: &'static [Field],
        most: usize,
    },
    /// One record.
    Group {
        #[serde(deserialize_with = "kept::list")]
        fields: &'static [Field],
    },
}

/// Whether a field is written as a value beside the entry's JSON, so that queries find it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    #[default]
    Plain,
    /// Lists can be narrowed by it.
    Filtered,
    /// That, and what it was on each day is kept for the counts.
    Counted,
}

/// The greatest amount of money: 10^15 yuan.
pub const YUAN_MOST: i64 = 1_000_000_000_000_000;
/// The greatest area, in hundredths of a 亩.
pub const MU_MOST: i64 = 10_000_000_000;

/// What every register has in common, for `..REGISTER`.
pub const REGISTER: Description = Description {
    code: "",
    letters: "",
    zh: "",
    entry_zh: "",
    one: "",
    many: "",
    kind: LedgerKind::Register,
    shape: 1,
    title: "name",
    excluded: "retired",
    without_park: false,
    fields: &[],
    statuses: &[],
    moves: &[],
    counts: &[],
    rates: &[],
    months: None,
};

impl Description {
    /// Reads a description; what it says of itself is checked.
    ///
    /// # Errors
    /// 422 with everything that is wrong, by its place in the file.
    pub fn read(json: &str) -> Result<Self> {
        let reader = &mut serde_json::Deserializer::from_str(json);
        let read: Self =
            serde_path_to_error::deserialize(reader).map_err(|error| check::unreadable(&error))?;
        read.check()?;
        Ok(read)
    }

    /// Whether each entry is about an enterprise, and called as it is.
    pub fn is_of_enterprise(&self) -> bool {
        self.title == ENTERPRISE_NAME && !self.is_register()
    }

    /// The column of files that says what an entry is called.
    pub fn title_column(&self) -> Text {
        match self.is_of_enterprise() {
            true => ENTERPRISE_COLUMN,
            false => self.title,
        }
    }

    /// Whether an entry may belong to no park.
    pub fn is_everybodys(&self) -> bool {
        self.without_park || self.is_register()
    }

    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn status(&self, code: &str) -> Option<&'static StatusRow> {
        self.statuses.iter().find(|status| status.code == code)
    }

    /// The codes of the states of a class.
    pub fn of_class(&self, class: Class) -> impl Iterator<Item = Text> + use<> {
        let all = self
            .statuses
            .iter()
            .filter(move |status| status.class == class);
        all.map(|status| status.code)
    }

    pub fn class(&self, status: &str) -> Class {
        self.status(status)
            .map_or(Class::Open, |status| status.class)
    }

    pub fn status_zh(&self, status: &str) -> Text {
        self.status(status).map_or("", |status| status.zh)
    }

    /// Whether a field tells the day on which a move was made.
    pub fn is_day_of_move(&self, field: &Field) -> bool {
        let mut moves = self.moves.iter();
        field.by_moves && moves.any(|row| row.sets.contains(&(field.name, ON)))
    }

    /// The fields that somebody gives when an entry is filed or corrected.
    pub fn given(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.fields.iter().filter(|field| !field.by_moves)
    }

    /// The move that lists an entry.
    pub fn first_move(&self) -> Option<&'static MoveRow> {
        self.moves.iter().find(|row| row.creates())
    }
}

crate::text_enum! {
    /// What a state means to the balance.
    pub enum Class {
        /// Still to be done.
        Open = "open",
        Settled = "settled",
        /// Doesn't count.
        Excluded = "excluded",
    }
}
