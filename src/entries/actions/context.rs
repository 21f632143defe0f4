//! The context of one write, and an entry read for it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::{Map, Value, json};

use crate::access::{Actor, Scope};
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, IfMatch, Result};
use crate::calendar::actions::locked_calendar;
use crate::calendar::closed_weeks::Imported;
use crate::calendar::rules::Calendar;
use crate::doors::actions::DoorContext;
use crate::entries::description::{Class, Description, Text};
use crate::entries::ledger::{AnyLedger, Turns};
use crate::entries::rules::facts::{Facts, Person};
use crate::entries::rules::permit::Standing;
use crate::entries::rules::personal;
use crate::entries::rules::values::{CONCERNED, FieldValue, Scalar, values};
use crate::entries::store::{self, EntryRow, MilestoneRow, MonthRow};

/// Working days before a milestone's day from which its light is yellow.
pub const WARNING: usize = 5;

/// One transaction's context.
pub struct WriteContext<'a> {
    pub conn: &'a mut Conn,
    pub author: Author<'a>,
    pub clock: &'a Clock,
    pub calendar: Calendar,
    /// One moment for everything the transaction writes.
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
    pub if_match: Option<IfMatch>,
    /// Set while an import records what has happened.
    pub import: Option<ImportContext>,
}

/// Who writes.
#[derive(Clone, Copy)]
pub enum Author<'a> {
    User(&'a Actor),
    /// Whoever holds the link of an enterprise's door.
    Enterprise(&'a DoorContext),
}

impl<'a> Author<'a> {
    /// The account that it is; none of an enterprise.
    pub fn actor(self) -> Option<&'a Actor> {
        match self {
            Self::User(actor) => Some(actor),
            Self::Enterprise(_) => None,
        }
    }

    /// What is noted of it in the audit trail.
    pub fn entry(self, action: String, target: &'static str, id: i64, data: Value) -> audit::Entry {
        match self {
            Self::User(actor) => actor.entry(action, target, id, data),
            Self::Enterprise(inside) => {
                let mut entry = inside.entry(&action, target, id);
                if let (Value::Object(door), Value::Object(data)) = (&mut entry.data, data) {
                    door.extend(data);
                }
                entry
            }
        }
    }
}

/// The import that records past moves.
#[derive(Debug, Clone, Copy)]
pub struct ImportContext {
    pub id: i64,
    pub counting: Imported,
}

impl<'a> WriteContext<'a> {
    /// # Errors
    /// Those of the database.
    pub fn of(
        conn: &'a mut Conn,
        clock: &'a Clock,
        now: DateTime<Utc>,
        actor: &'a Actor,
        if_match: Option<IfMatch>,
    ) -> Result<Self> {
        Self::by(conn, (clock, now), Author::User(actor), if_match)
    }

    /// The context of what an enterprise writes at its door.
    ///
    /// # Errors
    /// Those of the database.
    pub fn at_door(
        conn: &'a mut Conn,
        clock: &'a Clock,
        now: DateTime<Utc>,
        inside: &'a DoorContext,
    ) -> Result<Self> {
        Self::by(conn, (clock, now), Author::Enterprise(inside), None)
    }

    fn by(
        conn: &'a mut Conn,
        (clock, now): (&'a Clock, DateTime<Utc>),
        author: Author<'a>,
        if_match: Option<IfMatch>,
    ) -> Result<Self> {
        Ok(Self {
            calendar: locked_calendar(conn)?,
            conn,
            author,
            clock,
            now,
            today: clock.day_of(now),
            if_match,
            import: None,
        })
    }

    /// The context of an import's write, in its scratch database.
    ///
    /// # Errors
    /// Those of the database.
    pub fn for_import(
        conn: &'a mut Conn,
        (clock, now): (&'a Clock, DateTime<Utc>),
        actor: &'a Actor,
        id: i64,
    ) -> Result<Self> {
        let counting = Imported::held(conn)?;
        let context = Self::of(conn, clock, now, actor, None)?;
        Ok(Self {
            import: Some(ImportContext { id, counting }),
            ..context
        })
    }

    pub fn at(&self) -> NaiveDateTime {
        self.now.naive_utc()
    }

    /// What whoever writes sees; an enterprise sees its own entries alone, which isn't told by a scope.
    pub fn scope(&self) -> Scope {
        match self.author {
            Author::User(actor) => actor.cases(),
            Author::Enterprise(_) => Scope::Nothing,
        }
    }

    pub fn person(&self) -> Person {
        match self.author {
            Author::User(actor) => Person::of(actor),
            Author::Enterprise(inside) => Person::at_door(inside.enterprise.id),
        }
    }

    /// Who writes, for what nobody does without an account.
    ///
    /// # Errors
    /// A fault of ours where an enterprise writes: the table of moves gave it one too many.
    pub fn user(&self) -> Result<&'a Actor> {
        match self.author {
            Author::User(actor) => Ok(actor),
            Author::Enterprise(_) => Err(Error::internal("an enterprise has no account")),
        }
    }

    /// # Errors
    /// 412 where the caller saw another version.
    pub fn expect(&self, version: i64) -> Result<()> {
        match self.if_match {
            Some(seen) if !seen.names(version) => Err(Error::Stale),
            _ => Ok(()),
        }
    }
}

/// An entry with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Entry {
    pub row: EntryRow,
    pub facts: Facts,
    pub fields: Map<String, Value>,
    pub milestones: Vec<MilestoneRow>,
    pub months: Vec<MonthRow>,
    /// The fields that tell of persons, which no event does.
    pub personal: &'static [Text],
}

impl Entry {
    /// # Errors
    /// Those of the database.
    pub fn read(conn: &mut Conn, ledger: &dyn AnyLedger, row: EntryRow) -> Result<Self> {
        let milestones = store::milestones_of(conn, &[row.id])?;
        let months = store::months_of(conn, &[row.id])?;
        Self::of(ledger, row, milestones, months)
    }

    /// From rows that were read for many at once.
    ///
    /// # Errors
    /// A fault of ours: what is kept can be read.
    pub fn of(
        ledger: &dyn AnyLedger,
        row: EntryRow,
        milestones: Vec<MilestoneRow>,
        months: Vec<MonthRow>,
    ) -> Result<Self> {
        let facts = serde_json::from_str(&row.facts).map_err(Error::internal)?;
        let mut fields = serde_json::from_str(&row.fields).map_err(Error::internal)?;
        ledger.raise(row.shape, &mut fields)?;
        Ok(Self {
            row,
            facts,
            fields,
            milestones,
            months,
            personal: ledger.table().personal,
        })
    }

    pub fn values(&self, of: &Description) -> Vec<FieldValue> {
        let departments: Vec<i64> = self
            .milestones
            .iter()
            .filter_map(|one| one.department_id)
            .collect();
        values(of, &self.facts, &self.fields, &departments)
    }

    /// The departments that it concerns besides its owner.
    pub fn concerned(&self, of: &Description) -> Vec<i64> {
        let named = self
            .values(of)
            .into_iter()
            .filter(|value| value.field == CONCERNED);
        named
            .filter_map(|value| {
                if let Scalar::Number(id) = value.value {
                    Some(id)
                } else {
                    None
                }
            })
            .collect()
    }

    pub fn standing<'e>(&'e self, concerned: &'e [i64]) -> Standing<'e> {
        Standing {
            status: &self.row.status,
            park_id: self.row.park_id,
            enterprise_id: self.row.enterprise_id,
            department_id: self.row.department_id,
            facts: &self.facts,
            concerned,
            has_milestones: !self.milestones.is_empty(),
        }
    }

    /// Everything that events tell of it.
    pub fn snapshot(&self) -> Value {
        let milestones: Vec<Value> = self.milestones.iter().map(milestone).collect();
        let mut fields = self.fields.clone();
        personal::strip(self.personal, &mut fields);
        json!({
            "title": self.row.title,
            "status": self.row.status,
            "park_id": self.row.park_id,
            "enterprise_id": self.row.enterprise_id,
            "department_id": self.row.department_id,
            "facts": self.facts,
            "fields": fields,
            "milestones": milestones,
        })
    }

    /// The milestone that comes next: of those that aren't done the first one due.
    pub fn next(&self) -> Option<&MilestoneRow> {
        let open = self.milestones.iter().filter(|one| one.done_on.is_none());
        open.min_by_key(|one| (one.due_on, one.position))
    }

    /// When its light turns by its milestones, and when the next one is due.
    pub fn turns(&self, class: Class, calendar: &Calendar) -> Turns {
        match self.next().filter(|_| class == Class::Open) {
            None => Turns::default(),
            Some(next) => Turns::of(next.due_on, calendar),
        }
    }
}

/// A milestone as it is shown and kept in events.
pub fn milestone(row: &MilestoneRow) -> Value {
    json!({
        "position": row.position,
        "name": row.name,
        "track": row.track,
        "department_id": row.department_id,
        "handler": row.handler,
        "due_on": row.due_on,
        "original_due_on": row.original_due_on,
        "done_on": row.done_on,
        "provisional": row.provisional,
    })
}
