use chrono::NaiveDateTime;
use serde_json::json;

use crate::access::Actor;
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::input::{Check, ParkIn, ParkPatch};
use crate::directory::rules::park_code;
use crate::directory::store::parks::{self, Park, ParkFields};

pub fn get(conn: &mut Conn, id: i64) -> Result<Park> {
    parks::find(conn, id)?.ok_or(Error::NotFound)
}

pub fn create(conn: &mut Conn, who: &Actor, now: NaiveDateTime, input: &ParkIn) -> Result<Park> {
    let mut check = Check::default();
    let fields = ParkFields {
        code: park_code("/code", &input.code, &mut check.errors),
        name: check.name(&input.name),
        kind: input.kind,
        active: true,
    };
    check.done()?;
    let id = parks::insert(conn, now, &fields)?;
    audit::record(
        conn,
        now,
        &who.entry(
            "park.create",
            "park",
            id,
            json!({"code": fields.code, "name": fields.name}),
        ),
    )?;
    get(conn, id)
}

pub fn update(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    before: &Park,
    patch: &ParkPatch,
) -> Result<Park> {
    let mut check = Check::default();
    let fields = ParkFields {
        code: before.code.clone(),
        name: check.new_name(patch.name.as_ref(), &before.name),
        kind: patch.kind.unwrap_or(before.kind),
        active: patch.active.unwrap_or(before.active),
    };
    check.done()?;
    parks::update(conn, now, before.id, before.version, &fields)?;
    let data = json!({"name": fields.name, "kind": fields.kind, "active": fields.active});
    audit::record(
        conn,
        now,
        &who.entry("park.update", "park", before.id, data),
    )?;
    get(conn, before.id)
}
