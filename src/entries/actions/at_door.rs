//! What an enterprise says of an entry of its own at its door: a move like any other, made by nobody with an account.

use chrono::Duration;

use super::act::{act, body_of, permitted};
use super::context::{Entry, WriteContext};
use super::finish::DOOR;
use crate::base::error::text;
use crate::base::{Error, Result};
use crate::doors::actions::DoorContext;
use crate::doors::rules::{MOVES_AN_HOUR, too_many};
use crate::entries::description::Text;
use crate::entries::ledger::{AnyLedger, Fields};
use crate::entries::rules::body::{Extent, Reader};
use crate::entries::store;

/// Makes a move for the enterprise. What it said last, said again while that stands, changes nothing: the answer was lost
/// on the way.
///
/// # Errors
/// 404, 422, 409, and 429 beyond the hour's number.
pub fn act_at_door(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    inside: &DoorContext,
    (id, name): (i64, Text),
    body: Result<Fields>,
) -> Result<()> {
    let entry = permitted(context, ledger, id, name)?;
    if let Ok(body) = &body
        && is_said_already(context, ledger, (&entry, name), (inside.door.id, body))?
    {
        return Ok(());
    }
    let (hour, now) = (Duration::hours(1), context.at());
    let earlier = store::moved_at_doors(context.conn, inside.enterprise.id, now - hour)?;
    act(context, ledger, id, name, body)?;
    match earlier.len().checked_sub(MOVES_AN_HOUR) {
        None => Ok(()),
        Some(oldest) => {
            let detail = text(
                "报告过于频繁，请稍后再试，急事请直接联系园区",
                format!("The doors of an enterprise take {MOVES_AN_HOUR} moves an hour."),
            );
            let wait = earlier[oldest] + hour - now;
            Err(too_many("door.too_many_moves", detail, wait))
        }
    }
}

fn is_said_already(
    context: &mut WriteContext,
    ledger: &dyn AnyLedger,
    (entry, name): (&Entry, Text),
    (door, body): (i64, &Fields),
) -> Result<bool> {
    let Some(last) = store::last_of(context.conn, entry.row.id, name)? else {
        return Ok(false);
    };
    if last.status != entry.row.status {
        return Ok(false);
    }
    let mut said = body.clone();
    let fields = body_of(ledger, name);
    Reader::on(context.today).object("", fields.iter(), &mut said, Extent::Whole);
    said.insert(DOOR.to_owned(), door.into());
    let before: Fields = serde_json::from_str(&last.data).map_err(Error::internal)?;
    Ok(before == said)
}
