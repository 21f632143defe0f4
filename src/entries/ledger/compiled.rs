//! A ledger in Rust, as the engine sees it.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use super::{AnyLedger, AtDoor, Attempt, Fields, Ledger, Owed, Place, Turns, typed};
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::http::body::pointer;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Field, Text};
use crate::entries::rules::body::Reader;
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::{Amount, Told};
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::table::Table;

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
        self.table
            .get_or_init(|| Table::of(L::description(), L::columns()))
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

    fn worked_out(
        &self,
        conn: &mut Conn,
        scope: Scope,
        entries: &[i64],
    ) -> Result<HashMap<i64, Fields>> {
        L::worked_out(conn, scope, entries)
    }

    fn facts(&self) -> &'static [Field] {
        L::facts()
    }

    fn fact(
        &self,
        name: Text,
        entry: &Entry,
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Result<Option<Text>> {
        Ok(L::fact(name, entry, &typed(&entry.fields)?, on, calendar))
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
