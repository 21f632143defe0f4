//! What a ledger adds to its description: rules in Rust where it is compiled, none where it is read.

mod answers;
mod any;
mod compiled;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::actions::{Entry, WriteContext};
use super::description::{Description, Field, Text};
use super::rules::body::Reader;
use super::rules::facts::Person;
use super::rules::numbers::{Asked, OwnNumbers};
use super::rules::paper::{Amount, Told};
use super::rules::permit::Refusal;
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;

pub use answers::{Owed, Place, Turns};
pub use any::AnyLedger;
pub use compiled::Compiled;

pub type Fields = Map<String, Value>;

/// A move that somebody is about to make.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub name: Text,
    pub person: &'a Person,
    pub entry: &'a Entry,
    /// What it becomes a row of, where a child is listed.
    pub parent: Option<&'a Entry>,
    pub body: &'a Fields,
    pub today: NaiveDate,
}

/// A compiled ledger. What isn't said here, the engine does by the description alone.
pub trait Ledger: Send + Sync + 'static {
    /// Its fields, as `entry_fields!` makes them, and what a correction says of them.
    type Fields: Serialize + DeserializeOwned;
    type Patch: DeserializeOwned;

    fn description() -> &'static Description;

    fn apply(patch: Self::Patch, fields: &mut Self::Fields);

    /// Brings the fields of an earlier shape to the next one.
    fn raise(_shape: i64, _fields: &mut Fields) {}

    /// 403 beyond what the table says.
    ///
    /// # Errors
    /// The refusal.
    fn permit(_attempt: &Attempt, _fields: &Self::Fields) -> Result<()> {
        Ok(())
    }

    /// Where a child is and whose; where and whose its parent is, unless the ledger knows better. What its body names and
    /// isn't there goes into `reader`.
    fn place(parent: &Entry, _body: &Fields, _reader: &mut Reader) -> Place {
        Place::of(parent)
    }

    /// Where and whose a new entry is, where what it names tells that and the database knows it; none: as the parent, or
    /// as the body says. What is named and isn't there goes into `reader`.
    ///
    /// # Errors
    /// Those of the database.
    fn place_stored(
        _context: &mut WriteContext,
        _parent: Option<&Entry>,
        _body: &Fields,
        _reader: &mut Reader,
    ) -> Result<Option<Place>> {
        Ok(None)
    }

    /// 422: what is wrong beyond single fields; `fields` are as they will be where it files or corrects.
    fn check(_attempt: &Attempt, _fields: &Self::Fields, _reader: &mut Reader) {}

    /// 422: what is wrong with a right body by what else is stored; files that come in aren't asked.
    ///
    /// # Errors
    /// Those of the database.
    fn check_stored(
        _context: &mut WriteContext,
        _attempt: &Attempt,
        _fields: &Self::Fields,
        _reader: &mut Reader,
    ) -> Result<()> {
        Ok(())
    }

    /// 409 beyond what the table says.
    ///
    /// # Errors
    /// Code and text of the refusal.
    fn guard(_attempt: &Attempt, _fields: &Self::Fields) -> std::result::Result<(), Refusal> {
        Ok(())
    }

    /// 409 by what else is stored, which `allowed_actions` can't know; files that come in aren't asked.
    ///
    /// # Errors
    /// Those of the database; the inner one is the refusal.
    fn guard_stored(
        _context: &mut WriteContext,
        _attempt: &Attempt,
        _fields: &Self::Fields,
    ) -> Result<std::result::Result<(), Refusal>> {
        Ok(Ok(()))
    }

    /// What a move does besides `sets` and `to`, by the name of its effect.
    ///
    /// # Errors
    /// Those of the database.
    fn effect(
        _name: Text,
        _context: &mut WriteContext,
        _entry: &mut Entry,
        _fields: &mut Self::Fields,
        _body: &Fields,
    ) -> Result<()> {
        Ok(())
    }

    /// What every move leaves behind besides its effect, files' among them, by its name and the day it occurred on.
    ///
    /// # Errors
    /// Those of the database.
    fn after(
        _name: Text,
        _on: NaiveDate,
        _context: &mut WriteContext,
        _entry: &mut Entry,
    ) -> Result<()> {
        Ok(())
    }

    /// What the numbers of a new entry have after the park's code, where that depends on what it is.
    fn letters(_fields: &Fields) -> Text {
        Self::description().letters
    }

    /// Whether its enterprise is told of an entry at its door (企业直通), by [`Self::at_door`].
    fn is_told_at_door() -> bool {
        false
    }

    fn at_door(entry: &Entry, _fields: &Self::Fields) -> AtDoor {
        AtDoor::of(entry)
    }

    /// Whether files of it come in. Rows of an entry never do, and not what follows from something else that is stored.
    fn comes_in() -> bool {
        !Self::description().is_child()
    }

    /// Whether everybody who reads the ledger is told the numbers of all its entries, and not of their own alone.
    fn counts_for_all() -> bool {
        false
    }

    /// What its `clocks` tell besides that of the next milestone, on a day.
    fn clocks(
        _entry: &Entry,
        _fields: &Self::Fields,
        _on: NaiveDate,
        _calendar: &Calendar,
    ) -> Fields {
        Fields::new()
    }

    /// Columns that files have behind those of its fields, worked out of other entries: they go out only.
    fn columns() -> &'static [Field] {
        &[]
    }

    /// What stands in these columns of some entries, of what somebody sees.
    ///
    /// # Errors
    /// Those of the database.
    fn worked_out(
        _conn: &mut Conn,
        _scope: Scope,
        _entries: &[i64],
    ) -> Result<HashMap<i64, Fields>> {
        Ok(HashMap::new())
    }

    /// What its lists are narrowed by besides fields: words that hold of an open entry on a day, and change without a move.
    fn facts() -> &'static [Field] {
        &[]
    }

    /// The word of such a fact; none where it holds of no word.
    fn fact(
        _name: Text,
        _entry: &Entry,
        _fields: &Self::Fields,
        _on: NaiveDate,
        _calendar: &Calendar,
    ) -> Option<Text> {
        None
    }

    /// When its light turns, besides its milestones.
    fn turns(_entry: &Entry, _fields: &Self::Fields, _calendar: &Calendar) -> Turns {
        Turns::default()
    }

    /// What an open entry owes besides its milestones, by its state and the day it was listed.
    fn owes(_status: &str, _listed_on: NaiveDate, _calendar: &Calendar) -> Option<Owed> {
        None
    }

    /// What [`Ledger::numbers`] tells of a group in which there is nothing.
    fn numbers_of_none(_asked: &Asked, _calendar: &Calendar) -> Fields {
        Fields::new()
    }

    /// Further numbers of its statistics.
    ///
    /// # Errors
    /// Those of the database.
    fn numbers(_conn: &mut Conn, _asked: &Asked, _calendar: &Calendar) -> Result<OwnNumbers> {
        Ok(OwnNumbers::default())
    }

    /// What its own numbers depend on besides the events of entries, written down.
    ///
    /// # Errors
    /// Those of the database.
    fn depends_on(_conn: &mut Conn) -> Result<String> {
        Ok(String::new())
    }

    /// What its papers say, out of a row of its statistics; `this` is the paper's word for its period: 本周.
    fn told(_row: &Fields, _this: Text) -> Told {
        Told::default()
    }

    /// The amounts that its papers have by park.
    fn amounts() -> &'static [Amount] {
        &[]
    }
}

/// What an enterprise is told of an entry at its door, besides where it stands and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtDoor {
    pub title: String,
    /// The day by which it is to be done.
    pub due_on: Option<NaiveDate>,
    /// Why what the enterprise said of it doesn't hold.
    pub returned: Option<String>,
}

impl AtDoor {
    /// As the entry is called, and by no day.
    pub fn of(entry: &Entry) -> Self {
        Self {
            title: entry.row.title.clone(),
            due_on: None,
            returned: None,
        }
    }
}

/// That a description names an effect which its ledger doesn't have.
pub fn no_effect(name: &str) -> Error {
    Error::internal(format!("no effect {name}"))
}

/// Fields as a struct; what isn't set takes its default, whatever the type.
///
/// # Errors
/// A fault of ours: what is kept was checked.
pub fn typed<T: DeserializeOwned>(fields: &Fields) -> Result<T> {
    let mut set = fields.clone();
    set.retain(|_, value| !value.is_null());
    serde_json::from_value(Value::Object(set)).map_err(Error::internal)
}
