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

/// An enterprise (企业). Phone numbers are masked (138****1234) except for the coordinator and the
/// park's staff who look at the single enterprise; that look is logged.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnterpriseOut {
    pub id: i64,
    /// What it is called.
    #[schema(example = "聚合庄生态农庄")]
    pub name: String,
    /// 统一社会信用代码; null where it has none yet, as while 筹建 (待补).
    #[schema(example = "91350100M000100Y43")]
    pub credit_code: Option<String>,
    pub park_id: i64,
    /// What it does (行业).
    #[schema(example = "农业")]
    pub industry: Option<String>,
    /// How large it is; null where that isn't known.
    pub size: Option<EnterpriseSize>,
    /// What it is known as (标签), such as 规上 and 专精特新.
    #[schema(example = json!(["规上"]))]
    pub tags: Vec<String>,
    /// How it is running, by the latest entry of the history; null where there is none.
    pub operating_status: Option<OperatingStatus>,
    /// The day since which it has been so; null where there is no entry.
    pub operating_status_since: Option<NaiveDate>,
    /// The day on which somebody last looked whether that is so; null where nobody has.
    pub status_checked_on: Option<NaiveDate>,
    /// The dated history of how it was running, newest first.
    pub operating_history: Vec<OperatingEntry>,
    /// The leader who looks after it (包联领导).
    #[schema(example = "李区长")]
    pub assisting_leader: Option<String>,
    /// The account of its liaison officer (首席服务员); null where nobody is named.
    pub liaison_user_id: Option<i64>,
    /// The name of its liaison officer (首席服务员).
    #[schema(example = "沙河产业园区 张专员")]
    pub liaison_name: Option<String>,
    /// People there (联系人).
    pub contacts: Vec<Contact>,
    pub active: bool,
    #[schema(format = DateTime)]
    pub created_at: String,
    #[schema(format = DateTime)]
    pub updated_at: String,
    pub version: i64,
}

/// How an enterprise was running from a day on.
#[derive(Debug, Serialize, ToSchema)]
pub struct OperatingEntry {
    /// How it was running.
    pub status: OperatingStatus,
    /// The day since which it was so.
    pub since: NaiveDate,
    /// When the entry was made.
    #[schema(format = DateTime)]
    pub recorded_at: String,
}

/// What the exact credit code tells about an enterprise of whatever park.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnterpriseFound {
    /// What the enterprise is called.
    #[schema(example = "聚合庄生态农庄")]
    pub name: String,
    /// The park it belongs to.
    pub park_id: i64,
    /// What its park is called.
    #[schema(example = "沙河产业园区")]
    pub park_name: String,
}

/// Which enterprises are wanted: those for which everything holds that is given. Parts of texts are
/// found in capital and small letters alike.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EnterpriseQuery {
    /// Of this park; park staff name their own.
    pub park_id: Option<i64>,
    /// With this part in the name.
    #[param(example = "农庄")]
    pub name: Option<String>,
    /// With this part in the credit code.
    #[param(example = "91350100")]
    pub credit_code: Option<String>,
    /// With this part in the name, the credit code or the initials of the name's pinyin.
    #[param(example = "jhz")]
    pub q: Option<String>,
    /// In use (`true`) or out of use (`false`); both where absent.
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
    /// 404 where that is nothing, 422 for a park that isn't there or isn't theirs.
    pub fn filter(self, conn: &mut Conn, who: &Actor) -> Result<EnterpriseFilter> {
        let only_park = actions::only_park(who)?;
        if let Some(park) = self.park_id {
            is_seen(conn, only_park, park)?;
        }
        Ok(EnterpriseFilter {
            only_park,
            park_id: self.park_id,
            name: self.name,
            credit_code: self.credit_code,
            q: self.q,
            active: self.active,
        })
    }
}

/// A park that is there and that somebody sees; a foreign one is told like a missing one.
pub(super) fn is_seen(conn: &mut Conn, own: Option<i64>, park: i64) -> Result<()> {
    if own.is_some_and(|own| own != park) || parks::find(conn, park)?.is_none() {
        return Err(Error::invalid(FieldError::unknown_id("/park_id")));
    }
    Ok(())
}

/// Which enterprise is looked up.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LookupQuery {
    /// The whole 统一社会信用代码, 18 characters; small letters count as capital ones.
    #[param(example = "91350100M000100Y43", min_length = 18, max_length = 18)]
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
    let status_checked_on = store::checked_on(conn, row.id)?;
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
        status_checked_on,
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
        return out(conn, &call.state.clock, row, masked(contacts));
    }
    if contacts.iter().any(|c| c.phone.is_some()) {
        let entry = call
            .who
            .entry("enterprise.contacts_read", "enterprise", row.id, json!({}));
        audit::record(conn, call.now(), &entry)?;
    }
    out(conn, &call.state.clock, row, contacts)
}

/// List the enterprises (企业) that one sees, by id.
///
/// Park staff see those of their park, others all. Phone numbers are masked here.
#[utoipa::path(tag = "directory", operation_id = "list_enterprises", params(EnterpriseQuery), responses(
    (status = 200, description = "A page of enterprises.", body = Items<EnterpriseOut>)))]
#[get("/enterprises")]
pub async fn list(call: Call, query: Query<EnterpriseQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let filter = query.filter(conn, &call.who)?;
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
                out(conn, &call.state.clock, row, contacts)
            })
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// Create an enterprise.
#[utoipa::path(
    tag = "directory",
    operation_id = "create_enterprise",
    request_body = EnterpriseIn,
    responses((status = 201, description = "The enterprise.", body = EnterpriseOut,
        headers(("Location" = String), ("ETag" = String))))
)]
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

/// Look up an enterprise by its exact credit code (统一社会信用代码).
///
/// It may belong to any park; its name and park are told, and nothing more.
#[utoipa::path(
    tag = "directory",
    operation_id = "look_up_enterprise",
    params(LookupQuery),
    responses(
        (status = 200, description = "The enterprise has this name and park.", body = EnterpriseFound),
        (status = 404, description = "No enterprise has this code.",
            content_type = "application/problem+json",
            body = crate::base::http::problem::Problem)
    )
)]
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

/// Get an enterprise.
///
/// Whole phone numbers are shown to the coordinator and the park's staff, which the audit trail records.
#[utoipa::path(tag = "directory", operation_id = "get_enterprise", params(("id" = i64, Path)), responses(
    (status = 200, description = "The enterprise.", body = EnterpriseOut,
        headers(("ETag" = String)))))]
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

/// Change an enterprise.
///
/// A new operating status is added to the history. An enterprise can't be deleted: `active` becomes
/// false.
#[utoipa::path(
    tag = "directory",
    operation_id = "update_enterprise",
    params(("id" = i64, Path)),
    request_body = EnterprisePatch,
    responses((status = 200, description = "The enterprise as it is now.", body = EnterpriseOut,
        headers(("ETag" = String))))
)]
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
