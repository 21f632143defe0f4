//! Erasing what entries keep of persons once its time is over: for good, and by an event that says no more than that.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::context::Entry;
use crate::access::Scope;
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks;
use crate::entries::description::Class;
use crate::entries::ledger::AnyLedger;
use crate::entries::rules::changes;
use crate::entries::rules::common::ERASE;
use crate::entries::rules::personal::erased_from;
use crate::entries::store::{self, NewEvent};

/// Whether an entry keeps something of persons beyond its time.
fn is_over(entry: &Entry, today: NaiveDate) -> bool {
    let keeps = |name: &&str| entry.fields.get(*name).is_some_and(|kept| !kept.is_null());
    let excluded = entry.facts.excluded.as_ref();
    let since = excluded.and_then(|excluded| excluded.on);
    since.is_some_and(|on| erased_from(on) <= today) && entry.personal.iter().any(keeps)
}

/// The entries of some ledgers that keep something of persons beyond its time.
fn over<'l>(
    conn: &mut Conn,
    today: NaiveDate,
    ledgers: &[&'l dyn AnyLedger],
) -> Result<Vec<(&'l dyn AnyLedger, i64)>> {
    let mut all = vec![];
    for ledger in ledgers {
        if ledger.table().personal.is_empty() {
            continue;
        }
        let description = ledger.description();
        let excluded: Vec<&str> = description.of_class(Class::Excluded).collect();
        let ids = store::ids_in(conn, description.code, &excluded)?;
        for row in store::rows_of(conn, &ids)? {
            let id = row.id;
            if is_over(&Entry::of(*ledger, row, vec![], vec![])?, today) {
                all.push((*ledger, id));
            }
        }
    }
    Ok(all)
}

/// Whether anything is to be erased; a read, so that a job writes only where there is.
///
/// # Errors
/// Those of the database.
pub fn is_forgetting_due(
    conn: &mut Conn,
    today: NaiveDate,
    ledgers: &[&dyn AnyLedger],
) -> Result<bool> {
    Ok(!over(conn, today, ledgers)?.is_empty())
}

/// Erases what entries of some ledgers keep of persons beyond its time; tells of how many.
///
/// # Errors
/// Those of the database.
pub fn forget(
    conn: &mut Conn,
    clock: &Clock,
    now: DateTime<Utc>,
    ledgers: &[&dyn AnyLedger],
) -> Result<usize> {
    let today = clock.day_of(now);
    let mut erased = 0;
    for (ledger, id) in over(conn, today, ledgers)? {
        // Somebody may have put it back meanwhile.
        let Some(row) = store::hold(conn, Scope::All, ledger.code(), id)? else {
            continue;
        };
        let entry = Entry::read(conn, ledger, row)?;
        if is_over(&entry, today) {
            erase(conn, ledger, entry, (now, today))?;
            erased += 1;
        }
    }
    Ok(erased)
}

fn erase(
    conn: &mut Conn,
    ledger: &dyn AnyLedger,
    mut entry: Entry,
    (now, today): (DateTime<Utc>, NaiveDate),
) -> Result<()> {
    let before = entry.snapshot();
    for name in entry.personal {
        entry.fields.insert((*name).to_owned(), Value::Null);
    }
    let open = closed_weeks::counted_on(conn, today, today)?;
    let counted_on = entry.facts.counted_on.map_or(open, |last| last.max(open));
    entry.facts.counted_on = Some(counted_on);
    entry.row.fields = Value::Object(entry.fields.clone()).to_string();
    entry.row.facts = serde_json::to_string(&entry.facts).map_err(Error::internal)?;
    entry.row.updated_at = now.naive_utc();
    let new = NewEvent {
        entry_id: entry.row.id,
        kind: ERASE,
        occurred_on: today,
        recorded_at: now.naive_utc(),
        counted_on,
        status: entry.row.status.clone(),
        actor_id: None,
        actor_name: None,
        actor_role: None,
        text: None,
        data: "{}".to_owned(),
        changed: changes::between(&before, &entry.snapshot()).to_string(),
    };
    let event = store::append(conn, &new)?;
    store::save(conn, &mut entry.row)?;
    let code = ledger.code();
    let record = audit::Entry {
        action: format!("{code}.{ERASE}"),
        target: code,
        target_id: Some(entry.row.id),
        data: json!({"number": entry.row.number, "event_id": event, "version": entry.row.version}),
        ..audit::Entry::default()
    };
    audit::record(conn, now.naive_utc(), &record)
}
