//! What this ledger has besides the routes of every ledger: the enterprises that wait to be listed (待建账).

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::{self, Unlisted};
use crate::access::Scope;
use crate::access::api::Call;
use crate::base::http::{Items, Page, Query, Reply, Routes};
use crate::base::{Error, Result};
use crate::directory::rules::OperatingStatus;

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

impl From<Unlisted> for UnlistedOut {
    fn from(row: Unlisted) -> Self {
        Self {
            id: row.id,
            name: row.name,
            park_id: row.park_id,
            operating_status: row.status,
            operating_status_since: row.since,
        }
    }
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
        let parks: Vec<i64> = own.into_iter().chain(query.park_id).collect();
        let total = match page.count {
            true => Some(store::count_unlisted(conn, &parks)?),
            false => None,
        };
        let rows = store::unlisted(conn, &parks, page.after, page.limit + 1)?;
        let rows: Vec<UnlistedOut> = rows.into_iter().map(UnlistedOut::from).collect();
        Reply::ok(&Items::new(rows, page.limit, |one| one.id, total)?)
    })
    .await
}
