//! Whether the ids that a body names are ones that the caller may use; unknown and foreign ones alike.

use serde_json::Value;

use super::context::WriteContext;
use crate::access::Scope;
use crate::base::{FieldError, Result};
use crate::directory::store::{departments, enterprises, parks};
use crate::entries::rules::body::{Named, Names, Reader};
use crate::entries::store;

/// Adds a fault for each that isn't; what the entry had already (`before`) stays possible.
pub fn check(
    context: &mut WriteContext,
    named: Vec<Named>,
    before: &Value,
    park: Option<i64>,
    reader: &mut Reader,
) -> Result<()> {
    for one in named {
        if before.pointer(&one.pointer).and_then(Value::as_i64) == Some(one.id) {
            continue;
        }
        let known = match one.what {
            Names::Department => {
                departments::find(context.conn, one.id)?.is_some_and(|found| found.active)
            }
            Names::Park => is_usable_park(context, one.id)?,
            Names::Enterprise => is_usable_enterprise(context, one.id, park)?,
            Names::Entry(ledger) => {
                store::find(context.conn, context.scope(), ledger, one.id)?.is_some()
            }
        };
        if !known {
            reader.errors.push(FieldError::unknown_id(one.pointer));
        }
    }
    Ok(())
}

/// An enterprise of the park, in use. Departments are told of no enterprises but those of their cases, so
/// they name none.
pub fn is_usable_enterprise(
    context: &mut WriteContext,
    id: i64,
    park: Option<i64>,
) -> Result<bool> {
    let found = enterprises::find(context.conn, id)?;
    let reaches = |of: i64| match context.scope() {
        Scope::All => true,
        Scope::Park(own) => own == of,
        Scope::Department(_) | Scope::Nothing => false,
    };
    Ok(found.is_some_and(|found| {
        found.active && reaches(found.park_id) && park.is_none_or(|park| park == found.park_id)
    }))
}

/// A park in use that the caller may list an entry for.
pub fn is_usable_park(context: &mut WriteContext, id: i64) -> Result<bool> {
    let found = parks::find(context.conn, id)?;
    let reaches = match context.scope() {
        Scope::All | Scope::Department(_) => true,
        Scope::Park(own) => own == id,
        Scope::Nothing => false,
    };
    Ok(reaches && found.is_some_and(|found| found.active))
}
