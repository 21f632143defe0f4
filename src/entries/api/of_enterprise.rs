//! What all ledgers have of an enterprise, for its file (一企一档).

use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::readers;
use super::view::light;
use crate::access::api::Call;
use crate::base::Result;
use crate::base::http::paging::PageQuery;
use crate::base::http::{Items, Page, PathId, Query, Reply};
use crate::deadlines::rules::Light;
use crate::directory::actions::enterprises;
use crate::entries::served;
use crate::entries::store::{self, EntryRow, OfEnterprise};

/// An entry of some ledger, in short.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 12, "ledger": "revivals", "number": "SH-TC-2021-0001", "title": "沙河铝业有限公司", "status": "planned",
    "light": "yellow", "due_on": "2021-09-30", "listed_on": "2021-08-02", "park_id": 1, "department_id": 3
}))]
pub struct EnterpriseEntry {
    pub id: i64,
    /// The ledger it is in, as in its path.
    pub ledger: String,
    /// Its number in the ledger.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Its state, one of the ledger's.
    pub status: String,
    /// Today's light.
    pub light: Light,
    /// The day its next milestone is due; null where it has none.
    pub due_on: Option<NaiveDate>,
    /// The day it was listed.
    pub listed_on: NaiveDate,
    /// The park it is in.
    pub park_id: Option<i64>,
    /// Who answers for it: null where that is the park.
    pub department_id: Option<i64>,
}

impl EnterpriseEntry {
    fn of(row: EntryRow, today: NaiveDate) -> Self {
        Self {
            light: light(&row, today),
            id: row.id,
            ledger: row.ledger,
            number: row.number,
            title: row.title,
            status: row.status,
            due_on: row.due_on,
            listed_on: row.listed_on,
            park_id: row.park_id,
            department_id: row.department_id,
        }
    }
}

/// List the entries of an enterprise in all ledgers, newest first.
#[utoipa::path(tag = "ledgers", operation_id = "list_enterprise_entries",
    params(("id" = i64, Path, description = "The enterprise."), PageQuery),
    responses((status = 200, description = "A page of the list.", body = Items<EnterpriseEntry>)))]
#[get("/enterprises/{id}/entries")]
pub async fn of_enterprise(
    call: Call,
    id: PathId,
    query: Query<PageQuery>,
) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let enterprise = enterprises::get(conn, &call.who, id.0)?.id;
        let page: Page<i64> = query.check()?.page()?;
        let ledgers = served()?;
        let read = ledgers
            .iter()
            .filter(|ledger| readers(**ledger).contains(&call.who.role));
        let asked = OfEnterprise {
            scope: call.who.cases(),
            ledgers: read.map(|ledger| ledger.code()).collect(),
            enterprise,
            without: vec![],
        };
        let rows = store::of_enterprise(conn, &asked, page.after, page.limit + 1)?;
        let total = match page.count {
            true => Some(store::count_of_enterprise(conn, &asked)?),
            false => None,
        };
        let today = call.today();
        let rows = rows
            .into_iter()
            .map(|row| EnterpriseEntry::of(row, today))
            .collect();
        Reply::ok(&Items::new(rows, page.limit, |row| row.id, total)?)
    })
    .await
}
