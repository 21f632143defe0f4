//! What a ledger adds to its description: rules in Rust where it is compiled, none where it is read.

mod custom;

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

pub use custom::Custom;

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

/// Whether a move may go on, else why not.
pub type Looked = std::result::Result<(), Refusal>;

/// Where an entry is and whose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    pub park: Option<i64>,
    pub enterprise: Option<i64>,
    pub department: Option<i64>,
}

impl Place {
    pub fn of(entry: &Entry) -> Self {
        Self {
            park: entry.row.park_id,
            enterprise: entry.row.enterprise_id,
            department: entry.row.department_id,
        }
    }
}

/// From which days on an entry's light is yellow and red.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turns {
    pub yellow_from: Option<NaiveDate>,
    pub red_from: Option<NaiveDate>,
}

impl Turns {
    /// The earlier of both, each.
    #[must_use]
    pub fn or_earlier(self, other: Self) -> Self {
        let earlier = |one: Option<NaiveDate>, other: Option<NaiveDate>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            yellow_from: earlier(self.yellow_from, other.yellow_from),
            red_from: earlier(self.red_from, other.red_from),
        }
    }
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

    /// 409 beyond what the table says.
    ///
    /// # Errors
    /// Code and text of the refusal.
    fn guard(_attempt: &Attempt, _fields: &Self::Fields) -> std::result::Result<(), Refusal> {
        Ok(())
    }

    /// What the database alone can tell of a move: 422 into `reader`, and 409 as what it gives.
    ///
    /// # Errors
    /// Those of the database.
    fn look(
        _context: &mut WriteContext,
        _attempt: &Attempt,
        _fields: &Self::Fields,
        _reader: &mut Reader,
    ) -> Result<Looked> {
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

    /// The day by which it is due, where it is open and has no milestones.
    fn due_on(_fields: &Self::Fields) -> Option<NaiveDate> {
        None
    }

    /// When its light turns, besides its milestones.
    fn turns(_entry: &Entry, _fields: &Self::Fields, _calendar: &Calendar) -> Turns {
        Turns::default()
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

    /// What its papers say, out of a row of its statistics.
    fn told(_row: &Fields) -> Told {
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
    /// A fault of ours; the inner one is the refusal.
    fn guard(&self, attempt: &Attempt) -> Result<Looked>;

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
    /// Those of the database; the inner one is the refusal.
    fn look(&self, _: &mut WriteContext, _: &Attempt, _: &Fields, _: &mut Reader) -> Result<Looked> {
        Ok(Ok(()))
    }

    /// # Errors
    /// A fault of ours.
    fn due_on(&self, _entry: &Entry) -> Result<Option<NaiveDate>> {
        Ok(None)
    }

    /// # Errors
    /// A fault of ours.
    fn turns(&self, entry: &Entry, calendar: &Calendar) -> Result<Turns>;

    fn numbers_of_none(&self, asked: &Asked, calendar: &Calendar) -> Fields;

    /// # Errors
    /// Those of the database.
    fn numbers(&self, conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers>;

    fn told(&self, _row: &Fields) -> Told {
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
    let set = fields.iter().filter(|(_, value)| !value.is_null());
    let set: Fields = set
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    serde_json::from_value(Value::Object(set)).map_err(Error::internal)
}

fn raw(fields: &impl Serialize) -> Result<Fields> {
    match serde_json::to_value(fields).map_err(Error::internal)? {
        Value::Object(fields) => Ok(fields),
        _ => Err(Error::internal("fields are an object")),
    }
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

    fn guard(&self, attempt: &Attempt) -> Result<Looked> {
        Ok(L::guard(attempt, &typed(&attempt.entry.fields)?))
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

    fn look(
        &self,
        context: &mut WriteContext,
        attempt: &Attempt,
        fields: &Fields,
        reader: &mut Reader,
    ) -> Result<Looked> {
        L::look(context, attempt, &typed(fields)?, reader)
    }

    fn due_on(&self, entry: &Entry) -> Result<Option<NaiveDate>> {
        Ok(L::due_on(&typed(&entry.fields)?))
    }

    fn turns(&self, entry: &Entry, calendar: &Calendar) -> Result<Turns> {
        Ok(L::turns(entry, &typed(&entry.fields)?, calendar))
    }

    fn numbers_of_none(&self, asked: &Asked, calendar: &Calendar) -> Fields {
        L::numbers_of_none(asked, calendar)
    }

    fn numbers(&self, conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers> {
        L::numbers(conn, asked, calendar)
    }

    fn told(&self, row: &Fields) -> Told {
        L::told(row)
    }

    fn amounts(&self) -> &'static [Amount] {
        L::amounts()
    }
}
