//! What a ledger adds to its description: rules in Rust where it is compiled, none where it is read.

mod answers;

use std::marker::PhantomData;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::actions::{Entry, WriteContext};
use super::description::{Description, Text};
use super::rules::body::Reader;
use super::rules::facts::Person;
use super::rules::numbers::{Asked, OwnNumbers};
use super::rules::paper::{Amount, Told};
use super::rules::permit::Refusal;
use super::rules::table::Table;
use crate::base::db::Conn;
use crate::base::http::body::pointer;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;

pub use answers::{Owed, Place, Turns};

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

/// What the engine sees of a ledger.
pub trait AnyLedger: Send + Sync {
    fn table(&self) -> &Table;

    fn description(&self) -> &'static Description {
        self.table().description
    }

    fn code(&self) -> Text {
        self.description().code
    }

    /// Lays a checked correction over the fields: absent stays, null clears.
    ///
    /// # Errors
    /// A fault of ours, where the description and the struct differ.
    fn apply(&self, fields: &mut Fields, change: Fields) -> Result<()>;

    /// # Errors
    /// A fault of ours.
    fn raise(&self, shape: i64, fields: &mut Fields) -> Result<()>;

    /// # Errors
    /// 403.
    fn permit(&self, attempt: &Attempt) -> Result<()>;

    fn place(&self, parent: &Entry, _body: &Fields, _reader: &mut Reader) -> Place {
        Place::of(parent)
    }

    /// # Errors
    /// A fault of ours; what is wrong goes into `reader`.
    fn check(&self, attempt: &Attempt, fields: &Fields, reader: &mut Reader) -> Result<()>;

    /// # Errors
    /// Those of the database; what is wrong goes into `reader`.
    fn check_stored(
        &self,
        _context: &mut WriteContext,
        _attempt: &Attempt,
        _fields: &Fields,
        _reader: &mut Reader,
    ) -> Result<()> {
        Ok(())
    }

    /// # Errors
    /// A fault of ours; the inner one is the refusal.
    fn guard(&self, attempt: &Attempt) -> Result<std::result::Result<(), Refusal>>;

    /// # Errors
    /// Those of the database; the inner one is the refusal.
    fn guard_stored(
        &self,
        _context: &mut WriteContext,
        _attempt: &Attempt,
    ) -> Result<std::result::Result<(), Refusal>> {
        Ok(Ok(()))
    }

    /// # Errors
    /// Those of the database.
    fn effect(
        &self,
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        body: &Fields,
    ) -> Result<()>;

    /// # Errors
    /// A fault of ours.
    fn turns(&self, entry: &Entry, calendar: &Calendar) -> Result<Turns>;

    fn owes(&self, _status: &str, _listed_on: NaiveDate, _: &Calendar) -> Option<Owed> {
        None
    }

    fn numbers_of_none(&self, asked: &Asked, calendar: &Calendar) -> Fields;

    /// # Errors
    /// Those of the database.
    fn numbers(&self, conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers>;

    /// # Errors
    /// Those of the database.
    fn depends_on(&self, _conn: &mut Conn) -> Result<String> {
        Ok(String::new())
    }

    fn told(&self, _row: &Fields, _this: Text) -> Told {
        Told::default()
    }

    fn amounts(&self) -> &'static [Amount] {
        &[]
    }
}

/// A ledger of our own, between its raw fields and its struct.
pub struct Compiled<L> {
    table: OnceLock<Table>,
    of: PhantomData<fn() -> L>,
}

impl<L: Ledger> Compiled<L> {
    pub const fn new() -> Self {
        Self {
            table: OnceLock::new(),
            of: PhantomData,
        }
    }
}

impl<L: Ledger> Default for Compiled<L> {
    fn default() -> Self {
        Self::new()
    }
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

fn raw(fields: &impl Serialize) -> Result<Fields> {
    let written = serde_json::to_value(fields).map_err(Error::internal)?;
    serde_json::from_value(written).map_err(Error::internal)
}

impl<L: Ledger> AnyLedger for Compiled<L> {
    fn table(&self) -> &Table {
        self.table.get_or_init(|| Table::of(L::description()))
    }

    fn apply(&self, fields: &mut Fields, change: Fields) -> Result<()> {
        let mut kept: L::Fields = typed(fields)?;
        // What a type holds beyond its field's bounds, such as months in order, is the caller's to put right.
        let patch = serde_path_to_error::deserialize(Value::Object(change)).map_err(|error| {
            let pointer = pointer(error.path());
            Error::invalid(FieldError::new(
                pointer,
                "malformed",
                "内容不正确，请核对",
                "is not right in itself",
            ))
        })?;
        L::apply(patch, &mut kept);
        *fields = raw(&kept)?;
        Ok(())
    }

    fn raise(&self, shape: i64, fields: &mut Fields) -> Result<()> {
        for from in shape..L::description().shape {
            L::raise(from, fields);
        }
        Ok(())
    }

    fn permit(&self, attempt: &Attempt) -> Result<()> {
        L::permit(attempt, &typed(&attempt.entry.fields)?)
    }

    fn place(&self, parent: &Entry, body: &Fields, reader: &mut Reader) -> Place {
        L::place(parent, body, reader)
    }

    fn check(&self, attempt: &Attempt, fields: &Fields, reader: &mut Reader) -> Result<()> {
        L::check(attempt, &typed(fields)?, reader);
        Ok(())
    }

    fn check_stored(
        &self,
        context: &mut WriteContext,
        attempt: &Attempt,
        fields: &Fields,
        reader: &mut Reader,
    ) -> Result<()> {
        L::check_stored(context, attempt, &typed(fields)?, reader)
    }

    fn guard(&self, attempt: &Attempt) -> Result<std::result::Result<(), Refusal>> {
        Ok(L::guard(attempt, &typed(&attempt.entry.fields)?))
    }

    fn guard_stored(
        &self,
        context: &mut WriteContext,
        attempt: &Attempt,
    ) -> Result<std::result::Result<(), Refusal>> {
        L::guard_stored(context, attempt, &typed(&attempt.entry.fields)?)
    }

    fn effect(
        &self,
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        body: &Fields,
    ) -> Result<()> {
        let mut fields: L::Fields = typed(&entry.fields)?;
        L::effect(name, context, entry, &mut fields, body)?;
        entry.fields = raw(&fields)?;
        Ok(())
    }

    fn turns(&self, entry: &Entry, calendar: &Calendar) -> Result<Turns> {
        Ok(L::turns(entry, &typed(&entry.fields)?, calendar))
    }

    fn owes(&self, status: &str, listed_on: NaiveDate, calendar: &Calendar) -> Option<Owed> {
        L::owes(status, listed_on, calendar)
    }

    fn numbers_of_none(&self, asked: &Asked, calendar: &Calendar) -> Fields {
        L::numbers_of_none(asked, calendar)
    }

    fn numbers(&self, conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers> {
        L::numbers(conn, asked, calendar)
    }

    fn depends_on(&self, conn: &mut Conn) -> Result<String> {
        L::depends_on(conn)
    }

    fn told(&self, row: &Fields, this: Text) -> Told {
        L::told(row, this)
    }

    fn amounts(&self) -> &'static [Amount] {
        L::amounts()
    }
}
