use actix_web::{HttpResponse, get, patch, post};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::access::api::Call;
use crate::access::{Actor, Role};
use crate::audit;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::http::{Body, Items, Page, PathId, Query, Reply};
use crate::base::{Error, FieldError, Result};
use crate::directory::actions::enterprises as actions;
use crate::directory::input::{Check, Contact, EnterpriseIn, EnterprisePatch};
use crate::directory::rules::{EnterpriseSize, OperatingStatus, credit_code, masked_phone};
use crate::directory::store::enterprises::{self as store, Enterprise, EnterpriseFilter};
use crate::directory::store::{from_json, parks, people};

/// An enterprise. Phone numbers are masked (138****1234) except for the coordinator and the
/// park's staff who look at the single enterprise; that look is logged.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnterpriseOut {
    pub id: i64,
    pub name: String,
    /// Null while 筹建: 待补.
    pub credit_code: Option<String>,
    pub park_id: i64,
    pub industry: Option<String>,
    pub size: Option<EnterpriseSize>,
    pub tags: Vec<String>,
    /// The latest entry of the history.
    pub operating_status: Option<OperatingStatus>,
    pub operating_status_since: Option<NaiveDate>,
    /// The dated history, newest first.
    pub operating_history: Vec<OperatingEntry>,
    pub assisting_leader: Option<String>,
    pub liaison_user_id: Option<i64>,
    /// 首席服务员.
    pub liaison_name: Option<String>,
    pub contacts: Vec<Contact>,
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

/// Since when an enterprise is in a status.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperatingEntry {
    pub status: OperatingStatus,
    pub since: NaiveDate,
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

/// What the exact credit code tells about an enterprise of whatever park.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnterpriseFound {
    pub name: String,
    pub park_id: i64,
    pub park_name: String,
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EnterpriseQuery {
    pub park_id: Option<i64>,
    /// A part of the name.
    pub name: Option<String>,
    /// A part of the credit code.
    pub credit_code: Option<String>,
    /// A part of name, credit code or the initials of the name's pinyin (`hcdl`).
    pub q: Option<String>,
    pub active: Option<bool>,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count the whole list.
    pub count: Option<bool>,
}

impl EnterpriseQuery {
    /// What it asks for of what somebody may see.
    ///
    /// # Errors
    /// 403 where that is nothing.
    pub fn filter(self, who: &Actor) -> Result<EnterpriseFilter> {
        Ok(EnterpriseFilter {
            only_park: actions::only_park(who)?,
            park_id: self.park_id,
            name: self.name,
            credit_code: self.credit_code,
            q: self.q,
            active: self.active,
        })
    }
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LookupQuery {
    /// The whole code, 18 characters.
    pub credit_code: String,
}

/// Whether this person is shown whole phone numbers.
pub fn sees_phones(who: &Actor, row: &Enterprise) -> bool {
    who.role == Role::Coordinator
        || (who.role == Role::ParkStaff && who.park_id == Some(row.park_id))
}

fn masked(mut contacts: Vec<Contact>) -> Vec<Contact> {
    for contact in &mut contacts {
        contact.phone = contact.phone.as_deref().map(masked_phone);
    }
    contacts
}

fn out(
    conn: &mut Conn,
    clock: &Clock,
    row: Enterprise,
    contacts: Vec<Contact>,
) -> Result<EnterpriseOut> {
    let history: Vec<OperatingEntry> = store::statuses(conn, row.id)?
        .into_iter()
        .map(|entry| OperatingEntry {
            status: entry.status,
            since: entry.since,
            recorded_at: clock.show(entry.recorded_at.and_utc()),
        })
        .collect();
    let liaison = row.liaison_user_id.map(|id| people::name(conn, id));
    Ok(EnterpriseOut {
        liaison_name: liaison.transpose()?.flatten(),
        id: row.id,
        name: row.name,
        credit_code: row.credit_code,
        park_id: row.park_id,
        industry: row.industry,
        size: row.size,
        tags: from_json(&row.tags)?,
        operating_status: history.first().map(|e| e.status),
        operating_status_since: history.first().map(|e| e.since),
        operating_history: history,
        assisting_leader: row.assisting_leader,
        liaison_user_id: row.liaison_user_id,
        contacts,
        active: row.active,
        created_at: clock.show(row.created_at.and_utc()),
        updated_at: clock.show(row.updated_at.and_utc()),
        version: row.version,
    })
}

/// The answer to who works with this enterprise: whole numbers where they may, and that is logged.
fn shown(conn: &mut Conn, call: &Call, row: Enterprise) -> Result<EnterpriseOut> {
    let contacts: Vec<Contact> = from_json(&row.contacts)?;
    if !sees_phones(&call.who, &row) {
        return out(conn, &call.ground.clock, row, masked(contacts));
    }
    if contacts.iter().any(|c| c.phone.is_some()) {
        let entry = call
            .who
            .entry("enterprise.contacts_read", "enterprise", row.id, json!({}));
        audit::record(conn, call.now(), &entry)?;
    }
    out(conn, &call.ground.clock, row, contacts)
}

/// Enterprises in one's scope, by id.
#[utoipa::path(tag = "directory", params(EnterpriseQuery), responses((status = 200, body = Items<EnterpriseOut>)))]
#[get("/enterprises")]
pub async fn list(call: Call, query: Query<EnterpriseQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let filter = query.filter(&call.who)?;
        let rows = store::list(conn, &filter, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn, &filter)?)
        } else {
            None
        };
        let items = rows
            .into_iter()
            .map(|row| {
                let contacts = masked(from_json(&row.contacts)?);
                out(conn, &call.ground.clock, row, contacts)
            })
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// Adds an enterprise.
#[utoipa::path(tag = "directory", request_body = EnterpriseIn, responses(
    (status = 201, body = EnterpriseOut, headers(("Location" = String), ("ETag" = String)))))]
#[post("/enterprises")]
pub async fn create(call: Call, body: Body<EnterpriseIn>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let made = actions::create(conn, &call.who, call.now(), call.today(), &body.check()?)?;
        let version = made.version;
        let path = format!("/enterprises/{}", made.id);
        Ok(Reply::created(&path, &shown(conn, call, made)?)?.version(version))
    })
    .await
}

/// Name and park of the enterprise with exactly this credit code, of whatever park; nothing more.
#[utoipa::path(tag = "directory", params(LookupQuery), responses(
    (status = 200, body = EnterpriseFound), (status = 404, description = "No enterprise has this code.",
    content_type = "application/problem+json", body = crate::base::http::problem::Problem)))]
#[get("/enterprises/lookup")]
pub async fn lookup(call: Call, query: Query<LookupQuery>) -> Result<HttpResponse> {
    call.read(move |conn, _| {
        let mut check = Check::default();
        let code = credit_code(
            "/credit_code",
            &query.check()?.credit_code,
            &mut check.errors,
        );
        check.done()?;
        let found = store::find_by_credit_code(conn, &code)?.ok_or(Error::NotFound)?;
        let park = parks::find(conn, found.park_id)?.ok_or(Error::NotFound)?;
        Reply::ok(&EnterpriseFound {
            name: found.name,
            park_id: park.id,
            park_name: park.name,
        })
    })
    .await
}

/// Whose liaison officers are asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LiaisonQuery {
    pub park_id: i64,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Somebody who can be named as an enterprise's `liaison_user_id`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiaisonOut {
    pub id: i64,
    pub name: String,
    pub role: Role,
}

/// Who can be the liaison officer of a park's enterprises: its own staff, and those of all parks.
#[utoipa::path(tag = "directory", params(LiaisonQuery), responses((status = 200, body = Items<LiaisonOut>)))]
#[get("/enterprises/liaisons")]
pub async fn liaisons(call: Call, query: Query<LiaisonQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), None)?;
        let own = actions::only_park(&call.who)?;
        let park = parks::find(conn, query.park_id)?;
        if park.is_none() || own.is_some_and(|own| own != query.park_id) {
            return Err(Error::invalid(FieldError::unknown_id("/park_id")));
        }
        let after = page.after.unwrap_or(0);
        let rows = people::liaisons(conn, query.park_id, after, page.limit + 1)?;
        let items = rows.into_iter().map(|row| LiaisonOut {
            id: row.id,
            name: row.display_name,
            role: row.role,
        });
        Reply::ok(&Items::new(
            items.collect(),
            page.limit,
            |one| one.id,
            None,
        )?)
    })
    .await
}

/// One enterprise.
#[utoipa::path(tag = "directory", params(("id" = i64, Path)), responses(
    (status = 200, body = EnterpriseOut, headers(("ETag" = String)))))]
#[get("/enterprises/{id}")]
pub async fn get(call: Call, id: PathId) -> Result<HttpResponse> {
    // A write: revealing phone numbers is logged.
    call.write(move |conn, call| {
        let found = actions::get(conn, &call.who, id.0)?;
        let version = found.version;
        Ok(Reply::ok(&shown(conn, call, found)?)?.version(version))
    })
    .await
}

/// Changes what is given; a new operating status is added to the history.
#[utoipa::path(tag = "directory", params(("id" = i64, Path)), request_body = EnterprisePatch, responses(
    (status = 200, body = EnterpriseOut, headers(("ETag" = String)))))]
#[patch("/enterprises/{id}")]
pub async fn update(call: Call, id: PathId, body: Body<EnterprisePatch>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let before = actions::get(conn, &call.who, id.0)?;
        let patch = body.check()?;
        call.expect_version(before.version)?;
        let when = (call.now(), call.today());
        let after = actions::update(conn, &call.who, when, &before, &patch)?;
        let version = after.version;
        Ok(Reply::ok(&shown(conn, call, after)?)?.version(version))
    })
    .await
}
