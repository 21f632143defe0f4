//! Access by a door's token: finding its door, and counting tokens that open nothing.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;

use crate::access::store::failures;
use crate::audit::Entry;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::store::enterprises::{self, Enterprise};
use crate::directory::store::parks::{self, Park};
use crate::doors::rules::{REFUSED, is_open, refused, token};
use crate::doors::store::{self, DoorRow};

/// A request through a door, before its token is checked.
#[derive(Clone)]
pub struct TokenHolder {
    /// The token sent; empty where there was none.
    pub token: String,
    pub address: String,
    pub request_id: Option<String>,
}

/// The door, enterprise and park that a request through a door acts on.
#[derive(Clone)]
pub struct DoorContext {
    pub door: DoorRow,
    pub enterprise: Enterprise,
    /// The enterprise's park at present.
    pub park: Park,
    address: String,
    request_id: Option<String>,
}

impl DoorContext {
    /// An audit entry of an action through the door; it has no user.
    pub fn entry(&self, action: &str, target: &'static str, id: i64) -> Entry {
        Entry {
            action: action.into(),
            target,
            target_id: Some(id),
            request_id: self.request_id.clone(),
            address: Some(self.address.clone()),
            data: json!({ "door_id": self.door.id, "enterprise_id": self.enterprise.id }),
            ..Entry::default()
        }
    }
}

/// The open door of a token. A write locks it until the transaction ends.
///
/// # Errors
/// 401, the same for every token that opens nothing.
pub fn find_open_door(
    conn: &mut Conn,
    who: &TokenHolder,
    today: NaiveDate,
    writes: bool,
) -> Result<DoorContext> {
    let hash = token::hash(&who.token);
    let mut found = store::find_by_hash(conn, &hash)?;
    if let Some(door) = found.as_ref().filter(|_| writes) {
        store::hold(conn, door.id)?;
        // It may have been revoked while this waited for the lock.
        found = store::find_by_hash(conn, &hash)?;
    }
    let is_open = |door: &DoorRow| is_open(door.expires_on, door.revoked_at.is_some(), today);
    let door = found.filter(is_open).ok_or_else(refused)?;
    let enterprise = enterprises::find(conn, door.enterprise_id)?;
    let enterprise = enterprise.filter(|one| one.active).ok_or_else(refused)?;
    let park = parks::find(conn, enterprise.park_id)?.ok_or(Error::NotFound)?;
    if writes && door.last_used_on != Some(today) {
        store::note_use(conn, door.id, today)?;
    }
    Ok(DoorContext {
        door,
        enterprise,
        park,
        address: who.address.clone(),
        request_id: who.request_id.clone(),
    })
}

/// Counts a token that opened nothing against the network it came from. None while the network is
/// below the limit, else until when it is refused.
///
/// # Errors
/// Those of the database.
pub fn count_failed_token(
    conn: &mut Conn,
    now: NaiveDateTime,
    network: &str,
) -> Result<Option<NaiveDateTime>> {
    let subject = format!("door:{network}");
    match failures::held(conn, now, &subject)?.attempt(now, &REFUSED) {
        Ok(known) => failures::put(conn, &subject, &known).map(|()| None),
        Err(until) => Ok(Some(until)),
    }
}
