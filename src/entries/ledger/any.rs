//! What the engine sees of a ledger, whatever it is made of.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{AtDoor, Attempt, Fields, Owed, Place, Turns};
use crate::access::Scope;
use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Field, Text};
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
    /// Those of the database.
    fn worked_out(
        &self,
        _conn: &mut Conn,
        _scope: Scope,
        _entries: &[i64],
    ) -> Result<HashMap<i64, Fields>> {
        Ok(HashMap::new())
    }

    fn facts(&self) -> &'static [Field] {
        &[]
    }

    /// # Errors
    /// A fault of ours.
    fn fact(
        &self,
        _name: Text,
        _entry: &Entry,
        _on: NaiveDate,
        _calendar: &Calendar,
    ) -> Result<Option<Text>> {
        Ok(None)
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
