//! What this ledger has besides the routes of every ledger: the enterprises that wait to be listed (待建账).

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{numbers, rules, store};
use crate::access::Scope;
use crate::access::api::Call;
use crate::base::http::{Items, Page, Query, Reply, Routes};
use crate::base::{Error, Result};
use crate::directory::rules::OperatingStatus;
use crate::entries::rules::month::first_of;

pub fn routes(routes: &mut Routes) {
    routes.service(unlisted);
}

/// Which part of them is wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnlistedQuery {
    /// Of this park.
    pub park_id: Option<i64>,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count the whole list.
    pub count: Option<bool>,
}

/// An enterprise that stands still and has no open entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnlistedOut {
    pub id: i64,
    /// What it is called.
    pub name: String,
    pub park_id: i64,
    /// How it stands still.
    pub operating_status: OperatingStatus,
    /// The day since which it does.
    pub operating_status_since: NaiveDate,
}

/// List the enterprises that wait to be listed (待建账), by id.
///
/// They are halted or semi-halted, and have no open entry.
#[utoipa::path(tag = "ledgers", operation_id = "list_unlisted_revivals", params(UnlistedQuery), responses(
    (status = 200, description = "A page of enterprises.", body = Items<UnlistedOut>)))]
#[get("/revivals/unlisted")]
pub async fn unlisted(call: Call, query: Query<UnlistedQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let own = match call.who.cases() {
            Scope::All => None,
            Scope::Park(park) => Some(park),
            Scope::Department(_) | Scope::Nothing => return Err(Error::NotFound),
        };
        let today = call.today();
        let listed = numbers::with_open_entry(conn, today)?;
        let all = store::as_of(conn, own, (first_of(today), today))?;
        let waits = all.into_iter().filter_map(|one| {
            let status = OperatingStatus::parse(one.status.as_deref()?)?;
            let is_wanted = query.park_id.is_none_or(|park| park == one.park_id);
            let waits = rules::is_halted(status) && !listed.contains(&one.id) && is_wanted;
            waits.then_some(UnlistedOut {
                id: one.id,
                name: one.name,
                park_id: one.park_id,
                operating_status: status,
                operating_status_since: one.since?.parse().ok()?,
            })
        });
        let waits: Vec<UnlistedOut> = waits.collect();
        let total = page
            .count
            .then(|| i64::try_from(waits.len()).unwrap_or(i64::MAX));
        let after = page.after.unwrap_or(0);
        let wanted = usize::try_from(page.limit + 1).map_err(Error::internal)?;
        let rows = waits.into_iter().filter(|one| one.id > after).take(wanted);
        Reply::ok(&Items::new(
            rows.collect(),
            page.limit,
            |one| one.id,
            total,
        )?)
    })
    .await
}
