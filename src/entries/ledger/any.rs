//! What the engine sees of a ledger, whatever it is made of.

use std::marker::PhantomData;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use super::{AtDoor, Attempt, Fields, Ledger, Owed, Place, Turns, typed};
use crate::base::db::Conn;
use crate::base::http::body::pointer;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::rules::body::Reader;
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::{Amount, Told};
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::table::Table;

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
    /// Those of the database; what is wrong goes into `reader`.
    fn place_stored(
        &self,
        _context: &mut WriteContext,
        _parent: Option<&Entry>,
        _body: &Fields,
        _reader: &mut Reader,
    ) -> Result<Option<Place>> {
        Ok(None)
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
    /// Those of the database.
    fn after(
        &self,
        _name: Text,
        _on: NaiveDate,
        _context: &mut WriteContext,
        _entry: &mut Entry,
    ) -> Result<()> {
        Ok(())
    }

    fn letters(&self, _fields: &Fields) -> Text {
        self.description().letters
    }

    fn is_told_at_door(&self) -> bool {
        false
    }

    /// # Errors
    /// A fault of ours: what is kept can be read.
    fn at_door(&self, entry: &Entry) -> Result<AtDoor> {
        Ok(AtDoor::of(entry))
    }

    fn comes_in(&self) -> bool {
        !self.description().is_child()
    }

    fn counts_for_all(&self) -> bool {
        false
    }

    /// # Errors
    /// A fault of ours.
    fn clocks(&self, _entry: &Entry, _on: NaiveDate, _calendar: &Calendar) -> Result<Fields> {
        Ok(Fields::new())
    }

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

    fn place_stored(
        &self,
        context: &mut WriteContext,
        parent: Option<&Entry>,
        body: &Fields,
        reader: &mut Reader,
    ) -> Result<Option<Place>> {
        L::place_stored(context, parent, body, reader)
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

    fn after(
        &self,
        name: Text,
        on: NaiveDate,
        context: &mut WriteContext,
        entry: &mut Entry,
    ) -> Result<()> {
        L::after(name, on, context, entry)
    }

    fn letters(&self, fields: &Fields) -> Text {
        L::letters(fields)
    }

    fn is_told_at_door(&self) -> bool {
        L::is_told_at_door()
    }

    fn at_door(&self, entry: &Entry) -> Result<AtDoor> {
        Ok(L::at_door(entry, &typed(&entry.fields)?))
    }

    fn comes_in(&self) -> bool {
        L::comes_in()
    }

    fn counts_for_all(&self) -> bool {
        L::counts_for_all()
    }

    fn clocks(&self, entry: &Entry, on: NaiveDate, calendar: &Calendar) -> Result<Fields> {
        Ok(L::clocks(entry, &typed(&entry.fields)?, on, calendar))
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
