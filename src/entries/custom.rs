//! A ledger that is a description and nothing else.

use super::actions::{Entry, WriteContext};
use super::description::{Description, Text};
use super::ledger::{AnyLedger, Attempt, Fields, Turns};
use super::rules::body::Reader;
use super::rules::numbers::{Asked, OwnNumbers};
use super::rules::permit::Refusal;
use super::rules::table::Table;
use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;

/// A ledger from a description alone.
pub struct Custom(Table);

impl Custom {
    /// # Errors
    /// 422 for a description that isn't true of itself.
    pub fn of(description: &'static Description) -> Result<Self> {
        description.check()?;
        Ok(Self(Table::of(description, &[])))
    }
}

impl AnyLedger for Custom {
    fn table(&self) -> &Table {
        &self.0
    }

    fn apply(&self, fields: &mut Fields, change: Fields) -> Result<()> {
        for (name, value) in change {
            fields.insert(name, value);
        }
        Ok(())
    }

    fn raise(&self, _: i64, _: &mut Fields) -> Result<()> {
        Ok(())
    }

    fn permit(&self, _: &Attempt) -> Result<()> {
        Ok(())
    }

    fn check(&self, _: &Attempt, _: &Fields, _: &mut Reader) -> Result<()> {
        Ok(())
    }

    fn guard(&self, _: &Attempt) -> Result<std::result::Result<(), Refusal>> {
        Ok(Ok(()))
    }

    fn effect(&self, _: Text, _: &mut WriteContext, _: &mut Entry, _: &Fields) -> Result<()> {
        Ok(())
    }

    fn turns(&self, _: &Entry, _: &Calendar) -> Result<Turns> {
        Ok(Turns::default())
    }

    fn numbers_of_none(&self, _: &Asked, _: &Calendar) -> Fields {
        Fields::new()
    }

    fn numbers(&self, _: &mut Conn, _: &Asked, _: &Calendar) -> Result<OwnNumbers> {
        Ok(OwnNumbers::default())
    }
}
