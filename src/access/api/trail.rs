//! `GET /audit`: the auditor reads the trail. It stands here because the trail itself lies below
//! sign-in and rights.

use std::collections::HashMap;

use actix_web::{HttpResponse, get};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use super::Call;
use crate::audit::store::{self, Filter};
use crate::base::http::{Items, Page, Query, Reply};
use crate::base::{Error, Result};

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// The first day, local.
    pub from: Option<NaiveDate>,
    /// The last day, local.
    pub to: Option<NaiveDate>,
    pub actor_id: Option<i64>,
    /// A part of the name of who acted.
    pub actor: Option<String>,
    /// What it was done to, such as `problem`.
    pub target: Option<String>,
    pub target_id: Option<i64>,
    /// Exactly this action, such as `problem.accept`.
    pub action: Option<String>,
    /// 1 to 200, 50 where absent.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Whether to count the whole list.
    pub count: Option<bool>,
}

/// One record; `sequence` and `hash` are null until it is sealed, within a second.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditOut {
    pub id: i64,
    #[schema(format = DateTime)]
    pub recorded_at: String,
    pub actor_id: Option<i64>,
    pub actor_name: Option<String>,
    pub actor_role: Option<String>,
    pub action: String,
    pub target: String,
    pub target_id: Option<i64>,
    pub request_id: Option<String>,
    pub address: Option<String>,
    #[schema(value_type = Object)]
    pub data: Value,
    pub sequence: Option<i64>,
    pub hash: Option<String>,
}

/// The audit trail, newest first.
#[utoipa::path(tag = "audit", params(AuditQuery), responses((status = 200, body = Items<AuditOut>)))]
#[get("/audit")]
pub async fn audit_trail(call: Call, query: Query<AuditQuery>) -> Result<HttpResponse> {
    call.read(move |conn, call| {
        let query = query.check()?;
        let page: Page<i64> = Page::new(query.limit, query.cursor.as_deref(), query.count)?;
        let start = |day: NaiveDate| call.ground.clock.start_of(day).naive_utc();
        let filter = Filter {
            from: query.from.map(start),
            until: query
                .to
                .and_then(|day| day.checked_add_days(Days::new(1)))
                .map(start),
            actor_id: query.actor_id,
            actor: query.actor,
            target: query.target,
            target_id: query.target_id,
            action: query.action,
        };
        let rows = store::list(conn, &filter, page.after, page.limit + 1)?;
        let total = if page.count {
            Some(store::count(conn, &filter)?)
        } else {
            None
        };
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let seals: HashMap<i64, (i64, String)> = store::seals_of(conn, &ids)?
            .into_iter()
            .map(|(record, sequence, hash)| (record, (sequence, hash)))
            .collect();
        let items = rows
            .into_iter()
            .map(|row| {
                let seal = seals.get(&row.id);
                Ok(AuditOut {
                    id: row.id,
                    recorded_at: call.ground.clock.show(row.recorded_at.and_utc()),
                    actor_id: row.actor_id,
                    actor_name: row.actor_name,
                    actor_role: row.actor_role,
                    action: row.action,
                    target: row.target,
                    target_id: row.target_id,
                    request_id: row.request_id,
                    address: row.address,
                    data: serde_json::from_str(&row.data).map_err(Error::internal)?,
                    sequence: seal.map(|(sequence, _)| *sequence),
                    hash: seal.map(|(_, hash)| hash.clone()),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Reply::ok(&Items::new(items, page.limit, |row| row.id, total)?)
    })
    .await
}

/// The names of actions that the trail holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActions {
    #[schema(example = json!(["problem.accept", "session.open"]))]
    pub items: Vec<String>,
}

/// What the trail can be asked for by `action`.
#[utoipa::path(tag = "audit", responses((status = 200, body = AuditActions)))]
#[get("/audit/actions")]
pub async fn audit_actions(call: Call) -> Result<HttpResponse> {
    call.read(|conn, _| {
        Reply::ok(&AuditActions {
            items: store::actions(conn)?,
        })
    })
    .await
}
