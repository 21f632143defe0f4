use chrono::NaiveDateTime;
use serde_json::json;

use crate::access::Actor;
use crate::audit;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::directory::input::{CategoryIn, CategoryPatch, Check};
use crate::directory::rules::CATEGORIES;
use crate::directory::store::categories::{self, Category, CategoryFields};

pub fn get(conn: &mut Conn, id: i64) -> Result<Category> {
    categories::find(conn, id)?.ok_or(Error::NotFound)
}

/// Gives a fresh database the categories the campaign uses.
pub fn seed(conn: &mut Conn, now: NaiveDateTime) -> Result<()> {
    if categories::count(conn)? > 0 {
        return Ok(());
    }
    for name in CATEGORIES {
        let fields = CategoryFields {
            name: (*name).to_owned(),
            parent_id: None,
            active: true,
        };
        categories::insert(conn, now, &fields)?;
    }
    Ok(())
}

/// There are two levels: a parent has no parent, and a category with children gets none.
fn check_parent(conn: &mut Conn, own: Option<i64>, parent: Option<i64>) -> Result<()> {
    let Some(parent) = parent else { return Ok(()) };
    let found = categories::find(conn, parent)?
        .filter(|p| p.active && Some(p.id) != own)
        .ok_or_else(|| Error::invalid(FieldError::unknown_id("/parent_id")))?;
    let has_children = match own {
        Some(own) => categories::has_children(conn, own)?,
        None => false,
    };
    if found.parent_id.is_some() || has_children {
        return Err(Error::invalid(FieldError::new(
            "/parent_id",
            "too_deep",
            "类别只分两级",
            "there are two levels of categories",
        )));
    }
    Ok(())
}

pub fn create(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    input: &CategoryIn,
) -> Result<Category> {
    let mut check = Check::default();
    let fields = CategoryFields {
        name: check.name(&input.name),
        parent_id: input.parent_id,
        active: true,
    };
    check.done()?;
    check_parent(conn, None, fields.parent_id)?;
    let id = categories::insert(conn, now, &fields)?;
    audit::record(
        conn,
        now,
        &who.entry(
            "category.create",
            "category",
            id,
            json!({"name": fields.name}),
        ),
    )?;
    get(conn, id)
}

pub fn update(
    conn: &mut Conn,
    who: &Actor,
    now: NaiveDateTime,
    before: &Category,
    patch: &CategoryPatch,
) -> Result<Category> {
    let mut check = Check::default();
    let fields = CategoryFields {
        name: check.new_name(patch.name.as_ref(), &before.name),
        parent_id: patch.parent_id.unwrap_or(before.parent_id),
        active: patch.active.unwrap_or(before.active),
    };
    check.done()?;
    if fields.parent_id != before.parent_id {
        check_parent(conn, Some(before.id), fields.parent_id)?;
    }
    categories::update(conn, now, before.id, before.version, &fields)?;
    let data = json!({"name": fields.name, "parent_id": fields.parent_id, "active": fields.active});
    audit::record(
        conn,
        now,
        &who.entry("category.update", "category", before.id, data),
    )?;
    get(conn, before.id)
}
